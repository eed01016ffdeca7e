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
        ids = np.array(brands.ids, np.int64)
        return cls(ids, list(brands.names), names, evidence, known, weights, _private(names))

    @property
    def side(self) -> Side:
        """As one side of pairs to compare."""
        return Side(self.names, self.evidence)

    @property
    def first_spelling(self) -> Ints:
        """For each brand the row of its first spelling in `names`."""
        return np.searchsorted(self.names.brand, np.arange(len(self.ids)))

    def beside(self, brands: Brands) -> "Table":
        """More brands as a table of their own that shares the vocabularies, which learn their words."""
        return self._another(brands, self.known)

    def guest(self, brands: Brands) -> "Table":
        """More brands as a table of their own, to be compared with this one; nothing of it is kept here."""
        return self._another(brands, self.known.visited())

    def _another(self, brands: Brands, known: Words) -> "Table":
        names, evidence = names_of(brands, known), evidence_of(brands, known)
        ids = np.array(brands.ids, np.int64)
        return Table(ids, list(brands.names), names, evidence, known, self.weights.grown(known), _private(names))

    def with_more(self, new: "Table") -> "Table":
        """This table with another `beside` it at its end. This one stays as it is, for those who still read it."""
        return Table(
            ids=np.concatenate([self.ids, new.ids]),
            texts=self.texts + new.texts,
            names=self.names.joined(new.names, len(self.ids)),
            evidence=self.evidence.joined(new.evidence),
            known=self.known,
            weights=new.weights,
            private=np.concatenate([self.private, new.private]),
        )


def _private(names: Names) -> npt.NDArray[np.bool_]:
    shops = _shops()
    return np.fromiter((solid in shops for solid in names.solid), bool, len(names))


@cache
def _shops() -> frozenset[str]:
    return frozenset(view(label).solid for label in private_labels())
