"""Tags, lists, notes and acts on many rows, by their pages."""

import re
from typing import Any

import pytest

from apps.brands.models import Brand, BulkAct, Export, Listed, Note, RecordList, Tag, Tagging
from apps.brands.services.bulk import run_bulk
from apps.brands.services.imports import Silent
from apps.core.services.undo import undo

pytestmark = pytest.mark.usefixtures("imported", "held_back")
HTMX = {"HX-Request": "true"}


def first() -> Any:
    return Brand.objects.earliest("pk")


def test_a_brand_is_tagged_on_its_page_and_the_tag_taken_off(seen: Any) -> None:
    at = f"/marks/brands/{first().pk}/"
    page = seen.post(f"{at}tags/", {"add": "Été <b>🍷"}, headers=HTMX).content.decode()
    assert "Été &lt;b&gt;🍷" in page
    assert "<b>🍷" not in page
    seen.post(f"{at}tags/", {"remove": Tag.objects.get().pk}, headers=HTMX)
    assert not Tagging.objects.exists()
    assert "This was not saved" in seen.post(f"{at}tags/", {"add": "a;b"}, headers=HTMX).content.decode()


def test_a_note_shows_markup_as_text_and_addresses_as_links(seen: Any) -> None:
    at = f"/marks/brands/{first().pk}/notes/"
    text = "<img src=x onerror=alert(1)> javascript:alert(1) https://example.com/?a=1&b=2, سلام"
    page = seen.post(at, {"what": "write", "text": text}, headers=HTMX).content.decode()
    assert "<img src=x" not in page
    assert page.count('href="https://example.com/?a=1&amp;b=2"') == 1
    assert 'href="javascript' not in page
    note = Note.objects.get().pk
    seen.post(at, {"what": "pin", "note": note}, headers=HTMX)
    assert Note.objects.get().is_pinned
    refused = seen.post(at, {"what": "write", "text": " "}, headers=HTMX)
    assert "Write something." in refused.content.decode()
    seen.post(at, {"what": "delete", "note": note}, headers=HTMX)
    assert not Note.objects.exists()


def test_without_script_the_forms_lead_back_to_the_record(seen: Any) -> None:
    pk = first().pk
    answer = seen.post(f"/marks/brands/{pk}/notes/", {"what": "write", "text": "Ask Ann"})
    assert (answer.status_code, answer["Location"]) == (302, f"/t/acme/brands/{pk}/")


def test_a_list_is_made_filled_and_emptied(seen: Any) -> None:
    seen.post("/lists/new/", {"kind": "brands", "name": "Spring", "description": "", "shared": "on"})
    made = RecordList.objects.get()
    seen.post(f"/marks/brands/{first().pk}/lists/", {"add": made.pk}, headers=HTMX)
    assert str(first()) in seen.get(f"/lists/{made.pk}/").content.decode()
    assert "Spring" in seen.get(f"/brands/?list={made.pk}").content.decode()
    seen.post(f"/lists/{made.pk}/fill/", {"remove": first().pk})
    assert not Listed.objects.exists()
    assert seen.post("/lists/new/", {"kind": "cats", "name": ""}).status_code == 422


def test_a_private_list_is_not_there_for_others(seen: Any, portal: Any, bob: Any, acme: Any) -> None:
    seen.post("/lists/new/", {"kind": "brands", "name": "Mine"})
    made = RecordList.objects.get()
    theirs = portal(bob, acme)
    assert theirs.get(f"/lists/{made.pk}/").status_code == 404
    assert theirs.get(f"/brands/?list={made.pk}").status_code == 400
    assert "Mine" not in theirs.get("/lists/").content.decode()


def test_all_rows_of_a_filter_are_previewed_and_started(seen: Any) -> None:
    chosen = {"noun": "brands", "act": "edit", "all": "1", "query": "category=Wine&sort=-sku_count"}
    assert "Show what would change" in seen.post("/bulk/new/", chosen).content.decode()
    answer = seen.post("/bulk/new/", {**chosen, "values": "1", "set": "website", "website": "https://w.example/"})
    made = BulkAct.objects.get()
    assert answer["Location"] == f"/t/acme/bulk/{made.pk}/"
    assert made.filter == {"category": ["Wine"]}
    page = seen.get(f"/bulk/{made.pk}/").content.decode()
    assert re.search(r"Change \d+ rows?", page)
    seen.post(f"/bulk/{made.pk}/start/", {"fingerprint": "other"})
    assert BulkAct.objects.get().state == "previewed"
    seen.post(f"/bulk/{made.pk}/start/", {"fingerprint": made.fingerprint})
    assert BulkAct.objects.get().state == "queued"


