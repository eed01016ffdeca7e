"""History rows written set-wise, in the statement that made the change."""

from typing import Any

from django.db import models

from apps.core import context
from apps.core.sql import columns, comma, table


def history_model(model: type[models.Model]) -> type[models.Model]:
    """The model of a tracked table's history rows."""
    return model.history.model  # type: ignore[attr-defined,no-any-return]


def insert_history(
    model: type[models.Model], source: str, kind: str, *, source_row: str = "NULL", reason: str = ""
) -> tuple[str, list[Any]]:
    """SQL and parameters that copy rows of `source` (a table, CTE or alias with all of the model's columns)
    into the history table. `kind` is "+", "~" or "-"; `source_row` an SQL expression over `source`."""
    act = context.current()
    names = columns(model)
    sql = (
        f"INSERT INTO {table(history_model(model))} ({comma(names)}, history_date, history_type, "
        "history_change_reason, history_user_id, change_set_id, source_row) "
        f"SELECT {comma(names, source)}, now(), '{kind}', NULLIF(%s, ''), %s::bigint, %s::bigint, {source_row} "
        f"FROM {source}"
    )
    return sql, [reason, act.actor.user_id, act.change_set_id]
