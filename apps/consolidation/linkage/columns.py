"""The table of brands as the engine works on it: spellings cut into views, evidence as numbered sets."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt

from apps.consolidation.linkage.bags import Bags, Ints, Visitor, Vocabulary
from apps.consolidation.linkage.hashing import Hashes, whole
from apps.consolidation.linkage.names import NameView, spelt, view
from apps.consolidation.linkage.permits import Holder, holders
from apps.consolidation.linkage.records import Brands
from apps.consolidation.linkage.sites import place
from apps.registry.formats import codes
from apps.registry.formats.names import identity_form

_MOST_FANCIFUL = 40
NOWHEN = -(1 << 30)


@dataclass(slots=True)
class Words:
    """All vocabularies of an index; numbers stay valid when more is learnt."""

    words: Vocabulary
    families: Vocabulary
    origins: Vocabulary
    classes: Vocabulary
    hosts: Vocabulary
    fanciful: Vocabulary

    @classmethod
    def empty(cls) -> "Words":
        """None learnt yet."""
        return cls(*(Vocabulary() for _ in range(6)))

    def visited(self) -> "Words":
        """The same, to learn more without their noticing."""
        return Words(*(Visitor(getattr(self, one.name)) for one in fields(self)))


@dataclass(slots=True)
class Names:
    """One row per spelling: the `brand` row it belongs to and its views (see `names.NameView`)."""

    brand: Ints
    text: list[str]
    solid: list[str]
    ordered: list[str]
    full: list[str]
    core: Bags
    products: Bags
    numbers: Bags
    kinds: Bags
    house: Hashes
    trades: npt.NDArray[np.uint8]
    kin: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.solid)

    def taken(self, rows: Ints) -> "Names":
        """Only these rows, in this order."""
        return _rebuilt(self, lambda value: _taken(value, rows))

    def joined(self, other: "Names", shift: int) -> "Names":
        """These rows, then those of `other`, whose brands are `shift` rows further on."""
        moved = replace(other, brand=other.brand + shift)
        return Names(**{f.name: _joined(getattr(self, f.name), getattr(moved, f.name)) for f in fields(self)})


@dataclass(slots=True)
class Evidence:
    """One row per brand: what is known beside its names. Days are counted from year 1; NOWHEN where not known."""

    families: Bags
    origins: Bags
    imported: npt.NDArray[np.int8]
    classes: Bags
    trades: npt.NDArray[np.uint8]
    hosts: Bags
    paths: list[str]
    fanciful: Bags
    products: list[frozenset[str]]
    producer: npt.NDArray[np.int8]
    first: npt.NDArray[np.int32]
    last: npt.NDArray[np.int32]
    skus: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.paths)

    def joined(self, other: "Evidence") -> "Evidence":
        """These rows, then those of `other`."""
        return Evidence(**{f.name: _joined(getattr(self, f.name), getattr(other, f.name)) for f in fields(self)})


def _rebuilt(names: Names, change: Callable[[Any], Any]) -> Names:
    return Names(**{f.name: change(getattr(names, f.name)) for f in fields(names)})


def _taken(value: Any, rows: Ints) -> Any:
    if isinstance(value, list):
        return [value[row] for row in rows.tolist()]
    return value.taken(rows) if isinstance(value, Bags) else value[rows]


def _joined(one: Any, two: Any) -> Any:
    if isinstance(one, list):
        return one + two
    return one.joined(two) if isinstance(one, Bags) else np.concatenate([one, two])


def names_of(brands: Brands, known: Words) -> Names:
    """The spellings of all brands, those of one normal form once."""
    owners: list[int] = []
    views: list[NameView] = []
    for row, (name, aliases) in enumerate(zip(brands.names, brands.lists("aliases"), strict=True)):
        for text in _spellings(name, aliases) if aliases else (name,):
            owners.append(row)
            views.append(view(text))
    return _names(np.array(owners, np.int64), views, known)


def _spellings(name: str, aliases: Sequence[str]) -> Iterable[str]:
    forms = {identity_form(text): text for text in reversed((name, *aliases))}
    return reversed(forms.values())


def _names(owners: Ints, views: list[NameView], known: Words) -> Names:
    learn = known.words.learn

    def bags(field: str) -> Bags:
        return Bags.of([[learn(word) for word in getattr(one, field)] for one in views])

    cores = [one.core for one in views]
    return Names(
        brand=owners,
        text=[" ".join(core) for core in cores],
        solid=["".join(core) for core in cores],
        ordered=["".join(sorted(core)) for core in cores],
        full=[" ".join(one.words) for one in views],
        core=bags("core"),
        products=bags("products"),
        numbers=bags("numbers"),
        kinds=bags("kinds"),
        house=whole([" ".join(sorted(one.houses)) for one in views]),
        trades=np.array([one.trades for one in views], np.uint8),
        kin=np.array([one.kin for one in views], np.uint8),
    )


def evidence_of(brands: Brands, known: Words) -> Evidence:
    """What else is known of all brands."""
    held = [holders(numbers, brands.service_permits) for numbers in brands.lists("permits")]
    families = [_families(h, more) for h, more in zip(held, brands.lists("families"), strict=True)]
    fanciful = [_fanciful(f) for f in brands.lists("fanciful")]
    places = [[place(site) for site in sites] if sites else [] for sites in brands.lists("websites")]
    origins = list(brands.lists("origins"))
    classes = list(brands.lists("classes"))
    return Evidence(
        families=Bags.learnt(families, known.families),
        origins=Bags.learnt(origins, known.origins),
        imported=np.array([_imported(tuple(o)) for o in origins], np.int8),
        classes=Bags.learnt(_categories(brands, classes), known.classes),
        trades=np.array([_trades(tuple(c)) for c in classes], np.uint8),
        hosts=Bags.learnt([[host for host, _ in p] for p in places], known.hosts),
        paths=[next((path for host, path in p if host), "") if p else "" for p in places],
        fanciful=Bags.learnt(fanciful, known.fanciful),
        products=[frozenset(f) for f in fanciful],
        producer=np.array([_producer(h) for h in held], np.int8),
        first=_days(brands.first_completed, len(brands)),
        last=_days(brands.last_completed, len(brands)),
        skus=np.array(brands.sku_count if brands.sku_count is not None else [0] * len(brands), np.int32),
    )


def _families(held: list[Holder], more: Sequence[str]) -> list[str]:
    keys = [key for one in held for key in one.keys]
    return keys + [f"owner {key}" for key in more] if more else keys


def _producer(held: list[Holder]) -> int:
    """1 where a producer's permit is among them, 0 where only others are, -1 where nothing is known."""
    return int(any(one.producer for one in held)) if any(one.keys for one in held) else -1


