"""Pairs worth comparing, found by all blocking rules together, then thinned by a quick look at the names."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from scipy import sparse

from apps.consolidation.linkage import letters
from apps.consolidation.linkage.bags import Bags, Floats, Ints, shared, totals_of
from apps.consolidation.linkage.blocking import KEYS, LETTERS, Key, Limits, Sizes, keys
from apps.consolidation.linkage.features import Side
from apps.consolidation.linkage.hashing import Hashes, mix
from apps.consolidation.linkage.joins import Order, between, ordered, packed, packed_within, unpacked
from apps.consolidation.linkage.likeness import picked, similar
from apps.consolidation.linkage.tables import Table
from apps.consolidation.linkage.weights import Weights

LIMITS = Limits()
_SURE = sum(
    1 << KEYS.index(key) for key in ("same_name", "same_words", "one_letter", "two_words", "website", "producer")
)
_NEAREST, _LEAST_COSINE = 8, 0.5
_COMMON_GROUP = 300  # letter groups in more names than this tell nobody apart
_LOOK = 0.6
_HALF = 0.55
_BATCH = 500_000


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of spellings (rows) and the bits of the rules that found them; `seen` counts them before the quick look."""

    left: Ints
    right: Ints
    bits: Ints
    seen: int


@dataclass(slots=True)
class Keys:
    """What an index keeps for finding mates: the keys of all rules in order with their rows, and the letter groups of
    all spellings."""

    values: Hashes
    rows: Ints
    groups: Any
    columns: Any
    group_weights: Floats

    @classmethod
    def of(cls, table: Table) -> "Keys":
        """From a whole table."""
        values, rows = _sorted(_keys(table.weights, table.side))
        counted = letters.counted(table.names.solid)
        weights = letters.weights_of(counted, _COMMON_GROUP)
        groups = letters.weighed(counted, weights)
        return cls(values, rows, groups, groups.T.tocsr(), weights)

    def with_more(self, new: Table, shift: int) -> "Keys":
        """These, and those of the spellings of `new`, whose rows come from `shift` on."""
        values, rows = _sorted(_keys(new.weights, new.side))
        at = self.values.searchsorted(values)
        groups = letters.weighed(letters.counted(new.names.solid), self.group_weights)
        every = sparse.vstack([self.groups, groups], format="csr")
        return Keys(
            np.insert(self.values, at, values), np.insert(self.rows, at, rows + shift),
            every, every.T.tocsr(), self.group_weights,
        )  # fmt: skip


def _sorted(found: Iterable[Key]) -> tuple[Hashes, Ints]:
    """The keys of all rules in one order, and the row of each: those of different rules never meet."""
    every = list(found)
    values, rows = np.concatenate([key.values for key in every]), np.concatenate([key.rows for key in every])
    order = np.argsort(values, kind="stable")
    return values[order], rows[order]


def _keys(weights: Weights, side: Side) -> Iterator[Key]:
    sizes = Sizes(weights.host_counts, weights.family_counts)
    return keys(side.names, side.evidence, weights.counts, sizes, LIMITS)


def all_candidates(table: Table) -> Candidates:
    """Candidates within a whole table."""
    near = Order.by(_affinity(table))
    size = len(table.names)
    found = [packed_within(key.values, key.rows, key.window, near, key.bit) for key in _keys(table.weights, table.side)]
    found.append(packed(*ordered(*_alike(table.names.solid)), LETTERS, size))
    return _thinned(table.side, table.side, table.weights.words, unpacked(found, size))


def _alike(texts: list[str]) -> tuple[Ints, Ints]:
    counted = letters.counted(texts)
    groups = letters.weighed(counted, letters.weights_of(counted, _COMMON_GROUP))
    return letters.nearest(groups, groups.T.tocsr(), _NEAREST, _LEAST_COSINE)


def _affinity(table: Table) -> Hashes:
    """One number a spelling: equal for those of one permit holder, else near for those of one origin."""
    families, origins = _first(table.evidence.families), _first(table.evidence.origins)
    number = (mix(origins) >> np.uint64(44) << np.uint64(40)) | (mix(families) >> np.uint64(24))
    return np.asarray(number, np.uint64)[table.names.brand]


def _first(bags: Bags) -> Ints:
    found = np.full(len(bags), -1, np.int64)
    having = bags.sizes > 0
    found[having] = bags.ids[bags.starts[:-1][having]]
    return found


def candidates_of(table: Table, index_keys: Keys, other: Table, rows: Ints) -> Candidates:
    """Candidates for `rows` of `other` (a guest of `table`, or `table` itself) within `table`."""
    names = other.names if len(rows) == len(other.names) else other.names.taken(rows)
    side = Side(names, other.evidence)
    size = len(table.names)
    asked = list(_keys(other.weights, side))
    sizes = [len(key.values) for key in asked]
    windows = np.repeat([2 * key.window for key in asked], sizes)
    values = np.concatenate([key.values for key in asked])
    place, mates = between(values, (index_keys.values, index_keys.rows), windows)
    own, bits = np.concatenate([key.rows for key in asked]), np.repeat([key.bit for key in asked], sizes)
    found = [packed(own[place], mates, bits[place], size)]
    near = letters.nearest_of(names.solid, index_keys.group_weights, index_keys.columns, _NEAREST, _LEAST_COSINE)
    found.append(packed(*near, LETTERS, size))
    kept = _thinned(side, table.side, other.weights.words, unpacked(found, size))
    return Candidates(rows[kept.left], kept.right, kept.bits, kept.seen)


def _thinned(left: Side, right: Side, words: Floats, found: tuple[Ints, Ints, Ints]) -> Candidates:
    """Without pairs that share a rare word or some letters by chance and read quite differently."""
    a, b, bits = found
    unsure = np.flatnonzero((bits & _SURE) == 0)
    keep = np.ones(len(a), bool)
    for start in range(0, len(unsure), _BATCH):
        at = unsure[start : start + _BATCH]
        keep[at] = _near(left, right, words, a[at], b[at])
    return Candidates(a[keep], b[keep], bits[keep], len(a))


def _near(left: Side, right: Side, words: Floats, a: Ints, b: Ints) -> npt.NDArray[np.bool_]:
    """Alike letter by letter, or by the weight of shared words."""
    alike = similar(picked(left.names.solid, a), picked(right.names.solid, b), fuzz.ratio) >= _LOOK * 100
    both = shared(left.names.core, right.names.core, a, b, words)
    lesser = np.minimum(totals_of(left.names.core, a, words), totals_of(right.names.core, b, words))
    return np.asarray(alike | (both >= _HALF * lesser))
