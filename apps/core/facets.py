"""How a list's rows fall into kinds: the commonest values of a column with their counts, under the list's filters.

A facet leaves its own column's filter out, so that one sees what else could be chosen. At most CAP rows are read;
beyond that the counts are scaled and told as about.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db.models import BooleanField, ExpressionWrapper, F, Func, Q, QuerySet
from django.db.models.functions import ExtractYear

from apps.core import counting
from apps.core.filtering import RESERVED, Params
from apps.core.operators import split
from apps.core.sql import fetch

CAP = 200_000
TOP = 15
Kind = Literal["plain", "several", "year", "present"]


@dataclass(frozen=True)
class Facet:
    """One way to tell rows apart. `key` is the filter a value becomes, `path` the column.

    `several`: a column that is a list; `year`: of a day; `present`: whether there is a value, `true` or `false`.
    `also` are other filters on the same column.
    """

    key: str
    path: str
    kind: Kind = "plain"
    also: tuple[str, ...] = ()

    def without(self, params: Params) -> dict[str, Any]:
        """The filters of the others."""
        own = {self.key, *self.also}
        kept = {key: values for key, values in params.items() if key not in RESERVED and split(key)[0] not in own}
        return {**kept, self.key: ["all"]} if self.kind == "present" else kept

    def query(self, value: Any) -> dict[str, list[str]]:
        """The filter that shows the rows with a value."""
        if self.kind == "year":
            return {f"{self.key}__from": [f"{value:04d}-01-01"], f"{self.key}__to": [f"{value:04d}-12-31"]}
        return {self.key: [str(value).lower() if isinstance(value, bool) else str(value)]}


@dataclass(frozen=True)
class Counted:
    """The commonest values of a facet, most first."""

    facet: Facet
    values: list[tuple[Any, int]]
    exact: bool = True


def counted(listing: Any, facet: Facet, params: Params) -> Counted:
    """One facet of a list. Raises as the list's filters do."""
    others = facet.without(params)
    key = counting.key(f"{listing.name}.{facet.key}.{facet.path}", listing.bound(others)) if listing.tracked else None
    known: Counted | None = cache.get(key) if key else None
    if known is not None:
        return known
    found = _read(listing.narrowed(others), facet)
    if key:
        cache.set(key, found, counting.KEEP_SECONDS)
    return found


def _read(rows: QuerySet[Any, Any], facet: Facet) -> Counted:
    values = rows.order_by().values_list(EXPRESSIONS[facet.kind](facet.path))[:CAP]
    try:
        inner, params = values.query.sql_with_params()
    except EmptyResultSet:  # Django knows that nothing can fit
        return Counted(facet, [])
    each = "unnest(v)" if facet.kind == "several" else "v"
    sql = (
        f"WITH given(v) AS MATERIALIZED ({inner}), each(v) AS (SELECT {each} FROM given) "
        "SELECT v, count(*), (SELECT count(*) FROM given) FROM each WHERE v IS NOT NULL "
        f"GROUP BY v ORDER BY 2 DESC, 1 LIMIT {TOP}"
    )
    found = [(int(v) if facet.kind == "year" else v, n, every) for v, n, every in fetch(sql, list(params))]
    read = found[0][2] if found else 0
    if read < CAP:
        return Counted(facet, [(value, number) for value, number, _all in found])
    share = max(counting.estimate(rows) / CAP, 1)
    return Counted(facet, [(value, round(number * share)) for value, number, _all in found], exact=False)


def _plain(path: str) -> Any:
    return F(path)


def _present(path: str) -> Any:
    return ExpressionWrapper(Q(**{f"{path}__isnull": False}), output_field=BooleanField())


def _year(path: str) -> Func:
    return ExtractYear(path)


EXPRESSIONS: Mapping[str, Any] = {"plain": _plain, "several": _plain, "year": _year, "present": _present}
