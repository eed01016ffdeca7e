"""Every order of every list, page by page, there and back: each row once, whatever is missing or equal."""

from typing import Any

import pytest

from apps.brands.models import Brand, Export, HeldRow, Import
from apps.brands.selectors.lists import LISTS, PERMITS
from apps.core.selectors.lists import CHANGE_SETS, JOBS
from apps.core.services import jobs
from tests.brands.shelf import act, put, put_all
from tests.factories.catalogue import make_permit

ALL = [*LISTS.values(), CHANGE_SETS, JOBS]


@pytest.fixture
def shelf(in_acme: Any, held_back: None) -> None:
    put_all("Alto", "Bravo", "Brávo")
    put("Delta", {"origin": None, "serial": "7", "completed_date": None}, website="https://d.example")
    with act():
        for n in range(3):
            make_permit(f"NY-I-{n}", owner=None if n else "Maison", list_code="importer", state="NY")
    for n in range(3):
        run = Import.objects.create(
            name=f"run {n % 2}", source="upload", actor_name="Zoë", report={"rows": n} if n else {}
        )
        HeldRow.objects.create(
            run=run, row=n, outcome="quarantined", reasons=["bad_day"], raw={"permit": f"P{n % 2}"} if n else {}
        )
        Export.objects.create(resource="brands", format="csv", filter={}, size=n or None)
        jobs.enqueue("brands.check_import", title=f"Check {n % 2}", args={"import": run.pk})


def walked(listing: Any, query: dict[str, list[str]]) -> list[Any]:
    """Ids by following next, then checked by following previous."""
    there, back, page = [], [], listing.page(query)
    while True:
        there.append([row["id"] for row in page.rows])
        if page.next is None:
            break
        page = listing.page({**query, "cursor": [page.next]})
    while True:
        back.append([row["id"] for row in page.rows])
        if page.previous is None:
            break
        page = listing.page({**query, "cursor": [page.previous]})
    assert there == back[::-1]
    return [pk for ids in there for pk in ids]


@pytest.mark.parametrize("listing", ALL, ids=lambda one: one.name)
def test_every_order_shows_each_row_once(listing: Any, shelf: None) -> None:
    every = {"all": ["1"]} if listing in (PERMITS, LISTS["importers"]) else {}
    for word in listing.sorts:
        rising = walked(listing, {**every, "sort": [word], "limit": ["2"]})
        falling = walked(listing, {**every, "sort": [f"-{word}"], "limit": ["2"]})
        assert len(rising) == len(set(rising)), word
        assert sorted(rising) == sorted(falling), word


def test_missing_values_come_last_both_ways(shelf: None) -> None:
    for word in ("website", "-website"):
        first = LISTS["brands"].page({"sort": [word]}).rows[0]
        assert first["id"] == Brand.objects.get(website__isnull=False).pk


def test_every_column_shown_can_be_sorted_by() -> None:
    from apps.portal.tables import catalogue, held, work

    for noun, columns in [
        ("brands", catalogue.BRANDS), ("skus", catalogue.SKUS), ("permits", catalogue.PERMITS), ("imports", work.IMPORTS),
        ("quarantine", held.QUARANTINE), ("exports", work.EXPORTS),
    ]:  # fmt: skip
        for column in columns:
            assert column.sort in LISTS[noun].sorts or column.name == "tags", column.name


def test_every_column_shown_can_be_asked() -> None:
    from apps.portal.tables import catalogue, held, work

    named = {"import": "run", "reasons": "reason", "categories": "category", "origins": "origin", "importers": "importer",
             "tags": "tag", "permits": "permit", "aliases": "alias", "file": "resource"}  # fmt: skip
    for noun, columns in [
        ("brands", catalogue.BRANDS), ("skus", catalogue.SKUS), ("permits", catalogue.PERMITS), ("imports", work.IMPORTS),
        ("quarantine", held.QUARANTINE), ("importers", catalogue.IMPORTERS),
    ]:  # fmt: skip
        for column in columns:
            name = named.get(column.name, column.name)
            assert name in LISTS[noun].filters.asks or name in LISTS[noun].filters.base_filters, (noun, name)
