"""How good answers are: precision, recall, F1, and whether a probability of 0.8 is right eight times of ten."""

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from apps.consolidation.linkage.bags import Floats, Ints

_BINS = 10
_SURE = 1e-6  # nobody is surprised without end
_NEAR = 0.5  # of a logit


def f1_at(chances: Floats, labels: Ints, threshold: float = 0.5) -> dict[str, float]:
    """Precision, recall and F1 of "yes" from `threshold` on."""
    said = chances >= threshold
    right = int((said & (labels == 1)).sum())
    precision = right / max(int(said.sum()), 1)
    recall = right / max(int((labels == 1).sum()), 1)
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / max(precision + recall, 1e-9)}


def best_threshold(chances: Floats, labels: Ints) -> float:
    """The threshold with the best F1, where a pair near it counts in part.

    The one best threshold of a few hundred pairs rests on two or three of them; on pairs that have not been seen, one
    that is good all around does better.
    """
    sure = np.clip(chances.astype(np.float64), _SURE, 1 - _SURE)
    logits = np.log(sure / (1 - sure))
    places = np.linspace(-4, 4, 161)
    share = expit((logits[None, :] - places[:, None]) / _NEAR)
    f1 = 2 * share @ labels / (share.sum(axis=1) + max(int(labels.sum()), 1))
    return float(expit(places[int(np.argmax(f1))]))


def ece(chances: Floats, labels: Ints) -> float:
    """Expected calibration error over ten equal ranges of probability."""
    place = np.minimum((chances * _BINS).astype(np.int64), _BINS - 1)
    counts = np.bincount(place, minlength=_BINS)
    said = np.bincount(place, weights=chances, minlength=_BINS)
    true = np.bincount(place, weights=labels, minlength=_BINS)
    return float(np.abs(said - true).sum() / max(counts.sum(), 1))


def log_loss(chances: Floats, labels: Ints, weights: npt.NDArray[np.float64] | None = None) -> float:
    """How surprised one is by the truth, on average; 0 is certain and right. Each row counts as much as it weighs."""
    sure = np.clip(chances.astype(np.float64), _SURE, 1 - _SURE)
    surprise = -np.log(np.where(labels == 1, sure, 1 - sure))
    return float(np.average(surprise, weights=weights)) if len(labels) else 0.0
