"""A brand made by hand, archive and its undo, and names nobody expects."""

import re
from typing import Any

import pytest

from tests.portal.test_records import brand


def make(seen: Any, **sent: Any) -> Any:
    return seen.post("/brands/new/", sent)


def test_a_new_brand_has_its_page(seen: Any, imported: Any) -> None:
    answer = make(seen, name="Ganz Neu", website="neu.example")
    assert answer.status_code == 302
    assert "Ganz Neu" in seen.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("name", ["BODEGA TRES CAMINOS", "Bodga Tres Camnos"])
def test_a_name_like_one_that_is_here_is_shown_first(name: str, seen: Any, imported: Any) -> None:
    from apps.brands.models import Brand

    number = Brand.objects.count()
    answer = make(seen, name=name)
    assert (answer.status_code, Brand.objects.count()) == (200, number)
    page = answer.content.decode()
    assert f'href="/t/acme/brands/{brand().pk}/"' in page
    assert make(seen, name=name, sure=name).status_code == 302
    assert Brand.objects.count() == number + 1


def test_being_sure_of_one_name_is_not_being_sure_of_another(seen: Any, imported: Any) -> None:
    assert make(seen, name="Bodega Tres Caminos", sure="Other").status_code == 200


@pytest.mark.parametrize(
    "sent", [{"name": ""}, {"name": "x" * 5000}, {"name": "Fine", "website": "javascript:alert(1)"}]
)
def test_what_cannot_be_is_refused_beside_its_field(sent: dict[str, str], seen: Any, imported: Any) -> None:
    answer = make(seen, **sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert re.search(r'<p class="error" id="id_(name|website)_error"', page)
    assert re.search(r"<input[^>]*aria-invalid=\"true\"[^>]*autofocus|<input[^>]*autofocus[^>]*aria-invalid", page)


@pytest.mark.parametrize("name", ["🍷 Vin 🍇", "نبيذ الشرق", '<b>Rum</b> & "Co"', "A" * 500])
def test_any_name_is_shown_as_it_is(name: str, seen: Any, imported: Any) -> None:
    from django.utils.html import escape

    answer = make(seen, name=name, sure=name)
    page = seen.get(answer["Location"]).content.decode()
    assert f"<bdi>{escape(brand_of(answer).display_name)}</bdi>" in page
    assert "<b>Rum" not in page


def brand_of(answer: Any) -> Any:
    from apps.brands.models import Brand

    return Brand.objects.get(pk=int(answer["Location"].rstrip("/").rsplit("/", 1)[1]))


def test_archiving_offers_to_take_it_back(seen: Any, imported: Any) -> None:
    row = brand()
    page = seen.post(f"/brands/{row.pk}/archive/", {"next": "/t/acme/brands/"}, follow=True).content.decode()
    assert f'action="/t/acme/brands/{row.pk}/restore/"' in page
    back = seen.post(f"/brands/{row.pk}/restore/", {"next": "/t/acme/brands/"}, follow=True).content.decode()
    assert f'action="/t/acme/brands/{row.pk}/archive/"' in back
    row.refresh_from_db()
    assert row.archived_at is None


def test_an_act_never_leads_to_another_site(seen: Any, imported: Any) -> None:
    answer = seen.post(f"/brands/{brand().pk}/archive/", {"next": "https://evil.example/"})
    assert answer["Location"].startswith("/t/acme/brands/")


def test_a_viewer_makes_nothing(portal: Any, vera: Any, acme: Any) -> None:
    assert portal(vera, acme).post("/brands/new/", {"name": "x"}).status_code == 403
