"""A table of brands made ready for comparing: columns, vocabularies and weights."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from apps.consolidation.linkage.bags import Ints
from apps.consolidation.linkage.columns import Evidence, Names, Words, evidence_of, names_of
from apps.consolidation.linkage.features import Side
from apps.consolidation.linkage.lexicon import private_labels
from apps.consolidation.linkage.names import view
from apps.consolidation.linkage.records import Brands
from apps.consolidation.linkage.weights import Weights, weigh


@dataclass(slots=True)
class Table:
    """Brands ready for comparing; `ids` by row, `private` marks spellings that are a shop's own label."""

    ids: Ints
    texts: list[str]
    names: Names
    evidence: Evidence
    known: Words
    weights: Weights
    private: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, brands: Brands, *, known: Words | None = None, own_words: bool = True) -> "Table":
        """From brands as given; `own_words` says whether their names tell how common a word is."""
        known = known or Words.empty()
        names, evidence = names_of(brands, known), evidence_of(brands, known)
        weights = weigh(names, evidence, known, own_words=own_words)
        shops = _shops()
        private = np.fromiter((solid in shops for solid in names.solid), bool, len(names))
        return cls(np.array(brands.ids, np.int64), list(brands.names), names, evidence, known, weights, private)

    @property
    def side(self) -> Side:
        """As one side of pairs to compare."""
        return Side(self.names, self.evidence)

    @property
    def first_spelling(self) -> Ints:
        """For each brand the row of its first spelling in `names`."""
        return np.searchsorted(self.names.brand, np.arange(len(self.ids)))

    def extended(self, brands: Brands) -> "Table":
        """Take in more brands at the end; gives them as a table of their own, with the same vocabularies and weights."""
        new = self.guest(brands)
        shift = len(self.ids)
        self.ids = np.concatenate([self.ids, new.ids])
        self.texts = self.texts + new.texts
        self.names = self.names.joined(new.names, shift)
        self.evidence = self.evidence.joined(new.evidence)
        self.private = np.concatenate([self.private, new.private])
        return new

    def guest(self, brands: Brands) -> "Table":
        """More brands as a table of their own, to be compared with this one; only vocabularies and weights grow."""
        names, evidence = names_of(brands, self.known), evidence_of(brands, self.known)
        self.weights.grow(self.known)
        shops = _shops()
        private = np.fromiter((solid in shops for solid in names.solid), bool, len(names))
        return Table(
            np.array(brands.ids, np.int64), list(brands.names), names, evidence, self.known, self.weights, private
        )


@cache
def _shops() -> frozenset[str]:
    return frozenset(view(label).solid for label in private_labels())
