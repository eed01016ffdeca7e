"""How a pair does beside the other pairs of its two records: the likest of many is more than one that is as like as ten.

A title that is half like one product may be it, unless it is more like another one. So each pair is measured against
the best of those that share its left record, and of those that share its right one, among all pairs met so far.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from apps.consolidation.linkage.bags import Floats
from apps.consolidation.linkage.fields.schema import Record

MEASURES: Final = ("all cosine", "all set", "all letter groups", "two words cosine")
NAMES: Final = tuple(f"{measure} beside others of {side}" for side in ("left", "right") for measure in MEASURES)

Pair = tuple[Record, Record]
Key = tuple[tuple[str, str], ...]
Top = tuple[tuple[float, Key], ...]
"""The two likest partners of a record by one measure, the likest first."""


@dataclass(frozen=True, slots=True)
class Rivals:
    """For each record on either side its likest partners, measure by measure."""

    sides: tuple[Mapping[Key, tuple[Top, ...]], Mapping[Key, tuple[Top, ...]]] = ({}, {})

    def met(self, pairs: Sequence[Pair], values: Floats) -> "Rivals":
        """With these pairs too; `values` has a column for each measure."""
        sides = tuple(dict(side) for side in self.sides)
        for pair, row in zip(pairs, np.nan_to_num(values).tolist(), strict=True):
            keys = [_key(record) for record in pair]
            for side, own, partner in ((sides[0], keys[0], keys[1]), (sides[1], keys[1], keys[0])):
                tops = side.get(own, _NOBODY)
                side[own] = tuple(_with(top, value, partner) for top, value in zip(tops, row, strict=True))
        return Rivals((sides[0], sides[1]))

    def gaps(self, pairs: Sequence[Pair], values: Floats) -> Floats:
        """How much liker each pair is than the best other one of its records; NaN where there is none. In the order of
        NAMES; the pairs must have been met."""
        found = np.full((len(pairs), len(NAMES)), np.nan, np.float32)
        for at, (pair, row) in enumerate(zip(pairs, np.nan_to_num(values).tolist(), strict=True)):
            keys = [_key(record) for record in pair]
            tops = [*self.sides[0][keys[0]], *self.sides[1][keys[1]]]
            partners = [keys[1]] * len(MEASURES) + [keys[0]] * len(MEASURES)
            for column, (top, partner, value) in enumerate(zip(tops, partners, row + row, strict=True)):
                rival = next((chance for chance, other in top if other != partner), None)
                if rival is not None:
                    found[at, column] = value - rival
        return found


_NOBODY: Final[tuple[Top, ...]] = ((),) * len(MEASURES)


def _key(record: Record) -> Key:
    return tuple(sorted(record.items()))


def _with(top: Top, value: float, partner: Key) -> Top:
    others = [one for one in top if one[1] != partner]
    return tuple(sorted([*others, (value, partner)], key=lambda one: -one[0])[:2])
