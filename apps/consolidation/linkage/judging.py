"""From features to verdicts: the probability of each relation, with the rules that stand above the model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from apps.consolidation.linkage.bags import Floats, Ints
from apps.consolidation.linkage.circumstance import OTHER_PAGES, OTHER_PRODUCERS, SAME_HOST, SHARED_HOLDER
from apps.consolidation.linkage.features import FEATURES
from apps.consolidation.linkage.model import Model, probability
from apps.consolidation.linkage.results import RELATIONS

RULES = ("", "decided_different", "decided_same", "other_producers", "private_label", "website_alone", "no_name")
"""The rules above the model; "" where none applies. All but `decided_same` forbid a merge without a person."""
_COLUMN = {name: i for i, name in enumerate(FEATURES)}
_CERTAIN = np.float32(4.6)
_UNSURE = np.float32(0.8)  # a probability of 0.69: worth a look, never enough
_UNLIKE = 0.6


@dataclass(frozen=True, slots=True)
class Verdicts:
    """For each pair: log-odds of "same brand", what the rules added to them, the rule, and each relation's chance."""

    score: Floats
    by_rule: Floats
    rule: npt.NDArray[np.int8]
    chances: Floats

    def taken(self, rows: Ints) -> "Verdicts":
        """Only these rows."""
        return Verdicts(self.score[rows], self.by_rule[rows], self.rule[rows], self.chances[rows])

    @classmethod
    def joined(cls, parts: "Sequence[Verdicts]") -> "Verdicts":
        """One after the other."""
        names = ("score", "by_rule", "rule", "chances")
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))

    @property
    def same(self) -> Floats:
        """The probability of "same brand"."""
        return self.chances[:, 0]

    @property
    def relation(self) -> npt.NDArray[np.int64]:
        """The likeliest relation, as a place in RELATIONS."""
        return np.asarray(np.argmax(self.chances, axis=1), np.int64)


def judge(values: Floats, model: Model, decided: npt.NDArray[np.int8], private: npt.NDArray[np.bool_]) -> Verdicts:
    """Verdicts for rows of features; `decided` is 1 same, -1 different, 0 open; `private` marks shops' own labels."""
    odds = model.scores(values)
    score = odds["same_brand"]
    rule = rules(values, decided, private)
    ruled = score.copy()
    for name in ("other_producers", "private_label", "website_alone"):
        at = rule == RULES.index(name)
        ruled[at] = np.minimum(ruled[at], _UNSURE)
    at = rule == RULES.index("no_name")
    ruled[at] = np.minimum(ruled[at], -_CERTAIN / 2)
    ruled[rule == RULES.index("decided_different")] = -_CERTAIN
    at = rule == RULES.index("decided_same")
    ruled[at] = np.maximum(ruled[at], _CERTAIN)
    return Verdicts(ruled, ruled - score, rule, _chances({**odds, "same_brand": ruled}, values))


def rules(values: Floats, decided: npt.NDArray[np.int8], private: npt.NDArray[np.bool_]) -> npt.NDArray[np.int8]:
    """Which rule applies to each pair; the last that is set here wins, people's decisions above all."""
    found = np.zeros(len(values), np.int8)
    holder = values[:, _COLUMN["holder"]]
    alone = (values[:, _COLUMN["website"]] == SAME_HOST) & (values[:, _COLUMN["letters"]] < _UNLIKE)
    found[alone & (values[:, _COLUMN["shared_words"]] == 0)] = RULES.index("website_alone")
    found[private & ~(holder >= SHARED_HOLDER)] = RULES.index("private_label")
    found[holder == OTHER_PRODUCERS] = RULES.index("other_producers")
    found[values[:, _COLUMN["length"]] == 0] = RULES.index("no_name")
    found[decided == 1] = RULES.index("decided_same")
    found[decided == -1] = RULES.index("decided_different")
    return found


def _have_something(values: Floats) -> npt.NDArray[np.bool_]:
    """Whether a word, a permit holder or a website is the same: strangers are not of one company for want of evidence."""
    same_site, same_holder = values[:, _COLUMN["website"]] >= OTHER_PAGES, values[:, _COLUMN["holder"]] >= SHARED_HOLDER
    return np.asarray((values[:, _COLUMN["shared_words"]] > 0) | same_site | same_holder)


def _chances(odds: Mapping[str, Floats], values: Floats) -> Floats:
    """The chance of each relation: each question is asked of what the one before left open."""
    found = np.zeros((len(values), len(RELATIONS)), np.float32)
    left = np.ones(len(values), np.float32)
    for i, name in enumerate(RELATIONS[:-1]):
        found[:, i] = left * probability(odds[name])
        if name == "same_company":
            found[~_have_something(values), i] = 0
        left = left - found[:, i]
    found[:, -1] = left
    return found
