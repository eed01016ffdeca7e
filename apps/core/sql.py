"""Set-wise SQL made from models: column lists come from `_meta`, so a new field is never forgotten."""

from functools import cache
from typing import Any

from django.db import models

from apps.core.db import connection


@cache
def quoted(name: str) -> str:
    """A name as SQL wants it."""
    return connection.ops.quote_name(name)


def table(model: type[models.Model]) -> str:
    """The quoted table name of a model."""
    return quoted(model._meta.db_table)


def columns(model: type[models.Model]) -> list[str]:
    """The column names of a model in declaration order."""
    return [str(field.column) for field in model._meta.concrete_fields]


def comma(names: list[str], prefix: str = "") -> str:
    """`a.x, a.y` from names; names are quoted."""
    dot = f"{prefix}." if prefix else ""
    return ", ".join(f"{dot}{quoted(name)}" for name in names)


def execute(sql: str, params: list[Any] | None = None) -> int:
    """Run one statement, or several; the number of rows it touched, or the last of them."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        while cursor.nextset():
            pass
        return int(cursor.rowcount)


def fetch(sql: str, params: list[Any] | None = None) -> list[tuple[Any, ...]]:
    """Run one query; all rows. For bounded results only."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def scalar(sql: str, params: list[Any] | None = None) -> Any:
    """The first column of the first row, or None."""
    rows = fetch(sql, params)
    return rows[0][0] if rows else None
