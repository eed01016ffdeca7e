# ruff: noqa: PLR2004 - shares of chance are plain numbers
"""How one name comes to be written two ways: the slips and habits the sample's known duplicates are made with."""

import random
from collections.abc import Callable
from dataclasses import dataclass

# Neighbours on an American keyboard.
_NEIGHBOURS = {
    "A": "QSZ", "B": "VGN", "C": "XVD", "D": "SFE", "E": "WRD", "F": "DGR", "G": "FHT", "H": "GJY", "I": "UOK",
    "J": "HKU", "K": "JLI", "L": "KOP", "M": "NJK", "N": "BMH", "O": "IPL", "P": "OL", "Q": "WA", "R": "ETF",
    "S": "ADW", "T": "RYG", "U": "YIJ", "V": "CBF", "W": "QES", "X": "ZCS", "Y": "TUH", "Z": "XAS",
}  # fmt: skip
_ACCENTS = {"A": "ÀÁÂ", "E": "ÈÉÊ", "I": "ÍÎ", "O": "ÓÔÖ", "U": "ÚÜ", "N": "Ñ", "C": "Ç"}
_SUFFIXES = {
    "BREWING COMPANY": "BREWING CO", "BREWING CO.": "BREWING COMPANY", "BEER CO": "BEER COMPANY",
    "WINERY": "WINES", "CELLARS": "WINE CELLARS", "VINEYARDS": "VINEYARD", "WINE COMPANY": "WINE CO.",
    "DISTILLING CO.": "DISTILLING COMPANY", "DISTILLERY": "DISTILLERIES", "BREWERY": "BREWERY LLC",
}  # fmt: skip
_EDITIONS = ("RESERVA", "SMALL LOT", "10 YEAR", "SESSION IPA", "WINTER WARMER", "EXTRA ANEJO", "LATE HARVEST")


@dataclass(frozen=True, slots=True)
class Variant:
    """One way of writing a name otherwise; `write` gives None where the way does not fit the name."""

    kind: str
    write: Callable[[str, random.Random], str | None]


def _typo(name: str, rng: random.Random) -> str | None:
    """A neighbouring key instead of the right one."""
    places = [i for i, c in enumerate(name) if i > 1 and c in _NEIGHBOURS]
    if len(places) < 5:
        return None
    at = rng.choice(places)
    return name[:at] + rng.choice(_NEIGHBOURS[name[at]]) + name[at + 1 :]


def _dropped(name: str, rng: random.Random) -> str | None:
    places = [i for i, c in enumerate(name) if i > 1 and c.isalpha()]
    if len(places) < 6:
        return None
    at = rng.choice(places)
    return name[:at] + name[at + 1 :]


def _article(name: str, rng: random.Random) -> str | None:
    if name.startswith("THE "):
        return rng.choice((name[4:], f"{name[4:]}, THE"))
    return f"THE {name}"


def _ampersand(name: str, rng: random.Random) -> str | None:
    return name.replace("&", rng.choice(("AND", "+"))) if "&" in name else None


def _suffix(name: str, rng: random.Random) -> str | None:
    for old, new in _SUFFIXES.items():
        if name.endswith(old):
            return name[: -len(old)] + new
    return f"{name} {rng.choice(('LLC', 'INC.', 'COMPANY'))}"


def _accent(name: str, rng: random.Random) -> str | None:
    places = [i for i, c in enumerate(name) if i and c in _ACCENTS]
    if not places:
        return None
    at = rng.choice(places)
    return name[:at] + rng.choice(_ACCENTS[name[at]]) + name[at + 1 :]


def _case(name: str, rng: random.Random) -> str | None:
    return name.title() if rng.random() < 0.7 else name.lower()


def _punctuation(name: str, rng: random.Random) -> str | None:
    if " " not in name:
        return None
    first, rest = name.split(" ", 1)
    return rng.choice((f"{first}-{rest}", f"{first}. {rest}", f"“{first}” {rest}"))


def _edition(name: str, rng: random.Random) -> str | None:
    return f"{name} {rng.choice(_EDITIONS)}"


VARIANTS = (
    Variant("typo", _typo),
    Variant("dropped_letter", _dropped),
    Variant("article", _article),
    Variant("ampersand", _ampersand),
    Variant("suffix", _suffix),
    Variant("accent", _accent),
    Variant("case", _case),
    Variant("punctuation", _punctuation),
    Variant("sku_as_brand", _edition),
)
