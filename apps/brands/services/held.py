"""Rows that wait for a person: mend them, let them in again, or dismiss them."""

import io
from typing import Any

import orjson
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.brands.choices import HeldState, Outcome
from apps.brands.events import QuarantineChanged
from apps.brands.models import HeldRow, Import
from apps.brands.services.imports import Silent, create_import, run_now, start_run
from apps.core import context
from apps.core.services.changes import hold_tables
from apps.core.services.outbox import publish
from apps.registry.checks.batch import check_batch
from apps.registry.checks.rules import reason_codes
from apps.registry.checks.suggest import suggest
from apps.registry.formats.headers import COLA_COLUMNS
from apps.registry.formats.reader import repaired_batch

FOREGROUND = 500
NAMED = 100


class RowSettled(ValueError):
    """The row has been let in or dismissed already."""

    code = "row_settled"
    hint = "Reload the list."


class RowChanged(ValueError):
    """Somebody else changed the same values since they were read; `theirs` is what stands now."""

    code = "row_changed"
    hint = "Look at what stands now, and send it again."

    def __init__(self, theirs: dict[str, str | None]) -> None:
        super().__init__(_("Somebody else changed this row while you were editing. Nothing was saved."))
        self.theirs = theirs


class UnknownColumn(ValueError):
    """A value was given for a column COLA rows do not have."""

    code = "unknown_column"


def edit_held(row: HeldRow, *, values: dict[str, str | None], seen: dict[str, str | None] | None = None) -> HeldRow:
    """Change values of a quarantined row and check it anew; its reasons become what is still wrong.

    With `seen`, the values as they were read, only what differs from them is changed, unless others changed it too.
    """
    unknown = sorted(set(values) - set(COLA_COLUMNS))
    if unknown:
        raise UnknownColumn(_("There is no column %(names)s.") % {"names": ", ".join(unknown)})
    with transaction.atomic():
        locked = HeldRow.objects.select_for_update().get(pk=row.pk)
        if locked.state != HeldState.OPEN:
            raise RowSettled(settled(locked))
        kept = {k: v for k, v in locked.raw.items() if k in COLA_COLUMNS}
        values = _own(values, seen or {}, kept)
        original = locked.raw.get("original") or locked.raw
        locked.raw = {**kept, **values, "original": {k: v for k, v in original.items() if k != "original"}}
        locked.reasons = faults(locked.raw)
        locked.suggestion = " ".join(suggest(code, kept | values) for code in locked.reasons)
        locked.ttb_id = locked.raw.get("ttb_id")
        locked.save()
        tell([locked.pk])
    return locked


def _own(
    values: dict[str, str | None], seen: dict[str, str | None], now: dict[str, str | None]
) -> dict[str, str | None]:
    """What this person changed; raises where others made something else of it meanwhile."""
    mine = {name: value for name, value in values.items() if name not in seen or (value or "") != (seen[name] or "")}
    there = {name: now.get(name) for name in mine if name in seen}
    theirs = {name: v for name, v in there.items() if (v or "") not in {seen[name] or "", mine[name] or ""}}
    if theirs:
        raise RowChanged(theirs)
    return mine


def tell(ids: list[int], change_set_id: int | None = None) -> None:
    """Rows that wait are no longer what they were."""
    publish(QuarantineChanged(sorted(ids)[:NAMED], change_set_id, context.current().channel))


def faults(values: dict[str, Any]) -> list[str]:
    """What would keep a row out now; nothing when it would enter."""
    cells = {name: values.get(name) for name in COLA_COLUMNS}
    checked = check_batch(repaired_batch(0, [(1, cells, 0)]), today=timezone.localdate(), present=COLA_COLUMNS)
    return reason_codes(int(checked.frame["reasons"][0]))


def readmit(run: Import, *, row_ids: list[int]) -> Import:
    """Let rows in again as a correction of their import: never gated, one change set, undone like any other.

    Up to 500 rows are done at once; more go to the background. Rows that are still bad stay where they are.
    """
    with transaction.atomic():
        hold_tables(alone=True)
        rows = list(
            HeldRow.objects.select_for_update().filter(run=run, pk__in=row_ids, state=HeldState.OPEN).order_by("row")
        )
        good = [row for row in rows if row.outcome == Outcome.CONFLICTING or not faults(row.raw)]
        if not good:
            raise RowSettled(_("None of these rows can enter yet: each still has a reason."))
        made = create_import(
            files=[(f"corrections of {run.name}.jsonl", _as_lines(good))], source=run.source, corrects=run
        )
        HeldRow.objects.filter(pk__in=[row.pk for row in good]).update(
            state=HeldState.READMITTED, settled_by_id=made.pk
        )
        if len(good) > FOREGROUND:
            start_run(made)
            return made
        return run_now(made, Silent())


def _as_lines(rows: list[HeldRow]) -> io.BytesIO:
    lines = [orjson.dumps({k: v for k, v in row.raw.items() if k in COLA_COLUMNS and v is not None}) for row in rows]
    return io.BytesIO(b"\n".join(lines) + b"\n")


def dismiss_held(run: Import, *, row_ids: list[int]) -> int:
    """Set rows aside for good; how many. They stay in the import's record."""
    with transaction.atomic():
        rows = HeldRow.objects.select_for_update().filter(run=run, pk__in=row_ids, state=HeldState.OPEN)
        ids = list(rows.values_list("pk", flat=True))
        HeldRow.objects.filter(pk__in=ids).update(state=HeldState.DISMISSED)
        if ids:
            tell(ids)
    return len(ids)


def settled(row: HeldRow) -> str:
    """What became of a row, in a sentence."""
    return _("Row %(row)s was %(state)s.") % {"row": row.row, "state": row.get_state_display().lower()}
