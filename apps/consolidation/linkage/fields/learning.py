"""Learning to match records of any kind from labelled pairs; the model is the same plain data as that for brands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from apps.consolidation.linkage.bags import Floats, Ints
from apps.consolidation.linkage.fields.comparing import Pair, features
from apps.consolidation.linkage.fields.ditto import PairSet
from apps.consolidation.linkage.fields.rarity import Rarity, rarities
from apps.consolidation.linkage.fields.rivals import MEASURES, NAMES, Rivals
from apps.consolidation.linkage.fields.schema import Field, infer
from apps.consolidation.linkage.fitting import Recipe, fit
from apps.consolidation.linkage.lines import fit_lines, mixed
from apps.consolidation.linkage.measures import best_threshold
from apps.consolidation.linkage.model import Model, probability

QUESTION = "same"


@dataclass(frozen=True, slots=True)
class Matcher:
    """A model for records with these fields, and the probability from which a pair counts as one. `known` are the pairs
    it has met: those it is asked about are seen beside them."""

    fields: tuple[Field, ...]
    model: Model
    threshold: float
    known: Rivals = field(default_factory=Rivals)
    rarity: Mapping[str, Rarity] = field(default_factory=dict)

    def chances(self, pairs: Sequence[Pair]) -> Floats:
        """The probability of each pair; they are seen beside one another too."""
        values, names = features(pairs, self.fields, self.rarity)
        met = self.known.met(pairs, _measured(values, names))
        return probability(self.model.score(QUESTION, _beside(met, pairs, values, names)))


def learn(train: PairSet, valid: PairSet, *, seed: int = 0, fields: Sequence[Field] | None = None) -> Matcher:
    """A matcher learnt on `train`, with the threshold that is best on `valid`."""
    known = tuple(fields or infer([record for pair in train.pairs for record in pair]))
    rarity = rarities([record for pair in (*train.pairs, *valid.pairs) for record in pair], known)
    values, names = features(train.pairs, known, rarity)
    others, _names = features(valid.pairs, known, rarity)
    met = Rivals().met(train.pairs, _measured(values, names)).met(valid.pairs, _measured(others, names))
    values, names = _beside(met, train.pairs, values, names), (*names, *NAMES)
    asked = _told_of_both_sorts(values, names, train.labels)
    recipe = Recipe(features=asked, any_pair=True, trees=_TREES, rate=_RATE, bins=_BINS, leaf=_leaf(train), ridge=5.0)
    columns = {name: i for i, name in enumerate(names)}
    seeds = [seed * _BAG + 1 + i for i in range(_BAG)]
    head = fit(values, columns, train.labels, recipe, seeds=seeds, weights=np.ones(len(values), np.float32))
    lines = fit_lines(values, columns, train.labels, asked, loose=_LOOSE)
    head = mixed(head, lines, min(_MOST, _FEW / max(int(train.labels.sum()), 1)))
    matcher = Matcher(known, Model(names, {QUESTION: head}), 0.5, met, rarity)
    return replace(matcher, threshold=best_threshold(matcher.chances(valid.pairs), valid.labels))


def _told_of_both_sorts(values: Floats, names: Sequence[str], labels: Ints) -> tuple[str, ...]:
    """The features to learn from: whether a record has rivals tells how the pairs were gathered, and no more, where
    most pairs that are one thing have none."""
    share = (~np.isnan(values[labels == 1])).mean(axis=0)
    return tuple(name for name, told in zip(names, share, strict=True) if name not in NAMES or told >= _TOLD)


def _measured(values: Floats, names: Sequence[str]) -> Floats:
    return values[:, [names.index(name) for name in MEASURES]]


def _beside(met: Rivals, pairs: Sequence[Pair], values: Floats, names: Sequence[str]) -> Floats:
    return np.column_stack([values, met.gaps(pairs, _measured(values, names))])


_TOLD = 0.5
_TREES, _RATE, _BINS, _BAG = 250, 0.06, 48, 3
_LOOSE = 0.02
_MOST, _FEW = 0.7, 50
"""Of few examples (pairs that are one) most is told by lines, of many ever less: `_FEW` in so many"""


def _leaf(train: PairSet) -> int:
    """How many pairs a statement must rest on at least: few where there are few."""
    return int(np.clip(train.labels.sum() / 40, 3, 6))
