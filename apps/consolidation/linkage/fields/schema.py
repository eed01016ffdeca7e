"""Records of any kind: named fields, each of a type that says how two values are compared."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["text", "category", "number"]
Record = Mapping[str, str]
KINDS: Final[tuple[Kind, ...]] = ("text", "category", "number")

# A number with a currency before or a unit behind: $1,299.00, 8.10 %, 750 ml.
_NUMBER = re.compile(r"[^\w-]{0,4}\s*(-?\d+(?:[.,]\d+)*)\s*[^\d\s]{0,6}")
_MOSTLY = 0.8
_FEW_VALUES = 0.2
_SHORT = 3.0


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record."""

    name: str
    kind: Kind


def infer(records: Sequence[Record]) -> tuple[Field, ...]:
    """Fields and their types, guessed from the values: numbers, few short values, or free text."""
    names = list(dict.fromkeys(name for record in records for name in record))
    return tuple(Field(name, _kind([record.get(name, "") for record in records])) for name in names)


def _kind(values: Sequence[str]) -> Kind:
    known = [value for value in values if value.strip()]
    if not known:
        return "text"
    if sum(number(value) is not None for value in known) >= _MOSTLY * len(known):
        return "number"
    words = sum(len(value.split()) for value in known) / len(known)
    few = len(set(known)) <= _FEW_VALUES * len(known)
    return "category" if few and words <= _SHORT else "text"


def number(text: str) -> float | None:
    """The only number in a text, or None: 8.10 % is 8.1, $1,299.00 is 1299."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None or match[1].count(".") > 1:
        return None
    return float(re.sub(r",(?=\d{3})", "", match[1]).replace(",", "."))
