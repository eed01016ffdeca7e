"""What the codes of the registry mean."""

import csv

import pytest

from apps.registry.formats import codes
from apps.registry.formats.families import service_family
from tests.registry.files import real


def test_georgia_is_two_places() -> None:
    state, country = codes.origin("08"), codes.origin("6E")
    assert state is not None
    assert country is not None
    assert (state.market, state.us_state, country.market, country.country) == ("domestic", "GA", "imported", "GE")
    assert codes.origin_by_description("GEORGIA") is None


@pytest.mark.parametrize("code", ["00", "0", "1", "01", "49", "4A", "4B", "4E", "4K", "9Q", "9q"])
def test_domestic_codes(code: str) -> None:
    assert codes.is_domestic(code)
    assert not codes.is_imported(code)


@pytest.mark.parametrize("code", ["3A", "3B", "4C", "50", "6E", "5K", "92", "HK", "94"])
def test_imported_codes(code: str) -> None:
    assert codes.is_imported(code)
    assert not codes.is_domestic(code)


@pytest.mark.parametrize("code", ["98", "MC", "ZY", "8N", "", "ZZ", "1A"])
def test_codes_that_are_neither(code: str) -> None:
    assert not codes.is_imported(code)
    assert not codes.is_domestic(code)


def test_origins_are_padded_and_classes_are_not() -> None:
    assert codes.origin_code("2") == "02"
    assert codes.origin_code("80A") == "80A"
    assert codes.origin_code("6e") == "6E"
    assert codes.class_code("80") == "80"
    assert codes.class_code("0") == "0"


@pytest.mark.parametrize("code", ["0", "00", "000"])
def test_administrative_withdrawals_leave_market_counts(code: str) -> None:
    found = codes.class_type(code)
    assert found is not None
    assert found.market_excluded
    assert found.top_level == "none"


@pytest.mark.parametrize(
    ("code", "category", "top_level"),
    [("80", "Wine", "wine"), ("104", "Rum", "spirits"), ("108", "Rum", "spirits"), ("109", "Whisky", "spirits"),
     ("981", "Wine", "wine"), ("902", "Malt beverage", "malt"), ("907", "Malt beverage", "malt"),
     ("977", "Agave spirit", "spirits"), ("155", "Whisky", "spirits"), ("82Q", "Wine", "wine")],
)  # fmt: skip
def test_categories(code: str, category: str, top_level: str) -> None:
    found = codes.class_type(code)
    assert found is not None
    assert (found.category, found.top_level) == (category, top_level)


def test_codes_nobody_knows_are_accepted_as_nothing() -> None:
    assert codes.class_type("ABC") is None
    assert codes.class_type("12") is None
    assert codes.class_type("155") is not None
    assert not codes.class_type("155").listed


def test_misspelt_descriptions_are_understood() -> None:
    assert codes.class_agrees("719", "OTHER COCTAILS (48PROOF UP)")
    assert codes.class_agrees("719", "Other Cocktails (48 Proof Up)")
    assert codes.class_agrees("906", "MALT BEVERAGES SPECIALTIES - FLAVORED")
    assert codes.origin_agrees("7J", "SAMOA")
    assert codes.origin_agrees("7J", "SOMOA")
    assert not codes.class_agrees("902", "BEER")
    for text in ("RUM ORANGE GLAVORED", "OTHER FORIEGN RUM", "UR.S. RUM (WHITE)"):
        assert codes.category_by_description(text) == "Rum"


def test_a_description_may_hold_a_comma() -> None:
    assert codes.is_class_description("OTHER GRAPE BRANDY (PISCO, GRAPPA) FB")
    assert codes.is_origin_description("VIRGIN ISLANDS, US")


def test_every_observed_pair_of_code_and_description_agrees() -> None:
    with real("class_type_codes_observed.csv").open(encoding="utf-8") as file:
        assert [r["code"] for r in csv.DictReader(file) if not codes.class_agrees(r["code"], r["description"])] == []
    with real("origin_codes.csv").open(encoding="utf-8") as file:
        assert [r["code"] for r in csv.DictReader(file) if not codes.origin_agrees(r["code"], r["description"])] == []


def test_service_importers_by_permit_and_by_name() -> None:
    assert service_family("CA-I-21050") == "Park Street"
    assert service_family(" ny-i-1727") == "MHW"
    assert service_family("NY-I-1", ["M.H.W., LTD."]) == "MHW"
    assert service_family("NY-I-1", ["", "Park-Street Imports, LLC"]) == "Park Street"
    assert service_family("NY-I-1", ["MHWORKS LLC", "PARK AVENUE STREET"]) is None


def test_service_importers_in_the_real_list() -> None:
    with real("importers_2025-08-08.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found = [
        r["Permit_Number"] for r in rows if service_family(r["Permit_Number"], [r["Owner_Name"], r["Operating_Name"]])
    ]
    assert len(found) == 23
    assert len([r for r in rows if service_family("", [r["Owner_Name"], r["Operating_Name"]])]) == 23
