"""What a file of rows is: its columns, and a writer that takes rows a chunk at a time. Nothing of Django."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from apps.registry.formats.export_cells import defuse

Kind = Literal["int", "text", "date", "list"]
Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what its values are: int, str, date or list[str]; None where nothing is known."""

    name: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Stamp:
    """What was asked, and the moment the rows show."""

    resource: str
    filter: Mapping[str, Sequence[str]]
    moment: datetime
    fields: Sequence[str] = ()
    sort: str = ""

    def lines(self) -> list[tuple[str, str]]:
        """Name and text of each fact, for people."""
        asked = "; ".join(f"{key} = {value}" for key, values in self.filter.items() for value in values)
        look = [("columns", ", ".join(self.fields)), ("sort", self.sort)]
        told = [(name, text) for name, text in look if text]
        return [("list", self.resource), ("filter", asked or "none"), *told, ("moment", self.moment.isoformat())]


class Writer(AbstractContextManager["Writer"], Protocol):
    """A file being written. Leave the context to finish it."""

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows; their values stand in the order of the columns."""


def flat(value: Any) -> str:
    """A value as a cell of text: lists joined by `; `, dates ISO, nothing a spreadsheet would run."""
    if type(value) is str:
        return defuse(value)
    if value is None:
        return ""
    return defuse("; ".join(value)) if isinstance(value, list) else str(value)
