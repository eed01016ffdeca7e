"""Lists: small, keyset-paged, filtered by their address, the same with and without script."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.catalogue import make_brand, make_sku

LIMIT = 60_000


def many(number: int) -> None:
    """Brands with one SKU each, and their summaries."""
    from apps.brands.models import Brand, BrandSummary

    for i in range(number):
        brand = make_brand(f"Château de la Longue Attente {i:03d}")
        make_sku(brand, fanciful_name="Cuvée des Très Vieilles Vignes")
    empty: dict[str, Any] = {"permits": ["NY-I-15066"], "importers": [], "origins": ["51"], "categories": ["Wine"]}
    for brand in Brand.objects.filter(summary=None):
        BrandSummary.objects.create(brand=brand, sku_count=1, aliases=[], **empty)


@pytest.mark.parametrize("noun", ["brands", "skus"])
def test_a_page_of_fifty_rows_is_small(noun: str, seen: Any, as_alice: Any) -> None:
    many(60)
    page = seen.get(f"/{noun}/")
    assert len(re.findall(r"<tr>", page.content.decode())) == 51
    assert len(page.content) <= LIMIT


def test_more_rows_cost_no_more_queries(seen: Any, as_alice: Any) -> None:
    many(3)
    seen.get("/brands/")
    with CaptureQueriesContext(connection) as few:
        seen.get("/brands/?sort=display_name")
    many(30)
    with CaptureQueriesContext(connection) as more:
        seen.get("/brands/?sort=display_name")
    assert len(more) <= len(few)


def test_pages_go_on_and_come_back(seen: Any, as_alice: Any) -> None:
    many(60)
    first = seen.get("/brands/?sort=display_name").content.decode()
    onward = re.search(r'rel="next"\s+href="([^"]+)"', first)
    assert onward
    second = seen.get("/brands/" + onward[1].replace("&amp;", "&")).content.decode()
    assert "Attente 050" in second
    back = re.search(r'rel="prev"\s+href="([^"]+)"', second)
    assert back
    assert "Attente 000" in seen.get("/brands/" + back[1].replace("&amp;", "&")).content.decode()


def test_filters_stand_in_the_address_and_as_chips(seen: Any, imported: Any) -> None:
    page = seen.get("/brands/?origin=Spain").content.decode()
    assert "Bodega Tres Caminos" in page
    assert "Glen Ardochy" not in page
    assert re.search(r'class="chip"\s+href="\?"', page)


def test_a_name_with_two_codes_means_both(seen: Any, imported: Any) -> None:
    page = seen.get("/brands/?origin=Georgia").content.decode()
    assert page.count('class="chip"') == 2


def test_htmx_gets_the_results_alone_and_hears_the_count(seen: Any, imported: Any) -> None:
    answer = seen.get("/brands/?category=Wine&q=", headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert "<html" not in page
    assert 'hx-swap-oob="innerHTML"' in page
    assert answer["HX-Push-Url"] == "/t/acme/brands/?category=Wine"


def test_sorting_is_said_to_screen_readers(seen: Any, imported: Any) -> None:
    page = seen.get("/brands/?sort=-sku_count").content.decode()
    assert 'aria-sort="descending"' in page


@pytest.mark.parametrize("query", ["cursor=nonsense", "sort=colour", "colour=red", "last_completed_from=soon"])
def test_a_wrong_address_is_explained(query: str, seen: Any, imported: Any) -> None:
    answer = seen.get(f"/brands/?{query}")
    assert answer.status_code == 400
    assert "cannot be shown as asked" in answer.content.decode()


@pytest.mark.parametrize(
    "noun", ["brands", "skus", "importers", "permits", "imports", "activity", "jobs", "exports", "quarantine"]
)
def test_an_empty_list_teaches(noun: str, seen: Any) -> None:
    assert 'class="empty"' in seen.get(f"/{noun}/").content.decode()


def test_no_page_has_inline_style_or_script(seen: Any, imported: Any) -> None:
    for path in ("/", "/brands/", "/skus/", f"/imports/{imported.pk}/", "/quarantine/"):
        page = seen.get(path).content.decode()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*src=)", page)
