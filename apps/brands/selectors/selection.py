"""The rows somebody means: some ids, or all that fit a filter; as SQL, so that 100,000 are as easy as one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet

from apps.brands.selectors.lists import LISTS
from apps.core.sql import fetch

NOBODY = "SELECT NULL::bigint WHERE false"
Filter = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Selection:
    """Rows of a list: `ids`, or, when they are None, all under `filter` (the list's own parameters)."""

    resource: str
    ids: tuple[int, ...] | None = None
    filter: Filter | None = None

    def sql(self) -> tuple[str, list[Any]]:
        """A query that answers the ids. Raises `UnknownFilter`, `BadFilter`."""
        if self.ids is not None:
            return "SELECT unnest(%s::bigint[])", [list(self.ids)]
        try:
            rows = LISTS[self.resource].narrowed(self.filter or {}).order_by().values("id")
            sql, params = rows.query.sql_with_params()
        except EmptyResultSet:
            return NOBODY, []
        return sql, list(params)

    def first_ids(self, most: int) -> list[int]:
        """The ids themselves, at most so many. Raises `UnknownFilter`, `BadFilter`."""
        sql, params = self.sql()
        found = fetch(f"SELECT DISTINCT id FROM ({sql}) rows (id) ORDER BY id LIMIT %s", [*params, most])
        return [row[0] for row in found]