def test_ticked_rows_are_archived_after_a_look(seen: Any) -> None:
    answer = seen.post("/bulk/new/", {"noun": "brands", "act": "archive", "ids": [first().pk, 404]})
    made = BulkAct.objects.get()
    assert answer.status_code == 302
    assert (made.ids, made.preview["refused"]) == ([first().pk], {"gone": 1})
    assert "It is not here any more." in seen.get(f"/bulk/{made.pk}/").content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {"act": "edit", "all": "1", "values": "1"},
        {"act": "edit", "all": "1", "values": "1", "set": "website", "website": "javascript:alert(1)"},
        {"act": "tag", "all": "1", "values": "1", "tag": "404"},
        {"act": "add_to_list", "all": "1", "values": "1", "list": "x"},
    ],
)
def test_what_makes_no_sense_is_told_beside_the_form(asked: dict[str, Any], seen: Any) -> None:
    answer = seen.post("/bulk/new/", {"noun": "brands", "query": "", **asked})
    assert answer.status_code == 422
    assert "This cannot be done as asked" in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"act": "edit"}, "Nombre al menos un campo que cambiar."),
        ({"act": "tag", "tag": "404"}, "Nombre una etiqueta que exista."),
        ({"act": "add_to_list", "list": "404"}, "Nombre una lista de estos registros que exista."),
    ],
)
@pytest.mark.usefixtures("compiled_words")
def test_it_is_told_in_the_readers_language(asked: dict[str, str], said: str, seen: Any, alice: Any) -> None:
    alice.language = "es"
    alice.save()
    answer = seen.post("/bulk/new/", {"noun": "brands", "query": "", "all": "1", "values": "1", **asked})
    assert (answer.status_code, said in answer.content.decode()) == (422, True)


@pytest.mark.parametrize(("act", "name", "model"), [("tag", "Priority", Tag), ("add_to_list", "To call", RecordList)])
def test_a_tag_or_a_list_that_is_not_there_yet_is_made_by_the_act_and_goes_with_it(
    act: str, name: str, model: Any, seen: Any
) -> None:
    chosen = {"noun": "brands", "ids": [first().pk], "act": act}
    assert 'name="named"' in seen.post("/bulk/new/", chosen).content.decode()
    for changes in (1, 0):  # a second time it is the one there is
        assert seen.post("/bulk/new/", {**chosen, "values": "1", "named": name}).status_code == 302
        assert model.objects.count() == 1 - changes  # nothing is made before it is asked for
        made = BulkAct.objects.latest("pk")
        assert made.preview["change"] == changes
        seen.post(f"/bulk/{made.pk}/start/", {"fingerprint": made.fingerprint})
        run_bulk(BulkAct.objects.get(pk=made.pk), Silent())
        assert model.objects.get().name == name
    undo(BulkAct.objects.earliest("pk").change_set_id)
    assert not model.objects.exists()


def test_a_name_that_is_none_is_told_beside_the_field(seen: Any) -> None:
    chosen = {"noun": "brands", "ids": [first().pk], "values": "1"}
    assert seen.post("/bulk/new/", {**chosen, "act": "tag", "named": "a,b"}).status_code == 422
    nothing = seen.post("/bulk/new/", {**chosen, "act": "untag", "named": "Other"})
    assert (nothing.status_code, "There is no Other yet." in nothing.content.decode()) == (422, True)
    assert not Tag.objects.exists()


def test_nothing_ticked_and_nonsense_are_told(seen: Any) -> None:
    assert seen.post("/bulk/new/", {"noun": "brands", "act": "archive"}).status_code == 302
    assert seen.post("/bulk/new/", {"noun": "cats", "act": "archive", "all": "1"}).status_code == 404
    assert not BulkAct.objects.exists()


def test_a_viewer_has_no_boxes(portal: Any, vera: Any, acme: Any) -> None:
    page = portal(vera, acme).get("/brands/").content.decode()
    assert "form=bulk" not in page
    assert 'id="bulk"' not in page


def test_an_export_has_the_columns_order_and_rows_one_sees(seen: Any) -> None:
    query = "category=Wine&columns=display_name,tags&sort=-sku_count"
    seen.post("/exports/new/", {"resource": "brands", "format": "csv", "query": query})
    made = Export.objects.get()
    assert (made.filter, made.fields, made.sort) == ({"category": ["Wine"]}, ["display_name", "tags"], "-sku_count")
    seen.post("/exports/new/", {"noun": "brands", "format": "xlsx", "ids": [first().pk], "query": "category=Gin"})
    assert Export.objects.first().filter == {"id": [str(first().pk)], "archived": ["all"]}


def test_globex_sees_nothing_of_acme(seen: Any, portal: Any, mallory: Any, globex: Any) -> None:
    seen.post(f"/marks/brands/{first().pk}/tags/", {"add": "Secret tag"}, headers=HTMX)
    seen.post("/lists/new/", {"kind": "brands", "name": "Secret list", "shared": "on"})
    theirs = portal(mallory, globex)
    for path in ("/tags/", "/lists/"):
        assert "Secret" not in theirs.get(path).content.decode()
