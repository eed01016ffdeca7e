"""Which pairs are worth comparing: those that share at least one of several keys, each too rare to make many pairs."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from apps.consolidation.linkage.bags import Bags, Ints
from apps.consolidation.linkage.columns import Evidence, Names
from apps.consolidation.linkage.hashing import Hashes, less_one, mix, whole

KEYS: Final = (
    "same_name",
    "same_words",
    "one_letter",
    "rare_word",
    "two_words",
    "word_and_holder",
    "website",
    "producer",
    "letters",
)
"""The blocking rules, in the order of their bits."""
LETTERS = KEYS.index("letters")


@dataclass(frozen=True, slots=True)
class Key:
    """One rule's keys: `values` and the spelling (row of `Names`) of each; at most `window` mates a row."""

    bit: int
    values: Hashes
    rows: Ints
    window: int


@dataclass(frozen=True, slots=True)
class Limits:
    """How common a word, a site or a holder may be and still be a key of its own."""

    word: int = 24
    with_holder: int = 4000
    host: int = 60
    holder: int = 60


WINDOWS: Final = {
    "same_name": 24,
    "same_words": 24,
    "one_letter": 16,
    "rare_word": 24,
    "two_words": 16,
    "word_and_holder": 16,
    "website": 24,
    "producer": 12,
}
_LONGEST = 40  # letters; longer names are found by their words
_SHORTEST = 4
_MOST_WORDS = 6
_SPREAD = mix(np.arange(1, len(KEYS) + 1))  # keys of different rules never meet by chance


def keys(names: Names, evidence: Evidence, counts: Ints, sizes: "Sizes", limits: Limits) -> Iterator[Key]:
    """All keys of these spellings; `counts` says in how many spellings each word occurs, `sizes` how often hosts
    and holders do."""
    yield _key("same_name", whole(names.solid))
    yield _key("same_words", _sum_of_words(names.core))
    yield from _one_letter(names)
    yield _rare_words(names, counts, limits)
    yield _two_words(names)
    families = evidence.families.taken(names.brand)
    yield _with_holder(names, families, counts, limits)
    yield _rare_evidence("website", evidence.hosts.taken(names.brand), sizes.hosts, limits.host)
    yield _rare_evidence("producer", _of_producers(families, evidence, names), sizes.families, limits.holder)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many brands each host and each permit holder's family has."""

    hosts: Ints
    families: Ints


def _key(name: str, values: Hashes, rows: Ints | None = None) -> Key:
    bit = KEYS.index(name)
    return Key(bit, values ^ _SPREAD[bit], np.arange(len(values)) if rows is None else rows, WINDOWS[name])


def _sum_of_words(core: Bags) -> Hashes:
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(mix(core.ids))])
    return mix(sums[core.starts[1:]] - sums[core.starts[:-1]])


def _one_letter(names: Names) -> Iterator[Key]:
    solid = names.solid
    full = [text.replace(" ", "") for text in names.full]
    wanted = [i for i, text in enumerate(solid) if _SHORTEST <= len(text) <= _LONGEST]
    other = [i for i, text in enumerate(full) if text != solid[i] and _SHORTEST <= len(text) <= _LONGEST]
    values, rows = less_one([solid[i] for i in wanted] + [full[i] for i in other])
    yield _key("one_letter", values, np.array(wanted + other, np.int64)[rows])


def _rare_words(names: Names, counts: Ints, limits: Limits) -> Key:
    keep = counts[names.core.ids] <= limits.word
    return _key("rare_word", mix(names.core.ids[keep]), names.core.rows[keep])


def _two_words(names: Names) -> Key:
    """Every two of a name's first words, in any order."""
    core = names.core
    sizes = np.minimum(core.sizes, _MOST_WORDS)
    values: list[Hashes] = [np.zeros(0, np.uint64)]
    rows: list[Ints] = [np.zeros(0, np.int64)]
    spread = mix(core.ids)
    for one, two in combinations(range(int(sizes.max(initial=0))), 2):
        having = np.flatnonzero(sizes > two)
        first = core.starts[having]
        values.append(spread[first + one] + spread[first + two])
        rows.append(having)
    return _key("two_words", mix(np.concatenate(values)), np.concatenate(rows))


def _with_holder(names: Names, families: Bags, counts: Ints, limits: Limits) -> Key:
    """A word that is too common alone, together with the permit holder."""
    words = names.core
    keep = counts[words.ids] <= limits.with_holder
    rows, ids = words.rows[keep], words.ids[keep]
    many = families.sizes[rows]
    inside = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    holders = families.ids[np.repeat(families.starts[rows], many) + inside]
    return _key("word_and_holder", mix(np.repeat(mix(ids), many) + mix(holders)), np.repeat(rows, many))


def _rare_evidence(name: str, bags: Bags, sizes: Ints, most: int) -> Key:
    keep = sizes[bags.ids] <= most if len(sizes) else np.zeros(len(bags.ids), bool)
    return _key(name, mix(bags.ids[keep]), bags.rows[keep])


def _of_producers(families: Bags, evidence: Evidence, names: Names) -> Bags:
    """The families of producers only: an importer's brands have no more in common than a shop's shelf."""
    keep = evidence.producer[names.brand][families.rows] == 1
    sizes = np.bincount(families.rows[keep], minlength=len(families))
    return Bags(np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64), families.ids[keep])
