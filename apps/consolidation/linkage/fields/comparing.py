"""Features of pairs of records of any kind: field by field, across fields, and of the records as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from re import compile as pattern
from typing import Any

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler

from apps.consolidation.linkage import letters
from apps.consolidation.linkage.bags import Bags, Floats, Ints, Vocabulary, shared, totals
from apps.consolidation.linkage.fields.beyond import beyond
from apps.consolidation.linkage.fields.rarity import ALL, IN_TWOS, Rarity, in_twos, plain, split, whole
from apps.consolidation.linkage.fields.schema import Field, Record, number
from apps.consolidation.linkage.likeness import similar

Pair = tuple[Record, Record]
_NEVER = np.float32(np.nan)
_DIGIT, _CODE = pattern(r"\d"), pattern(r"(?=.*[^\W\d_]).{4}")
_TEXT_SCORERS: tuple[tuple[str, Any], ...] = (
    ("sorted", fuzz.token_sort_ratio),
    ("set", fuzz.token_set_ratio),
    ("part", fuzz.partial_ratio),
)


@dataclass(slots=True)
class Words:
    """Texts as sets of words, and how rare each word is."""

    bags: Bags
    weights: Floats
    digits: Floats
    """1 for words with a digit in them, such as sizes, versions and models."""
    codes: Floats
    """The weight of words with digits and letters, else 0."""

    @classmethod
    def of(cls, texts: Sequence[str], rarity: Rarity) -> "Words":
        """From plain texts."""
        known = Vocabulary()
        bags = Bags.learnt([text.split() for text in texts], known)
        weights = np.array([rarity.weight(word) for word in known.texts], np.float32)
        digits = np.array([_DIGIT.search(word) is not None for word in known.texts], np.float32)
        mixed = np.array([_CODE.match(word) is not None for word in known.texts], np.float32)
        return cls(bags, weights, digits, np.asarray(weights * digits * mixed, np.float32))


def features(
    pairs: Sequence[Pair], fields: Sequence[Field], rarity: Mapping[str, Rarity]
) -> tuple[Floats, tuple[str, ...]]:
    """A row of features for each pair, and their names. Missing values give NaN: they speak neither way."""
    found: dict[str, Floats] = {}
    wholes = [whole(record, fields) for side in (0, 1) for record in (pair[side] for pair in pairs)]
    texts = {
        field.name: (_words(field.name, [one for one, _ in pairs]), _words(field.name, [two for _, two in pairs]))
        for field in fields
        if field.kind != "number"
    }
    for field in fields:
        left, right = ([pair[side].get(field.name, "") for pair in pairs] for side in (0, 1))
        if field.kind == "number":
            found |= _number(field.name, left, right)
            continue
        found |= _text(field.name, left, right, rarity[field.name])
        found |= _across(field.name, left, right, wholes)
        found |= beyond(field.name, texts, rarity[field.name])
    found |= _sets(ALL, Words.of(wholes, rarity[ALL]), len(pairs))
    found |= _letters(ALL, wholes, len(pairs), rarity[ALL])
    found |= _sets(IN_TWOS, Words.of([in_twos(text) for text in wholes], rarity[IN_TWOS]), len(pairs))
    found["all set"] = similar(wholes[: len(pairs)], wholes[len(pairs) :], fuzz.token_set_ratio)
    return np.column_stack(list(found.values())), tuple(found)


def _words(name: str, records: Sequence[Record]) -> list[list[str]]:
    return [split(record.get(name, "")).split() for record in records]


def _number(name: str, left: list[str], right: list[str]) -> dict[str, Floats]:
    one, two = (np.array([_NEVER if (n := number(v)) is None else n for v in side]) for side in (left, right))
    larger = np.maximum(np.maximum(np.abs(one), np.abs(two)), 1e-6)
    return {
        f"{name} gap": np.asarray(np.abs(one - two) / larger, np.float32),
        f"{name} ratio": np.asarray(np.log(np.maximum(one, 1e-6) / np.maximum(two, 1e-6)), np.float32),
    }


def _text(name: str, left: list[str], right: list[str], rarity: Rarity) -> dict[str, Floats]:
    one, two = [plain(text) for text in left], [plain(text) for text in right]
    known = np.array([bool(a and b) for a, b in zip(one, two, strict=True)])
    found = {f"{name} {key}": similar(one, two, scorer) for key, scorer in _TEXT_SCORERS}
    found[f"{name} letters"] = similar(_solid(one), _solid(two), OSA.normalized_similarity)
    found[f"{name} beginning"] = similar(one, two, JaroWinkler.similarity)
    found |= _sets(name, Words.of([split(text) for text in left + right], rarity), len(left))
    found |= _letters(name, one + two, len(left), rarity)
    found[f"{name} start"] = np.array([_start(a, b) for a, b in zip(one, two, strict=True)], np.float32)
    return {key: np.where(known, values, _NEVER).astype(np.float32) for key, values in found.items()}


def _start(one: str, two: str) -> int:
    """How many words both begin with."""
    words = zip(one.split(), two.split(), strict=False)
    return next((i for i, (a, b) in enumerate(words) if a != b), min(len(one.split()), len(two.split())))


def _letters(name: str, texts: list[str], size: int, rarity: Rarity) -> dict[str, Floats]:
    """The cosine of letter groups, the rarer the weightier: near for words split, joined or misspelt."""
    counted = letters.counted([text.replace(" ", "") for text in texts])
    table = letters.weighed(counted, rarity.groups)
    both = np.asarray(table[:size].multiply(table[size:]).sum(axis=1), np.float32)
    return {f"{name} letter groups": both.ravel()}


def _solid(texts: list[str]) -> list[str]:
    return [text.replace(" ", "") for text in texts]


def _sets(name: str, words: Words, size: int) -> dict[str, Floats]:
    """What two sets of words share and what each has alone, by rarity; the same for numbers and for model codes."""
    a, b = np.arange(size), np.arange(size) + size
    found: dict[str, Floats] = {}
    squares = np.asarray(words.weights**2, np.float32)
    lengths = np.sqrt(totals(words.bags, squares)[a] * totals(words.bags, squares)[b])
    found[f"{name} cosine"] = shared(words.bags, words.bags, a, b, squares) / np.maximum(lengths, 1e-6)
    found[f"{name} rarest left"] = _rarest(words, a, b)
    found[f"{name} rarest right"] = _rarest(words, b, a)
    for key, weights in (("rare", words.weights), ("digits", words.digits), ("codes", words.codes)):
        both = shared(words.bags, words.bags, a, b, weights)
        one, two = totals(words.bags, weights)[a] - both, totals(words.bags, weights)[b] - both
        found |= {
            f"{name} {key} shared": both,
            f"{name} {key} left": one,
            f"{name} {key} right": two,
            f"{name} {key} lesser": np.minimum(one, two),
            f"{name} {key} share": both / np.maximum(both + np.minimum(one, two), 1e-6),
        }
    return found


def _rarest(words: Words, rows: Ints, others: Ints) -> Floats:
    """The weight of the rarest word that only one side has."""
    own, other = words.bags.taken(rows), words.bags.taken(others)
    width = len(words.weights)
    alone = ~np.isin(own.rows * width + own.ids, other.rows * width + other.ids)
    found = np.zeros(len(rows), np.float32)
    np.maximum.at(found, own.rows[alone], words.weights[own.ids[alone]])
    return found


def _across(name: str, left: list[str], right: list[str], wholes: list[str]) -> dict[str, Floats]:
    """How much of a field is found anywhere in the other record, letter by letter: a brand or model within a title."""
    size = len(left)
    solid = _solid(wholes)
    found: dict[str, Floats] = {}
    for side, values, others in (("left", left, solid[size:]), ("right", right, solid[:size])):
        texts = _solid([plain(value) for value in values])
        inside = [_NEVER if not text else np.float32(text in other) for text, other in zip(texts, others, strict=True)]
        found[f"{name} of {side} inside"] = np.array(inside, np.float32)
    return found
