"""Pairs of rows that share a key, never more than a bounded number for each row.

Forty thousand rows with one key do not make eight hundred million pairs: within a key, rows are sorted by what else
they have in common, and each meets only the next few.
"""

import numpy as np

from apps.consolidation.linkage.bags import Ints
from apps.consolidation.linkage.hashing import Hashes

_MANY = 100  # rows of one key from which on each meets fewer mates
_FEWEST = 3


def within(keys: Hashes, rows: Ints, window: int, affinity: Hashes | None = None) -> tuple[Ints, Ints]:
    """Pairs of rows with an equal key, each row with at most `window` of those that follow it.

    `affinity` (one number per row of the table) decides who is near whom when a key has more rows than that.
    """
    near = rows if affinity is None else affinity[rows]
    order = np.lexsort((rows, near, keys))
    keys, rows = keys[order], rows[order]
    window_of = _windows(keys, window)
    active = np.flatnonzero(keys[1:] == keys[:-1])
    left: list[Ints] = []
    right: list[Ints] = []
    for step in range(1, window + 1):
        if not len(active):
            break
        left.append(rows[active])
        right.append(rows[active + step])
        active = active[active + step + 1 < len(keys)]
        active = active[(keys[active + step + 1] == keys[active]) & (window_of[active] > step)]
    if not left:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    return np.concatenate(left), np.concatenate(right)


def _windows(keys: Hashes, window: int) -> Ints:
    """How many mates each row may have: fewer where a key has very many rows."""
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.zeros(0, np.int64)
    sizes = np.diff(np.append(starts, len(keys)))
    return np.repeat(np.clip(window * _MANY // np.maximum(sizes, 1), _FEWEST, window), sizes)


def between(keys: Hashes, rows: Ints, index: tuple[Hashes, Ints], most: int) -> tuple[Ints, Ints]:
    """Pairs of a new row and a row of a sorted `index` (keys, rows) with an equal key, at most `most` for each."""
    known, owners = index
    first = np.searchsorted(known, keys, "left")
    sizes = np.minimum(np.searchsorted(known, keys, "right") - first, most)
    inside = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.repeat(rows, sizes), owners[np.repeat(first, sizes) + inside]


def unique_pairs(left: Ints, right: Ints, bits: Ints, size: int) -> tuple[Ints, Ints, Ints]:
    """Each pair once, lower row first, with the bits of all keys that found it; a row with itself is no pair."""
    keep = left != right
    low, high = np.minimum(left, right)[keep], np.maximum(left, right)[keep]
    code = low * size + high
    order = np.argsort(code, kind="stable")
    code, bits = code[order], bits[keep][order]
    starts = np.flatnonzero(np.concatenate([[True], code[1:] != code[:-1]])) if len(code) else np.zeros(0, np.int64)
    code = code[starts]
    merged = np.bitwise_or.reduceat(bits, starts) if len(starts) else bits
    return code // size, code % size, merged