def _fanciful(texts: Sequence[str]) -> list[str]:
    return [spelt(text) for text in texts[:_MOST_FANCIFUL] if text] if texts else []


_IMPORTED: dict[tuple[str, ...], int] = {}
_TRADES: dict[tuple[str, ...], int] = {}


def _imported(origins: tuple[str, ...]) -> int:
    """1 imported, 0 domestic, -1 both, neither or not known."""
    if origins not in _IMPORTED:
        kinds = {codes.is_imported(o) for o in origins if codes.is_imported(o) or codes.is_domestic(o)}
        _IMPORTED[origins] = int(kinds.pop()) if len(kinds) == 1 else -1
    return _IMPORTED[origins]


def _trades(classes: tuple[str, ...]) -> int:
    """Bits of malt, wine and spirits."""
    if classes not in _TRADES:
        found = [codes.class_type(code) for code in classes]
        tops = {one.top_level for one in found if one}
        _TRADES[classes] = sum(bit for top, bit in (("malt", 1), ("wine", 2), ("spirits", 4)) if top in tops)
    return _TRADES[classes]


def _categories(brands: Brands, classes: list[Sequence[str]]) -> list[Sequence[str]]:
    if brands.categories is not None:
        return list(brands.categories)
    known: dict[str, str] = {}
    for code in {code for row in classes for code in row}:
        found = codes.class_type(code)
        known[code] = found.category if found else code
    return [[known[code] for code in row] for row in classes]


def _days(days: Sequence[date | None] | None, size: int) -> npt.NDArray[np.int32]:
    values: Iterable[Any] = repeat(None, size) if days is None else days
    return np.array([NOWHEN if day is None else day.toordinal() for day in values], np.int32)
