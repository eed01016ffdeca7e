"""History rows written set-wise, in the statement that made the change."""

from functools import cache
from typing import Any

from django.db import models

from apps.core import context
from apps.core.sql import columns, comma, table


@cache
def history_model(model: type[models.Model]) -> type[models.Model]:
    """The model of a tracked table's history rows. Kept: each look at `history` makes a manager anew."""
    return model.history.model  # type: ignore[attr-defined,no-any-return]


def insert_history(
    model: type[models.Model], alias: str, kind: str, *, source: str = "", source_row: str = "NULL", reason: str = ""
) -> tuple[str, list[Any]]:
    """SQL and parameters that copy rows into the history table.

    `source` is what stands after FROM (`alias` itself when empty: a table or CTE) and has all of the model's
    columns; `kind` is "+", "~" or "-"; `source_row` an SQL expression over it.
    """
    act = context.current()
    names = columns(model)
    sql = (
        f"INSERT INTO {table(history_model(model))} ({comma(names)}, history_date, history_type, "
        "history_change_reason, history_user_id, change_set_id, source_row) "
        f"SELECT {comma(names, alias)}, now(), '{kind}', NULLIF(%s, ''), %s::bigint, %s::bigint, {source_row} "
        f"FROM {source or alias}"
    )
    return sql, [reason, act.actor.user_id, act.change_set_id]
