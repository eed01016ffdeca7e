"""Facets: the commonest values with counts, under the filters of the others."""

from datetime import date
from typing import Any

import pytest

from apps.brands.selectors.lists import BRANDS, LISTS, SKUS
from apps.core import facets
from apps.core.selectors.lists import CHANGE_SETS, JOBS
from tests.brands.shelf import put


@pytest.fixture
def shelf(in_acme: Any) -> None:
    put("Alto", {"category": "Wine", "origin": "51", "completed_date": date(2024, 1, 2)})
    put("Bravo", {"category": "Wine", "origin": "51", "completed_date": date(2023, 1, 2)}, website="https://b.example")
    put("Delta", {"category": "Wine", "origin": "05", "completed_date": None})


def of(listing: Any, name: str, **params: Any) -> dict[Any, int]:
    query = {key: value if isinstance(value, list) else [value] for key, value in params.items()}
    (found,) = [one for one in listing.told_apart(query) if one.facet.key == name]
    return dict(found.values)


def test_values_are_counted(shelf: None) -> None:
    assert of(BRANDS, "origin") == {"51": 2, "05": 1}
    assert of(SKUS, "completed_date") == {2024: 1, 2023: 1}
    assert of(BRANDS, "archived") == {False: 3}


def test_filters_of_others_count_and_its_own_does_not(shelf: None) -> None:
    assert of(BRANDS, "origin", website__missing="true") == {"51": 1, "05": 1}
    assert of(BRANDS, "origin", origin="51") == {"51": 2, "05": 1}
    assert of(SKUS, "origin", market="imported", origin__not="51") == {"51": 2, "05": 1}


def test_a_value_names_the_filter_that_shows_its_rows(shelf: None) -> None:
    for listing in (BRANDS, SKUS):
        for one in listing.told_apart({}):
            for value, number in one.values:
                page = listing.page({**one.facet.query(value), "count": ["exact"]})
                assert page.count is not None
                assert page.count.number == number, (one.facet.key, value)


def test_every_facet_of_every_list_can_be_asked(shelf: None) -> None:
    for listing in (*LISTS.values(), CHANGE_SETS, JOBS):
        assert len(listing.told_apart({})) == len(listing.facets)


def test_beyond_the_cap_counts_are_about(shelf: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facets, "CAP", 2)
    assert not any(one.exact for one in SKUS.told_apart({"q": []}) if one.facet.key == "source")


def test_pages_show_facets_apart_and_a_click_is_a_chip(shelf: None, portal: Any, alice: Any, acme: Any) -> None:
    browser = portal(alice, acme)
    page = browser.get("/brands/").content.decode()
    assert 'hx-get="/t/acme/lists/brands/facets/' in page
    part = browser.get("/lists/brands/facets/?origin=51", headers={"HX-Request": "true"}).content.decode()
    assert "/t/acme/brands/?origin=51&amp;origin=05" in part
    assert 'aria-current="true"' in part
    assert "<html" not in part
    assert "<html" in browser.get("/lists/brands/facets/?colour=red").content.decode()
    assert browser.get("/lists/secrets/facets/").status_code == 404


def test_a_viewer_gets_no_facets_of_exports(shelf: None, portal: Any, vera: Any, acme: Any) -> None:
    assert portal(vera, acme).get("/lists/exports/facets/").status_code == 403


def test_globex_is_told_nothing_of_acme(shelf: None, api: Any, mallory: Any, globex: Any) -> None:
    assert not any(one["values"] for one in api(mallory, globex).get("brands/facets").json()["results"])


def test_the_api_tells_apart_too(shelf: None, api: Any, alice: Any, acme: Any) -> None:
    found = api(alice, acme).get("brands/facets?category__missing=false").json()["results"]
    assert found[0]["values"][0]["query"] == {"origin": ["51"]}
    assert api(alice, acme).get("skus/facets?colour=red").status_code == 422
