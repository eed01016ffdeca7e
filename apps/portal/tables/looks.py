"""How a list is drawn: the address says, else the person's own choice, else the usual."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from apps.core.services.preferences import DENSITIES, SIZES
from apps.portal.tables.address import Query
from apps.portal.tables.column import Column

MOST = SIZES[-1]


@dataclass(frozen=True)
class Look:
    """Columns in order, whether someone chose them, density and page size; `lost` are columns asked for in vain."""

    columns: list[Column]
    is_chosen: bool
    density: str
    size: int | None
    lost: list[str]


def look(every: Sequence[Column], asked: Query, kept: Any) -> Look:
    """The look of a list for this address and person."""
    named = [word for text in asked.get("columns", []) for word in text.split(",") if word]
    wanted = named or (kept.columns if kept else [])
    by_name = {column.name: column for column in every}
    chosen = [
        replace(by_name[name], kind=_wide(by_name[name].kind)) for name in dict.fromkeys(wanted) if name in by_name
    ]
    return Look(
        columns=chosen or [column for column in every if column.usual],
        is_chosen=bool(chosen),
        density=_one_of(DENSITIES, asked.get("density", [""])[-1], kept.density if kept else ""),
        size=kept.size if kept and "limit" not in asked else None,
        lost=[name for name in named if name not in by_name],
    )


def moved(names: Sequence[str], move: str) -> list[str]:
    """Column names with one moved by a place: `sku_count:-1`."""
    name, _, by = move.partition(":")
    found = list(names)
    if name in found and by in {"-1", "1"}:
        at = found.index(name)
        to = min(max(at + int(by), 0), len(found) - 1)
        found.insert(to, found.pop(at))
    return found


def _one_of(words: Sequence[str], *given: str) -> str:
    return next((word for word in given if word in words), "")


def _wide(kind: str) -> str:
    """Chosen columns stay, however narrow the screen."""
    return " ".join(word for word in kind.split() if word not in {"p2", "p3"})
