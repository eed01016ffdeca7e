"""Files come in, are checked, run, mended and taken back, all by the API."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from tests.api.conftest import ids

HEADER = (
    "TTB ID,Permit No.,Serial Number,Completed Date,Fanciful Name,Brand Name,"
    "Origin,Origin Desc,Class/Type,Class/Type Desc"
)
GOOD = "24001001000001,NY-I-15066,1,01/31/2024,,CHATEAU X,51,FRANCE,80,TABLE RED WINE"
ALSO = "24001001000002,NY-I-15066,2,02/01/2024,BLANC,CHATEAU X,51,FRANCE,81,TABLE WHITE WINE"
BAD = "24001001000003,NY-I-15066,3,02/01/2024,,,51,FRANCE,80,TABLE RED WINE"


def file(*rows: str, name: str = "may.csv") -> SimpleUploadedFile:
    """A CSV file of these rows."""
    return SimpleUploadedFile(name, "\n".join([HEADER, *rows, ""]).encode(), "text/csv")


@pytest.fixture
def run(key: Any, deliver: Any, settings: Any, tmp_path: Any) -> dict[str, Any]:
    """An import that has run: two new rows, one held back."""
    settings.MEDIA_ROOT = tmp_path
    made = key.post("imports", {"file": file(GOOD, ALSO, BAD), "start": "true"}, format="multipart")
    assert made.status_code == 201, made.content
    deliver()
    found: dict[str, Any] = key.get(f"imports/{made.json()['id']}").json()
    return found


def test_an_upload_runs_and_reports(run: dict[str, Any], key: Any) -> None:
    assert (run["state"], run["report"]["new"], run["report"]["quarantined"]) == ("done", 2, 1)
    assert run["progress"]["state"] == "succeeded"
    assert [one["name"] for one in run["files"]] == ["may.csv"]
    assert len(ids(key.get(f"skus?import={run['id']}&outcome=new"))) == 2
    assert key.get("brands").json()["results"][0]["sku_count"] == 2


def test_a_dry_run_changes_nothing(key: Any, deliver: Any, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    made = key.post("imports", {"file": file(GOOD, BAD), "dry_run": "true"}, format="multipart").json()
    deliver()
    run = key.get(f"imports/{made['id']}").json()
    assert (run["state"], run["preview"]["new"]) == ("checked", 1)
    assert ids(key.get("skus")) == []
    assert key.post(f"imports/{run['id']}/start").status_code == 202
    deliver()
    assert len(ids(key.get("skus"))) == 1


def test_several_files_are_one_import(key: Any, in_acme: Any, deliver: Any, settings: Any, tmp_path: Any) -> None:
    from apps.brands.models import Sku

    settings.MEDIA_ROOT = tmp_path
    files = {"file": [file(GOOD), file(ALSO, name="june.csv")], "start": "1"}
    made = key.post("imports", files, format="multipart").json()
    deliver()
    assert key.get(f"imports/{made['id']}").json()["report"]["new"] == 2
    connection.set_tenant(in_acme)
    line = key.get(f"skus/{Sku.objects.get(serial='2').pk}/lineage").json()["results"][0]
    assert (line["import"]["file"], line["import"]["row"]) == ("june.csv", 2)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [({}, "/file"), ({"file": True, "gate": "lots"}, "/gate"), ({"file": True, "mapping": "[1]"}, "/mapping")],
)
def test_a_form_that_cannot_be_is_refused(body: dict[str, Any], pointer: str, key: Any) -> None:
    sent = {**body, **({"file": file(GOOD)} if "file" in body else {})}
    response = key.post("imports", sent, format="multipart")
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, pointer)


def test_rows_are_listed_by_how_they_ended(run: dict[str, Any], key: Any) -> None:
    rows = key.get(f"imports/{run['id']}/rows?outcome=new&limit=1").json()
    assert [row["ttb_id"] for row in rows["results"]] == ["24001001000001"]
    assert [row["ttb_id"] for row in key.get(rows["next"]).json()["results"]] == ["24001001000002"]
    assert key.get(f"imports/{run['id']}/rows?outcome=lost").status_code == 422
    assert key.get(f"imports/{run['id']}/rows").status_code == 422


def test_a_row_held_back_is_mended_and_let_in(run: dict[str, Any], key: Any, deliver: Any) -> None:
    held = key.get(f"imports/{run['id']}/quarantine").json()["results"][0]
    address = f"imports/{run['id']}/quarantine/{held['id']}"
    assert held["raw"]["ttb_id"] == "24001001000003"
    assert key.patch(address, {"values": {"brand_name": 5}}, format="json").status_code == 422
    assert key.patch(address, {"values": {"brend": "x"}}, format="json").json()["code"] == "unknown_column"
    mended = key.patch(address, {"values": {"brand_name": "CHATEAU X"}}, format="json").json()
    assert mended["reasons"] == []
    made = key.post(f"imports/{run['id']}/readmit", {"row_ids": [held["id"]]}, format="json")
    assert made.status_code == 201
    deliver()
    assert made.json()["corrects"] == run["id"]
    assert key.get("brands").json()["results"][0]["sku_count"] == 3
    assert key.get(address).json()["state"] == "readmitted"
    again = key.post(f"imports/{run['id']}/readmit", {"row_ids": [held["id"]]}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "row_settled")


def test_a_row_held_back_is_dismissed(run: dict[str, Any], key: Any) -> None:
    held = key.get(f"imports/{run['id']}/quarantine?state=open").json()["results"][0]
    dismissed = key.post(f"imports/{run['id']}/dismiss", {"row_ids": [held["id"]]}, format="json")
    assert dismissed.json() == {"dismissed": 1}
    assert key.post(f"imports/{run['id']}/dismiss", {"row_ids": "all"}, format="json").status_code == 422


def test_an_import_is_taken_back(run: dict[str, Any], key: Any) -> None:
    assert key.post(f"imports/{run['id']}/undo").status_code == 200
    assert ids(key.get("skus")) == []
    assert key.post(f"imports/{run['id']}/undo").json()["code"] == "already_undone"


def test_an_import_that_is_over_does_not_start_again(run: dict[str, Any], key: Any) -> None:
    response = key.post(f"imports/{run['id']}/start")
    assert (response.status_code, response.json()["code"]) == (409, "import_busy")


def test_an_upload_with_the_same_key_is_one_import(key: Any, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    headers = {"Idempotency-Key": "upload"}
    first = key.post("imports", {"file": file(GOOD)}, format="multipart", headers=headers)
    again = key.post("imports", {"file": file(GOOD)}, format="multipart", headers=headers)
    assert first.json()["id"] == again.json()["id"]
    assert key.post("imports", {"file": file(ALSO)}, format="multipart", headers=headers).status_code == 422
    assert len(ids(key.get("imports"))) == 1


def test_globex_sees_nothing_of_acmes_import(run: dict[str, Any], api: Any, mallory: Any, globex: Any) -> None:
    caller = api(mallory, globex)
    for address in ("", "/rows?outcome=new", "/quarantine"):
        assert caller.get(f"imports/{run['id']}{address}").status_code == 404
    for address in ("/start", "/check", "/cancel", "/undo"):
        assert caller.post(f"imports/{run['id']}{address}").status_code == 404
