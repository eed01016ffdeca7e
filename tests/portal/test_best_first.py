"""A list of brands asked with `q=`: whoever looks for a brand finds it on top, in whatever spelling."""

import re
from typing import Any

import pytest

from tests.brands.shelf import act, put
from tests.factories.catalogue import make_permit

SHELF = [
    *("Château Margaux", "Blackbird", "Bird in Hand", "Black Stallion", "Jack Daniel's", "Veuve Clicquot", "Opus One"),
    *("Caymus", "Moët & Chandon", "Tito's", "Ruffino", "Stag's Leap", "Stone", "Stella Artois", "Gallo", "Grey Goose"),
]
MEANT = {
    "chateau margaux": "Château Margaux", "chateau margeaux": "Château Margaux", "chatau margaux": "Château Margaux",
    "margaux chateau": "Château Margaux", "CHÂTEAU MARGAUX": "Château Margaux", "blackbird": "Blackbird",
    "blakbird": "Blackbird", "blackbrid": "Blackbird", "jack daniels": "Jack Daniel's", "jack daniel": "Jack Daniel's",
    "jak daniels": "Jack Daniel's", "veuve cliquot": "Veuve Clicquot", "vueve clicquot": "Veuve Clicquot",
    "clicquot veuve": "Veuve Clicquot", "opus on": "Opus One", "caymuss": "Caymus", "camus": "Caymus",
    "moet chandon": "Moët & Chandon", "moet & chandon": "Moët & Chandon", "titos": "Tito's", "rufino": "Ruffino",
    "stags leap": "Stag's Leap", "stella artoi": "Stella Artois", "galo": "Gallo", "grey gose": "Grey Goose",
    "gray goose": "Grey Goose",
}  # fmt: skip


@pytest.fixture
def shelf(in_acme: Any) -> None:
    for name in SHELF:
        put(name)


def names(page: str) -> list[str]:
    from html import unescape

    return [unescape(name) for name in re.findall(r'<a class="open" href="[^"]*/brands/\d+/">([^<]*)</a>', page)]


def test_the_brand_meant_is_among_the_first_three(shelf: None, seen: Any) -> None:
    found = {typed: names(seen.get("/brands/", {"q": typed}).content.decode())[:3] for typed in MEANT}
    assert {
        typed: found[typed] for typed, name in MEANT.items() if name.upper() not in map(str.upper, found[typed])
    } == {}


def test_the_likeliest_stands_on_top_unless_an_order_is_asked(shelf: None, seen: Any) -> None:
    put("Stone Creek")
    assert names(seen.get("/brands/", {"q": "stone"}).content.decode())[0].upper() == "STONE"
    falling = names(seen.get("/brands/", {"q": "stone", "sort": "-display_name"}).content.decode())
    assert [name.upper() for name in falling] == ["STONE CREEK", "STONE"]


def test_no_row_comes_twice_on_the_first_page_and_none_is_missed(shelf: None, seen: Any) -> None:
    for number in range(30):
        put(f"Stone {number}")
    first = seen.get("/brands/", {"q": "stone", "limit": "10"}).content.decode()
    shown, following = names(first), re.search(r'rel="next"\s+href="([^"]+)"', first)
    assert len(shown) == len(set(shown))
    every = set(shown)
    while following:
        page = seen.get("/brands/" + following[1].replace("&amp;", "&")).content.decode()
        every |= set(names(page))
        following = re.search(r'rel="next"\s+href="([^"]+)"', page)
    assert len(every) == 31


def cells(page: str, noun: str) -> list[str]:
    return re.findall(rf'<a class="open" href="[^"]*/{noun}/\d+/">([^<]*)</a>', page)


def test_the_sku_meant_stands_on_top(in_acme: Any, seen: Any) -> None:
    put("Meadow", {"ttb_id": "24001001000900", "fanciful_name": "STONE FRUIT ALE", "completed_date": "2024-05-01"})
    put("Stone", {"ttb_id": "24001001000901", "fanciful_name": "PALE", "completed_date": "2012-01-01"})
    found = {typed: cells(seen.get("/skus/", {"q": typed}).content.decode(), "skus") for typed in ("stone", "stnoe")}
    assert [ids[0] for ids in found.values()] == ["24001001000901"] * 2


def test_an_exact_ttb_id_stands_above_those_it_only_begins(in_acme: Any, seen: Any) -> None:
    put("Meadow", {"ttb_id": "24001001000900", "completed_date": "2012-01-01"})
    put("Meadow", {"ttb_id": "24001001000901", "completed_date": "2024-01-01"})
    assert cells(seen.get("/skus/", {"q": "2400100100090"}).content.decode(), "skus")[0] == "24001001000900"


def test_the_importer_meant_stands_on_top(in_acme: Any, seen: Any) -> None:
    with act():
        for number, owner in enumerate(("Zephyr Imports of Stone", "Stone", "Stoneham Wines")):
            make_permit(f"NY-I-{number}", owner=owner, owner_key=owner.upper(), list_code="importer", state="NY")
    page = seen.get("/importers/", {"q": "stone", "all": "1"}).content.decode()
    assert cells(page, "importers")[0] == "Stone"
