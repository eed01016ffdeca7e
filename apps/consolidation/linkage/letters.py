"""Names that look alike letter by letter: each is compared with the few nearest by the cosine of its letter groups."""

from typing import Any

import numpy as np
from scipy import sparse
from sparse_dot_topn import sp_matmul_topn

from apps.consolidation.linkage.bags import Floats, Ints
from apps.consolidation.linkage.hashing import groups_of_letters

SIZE = 3
WIDTH = 1 << 19
_LONGEST = 48
_BATCH = 20_000
_FEW = 16
_MANY = 60_000  # rows from which on a place for each is dearer than sorting those that are met
_ALL = np.arange(_MANY + 1)


def counted(texts: list[str]) -> Any:
    """Rows by letter groups, how often each occurs in the row."""
    values, rows = groups_of_letters([text[:_LONGEST] for text in texts], SIZE)
    columns = (values & np.uint64(WIDTH - 1)).astype(np.int32)
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=len(texts)))])
    found = sparse.csr_matrix((np.ones(len(rows), np.float32), columns, starts), shape=(len(texts), WIDTH))
    found.sum_duplicates()
    return found


def weights_of(table: Any, most: int) -> Floats:
    """What each group weighs: the rarer the more, nothing for those in more than `most` rows."""
    counts = np.bincount(table.indices, minlength=WIDTH)
    weights = np.full(WIDTH, np.log(table.shape[0] + 1.0), np.float32)
    met = np.flatnonzero(counts)
    weights[met] = np.log((table.shape[0] + 1.0) / counts[met])
    weights[counts > most] = 0
    return weights


def weighed(table: Any, weights: Floats) -> Any:
    """Rows of length one; groups without weight are gone."""
    data = np.sqrt(table.data) * weights[table.indices]
    lengths = np.sqrt(np.add.reduceat(np.append(data * data, 0), table.indptr[:-1]) * (np.diff(table.indptr) > 0))
    data = data / np.repeat(np.maximum(lengths, 1e-6), np.diff(table.indptr)).astype(np.float32)
    found = sparse.csr_matrix((data, table.indices, table.indptr), shape=table.shape)
    found.eliminate_zeros()
    return found


def nearest(rows: Any, columns: Any, most: int, least: float) -> tuple[Ints, Ints]:
    """Pairs (row, column) with a cosine of at least `least`, the best `most` of each row."""
    left: list[Ints] = []
    right: list[Ints] = []
    for start in range(0, rows.shape[0], _BATCH):
        found = sp_matmul_topn(rows[start : start + _BATCH], columns, top_n=most, threshold=least, n_threads=2)
        left.append(np.repeat(np.arange(found.shape[0]), np.diff(found.indptr)) + start)
        right.append(found.indices.astype(np.int64))
    if not left:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    return np.concatenate(left), np.concatenate(right)


def nearest_of(texts: list[str], weights: Floats, columns: Any, most: int, least: float) -> tuple[Ints, Ints]:
    """The same for texts; a few are answered without the cost of matrices."""
    if len(texts) > _FEW:
        return nearest(weighed(counted(texts), weights), columns, most, least)
    found = [_nearest_to(text, weights, columns, most, least) for text in texts]
    left = np.repeat(np.arange(len(texts)), [len(mates) for mates in found])
    return left, np.concatenate([np.zeros(0, np.int64), *found])


def _nearest_to(text: str, weights: Floats, columns: Any, most: int, least: float) -> Ints:
    values, _rows = groups_of_letters([text[:_LONGEST]], SIZE)
    groups, counts = np.unique((values & np.uint64(WIDTH - 1)).astype(np.int64), return_counts=True)
    own = np.sqrt(counts) * weights[groups]
    own /= max(float(np.sqrt((own * own).sum())), 1e-6)
    having = np.flatnonzero(own)
    starts = columns.indptr[groups[having]]
    sizes = columns.indptr[groups[having] + 1] - starts
    if not sizes.any():
        return np.zeros(0, np.int64)
    at = np.arange(sizes.sum()) + (starts - (sizes.cumsum() - sizes)).repeat(sizes)
    mates, amounts = columns.indices[at], columns.data[at] * own[having].repeat(sizes)
    if columns.shape[1] <= _MANY:
        cosine, mates = np.bincount(mates, amounts), _ALL[: int(mates.max()) + 1]
    else:
        mates, place = np.unique(mates, return_inverse=True)
        cosine = np.bincount(place, amounts)
    near = np.flatnonzero(cosine >= least)
    best = near[np.argsort(-cosine[near], kind="stable")[:most]]
    return np.asarray(mates[best], np.int64)
