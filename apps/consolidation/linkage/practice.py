# ruff: noqa: PLR2004, S311 - shares of chance are plain numbers, and nothing here is a secret
"""Practice pairs with known relations: a made-up registry in which some brands are written twice.

The names come from the caller (invented ones if none are given); permits, origins, classes, sites and products are made
up, and often missing, so that a model learns what a name is worth alone and what the rest adds.
"""

import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from rapidfuzz.distance import OSA

from apps.consolidation.linkage import letters
from apps.consolidation.linkage.names import view
from apps.consolidation.linkage.practice_names import PRODUCTS, invented, trade_of
from apps.consolidation.linkage.records import Brands, LabelledPairs
from apps.consolidation.linkage.slips import another_way

_STATES = [
    "CA", "NY", "TX", "FL", "OR", "WA", "MI", "OH", "PA", "NC", "VA", "CO", "IL", "TN",
    "KY", "MO", "VT", "ME", "WI", "MN", "NJ",
]  # fmt: skip
_HOME = ["01", "02", "05", "06", "07", "09", "13", "16", "22", "35", "38", "39", "43", "44", "46", "48"]  # fmt: skip
_ABROAD = ["50", "51", "52", "53", "54", "57", "59", "5E", "5K", "62", "63", "64", "69", "70", "81", "84", "91"]  # fmt: skip
_ABROAD_OFTEN = [30, 40, 25, 8, 10, 2, 3, 2, 6, 8, 6, 3, 3, 6, 20, 4, 4]
_CLASSES = {
    "wine": ["80", "81", "80A", "84", "88", "82", "83C"],
    "beer": ["901", "902", "904", "905", "906"],
    "spirits": ["101", "102", "140", "141", "153", "551", "641", "643", "977", "980"],
}
_PLANTS = {"wine": ("BWN", "BW"), "beer": ("BR",), "spirits": ("DSP",)}
_DAY = dt.date(2015, 1, 1)
_ALIKE = 0.45


@dataclass(slots=True)
class Made:
    """One brand of the made-up registry."""

    name: str
    trade: str
    permits: list[str]
    origins: list[str]
    classes: list[str]
    fanciful: list[str] = field(default_factory=list)
    websites: list[str] = field(default_factory=list)
    first: dt.date | None = None
    last: dt.date | None = None
    skus: int = 1
    apart: bool = False  # told apart only by what is known beside the name, so that must be known


