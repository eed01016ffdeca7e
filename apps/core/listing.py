"""A list as a declaration: what it shows, how it is narrowed, in which orders, one page at a time.

`BRANDS.page({"origin": ["51"], "sort": ["-last_completed"], "count": ["exact"]})`: the same call serves the
portal and the API. Rows are dicts, made by one query whatever the page.
"""

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.core import counting, keyset
from apps.core.counting import Count
from apps.core.facets import Counted, Facet, counted
from apps.core.filtering import RESERVED, BadFilter, Params, StrictFilterSet, UnknownFilter, hint
from apps.core.keyset import Sort

MOST_READY = 256
_READY: dict[tuple[str, tuple[str, ...]], QuerySet[Any, Any]] = {}
COUNTS = ("none", "about", "exact")
LISTINGS: dict[str, "Listing"] = {}
"""Every list by its name, as it was declared first."""


class UnknownWord(ValueError):
    """A sort or field the list does not have."""

    def __init__(self, code: str, param: str, word: str, known: list[str]) -> None:
        text = _("There is no field named %(name)s.") if param == "field" else _("There is no sort named %(name)s.")
        super().__init__(text % {"name": word})
        near = difflib.get_close_matches(word, known, 1, 0.5)
        self.code, self.param, self.nearest = code, param, near[0] if near else None
        self.hint = hint(near, known)


@dataclass(frozen=True)
class Derived:
    """A value computed from others of the row: `needs` are ORM paths."""

    needs: tuple[str, ...]
    make: Callable[[dict[str, Any]], Any]


@dataclass(frozen=True)
class Answer:
    """One page of a list; cursors are None at the ends, `count` only when asked for."""

    rows: list[dict[str, Any]]
    next: str | None
    previous: str | None
    count: Count | None = None


