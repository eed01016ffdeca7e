"""Categories are said in the reader's language; addresses and data keep the words of the code tables."""

import re
from typing import Any

import pytest
from django.utils.translation import override

from apps.portal import answers, categories, words
from apps.registry.formats import tables


@pytest.mark.usefixtures("compiled_words")
def test_every_category_has_a_name_in_spanish() -> None:
    kept = {row["category"] for row in tables.rows("classes")}
    assert kept == set(categories.NAMES)
    with override("es"):
        assert categories.category("Malt beverage") == "Bebida de malta"
        assert (
            words.value("category", "Agave spirit") == words.shown("category", "Agave spirit") == "Destilado de agave"
        )
        names = [name for _kept, name in categories.choices()]
        assert names == sorted(names, key=str.casefold)
        brand = {"sku_count": 1, "categories": ["Wine"], "origin_names": [], "first_completed": None}
        assert answers.of_brand(brand | {"last_completed": None, "holders": [], "permits": []}).startswith("Vino")


@pytest.mark.usefixtures("compiled_words", "imported")
def test_a_spanish_list_offers_them_by_name_and_asks_by_word(portal: Any, alice: Any, acme: Any) -> None:
    alice.language = "es"
    alice.save()
    page = portal(alice, acme).get("/skus/?category=Wine&columns=ttb_id,category").content.decode()
    options = re.findall(r'<option value="([^"]+)"\s*(selected|)>([^<]+)</option>', page)
    assert {("Wine", "selected", "Vino"), ("Malt beverage", "", "Bebida de malta")} <= set(options)
    assert "Malt beverage<" not in page
