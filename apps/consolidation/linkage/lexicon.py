"""The words of the trade: what a word does in a name, how it is also spelt, and how common it is.

`data/words.csv`, `data/frequencies.csv` and `data/private_labels.csv` are plain tables a person can edit.
"""

import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).resolve().parent / "data"
TRADES = ("beer", "wine", "spirits", "cider")
ANY_TRADE = 16

# What a word does in a name, one letter each: the shape of a name is the string of them.
NAME, LETTER, NUMBER, ARTICLE, LEGAL, TRADE, KIND, PRODUCT, KIN = "n", "c", "i", "a", "l", "t", "k", "p", "s"
JOINER, SHORT_JOINER, YEAR, OLD, NO = "j", "y", "g", "o", "b"
_ROLES = {
    "article": ARTICLE,
    "joiner": JOINER,
    "legal": LEGAL,
    "trade": TRADE,
    "kind": KIND,
    "product": PRODUCT,
    "kin": KIN,
}
_SPECIAL = {"Y": SHORT_JOINER, "E": SHORT_JOINER, "N": SHORT_JOINER, "OLD": OLD, "NO": NO, "YEAR": YEAR, "MONTH": YEAR}
_NUMBER = re.compile(r"\d{1,4}(?:YR|YO|ML|CL|L|OZ|PROOF)?|\d{2,3}PF")


class Word(NamedTuple):
    """A word in its one spelling, what it does, and the bits of its trade."""

    text: str
    role: str
    trade: int


class Lexicon(dict[str, Word]):
    """Words by any of their spellings; a word never met is learnt as one that only names."""

    def __missing__(self, text: str) -> Word:
        role = _SPECIAL.get(text) or (LETTER if len(text) == 1 and text.isalpha() else NAME)
        if text[0].isdigit() and _NUMBER.fullmatch(text):
            role = NUMBER
        word = Word(text, role, 0)
        if len(self) < _MOST_LEARNT:
            self[text] = word
        return word


_MOST_LEARNT = 200_000


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def shipped() -> Lexicon:
    """The lexicon the project comes with."""
    rows = _rows("words.csv")
    found = Lexicon()
    for row in rows:
        if row["role"] != "spelling":
            word = row["word"]
            role = _SPECIAL.get(word) or _ROLES[row["role"]]
            found[word] = Word("AND" if role == JOINER else word, role, _bits(row))
    for row in rows:
        if row["role"] == "spelling":
            found[row["word"]] = found[row["detail"]]
    return found


def _bits(row: dict[str, str]) -> int:
    if row["role"] not in ("trade", "kind"):
        return 0
    return 1 << TRADES.index(row["detail"]) if row["detail"] else ANY_TRADE


@cache
def private_labels() -> tuple[str, ...]:
    """Names of shops whose own labels many producers fill: such a name does not say who made it."""
    return tuple(r["name"] for r in _rows("private_labels.csv"))


@cache
def background() -> tuple[dict[str, int], int]:
    """In how many of the trade's names a word occurs, and how many names were counted."""
    rows = _rows("frequencies.csv")
    return {r["word"]: int(r["names"]) for r in rows[1:]}, int(rows[0]["names"])
