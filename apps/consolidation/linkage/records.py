"""What the engine is given: a table of brands, and what people have already decided about pairs of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

Lists = Sequence[Sequence[str]]


@dataclass(slots=True)
class Brands:
    """A table of brands, one list per column, all of the length of `ids`; a column left out is evidence nobody has.

    `ids` are distinct, their order does not matter. `names` are spellings as published, `aliases` further ones.
    `permits` are numbers; `families` keys of their holders beyond the number itself (an owner in a permit list).
    `origins` and `classes` are registry codes, `categories` words of the category tree. `websites` are addresses with
    or without scheme. `fanciful` are names of products. Permits in `service_permits` belong to service importers:
    they prove nothing. Empty strings and empty lists mean "not known".
    """

    ids: Sequence[int]
    names: Sequence[str]
    aliases: Lists | None = None
    permits: Lists | None = None
    families: Lists | None = None
    origins: Lists | None = None
    classes: Lists | None = None
    categories: Lists | None = None
    websites: Lists | None = None
    fanciful: Lists | None = None
    first_completed: Sequence[date | None] | None = None
    last_completed: Sequence[date | None] | None = None
    sku_count: Sequence[int] | None = None
    service_permits: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for column in fields(self):
            value = getattr(self, column.name)
            if column.name != "service_permits" and value is not None and len(value) != len(self.ids):
                raise ValueError(f"column {column.name} has {len(value)} rows, not {len(self.ids)}")

    def __len__(self) -> int:
        return len(self.ids)

    def part(self, rows: slice) -> "Brands":
        """Only these rows."""
        columns = {c.name: getattr(self, c.name) for c in fields(self)}
        cut = {n: v[rows] if v is not None and n != "service_permits" else v for n, v in columns.items()}
        return Brands(**cut)

    def picked(self, rows: Sequence[int]) -> "Brands":
        """The rows at these places, in this order; one may be there several times."""
        taken: dict[str, Any] = {c.name: getattr(self, c.name) for c in fields(self)}
        columns = [name for name, value in taken.items() if value is not None and name != "service_permits"]
        return Brands(**taken | {name: [taken[name][at] for at in rows] for name in columns})

    def lists(self, column: str) -> Iterator[Sequence[str]]:
        """A column of lists, row by row; empty lists where it was left out."""
        values: Lists | None = getattr(self, column)
        return iter(values) if values is not None else iter([()] * len(self.ids))


Pair = tuple[int, int]


def pair(one: int, other: int) -> Pair:
    """Two ids in the order decisions are kept in."""
    return (one, other) if one < other else (other, one)


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people said: pairs that are one brand, and pairs that are not. They stand above every probability."""

    same: frozenset[Pair] = frozenset()
    different: frozenset[Pair] = frozenset()

    @classmethod
    def of(cls, same: Iterable[Pair] = (), different: Iterable[Pair] = ()) -> "Decisions":
        """From pairs in any order of their ids."""
        return cls(frozenset(pair(*p) for p in same), frozenset(pair(*p) for p in different))


@dataclass(frozen=True, slots=True)
class LabelledPairs:
    """Pairs of rows of `brands` (positions, not ids) and the relation each has; the child comes first.

    `groups` keeps what belongs together (pairs around one brand) on one side when pairs are split for a trial.
    """

    brands: Brands
    left: Sequence[int]
    right: Sequence[int]
    relations: Sequence[str]
    groups: Sequence[int] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
