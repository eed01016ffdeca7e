"""Learning a model from labelled pairs, and measuring one."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from apps.consolidation.linkage.bags import Floats, Ints
from apps.consolidation.linkage.features import FEATURES, compare
from apps.consolidation.linkage.fitting import fit
from apps.consolidation.linkage.heads import QUESTIONS
from apps.consolidation.linkage.measures import ece, f1_at
from apps.consolidation.linkage.model import Head, Model, Term, probability
from apps.consolidation.linkage.records import LabelledPairs
from apps.consolidation.linkage.tables import Table

_COLUMNS = {name: i for i, name in enumerate(FEATURES)}
_PARTS = 4
_LEAST = 20  # labels of each sort a question needs to be learnt
_BOLDER: Mapping[str, tuple[float, float]] = {"same_brand": (1.15, 0.2)}
"""What is sharpened and added beyond the line learnt: practice is harder than what people label, and makes timid"""


def train(pairs: LabelledPairs, *, seeds: Sequence[int] = (0, 1, 2), start: Model | None = None) -> Model:
    """A model learnt from `pairs`; questions with too few labels keep the answer of `start`.

    Each head is calibrated on pairs it has not seen: groups are dealt into parts, each scored by a head of the others.
    """
    values = features_of(pairs)
    relations = np.array(pairs.relations)
    groups = np.array(pairs.groups if len(pairs.groups) else range(len(relations)))
    heads: dict[str, Head] = dict(start.heads) if start else {}
    calibration: dict[str, Any] = dict(start.calibration) if start else {}
    open_rows = np.ones(len(relations), bool)
    for question in QUESTIONS:
        labels = (relations == question).astype(np.int64)
        if min(labels[open_rows].sum(), (1 - labels[open_rows]).sum()) >= _LEAST:
            found = _head(question, values[open_rows], labels[open_rows], groups[open_rows], seeds)
            heads[question], calibration[question] = found
        open_rows &= labels == 0
    metrics = {q: c["metrics"] for q, c in calibration.items()}
    steps = {q: {k: c[k] for k in ("slope", "intercept")} for q, c in calibration.items()}
    return Model(FEATURES, heads, steps, fingerprint(pairs), metrics)


def features_of(pairs: LabelledPairs) -> Floats:
    """The features of labelled pairs, one row each."""
    table = Table.of(pairs.brands, own_words=False)
    first = table.first_spelling
    return compare(
        table.side, table.side, first[np.asarray(pairs.left)], first[np.asarray(pairs.right)], table.weights
    ).values


def fingerprint(pairs: LabelledPairs) -> str:
    """A hash of the training set: names and relations, in order."""
    digest = hashlib.sha256()
    for left, right, relation in zip(pairs.left, pairs.right, pairs.relations, strict=True):
        line = [pairs.brands.names[left], pairs.brands.names[right], relation]
        digest.update(json.dumps(line).encode())
    return digest.hexdigest()


def _head(
    question: str, values: Floats, labels: Ints, groups: Ints, seeds: Sequence[int]
) -> tuple[Head, dict[str, Any]]:
    recipe = QUESTIONS[question]
    even = np.ones(len(labels), np.float32)
    unseen = np.zeros(len(labels), np.float32)
    for part in range(_PARTS):
        out = groups % _PARTS == part
        if out.any() and len(set(labels[~out])) == 2:  # noqa: PLR2004 - both sorts
            head = fit(values[~out], _COLUMNS, labels[~out], recipe, seeds=seeds[:1], weights=even[~out])
            unseen[out] = head.score(values[out], _COLUMNS)
    line = LogisticRegression(C=1e6).fit(unseen[:, None], labels)
    sharper, shift = _BOLDER.get(question, (1.0, 0.0))
    slope, intercept = float(line.coef_[0, 0]) * sharper, float(line.intercept_[0]) * sharper + shift
    chances = probability(slope * unseen + np.float32(intercept))
    head = _straightened(fit(values, _COLUMNS, labels, recipe, seeds=seeds, weights=even), slope, intercept)
    metrics = {"pairs": len(labels), "positive": int(labels.sum()), "ece": round(ece(chances, labels), 4)}
    metrics |= {k: round(v, 4) for k, v in f1_at(chances, labels).items()}
    return head, {"slope": round(slope, 4), "intercept": round(intercept, 4), "metrics": metrics}


def _straightened(head: Head, slope: float, intercept: float) -> Head:
    """The head with its calibration worked in, so that contributions still sum to the log-odds."""
    terms = tuple(Term(t.features, (t.values * slope).astype(np.float32)) for t in head.terms)
    return Head(head.base * slope + intercept, head.edges, terms)


def evaluate(model: Model, pairs: LabelledPairs) -> Mapping[str, float]:
    """Precision, recall, F1 at one half and calibration error of "same brand" on labelled pairs."""
    chances = probability(model.score("same_brand", features_of(pairs)))
    labels = (np.array(pairs.relations) == "same_brand").astype(np.int64)
    return {"pairs": float(len(labels)), "ece": ece(chances, labels), **f1_at(chances, labels)}
