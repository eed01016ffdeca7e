"""`q=` in lists, the API and exports: all rows with the words typed, or else what was probably meant."""

from typing import Any

import pytest

from apps.brands.models import Brand
from apps.brands.selectors.lists import BRANDS, IMPORTERS, PERMITS, SKUS
from apps.brands.services import catalogue
from apps.core.services import pastes
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


def test_a_renamed_brand_is_shown_by_both_its_names_and_sorted_by_the_new_one(shelf: None) -> None:
    catalogue.update_brand(Brand.objects.get(display_name="Leroy Rum").pk, values={"display_name": "Zephyr Still"})
    for typed in ("zephyr still", "zefyr stil", "still", "leroy rum"):
        assert shown(BRANDS, "display_name", typed) == ["Zephyr Still"]
    assert shown(SKUS, "brand", "zephyr") == ["Zephyr Still"]
    assert BRANDS.page({"sort": ["-display_name"]}).rows[0]["display_name"] == "Zephyr Still"


def test_filters_by_name_know_the_name_a_person_gave_and_the_registrys(shelf: None) -> None:
    catalogue.update_brand(Brand.objects.get(display_name="Leroy Rum").pk, values={"display_name": "Zéphyr Still"})
    put("Zephyr Stills", {"brand_name": "Zephyr Still"})  # bears the name on a label only
    key = pastes.keep(["zephyr still", "alto"]).key
    asked = {"name": ["ZEPHYR STILL"], "display_name__contains": ["phyr still"], "name__paste": [key]}
    found = {k: sorted(row["display_name"] for row in BRANDS.page({k: v}).rows) for k, v in asked.items()}
    assert found == {
        "name": ["Zéphyr Still"],
        "display_name__contains": ["Zephyr Stills", "Zéphyr Still"],
        "name__paste": ["Alto", "Zéphyr Still"],
    }
    assert [r["display_name"] for r in BRANDS.page({"name": ["leroy rum"]}).rows] == ["Zéphyr Still"]
    others = [row["display_name"] for row in BRANDS.page({"name__not": ["zephyr still"]}).rows]
    assert sorted(others) == ["Alto", "Domaine Leflaive", "Domaine Leroy", "Zephyr Stills"]


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
