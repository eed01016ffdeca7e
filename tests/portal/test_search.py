"""The search page: grouped, and each group leads to its list."""

from typing import Any


def test_groups_lead_to_their_lists(seen: Any, imported: Any) -> None:
    page = seen.get("/search/?q=bodega tres caminoz").content.decode()
    assert "Bodega Tres Caminos" in page
    assert "Show all" in page


def test_a_permit_leads_to_the_list_of_permits(seen: Any, imported: Any) -> None:
    from apps.brands.models import Permit

    number = Permit.objects.exclude(number__contains="-I-").earliest("pk").number
    assert "/permits/?q=" in seen.get(f"/search/?q={number}").content.decode()
    assert number in seen.get(f"/permits/?q={number}").content.decode()


def test_notes_are_found_and_lead_to_their_record(seen: Any, imported: Any) -> None:
    from apps.brands.models import Brand

    pk = Brand.objects.earliest("pk").pk
    seen.post(f"/marks/brands/{pk}/notes/", {"what": "write", "text": "Bring <i>samples</i> to Basel"})
    page = seen.get("/search/?q=basel samples").content.decode()
    assert f'href="/t/acme/brands/{pk}/">Bring &lt;i&gt;samples&lt;/i&gt; to Basel</a>' in page
    assert "Show all 1" not in page
    assert ">Notes</h2>" in page
    assert any(group["items"][0]["url"] == f"/t/acme/brands/{pk}/" for group in found(seen, "basel"))


def found(seen: Any, text: str) -> Any:
    return seen.get("/palette/records/", {"q": text}).json()["groups"]


def test_nothing_found_says_what_can_be_typed(seen: Any) -> None:
    assert "Small typing errors are forgiven" in seen.get("/search/?q=zzzqqq").content.decode()


def test_what_no_database_keeps_finds_nothing_and_is_not_kept(seen: Any) -> None:
    assert seen.get("/search/", {"q": "\x00"}).status_code == 200
    assert seen.get("/search/", {"q": "gar\x00den"}).status_code == 200
    page = seen.get("/search/").content.decode()
    assert "garden" in page
    assert "\x00" not in page


def test_what_one_looked_for_stands_there_again_newest_first(seen: Any) -> None:
    for text in ("margaux", "<b>gros</b>", "margaux"):
        seen.get("/search/", {"q": text})
    page = seen.get("/search/").content.decode()
    assert page.index(">margaux<") < page.index(">&lt;b&gt;gros&lt;/b&gt;<")
    assert page.count(">margaux<") == 1


def test_only_the_last_ten_are_kept_and_none_when_one_says_so(seen: Any) -> None:
    for number in range(12):
        seen.get("/search/", {"q": f"name {number}"})
    page = seen.get("/search/").content.decode()
    assert (">name 11<" in page, ">name 2<" in page, ">name 1<" in page) == (True, True, False)
    assert seen.post("/search/forget/").headers["Location"].endswith("/search/")
    assert ">name 11<" not in seen.get("/search/").content.decode()


def test_another_person_does_not_see_them(seen: Any, portal: Any, bob: Any, acme: Any) -> None:
    seen.get("/search/", {"q": "margaux"})
    assert ">margaux<" not in portal(bob, acme).get("/search/").content.decode()
