"""Pages by position, not by number: page 700 costs what page 1 costs.

`page(queryset, Sort("last_completed", field="summary__last_completed", kind="date", descending=True), size=50)`
answers rows and two opaque cursors. A cursor is signed together with the sort and the filter it was
made for, and refused for any other. Empty values come last, whichever way the list runs.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, partial
from typing import Any

import orjson
from django.conf import settings
from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.utils.translation import gettext as _

SIZE = 50
MOST = 100
MARK = 12
Finder = Callable[[Any], tuple[Any, Any]]
KINDS: dict[str, Callable[[str], Any]] = {"date": date.fromisoformat, "moment": datetime.fromisoformat}


class BadCursor(ValueError):
    """The cursor was changed, or belongs to another list, sort or filter."""

    code = "bad_cursor"
    hint = "Begin again without a cursor, and follow the links as they come."


@dataclass(frozen=True)
class Sort:
    """An order of a list: one column, then the id, both the same way.

    `name` is what callers write, `field` and `tie` are ORM paths; a row holds the value under either name.
    `unique` columns need no tie-break; `nullable` ones are read in two parts, so that an index serves both.
    """

    name: str
    field: str = ""
    tie: str = "id"
    kind: str = ""
    descending: bool = False
    nullable: bool = False
    unique: bool = False

    @property
    def path(self) -> str:
        """The ORM path of the column."""
        return self.field or self.name

    @property
    def word(self) -> str:
        """As a caller writes it: `-last_completed`."""
        return f"-{self.name}" if self.descending else self.name

    def reversed(self) -> "Sort":
        """The same column the other way."""
        return replace(self, descending=not self.descending)


@dataclass(frozen=True)
class Page:
    """Rows of one page, and where the neighbours begin; None where there is none."""

    rows: list[Any]
    next: str | None = None
    previous: str | None = None


@dataclass(frozen=True)
class _Place:
    """The row a page begins behind: `back` reads towards the start."""

    back: bool
    value: Any
    id: Any


class Behind(Func):
    """`(column, id) < (value, last id)`: one row comparison, which an index answers."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, *expressions: Any, less: bool) -> None:
        super().__init__(*expressions)
        self.sign = "<" if less else ">"

    def as_sql(self, compiler: Any, connection: Any, **_extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """Two rows, side by side."""
        parts = [compiler.compile(expression) for expression in self.source_expressions]
        a, b, c, d = (sql for sql, _params in parts)
        return f"(({a}, {b}) {self.sign} ({c}, {d}))", [param for _sql, params in parts for param in params]


def page(
    queryset: QuerySet[Any, Any],
    sort: Sort,
    *,
    size: int = SIZE,
    cursor: str | None = None,
    bound: str = "",
    columns: Sequence[str] = (),
) -> Page:
    """One page of a queryset: models, `.values()` rows that hold `id` and `sort.name`, or tuples of `columns`.

    `bound` says which filter the cursor belongs to, in any stable spelling. Raises `BadCursor`.
    """
    place = _read(cursor, sort, bound) if cursor else None
    find = _finder(sort, columns)
    back = place is not None and place.back
    rows = _fetch(queryset, sort, place, size + 1)
    more, rows = len(rows) > size, rows[:size]
    if back:
        rows.reverse()
        if not rows:
            return page(queryset, sort, size=size, bound=bound, columns=columns)
    mark = partial(_write, find, sort, bound)
    return _framed(rows, mark, before=place is not None and (not back or more), after=back or more)


def _framed(rows: list[Any], mark: Callable[..., str], *, before: bool, after: bool) -> Page:
    if not rows:
        return Page(rows)
    return Page(
        rows,
        next=mark(rows[-1], back=False) if after else None,
        previous=mark(rows[0], back=True) if before else None,
    )


def _fetch(queryset: QuerySet[Any, Any], sort: Sort, place: _Place | None, limit: int) -> list[Any]:
    """Rows behind a place, from the part it stands in and then from the part after it."""
    back = place is not None and place.back
    parts = ([False, True] if sort.nullable else [False])[:: -1 if back else 1]
    if place is not None and sort.nullable:
        parts = parts[parts.index(place.value is None) :]
    rows: list[Any] = []
    for number, empty in enumerate(parts):
        start = place if number == 0 else None
        rows += _part(queryset, sort, empty, start, back)[: limit - len(rows)]
        if len(rows) >= limit:
            break
    return rows


def _part(
    queryset: QuerySet[Any, Any], sort: Sort, empty: bool, place: _Place | None, back: bool
) -> QuerySet[Any, Any]:
    falling = sort.descending != back
    if sort.nullable:
        queryset = queryset.filter(**{f"{sort.path}__isnull": empty})
    columns = [sort.tie] if empty else [sort.path] if sort.unique else [sort.path, sort.tie]
    if place is not None:
        queryset = queryset.filter(_behind(columns, place, less=falling, alone=empty))
        if not empty and sort.path.count("__") > sort.tie.count("__"):
            # column and tie-break lie in two tables: no index answers both, but one answers the column
            queryset = queryset.filter(**{f"{sort.path}__{'lte' if falling else 'gte'}": place.value})
    return queryset.order_by(*[F(c).desc() if falling else F(c).asc() for c in columns])


def _behind(columns: Sequence[str], place: _Place, *, less: bool, alone: bool) -> Any:
    if len(columns) == 1:
        value = place.id if alone else place.value
        return Q(**{f"{columns[0]}__{'lt' if less else 'gt'}": value})
    return Behind(F(columns[0]), F(columns[1]), Value(place.value), Value(place.id), less=less)


def _value(row: Any, sort: Sort) -> Any:
    if isinstance(row, dict):
        return row[sort.path] if sort.path in row else row[sort.name]
    for step in sort.path.split("__"):
        row = getattr(row, step)
    return row


def _finder(sort: Sort, columns: Sequence[str]) -> Finder:
    """How to find the value and the id in a row."""
    if columns:
        value, last = columns.index(sort.path), columns.index("id")
        return lambda row: (row[value], row[last])
    return lambda row: (_value(row, sort), row["id"] if isinstance(row, dict) else row.pk)


def _write(find: Finder, sort: Sort, bound: str, row: Any, *, back: bool) -> str:
    text = orjson.dumps([int(back), *find(row)])
    return base64.urlsafe_b64encode(_mark(text, sort, bound) + text).rstrip(b"=").decode()


def _read(cursor: str, sort: Sort, bound: str) -> _Place:
    try:
        raw = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        mark, text = raw[:MARK], raw[MARK:]
        if not hmac.compare_digest(mark, _mark(text, sort, bound)):
            raise BadCursor(_("This cursor does not belong to this list."))
        back, value, last = orjson.loads(text)
    except BadCursor:
        raise
    except ValueError as error:
        raise BadCursor(_("This is no cursor.")) from error
    read = KINDS.get(sort.kind)
    return _Place(bool(back), read(value) if read and value is not None else value, last)


def _mark(text: bytes, sort: Sort, bound: str) -> bytes:
    schema: str = connection.schema_name  # type: ignore[attr-defined]
    scope = f"{schema}\n{sort.word}\n{bound}\n".encode()
    return hmac.digest(_key(settings.SECRET_KEY), scope + text, "sha256")[:MARK]


@cache
def _key(secret: str) -> bytes:
    return hashlib.sha256(b"colabase.keyset" + secret.encode()).digest()
