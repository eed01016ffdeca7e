"""What a text says beyond the other fields of the two records, and how nearly alike its words are.

A title often repeats the maker or the kind: what is left without them is what tells two things of one maker apart, and
most of all a rare word in it that the other title has not. And a word may be written in another way, or cut short: each
word is measured against the likest one of the other side.
"""

from collections.abc import Container, Mapping, Sequence
from operator import mul
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from apps.consolidation.linkage.bags import Floats
from apps.consolidation.linkage.fields.rarity import Rarity

Sides = tuple[Sequence[Sequence[str]], Sequence[Sequence[str]]]
"""The words of a field, left and right, pair by pair"""
Likest = tuple[Sequence[float], Sequence[float]]
"""How near each word of the left is to the likest of the right, and the other way round"""
_RESTS: Final = ("rest sorted", "rest letters", "rest lesser", "rest greater")
_NEARLY: Final = ("nearly lesser", "nearly greater", "nearly both")
_ALONE: Final = ("alone lesser", "alone greater")
_ALIKE = 0.85


def beyond(name: str, texts: Mapping[str, Sides], rarity: Rarity) -> dict[str, Floats]:
    """Features of one field; `texts` has all fields of text. NaN where one side says nothing."""
    left, right = texts[name]
    others = [sides for other, sides in texts.items() if other != name]
    rests = np.full((len(left), len(_RESTS)), np.nan, np.float32)
    nearly = np.full((len(left), len(_NEARLY)), np.nan, np.float32)
    alone = np.full((len(left), len(_ALONE)), np.nan, np.float32)
    for at, (one, two) in enumerate(zip(left, right, strict=True)):
        if not one or not two:
            continue
        said = {word for sides in others for side in sides for word in side[at]}
        alike = process.cdist(one, two, scorer=JaroWinkler.normalized_similarity, score_cutoff=_ALIKE)
        best = alike.max(1).tolist(), alike.max(0).tolist()
        rests[at] = _rests([w for w in one if w not in said], [w for w in two if w not in said], rarity)
        nearly[at] = _nearly(one, two, best, rarity)
        alone[at] = _alone(one, two, best, said, rarity)
    columns = zip((*_RESTS, *_NEARLY, *_ALONE), np.column_stack([rests, nearly, alone]).T, strict=True)
    return {f"{name} {key}": values for key, values in columns}


def _rests(one: Sequence[str], two: Sequence[str], rarity: Rarity) -> tuple[float, ...]:
    if not one or not two:
        return (np.nan,) * len(_RESTS)
    first, second = set(one), set(two)
    amounts = [sum(map(rarity.weight, words)) for words in (first & second, first, second)]
    return (
        fuzz.token_sort_ratio(" ".join(one), " ".join(two)),
        fuzz.ratio("".join(one), "".join(two)),
        amounts[0] / min(amounts[1:]),
        amounts[0] / max(amounts[1:]),
    )


def _nearly(one: Sequence[str], two: Sequence[str], best: Likest, rarity: Rarity) -> tuple[float, float, float]:
    """The share of each side's words that the other has too, or nearly; the rarer a word the more it counts."""
    first, second = _share(best[0], one, rarity), _share(best[1], two, rarity)
    return min(first, second), max(first, second), first * second


def _alone(
    one: Sequence[str], two: Sequence[str], best: Likest, said: Container[str], rarity: Rarity
) -> tuple[float, float]:
    """What the words weigh that one side has alone, and no other field says."""
    first, second = _left(one, best[0], "".join(two), said, rarity), _left(two, best[1], "".join(one), said, rarity)
    return min(first, second), max(first, second)


def _left(words: Sequence[str], best: Sequence[float], other: str, said: Container[str], rarity: Rarity) -> float:
    far = zip(words, best, strict=True)
    return sum((1 - near) * rarity.weight(word) for word, near in far if word not in said and word not in other)


def _share(best: Sequence[float], words: Sequence[str], rarity: Rarity) -> float:
    weights = list(map(rarity.weight, words))
    return float(sum(map(mul, best, weights)) / sum(weights))
