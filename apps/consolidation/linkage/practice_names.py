# ruff: noqa: PLR2004, S311 - shares of chance are plain numbers, and nothing here is a secret
"""Names and product words for practice pairs."""

import random
from typing import Final

from apps.consolidation.linkage.names import view
from apps.registry.formats import tables

_EDITIONS = ["RESERVE", "LIMITED EDITION", "ANNIVERSARY", "SINGLE BARREL", "SMALL BATCH", "SPECIAL RELEASE", "ORIGINAL"]
PRODUCTS: Final = {
    "beer": ["LAGER", "GOLDEN LAGER", "PALE ALE", "IPA", "HAZY IPA", "STOUT", "PORTER", "PILSNER", "WITBIER", "SAISON",
             "AMBER ALE", "BROWN ALE", "HEFEWEIZEN", "KOLSCH", "WHEAT", "BLONDE ALE", "IMPERIAL STOUT", "RED ALE",
             "BELGIAN STYLE TRIPEL", "LIGHT", "DOUBLE IPA", "OKTOBERFEST", "BARREL AGED", "SOUR", "GOSE", *_EDITIONS],
    "wine": ["CHARDONNAY", "CABERNET SAUVIGNON", "PINOT NOIR", "MERLOT", "RED BLEND", "ROSE", "BRUT", "RIESLING",
             "SYRAH", "ZINFANDEL", "MALBEC", "GRAN RESERVA", "CRIANZA", "SAUVIGNON BLANC", "BLANC", "ROUGE", "WHITE",
             "RED", "ROSADO", "TINTO", "OLD VINE", "ESTATE", "VINTAGE", "CUVEE", "MOSCATO", "EXTRA DRY", *_EDITIONS],
    "spirits": ["BOURBON", "RYE", "STRAIGHT RYE WHISKEY", "SINGLE MALT", "BLANCO", "REPOSADO", "ANEJO", "VSOP", "XO",
                "CASK STRENGTH", "GOLD", "SILVER", "DARK RUM", "LONDON DRY GIN", "CITRUS VODKA", "SPICED RUM", "BLACK",
                "BLUE LABEL", "12 YEAR", "18 YEAR", "EXTRA ANEJO", "ESPADIN", "BOTTLED IN BOND", "HONEY", *_EDITIONS],
}  # fmt: skip
_BITS = {1: "beer", 2: "wine", 4: "spirits"}


def trade_of(name: str) -> str | None:
    """The trade a name says itself, or None."""
    return _BITS.get(view(name).trades & 7)


def invented(count: int, seed: int) -> list[str]:
    """Names of invented words."""
    rng = random.Random(f"names {seed}")
    words: dict[str, list[str]] = {}
    for row in tables.rows("sample_words"):
        words.setdefault(row["kind"], []).append(row["word"])
    houses = [*words["suffix_wine"], *words["suffix_beer"], *words["suffix_spirits"], "", "", ""]
    made = []
    for _ in range(count):
        first = rng.choice(words["name"] if rng.random() < 0.3 else words["adjective"])
        made.append(" ".join(f"{first} {rng.choice(words['noun'])} {rng.choice(houses)}".split()))
    return made
