"""Columns, page size and row height as one likes; filters built without script; values pasted."""

import re
from typing import Any

import pytest

from apps.core.models import ListPreference


def heads(page: Any) -> list[str]:
    return [
        " ".join(re.sub(r"<[^>]+>", " ", cell).split())
        for cell in re.findall(r"<th scope.*?</th>", page.content.decode(), re.DOTALL)
    ]


def test_columns_are_those_of_the_address_in_its_order(seen: Any, imported: Any) -> None:
    page = seen.get("/brands/?columns=website,display_name,sku_count")
    assert heads(page) == ["Website", "Brand", "SKUs"]


def test_a_form_of_boxes_becomes_one_key(seen: Any, imported: Any) -> None:
    answer = seen.get("/brands/?columns=website&columns=display_name&q=bodega")
    assert answer["Location"] == "/t/acme/brands/?columns=website%2Cdisplay_name&q=bodega"


def test_a_column_is_moved_by_a_button(seen: Any, imported: Any) -> None:
    answer = seen.get("/brands/?columns=website&columns=display_name&move=display_name:-1")
    assert "columns=display_name%2Cwebsite" in answer["Location"]


def test_a_column_that_is_gone_is_said_and_the_rest_shown(seen: Any, imported: Any) -> None:
    page = seen.get("/brands/?columns=colour,sku_count")
    assert heads(page) == ["SKUs"]
    assert "no longer there" in page.content.decode()


def test_a_person_keeps_columns_for_one_list(seen: Any, imported: Any, portal: Any, bob: Any, acme: Any) -> None:
    seen.post(
        "/lists/brands/preference/",
        {"keep": "1", "columns": ["sku_count", "display_name"], "limit": "100", "density": "roomy"},
    )
    page = seen.get("/brands/")
    assert heads(page) == ["SKUs", "Brand"]
    assert 'data-density="roomy"' in page.content.decode()
    assert len(heads(seen.get("/skus/"))) == 7
    assert len(heads(portal(bob, acme).get("/brands/"))) == 7
    seen.post("/lists/brands/preference/", {"forget": "1"})
    assert len(heads(seen.get("/brands/"))) == 7


@pytest.mark.parametrize(
    "sent",
    [
        {"keep": "1", "columns": ["x" * 99], "limit": "-1"},
        {"keep": "1", "limit": "9" * 40, "density": "huge"},
        {"columns": [""] * 99},
        {},
    ],
)
def test_odd_preferences_do_no_harm(sent: dict[str, Any], seen: Any, imported: Any) -> None:
    assert seen.post("/lists/brands/preference/", sent).status_code == 302
    assert seen.get("/brands/").status_code == 200


def test_globex_has_no_preference_of_acme(seen: Any, imported: Any, in_globex: Any) -> None:
    seen.post("/lists/brands/preference/", {"keep": "1", "columns": ["sku_count"]})
    from django.db import connection

    connection.set_tenant(in_globex)
    assert not ListPreference.objects.exists()


def test_the_builder_makes_an_address(seen: Any, imported: Any) -> None:
    answer = seen.get("/brands/?f=sku_count&op=from&v=2&sort=display_name")
    assert answer["Location"] == "/t/acme/brands/?sort=display_name&sku_count__from=2"
    page = seen.get(answer["Location"]).content.decode()
    assert re.search(r"SKUs from:\s+2", page)


def test_missing_needs_no_value(seen: Any, imported: Any) -> None:
    assert seen.get("/brands/?f=website&op=missing")["Location"].endswith("?website__missing=true")


def test_a_condition_the_column_does_not_take_is_explained(seen: Any, imported: Any) -> None:
    answer = seen.get(seen.get("/brands/?f=origin&op=starts&v=5")["Location"])
    assert answer.status_code == 400
    assert "There is no filter named origin__starts" in answer.content.decode()


def test_values_are_pasted_and_shown_as_a_chip(seen: Any, imported: Any) -> None:
    answer = seen.post(
        "/lists/brands/paste/", {"column": "name", "values": "BODEGA TRES CAMINOS\nnobody", "query": "?sort=id"}
    )
    page = seen.get(answer["Location"]).content.decode()
    assert "2 values" in page
    assert "Bodega Tres Caminos" in page
    assert len(answer["Location"]) < 200


@pytest.mark.parametrize("values", ["\n".join(map(str, range(6000))), "", "x" * 3_000_000])
def test_too_much_or_nothing_pasted_is_said(values: str, seen: Any, imported: Any) -> None:
    page = seen.post("/lists/brands/paste/", {"column": "name", "values": values}, follow=True).content.decode()
    assert "Paste at most 5,000" in page or "There is no value in it" in page


def test_ten_megabytes_end_in_a_clear_message(seen: Any) -> None:
    answer = seen.post("/lists/brands/paste/", {"column": "name", "values": "1\n" * 5_200_000})
    assert answer.status_code == 413
    assert "too much" in answer.content.decode().lower()


def test_a_list_nobody_has_is_not_found(seen: Any) -> None:
    assert seen.post("/lists/secrets/paste/", {"values": "1"}).status_code == 404
    assert seen.post("/lists/secrets/preference/", {}).status_code == 404


@pytest.mark.parametrize("noun", ["brands", "skus", "importers", "permits", "imports", "activity", "jobs", "exports"])
def test_fifty_rows_cost_no_more_queries_than_five_whatever_the_columns(noun: str, seen: Any, imported: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import resolve

    view: Any = resolve(f"/{noun}/", "apps.portal.urls").func
    columns = ",".join(column.name for column in view.view_class.columns)
    counts = []
    for size in (5, 50):
        path = f"/{noun}/?sort=id&columns={columns}&limit={size}" + (
            "&all=1" if noun in {"importers", "permits"} else ""
        )
        seen.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert seen.get(path).status_code == 200
        counts.append(len(asked))
    assert counts[1] <= counts[0]
