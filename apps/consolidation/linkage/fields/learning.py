"""Learning to match records of any kind from labelled pairs; the model is the same plain data as that for brands."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from apps.consolidation.linkage.bags import Floats
from apps.consolidation.linkage.fields.comparing import Pair, features
from apps.consolidation.linkage.fields.ditto import PairSet
from apps.consolidation.linkage.fields.schema import Field, infer
from apps.consolidation.linkage.fitting import Recipe, fit
from apps.consolidation.linkage.measures import best_threshold
from apps.consolidation.linkage.model import Model, probability

QUESTION = "same"


@dataclass(frozen=True, slots=True)
class Matcher:
    """A model for records with these fields, and the probability from which a pair counts as one."""

    fields: tuple[Field, ...]
    model: Model
    threshold: float

    def chances(self, pairs: Sequence[Pair]) -> Floats:
        """The probability of each pair."""
        values, _names = features(pairs, self.fields)
        return probability(self.model.score(QUESTION, values))


def learn(train: PairSet, valid: PairSet, *, seed: int = 0, fields: Sequence[Field] | None = None) -> Matcher:
    """A matcher learnt on `train`, with the threshold that is best on `valid`."""
    known = tuple(fields or infer([record for pair in train.pairs for record in pair]))
    values, names = features(train.pairs, known)
    recipe = Recipe(features=names, any_pair=True, trees=_TREES, rate=_RATE, bins=_BINS, leaf=_leaf(train), ridge=5.0)
    columns = {name: i for i, name in enumerate(names)}
    seeds = [seed * _BAG + 1 + i for i in range(_BAG)]
    head = fit(values, columns, train.labels, recipe, seeds=seeds, weights=np.ones(len(values), np.float32))
    matcher = Matcher(known, Model(names, {QUESTION: head}), 0.5)
    return Matcher(known, matcher.model, best_threshold(matcher.chances(valid.pairs), valid.labels))


_TREES, _RATE, _BINS, _BAG = 250, 0.06, 48, 3


def _leaf(train: PairSet) -> int:
    """How many pairs a statement must rest on at least: few where there are few."""
    return int(np.clip(train.labels.sum() / 40, 3, 6))
