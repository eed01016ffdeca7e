"""A list of brands asked with `q=`: whoever looks for a brand finds it on top, in whatever spelling."""

import re
from typing import Any

import pytest

from tests.brands.shelf import put

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
