"""Which reason a proposal is told by: one a buyer can judge by."""

from typing import Any

import pytest

from apps.consolidation.choices import Relation
from apps.consolidation.linkage.index import Index
from apps.consolidation.linkage.records import Brands
from apps.consolidation.linkage.scanning import scan
from apps.consolidation.selectors.proposals import sentence, strongest

PRODUCT = {"feature": "product", "value": "one side", "weight": -1.0, "text": "Only one goes on with a product: IPA."}
NAME = {"feature": "name", "value": 1.0, "weight": 3.0, "text": "The words that name them are the same."}
UNSAID = {"feature": "product", "value": "none", "weight": 5.0, "text": "Neither name speaks of a product."}
PARTED = {"feature": "holder", "value": "other holders", "weight": -2.0, "text": "Other permit holders."}
BASE = {"feature": "base", "value": None, "weight": -4.0, "text": "How often."}


@pytest.mark.parametrize(
    ("relation", "reasons", "first"),
    [
        (Relation.SAME_BRAND, [UNSAID, NAME, BASE], NAME),
        (Relation.SAME_BRAND, [NAME, PARTED], NAME),
        (Relation.SAME_BRAND, [UNSAID, BASE], UNSAID),
        (Relation.SKU_OF_BRAND, [NAME, PRODUCT, PARTED], PRODUCT),
        (Relation.SAME_COMPANY, [PARTED, NAME], NAME),
    ],
)
def test_the_first_reason_is_one_that_says_something(relation: str, reasons: list[dict[str, Any]], first: Any) -> None:
    assert strongest({"relation": relation, "reasons": reasons})[0] == first


def test_one_line_tells_two_reasons_of_the_pair_that_holds_least() -> None:
    strong = {"relation": Relation.SAME_BRAND, "probability": 0.99, "reasons": [PARTED]}
    weak = {"relation": Relation.SAME_BRAND, "probability": 0.71, "reasons": [UNSAID, NAME, BASE]}
    assert sentence([strong, weak]) == f"{NAME['text']} {UNSAID['text']}"


@pytest.mark.parametrize(
    ("names", "word"),
    [
        (["Alderford Ibex Reserva", "Alderford Ibex LLC"], "RESERVA"),
        (["Rookery & Thistle Brewing Co. 10 Year", "The Rookery & Thistle Brewing Co."], "10 YEAR"),
        (["“Rugged” Finch Estate", "Rugged Finch Estzte"], "differ by a letter or two"),
    ],
)
def test_a_name_is_told_by_what_it_has_more_or_by_its_letters(names: list[str], word: str) -> None:
    [found] = scan(Index.build(Brands([1, 2], names))).findings
    told = {"relation": found.relation, "reasons": [one.as_dict() for one in found.reasons]}
    assert word in strongest(told)[0]["text"]
