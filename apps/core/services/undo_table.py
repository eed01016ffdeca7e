"""The undo of one act in one tracked table, set-wise.

A plan holds one row per record of the act: its version before (`b`), after (`a`) and whether the present
row (`m`) still is as the act left it. `existed` and `remained` say whether the record was there before and
after the act: made = not existed, deleted = not remained, changed = both.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models

from apps.core.pointers import heir_column
from apps.core.services.history import history_model, insert_history
from apps.core.services.undo_fields import Field, fields_of
from apps.core.services.undo_heirs import BEGAN, PointerField, heir
from apps.core.services.undo_passed import note_again, passed_over
from apps.core.services.undo_sql import PlainField, unique_sets
from apps.core.sql import columns, comma, execute, fetch, scalar, table
from apps.core.tracking import tracked_models

LISTED = 1000
_FEW = 10_000  # records that are found by their keys sooner than by reading the whole table
MADE, CHANGED, DELETED = "NOT p.existed AND p.remained", "p.existed AND p.remained", "p.existed AND NOT p.remained"


@dataclass
class Outcome:
    """What an undo did: ids and numbers of records; `conflicts` lists the first 1,000."""

    change_set: int | None = None
    undone: int = 0
    kept: int = 0
    conflict_count: int = 0
    conflicts: list[dict[str, Any]] = field(default_factory=list)


class UndoTable:
    """The steps of an undo in one table: look, remove, bring back, restore, and count what is left."""

    def __init__(self, model: type[models.Model], purpose: str, touched: Collection[type[models.Model]]) -> None:
        self.model, self.purpose, self.touched = model, purpose, touched
        self.main, self.past, self.plan = table(model), table(history_model(model)), plan_of(model, purpose)
        self.names, self.versions = columns(model), self.past
        self.every = fields_of(model, lambda parent: plan_of(parent, purpose) if parent in touched else "")
        self.fields: list[Field] = []
        self.free = set[str]()
        self.size = self.edited = self.plain = self.made = self.gone = self.met = 0

    @cached_property
    def parents(self) -> list[PlainField]:
        """The columns that name a record of another table."""
        return [one for one in self.every if isinstance(one, PlainField) and one.parent]

    @property
    def as_left(self) -> bool:
        """Whether every record is there and as the act left it: what the undo writes over are the act's versions."""
        return self.plain == self.size and not self.edited

    @cached_property
    def _naming(self) -> list[PlainField]:
        """These, and those that name one without a key of the database's."""
        return [one for one in self.every if one in self.parents or one in self.pointers]

    @cached_property
    def pointers(self) -> list[PointerField]:
        """The columns that merges carry along."""
        return [one for one in self.every if isinstance(one, PointerField)]

    def make_plan(self, act_id: int) -> None:
        """One row per record of the act. `fields` are those the act changed in any of them."""
        mine = f"FROM {self.past} WHERE change_set_id = %s"
        newest = f"max(h.history_id) = (SELECT max(history_id) FROM {self.past})"
        sql = f"SELECT count(*) = count(DISTINCT id), {newest} FROM (SELECT id, history_id {mine}) h"
        is_once, is_newest = fetch(sql, [act_id])[0]
        now, beside = self._now(is_newest)
        execute(
            f"DROP TABLE IF EXISTS pg_temp.{self.plan}; CREATE TEMP TABLE {self.plan} ON COMMIT DROP AS "
            "SELECT a.id, a.history_id AS last_id, a.began <> '+' AS existed, a.history_type <> '-' AS remained, "
            f"b.history_id AS before_id, {self._noted()}{now} FROM ({_written(mine, is_once)}) a {beside} "
            f"LEFT JOIN LATERAL (SELECT * FROM {self.past} o WHERE o.id = a.id AND o.history_id < a.first_id "
            "ORDER BY o.history_id DESC LIMIT 1) b ON true",
            [act_id],
        )
        self._count()
        if self.size:
            execute(
                f"SET LOCAL default_statistics_target = 1; ANALYZE {self.plan} (id, last_id, before_id, existed, "
                "remained, edited); SET LOCAL default_statistics_target = DEFAULT"
            )

    def _now(self, is_newest: bool) -> tuple[str, str]:
        """SQL: whether the record is there and differs from what the act left; and the present row, where it has to be
        looked at. Nothing has been written to the table since the newest act in it: its records are as it left them."""
        if is_newest:
            return "a.history_type <> '-' AS here, false AS edited", ""
        rest = [name for name in self.names if name != "id"]
        differs = f"({comma(rest, 'm')}) IS DISTINCT FROM ({comma(rest, 'a')})"
        return (
            f"m.id IS NOT NULL AS here, m.id IS NOT NULL AND {differs} AS edited",
            f"LEFT JOIN {self.main} m ON m.id = a.id",
        )

    def _count(self) -> None:
        """How many records there are of each sort, and which fields the act changed in any."""
        sorts = "p.existed, p.remained, p.here, p.edited, p.changed"
        every = fetch(f"SELECT count(*), {sorts} FROM {self.plan} p GROUP BY {sorts}")
        altered = set[int]()
        for n, existed, remained, here, edited, changed in every:
            self.size += n
            self.edited += n * edited
            self.plain += n * (existed and remained and here)
            self.made += n * (not existed and remained)
            self.gone += n * (existed and not here)
            if existed and remained:
                altered.update(place for place, has in enumerate(changed) if has)
        self.fields = [one for place, one in enumerate(self.every) if place in altered]

    def _noted(self) -> str:
        """What is noted of each record, so that its versions need not be read again: the fields the act changed, and
        whom it named before and after."""
        changed = ", ".join(f"({one.changed()})" for one in self.every)
        named = [f"a.{one.quoted} AS {one.after}, b.{one.quoted} AS {one.before}, " for one in self._naming]
        return f"ARRAY[{changed}] AS changed, {''.join(named)}"

    def pass_over(self, act_id: int, turned: list[int]) -> None:
        """Where earlier acts have been taken back since, records go back to what stood there before those."""
        if self.size:
            self.versions = passed_over(self.model, self.plan, self.every, act_id, turned)
            if self.versions != self.past:
                note_again(self.plan, self.versions, self._naming)

    def forgive_merges(self) -> None:
        """A row the act made and a merge has carried to an heir since was not edited."""
        keys = self.pointers
        if not keys or not self.made:
            return
        rest = [one.name for one in self.every if one not in keys]
        same = [f"m.{k.quoted} IS NOT DISTINCT FROM {heir(f'l.{k.quoted}', k.target, BEGAN)}" for k in keys]
        execute(
            f"UPDATE {self.plan} p SET edited = false FROM {self.main} m, {self.past} l WHERE m.id = p.id AND {MADE} "
            f"AND l.history_id = p.last_id AND p.edited AND {' AND '.join(same)} "
            f"AND ({comma(rest, 'm')}) IS NOT DISTINCT FROM ({comma(rest, 'l')})"
        )

    # -- conflicts ------------------------------------------------------------------------

    def look(self, outcome: Outcome) -> None:
        """Count and list what stands against going back."""
        if not self.size:
            return
        sqls = [self._fields_in_conflict(), self._rows_in_conflict() if self.plain < self.size else ""]
        for sql in filter(None, sqls):
            rows = fetch(f"{sql} LIMIT {LISTED + 1}")
            count = len(rows) if len(rows) <= LISTED else int(scalar(f"SELECT count(*) FROM ({sql}) c") or 0)
            self.met += count
            room = max(LISTED - len(outcome.conflicts), 0)
            outcome.conflicts += [self._listed(row) for row in rows[:room]]
            outcome.conflict_count += count

    def _listed(self, row: tuple[Any, ...]) -> dict[str, Any]:
        name = self.model._meta.model_name
        return {
            "record": name,
            "id": row[0],
            "field": row[1],
            "act_value": row[2],
            "current_value": row[3],
            "reason": row[4],
        }

    def _three(self, where: str) -> str:
        """FROM and WHERE: the plan with the versions before and after, and the present row."""
        return f"FROM {self.plan} p JOIN {self.main} m ON m.id = p.id {self._versions()} WHERE {where}"

    def _versions(self) -> str:
        """SQL: the versions after (`a`) and before (`b`) beside the plan; where it notes all that is asked of them, they
        need not be read."""
        if any(one not in self._naming for one in self.fields):
            return (
                f"JOIN {self.past} a ON a.history_id = p.last_id JOIN {self.versions} b ON b.history_id = p.before_id"
            )
        after = ", ".join(f"p.{one.after} AS {one.quoted}" for one in self._naming if one in self.fields)
        before = ", ".join(f"p.{one.before} AS {one.quoted}" for one in self._naming if one in self.fields)
        return f"CROSS JOIN LATERAL (SELECT {after}) a CROSS JOIN LATERAL (SELECT {before}) b"

    def _fields_in_conflict(self) -> str:
        """Fields the act changed that were changed again, or whose old value cannot come back; empty if none can."""
        parts = [
            f"SELECT p.id, '{one.name}', a.{one.quoted}::text, m.{one.quoted}::text, 'edited' "
            + self._three(f"p.before_id IS NOT NULL AND {CHANGED} AND p.edited AND {one.edited()}")
            for one in (self.fields if self.edited else [])
        ]
        parts += [
            f"SELECT p.id, '{one.name}', a.{one.quoted}::text, m.{one.quoted}::text, '{one.obstacle}' "
            + self._three(
                f"p.before_id IS NOT NULL AND {CHANGED} AND {one.changed()} AND {one.as_left()} "
                f"AND {one.barred(self.main, ahead=True)}"
            )
            for one in self.fields
            if one.obstacle and self._may_be_barred(one)
        ]
        return " UNION ALL ".join(parts)

    def _may_be_barred(self, one: Field) -> bool:
        """Whether to look record by record: not where all that are to be named again are there."""
        if not isinstance(one, PlainField) or one.is_unique or not one.parent:
            return True
        named = f"SELECT DISTINCT p.{one.before} AS {one.quoted} FROM {self.plan} p WHERE {CHANGED}"
        missing = bool(scalar(f"SELECT EXISTS (SELECT 1 FROM ({named}) b WHERE {one.parent_missing()})"))
        if not missing and not (isinstance(one, PointerField) and one.twins):
            self.free.add(one.name)
        return missing

    def _rows_in_conflict(self) -> str:
        """Rows made by the act and used since, rows deleted since, and rows whose place is taken."""
        nothing = "NULL::text, NULL::text, NULL::text"
        back = f"FROM {self.plan} p JOIN {self.versions} b ON b.history_id = p.before_id WHERE {DELETED} AND NOT p.here"
        gone = [one.parent_missing() for one in self.parents]
        parts = [
            f"SELECT p.id, {nothing}, 'edited' FROM {self.plan} p WHERE {MADE} AND p.here AND p.edited",
            f"SELECT p.id, {nothing}, 'in_use' FROM {self.plan} p "
            f"WHERE {MADE} AND p.here AND NOT p.edited AND {self._children('p.id', later=True)}",
            f"SELECT p.id, {nothing}, 'deleted' FROM {self.plan} p WHERE {CHANGED} AND NOT p.here",
            f"SELECT p.id, {nothing}, 'taken' {back} AND {self._clash(going_too=True)}",
        ]
        parts += [f"SELECT p.id, {nothing}, 'parent_gone' {back} AND {test}" for test in gone]
        return " UNION ALL ".join(parts)

    def _clash(self, *, going_too: bool = False) -> str:
        """SQL: does another row hold a unique value of version `b`? Rows this undo removes do not count."""
        leaves = f"AND NOT EXISTS (SELECT 1 FROM {self.plan} p WHERE p.id = u.id AND {MADE} AND NOT p.edited)"
        tests = [
            f"EXISTS (SELECT 1 FROM {self.main} u WHERE u.id <> b.id AND ({comma(names, 'u')}) = ({comma(names, 'b')})"
            f" {leaves if going_too else ''})"
            for names in unique_sets(self.model)
        ]
        return f"({' OR '.join(tests)})" if tests else "false"

    def _children(self, expression: str, *, later: bool = False) -> str:
        """SQL: does a row of another tracked table point here? `later` leaves out those the act touched."""
        tests = []
        for child in tracked_models():
            own = later and child in self.touched
            mine = f"AND NOT EXISTS (SELECT 1 FROM {plan_of(child, self.purpose)} t WHERE t.id = c.id)" if own else ""
            tests += [
                f'EXISTS (SELECT 1 FROM {table(child)} c WHERE c."{key.column}" = {expression} {mine})'
                for key in child._meta.concrete_fields
                if key.is_relation and key.related_model is self.model and child is not self.model
            ]
            for key, name in named_parents(child, self.model):
                value = f'(SELECT o."{name}" FROM {self.main} o WHERE o.id = {expression})'
                tests.append(f'EXISTS (SELECT 1 FROM {table(child)} c WHERE c."{key}" = {value} {mine})')
        if column := heir_column(self.model):
            mine = f"AND NOT EXISTS (SELECT 1 FROM {self.plan} t WHERE t.id = c.id)" if later else ""
            tests.append(f"EXISTS (SELECT 1 FROM {self.main} c WHERE c.{column} = {expression} {mine})")
        return f"({' OR '.join(tests)})" if tests else "false"

    # -- acts -----------------------------------------------------------------------------

    def remove(self, *, overwrite: bool) -> int:
        """Delete what the act made, unless it was edited since or something hangs on it."""
        if not self.made:
            return 0
        edited = "" if overwrite else "AND NOT p.edited "
        return self._write(
            f"DELETE FROM {self.main} m USING {self.plan} p WHERE m.id = p.id AND {MADE} {edited}"
            f"AND NOT {self._children('m.id')}",
            "-",
            alias="m",
        )

    def bring_back(self, *, overwrite: bool) -> int:
        """Insert again what the act deleted, with the same ids; overwriting, also what was deleted since."""
        if not self.gone:
            return 0
        wanted = "p.existed" if overwrite else DELETED
        parents = [f"NOT {one.parent_absent()}" for one in self.parents]
        return self._write(
            f"INSERT INTO {self.main} ({comma(self.names)}) SELECT {self._earlier()} FROM {self.plan} p "
            f"JOIN {self.versions} b ON b.history_id = p.before_id WHERE {wanted} "
            f"AND NOT EXISTS (SELECT 1 FROM {self.main} m WHERE m.id = p.id) AND NOT {self._clash()} "
            + " ".join(f"AND {test}" for test in parents),
            "+",
        )

    def _earlier(self) -> str:
        return ", ".join(["b.id", *(one.earlier() for one in self.every)])

    def restore(self, *, overwrite: bool) -> int:
        """Give changed fields their earlier value, unless they were changed again."""
        if not self.fields:
            return 0
        wins = overwrite or not self.edited  # where nobody has edited anything, nobody needs to be asked for
        values = {one.quoted: one.restored(self.main, wins, is_free=one.name in self.free) for one in self.fields}
        sets = ", ".join(f"{name} = {value}" for name, value in values.items())
        changed = " OR ".join(
            f"({one.changed()} AND {values[one.quoted]} IS DISTINCT FROM m.{one.quoted})" for one in self.fields
        )
        self._find_by_key("off")
        done = self._write(
            f"UPDATE {self.main} m SET {sets} FROM {self.plan} p {self._versions()} "
            f"WHERE m.id = p.id AND p.before_id IS NOT NULL AND {CHANGED} AND ({changed})",
            "~",
            alias="m",
        )
        self._find_by_key("DEFAULT")
        return done

    def _find_by_key(self, hashing: str) -> None:
        """Few records are looked up one by one: what the values cost misleads the planner into hashing the table."""
        if self.size <= _FEW and self.versions == self.past:
            execute(f"SET LOCAL enable_hashjoin = {hashing}")

    def left(self) -> int:
        """Records that did not go back, wholly or in part."""
        if not self.size or (not self.met and self.plain == self.size):
            return 0
        rows = scalar(
            f"SELECT count(*) FROM {self.plan} p LEFT JOIN {self.main} m ON m.id = p.id "
            f"WHERE ({MADE} AND m.id IS NOT NULL) OR (p.existed AND m.id IS NULL)"
        )
        met = self._fields_in_conflict()
        fields = scalar(f"SELECT count(DISTINCT id) FROM ({met}) c") if met else 0
        return int(rows or 0) + int(fields or 0)

    def _write(self, statement: str, kind: str, *, alias: str = "") -> int:
        returning = comma(self.names, alias) if alias else comma(self.names)
        history, params = insert_history(self.model, "done", kind, reason="undo")
        return execute(f"WITH done AS ({statement} RETURNING {returning}) {history}", params)