@dataclass(frozen=True)
class Listing:
    """What a resource's list is. `columns` maps names to ORM paths; `order` is the sort by default.

    `counter` may answer other rows that are as many and cheaper to count. Fields in `optional` are shown only
    when `fields` names them.
    """

    name: str
    base: Callable[[], QuerySet[Any, Any]]
    columns: Mapping[str, str]
    filters: type[StrictFilterSet]
    sorts: Mapping[str, Sort]
    order: str = "id"
    derived: Mapping[str, Derived] = field(default_factory=dict)
    tracked: bool = True
    optional: frozenset[str] = frozenset()
    counter: Callable[[Params], QuerySet[Any, Any] | None] | None = None
    facets: tuple[Facet, ...] = ()

    def __post_init__(self) -> None:
        LISTINGS.setdefault(self.name, self)

    def check_words(self, params: Params) -> None:
        """Raises `UnknownFilter` and `UnknownWord` where a filter or the order is none of this list's."""
        for name in params:
            if name not in self.filters.base_filters and name not in RESERVED:
                raise UnknownFilter(name, list(self.filters.base_filters))
        self.sort(params)

    @property
    def names(self) -> list[str]:
        """All fields a row can have, in order."""
        return [*self.columns, *self.derived]

    def narrowed(self, params: Params) -> QuerySet[Any, Any]:
        """The rows under these filters, as models, in no order."""
        return self.filters.narrow(self.base(), params)

    def sort(self, params: Params) -> Sort:
        """The order asked for. Raises `UnknownWord`."""
        word = last(params, "sort") or self.order
        found = self.sorts.get(word.removeprefix("-"))
        if found is None:
            raise UnknownWord("unknown_sort", "sort", word, [*self.sorts])
        return found.reversed() if word.startswith("-") else found

    def fields(self, params: Params) -> list[str]:
        """The fields asked for by `fields` and `omit`. Raises `UnknownWord`."""
        wanted, unwanted = words(params, "fields"), words(params, "omit")
        for word in (*wanted, *unwanted):
            if word not in self.columns and word not in self.derived:
                raise UnknownWord("unknown_field", "field", word, self.names)
        usual = wanted or [name for name in self.names if name not in self.optional]
        return [name for name in self.names if name in usual and name not in unwanted]

    def page(self, params: Params, *, size: int | None = None, most: int = keyset.MOST) -> Answer:
        """One page. Raises `UnknownFilter`, `BadFilter`, `UnknownWord`, `BadCursor`."""
        sort, names = self.sort(params), self.fields(params)
        paths = self._paths(names, sort)
        queryset = self.filters.narrow(self._ready(tuple(paths)), params)
        found = keyset.page(
            queryset,
            sort,
            size=size or limit(params, most),
            cursor=last(params, "cursor") or None,
            bound=self.bound(params),
            columns=paths,
        )
        rows = self.rows(found.rows, paths, names)
        return Answer(rows, found.next, found.previous, self.count(params, queryset))

    def _ready(self, paths: tuple[str, ...]) -> QuerySet[Any, Any]:
        """The list's base with these columns chosen; kept, for choosing them costs as much as filtering."""
        key = (self.name, paths)
        if key in _READY:
            return _READY[key]
        made = self.base().values_list(*paths)
        if len(_READY) < MOST_READY:
            _READY[key] = made
        return made

    def rows(self, raw: list[tuple[Any, ...]], paths: list[str], names: list[str]) -> list[dict[str, Any]]:
        """Rows by the names callers know, from tuples by ORM paths whose first are the columns of `names`."""
        plain = [name for name in names if name in self.columns]
        makers = [(name, self.derived[name].make) for name in names if name in self.derived]
        found = [dict(zip(plain, row, strict=False)) for row in raw]
        if makers:
            for row, source in zip(found, raw, strict=True):
                by_path = dict(zip(paths, source, strict=True))
                row.update({name: make(by_path) for name, make in makers})
        return found

    def picked(self, params: Params, ids: Sequence[int]) -> list[dict[str, Any]]:
        """Those of these records that the filters let through, in the order of `ids`; the fields must have `id`."""
        names = self.fields(params)
        paths = self._paths(names, self.sort(params))
        raw = self.filters.narrow(self._ready(tuple(paths)), params).filter(pk__in=ids)
        found = {row["id"]: row for row in self.rows(list(raw), paths, names)}
        return [found[pk] for pk in ids if pk in found]

    def one(self, queryset: QuerySet[Any, Any], params: Params | None = None) -> dict[str, Any] | None:
        """The first row of a queryset of the list's model, as the list shows it."""
        names = self.fields(params or {})
        paths = self._paths(names, Sort("id"))
        raw = queryset.values_list(*paths).first()
        return None if raw is None else self.rows([raw], paths, names)[0]

    def _paths(self, names: list[str], sort: Sort) -> list[str]:
        wanted = [self.columns[n] for n in names if n in self.columns]
        needed = [path for n in names if n in self.derived for path in self.derived[n].needs]
        return list(dict.fromkeys([*wanted, *needed, "id", sort.path]))

    def count(self, params: Params, queryset: QuerySet[Any, Any] | None = None) -> Count | None:
        """How many rows, as `count=exact|about` asks; None for `none`, which is the default."""
        how = last(params, "count") or "none"
        if how not in COUNTS:
            raise BadFilter([("count", _("Use one of %(words)s.") % {"words": ", ".join(COUNTS)})])
        if how == "none":
            return None
        rows = self.counter(params) if self.counter else None
        if rows is None:
            rows = self.narrowed(params) if queryset is None else queryset
        named = {"name": self.name, "bound": self.bound(params), "tracked": self.tracked}
        if how == "about":
            return counting.about(rows, **named)  # type: ignore[arg-type]
        return Count(counting.exact(rows, **named))  # type: ignore[arg-type]

    def told_apart(self, params: Params) -> list[Counted]:
        """Each facet's commonest values under these filters. Raises `UnknownFilter`, `BadFilter`."""
        return [counted(self, facet, params) for facet in self.facets]

    def bound(self, params: Params) -> str:
        """The filter in one spelling, whatever the order of keys."""
        given = sorted((key, sorted(values)) for key, values in params.items() if key not in RESERVED)
        return self.name + orjson.dumps(given).decode()


def last(params: Params, name: str) -> str:
    """The last value of a key, or nothing."""
    values = params.get(name)
    return values[-1] if values else ""


def words(params: Params, name: str) -> list[str]:
    """All words of a key, split at commas."""
    return [word for value in params.get(name, ()) for word in value.split(",") if word]


def limit(params: Params, most: int) -> int:
    """The page size: 50 unless asked, never above `most`. Raises `BadFilter`."""
    given = last(params, "limit") or last(params, "page_size")
    if not given:
        return keyset.SIZE
    if not (given.isascii() and given.isdigit() and len(given) < 10 and int(given)):  # noqa: PLR2004
        raise BadFilter([("limit", _("Enter a whole number from 1 up."))])
    return min(int(given), most)
