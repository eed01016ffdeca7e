"""Pairs of rows that share a key, never more than a bounded number for each row.

Forty thousand rows with one key do not make eight hundred million pairs: within a key, rows are sorted by what else
they have in common, and each meets only the next few.
"""

from dataclasses import dataclass

import numpy as np

from apps.consolidation.linkage.bags import Ints
from apps.consolidation.linkage.hashing import Hashes

_MANY = 100  # rows of one key from which on each meets fewer mates
_FEWEST = 3
_AT_ONCE = 3_000_000  # keys
_BITS = 16  # of a packed pair are for the rules that found it


@dataclass(frozen=True, slots=True)
class Order:
    """The rows of a table in the order in which those of one key stand beside one another."""

    rows: Ints
    places: Ints

    @classmethod
    def by(cls, affinity: Hashes) -> "Order":
        """Rows of near numbers (one for each row of the table) side by side."""
        rows = np.argsort(affinity, kind="stable")
        places = np.empty(len(rows), np.int64)
        places[rows] = np.arange(len(rows))
        return cls(rows, places)


def within(keys: Hashes, rows: Ints, window: int, order: Order | None = None) -> tuple[Ints, Ints]:
    """Pairs of rows with an equal key, each row with at most `window` of those that follow it.

    `order` decides who follows whom when a key has more rows than that. A pair may be told several times.
    """
    runs, rows = _met_again(keys, rows, order)
    window_of = _windows(runs, window)
    active = np.flatnonzero(runs[1:] == runs[:-1])
    left: list[Ints] = [np.zeros(0, np.int64)]
    right: list[Ints] = [np.zeros(0, np.int64)]
    for step in range(1, window + 1):
        if not len(active):
            break
        left.append(rows[active])
        right.append(rows[active + step])
        active = active[active + step + 1 < len(runs)]
        active = active[(runs[active + step + 1] == runs[active]) & (window_of[active] > step)]
    return np.concatenate(left), np.concatenate(right)


def packed_within(keys: Hashes, rows: Ints, window: int, order: Order, bit: int) -> Ints:
    """The pairs of `within` as packed numbers, each once. Of very many keys a part is looked at at a time."""
    parts = 1 + len(keys) // _AT_ONCE
    found = np.zeros(0, np.int64)
    for part in range(parts):
        at = slice(None) if parts == 1 else np.flatnonzero(keys % np.uint64(parts) == np.uint64(part))
        pairs = ordered(*within(keys[at], rows[at], window, order))
        found = distinct(np.concatenate([found, distinct(packed(*pairs, bit, len(order.rows)))]))
    return found


def _met_again(keys: Hashes, rows: Ints, order: Order | None) -> tuple[Ints, Ints]:
    """Without the keys that occur once, as most of those of names less a letter do; keys as numbers in a row, sorted,
    and the rows of each in their order."""
    if not len(keys):
        return np.zeros(0, np.int64), rows
    by_key = np.argsort(keys)
    new = np.append(True, keys[by_key[1:]] != keys[by_key[:-1]])
    kept = ~(new & np.append(new[1:], True))
    places = rows[by_key[kept]] if order is None else order.places[rows[by_key[kept]]]
    size = int(places.max(initial=0)) + 1
    codes = distinct(np.cumsum(new)[kept] * size + places)
    runs, places = np.divmod(codes, size)
    return runs, places if order is None else order.rows[places]


def distinct(numbers: Ints) -> Ints:
    """Each number once, in order. Sorts in place: numpy's own way takes long for many millions."""
    numbers.sort()
    return numbers[np.append(True, numbers[1:] != numbers[:-1])] if len(numbers) else numbers


def _windows(keys: Ints, window: int) -> Ints:
    """How many mates each row may have: fewer where a key has very many rows."""
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.zeros(0, np.int64)
    sizes = np.diff(np.append(starts, len(keys)))
    return np.repeat(np.clip(window * _MANY // np.maximum(sizes, 1), _FEWEST, window), sizes)


def between(keys: Hashes, index: tuple[Hashes, Ints], most: Ints) -> tuple[Ints, Ints]:
    """Pairs of the place of a key and a row of a sorted `index` (keys, rows) that has it, at most `most` for each."""
    known, owners = index
    first = known.searchsorted(keys, "left")
    sizes = np.minimum(known.searchsorted(keys, "right") - first, most)
    places = np.arange(len(keys)).repeat(sizes)
    inside = np.arange(len(places)) - (sizes.cumsum() - sizes)[places]
    return places, owners[first[places] + inside]


def ordered(left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """The lower row first; a row with itself is no pair."""
    keep = left != right
    left, right = left[keep], right[keep]
    return np.minimum(left, right), np.maximum(left, right)


def packed(left: Ints, right: Ints, bit: int | Ints, size: int) -> Ints:
    """Pairs found by one rule, or each by its own, as single numbers: `right` is a row of a table of `size` rows."""
    return ((left * size + right) << _BITS) | (np.int64(1) << bit)


def unpacked(found: list[Ints], size: int) -> tuple[Ints, Ints, Ints]:
    """Pairs found by several rules: each once, in order, with the bits of all rules that found it."""
    codes = np.concatenate([np.zeros(0, np.int64), *found])
    codes.sort()
    pairs = codes >> _BITS
    starts = np.flatnonzero(np.append(True, pairs[1:] != pairs[:-1])) if len(codes) else np.zeros(0, np.int64)
    codes &= (1 << _BITS) - 1
    bits = np.bitwise_or.reduceat(codes, starts) if len(starts) else codes
    left, right = np.divmod(pairs[starts], size)
    return left, right, bits