class Practice:
    """Makes pairs around brands; the same names and seed give the same pairs."""

    def __init__(self, names: Sequence[str], seed: int) -> None:
        self._rng = random.Random(f"practice {seed}")
        self._names = list(names) or invented(4000, seed)
        self._often = [w for name in self._names for w in name.split() if len(w) > 2 and w.isalpha()]
        self._words = sorted({word for word in self._often if len(word) > 3})
        importers = {f"{self._rng.choice(_STATES)}-I-{self._rng.randrange(1, 25_000)}" for _ in range(300)}
        self._importers = sorted(importers)
        self._shares = [1 / (i + 3) for i in range(len(self._importers))]
        self._made: list[Made] = []
        self._pairs: list[tuple[int, int, str, int]] = []

    def pairs(self, groups: int) -> LabelledPairs:
        """Pairs around `groups` brands."""
        makers: list[tuple[Callable[[Made], tuple[Made, Made, str]], float]] = [
            (self._same, 4.0), (self._sku, 1.6), (self._house_brand, 0.5), (self._company, 0.5), (self._decoy, 2.0),
            (self._near_miss, 1.2), (self._lookalike, 0.9), (self._namesake, 1.2), (self._stranger, 0.4),
            (self._siblings, 0.4),
        ]  # fmt: skip
        for group in range(groups):
            brand = self._brand(self._rng.choice(self._names))
            for maker, share in makers:
                if self._rng.random() < share / 3:
                    self._keep(*maker(brand), group)
        return self._labelled()

    def _keep(self, one: Made, two: Made, relation: str, group: int) -> None:
        if self._rng.random() < 0.4 and not one.apart:  # names alone
            one, two = (Made(m.name, m.trade, [], [], []) for m in (one, two))
        else:
            one, two = self._veiled(one), self._veiled(two)
        self._made += [one, two]
        self._pairs.append((len(self._made) - 2, len(self._made) - 1, relation, group))

    def _veiled(self, made: Made) -> Made:
        """Some of what is known is not."""
        rng = self._rng
        gone = {
            "permits": 0.1, "origins": 0.1, "classes": 0.15, "fanciful": 0.3, "websites": 0.6,
        }  # fmt: skip
        if made.apart:
            gone |= {"permits": 0.0, "origins": 0.0}
        blank = {column: list[str]() for column, share in gone.items() if rng.random() < share}
        if rng.random() < 0.3:
            return replace(made, first=None, last=None, skus=0, **blank)  # type: ignore[arg-type]
        return replace(made, **blank)  # type: ignore[arg-type]

    def _brand(self, name: str) -> Made:
        rng = self._rng
        trade = trade_of(name) or rng.choices(("wine", "beer", "spirits"), (55, 20, 25))[0]
        abroad = rng.random() < (0.2 if trade == "beer" else 0.6)
        return self._dated(
            Made(
                name=name,
                trade=trade,
                permits=[self._importer() if abroad else self._plant(trade)],
                origins=[rng.choices(_ABROAD, _ABROAD_OFTEN)[0] if abroad else rng.choice(_HOME)],
                classes=rng.sample(_CLASSES[trade], rng.choice((1, 1, 2, 3))),
                fanciful=[self._product(trade) for _ in range(rng.choice((0, 0, 1, 2, 3)))],
                websites=[self._site(name)],
            )
        )

    def _dated(self, made: Made) -> Made:
        rng = self._rng
        start = rng.randrange(3500)
        made.skus = min(200, int(rng.paretovariate(1.0)))
        made.first = _DAY + dt.timedelta(days=start)
        made.last = made.first + dt.timedelta(days=rng.randrange(1 + min(4300 - start, 400 * made.skus)))
        return made

    def _importer(self) -> str:
        return self._rng.choices(self._importers, self._shares)[0]

    def _plant(self, trade: str) -> str:
        rng = self._rng
        return f"{rng.choice(_PLANTS[trade])}-{rng.choice(_STATES)}-{rng.randrange(1, 23_000)}"

    def _site(self, name: str) -> str:
        bare = "".join(c for c in name.lower() if c.isascii() and c.isalnum())
        return f"https://www.{bare[:40] or 'site'}.com/"

    def _product(self, trade: str) -> str:
        rng = self._rng
        words = rng.sample(PRODUCTS[trade], rng.choice((1, 1, 2)))
        return " ".join([rng.choice(self._words), *words] if rng.random() < 0.35 else words)

    def _twin(self, brand: Made, name: str, *, loyal: float = 0.85) -> Made:
        """Another entry of one owner, mostly with the same permit and origin."""
        rng = self._rng
        abroad = brand.origins[0] in _ABROAD
        other = self._importer() if abroad or rng.random() < 0.8 else self._plant(brand.trade)
        return self._dated(
            replace(
                brand,
                name=name,
                permits=list(brand.permits) if rng.random() < loyal else [other],
                origins=list(brand.origins) if rng.random() < 0.96 else [rng.choice(_ABROAD if abroad else _HOME)],
                classes=rng.sample(_CLASSES[brand.trade], rng.choice((1, 1, 2))),
                fanciful=[f for f in brand.fanciful if rng.random() < 0.4] + [self._product(brand.trade)],
                websites=list(brand.websites) if rng.random() < 0.8 else [self._site(name)],
            )
        )

    def _same(self, brand: Made) -> tuple[Made, Made, str]:
        one = another_way(brand.name, brand.trade, self._rng)
        if self._rng.random() < 0.25:  # two spellings, neither of them the first
            brand = replace(brand, name=another_way(brand.name, brand.trade, self._rng))
        return self._twin(brand, one), brand, "same_brand"

    def _sku(self, brand: Made) -> tuple[Made, Made, str]:
        rng = self._rng
        product = self._product(brand.trade)
        if brand.fanciful and rng.random() < 0.3:
            product = rng.choice(brand.fanciful)
        elif rng.random() < 0.3:
            product = (
                f"{product} {rng.choice(('12 YEAR', '750ML', '2019', 'NO. 7', '10 YEAR OLD', '2021', '100 PROOF'))}"
            )
        parent = brand if rng.random() < 0.85 else replace(brand, name=another_way(brand.name, brand.trade, rng))
        child = self._twin(brand, f"{brand.name} {product}", loyal=0.9)
        child.skus = 1
        parent = replace(parent, skus=parent.skus + rng.choice((0, 1, 3, 8)))
        return child, parent, "sku_of_brand"

    def _siblings(self, brand: Made) -> tuple[Made, Made, str]:
        one, two = (self._product(brand.trade) for _ in range(2))
        if self._rng.random() < 0.3:
            ages = [f"{age}{self._rng.choice(('', ' YEAR', ' YEAR OLD'))}" for age in (10, 12, 15, 16, 18, 21, 25)]
            one, two = self._rng.sample(ages, 2)
        if one == two:
            two = f"{two} {self._rng.choice(PRODUCTS[brand.trade])}"
        left = self._twin(brand, f"{brand.name} {one}", loyal=0.9)
        return left, replace(brand, name=f"{brand.name} {two}"), "same_company"

    def _house_brand(self, brand: Made) -> tuple[Made, Made, str]:
        rng = self._rng
        words = " ".join(rng.sample(self._words, rng.choice((1, 2))))
        name = rng.choice((f"{words} BY {brand.name}", f"{brand.name} {words}", f"{brand.name}'S {words}"))
        return self._twin(brand, name, loyal=0.95), brand, "brand_of_portfolio"

    def _company(self, brand: Made) -> tuple[Made, Made, str]:
        other = self._brand(self._rng.choice(self._names))
        abroad = brand.origins[0] in _ABROAD
        if abroad:  # an importer's brands are strangers unless they share a site
            kept = self._twin(brand, other.name, loyal=0.9)
            kept.websites = list(brand.websites)
            return kept, brand, "same_company"
        return self._twin(brand, other.name, loyal=1.0), brand, "same_company"

    def _elsewhere(self, brand: Made, name: str) -> Made:
        """A brand of that name and another owner; at times the importer or the origin happens to be the same."""
        rng = self._rng
        other = self._brand(name)
        if brand.origins[0] in _ABROAD and rng.random() < 0.2:
            other.permits, other.trade = list(brand.permits), brand.trade
        if rng.random() < 0.2:
            other.origins = list(brand.origins)
        if rng.random() < 0.5:
            other.classes = self._rng.sample(_CLASSES[brand.trade], 1)
        return other

    def _decoy(self, brand: Made) -> tuple[Made, Made, str]:
        """One word of the name, and another beside it."""
        rng = self._rng
        words = brand.name.split()
        kept = rng.randrange(len(words))
        pool = self._words if rng.random() < 0.4 else self._often
        swapped = [w if i == kept or rng.random() < 0.3 else rng.choice(pool) for i, w in enumerate(words)]
        if swapped == words or len(words) == 1:
            swapped = [words[0], rng.choice(pool)] if rng.random() < 0.7 else [rng.choice(pool), words[0]]
        return self._elsewhere(brand, self._perhaps_product(" ".join(swapped), brand.trade)), brand, "different"

    def _perhaps_product(self, name: str, trade: str) -> str:
        return f"{name} {self._product(trade)}" if self._rng.random() < 0.3 else name

    def _near_miss(self, brand: Made) -> tuple[Made, Made, str]:
        """A word that looks like another, yet is a word of its own."""
        rng = self._rng
        words = brand.name.split()
        at = rng.randrange(len(words))
        near = list(_neighbours(tuple(self._words)).get(words[at], ()))
        if rng.random() < 0.4 or not near:
            near = [word for word in rng.sample(self._often, 200) if word[0] == words[at][0] and word != words[at]]
        if not near:
            return self._decoy(brand)
        words[at] = rng.choice(near)
        return self._elsewhere(brand, " ".join(words)), brand, "different"

    def _lookalike(self, brand: Made) -> tuple[Made, Made, str]:
        """Another name of the trade that looks much like it, yet shares no word with it: RAVENSWOOD and RAVEN RIDGE."""
        found = _lookalikes(tuple(self._names)).get(brand.name)
        if not found:
            return self._near_miss(brand)
        return self._elsewhere(brand, self._rng.choice(found)), brand, "different"

    def _namesake(self, brand: Made) -> tuple[Made, Made, str]:
        """The same name, or nearly, of owners who have nothing to do with each other; seen only by what else is known."""
        rng = self._rng
        name = brand.name if rng.random() < 0.3 else another_way(brand.name, brand.trade, rng)
        name = self._perhaps_product(name, brand.trade)
        if rng.random() < 0.2:
            name = f"{brand.name} {rng.choice(self._often)}"
        other = self._brand(name)
        trade = rng.choice(("wine", "beer", "spirits"))
        other = replace(other, trade=trade, classes=rng.sample(_CLASSES[trade], 1))
        other.websites = [self._site(name + rng.choice(self._words))]
        if set(other.permits) & set(brand.permits) or (other.origins == brand.origins and rng.random() < 0.6):
            other.origins = ["65"]
        return replace(other, apart=True), replace(brand, apart=True), "different"

    def _stranger(self, brand: Made) -> tuple[Made, Made, str]:
        other = self._brand(self._rng.choice(self._names))
        if self._rng.random() < 0.5:
            other.permits, other.origins = list(brand.permits), list(brand.origins)
        return other, brand, "different" if brand.origins[0] in _ABROAD else "same_company"

    def _labelled(self) -> LabelledPairs:
        made = self._made
        brands = Brands(
            ids=range(1, len(made) + 1),
            names=[m.name for m in made],
            permits=[m.permits for m in made],
            origins=[m.origins for m in made],
            classes=[m.classes for m in made],
            websites=[m.websites for m in made],
            fanciful=[m.fanciful for m in made],
            first_completed=[m.first for m in made],
            last_completed=[m.last for m in made],
            sku_count=[m.skus for m in made],
        )
        left, right, relations, groups = zip(*self._pairs, strict=True)
        return LabelledPairs(brands, left, right, relations, groups)


