"""Pairs worth comparing, found by all blocking rules together, then thinned by a quick look at the names."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from rapidfuzz import fuzz
from scipy import sparse

from apps.consolidation.linkage import letters
from apps.consolidation.linkage.bags import Bags, Floats, Ints, shared, totals_of
from apps.consolidation.linkage.blocking import KEYS, LETTERS, Key, Limits, Sizes, keys
from apps.consolidation.linkage.features import Side
from apps.consolidation.linkage.hashing import Hashes, mix
from apps.consolidation.linkage.joins import between, unique_pairs, within
from apps.consolidation.linkage.likeness import picked, similar
from apps.consolidation.linkage.tables import Table

LIMITS = Limits()
_SURE = sum(
    1 << KEYS.index(key) for key in ("same_name", "same_words", "one_letter", "two_words", "website", "producer")
)
_NEAREST, _LEAST_COSINE = 8, 0.5
_COMMON_GROUP = 300  # letter groups in more names than this tell nobody apart
_LOOK = 0.6
_HALF = 0.55


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of spellings (rows) and the bits of the rules that found them; `seen` counts them before the quick look."""

    left: Ints
    right: Ints
    bits: Ints
    seen: int


@dataclass(slots=True)
class Keys:
    """What an index keeps for finding mates: each rule's keys in order, and the letter groups of all spellings."""

    sorted: dict[int, tuple[Hashes, Ints]]
    groups: Any
    columns: Any
    group_weights: Floats

    @classmethod
    def of(cls, table: Table) -> "Keys":
        """From a whole table."""
        found: dict[int, tuple[Hashes, Ints]] = {}
        for key in _keys(table, table.side):
            order = np.argsort(key.values, kind="stable")
            found[key.bit] = (key.values[order], key.rows[order])
        counted = letters.counted(table.names.solid)
        weights = letters.weights_of(counted, _COMMON_GROUP)
        groups = letters.weighed(counted, weights)
        return cls(found, groups, groups.T.tocsr(), weights)

    def extend(self, table: Table, new: Table, shift: int) -> None:
        """Take in the spellings of `new`, which `table` has from row `shift` on."""
        for key in _keys(table, new.side):
            values, rows = self.sorted[key.bit]
            order = np.argsort(key.values, kind="stable")
            at = np.searchsorted(values, key.values[order])
            self.sorted[key.bit] = (
                np.insert(values, at, key.values[order]),
                np.insert(rows, at, key.rows[order] + shift),
            )
        groups = letters.weighed(letters.counted(new.names.solid), self.group_weights)
        self.groups = sparse.vstack([self.groups, groups], format="csr")
        self.columns = self.groups.T.tocsr()


def _keys(table: Table, side: Side) -> list[Key]:
    weights = table.weights
    sizes = Sizes(weights.host_counts, weights.family_counts)
    return list(keys(side.names, side.evidence, weights.counts, sizes, LIMITS))


def all_candidates(table: Table) -> Candidates:
    """Candidates within a whole table."""
    near = _affinity(table)
    size = len(table.names)
    left: list[Ints] = []
    right: list[Ints] = []
    bits: list[Ints] = []
    for key in _keys(table, table.side):
        one, two = within(key.values, key.rows, key.window, near)
        left.append(one)
        right.append(two)
        bits.append(np.full(len(one), 1 << key.bit))
    counted = letters.counted(table.names.solid)
    groups = letters.weighed(counted, letters.weights_of(counted, _COMMON_GROUP))
    one, two = letters.nearest(groups, groups.T.tocsr(), _NEAREST, _LEAST_COSINE)
    bits.append(np.full(len(one), 1 << LETTERS))
    found = unique_pairs(np.concatenate([*left, one]), np.concatenate([*right, two]), np.concatenate(bits), size)
    return _thinned(table.side, table.side, table.weights.words, found)


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
    """Candidates for `rows` of `other` (a table with the vocabularies of `table`) within `table`."""
    names = other.names.taken(rows)
    side = Side(names, other.evidence)
    left: list[Ints] = []
    right: list[Ints] = []
    bits: list[Ints] = []
    for key in _keys(table, side):
        one, two = between(key.values, key.rows, index_keys.sorted[key.bit], 2 * key.window)
        left.append(one)
        right.append(two)
        bits.append(np.full(len(one), 1 << key.bit))
    groups = letters.weighed(letters.counted(names.solid), index_keys.group_weights)
    one, two = letters.nearest(groups, index_keys.columns, _NEAREST, _LEAST_COSINE)
    bits.append(np.full(len(one), 1 << LETTERS))
    found = np.concatenate([*left, one]), np.concatenate([*right, two]), np.concatenate(bits)
    merged = _merged(*found, len(table.names))
    kept = _thinned(side, table.side, table.weights.words, merged)
    return Candidates(rows[kept.left], kept.right, kept.bits, kept.seen)


def _merged(left: Ints, right: Ints, bits: Ints, size: int) -> tuple[Ints, Ints, Ints]:
    code = left * size + right
    order = np.argsort(code, kind="stable")
    code, bits = code[order], bits[order]
    if not len(code):
        return left, right, bits
    starts = np.flatnonzero(np.concatenate([[True], code[1:] != code[:-1]]))
    return code[starts] // size, code[starts] % size, np.bitwise_or.reduceat(bits, starts)


def _thinned(left: Side, right: Side, words: Floats, found: tuple[Ints, Ints, Ints]) -> Candidates:
    """Without pairs that share a rare word or some letters by chance and read quite differently."""
    a, b, bits = found
    unsure = np.flatnonzero((bits & _SURE) == 0)
    one, two = a[unsure], b[unsure]
    alike = similar(picked(left.names.solid, one), picked(right.names.solid, two), fuzz.ratio) >= _LOOK * 100
    both = shared(left.names.core, right.names.core, one, two, words)
    lesser = np.minimum(totals_of(left.names.core, one, words), totals_of(right.names.core, two, words))
    keep = np.ones(len(a), bool)
    keep[unsure] = alike | (both >= _HALF * lesser)
    return Candidates(a[keep], b[keep], bits[keep], len(a))
