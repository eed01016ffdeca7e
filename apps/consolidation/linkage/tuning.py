"""Fitting a model to what the people of one workspace decided: each kind of evidence weighs more or less, all else stays.

A few dozen decisions cannot teach tables anew. They can say that here websites count for more, or product words for
less: one factor for each kind of reason, and one shift of the whole. Both are drawn towards "as it was", so that little
evidence changes little. The answer is a model as any other: tables, whose contributions still sum to the score.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from apps.consolidation.linkage.bags import Floats, Ints
from apps.consolidation.linkage.measures import ece, f1_at, log_loss
from apps.consolidation.linkage.model import Head, Model, Term, probability
from apps.consolidation.linkage.wording import GROUPS

QUESTION: Final = "same_brand"
_GROUP_OF: Final = {name: group for group, names in GROUPS.items() for name in names}
_DRAWN, _SHIFT_DRAWN = 6.0, 1.0  # how strongly factors hold to 1, and the shift to 0
_LEAST, _MOST = 0.2, 3.0
_STEPS, _NEAR, _HALVINGS = 60, 1e-9, 30
Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lesson:
    """Decided pairs: their features row by row, 1 where people said "one brand", and how much each row counts."""

    values: Floats
    labels: Ints
    weights: Doubles

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True, slots=True)
class Tuning:
    """What was learnt: a factor for each kind of reason (1 as before), and what is added to every score."""

    factors: Mapping[str, float] = field(default_factory=dict)
    shift: float = 0.0


def learn(model: Model, lesson: Lesson) -> Tuning:
    """Factors and shift under which `model` agrees best with the decisions. The same lesson gives the same answer."""
    head = model.heads[QUESTION]
    amounts = by_kind(model, lesson.values)
    start = head.base + amounts.sum(axis=1)
    inputs = np.column_stack([amounts, np.ones(len(lesson))])
    found = _newton(start, inputs, lesson)
    factors = np.clip(1 + found[:-1], _LEAST, _MOST)
    return Tuning(
        {kind: round(float(one), 4) for kind, one in zip(GROUPS, factors, strict=True)}, round(float(found[-1]), 4)
    )


def tuned(model: Model, tuning: Tuning) -> Model:
    """The model with these factors worked into its tables."""
    head = model.heads[QUESTION]
    terms = tuple(
        Term(term.features, (term.values * _factor(term, tuning.factors)).astype(np.float32)) for term in head.terms
    )
    heads = {**model.heads, QUESTION: Head(head.base + tuning.shift, head.edges, terms)}
    return replace(model, heads=heads)


def measure(model: Model, lesson: Lesson) -> dict[str, float]:
    """How well a model agrees with decisions: log loss, agreement, precision, recall, F1, calibration error."""
    chances = probability(model.score(QUESTION, lesson.values))
    labels = lesson.labels
    found = {
        "log_loss": log_loss(chances, labels, lesson.weights),
        "agreement": float(((chances >= 0.5) == (labels == 1)).mean()),  # noqa: PLR2004 - as the engine links
        **f1_at(chances, labels),
        "ece": ece(chances, labels),
    }
    return {name: round(value, 4) for name, value in found.items()}


def importance(model: Model, values: Floats) -> dict[str, float]:
    """How much each kind of reason says of these pairs: its points on average, for or against."""
    if not len(values):
        return {}
    return dict(zip(GROUPS, np.abs(by_kind(model, values)).mean(axis=0).round(3).tolist(), strict=True))


def by_kind(model: Model, values: Floats) -> Doubles:
    """What each kind of reason adds to the log-odds, column by column in the order of GROUPS. A table of two features
    counts half for the kind of each."""
    head = model.heads[QUESTION]
    kinds = list(GROUPS)
    places = head.places(values, model.columns)
    at = {name: i for i, name in enumerate(head.edges)}
    found = np.zeros((len(values), len(kinds)))
    for term in head.terms:
        amount = term.values[tuple(places[:, at[name]] for name in term.features)] / len(term.features)
        for name in term.features:
            found[:, kinds.index(_GROUP_OF[name])] += amount
    return found


def _factor(term: Term, factors: Mapping[str, float]) -> float:
    return float(np.mean([factors.get(_GROUP_OF[name], 1.0) for name in term.features]))


def _newton(start: Doubles, inputs: Doubles, lesson: Lesson) -> Doubles:
    """The changes that make the decisions likeliest, against what draws them back; convex, so there is one answer."""
    drawn = np.array([*[_DRAWN] * (inputs.shape[1] - 1), _SHIFT_DRAWN])
    change = np.zeros(inputs.shape[1])
    cost = _cost(start, inputs, lesson, change, drawn)
    for _ in range(_STEPS):
        chances = _chance(start + inputs @ change)
        slope = inputs.T @ (lesson.weights * (chances - lesson.labels)) + drawn * change
        bend = (inputs.T * (lesson.weights * chances * (1 - chances))) @ inputs + np.diag(drawn)
        step = np.linalg.solve(bend, slope)
        for _halving in range(_HALVINGS):
            tried = _cost(start, inputs, lesson, change - step, drawn)
            if tried <= cost:
                break
            step = step / 2
        change, gained, cost = change - step, cost - tried, tried
        if gained < _NEAR:
            break
    return change


def _cost(start: Doubles, inputs: Doubles, lesson: Lesson, change: Doubles, drawn: Doubles) -> float:
    odds = start + inputs @ change
    missed = np.logaddexp(0, odds) - lesson.labels * odds
    return float((lesson.weights * missed).sum() + (drawn * change**2).sum() / 2)


def _chance(odds: Doubles) -> Doubles:
    return np.asarray(1 / (1 + np.exp(-odds)), np.float64)


def lesson_of(rows: Sequence[tuple[Sequence[Any], bool, float]]) -> Lesson:
    """From rows of (features, one brand, how much it counts); what is not known is None."""
    values = np.array([[np.nan if one is None else one for one in row[0]] for row in rows], np.float32)
    return Lesson(values, np.array([row[1] for row in rows], np.int64), np.array([row[2] for row in rows], np.float64))
