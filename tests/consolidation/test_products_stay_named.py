"""A product filed as a brand: what imports bring later under its name is named as the decision said, and no longer."""

from typing import Any

import pytest

from apps.brands.models import Brand, HeldRow, Sku
from apps.core.services.undo import undo
from tests.consolidation.test_merge_brands import merge, row, state, take

PRODUCT = "7TH STATE GOLDEN LAGER"


@pytest.fixture
def decided(in_acme: Any) -> Any:
    """A product that was put under its brand, and the act that did it."""
    take([row(1, brand_name="7TH STATE"), row(2, brand_name=PRODUCT)])
    brand, product = (Brand.objects.get(normal_form=name) for name in ("7TH STATE", PRODUCT))
    return brand, product, merge(brand, product, relation="sku_of_brand").change_set_id


def named(number: int) -> tuple[int, str | None]:
    """The brand and the fanciful name of a record."""
    return Sku.objects.values_list("brand_id", "fanciful_name").get(ttb_id__endswith=f"{number:06d}")


def test_what_comes_later_gets_the_name_the_decision_gave(decided: Any) -> None:
    brand, _product, _act = decided
    take([row(3, brand_name=PRODUCT), row(4, brand_name="7th State Golden Lager", fanciful_name="SUMMER")])
    take([row(5, brand_name="7TH STATE")])
    assert [named(n) for n in (3, 4, 5)] == [(brand.pk, "GOLDEN LAGER"), (brand.pk, "SUMMER"), (brand.pk, None)]
    assert Sku.objects.get(ttb_id__endswith="000003").edited == {"fanciful_name": None}


def test_the_same_file_again_changes_nothing_and_holds_nothing_back(decided: Any) -> None:
    take([row(3, brand_name=PRODUCT)])
    again = take([row(3, brand_name=PRODUCT)])
    assert (again.report["unchanged"], again.report["updated"]) == (1, 0)
    assert named(3)[1] == "GOLDEN LAGER"
    assert not HeldRow.objects.exists()


def test_undoing_that_import_takes_its_rows_away_whole(decided: Any) -> None:
    before = state()
    done = take([row(3, brand_name=PRODUCT)])
    assert undo(done.change_set_id).kept == 0
    assert state() == before


def test_undoing_the_merge_gives_later_records_back_as_their_source_has_them(decided: Any) -> None:
    _brand, product, act = decided
    take([row(3, brand_name=PRODUCT)])
    undo(act)
    assert named(3) == (product.pk, None)
    assert Sku.objects.get(ttb_id__endswith="000003").edited == {}
    take([row(6, brand_name=PRODUCT)])
    assert named(6) == (product.pk, None)


def test_when_the_merge_stands_again_the_name_does_too(decided: Any) -> None:
    brand, _product, act = decided
    take([row(3, brand_name=PRODUCT)])
    undo(undo(act).change_set)
    assert named(3) == (brand.pk, "GOLDEN LAGER")


def test_a_spelling_merged_into_the_product_before_counts_as_the_product(in_acme: Any) -> None:
    take([row(1, brand_name="7TH STATE"), row(2, brand_name=PRODUCT), row(3, brand_name="7TH STATE GOLD LAGER")])
    brand, product = (Brand.objects.get(normal_form=name) for name in ("7TH STATE", PRODUCT))
    merge(product, Brand.objects.get(normal_form="7TH STATE GOLD LAGER"))
    merge(brand, product, relation="sku_of_brand")
    take([row(4, brand_name="7TH STATE GOLD LAGER")])
    assert named(4) == (brand.pk, "GOLD LAGER")


def test_a_merge_of_equals_names_nothing(in_acme: Any) -> None:
    take([row(1, brand_name="7TH STATE"), row(2, brand_name=PRODUCT)])
    brand, product = (Brand.objects.get(normal_form=name) for name in ("7TH STATE", PRODUCT))
    merge(brand, product)
    take([row(3, brand_name=PRODUCT)])
    assert named(3) == (brand.pk, None)


def test_a_proposal_of_a_product_says_so_in_its_sentence(in_acme: Any, api: Any, alice: Any, acme: Any) -> None:
    from apps.consolidation.models import Proposal
    from apps.consolidation.services.scanning import Silent, scan_now

    take([row(1, brand_name="7TH STATE"), row(2, brand_name=PRODUCT)])
    scan_now(is_full=True, watch=Silent())
    pk = Proposal.objects.get(relation="sku_of_brand").pk
    shown = api(alice, acme).get(f"proposals/{pk}").json()
    assert shown["credits_saved"] == 1.0
    assert shown["sentence"] == "The name is that of the brand “7th State”, and then names a product: “Golden Lager”."


def test_two_brands_of_one_company_are_told_by_what_connects_them() -> None:
    from apps.consolidation.selectors.proposals import sentence

    reasons = [
        {"feature": "base", "weight": -3.0, "text": "Seldom."},
        {"feature": "name", "weight": -4.0, "text": "The names differ."},
        {"feature": "product", "weight": 1.1, "text": "No product is named."},
        {"feature": "holder", "weight": 0.5, "text": "One holder."},
    ]
    pair = {"a": 1, "b": 2, "probability": 0.1, "reasons": reasons}
    assert sentence([{**pair, "relation": "same_company"}]) == "One holder. No product is named."
    assert sentence([{**pair, "relation": "same_brand"}]) == "The names differ. No product is named."
    assert sentence([]) == ""
