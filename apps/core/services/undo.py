"""Undo of any act at any age: three-way, set-wise, and itself a change set.

For each record the act touched, three versions meet: before the act, after the act, and now.
A field that still has the act's value goes back; one edited since is a conflict. Rows the act made
are deleted unless they have gained edits or children.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db import models

from apps.core.choices import ChangeKind
from apps.core.derived import refresh
from apps.core.events import event
from apps.core.models import ChangeSet
from apps.core.services.changes import change_set, note_counts
from apps.core.services.history import history_model, insert_history
from apps.core.services.outbox import publish
from apps.core.sql import columns, comma, execute, fetch, scalar, table
from apps.core.tracking import tracked_models

LISTED = 1000


@event("change_set.undone")
@dataclass(frozen=True)
class ChangeSetUndone:
    """An act was taken back: `undone_id` by `change_set_id`."""

    change_set_id: int
    undone_id: int
    undone: int
    kept: int


class AlreadyUndone(ValueError):
    """The act was taken back before."""

    code = "already_undone"


class UndoConflict(ValueError):
    """Fields or rows were changed since; the caller must say which side wins."""

    code = "undo_conflict"
    hint = "Keep the later changes (--keep-later) or overwrite them (--overwrite)."

    def __init__(self, conflicts: list[dict[str, Any]], count: int) -> None:
        super().__init__(f"{count} values were changed since this act.")
        self.conflicts, self.count = conflicts, count


@dataclass
class Outcome:
    """What an undo did: ids and numbers of records; `conflicts` lists the first 1,000."""

    change_set: int | None = None
    undone: int = 0
    kept: int = 0
    conflict_count: int = 0
    conflicts: list[dict[str, Any]] = field(default_factory=list)


def undo(change_set_id: int, *, choice: str | None = None) -> Outcome:
    """Take an act back. `choice`: None refuses on conflict, "keep_later", or "overwrite"."""
    act = ChangeSet.objects.get(pk=change_set_id)
    with change_set(ChangeKind.UNDO, f"Undo of #{act.pk}: {act.summary}", undoes_id=act.pk) as row:
        locked = ChangeSet.objects.select_for_update().get(pk=change_set_id)
        if locked.undone_by_id is not None:
            raise AlreadyUndone(f"Change set {act.pk} was undone by {locked.undone_by_id}.")
        outcome = _undo_tables(locked.pk, choice)
        _close(row, locked, outcome)
    return outcome


def preview(change_set_id: int) -> Outcome:
    """What an undo would meet, without doing it: conflicts and how many records are touched."""
    outcome = Outcome()
    for model in tracked_models():
        _Table(model, change_set_id, "preview").look(outcome)
    return outcome


def _undo_tables(act_id: int, choice: str | None) -> Outcome:
    outcome = Outcome()
    tables = [_Table(model, act_id, "undo") for model in tracked_models()]
    for one in tables:
        one.look(outcome)
    if outcome.conflict_count and choice is None:
        raise UndoConflict(outcome.conflicts, outcome.conflict_count)
    for one in tables:
        outcome.undone += one.bring_back()
    for one in tables:
        outcome.undone += one.restore(overwrite=choice == "overwrite")
    for one in reversed(tables):
        outcome.undone += one.remove(overwrite=choice == "overwrite")
    outcome.kept = sum(one.left() for one in tables)
    return outcome


def _close(row: ChangeSet, act: ChangeSet, outcome: Outcome) -> None:
    outcome.change_set = row.pk
    ChangeSet.objects.filter(pk=act.pk).update(undone_by_id=row.pk)
    if act.undoes_id:
        ChangeSet.objects.filter(pk=act.undoes_id, undone_by_id=act.pk).update(undone_by_id=None)
    note_counts(row, undone=outcome.undone, kept=outcome.kept, conflicts=outcome.conflict_count)
    refresh(row.pk)
    publish(ChangeSetUndone(row.pk, act.pk, outcome.undone, outcome.kept))


class _Table:
    """The undo of one act in one tracked table."""

    def __init__(self, model: type[models.Model], act_id: int, purpose: str) -> None:
        self.model = model
        self.main, self.past = table(model), table(history_model(model))
        self.names = columns(model)
        self.fields = [name for name in self.names if name != "id"]
        self.plan = f"plan_{purpose}_{model._meta.db_table}"
        self._make_plan(act_id)

    def _make_plan(self, act_id: int) -> None:
        """One row per record of the act: its first and last history row in it, and the one before."""
        execute(f"DROP TABLE IF EXISTS {self.plan}")
        execute(
            f"CREATE TEMP TABLE {self.plan} ON COMMIT DROP AS "
            f"SELECT t.id, t.first_id, t.last_id, f.history_type AS first_type, l.history_type AS last_type, "
            f"(SELECT max(b.history_id) FROM {self.past} b WHERE b.id = t.id AND b.history_id < t.first_id) AS before_id, "
            f"EXISTS (SELECT 1 FROM {self.past} n WHERE n.id = t.id AND n.history_id > t.last_id) AS later, "
            f"false AS done "
            f"FROM (SELECT id, min(history_id) AS first_id, max(history_id) AS last_id FROM {self.past} "
            f"WHERE change_set_id = %s GROUP BY id) t "
            f"JOIN {self.past} f ON f.history_id = t.first_id JOIN {self.past} l ON l.history_id = t.last_id",
            [act_id],
        )
        execute(f"ANALYZE {self.plan}")

    # -- conflicts ------------------------------------------------------------------------

    def look(self, outcome: Outcome) -> None:
        """Count and list what was changed since the act."""
        for sql in (self._edited_fields(), self._edited_rows()):
            outcome.conflict_count += int(scalar(f"SELECT count(*) FROM ({sql}) c") or 0)
            room = LISTED - len(outcome.conflicts)
            outcome.conflicts += [self._listed(row) for row in fetch(f"{sql} LIMIT {max(room, 0)}")]

    def _listed(self, row: tuple[Any, ...]) -> dict[str, Any]:
        name = self.model._meta.model_name
        return {"record": name, "id": row[0], "field": row[1], "act_value": row[2], "current_value": row[3]}

    def _edited_fields(self) -> str:
        """Fields the act changed that hold another value now."""
        values = ", ".join(f'(\'{n}\', b."{n}"::text, a."{n}"::text, m."{n}"::text)' for n in self.fields)
        return (
            f"SELECT p.id, v.name, v.after, v.now FROM {self.plan} p JOIN {self.main} m ON m.id = p.id "
            f"JOIN {self.past} a ON a.history_id = p.last_id JOIN {self.past} b ON b.history_id = p.before_id "
            f"CROSS JOIN LATERAL (VALUES {values}) v(name, before, after, now) "
            f"WHERE p.later AND p.first_type = '~' AND p.last_type = '~' "
            f"AND v.before IS DISTINCT FROM v.after AND v.now IS DISTINCT FROM v.after AND v.now IS DISTINCT FROM v.before"
        )

    def _edited_rows(self) -> str:
        """Rows the act made that were edited since, or that later rows hang on."""
        return (
            f"SELECT p.id, NULL::text, NULL::text, NULL::text FROM {self.plan} p JOIN {self.main} m ON m.id = p.id "
            f"WHERE p.first_type = '+' AND (p.later OR {self._has_later_children('p.id')})"
        )

    def _has_later_children(self, expression: str) -> str:
        """SQL: does a row of another tracked table that the act did not make point here?"""
        tests = []
        for child in tracked_models():
            for key in child._meta.concrete_fields:
                if key.is_relation and key.related_model is self.model:
                    past = table(history_model(child))
                    tests.append(
                        f'EXISTS (SELECT 1 FROM {table(child)} c WHERE c."{key.column}" = {expression} AND NOT EXISTS '
                        f"(SELECT 1 FROM {past} h JOIN {self.past} mine ON mine.history_id = p.first_id "
                        f"WHERE h.id = c.id AND h.change_set_id = mine.change_set_id))"
                    )
        return f"({' OR '.join(tests)})" if tests else "false"

    # -- acts -----------------------------------------------------------------------------

    def bring_back(self) -> int:
        """Insert again what the act deleted."""
        done = self._write(
            f"INSERT INTO {self.main} ({comma(self.names)}) SELECT {comma(self.names, 'b')} FROM {self.plan} p "
            f"JOIN {self.past} b ON b.history_id = p.before_id WHERE p.last_type = '-' AND p.first_type <> '+' "
            f"AND NOT EXISTS (SELECT 1 FROM {self.main} m WHERE m.id = p.id)",
            "+",
        )
        return done

    def restore(self, *, overwrite: bool) -> int:
        """Give changed fields their earlier value, unless they were changed again."""
        wins = 'm."{n}" IS DISTINCT FROM b."{n}"' if overwrite else 'm."{n}" IS NOT DISTINCT FROM a."{n}"'
        back = f'a."{{n}}" IS DISTINCT FROM b."{{n}}" AND {wins}'
        sets = ", ".join(f'"{n}" = CASE WHEN {back.format(n=n)} THEN b."{n}" ELSE m."{n}" END' for n in self.fields)
        changed = " OR ".join(f"({back.format(n=n)})" for n in self.fields)
        return self._write(
            f"UPDATE {self.main} m SET {sets} FROM {self.plan} p JOIN {self.past} a ON a.history_id = p.last_id "
            f"JOIN {self.past} b ON b.history_id = p.before_id WHERE m.id = p.id AND p.first_type = '~' "
            f"AND p.last_type = '~' AND ({changed})",
            "~",
            alias="m",
        )

    def remove(self, *, overwrite: bool) -> int:
        """Delete what the act made, unless it was edited since or something hangs on it."""
        edited = "" if overwrite else "AND NOT p.later "
        return self._write(
            f"DELETE FROM {self.main} m USING {self.plan} p WHERE m.id = p.id AND p.first_type = '+' {edited}"
            f"AND NOT {self._has_children('m.id')}",
            "-",
            alias="m",
        )

    def _has_children(self, expression: str) -> str:
        tests = [
            f'EXISTS (SELECT 1 FROM {table(child)} c WHERE c."{key.column}" = {expression})'
            for child in tracked_models()
            for key in child._meta.concrete_fields
            if key.is_relation and key.related_model is self.model and child is not self.model
        ]
        return f"({' OR '.join(tests)})" if tests else "false"

    def left(self) -> int:
        """Records the act made that stay, and records where a later value was kept."""
        made = scalar(f"SELECT count(*) FROM {self.plan} p JOIN {self.main} m ON m.id = p.id WHERE p.first_type = '+'")
        kept = scalar(f"SELECT count(DISTINCT id) FROM ({self._edited_fields()}) c")
        return int(made or 0) + int(kept or 0)

    def _write(self, statement: str, kind: str, *, alias: str = "") -> int:
        returning = comma(self.names, alias) if alias else comma(self.names)
        history, params = insert_history(self.model, "done", kind, reason="undo")
        return execute(f"WITH done AS ({statement} RETURNING {returning}) {history}", params)
