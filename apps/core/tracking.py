"""Tracked tables: every write leaves a history row that points to its change set.

simple-history keeps the rows; this adds the change set and the source row, and a trigger that
refuses a write made outside a change set, whoever makes it.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.apps import apps
from django.db import migrations, models
from simple_history.models import HistoricalRecords

from apps.core import context

SETTING = "colabase.change_set"


class HistoryRow(models.Model):
    """Columns each history table has beside the copy of the record."""

    change_set_id = models.BigIntegerField(db_index=True)
    source_row = models.IntegerField(null=True)

    class Meta:
        abstract = True


def _no_user(*_args: Any, **_kwargs: Any) -> None:
    return None


class TrackedHistory(HistoricalRecords):
    """`history = TrackedHistory()` on a model makes it tracked; no key to public users is made."""

    def __init__(self, *, no_db_index: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(
            bases=[HistoryRow],
            history_id_field=models.BigAutoField(),
            history_user_id_field=models.BigIntegerField(null=True),
            history_user_getter=_no_user,
            history_change_reason_field=models.CharField(max_length=100, null=True),
            no_db_index=["id", *no_db_index],
            **kwargs,
        )

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        """With an index for "the version before this one", which does not grow slower with a record's age."""
        by_age = models.Index(fields=["id", "history_id"], name=f"{model._meta.model_name}_past")
        return {**super().get_meta_options(model), "indexes": [by_age]}


def stamp(sender: Any, history_instance: Any, **_kwargs: Any) -> None:
    """Put the open change set and the actor on a history row that the ORM is about to write."""
    act = context.current()
    if isinstance(history_instance, HistoryRow):
        row: Any = history_instance
        row.change_set_id = act.change_set_id
        row.history_user_id = act.actor.user_id


GUARD_FUNCTION = f"""
CREATE OR REPLACE FUNCTION colabase_require_change_set() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' OR coalesce(current_setting('{SETTING}', true), '') = '' THEN
        RAISE EXCEPTION 'untracked write to %.%: open a change set first', TG_TABLE_SCHEMA, TG_TABLE_NAME
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
"""


def guard(table: str) -> migrations.RunSQL:
    """A migration step: refuse writes to `table` outside a change set."""
    name = f"{table}_tracked"
    return migrations.RunSQL(
        sql=f"CREATE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION colabase_require_change_set();",
        reverse_sql=f"DROP TRIGGER IF EXISTS {name} ON {table};",
    )


def guard_function() -> migrations.RunSQL:
    """A migration step: the function the triggers call, in the schema being migrated."""
    return migrations.RunSQL(sql=GUARD_FUNCTION, reverse_sql="DROP FUNCTION IF EXISTS colabase_require_change_set();")


def tracked_models() -> list[type[models.Model]]:
    """All tracked models, parents before children (by their foreign keys)."""
    return list(_in_order(tuple(m for m in apps.get_models() if hasattr(m._meta, "simple_history_manager_attribute"))))


@cache
def _in_order(tracked: tuple[type[models.Model], ...]) -> tuple[type[models.Model], ...]:
    found = list(tracked)
    ordered: list[type[models.Model]] = []
    while found:
        ready = [m for m in found if not _parents(m) & set(found) - {m}]
        if not ready:
            raise ValueError(f"tracked models point to each other: {found}")
        ordered += ready
        found = [m for m in found if m not in ready]
    return tuple(ordered)


def _parents(model: type[models.Model]) -> set[type[models.Model]]:
    return {f.related_model for f in model._meta.concrete_fields if f.is_relation and f.related_model}
