"""All features of a pair in one table, and which of them each question is answered from."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from apps.consolidation.linkage.bags import Floats, Ints
from apps.consolidation.linkage.circumstance import circumstance
from apps.consolidation.linkage.columns import Evidence, Names
from apps.consolidation.linkage.likeness import likeness
from apps.consolidation.linkage.nesting import nesting
from apps.consolidation.linkage.weights import Weights

NAME_FEATURES: Final = (
    "letters", "edits", "whole_edits", "beginning", "whole", "length", "shared_words", "lesser_rest", "greater_rest",
    "rest_letters", "house", "kin", "products", "numbers", "kinds",
)  # fmt: skip
CIRCUMSTANCES: Final = (
    "holder", "holder_size", "origin", "origin_rarity", "website", "host_size", "trade", "category", "years_apart",
    "fanciful",
)  # fmt: skip
NESTING: Final = (
    "child_words", "parent_words", "child_products", "parent_products", "child_numbers", "parent_numbers",
    "child_kinds", "parent_kinds", "parent_is_larger", "known_product",
)  # fmt: skip
FEATURES: Final = (*NAME_FEATURES, *CIRCUMSTANCES, *NESTING)
_BATCH = 50_000


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the pairs: a table of spellings and one of brands."""

    names: Names
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Compared:
    """The features of pairs, column by column in the order of FEATURES, and whether `a` is the child."""

    values: Floats
    child_is_a: npt.NDArray[np.bool_]

    def taken(self, rows: Ints) -> "Compared":
        """Only these rows."""
        return Compared(self.values[rows], self.child_is_a[rows])


def compare(left: Side, right: Side, a: Ints, b: Ints, weights: Weights) -> Compared:
    """Features of each pair of spellings (row of `left.names`, row of `right.names`)."""
    values = np.empty((len(a), len(FEATURES)), np.float32)
    child = np.empty(len(a), bool)
    for start in range(0, len(a), _BATCH):
        part = slice(start, start + _BATCH)
        values[part], child[part] = _compare(left, right, a[part], b[part], weights)
    return Compared(values, child)


def _compare(left: Side, right: Side, a: Ints, b: Ints, weights: Weights) -> tuple[Floats, npt.NDArray[np.bool_]]:
    found = likeness(left.names, right.names, a, b, weights.words)
    rows = left.names.brand[a], right.names.brand[b]
    found.update(circumstance(left.evidence, right.evidence, *rows, weights))
    more, child = nesting((left.names, right.names), (left.evidence, right.evidence), a, b, found)
    found.update(more)
    return np.column_stack([found[name] for name in FEATURES]), child
