"""How rare each word, holder, host, origin and product name is: sharing a rare one says much, a common one little."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from apps.consolidation.linkage.bags import Floats, Ints
from apps.consolidation.linkage.columns import Evidence, Names, Words
from apps.consolidation.linkage.lexicon import background

_FEW = 1000  # below this many brands a table says nothing about how common a holder or an origin is
TOP = 10.0
_LEAST = np.float32(0.05)


@dataclass(slots=True)
class Weights:
    """Rarity by number, from 0 to TOP; the counts say in how many rows of the table
    a word, a host or a holder occurs."""

    words: Floats
    families: Floats
    origins: Floats
    classes: Floats
    hosts: Floats
    fanciful: Floats
    counts: Ints
    host_counts: Ints
    family_counts: Ints
    of_names: int
    brands: int

    def grown(self, known: Words) -> "Weights":
        """With weights for what has been learnt since: words as common as in the trade at large, the rest as new."""
        learnt = known.words.from_number(len(self.words))
        seen = np.array([background()[0].get(text, 0) for text in learnt], np.float64)
        new: dict[str, Any] = {}
        for name in ("families", "origins", "classes", "hosts", "fanciful"):
            old, size = getattr(self, name), len(getattr(known, name))
            if size > len(old):
                new[name] = np.concatenate([old, _rarity(np.zeros(size - len(old)), self.brands)])
        return replace(
            self,
            words=np.concatenate([self.words, _rarity(seen, self.of_names)]) if learnt else self.words,
            counts=_padded(self.counts, len(known.words)),
            host_counts=_padded(self.host_counts, len(known.hosts)),
            family_counts=_padded(self.family_counts, len(known.families)),
            **new,
        )


def _padded(counts: Ints, size: int) -> Ints:
    return np.concatenate([counts, np.zeros(size - len(counts), np.int64)]) if size > len(counts) else counts


def weigh(names: Names, evidence: Evidence, known: Words, *, own_words: bool = True) -> Weights:
    """From a table and, for words, from the names of the trade at large.

    `own_words` false leaves the table's own words uncounted: a table of labelled pairs has every name many times.
    The scale is the same for tables of any size: a word met nowhere else weighs TOP.
    """
    common, of_names = background()
    counts = names.core.counts(len(known.words))
    seen = np.array([common.get(text, 0) for text in known.words.texts], np.float64)
    size = of_names + (len(names) if own_words else 0)
    brands = max(len(evidence), _FEW)
    return Weights(
        words=_rarity(seen + counts if own_words else seen, size),
        families=_rarity(evidence.families.counts(len(known.families)), brands),
        origins=_rarity(evidence.origins.counts(len(known.origins)), brands),
        classes=_rarity(evidence.classes.counts(len(known.classes)), brands),
        hosts=_rarity(evidence.hosts.counts(len(known.hosts)), brands),
        fanciful=_rarity(evidence.fanciful.counts(len(known.fanciful)), brands),
        counts=counts,
        host_counts=evidence.hosts.counts(len(known.hosts)),
        family_counts=evidence.families.counts(len(known.families)),
        of_names=size,
        brands=brands,
    )


def _rarity(counts: Any, size: int) -> Floats:
    weights = TOP * np.log((size + 1.0) / (counts + 1.0)) / np.log(size + 1.0)
    return np.maximum(np.asarray(weights, np.float32), _LEAST)
