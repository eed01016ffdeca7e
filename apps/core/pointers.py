"""What points where, so that everything follows when two records become one.

Each app says of every column that names a record of another table what happens to it when that record is absorbed by
its heir: it *follows*, it *stays* (it tells of the past, or its readers ask for the heir), or it is *derived* and
computed anew. A test walks all tables of a workspace and fails for a column nobody has spoken of.
"""

from dataclasses import dataclass
from typing import Literal

from django.apps import apps
from django.db import models

Rule = Literal["follows", "stays", "derived"]


@dataclass(frozen=True)
class Pointer:
    """One column that names records of `target`, and why it does not follow if it does not."""

    target: str
    model: str
    column: str
    rule: Rule
    why: str = ""

    @property
    def source(self) -> type[models.Model]:
        """The model that has the column."""
        return apps.get_model(self.model)


POINTERS: dict[tuple[str, str], Pointer] = {}
HEIRS: dict[str, str] = {}


def follows(target: str, model: str, column: str) -> None:
    """Rows of a tracked table move along. One whose twin the heir has already stays where it was, out of sight,
    and is in its place again when the merge is taken back."""
    _add(Pointer(target, model, column, "follows"))


def stays(target: str, model: str, column: str, why: str) -> None:
    """The column keeps what it says."""
    _add(Pointer(target, model, column, "stays", why))


def derived(target: str, model: str, column: str, why: str) -> None:
    """A refresher computes the table anew."""
    _add(Pointer(target, model, column, "derived", why))


def inherited(target: str, column: str) -> None:
    """Records of `target` can be absorbed: `column` then names the heir."""
    HEIRS[target] = column


def _add(pointer: Pointer) -> None:
    known = POINTERS.setdefault((pointer.model, pointer.column), pointer)
    if known != pointer:
        raise ValueError(f"{pointer.model}.{pointer.column} is declared twice")


def followers(target: type[models.Model]) -> list[Pointer]:
    """The columns whose rows move along with records of a model, by table name: locks are taken in that order."""
    found = [one for one in POINTERS.values() if one.target == target._meta.label and one.rule == "follows"]
    return sorted(found, key=lambda one: one.source._meta.db_table)


def heir_column(model: type[models.Model]) -> str:
    """The column that names a record's heir, or nothing where records are never absorbed."""
    return HEIRS.get(model._meta.label, "")
