"""How alike two names are: each view compared on its own terms, for many pairs at once."""

from re import compile as pattern
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, JaroWinkler

from apps.consolidation.linkage.bags import Bags, Floats, Ints, shared, totals_of
from apps.consolidation.linkage.columns import Names
from apps.consolidation.linkage.lexicon import ANY_TRADE

# What the words for a house say together.
UNSAID, ONE_SAYS, SAME_WORDS, SAME_TRADE, OTHER_TRADE = 0.0, 1.0, 2.0, 3.0, 4.0
# What two sets of words say together.
NEITHER, EQUAL, ONE_SIDE, DIFFER = 0.0, 1.0, 2.0, 3.0
_MOST_EDITS = 4
_UNLIKE = np.float32(0.6)  # as names are that share a word
_FIGURES = pattern(r"\d+").findall
_SMALL = 0.01
_NEVER = np.float32(np.nan)


def similar(one: list[str], two: list[str], scorer: Any) -> Floats:
    """A rapidfuzz scorer over pairs of texts."""
    return np.asarray(process.cpdist(one, two, scorer=scorer, dtype=np.float32))


def picked(texts: list[str], rows: Ints) -> list[str]:
    """The texts of these rows."""
    return [texts[i] for i in rows.tolist()]


def likeness(left: Names, right: Names, a: Ints, b: Ints, weights: Floats) -> dict[str, Floats]:
    """Feature by feature for each pair (row of `left`, row of `right`); `weights` is the rarity of each word."""
    one, two = picked(left.solid, a), picked(right.solid, b)
    edits = similar(one, two, OSA.distance)
    longest = np.maximum(np.maximum(_lengths(one), _lengths(two)), 1)
    straight = np.asarray(1 - edits.astype(np.float64) / longest, np.float32)
    ordered = similar(picked(left.ordered, a), picked(right.ordered, b), OSA.normalized_similarity)
    counted = _count_otherwise(one, two, edits)
    most = np.where(counted, _UNLIKE, np.float32(1))
    found: dict[str, Floats] = {
        "letters": np.minimum(np.maximum(straight, ordered), most),
        "edits": np.where(counted, np.float32(_MOST_EDITS), np.minimum(edits, _MOST_EDITS)),
        "whole_edits": np.where(counted, np.float32(_MOST_EDITS), _whole_edits(left, right, a, b)),
        "beginning": np.minimum(similar(one, two, JaroWinkler.similarity), most),
        "whole": similar(picked(left.full, a), picked(right.full, b), fuzz.token_sort_ratio) / np.float32(100),
        "length": np.minimum(_lengths(one), _lengths(two)),
        "house": _houses(left, right, a, b),
        "kin": _kin(left, right, a, b),
    }
    found.update(_words(left, right, a, b, weights))
    for field in ("products", "numbers", "kinds"):
        found.update(_tail(field, (getattr(left, field), getattr(right, field)), a, b))
    return found


def _count_otherwise(one: list[str], two: list[str], edits: Floats) -> npt.NDArray[np.bool_]:
    """Where names that are nearly alike count otherwise: a figure is no slip of the hand, FOUR ROSES are not THREE."""
    found = np.zeros(len(one), bool)
    for at in np.flatnonzero((edits > 0) & (edits <= _MOST_EDITS)).tolist():
        first = _FIGURES(one[at])
        found[at] = bool(first) and sorted(first) != sorted(_FIGURES(two[at]) or first)
    return found


def _whole_edits(left: Names, right: Names, a: Ints, b: Ints) -> Floats:
    """Letters to change in the whole names: a slip in BREWING makes it a word nobody knows."""
    one = [text.replace(" ", "") for text in picked(left.full, a)]
    two = [text.replace(" ", "") for text in picked(right.full, b)]
    return np.minimum(similar(one, two, OSA.distance), _MOST_EDITS)


def _lengths(texts: list[str]) -> Floats:
    return np.fromiter(map(len, texts), np.float32, len(texts))


def _words(left: Names, right: Names, a: Ints, b: Ints, weights: Floats) -> dict[str, Floats]:
    """What both have, what only one has, weighed by rarity; and how alike the rests are letter by letter."""
    both = shared(left.core, right.core, a, b, weights)
    rests = [totals_of(names.core, rows, weights) - both for names, rows in ((left, a), (right, b))]
    one, two = (np.where(rest < _SMALL, np.float32(0), rest) for rest in rests)
    return {
        "shared_words": both,
        "rest_a": one,
        "rest_b": two,
        "lesser_rest": np.minimum(one, two),
        "greater_rest": np.maximum(one, two),
        "rest_letters": _rests(left, right, a, b, (one > 0) & (two > 0)),
    }


def _rests(left: Names, right: Names, a: Ints, b: Ints, both: Any) -> Floats:
    """How alike the words are that only one side has; NaN unless both sides have some."""
    found = np.full(len(a), _NEVER, np.float32)
    at = np.flatnonzero(both)
    if len(at):
        rests = [_rest(left.text[i], right.text[j]) for i, j in zip(a[at].tolist(), b[at].tolist(), strict=True)]
        found[at] = similar([one for one, _ in rests], [two for _, two in rests], OSA.normalized_similarity)
    return found


def _rest(one: str, two: str) -> tuple[str, str]:
    first, second = one.split(), two.split()
    return "".join([w for w in first if w not in second]), "".join([w for w in second if w not in first])


def _tail(name: str, sides: tuple[Bags, Bags], a: Ints, b: Ints) -> dict[str, Floats]:
    """How many words of a kind each side has alone, and what that amounts to."""
    left, right = sides
    both = shared(left, right, a, b)
    one, two = left.sizes_of(a) - both, right.sizes_of(b) - both
    state = np.full(len(a), NEITHER, np.float32)
    state[both > 0] = EQUAL
    state[(one > 0) | (two > 0)] = ONE_SIDE
    state[(one > 0) & (two > 0)] = DIFFER
    return {f"{name}_a": one.astype(np.float32), f"{name}_b": two.astype(np.float32), name: state}


def _houses(left: Names, right: Names, a: Ints, b: Ints) -> Floats:
    one, two = left.trades[a], right.trades[b]
    state = np.full(len(a), SAME_TRADE, np.float32)
    state[(one & two) == 0] = OTHER_TRADE
    state[(one == ANY_TRADE) | (two == ANY_TRADE)] = SAME_TRADE
    same = left.house[a] == right.house[b]
    state[same] = SAME_WORDS
    state[(one == 0) ^ (two == 0)] = ONE_SAYS
    state[(one == 0) & (two == 0)] = UNSAID
    return state


def _kin(left: Names, right: Names, a: Ints, b: Ints) -> Floats:
    one, two = left.kin[a], right.kin[b]
    return np.where(one == two, np.where(one == 1, EQUAL, NEITHER), ONE_SIDE).astype(np.float32)
