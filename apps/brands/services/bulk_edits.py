"""The fields of an edit of many rows, as SQL over `m`: what `editing.change` and `blanks.settle` do to one record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from apps.brands import blanks
from apps.brands.choices import Blank
from apps.core.db import connection

Sql = tuple[str, list[Any]]


@dataclass(frozen=True)
class FieldEdit:
    """A column and its new value; `said` is why it has none, where somebody says so."""

    name: str
    value: Any
    said: str = ""

    @property
    def quoted(self) -> str:
        """The column's quoted name."""
        return connection.ops.quote_name(self.name)

    @property
    def is_blank(self) -> bool:
        """Whether it becomes empty, and one may know why."""
        return self.value is None and self.name in blanks.BLANKABLE

    @property
    def source(self) -> str:
        """SQL: what the source says of it."""
        now = f"coalesce(to_jsonb(m.{self.quoted}), 'null'::jsonb)"
        return f"CASE WHEN m.edited ? '{self.name}' THEN m.edited -> '{self.name}' ELSE {now} END"

    def differs(self) -> Sql:
        """SQL: would the row change in this?"""
        if not self.said:
            return f"m.{self.quoted} IS DISTINCT FROM %s", [self.value]
        state = f"coalesce(m.blanks ->> '{self.name}', '{Blank.NOT_ASKED}')"
        return f"(m.{self.quoted} IS NOT NULL OR {state} <> %s)", [self.said]

    def is_edit(self) -> Sql:
        """SQL: is the new value another than the source's?"""
        if self.said not in {"", Blank.NOT_ASKED}:
            return "true", []
        return f"({self.source}) <> %s::jsonb", [orjson.dumps(self.value).decode()]

    def gone(self) -> Sql:
        """SQL: its name, where what was kept of it is to be forgotten first."""
        differs, params = self.differs()
        return f"CASE WHEN {differs} THEN '{self.name}' END", params

    def kept(self) -> Sql:
        """SQL: what the source says, as an object to keep in `edited`."""
        (differs, params), (edit, more) = self.differs(), self.is_edit()
        kept = f"jsonb_build_object('{self.name}', {self.source})"
        return f"CASE WHEN {differs} AND {edit} THEN {kept} ELSE '{{}}'::jsonb END", [*params, *more]

    def blanked(self) -> Sql:
        """SQL: `blanks` with what is known of this field now."""
        (differs, params), (edit, more) = self.differs(), self.is_edit()
        bare = f"m.blanks - '{self.name}'"
        if not self.is_blank:
            return f"CASE WHEN {differs} THEN {bare} ELSE m.blanks END", params
        why = f"jsonb_build_object('{self.name}', '{self.said or Blank.MISSING}'::text)"
        full = f"({bare}) || CASE WHEN {edit} THEN {why} ELSE '{{}}'::jsonb END"
        return f"CASE WHEN {differs} THEN {full} ELSE m.blanks END", [*params, *more]


@dataclass(frozen=True)
class Edits:
    """All fields of one edit."""

    fields: list[FieldEdit]
    said: Mapping[str, str] = field(default_factory=dict)

    def differs(self) -> Sql:
        """SQL: would the row change at all?"""
        return _joined([one.differs() for one in self.fields], " OR ")

    def sets(self) -> Sql:
        """SQL: the assignments of an UPDATE."""
        plain: Sql = (
            ", ".join(f"{one.quoted} = %s" for one in self.fields),
            [one.value for one in self.fields],
        )
        gone = _joined([one.gone() for one in self.fields], ", ")
        kept = _joined([one.kept() for one in self.fields], " || ")
        edited: Sql = (
            f"edited = (m.edited - array_remove(ARRAY[{gone[0]}]::text[], NULL)) || {kept[0]}",
            [*gone[1], *kept[1]],
        )
        blanked = [one.blanked() for one in self.fields if one.name in blanks.BLANKABLE]
        return _joined([plain, edited, *((f"blanks = {sql}", params) for sql, params in blanked)], ", ")


def edits(cleaned: Mapping[str, Any]) -> Edits:
    """The edit of these columns; `website_state` says why a website is empty."""
    values = dict(cleaned)
    said = blanks.take(values)
    return Edits([FieldEdit(name, value, said.get(name, "")) for name, value in values.items()], said)


def _joined(parts: list[Sql], between: str) -> Sql:
    return between.join(sql for sql, _ in parts), [value for _, params in parts for value in params]
