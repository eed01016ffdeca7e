"""Rows that wait for a person: mend them, let them in again, or dismiss them."""

import io
from typing import Any

import orjson
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.brands.choices import HeldState, Outcome
from apps.brands.models import HeldRow, Import
from apps.brands.services.imports import Silent, create_import, run_now, start_run
from apps.core.services.changes import hold_tables
from apps.registry.checks.batch import check_batch
from apps.registry.checks.rules import reason_codes
from apps.registry.checks.suggest import suggest
from apps.registry.formats.headers import COLA_COLUMNS
from apps.registry.formats.reader import repaired_batch

FOREGROUND = 500


class RowSettled(ValueError):
    """The row has been let in or dismissed already."""

    code = "row_settled"
    hint = "Reload the list."


class UnknownColumn(ValueError):
    """A value was given for a column COLA rows do not have."""

    code = "unknown_column"


def edit_held(row: HeldRow, *, values: dict[str, str | None]) -> HeldRow:
    """Change values of a quarantined row and check it anew; its reasons become what is still wrong."""
    unknown = sorted(set(values) - set(COLA_COLUMNS))
    if unknown:
        raise UnknownColumn(_("There is no column %(names)s.") % {"names": ", ".join(unknown)})
    with transaction.atomic():
        locked = HeldRow.objects.select_for_update().get(pk=row.pk)
        if locked.state != HeldState.OPEN:
            raise RowSettled(settled(locked))
        kept = {k: v for k, v in locked.raw.items() if k in COLA_COLUMNS}
        original = locked.raw.get("original") or locked.raw
        locked.raw = {**kept, **values, "original": {k: v for k, v in original.items() if k != "original"}}
        locked.reasons = faults(locked.raw)
        locked.suggestion = " ".join(suggest(code, kept | values) for code in locked.reasons)
        locked.ttb_id = locked.raw.get("ttb_id")
        locked.save()
    return locked


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
    rows = HeldRow.objects.filter(run=run, pk__in=row_ids, state=HeldState.OPEN)
    return rows.update(state=HeldState.DISMISSED)


def settled(row: HeldRow) -> str:
    """What became of a row, in a sentence."""
    return _("Row %(row)s was %(state)s.") % {"row": row.row, "state": row.get_state_display().lower()}
