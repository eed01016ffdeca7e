"""Columns of a list's table, and the table drawn from them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from apps.portal.tables.cells import Row, Show, joined, text


@dataclass(frozen=True)
class Column:
    """A column: `name` is its word in addresses, `show` draws a cell from the list's fields in `needs`.

    `kind` is its CSS class (num; p2 and p3 leave narrow screens unless chosen), `sort` the list's word for its
    order. `usual` ones are shown to those who chose nothing.
    """

    name: str
    label: Any
    show: Show | None = None
    kind: str = ""
    sort: str = ""
    needs: tuple[str, ...] = ()
    usual: bool = True

    @property
    def fields(self) -> tuple[str, ...]:
        """The list's fields a cell is drawn from."""
        return self.needs or (self.name,)


@dataclass(frozen=True)
class Head:
    """A column as drawn for this request."""

    label: Any
    kind: str
    url: str = ""
    order: str = ""
    name: str = ""


@dataclass(frozen=True)
class Line:
    """A row as drawn: its record's id, its cells, and the row itself."""

    id: Any
    cells: SafeString
    row: Mapping[str, Any]


def fields(columns: Sequence[Column]) -> list[str]:
    """What a list must be asked for, so that these columns can be drawn."""
    return list(dict.fromkeys(["id", *(name for column in columns for name in column.fields)]))


def lines(columns: Sequence[Column], rows: Sequence[Row]) -> list[Line]:
    """The rows as HTML."""
    plan = [_cell(column) for column in columns]
    drawn = (joined(cell(row) for cell in plan) for row in rows)
    return [Line(row.get("id"), mark_safe(html), row) for html, row in zip(drawn, rows, strict=True)]  # noqa: S308  (cells escape)


def _cell(column: Column) -> Callable[[Row], str]:
    start = f'<td class="{column.kind}">' if column.kind else "<td>"
    show = column.show or text(column.name)
    return lambda row: f"{start}{show(row)}</td>"
