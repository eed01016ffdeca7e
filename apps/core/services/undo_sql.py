"""How one field goes back, as SQL over three rows: before (`b`), after (`a`) and now (`m`)."""

from dataclasses import dataclass

from django.db import models

from apps.core.sql import quoted


@dataclass(frozen=True)
class PlainField:
    """A value that goes back as a whole. `parent` is the table a foreign key points to."""

    name: str
    is_unique: bool = False
    parent: str = ""
    parent_plan: str = ""

    @property
    def quoted(self) -> str:
        """The column's quoted name."""
        return quoted(self.name)

    @property
    def before(self) -> str:
        """Where a plan notes the value before the act, of keys to other tables."""
        return quoted(f"before_{self.name}")

    @property
    def after(self) -> str:
        """Where it notes the value the act left."""
        return quoted(f"after_{self.name}")

    @property
    def obstacle(self) -> str:
        """What may stand in the way of the old value, or nothing."""
        return "taken" if self.is_unique else "parent_gone" if self.parent else ""

    def changed(self) -> str:
        """SQL: did the act change it?"""
        return f"a.{self.quoted} IS DISTINCT FROM b.{self.quoted}"

    def as_left(self) -> str:
        """SQL: does it still hold the act's value?"""
        return f"m.{self.quoted} IS NOT DISTINCT FROM a.{self.quoted}"

    def edited(self) -> str:
        """SQL: was it changed by the act, and again since?"""
        now_differs = f"m.{self.quoted} IS DISTINCT FROM b.{self.quoted}"
        return f"{self.changed()} AND NOT {self.as_left()} AND {now_differs}"

    def barred(self, main: str, *, ahead: bool = False) -> str:
        """SQL: can the old value not come back? `ahead` counts on parents the undo will bring back."""
        tests = []
        if self.is_unique:
            tests.append(f"EXISTS (SELECT 1 FROM {main} u WHERE u.id <> m.id AND u.{self.quoted} = b.{self.quoted})")
        if self.parent:
            tests.append(self.parent_missing() if ahead else self.parent_absent())
        return f"({' OR '.join(tests)})" if tests else "false"

    def parent_absent(self) -> str:
        """SQL: does version `b` point to a row that is not there?"""
        here = f"EXISTS (SELECT 1 FROM {self.parent} o WHERE o.id = b.{self.quoted})"
        return f"(b.{self.quoted} IS NOT NULL AND NOT {here})"

    def parent_missing(self) -> str:
        """SQL: the same, before the undo has brought its parents back."""
        coming = f"EXISTS (SELECT 1 FROM {self.parent_plan} o WHERE o.id = b.{self.quoted} AND NOT o.remained)"
        return f"({self.parent_absent()} AND NOT {coming})" if self.parent_plan else self.parent_absent()

    def restored(self, main: str, overwrite: bool, *, is_free: bool = False) -> str:
        """SQL: the value it gets. `is_free`: nothing is in its way, as is known already."""
        wins = "" if overwrite else f" AND {self.as_left()}"
        free = f" AND NOT {self.barred(main)}" if self.obstacle and not is_free else ""
        return f"CASE WHEN {self.changed()}{wins}{free} THEN {self.earlier()} ELSE m.{self.quoted} END"

    def earlier(self) -> str:
        """SQL: the value before the act, as it can be written now."""
        return f"b.{self.quoted}"


@dataclass(frozen=True)
class JsonField:
    """A JSON object: each key goes back by itself, so that two people's keys do not collide."""

    name: str
    obstacle: str = ""

    @property
    def quoted(self) -> str:
        """The column's quoted name."""
        return quoted(self.name)

    def changed(self) -> str:
        """SQL: did the act change any key?"""
        return f"a.{self.quoted} IS DISTINCT FROM b.{self.quoted}"

    def as_left(self) -> str:
        """SQL: is the whole object as the act left it?"""
        return f"m.{self.quoted} IS NOT DISTINCT FROM a.{self.quoted}"

    def edited(self) -> str:
        """SQL: was a key changed by the act, and again since?"""
        name = self.quoted
        return (
            f"EXISTS (SELECT 1 FROM jsonb_object_keys(a.{name} || b.{name}) k WHERE "
            f"a.{name} -> k IS DISTINCT FROM b.{name} -> k AND m.{name} -> k IS DISTINCT FROM a.{name} -> k "
            f"AND m.{name} -> k IS DISTINCT FROM b.{name} -> k)"
        )

    def barred(self, main: str, *, ahead: bool = False) -> str:
        """SQL: nothing stands in the way of a key."""
        return "false"

    def restored(self, main: str, overwrite: bool, *, is_free: bool = True) -> str:
        """SQL: the object it gets: the act's keys as before, all others as now."""
        name = self.quoted
        wins = "" if overwrite else f" AND m.{name} -> k IS NOT DISTINCT FROM a.{name} -> k"
        value = (
            f"CASE WHEN a.{name} -> k IS DISTINCT FROM b.{name} -> k{wins} THEN b.{name} -> k ELSE m.{name} -> k END"
        )
        merged = (
            f"(SELECT coalesce(jsonb_object_agg(k, v), '{{}}'::jsonb) FROM (SELECT k, {value} AS v "
            f"FROM jsonb_object_keys(m.{name} || b.{name}) k) keys WHERE v IS NOT NULL)"
        )
        return f"CASE WHEN {self.changed()} THEN {merged} ELSE m.{name} END"

    def earlier(self) -> str:
        """SQL: the object before the act."""
        return f"b.{self.quoted}"


def unique_sets(model: type[models.Model]) -> list[list[str]]:
    """The columns of each unique constraint, the primary key apart."""
    single = [[str(f.column)] for f in model._meta.concrete_fields if f.unique and not f.primary_key]
    several = [
        [str(model._meta.get_field(name).column) for name in one.fields]  # type: ignore[union-attr]
        for one in model._meta.constraints
        if isinstance(one, models.UniqueConstraint) and one.fields and one.condition is None
    ]
    return [*single, *several]
