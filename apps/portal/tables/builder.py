"""The filter builder: a column, an operator and a value become a key of the address."""

from dataclasses import dataclass

from apps.core.filtering import StrictFilterSet
from apps.core.operators import key_of
from apps.portal import words
from apps.portal.tables.address import Query

KEYS = ("f", "op", "v")


@dataclass(frozen=True)
class Choice:
    """A column one can ask, with the operators it takes."""

    name: str
    label: str
    kind: str
    operators: str


def choices(filters: type[StrictFilterSet]) -> list[Choice]:
    """Columns by their label."""
    found = [
        Choice(name, words.field(name), ask.kind, " ".join(op for op in ask.tests if op != "paste"))
        for name, ask in filters.asks.items()
    ]
    return sorted(found, key=lambda choice: choice.label)


def pasteable(filters: type[StrictFilterSet]) -> list[Choice]:
    """Columns one can paste values for."""
    return [one for one in choices(filters) if "paste" in filters.asks[one.name].tests]


def built(asked: Query) -> Query | None:
    """The address a pressed builder means; None when it was not pressed."""
    if not any(key in asked for key in KEYS):
        return None
    rest = {key: values for key, values in asked.items() if key not in {*KEYS, "cursor"}}
    name, operator = (asked.get(key, [""])[-1].strip() for key in ("f", "op"))
    values = asked.get("v", [])
    if operator == "missing" and not values:
        values = ["true"]
    if not name or not values:
        return rest
    key = key_of(name, operator or "is")
    return {**rest, key: list(dict.fromkeys([*rest.get(key, []), *values]))}
