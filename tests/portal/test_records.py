"""One record: why it is what it is, edits that do not overwrite others, archive, history."""

import re
from typing import Any

import pytest


def brand(name: str = "Bodega Tres Caminos") -> Any:
    from apps.brands.models import Brand

    return Brand.objects.get(display_name=name)


def version(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found[1]


def test_a_brand_says_why_it_is_one_brand(seen: Any, imported: Any) -> None:
    page = seen.get(f"/brands/{brand('Domaine de la Source Claire').pk}/").content.decode()
    assert "2 spellings" in page
    assert "from the same origin: France" in page


def test_a_field_names_its_file_and_row(seen: Any, imported: Any) -> None:
    from apps.brands.models import Sku

    page = seen.get(f"/skus/{Sku.objects.get(ttb_id='24001001000001').pk}/").content.decode()
    assert re.search(r"From <strong>cola-sample.csv</strong>, row 2,", page)


def test_an_edit_keeps_what_the_source_said(seen: Any, imported: Any) -> None:
    row = brand()
    form = seen.get(f"/brands/{row.pk}/edit/").content.decode()
    sent = {"display_name": "Bodega 3", "website": "https://bodega.example", "version": version(form)}
    assert seen.post(f"/brands/{row.pk}/edit/", sent).status_code == 302
    page = seen.get(f"/brands/{row.pk}/").content.decode()
    assert "The source says:" in page
    assert "Bodega Tres Caminos" in page


def edit(seen: Any, row: Any, headers: Any = None, **sent: Any) -> Any:
    return seen.post(f"/brands/{row.pk}/edit/", {"display_name": row.display_name, **sent}, headers=headers)


def test_a_stale_edit_is_refused_and_the_person_chooses(seen: Any, imported: Any) -> None:
    row = brand()
    old = version(seen.get(f"/brands/{row.pk}/edit/").content.decode())
    edit(seen, row, display_name="First", version=old)
    answer = edit(seen, row, display_name="Second", version=old)
    page = answer.content.decode()
    assert answer.status_code == 412
    assert re.search(r"Yours: <bdi[^>]*>Second</bdi>", page)
    assert re.search(r"as it is now: <bdi[^>]*>First</bdi>", page)
    assert re.search(r"before both: <bdi[^>]*>Bodega Tres Caminos</bdi>", page)
    assert 'value="Second"' in page


@pytest.mark.parametrize(("choice", "name"), [("mine", "Second"), ("theirs", "First"), ("base", "Bodega Tres Caminos")])
def test_what_the_person_chose_stands(choice: str, name: str, seen: Any, imported: Any) -> None:
    row = brand()
    old = version(seen.get(f"/brands/{row.pk}/edit/").content.decode())
    edit(seen, row, display_name="First", version=old)
    page = edit(seen, row, display_name="Second", version=old).content.decode()
    sent = {"display_name": "Second", "choose_display_name": choice, "base": old, "version": version(page)}
    assert edit(seen, row, **sent).status_code == 302
    row.refresh_from_db()
    assert row.display_name == name


def test_edits_of_different_fields_are_both_kept(seen: Any, imported: Any) -> None:
    row = brand()
    old = version(seen.get(f"/brands/{row.pk}/edit/").content.decode())
    edit(seen, row, website="https://one.example", version=old)
    assert edit(seen, row, display_name="Second", version=old).status_code == 302
    row.refresh_from_db()
    assert (row.display_name, row.website) == ("Second", "https://one.example")


def test_a_field_is_edited_in_place(seen: Any, imported: Any) -> None:
    row, headers = brand(), {"HX-Request": "true"}
    path = f"/brands/{row.pk}/field/?name=website"
    form = seen.get(path, headers=headers).content.decode()
    assert "<html" not in form
    assert "display_name" not in form
    answer = seen.post(path, {"website": "nonsense", "version": version(form)}, headers=headers)
    page = answer.content.decode()
    assert (answer.status_code, 'aria-describedby="id_website_error"' in page, "autofocus" in page) == (422, True, True)
    answer = seen.post(path, {"website": "tres.example", "version": version(form)}, headers=headers)
    assert (answer.status_code, answer["HX-Trigger"], answer["HX-Reswap"]) == (200, "saved", "none")
    row.refresh_from_db()
    assert row.website == "https://tres.example"


def test_a_clash_in_place_is_settled_in_place(seen: Any, imported: Any) -> None:
    row, headers = brand(), {"HX-Request": "true"}
    path = f"/brands/{row.pk}/field/?name=website"
    old = version(seen.get(path, headers=headers).content.decode())
    edit(seen, row, website="theirs.example", version=old)
    answer = seen.post(path, {"website": "mine.example", "version": old}, headers=headers)
    page = answer.content.decode()
    assert answer.status_code == 412
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', page))
    assert seen.post(path, {**sent, "choose_website": "mine"}, headers=headers).status_code == 200
    row.refresh_from_db()
    assert row.website == "https://mine.example"


def test_without_script_a_field_has_a_page(seen: Any, imported: Any) -> None:
    page = seen.get(f"/brands/{brand().pk}/field/?name=nonsense").content.decode()
    assert "<html" in page
    assert 'name="display_name"' in page


def test_why_a_website_is_missing_is_shown_and_said(seen: Any, imported: Any) -> None:
    row = brand()
    page = seen.get(f"/brands/{row.pk}/").content.decode()
    assert "Not asked yet" in page
    path = f"/brands/{row.pk}/field/?name=website"
    seen.post(path, {"website_state": "withheld", "version": version(seen.get(path).content.decode())})
    assert "Withheld" in seen.get(f"/brands/{row.pk}/").content.decode()
    assert "Bodega" in seen.get("/brands/?website_state=withheld").content.decode()
    assert "Bodega" not in seen.get("/brands/?website_state=missing").content.decode()


def test_a_bad_value_is_explained_beside_its_field(seen: Any, imported: Any) -> None:
    row = brand()
    sent = {"display_name": "Bodega", "website": "javascript:alert(1)", "version": 1}
    answer = seen.post(f"/brands/{row.pk}/edit/", sent)
    assert answer.status_code == 422
    assert 'id="id_website_error"' in answer.content.decode()


def test_archive_and_restore_bring_the_skus_along(seen: Any, imported: Any) -> None:
    row = brand()
    seen.post(f"/brands/{row.pk}/archive/")
    assert "Bodega Tres" not in seen.get("/brands/").content.decode()
    assert row.skus.filter(archived_at=None).count() == 0
    seen.post(f"/brands/{row.pk}/restore/")
    assert row.skus.filter(archived_at=None).count() == 4


def test_an_earlier_version_can_be_compared_and_put_back(seen: Any, imported: Any) -> None:
    from apps.brands.models import Brand
    from apps.core.selectors.history import version_of

    row = brand()
    before = version_of(Brand, row.pk)
    now = version(seen.get(f"/brands/{row.pk}/edit/").content.decode())
    seen.post(f"/brands/{row.pk}/edit/", {"display_name": "Wrong", "version": now})
    page = seen.get(f"/brands/{row.pk}/history/?compare={before}").content.decode()
    assert "<del>Bodega Tres Caminos</del>" in page
    seen.post(f"/brands/{row.pk}/revert/", {"restore": before, "version": version_of(Brand, row.pk)})
    row.refresh_from_db()
    assert row.display_name == "Bodega Tres Caminos"


@pytest.mark.parametrize("path", ["/brands/999/", "/skus/999/", "/importers/999/", "/imports/999/", "/activity/999/"])
def test_what_is_not_there_is_a_404(path: str, seen: Any) -> None:
    answer = seen.get(path)
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()


def test_names_from_files_are_never_markup(seen: Any, as_alice: Any) -> None:
    from apps.brands.services import catalogue

    row = catalogue.create_brand(name="<script>alert(1)</script> & Sons")
    page = seen.get(f"/brands/{row.pk}/").content.decode()
    assert "<script>alert" not in page.casefold()


def test_search_forgives_a_typing_error(seen: Any, imported: Any) -> None:
    page = seen.get("/search/?q=bodga tres camnos").content.decode()
    assert "Bodega Tres Caminos" in page
