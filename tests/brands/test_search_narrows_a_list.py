"""`q=` in lists, the API and exports: all rows with the words typed, or else what was probably meant."""

from typing import Any

import pytest

from apps.brands.selectors.lists import BRANDS, IMPORTERS, PERMITS, SKUS
from tests.brands.shelf import act, put, put_all
from tests.factories.catalogue import make_permit


def shown(listing: Any, field: str, *texts: str) -> list[str]:
    return sorted(row[field] for row in listing.page({"q": list(texts)}).rows)


@pytest.fixture
def shelf(in_acme: Any) -> None:
    put_all("Domaine Leroy", "Domaine Leflaive", "Leroy Rum")
    put("Alto", {"fanciful_name": "Leroy Reserve", "permit": "CA-I-9", "ttb_id": "24001001000999"})


def test_all_rows_with_the_word(shelf: None) -> None:
    assert shown(BRANDS, "display_name", "leroy") == ["Domaine Leroy", "Leroy Rum"]


def test_words_in_any_order_the_last_one_begun(shelf: None) -> None:
    assert shown(BRANDS, "display_name", "leroy dom") == ["Domaine Leroy"]


def test_a_typing_error_shows_what_was_meant(shelf: None) -> None:
    assert shown(BRANDS, "display_name", "domaine leory") == ["Domaine Leroy"]


def test_nothing_like_it_shows_nothing(shelf: None) -> None:
    assert shown(BRANDS, "display_name", "zzzzqqq") == []


def test_a_permit_shows_its_brands(shelf: None) -> None:
    assert shown(BRANDS, "display_name", "ca-i-9") == ["Alto"]


def test_the_beginning_of_a_ttb_id_shows_its_brand_and_sku(shelf: None) -> None:
    assert shown(BRANDS, "display_name", "240010010009") == ["Alto"]
    assert shown(SKUS, "ttb_id", "240010010009") == ["24001001000999"]


def test_skus_are_found_by_brand_and_by_fanciful_name(shelf: None) -> None:
    assert shown(SKUS, "brand", "leroy") == ["Alto", "Domaine Leroy", "Leroy Rum"]


def test_holders_are_found_by_name_and_permit(in_acme: Any) -> None:
    with act():
        make_permit("NY-I-777", owner="Maison Vauron", owner_key="MAISON VAURON", list_code="importer")
    put("Alto", {"permit": "NY-I-777"})
    assert shown(PERMITS, "permit", "vauron") == ["NY-I-777"]
    assert shown(PERMITS, "permit", "maisom vauron") == ["NY-I-777"]
    assert shown(IMPORTERS, "permit", "ny-i-7") == ["NY-I-777"]


@pytest.mark.parametrize("text", ["", "%", "'", "\\", "x" * 400])
@pytest.mark.parametrize("listing", [BRANDS, SKUS, PERMITS])
def test_odd_texts_break_nothing(shelf: None, listing: Any, text: str) -> None:
    listing.page({"q": [text]})
