"""Views of one name: what it is called, what kind of house it is, and which product it speaks of.

`10 BARREL BREWING CO.` is the name 10 BARREL of a beer house; `7TH STATE GOLDEN LAGER` is 7TH STATE and the product
GOLDEN LAGER. Nothing is thrown away: each part is compared on its own terms.
"""

import zlib
from functools import lru_cache
from typing import NamedTuple

from apps.consolidation.linkage import lexicon
from apps.consolidation.linkage.lexicon import (
    ARTICLE,
    JOINER,
    KIN,
    KIND,
    LEGAL,
    LETTER,
    NAME,
    NO,
    NUMBER,
    OLD,
    PRODUCT,
    SHORT_JOINER,
    TRADE,
    YEAR,
)  # fmt: skip
from apps.registry.formats.names import clean_text, normal_form

_LONGEST = 160  # letters looked at; a longer name is told from others by its beginning and a checksum
_NAMING = (NAME, LETTER)
_HOUSE = (LEGAL, TRADE)
_TAIL = (LEGAL, TRADE, KIND, PRODUCT, KIN, NUMBER, JOINER, ARTICLE)
_WORDS = lexicon.shipped()


class NameView(NamedTuple):
    """The parts of a name. `words` are all but THE, AND and legal forms, in one spelling; `core` those that only name;
    `trades` is a set of bits (beer, wine, spirits, cider, or 16 for a house that does not say which), `houses` the
    words that say so."""

    words: tuple[str, ...]
    core: tuple[str, ...]
    trades: int
    houses: tuple[str, ...]
    kinds: tuple[str, ...]
    products: tuple[str, ...]
    numbers: tuple[str, ...]
    kin: bool

    @property
    def solid(self) -> str:
        """The core without spaces."""
        return "".join(self.core)


class _Shape(NamedTuple):
    """Places of words by what they do, for all names of one shape."""

    words: tuple[int, ...]
    core: tuple[int, ...]
    houses: tuple[int, ...]
    kinds: tuple[int, ...]
    products: tuple[int, ...]
    numbers: tuple[int, ...]
    kin: bool


def view(name: str) -> NameView:
    """The parts of a name as published; any text gives a view, also an empty one."""
    found = [_WORDS[word] for word in _form(name).split()]
    shape = _shape("".join([word.role for word in found]))
    trades = 0
    for i in shape.houses:
        trades |= found[i].trade
    return NameView(
        tuple([found[i].text for i in shape.words]),
        tuple([found[i].text for i in shape.core]),
        trades,
        tuple([found[i].text for i in shape.houses]),
        tuple([found[i].text for i in shape.kinds]),
        tuple([found[i].text for i in shape.products]),
        tuple([found[i].text for i in shape.numbers]),
        shape.kin,
    )


@lru_cache(maxsize=50_000)
def spelt(text: str) -> str:
    """The words of `text` in their one spelling, without THE, AND and legal forms: as `NameView.words`, joined."""
    return " ".join(view(text).words)


def _form(name: str) -> str:
    form = normal_form(name) or clean_text(name).upper()
    if len(form) <= _LONGEST:
        return form
    return f"{form[:_LONGEST].rsplit(' ', 1)[0]} {zlib.crc32(form.encode('utf-8', 'replace')):08X}Z"


@lru_cache(maxsize=50_000)
def _shape(text: str) -> _Shape:
    roles = list(text)
    _join(roles)
    _age(roles)
    start = _lead(roles)
    end = _tail(roles, start)
    outside = [*range(start), *range(end, len(roles))]
    core = [i for i in range(start, end) if roles[i] not in (JOINER, ARTICLE)]
    words = [i for i, role in enumerate(roles) if role not in (JOINER, ARTICLE, LEGAL)]
    return _Shape(
        tuple(words or range(len(roles))),
        tuple(core or range(len(roles))),
        tuple(i for i in outside if roles[i] in (TRADE, KIND)),
        tuple(i for i in outside if roles[i] == KIND),
        tuple(i for i in outside if roles[i] == PRODUCT),
        tuple(i for i in outside if roles[i] == NUMBER),
        any(roles[i] == KIN for i in outside),
    )


def _join(roles: list[str]) -> None:
    """AND, ET, UND between two words are a joiner, so is Y unless it stands beside a letter; else they only name."""
    for i, role in enumerate(roles):
        if role in (JOINER, SHORT_JOINER):
            inside = 0 < i < len(roles) - 1
            beside_letter = inside and LETTER in (roles[i - 1], roles[i + 1])
            roles[i] = JOINER if inside and (role == JOINER or not beside_letter) else NAME


def _age(roles: list[str]) -> None:
    """12 YEAR OLD and NO 7 speak of a product, and so does what follows an age; OLD elsewhere is part of a name."""
    aged = False
    for i, role in enumerate(roles):
        if role == YEAR:
            roles[i] = PRODUCT
            aged |= roles[i - 1 : i] == [NUMBER] and NAME in roles[: i - 1]
        elif aged and role in _NAMING:
            roles[i] = PRODUCT
        elif role == OLD:
            roles[i] = PRODUCT if i and roles[i - 1] == PRODUCT else NAME
        elif role == NO:
            roles[i] = PRODUCT if roles[i + 1 : i + 2] == [NUMBER] else NAME


def _lead(roles: list[str]) -> int:
    """Where the core begins: after THE, CHATEAU, DOMAINE and their like, if a name follows."""
    last = max((i for i, role in enumerate(roles) if role in (*_NAMING, NUMBER)), default=0)
    start = 0
    while start < len(roles) - 1 and (roles[start] == ARTICLE or (roles[start] == TRADE and start < last)):
        start += 1
    return start


def _tail(roles: list[str], start: int) -> int:
    """Where the core ends. A name of product words only (BLACK LABEL) keeps them; only its house words go."""
    removable = _TAIL if any(role in _NAMING for role in roles[start:]) else (*_HOUSE, ARTICLE)
    end = len(roles)
    while end > start + 1 and roles[end - 1] in removable:
        end -= 1
    return end
