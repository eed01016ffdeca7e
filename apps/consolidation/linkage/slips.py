# ruff: noqa: PLR2004 - shares of chance are plain numbers
"""How one name comes to be written another way: slips of the hand and habits of the trade, for practice pairs."""

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Final

Slip = Callable[[str, random.Random], str | None]

_HOUSES: Final[Mapping[str, Sequence[str]]] = {
    "beer": ("BREWING", "BREWING COMPANY", "BREWING CO.", "BREWERY", "BEER COMPANY", "BEER CO", "BREWING CO LLC"),
    "wine": ("WINERY", "WINES", "CELLARS", "VINEYARDS", "VINEYARD", "ESTATE", "WINE CO.", "FAMILY WINES", "VINTNERS"),
    "spirits": ("DISTILLERY", "DISTILLING CO.", "DISTILLING COMPANY", "SPIRITS", "DISTILLERS", "DISTILLING"),
}
_LEADS: Final = ("CHATEAU", "DOMAINE", "BODEGAS", "BODEGA", "TENUTA", "CANTINA", "WEINGUT", "QUINTA DO", "MAISON")
_LEGAL: Final = ("LLC", "INC.", "INC", "CO.", "COMPANY", "LTD", "LTD.", "LIMITED", "CORP.", "S.A.", "SRL", "GMBH")
_SHORT: Final = {
    "SAINT": "ST.", "MOUNT": "MT.", "BROTHERS": "BROS.", "COMPANY": "CO.", "BREWING": "BREW", "VINEYARDS": "VINEYARD",
    "CELLARS": "CELLAR", "CHATEAU": "CH.", "DOMAINE": "DOM.", "AND": "&", "NUMBER": "NO.", "LIMITED": "LTD",
    "ONE": "1", "TWO": "2", "THREE": "3", "FOUR": "4", "FIVE": "5", "SEVEN": "7", "TEN": "10", "FIRST": "1ST",
    "WINES": "WINE", "ESTATE": "ESTATES", "FARM": "FARMS", "DOCTOR": "DR.", "OLD": "OLDE", "BREWERY": "BREWERIES",
}  # fmt: skip
_ACCENTS: Final = {"A": "ÁÀÂÄÃ", "E": "ÉÈÊË", "I": "ÍÌÎ", "O": "ÓÒÔÖÕ", "U": "ÚÙÛÜ", "N": "Ñ", "C": "Ç"}
_NEAR: Final = ("QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")
_SOUNDS: Final = (
    ("PH", "F"), ("CK", "K"), ("LL", "L"), ("SS", "S"), ("TT", "T"), ("Y", "I"), ("IE", "EI"), ("Z", "S"), ("C", "K"),
    ("EE", "EA"), ("OU", "U"), ("NN", "N"), ("TH", "T"), ("V", "W"), ("AE", "E"), ("RR", "R"), ("MM", "M"), ("X", "KS"),
)  # fmt: skip


def _place(name: str, rng: random.Random, least: int = 5) -> int | None:
    places = [i for i, c in enumerate(name) if i > 0 and c.isalpha()]
    return rng.choice(places) if len(places) >= least else None


def wrong_key(name: str, rng: random.Random) -> str | None:
    """A key beside the right one."""
    at = _place(name, rng)
    row = next((r for r in _NEAR if at is not None and name[at].upper() in r), None)
    if at is None or row is None:
        return None
    key = row.index(name[at].upper())
    return name[:at] + rng.choice(row[max(key - 1, 0) : key] + row[key + 1 : key + 2]) + name[at + 1 :]


def lost_letter(name: str, rng: random.Random) -> str | None:
    """A letter left out."""
    at = _place(name, rng, 6)
    return None if at is None else name[:at] + name[at + 1 :]


def double_letter(name: str, rng: random.Random) -> str | None:
    """A letter typed twice."""
    at = _place(name, rng)
    return None if at is None else name[:at] + name[at] + name[at:]


def swapped(name: str, rng: random.Random) -> str | None:
    """Two letters in the wrong order, also across a space."""
    at = _place(name, rng, 6)
    if at is None or at + 1 >= len(name) or name[at] == name[at + 1]:
        return None
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def by_ear(name: str, rng: random.Random) -> str | None:
    """Written as it sounds."""
    able = [(old, new) for old, new in _SOUNDS if old in name[1:]]
    if not able:
        return None
    old, new = rng.choice(able)
    return name[0] + name[1:].replace(old, new, 1)


