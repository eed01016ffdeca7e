"""The questions asked of a pair, one after the other, and what each may be answered from.

Is it the same brand? If not, is one a product of the other? If not, a brand of the other's portfolio? If not, is it at
least the same company? What is left is "different".
"""

from typing import Final

from apps.consolidation.linkage.features import CIRCUMSTANCES, NAME_FEATURES, NESTING
from apps.consolidation.linkage.fitting import Recipe

_TOGETHER: Final = (
    ("letters", "length"), ("letters", "lesser_rest"), ("letters", "greater_rest"), ("edits", "length"),
    ("letters", "shared_words"), ("edits", "rest_letters"), ("letters", "rest_letters"), ("lesser_rest", "greater_rest"),
    ("letters", "whole"), ("shared_words", "greater_rest"), ("house", "trade"), ("letters", "house"),
    ("letters", "holder"), ("letters", "origin"), ("products", "letters"), ("numbers", "letters"), ("kinds", "letters"),
    ("holder", "holder_size"), ("holder", "origin"), ("shared_words", "holder"), ("greater_rest", "rest_letters"),
    ("beginning", "greater_rest"), ("letters", "beginning"), ("website", "host_size"), ("products", "greater_rest"),
    ("whole_edits", "length"), ("whole_edits", "letters"), ("whole", "products"),
)  # fmt: skip
_RISING: Final = {
    "letters": 1,
    "whole": 1,
    "holder_size": 1,
    "origin_rarity": 1,
    "host_size": 1,
    "website": 1,
    "trade": 1,
}

SAME: Final = Recipe(
    features=(*NAME_FEATURES, *CIRCUMSTANCES),
    together=_TOGETHER,
    monotone=_RISING,
)
_NESTED: Final = (
    *(
        "letters",
        "whole_edits",
        "shared_words",
        "rest_letters",
        "house",
        "holder",
        "origin",
        "website",
        "trade",
        "category",
    ),
    *NESTING,
)
_NESTED_TOGETHER: Final = (
    ("child_words", "child_products"), ("parent_words", "child_words"), ("parent_words", "parent_products"),
    ("child_words", "holder"), ("child_products", "parent_products"), ("shared_words", "child_words"),
    ("child_numbers", "child_products"), ("known_product", "child_words"), ("house", "child_products"),
    ("letters", "child_words"), ("letters", "parent_words"), ("child_kinds", "child_products"),
)  # fmt: skip
_INSIDE: Final = {"parent_words": -1, "shared_words": 1, "website": 1, "known_product": 1}
NESTED: Final = Recipe(features=_NESTED, together=_NESTED_TOGETHER, monotone=_INSIDE, trees=200)
QUESTIONS: Final = {
    "same_brand": SAME,
    "sku_of_brand": NESTED,
    "brand_of_portfolio": Recipe(features=_NESTED, together=_NESTED_TOGETHER, monotone=_INSIDE, trees=150),
    "same_company": Recipe(features=_NESTED, together=(*_NESTED_TOGETHER, ("holder", "website")), trees=150),
}
