"""A person sends a file, looks, starts it, reads the report, corrects what did not enter, takes it all back."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from tests.factories.sample import SAMPLE

Deliver = Callable[..., int]


def upload(browser: Any, content: bytes, name: str = "rows.csv", **data: Any) -> Any:
    file = BytesIO(content)
    file.name = name
    return browser.post("/imports/new/", {"files": file, **data})


def newest() -> Any:
    from apps.brands.models import Import

    return Import.objects.order_by("-pk").first()


def test_upload_then_preview_then_run(seen: Any, in_acme: Any, deliver: Deliver, held_back: None) -> None:
    answer = upload(seen, SAMPLE.read_bytes())
    run = newest()
    assert answer["Location"] == f"/t/acme/imports/{run.pk}/"
    waiting = seen.get(f"/imports/{run.pk}/").content.decode()
    assert "data-busy" in waiting


def test_a_preview_writes_nothing_and_a_start_does(seen: Any, in_acme: Any, deliver: Deliver) -> None:
    from apps.brands.models import Sku

    upload(seen, SAMPLE.read_bytes())
    deliver()
    run = newest()
    page = seen.get(f"/imports/{run.pk}/").content.decode()
    assert "Start: 39 new, 0 changed" in page
    assert not Sku.objects.exists()
    seen.post(f"/imports/{run.pk}/start/")
    deliver()
    assert "39 SKUs added, 0 changed" in seen.get(f"/imports/{run.pk}/").content.decode()
    assert Sku.objects.count() == 39


def test_an_upload_by_script_is_told_where_to_go(seen: Any, in_acme: Any, held_back: None) -> None:
    file = BytesIO(SAMPLE.read_bytes())
    file.name = "rows.csv"
    answer = seen.post("/imports/new/", {"files": file}, headers={"X-Upload": "1"})
    assert answer.status_code == 204
    assert answer["X-Location"].startswith("/t/acme/imports/")


def test_nothing_sent_is_said(seen: Any, in_acme: Any) -> None:
    answer = seen.post("/imports/new/", {})
    assert answer.status_code == 422
    assert "Send between 1 and" in answer.content.decode()


def test_unknown_headers_are_named_by_hand(seen: Any, in_acme: Any, deliver: Deliver) -> None:
    odd = b"Ref;Plant;Marke;Land\n24001001000101;NY-I-15066;FOO;51\n24001001000102;NY-I-15066;BAR;51\n"
    upload(seen, odd)
    deliver(failures=True)
    run = newest()
    assert "Name the columns" in seen.get(f"/imports/{run.pk}/").content.decode()
    page = seen.get(f"/imports/{run.pk}/columns/").content.decode()
    assert "24001001000101 · 24001001000102" in page
    names = {"header": ["Ref", "Plant", "Marke", "Land"], "column": ["ttb_id", "permit", "brand_name", "origin"]}
    seen.post(f"/imports/{run.pk}/columns/", names)
    deliver()
    assert "Start: 2 new" in seen.get(f"/imports/{run.pk}/").content.decode()


def test_a_mapping_without_a_needed_column_is_refused(seen: Any, in_acme: Any, deliver: Deliver) -> None:
    upload(seen, b"Ref;Marke\n24001001000101;FOO\n")
    deliver(failures=True)
    run = newest()
    answer = seen.post(f"/imports/{run.pk}/columns/", {"header": ["Ref"], "column": ["ttb_id"]}, follow=True)
    assert "Still missing: Permit, Brand name." in answer.content.decode()


def test_held_rows_show_every_reason_and_enter_once_corrected(seen: Any, imported: Any) -> None:
    from apps.brands.models import HeldRow, Sku

    page = seen.get(f"/imports/{imported.pk}/quarantine/", follow=True).content.decode()
    assert "Date invalid" in page
    row = HeldRow.objects.get(run=imported, reasons=["date_invalid"])
    before = Sku.objects.count()
    seen.post(f"/imports/held/{row.pk}/", {"completed_date": "01/15/2024", "readmit": "1"})
    assert Sku.objects.count() == before + 1
    row.refresh_from_db()
    assert row.state == "readmitted"


def test_a_row_still_wrong_stays_and_says_so(seen: Any, imported: Any) -> None:
    from apps.brands.models import HeldRow

    row = HeldRow.objects.get(run=imported, reasons=["permit_missing"])
    answer = seen.post(f"/imports/held/{row.pk}/", {"permit": "", "readmit": "1"}, follow=True)
    assert "Still wrong: Permit missing." in answer.content.decode()


def test_ticked_rows_are_dismissed(seen: Any, imported: Any) -> None:
    from apps.brands.models import HeldRow

    ids = list(HeldRow.objects.filter(run=imported).values_list("pk", flat=True)[:2])
    seen.post("/quarantine/act/", {"what": "dismiss", "ids": ids})
    assert HeldRow.objects.filter(run=imported, state="dismissed").count() == 2
    page = seen.get("/quarantine/", {"run": imported.pk}).content.decode()
    assert "2 rows" in page
    assert "Dismissed" in seen.get(f"/quarantine/{ids[0]}/").content.decode()


def test_all_rows_that_fit_are_admitted_at_once(seen: Any, imported: Any) -> None:
    from apps.brands.models import HeldRow

    asked = {"what": "dismiss", "all": "1", "query": f"run={imported.pk}&reason=date_invalid"}
    seen.post("/quarantine/act/", asked)
    assert {row.reasons[0] for row in HeldRow.objects.filter(state="dismissed")} == {"date_invalid"}
    assert "Tick some rows first" in seen.post("/quarantine/act/", asked, follow=True).content.decode()


def test_the_quarantine_is_narrowed_and_told_apart_as_any_list(seen: Any, imported: Any) -> None:
    page = seen.get("/quarantine/", {"reason": "date_invalid"}).content.decode()
    assert "1 row" in page
    assert "Date invalid" in seen.get("/lists/quarantine/facets/").content.decode()
    assert seen.get("/quarantine/", {"reason": "date_invalid", "colour": "red"}).status_code == 400


def test_the_quarantine_can_be_downloaded(seen: Any, imported: Any) -> None:
    answer = seen.get(f"/imports/{imported.pk}/quarantine.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.startswith("row,reasons,suggestion,")
    assert text.count("\n") == 5


def test_a_pile_lists_its_rows(seen: Any, imported: Any) -> None:
    page = seen.get(f"/imports/{imported.pk}/rows/new/").content.decode()
    assert "39 rows" in page
    assert "24001001000001" in page


def contradicted(seen: Any, deliver: Deliver, number: int) -> Any:
    """An import that says otherwise of the fanciful names of so many SKUs, which a person has edited."""
    from apps.brands.models import Sku
    from apps.brands.services import catalogue

    header, *lines = SAMPLE.read_text().splitlines()
    rows = {line.split(",")[0].strip("'"): line for line in lines}
    named = Sku.objects.filter(ttb_id__in=rows).exclude(fanciful_name=None).order_by("ttb_id")[:number]
    changed = [rows[sku.ttb_id].replace(str(sku.fanciful_name), "THEIRS", 1) for sku in named]
    for sku in named:
        catalogue.update_sku(sku.pk, values={"fanciful_name": "Mine"})
    upload(seen, ("\n".join([header, *changed]) + "\n").encode())
    deliver()
    run = newest()
    seen.post(f"/imports/{run.pk}/start/")
    deliver()
    return run


def test_a_change_to_an_edited_field_is_settled_by_a_person(seen: Any, imported: Any, deliver: Deliver) -> None:
    from apps.brands.models import HeldRow, Sku

    run = contradicted(seen, deliver, 1)
    row = HeldRow.objects.get(run=run)
    for path in (f"/conflicts/?run={run.pk}", f"/quarantine/{row.pk}/"):
        page = seen.get(path).content.decode()
        assert "Mine" in page
        assert "THEIRS" in page
    assert seen.get(f"/imports/{run.pk}/conflicts/").url.endswith(f"/conflicts/?run={run.pk}")
    seen.post(f"/imports/held/{row.pk}/settle/", {"take": "incoming"})
    assert Sku.objects.get(ttb_id="24001001000001").fanciful_name == "THEIRS"
    assert "No conflicts" in seen.get("/conflicts/").content.decode()
    assert "THEIRS" in seen.get("/conflicts/", {"state": "readmitted"}).content.decode()


@pytest.mark.parametrize(("take", "stands"), [("incoming", "THEIRS"), ("mine", "Mine")])
def test_many_conflicts_are_settled_as_one_act(
    seen: Any, imported: Any, deliver: Deliver, take: str, stands: str
) -> None:
    from apps.brands.models import HeldRow, Sku
    from apps.core.models import ChangeSet

    run = contradicted(seen, deliver, 3)
    acts = ChangeSet.objects.count()
    answer = seen.post("/conflicts/act/", {"take": take, "all": "1", "query": f"run={run.pk}"}, follow=True)
    assert "3 conflicts settled." in answer.content.decode()
    assert ChangeSet.objects.count() == acts + 1
    assert Sku.objects.filter(fanciful_name=stands).count() == 3
    assert not HeldRow.objects.filter(run=run, state="open").exists()
    assert "Tick some rows first" in seen.post("/conflicts/act/", {"take": take}, follow=True).content.decode()


def test_conflicts_are_told_apart_and_sorted_as_any_list(seen: Any, imported: Any, deliver: Deliver) -> None:
    contradicted(seen, deliver, 2)
    assert "2 rows" in seen.get("/conflicts/", {"sort": "-row"}).content.decode()
    assert seen.get("/lists/conflicts/facets/").status_code == 200
    assert seen.get("/conflicts/", {"colour": "red"}).status_code == 400


def test_the_undo_shows_what_it_takes_back_and_does_it(seen: Any, imported: Any) -> None:
    from apps.brands.models import Brand, Sku

    page = seen.get(f"/activity/{imported.change_set_id}/undo/").content.decode()
    assert "Nothing was changed since" in page
    answer = seen.post(f"/activity/{imported.change_set_id}/undo/", {"choice": "keep_later"})
    assert answer.status_code == 302
    assert not Sku.objects.exists()
    assert not Brand.objects.exists()


def test_an_undo_over_later_edits_asks_first(seen: Any, imported: Any) -> None:
    from apps.brands.models import Brand
    from apps.brands.services import catalogue

    catalogue.update_brand(Brand.objects.earliest("pk").pk, values={"display_name": "Edited"})
    path = f"/activity/{imported.change_set_id}/undo/"
    assert "changed since" in seen.get(path).content.decode()
    assert seen.post(path, {}).status_code == 409
    assert Brand.objects.filter(display_name="Edited").exists()


@pytest.mark.usefixtures("held_back")
@pytest.mark.parametrize("what", ["cancel", "retry"])
def test_a_viewer_cannot_steer_a_job(what: str, imported: Any, acme: Any, vera: Any, portal: Any) -> None:
    from apps.core.services import jobs

    job = jobs.enqueue("brands.check_import", title="Check", args={"import": imported.pk})
    assert portal(vera, acme).post(f"/jobs/{job.pk}/{what}/").status_code == 403


def test_a_waiting_job_can_be_stopped(seen: Any, imported: Any, held_back: None) -> None:
    from apps.core.services import jobs

    job = jobs.enqueue("brands.check_import", title="Check", args={"import": imported.pk})
    assert "data-busy" in seen.get("/jobs/busy/").content.decode()
    seen.post(f"/jobs/{job.pk}/cancel/")
    job.refresh_from_db()
    assert job.state == "cancelled"


def test_a_running_job_that_was_asked_to_stop_says_so(seen: Any, imported: Any, held_back: None) -> None:
    from apps.core.models import Job
    from apps.core.services import jobs

    job = jobs.enqueue("brands.check_import", title="Check", args={"import": imported.pk})
    Job.objects.filter(pk=job.pk).update(state="running")
    assert "Stops at its next step" not in seen.get(f"/jobs/{job.pk}/").content.decode()
    seen.post(f"/jobs/{job.pk}/cancel/")
    page = seen.get(f"/jobs/{job.pk}/").content.decode()
    assert "Stops at its next step" in page
    assert f"/jobs/{job.pk}/cancel/" not in page


def test_the_sample_is_one_click_away_in_an_empty_workspace(seen: Any, in_acme: Any, deliver: Deliver) -> None:
    assert "Try the sample" in seen.get("/").content.decode()
    seen.post("/imports/sample/")
    deliver()
    assert "Start: 39 new" in seen.get(f"/imports/{newest().pk}/").content.decode()


def test_a_list_becomes_a_file(seen: Any, imported: Any, deliver: Deliver) -> None:
    seen.post("/exports/new/", {"resource": "brands", "format": "csv", "query": "category=Wine&sort=-sku_count"})
    deliver()
    page = seen.get("/exports/").content.decode()
    assert "Ready" in page
    assert "/download?token=" in page