def _written(mine: str, is_once: bool) -> str:
    """SQL: the last version of each record the act wrote, with the first one's id and kind. `mine`: all it wrote."""
    if is_once:
        return f"SELECT *, history_id AS first_id, history_type AS began {mine}"
    return (
        "SELECT DISTINCT ON (id) *, min(history_id) OVER (PARTITION BY id) AS first_id, first_value(history_type) "
        f"OVER (PARTITION BY id ORDER BY history_id) AS began {mine} ORDER BY id, history_id DESC"
    )


def named_parents(child: type[models.Model], parent: type[models.Model]) -> list[tuple[str, str]]:
    """(column of the child, column of the parent) where a child names its parent by another value than its id:
    the model says so in `named_parents = {"app.Model": (column, column)}`."""
    found: dict[str, tuple[str, str]] = getattr(child, "named_parents", {})
    return [found[parent._meta.label]] if parent._meta.label in found else []


def touched_by(act_id: int) -> list[type[models.Model]]:
    """The tracked tables an act wrote into, parents first. What follows looks records up by their keys: they
    were written together, and most are in memory."""
    execute("SET LOCAL random_page_cost = 0.05")
    every = tracked_models()
    tests = [f"EXISTS (SELECT 1 FROM {table(history_model(one))} WHERE change_set_id = %s)" for one in every]
    found = fetch(f"SELECT {', '.join(tests)}", [act_id] * len(every))[0]
    return [one for one, has in zip(every, found, strict=True) if has]


def plan_of(model: type[models.Model], purpose: str) -> str:
    """The name of a table's plan."""
    return f"plan_{purpose}_{model._meta.db_table}"
