"""Numbers for texts, made for many texts at once: of the whole, of the whole less one letter, of its letter groups.

Equal texts have equal numbers, in every process; the rare collision only costs a comparison.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from operator import mul

import numpy as np
import numpy.typing as npt

from apps.consolidation.linkage.bags import Ints

Hashes = npt.NDArray[np.uint64]
_BASE = 0x9E3779B97F4A7C15  # odd, so that it can be divided by
_INVERSE = pow(_BASE, -1, 1 << 64)
_FEW = 4000  # letters
_HANDFUL, _SHORT = 4, 200  # numbers or texts, and letters of them together, that are met one by one
_ALL = (1 << 64) - 1
_CHUNK = 50_000  # texts at a time, to bound the memory
_START, _MIX, _AGAIN = np.uint64(_BASE), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_FAR, _NEAR, _LAST = np.uint64(30), np.uint64(27), np.uint64(31)


def mix(values: npt.NDArray[np.integer]) -> Hashes:
    """Numbers spread over 64 bits."""
    if len(values) <= _HANDFUL:
        return np.array([_mixed(value) for value in values.tolist()], np.uint64)
    x = values.astype(np.uint64)
    x += _START
    x ^= x >> _FAR
    x *= _MIX
    x ^= x >> _NEAR
    x *= _AGAIN
    x ^= x >> _LAST
    return x


def _mixed(number: int) -> int:
    """The same for one number: quicker than six steps over an array for a handful."""
    x = number + _BASE & _ALL
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9 & _ALL
    x = (x ^ x >> 27) * 0x94D049BB133111EB & _ALL
    return x ^ x >> 31


@lru_cache(_FEW)
def _letter(letter: str) -> int:
    return _mixed(ord(letter))


@cache
def _steps(base: int) -> list[int]:
    """The first powers as plain numbers."""
    return [int(power) for power in _all_powers(base, _SHORT)]


def _sums_of_one(text: str) -> list[int]:
    """The running sums of one short text."""
    return list(accumulate(map(mul, map(_letter, text), _steps(_BASE)), initial=0))


def _short(texts: Sequence[str]) -> bool:
    return len(texts) <= _HANDFUL and sum(map(len, texts)) <= _SHORT


def letters(texts: Sequence[str]) -> tuple[Ints, npt.NDArray[np.uint32]]:
    """Where each text starts in the row of all letters, and the letters as code points."""
    joined = "".join(texts).encode("utf-32-le", "surrogatepass")
    starts = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)), out=starts[1:])
    return starts, np.frombuffer(joined, np.uint32)


def whole(texts: Sequence[str]) -> Hashes:
    """One number for each text."""
    if _short(texts):
        return np.array([_mixed(_sums_of_one(text)[-1]) for text in texts], np.uint64)
    found = [_whole(texts[i : i + _CHUNK]) for i in range(0, len(texts), _CHUNK)]
    return np.concatenate(found) if found else np.zeros(0, np.uint64)


def less_one(texts: Sequence[str]) -> tuple[Hashes, Ints]:
    """Each text whole and less each of its letters: numbers, and the text each is of.

    Two texts share one of them if a letter more, less, other or swapped is all that parts them.
    """
    if _short(texts):
        return _less_one_of_few(texts)
    found = [_less_one(texts[i : i + _CHUNK], i) for i in range(0, len(texts), _CHUNK)]
    if not found:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    return np.concatenate([h for h, _ in found]), np.concatenate([r for _, r in found])


def _powers(base: int, count: int) -> Hashes:
    """The powers from 0 to `count`."""
    return _first_powers(base)[: count + 1] if count < _FEW else _all_powers(base, count)


@cache
def _first_powers(base: int) -> Hashes:
    return _all_powers(base, _FEW)


def _all_powers(base: int, count: int) -> Hashes:
    steps = np.full(count + 1, base, np.uint64)
    steps[0] = 1
    return np.cumprod(steps)


def _sums(texts: Sequence[str]) -> tuple[Ints, Hashes, Hashes]:
    """Starts, running sums of letter times power, and inverse powers; the number of a stretch is a difference."""
    starts, points = letters(texts)
    sums = np.zeros(len(points) + 1, np.uint64)
    np.cumsum(mix(points) * _powers(_BASE, len(points))[:-1], out=sums[1:])
    return starts, sums, _powers(_INVERSE, len(points))


def _whole(texts: Sequence[str]) -> Hashes:
    starts, sums, inverse = _sums(texts)
    return mix((sums[starts[1:]] - sums[starts[:-1]]) * inverse[starts[:-1]])


def _less_one(texts: Sequence[str], offset: int) -> tuple[Hashes, Ints]:
    starts, sums, inverse = _sums(texts)
    first, end = starts[:-1], starts[1:]
    full = mix((sums[end] - sums[first]) * inverse[first])
    sizes = end - first
    rows = np.repeat(np.arange(len(texts)), sizes)
    at = np.arange(len(rows))
    left = (sums[at] - sums[first][rows]) * inverse[first][rows]
    right = (sums[end][rows] - sums[at + 1]) * inverse[first[rows] + 1]
    return np.concatenate([full, mix(left + right)]), np.concatenate([np.arange(len(texts)), rows]) + offset


def _less_one_of_few(texts: Sequence[str]) -> tuple[Hashes, Ints]:
    """The same for a handful of short texts."""
    sums = [_sums_of_one(text) for text in texts]
    found = [_mixed(every[-1]) for every in sums]
    rows = list(range(len(texts)))
    for row, every in enumerate(sums):
        found += [_mixed(left + (every[-1] - upto) * _INVERSE) for left, upto in pairwise(every)]
        rows += [row] * (len(every) - 1)
    return np.array(found, np.uint64), np.array(rows, np.int64)


def groups_of_letters(texts: Sequence[str], size: int) -> tuple[Hashes, Ints]:
    """Every `size` letters in a row of each text, with a mark before its beginning and after its end."""
    starts, points = letters([f"^{text}$" for text in texts])
    lengths = np.maximum(np.diff(starts) - size + 1, 0)
    rows = np.repeat(np.arange(len(texts)), lengths)
    at = np.repeat(starts[:-1], lengths) + np.arange(len(rows)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    value = np.zeros(len(at), np.uint64)
    for step in range(size):
        value = value * np.uint64(0x100000001B3) + points[at + step]
    return mix(value), rows
