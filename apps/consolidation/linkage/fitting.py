"""One head learnt from examples: boosted trees that look at one feature or two at a time, added up into tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from apps.consolidation.linkage.bags import Floats, Ints
from apps.consolidation.linkage.model import Head, Term

Pair = tuple[str, str]
_ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a head may look at: features, which of them together, which way each must point (1, -1), and how hard."""

    features: tuple[str, ...]
    together: tuple[Pair, ...] = ()
    monotone: Mapping[str, int] | None = None
    trees: int = 300
    rate: float = 0.1
    bins: int = 32
    leaf: int = 20
    ridge: float = 1.0
    any_pair: bool = False


def fit(
    values: Floats, columns: Mapping[str, int], labels: Ints, recipe: Recipe, *, seeds: Sequence[int], weights: Floats
) -> Head:
    """A head for `labels` (1 or 0) from rows of features; the mean over `seeds`, each with its own chance weights."""
    table = values[:, [columns[name] for name in recipe.features]]
    fits = [_trees(table, labels, recipe, seed, weights) for seed in seeds]
    return _added_up(fits, recipe, table)


def _trees(table: Floats, labels: Ints, recipe: Recipe, seed: int, weights: Floats) -> Any:
    number = {name: i for i, name in enumerate(recipe.features)}
    constraint: Any = [{number[a], number[b]} for a, b in recipe.together] + [{i} for i in number.values()]
    forest = HistGradientBoostingClassifier(
        max_iter=recipe.trees,
        learning_rate=recipe.rate,
        max_bins=recipe.bins,
        min_samples_leaf=recipe.leaf,
        l2_regularization=recipe.ridge,
        max_leaf_nodes=8,
        interaction_cst="pairwise" if recipe.any_pair else constraint,
        monotonic_cst=[(recipe.monotone or {}).get(name, 0) for name in recipe.features],
        early_stopping=False,
        random_state=seed,
    )
    chance = np.random.default_rng(seed).exponential(1.0, len(labels)) if seed else np.ones(len(labels))
    # Threads that wait for one another are slower than one alone when the machine has other work.
    with threadpool_limits(1):
        return forest.fit(table, labels, sample_weight=weights * chance)


@dataclass(frozen=True, slots=True)
class _Box:
    """A leaf: for each feature it asks about, the ranges (from, to) it takes and whether it takes "not known"."""

    sides: Mapping[int, tuple[float, float, bool]]
    value: float


def _boxes(nodes: Any) -> list[_Box]:
    found: list[_Box] = []
    waiting: list[tuple[int, dict[int, tuple[float, float, bool]]]] = [(0, {})]
    while waiting:
        at, sides = waiting.pop()
        node = nodes[at]
        if node["is_leaf"]:
            found.append(_Box(sides, float(node["value"])))
            continue
        feature, cut = int(node["feature_idx"]), float(node["num_threshold"])
        low, high, unknown = sides.get(feature, (-np.inf, np.inf, True))
        to_left = bool(node["missing_go_to_left"])
        waiting.append((int(node["left"]), {**sides, feature: (low, min(high, cut), unknown and to_left)}))
        waiting.append((int(node["right"]), {**sides, feature: (max(low, cut), high, unknown and not to_left)}))
    return found


def _added_up(fits: Sequence[Any], recipe: Recipe, table: Floats) -> Head:
    boxes = [box for fit in fits for trees in fit._predictors for tree in trees for box in _boxes(tree.nodes)]
    edges = _edges(boxes, len(recipe.features))
    tables: dict[tuple[int, ...], Any] = {}
    base = float(np.mean([np.ravel(fit._baseline_prediction)[0] for fit in fits]))
    for box in boxes:
        key = tuple(sorted(box.sides))
        if not key:
            base += box.value / len(fits)
            continue
        shape = tuple(len(edges[i]) + 2 for i in key)
        target = tables.setdefault(key, np.zeros(shape, np.float64))
        target[np.ix_(*(_places(box.sides[i], edges[i]) for i in key))] += box.value / len(fits)
    return _tidied(base, edges, tables, recipe, table)


def _edges(boxes: Sequence[_Box], count: int) -> list[Floats]:
    cuts: list[set[float]] = [set() for _ in range(count)]
    for box in boxes:
        for feature, (low, high, _) in box.sides.items():
            cuts[feature].update(cut for cut in (low, high) if np.isfinite(cut))
    return [np.array(sorted({np.float32(round(cut, 5)) for cut in found}), np.float32) for found in cuts]


def _places(side: tuple[float, float, bool], edges: Floats) -> Ints:
    """The ranges of a feature that a leaf takes: values above `low` and up to `high`."""
    low, high, unknown = side
    first = 0 if not np.isfinite(low) else int(np.searchsorted(edges, np.float32(round(low, 5)))) + 1
    last = len(edges) if not np.isfinite(high) else int(np.searchsorted(edges, np.float32(round(high, 5))))
    places = list(range(first, last + 1))
    return np.array([*places, len(edges) + 1] if unknown else places, np.int64)


def _tidied(
    base: float, edges: list[Floats], tables: dict[tuple[int, ...], Any], recipe: Recipe, table: Floats
) -> Head:
    """What a pair says of one feature alone moves to that feature; "not known" of one feature comes to say nothing."""
    places = _places_of_rows(edges, table)
    mains = {i: tables.pop((i,), np.zeros(len(edges[i]) + 2)) for i in range(len(edges))}
    for (one, two), values in tables.items():
        _purify(values, mains[one], mains[two], places[one], places[two])
    centres = {i: _centre(main, places[i]) for i, main in mains.items()}
    base += sum(centres.values())
    mains = {i: main - centres[i] for i, main in mains.items()}
    names = recipe.features
    kept = [i for i, main in mains.items() if np.any(main) or any(i in key for key in tables)]
    terms = [Term((names[i],), mains[i].astype(np.float32)) for i in kept if np.any(mains[i])]
    terms += [Term((names[a], names[b]), v.astype(np.float32)) for (a, b), v in sorted(tables.items())]
    return Head(base, {names[i]: edges[i] for i in kept}, tuple(terms))


def _centre(main: Any, places: Ints) -> float:
    """What a feature says when it is not known; the mean where it always is."""
    seen = np.bincount(places, minlength=len(main))
    return float(main[-1] if seen[-1] else np.average(main, weights=seen))


def _places_of_rows(edges: list[Floats], table: Floats) -> list[Ints]:
    found = []
    for i, cuts in enumerate(edges):
        place = np.searchsorted(cuts, table[:, i], side="left").astype(np.int64)
        place[np.isnan(table[:, i])] = len(cuts) + 1
        found.append(place)
    return found


def _purify(values: Any, one: Any, two: Any, rows: Ints, columns: Ints) -> None:
    seen = np.zeros(values.shape)
    np.add.at(seen, (rows, columns), 1.0)
    seen += 1e-3
    for _ in range(_ROUNDS):
        by_row = (values * seen).sum(1) / seen.sum(1)
        values -= by_row[:, None]
        one += by_row
        by_column = (values * seen).sum(0) / seen.sum(0)
        values -= by_column[None, :]
        two += by_column