def accent(name: str, rng: random.Random) -> str | None:
    """A mark where there was none."""
    places = [i for i, c in enumerate(name) if c in _ACCENTS]
    if not places:
        return None
    at = rng.choice(places)
    return name[:at] + rng.choice(_ACCENTS[name[at]]) + name[at + 1 :]


def short_word(name: str, rng: random.Random) -> str | None:
    """A word the short way, or the long."""
    words = name.split()
    long = {short: word for word, short in _SHORT.items()}
    able = [i for i, word in enumerate(words) if word in _SHORT or word in long]
    if not able:
        return None
    at = rng.choice(able)
    words[at] = _SHORT.get(words[at]) or long[words[at]]
    return " ".join(words)


def joiner(name: str, rng: random.Random) -> str | None:
    """Another word for AND."""
    for word in (" & ", " AND ", " ET ", " Y ", " UND ", " + "):
        if word in name:
            return name.replace(word, rng.choice((" & ", " AND ", " ET ", " Y ", " + ")), 1)
    return None


def spacing(name: str, rng: random.Random) -> str | None:
    """Two words written as one, with a hyphen, or one written as two."""
    gaps = [i for i, c in enumerate(name) if c == " "]
    if gaps and rng.random() < 0.75:
        at = rng.choice(gaps)
        return name[:at] + rng.choice(("", "", "-")) + name[at + 1 :]
    at = rng.randrange(3, len(name) - 3) if len(name) > 7 else 0
    return f"{name[:at]} {name[at:]}" if at and name[at].isalpha() and name[at - 1].isalpha() else None


def turned(name: str, rng: random.Random) -> str | None:
    """The first words last, with a comma or without."""
    words = name.split()
    if len(words) < 2:
        return None
    at = rng.randrange(1, len(words))
    return " ".join(words[at:]) + rng.choice((", ", " ")) + " ".join(words[:at])


def article(name: str, rng: random.Random) -> str | None:
    """With THE or without."""
    return name[4:] if name.startswith("THE ") else f"THE {name}"


def possessive(name: str, rng: random.Random) -> str | None:
    """With an S more or less."""
    words = name.split()
    at = rng.randrange(len(words))
    if words[at].endswith("'S"):
        words[at] = words[at][:-2]
    elif words[at].endswith("S") and len(words[at]) > 4:
        words[at] = words[at][:-1]
    elif len(words[at]) > 3:
        words[at] += rng.choice(("'S", "S"))
    return " ".join(words)


def house(trade: str) -> Slip:
    """What kind of house it is, said, not said, or said another way."""

    def write(name: str, rng: random.Random) -> str | None:
        words = _HOUSES[trade]
        for end in sorted(words, key=len, reverse=True):
            if name.endswith(f" {end}"):
                rest = name[: -len(end)].strip()
                return rest if rng.random() < 0.5 and len(rest) > 2 else f"{rest} {rng.choice(words)}"
        lead = next((lead for lead in _LEADS if name.startswith(f"{lead} ")), None)
        if lead:
            return name[len(lead) + 1 :]
        if trade == "wine" and rng.random() < 0.25:
            return f"{rng.choice(_LEADS)} {name}"
        return f"{name} {rng.choice(words)}"

    return write


def legal(name: str, rng: random.Random) -> str | None:
    """A legal form more."""
    return f"{name}{rng.choice((' ', ', '))}{rng.choice(_LEGAL)}"


def pointed(name: str, rng: random.Random) -> str | None:
    """Quotes, points, case: marks that should not matter."""
    first, _, rest = name.partition(" ")
    return rng.choice((f'"{first}" {rest}'.strip(), f"{first}. {rest}".strip(), name.title(), f"{name}.", f"'{name}'"))


COMMON: Final[tuple[tuple[Slip, float], ...]] = (
    (wrong_key, 1.0), (lost_letter, 1.2), (double_letter, 0.8), (swapped, 1.5), (by_ear, 1.0), (accent, 0.6),
    (short_word, 1.2), (joiner, 1.0), (spacing, 1.0), (turned, 1.2), (article, 0.6), (possessive, 0.8), (legal, 1.5),
    (pointed, 0.8),
)  # fmt: skip


def another_way(name: str, trade: str, rng: random.Random) -> str:
    """`name` with one slip, at times with two; the name itself when none fits."""
    slips = [slip for slip, _ in COMMON] + [house(trade)]
    weights = [weight for _, weight in COMMON] + [3.0]
    for _ in range(rng.choice((1, 1, 1, 2))):
        for slip in rng.choices(slips, weights, k=4):
            written = slip(name, rng)
            if written and written != name:
                name = written
                break
    return name
