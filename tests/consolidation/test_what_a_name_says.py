"""A name is cut into what it is called, what kind of house it is, and which product it speaks of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.consolidation.linkage.names import view


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("10 BARREL BREWING COMPANY", "10 BARREL"),
        ("10 BARREL BREWING CO.", "10 BARREL"),
        ("A.F. GROS", "AF GROS"),
        ("7TH STATE GOLDEN LAGER", "7TH STATE"),
        ("A ET C. COURVOISIER", "A C COURVOISIER"),
        ("A. AND C. COURVOISIER", "A C COURVOISIER"),
        ("THE BRUERY", "BRUERY"),
        ("BRUERY, THE", "BRUERY"),
        ("BLACK LABEL", "BLACK LABEL"),
        ("RED MOUNTAIN WINERY", "RED MOUNTAIN"),
        ("GLENLIVET 12 YEAR OLD", "GLENLIVET"),
        ("SEVENTH STATE", "7TH STATE"),
    ],
)
def test_the_core_is_what_only_names(name, core):
    assert " ".join(view(name).core) == core


def test_house_words_are_kept_apart_and_not_thrown_away():
    assert view("BUCKHORN VINEYARDS").trades != view("BUCKHORN BREWING").trades
    assert view("BUCKHORN").trades == 0


def test_product_words_are_kept_apart():
    assert view("7TH STATE GOLDEN LAGER").products == ("GOLDEN", "LAGER")
    assert view("GLENLIVET 12 YEAR OLD").numbers == ("12",)


def test_a_name_of_house_words_only_is_still_a_name():
    assert view("THE WINERY").core
    assert view("LLC").core


@given(st.text(max_size=60))
def test_any_text_has_a_view(text):
    found = view(text)
    assert all(found.core)
    assert found == view(text)


def test_very_long_names_are_told_apart_by_their_ends():
    assert view("A" * 5000).core == view("a" * 5000).core
    assert view("A" * 5000).core != view("A" * 4999 + "B").core
    assert len(view("WORD " * 1000).solid) < 400
