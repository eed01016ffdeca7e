"""Undo where records have been absorbed by others since: a key that a merge has carried along was edited by nobody.

A key that now names the heir of what the act left still is as the act left it; one that is to name an absorbed record
again names its heir instead. Heirs are looked up in a temporary table that notes them twice: as they were when the undo
began, and as they are once the records themselves have gone back.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models

from apps.core.choices import ChangeKind
from apps.core.pointers import POINTERS, heir_column
from apps.core.services.undo_sql import PlainField
from apps.core.sql import execute, table

BEGAN, NOW = "began", "now"
_FEW = 50  # more are looked up by an index


def heir(expression: str, target: type[models.Model], when: str) -> str:
    """SQL: the heir of a record, or the record itself. Mostly none has any: that is asked for once, not per row."""
    noted = f"FROM {_name(target)} x WHERE x.noted = '{when}'"
    found = f"coalesce((SELECT x.heir {noted} AND x.id = {expression}), {expression})"
    return f"CASE WHEN EXISTS (SELECT 1 {noted}) THEN {found} ELSE {expression} END"


def _name(target: type[models.Model]) -> str:
    return f"heirs_{target._meta.db_table}"


@dataclass(frozen=True)
class PointerField(PlainField):
    """A key to records that can be absorbed. `target` is their model, `past` the history of the key's own table, and
    `twins` the other columns of each unique set the key is in."""

    target: type[models.Model] = models.Model
    past: str = ""
    twins: tuple[tuple[str, ...], ...] = ()

    def as_left(self) -> str:
        """SQL: does it name what the act left, or its heir, brought there by merges alone?"""
        moved = f"m.{self.quoted} = {heir(f'a.{self.quoted}', self.target, BEGAN)} AND {self.carried()}"
        return f"({super().as_left()} OR ({moved}))"

    def edited(self) -> str:
        """SQL: was it changed since by anything but a merge or the undo of one?"""
        return f"{super().edited()} AND NOT {self.carried()}"

    def carried(self) -> str:
        """SQL: has nothing but merges, and their undoing, changed it since the act?"""
        own = "WITH RECURSIVE w AS (SELECT s.kind, s.undoes_id UNION ALL SELECT c.kind, c.undoes_id FROM w "
        own += "JOIN core_changeset c ON c.id = w.undoes_id) SELECT kind FROM w WHERE undoes_id IS NULL"
        before = f"SELECT o.{self.quoted} FROM {self.past} o WHERE o.id = h.id AND o.history_id < h.history_id"
        return (
            f"(NOT EXISTS (SELECT 1 FROM {self.past} h JOIN core_changeset s ON s.id = h.change_set_id "
            f"WHERE h.id = p.id AND h.history_id > p.last_id AND ({own}) <> '{ChangeKind.MERGE}' "
            f"AND h.{self.quoted} IS DISTINCT FROM ({before} ORDER BY o.history_id DESC LIMIT 1)))"
        )

    def barred(self, main: str, *, ahead: bool = False) -> str:
        """SQL: can it not come back, because its record is gone or its place is taken?"""
        tests = [super().barred(main, ahead=ahead)]
        if ahead:
            return tests[0]
        back = heir(f"b.{self.quoted}", self.target, NOW)
        for names in self.twins:
            same = "".join(f' AND u."{name}" = m."{name}"' for name in names)
            tests.append(f"EXISTS (SELECT 1 FROM {main} u WHERE u.id <> m.id AND u.{self.quoted} = {back}{same})")
        return f"({' OR '.join(tests)})"

    def earlier(self) -> str:
        """SQL: the earlier value, or its heir."""
        return heir(f"b.{self.quoted}", self.target, NOW)


def note_heirs(target: type[models.Model], plans: Sequence[tuple[str, PlainField]], when: str) -> None:
    """Note the heirs as they are, for the records that these columns of plans name. What is noted when the undo begins
    holds for both moments, as long as nothing has gone back."""
    name, found = _name(target), _heirs(target, plans)
    if when == BEGAN:
        both = f"SELECT n.noted, h.* FROM ({found}) h CROSS JOIN (VALUES ('{BEGAN}'), ('{NOW}')) n (noted)"
        made = f"CREATE TEMP TABLE {name} (noted, id, heir) ON COMMIT DROP AS {both}"
        count = execute(f"DROP TABLE IF EXISTS pg_temp.{name}; {made}")
    else:
        again = f"INSERT INTO {name} SELECT '{NOW}', h.* FROM ({found}) h"
        count = execute(f"DELETE FROM {name} WHERE noted = '{NOW}'; {again}")
    if count > _FEW:
        execute(f"CREATE INDEX IF NOT EXISTS {name}_by_id ON {name} (id, noted); ANALYZE {name}")


def _heirs(target: type[models.Model], plans: Sequence[tuple[str, PlainField]]) -> str:
    """SQL of (id, heir): who was absorbed, and who answers for them in the end."""
    main, column = table(target), heir_column(target)
    named = " UNION ".join(
        f"SELECT {noted} AS id FROM {plan}" for plan, key in plans for noted in (key.after, key.before)
    )
    return (
        "WITH RECURSIVE "
        f"named AS ({named or 'SELECT NULL::bigint AS id WHERE false'}), "
        f"up AS (SELECT n.id, b.{column} AS heir FROM named n JOIN {main} b ON b.id = n.id AND b.{column} IS NOT NULL "
        f"UNION SELECT u.id, b.{column} FROM up u JOIN {main} b ON b.id = u.heir AND b.{column} IS NOT NULL) "
        f"SELECT u.id, u.heir FROM up u JOIN {main} b ON b.id = u.heir AND b.{column} IS NULL"
    )


def pointed(model: type[models.Model], column: str) -> type[models.Model] | None:
    """The records a column names, if rows of the table follow them."""
    from django.apps import apps

    found = POINTERS.get((model._meta.label, column))
    return apps.get_model(found.target) if found and found.rule == "follows" else None
