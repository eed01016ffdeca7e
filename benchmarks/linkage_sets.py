"""Matching records of other kinds: the public sets, learnt on their train part, the threshold set on valid.

`./dev bench linkage --sets DIR` takes every folder of DIR that has train.txt and valid.txt; a set with a test.txt is
scored on that, else on valid. Where so few pairs are one thing that each is points, F1 is also that of folds: of train
and valid together three quarters are learnt from and a quarter is judged, in turn.
"""

from collections.abc import Iterator
from pathlib import Path
from statistics import mean, median
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.promise import Promise

BOUNDS = {
    "Fodors-Zagats": (100.0, 100.0),
    "Walmart-Amazon": (86.0, 86.8),
    "Amazon-Google": (73.0, 75.6),
    "Beer": (90.0, 94.4),
}
SEEDS = 5
FEW, FOLDS = 20, 4


def run_sets(folder: Path, seeds: int = SEEDS) -> Iterator[Promise]:
    """F1 of each set: the median over the seeds, with its range."""
    for path in sorted(folder.iterdir()):
        if (path / "train.txt").is_file() and (path / "valid.txt").is_file():
            yield from _one(path, seeds)


def _one(path: Path, seeds: int) -> Iterator[Promise]:
    from apps.consolidation.linkage.fields.ditto import read
    from apps.consolidation.linkage.fields.learning import learn
    from apps.consolidation.linkage.measures import ece, f1_at

    train, valid = read(path / "train.txt"), read(path / "valid.txt")
    part = "test" if (path / "test.txt").is_file() else "valid"
    judged = read(path / f"{part}.txt")
    scores, training, asking, errors = [], [], [], []
    for seed in range(seeds):
        start = perf_counter()
        matcher = learn(train, valid, seed=seed)
        trained = perf_counter()
        chances = matcher.chances(judged.pairs)
        asking.append((perf_counter() - trained) * 1000 / max(len(judged.pairs), 1))
        training.append(trained - start)
        scores.append(100 * f1_at(chances, judged.labels, matcher.threshold)["f1"])
        errors.append(ece(chances, judged.labels))
    bound, stretch = BOUNDS.get(path.name, (0.0, 0.0))
    note = f"{part}, {min(scores):.1f} to {max(scores):.1f}, learnt in {median(training):.1f} s"
    yield Promise(f"sets: {path.name}, F1", median(scores), bound, stretch, "higher", note)
    if judged.labels.sum() < FEW:
        found = [100 * f1 for seed in range(seeds) for f1 in _folds(train, valid, seed)]
        note = f"mean of {len(found)}, {min(found):.1f} to {max(found):.1f}"
        yield Promise(f"sets: {path.name}, F1 in folds", mean(found), bound, stretch, "higher", note)
    yield Promise(f"sets: {path.name}, ms a pair", median(asking), 1, 1)
    yield Promise(f"sets: {path.name}, calibration", median(errors), 0.05, 0.03)


def _folds(train: Any, valid: Any, seed: int) -> Iterator[float]:
    """F1 of each quarter by what the others teach: two to learn from, one to set the threshold on."""
    from apps.consolidation.linkage.fields.ditto import PairSet
    from apps.consolidation.linkage.fields.learning import learn
    from apps.consolidation.linkage.measures import f1_at

    pairs, labels = [*train.pairs, *valid.pairs], np.concatenate([train.labels, valid.labels])
    mixed = np.random.default_rng(seed).permutation(len(pairs))
    fold = np.empty(len(pairs), int)
    fold[mixed[np.argsort(labels[mixed], kind="stable")]] = np.arange(len(pairs)) % FOLDS
    parts = [PairSet([pairs[i] for i in np.flatnonzero(fold == k)], labels[fold == k]) for k in range(FOLDS)]
    for k, judged in enumerate(parts):
        after, *rest = parts[k + 1 :] + parts[:k]
        learnt = PairSet([p for one in rest for p in one.pairs], np.concatenate([one.labels for one in rest]))
        matcher = learn(learnt, after, seed=seed)
        yield f1_at(matcher.chances(judged.pairs), judged.labels, matcher.threshold)["f1"]
