"""Pages of permit lists: what is loaded, and loading one of one's own."""

import io
from typing import Any

import pytest

from apps.brands.models import Permit

LIST = b"permit-number,winery-owner,wineryname,street,city,state,zip\nNY-I-15066,OWN LLC,OWN,1 ROAD,NY,NY,10001\n"


def send(seen: Any, content: bytes, code: str = "importer", name: str = "mine.csv") -> Any:
    file = io.BytesIO(content)
    file.name = name
    return seen.post("/permits/lists/new/", {"list": code, "files": file})


def test_a_list_is_loaded_and_told(in_acme: Any, seen: Any) -> None:
    answer = send(seen, LIST)
    assert answer.status_code == 302, answer.content.decode()
    assert Permit.objects.get().owner == "OWN LLC"
    report = " ".join(seen.get(answer["Location"].removeprefix("/t/acme")).content.decode().split())
    assert "<b>1</b> <span>permits new here</span>" in report
    page = seen.get("/permits/lists/").content.decode()
    assert "mine.csv" in page
    assert "Importers" in page


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "importer"), (b"\x00\x01binary", "importer"), (b"a,b\n1,2\n", "importer"), (LIST, "friends"), (LIST, "")],
)
def test_what_is_no_list_is_refused_with_a_reason(content: bytes, code: str, in_acme: Any, seen: Any) -> None:
    answer = send(seen, content, code)
    assert answer.status_code == 422
    assert b"notice bad" in answer.content
    assert not Permit.objects.exists()


def test_an_analyst_looks_and_does_not_load(in_acme: Any, acme: Any, bob: Any, portal: Any) -> None:
    browser = portal(bob, acme)
    assert b"Load a list" not in browser.get("/permits/lists/").content
    assert send(browser, LIST).status_code == 403


def test_an_act_that_loaded_no_list_has_no_report(imported: Any, seen: Any) -> None:
    assert seen.get(f"/permits/lists/{imported.change_set_id}/").status_code == 404


def test_globex_sees_nothing_of_acme(in_acme: Any, seen: Any, globex: Any, mallory: Any, portal: Any) -> None:
    send(seen, LIST)
    page = portal(mallory, globex).get("/permits/lists/").content
    assert b"mine.csv" not in page