@cache
def _neighbours(words: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Words one or two letters apart, by word."""
    from apps.consolidation.linkage.hashing import less_one
    from apps.consolidation.linkage.joins import within

    values, rows = less_one(words)
    left, right = within(values, rows, 8)
    found: dict[str, tuple[str, ...]] = {}
    for a, b in zip(left.tolist(), right.tolist(), strict=True):
        if a != b:
            found[words[a]] = (*found.get(words[a], ()), words[b])
            found[words[b]] = (*found.get(words[b], ()), words[a])
    return found


@cache
def _lookalikes(names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Names whose letters are near, three and more of them changed, and whose naming words are all others."""
    cores = [view(name).core for name in names]
    solid = ["".join(core) for core in cores]
    counted = letters.counted(solid)
    groups = letters.weighed(counted, letters.weights_of(counted, len(names)))
    left, right = letters.nearest(groups, groups.T.tocsr(), 12, 0.2)
    found: dict[str, tuple[str, ...]] = {}
    for a, b in zip(left.tolist(), right.tolist(), strict=True):
        alike = OSA.distance(solid[a], solid[b]) > 2 and OSA.normalized_similarity(solid[a], solid[b]) >= _ALIKE
        if alike and not set(cores[a]) & set(cores[b]):
            found[names[a]] = (*found.get(names[a], ()), names[b])
    return found
