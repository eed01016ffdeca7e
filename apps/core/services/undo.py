"""Undo of any act at any age: three-way, set-wise, and itself a change set.

For each record the act touched, three versions meet: before the act, after the act, and now.
A field that still has the act's value goes back; one edited since is a conflict. Rows the act made
are deleted unless they have gained edits or children.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from apps.core.choices import ChangeKind
from apps.core.derived import refresh
from apps.core.events import event
from apps.core.models import ChangeSet
from apps.core.pointers import heir_column
from apps.core.sentences import pattern
from apps.core.services.changes import change_set, hold_tables, note_counts
from apps.core.services.outbox import publish
from apps.core.services.undo_heirs import BEGAN, NOW, note_heirs
from apps.core.services.undo_passed import turned_since, turned_with
from apps.core.services.undo_table import Outcome, UndoTable, touched_by
from apps.core.undoing import Turned, turned

undo_of = pattern("act.undone", gettext_noop("Undo of #%(number)s: %(what)s"))


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


def undo(change_set_id: int, *, choice: str | None = None) -> Outcome:
    """Take an act back. `choice`: None refuses on conflict, "keep_later", or "overwrite"."""
    act = ChangeSet.objects.get(pk=change_set_id)
    with change_set(
        ChangeKind.UNDO, undo_of(number=act.pk, what=act.about or {"text": act.summary}), undoes_id=act.pk
    ) as row:
        locked = ChangeSet.objects.select_for_update().get(pk=change_set_id)
        hold_tables(alone=True)
        if locked.undone_by_id is not None:
            raise AlreadyUndone(
                _("Change set %(act)s was undone by %(undo)s.") % {"act": act.pk, "undo": locked.undone_by_id}
            )
        tables = _tables(locked.pk, "undo")
        outcome = _undo_tables(tables, choice)
        _close(row, locked, outcome, over=locked.pk if all(one.as_left for one in tables) else None)
    return outcome


def preview(change_set_id: int) -> Outcome:
    """What an undo would meet, without doing it: conflicts and how many records are touched."""
    outcome = Outcome()
    with transaction.atomic():
        for one in _tables(change_set_id, "preview"):
            one.look(outcome)
    return outcome


def original_of(act: ChangeSet) -> tuple[ChangeSet, bool]:
    """The act that a chain of undos is about, and whether it will stand when `act` is taken back."""
    stands = False
    while act.undoes_id is not None:
        act, stands = ChangeSet.objects.get(pk=act.undoes_id), not stands
    return act, stands


def _tables(act_id: int, purpose: str) -> list[UndoTable]:
    """The tracked tables of the act, parents first, each with its plan: they look into one another's."""
    touched = touched_by(act_id)
    tables = [UndoTable(model, purpose, touched) for model in touched]
    for one in tables:
        one.make_plan(act_id)
    if turned := turned_since(act_id):
        for one in tables:
            one.pass_over(act_id, turned)
    _note_heirs(tables, BEGAN)
    for one in tables:
        one.forgive_merges()
    return tables


def _note_heirs(tables: list[UndoTable], when: str) -> None:
    """For each kind of record that can be absorbed, the heirs of those the plans name."""
    keys = [(one, key) for one in tables for key in one.pointers]
    for target in {key.target for _one, key in keys}:
        plans = [(one.plan, key) for one, key in keys if key.target is target and one.size]
        note_heirs(target, plans, when)


def _undo_tables(tables: list[UndoTable], choice: str | None) -> Outcome:
    outcome = Outcome()
    for one in tables:
        one.look(outcome)
    if outcome.conflict_count and choice is None:
        raise UndoConflict(outcome.conflicts, outcome.conflict_count)
    outcome.undone = _act(tables, overwrite=choice == "overwrite")
    outcome.kept = sum(one.left() for one in tables)
    return outcome


def _act(tables: list[UndoTable], *, overwrite: bool) -> int:
    """Rows the act made go first, where nothing hangs on them, to free their unique values; the rest of
    them last, when what hung on them has gone back."""
    done = sum(one.remove(overwrite=overwrite) for one in reversed(tables))
    done += sum(one.bring_back(overwrite=overwrite) for one in tables)
    for one in tables:
        done += one.restore(overwrite=overwrite)
        if one.size and heir_column(one.model):
            _note_heirs(tables, NOW)
    return done + sum(one.remove(overwrite=overwrite) for one in reversed(tables))


def _close(row: ChangeSet, act: ChangeSet, outcome: Outcome, *, over: int | None) -> None:
    outcome.change_set = row.pk
    ChangeSet.objects.filter(pk=act.pk).update(undone_by_id=row.pk)
    original, stands = original_of(act)
    turned(original.kind, Turned(original.pk, act.pk, row.pk, stands))
    _turn_with(act)
    note_counts(row, undone=outcome.undone, kept=outcome.kept, conflicts=outcome.conflict_count)
    refresh(row.pk, over)
    publish(ChangeSetUndone(row.pk, act.pk, outcome.undone, outcome.kept))


def _turn_with(act: ChangeSet) -> None:
    """Where the act was itself an undo: what it took back stands again, what that had taken back does not."""
    stands, falls = turned_with(act.pk)
    ChangeSet.objects.filter(pk__in=stands).update(undone_by_id=None)
    for fallen, by in zip(falls, stands, strict=False):
        ChangeSet.objects.filter(pk=fallen).update(undone_by_id=by)
