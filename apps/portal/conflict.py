"""Two people changed one record: what each did, field by field, and what the person who came second wants."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MINE, THEIRS, BASE = "mine", "theirs", "base"
PREFIX = "choose_"
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Clash:
    """A field both changed: as it was, as the other left it, and what this person typed."""

    field: str
    base: Any
    theirs: Any
    mine: Any


def clashes(base: Values, theirs: Values, mine: Values) -> list[Clash]:
    """Fields that both changed, and not to the same."""
    return [
        Clash(name, base.get(name), theirs.get(name), value)
        for name, value in mine.items()
        if value != (base.get(name) or None)
        and theirs.get(name) != base.get(name)
        and value != (theirs.get(name) or None)
    ]


def changed(base: Values, mine: Values) -> dict[str, Any]:
    """What this person changed, beside the record they saw."""
    return {name: value for name, value in mine.items() if value != (base.get(name) or None)}


def chosen(post: Values, mine: Values, base: Values) -> dict[str, Any]:
    """Values to save after a choice: a field left to the other person is not among them."""
    found = {}
    for name, value in mine.items():
        choice = post.get(PREFIX + name, MINE)
        if choice == MINE:
            found[name] = value
        elif choice == BASE:
            found[name] = base.get(name)
    return found
