"""Sets of words, permits, hosts and the like, one per row, kept as arrays so that many rows are compared at once."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


class Vocabulary:
    """Texts numbered in the order they come; numbers stay when more are learnt."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self.texts: list[str] = list(texts)
        self._numbers = {text: i for i, text in enumerate(self.texts)}

    def __len__(self) -> int:
        return len(self.texts)

    def learn(self, text: str) -> int:
        """The number of `text`, a new one if need be."""
        number = self._numbers.get(text)
        if number is None:
            number = self._numbers[text] = len(self.texts)
            self.texts.append(text)
        return number

    def from_number(self, number: int) -> list[str]:
        """The texts from this number on, in order."""
        return self.texts[number:]

    def below(self, text: str, most: int) -> int | None:
        """The number of `text` if it is one of the first `most`."""
        number = self._numbers.get(text)
        return number if number is None or number < most else None


class Visitor(Vocabulary):
    """Knows what another vocabulary knew when the visit began, and learns for itself: the other stays as it was."""

    def __init__(self, host: Vocabulary) -> None:
        super().__init__()
        self._host, self._size = host, len(host)

    def __len__(self) -> int:
        return self._size + len(self.texts)

    def learn(self, text: str) -> int:
        """The number of `text`, a new one if need be."""
        number = self._host.below(text, self._size)
        return super().learn(text) + self._size if number is None else number

    def from_number(self, number: int) -> list[str]:
        """The texts from this number on, in order."""
        return self._host.texts[number : self._size] + self.texts[max(number - self._size, 0) :]


class Bags:
    """For each row a set of numbers: `starts` has one entry more than there are rows."""

    def __init__(self, starts: Ints, ids: npt.NDArray[np.int32]) -> None:
        self.starts, self.ids = starts, ids

    @classmethod
    def of(cls, rows: Iterable[Sequence[int]]) -> "Bags":
        """From the numbers of each row; numbers that occur twice in a row count once."""
        flat: list[int] = []
        starts = [0]
        for row in rows:
            flat.extend(row if len(row) < 2 else dict.fromkeys(row))  # noqa: PLR2004 - a single one cannot occur twice
            starts.append(len(flat))
        return cls(np.array(starts, np.int64), np.array(flat, np.int32))

    @classmethod
    def learnt(cls, rows: Iterable[Iterable[str]], vocabulary: Vocabulary) -> "Bags":
        """From texts, learning those that are new."""
        learn = vocabulary.learn
        return cls.of([[learn(text) for text in row if text] for row in rows])

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def sizes(self) -> Ints:
        """How many each row has."""
        return np.asarray(self.starts[1:] - self.starts[:-1], np.int64)

    def sizes_of(self, rows: Ints) -> Ints:
        """How many each of these rows has."""
        return np.asarray(self.starts[rows + 1] - self.starts[rows], np.int64)

    @property
    def rows(self) -> Ints:
        """The row of each of `ids`."""
        return np.arange(len(self)).repeat(self.sizes)

    def counts(self, width: int) -> Ints:
        """In how many rows each number occurs."""
        return np.bincount(self.ids, minlength=width).astype(np.int64)

    def joined(self, other: "Bags") -> "Bags":
        """These rows, then those of `other`."""
        starts = np.concatenate([self.starts, other.starts[1:] + self.starts[-1]])
        return Bags(starts, np.concatenate([self.ids, other.ids]))

    def taken(self, rows: Ints) -> "Bags":
        """Only these rows, in this order."""
        sizes = self.sizes_of(rows)
        starts = np.zeros(len(rows) + 1, np.int64)
        sizes.cumsum(out=starts[1:])
        at = np.arange(starts[-1]) + (self.starts[rows] - starts[:-1]).repeat(sizes)
        return Bags(starts, self.ids[at])

    def matrix(self, width: int, weights: Floats | None = None) -> Any:
        """Rows by numbers, ones or weights."""
        data = np.ones(len(self.ids), np.float32) if weights is None else weights[self.ids]
        return sparse.csr_matrix((data, self.ids, self.starts), shape=(len(self), width))


def shared(left: Bags, right: Bags, a: Ints, b: Ints, weights: Floats | None = None) -> Floats:
    """For each pair of rows the weight of what both have; without weights, how many."""
    if not len(left.ids) or not len(right.ids) or not len(a):
        return np.zeros(len(a), np.float32)
    if len(left) == 1:
        return _shared_with_one(left.ids, right.taken(b), weights)
    one, two = left.taken(a), right.taken(b)
    if len(a) <= _FEW:
        return _shared_by_few(one, two, weights)
    width = len(weights) if weights is not None else _width(one, two)
    both = one.matrix(width, weights).multiply(two.matrix(width))
    return np.asarray(both.sum(axis=1), np.float32).ravel()


def _width(one: Bags, two: Bags) -> int:
    return int(max(one.ids.max(initial=0), two.ids.max(initial=0))) + 1


_FEW = 2000  # up to so many pairs sorting is quicker than matrices


def _shared_by_few(one: Bags, two: Bags, weights: Floats | None) -> Floats:
    width, rows = _width(one, two), one.rows
    both = np.isin(rows * width + one.ids, two.rows * width + two.ids)
    return _summed(rows[both], one.ids[both], weights, len(one))


def _shared_with_one(ids: npt.NDArray[np.int32], others: Bags, weights: Floats | None) -> Floats:
    both = (others.ids[:, None] == ids).any(axis=1)
    return _summed(others.rows[both], others.ids[both], weights, len(others))


def _summed(rows: Ints, ids: npt.NDArray[np.int32], weights: Floats | None, size: int) -> Floats:
    given = None if weights is None else weights[ids]
    return np.bincount(rows, weights=given, minlength=size).astype(np.float32)


def totals_of(bags: Bags, rows: Ints, weights: Floats) -> Floats:
    """The weight of all each of these rows has."""
    if len(rows) * 2 < len(bags):
        return totals(bags.taken(rows), weights)
    return totals(bags, weights)[rows]


def totals(bags: Bags, weights: Floats) -> Floats:
    """The weight of all each row has."""
    sums = np.concatenate([[0.0], np.cumsum(weights[bags.ids], dtype=np.float64)])
    return np.asarray(sums[bags.starts[1:]] - sums[bags.starts[:-1]], np.float32)
