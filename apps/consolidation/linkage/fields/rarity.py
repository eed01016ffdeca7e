"""How rare a word and a group of letters is among all records met so far, view by view.

It is counted once, when a matcher learns: a few pairs that are asked about would say little of what is common, and what
was learnt of rare words would mean something else for them.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import pairwise
from math import log
from re import compile as pattern

from apps.consolidation.linkage import letters
from apps.consolidation.linkage.bags import Floats
from apps.consolidation.linkage.fields.schema import Field, Record

ALL, IN_TWOS = "all", "two words"
_TOKEN = pattern(r"[^\W_]+(?:\.\d+)?")
_OWNERS = pattern(r"\s?['\u2019]s\b")
_SPLIT = pattern(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")
_KEPT = 50_000


@lru_cache(_KEPT)
def plain(text: str) -> str:
    """Lower case, without marks, words of letters and digits only; signs written as in a web page are read, and Ann 's
    is Anns as Ann's is."""
    bare = _OWNERS.sub("s", unescape(text).lower())
    if not bare.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    return " ".join(_TOKEN.findall(bare))


@lru_cache(_KEPT)
def split(text: str) -> str:
    """The same, with letters and digits apart: 12oz is 12 oz."""
    return _SPLIT.sub(" ", plain(text))


def whole(record: Record, fields: Sequence[Field]) -> str:
    """All fields of a record but numbers as one text."""
    return " ".join(split(record.get(field.name, "")) for field in fields if field.kind != "number")


def in_twos(text: str) -> str:
    """Every two words in a row as one."""
    return " ".join([f"{a}_{b}" for a, b in pairwise(text.split())])


@dataclass(frozen=True, slots=True)
class Rarity:
    """What each word weighs, and each group of letters: the rarer the more. A word that nobody has met weighs as much as
    one met once."""

    words: Mapping[str, float]
    unmet: float
    groups: Floats

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Rarity":
        """From texts in plain words; one that comes again counts once."""
        different = [text for text in dict.fromkeys(texts) if text]
        counts = Counter(word for text in different for word in set(text.split()))
        counted = letters.counted([text.replace(" ", "") for text in different])
        size = len(different) + 1
        weights = {word: log(size / (count + 1)) + _LEAST for word, count in counts.items()}
        return cls(weights, max(log(size / 2), 0.0) + _LEAST, letters.weights_of(counted, size))

    def weight(self, word: str) -> float:
        """What one word weighs."""
        return self.words.get(word, self.unmet)


_LEAST = 0.05  # a word that is everywhere still says a little


def rarities(records: Sequence[Record], fields: Sequence[Field]) -> dict[str, Rarity]:
    """For each field of text, for whole records and for their words two by two."""
    wholes = [whole(record, fields) for record in records]
    found = {ALL: Rarity.of(wholes), IN_TWOS: Rarity.of(map(in_twos, wholes))}
    for field in fields:
        if field.kind != "number":
            found[field.name] = Rarity.of(split(record.get(field.name, "")) for record in records)
    return found
