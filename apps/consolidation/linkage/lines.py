"""A head of straight lines, one for each feature, and heads mixed: what few examples can teach is how much each feature
counts, not how each two of them go together."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from apps.consolidation.linkage.bags import Floats, Ints
from apps.consolidation.linkage.model import Head, Term

_STEPS = 32
_FAR = 4.0  # standard deviations


def fit_lines(values: Floats, columns: Mapping[str, int], labels: Ints, names: Sequence[str], *, loose: float) -> Head:
    """A head for `labels` (1 or 0): the sum of the features, each by its weight; `loose` is how freely they may weigh.
    What is not known says nothing."""
    table = values[:, [columns[name] for name in names]].astype(np.float64)
    edges = [_cuts(column[~np.isnan(column)]) for column in table.T]
    steps = [_heights(column, cuts) for column, cuts in zip(table.T, edges, strict=True)]
    inputs = np.column_stack([step[_places(c, e)] for c, e, step in zip(table.T, edges, steps, strict=True)])
    with threadpool_limits(1):
        line = LogisticRegression(C=loose, max_iter=500).fit(inputs, labels)
    terms = (
        Term((name,), (step * slope).astype(np.float32))
        for name, step, slope in zip(names, steps, line.coef_[0], strict=True)
    )
    return Head(float(line.intercept_[0]), dict(zip(names, edges, strict=True)), tuple(terms))


def _cuts(known: npt.NDArray[np.float64]) -> Floats:
    """The edges of ranges that hold equally many values."""
    if not len(known):
        return np.zeros(0, np.float32)
    found = np.unique(np.quantile(known, np.linspace(0, 1, _STEPS + 1)).astype(np.float32))
    return np.asarray((found[1:] + found[:-1]) / 2, np.float32)


def _places(column: npt.NDArray[np.float64], edges: Floats) -> Ints:
    found = np.searchsorted(edges, column.astype(np.float32), side="left")
    return np.where(np.isnan(column), len(edges) + 1, found)


def _heights(column: npt.NDArray[np.float64], edges: Floats) -> npt.NDArray[np.float64]:
    """What each range stands for: its mean, in standard deviations from the middle; 0 for "not known"."""
    found = np.zeros(len(edges) + 2)
    known = column[~np.isnan(column)]
    if not len(known) or not (spread := float(known.std())):
        return found
    places = _places(known, edges)
    counts = np.bincount(places, minlength=len(edges) + 1)
    means = np.bincount(places, weights=known, minlength=len(edges) + 1) / np.maximum(counts, 1)
    found[:-1] = np.where(counts > 0, np.clip((means - np.median(known)) / spread, -_FAR, _FAR), 0)
    return found


def mixed(one: Head, two: Head, share: float) -> Head:
    """One head whose log-odds are those of `one`, and `share` of them those of `two`."""
    edges = {name: _union(one.edges.get(name), two.edges.get(name)) for name in {**one.edges, **two.edges}}
    tables: dict[tuple[str, ...], Floats] = {}
    for head, part in ((one, 1 - share), (two, share)):
        for term in head.terms:
            at = np.ix_(*(_ranges(head.edges[name], edges[name]) for name in term.features))
            found = np.asarray(term.values[at] * np.float32(part), np.float32)
            tables[term.features] = tables[term.features] + found if term.features in tables else found
    return Head(
        (1 - share) * one.base + share * two.base, edges, tuple(Term(names, v) for names, v in sorted(tables.items()))
    )


def _union(one: Floats | None, two: Floats | None) -> Floats:
    return np.unique(np.concatenate([found for found in (one, two) if found is not None]))


def _ranges(edges: Floats, finer: Floats) -> Ints:
    """For each range of `finer` the one of `edges` it lies in."""
    return np.array([*np.searchsorted(edges, finer, side="left"), len(edges), len(edges) + 1], np.int64)
