"""Rows that wait for a person: mend them, let them in again, or dismiss them; settle conflicts."""

import io
from typing import Any

import orjson
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.brands import sentences
from apps.brands.choices import HeldState, Outcome
from apps.brands.models import Brand, HeldRow, Import, Sku
from apps.brands.services.imports import Silent, create_import, run_now, start_run
from apps.core.choices import ChangeKind
from apps.core.derived import refresh
from apps.core.services.changes import change_set, hold_tables
from apps.registry.checks.batch import check_batch
from apps.registry.checks.rules import reason_codes
from apps.registry.checks.suggest import suggest
from apps.registry.formats.headers import COLA_COLUMNS
from apps.registry.formats.reader import repaired_batch
from apps.registry.intake.stage import category

FOREGROUND = 500


class RowSettled(ValueError):
    """The row has been let in or dismissed already."""

    code = "row_settled"
    hint = "Reload the list."


class NoConflict(RowSettled):
    """The row does not differ from what a person edited; there are no two sides."""

    hint = "Mend its values and re-admit it, or dismiss it."


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
            raise RowSettled(_settled(locked))
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


def _settled(row: HeldRow) -> str:
    return _("Row %(row)s was %(state)s.") % {"row": row.row, "state": row.get_state_display().lower()}


def resolve_conflict(row: HeldRow, *, take: str) -> None:
    """Settle a conflict with a person's edit: `take` the "incoming" value, or keep "mine" for good."""
    fields = row.raw.get("fields") if row.outcome == Outcome.CONFLICTING else None
    if not fields:
        raise NoConflict(_("Row %(row)s is in conflict with nobody's edit.") % {"row": row.row})
    said = sentences.incoming_taken if take == "incoming" else sentences.ours_kept
    with change_set(ChangeKind.FORM, said(name=row.ttb_id, fields=fields)) as act:
        hold_tables(alone=False)
        locked = HeldRow.objects.select_for_update().get(pk=row.pk)
        if locked.state != HeldState.OPEN:
            raise RowSettled(_settled(locked))
        for record, names in _edited_records(locked, fields):
            _settle(record, names, locked.raw, take)
        refresh(act.pk)
        HeldRow.objects.filter(pk=row.pk).update(state=HeldState.READMITTED, settled_by_id=act.pk)


def _edited_records(row: HeldRow, fields: list[str]) -> list[tuple[Sku | Brand, list[str]]]:
    """The records the conflict is about, held until the act ends, with the fields of each."""
    sku = Sku.objects.select_for_update().filter(ttb_id=row.ttb_id).first()
    if sku is None:
        raise NoConflict(_("There is no SKU %(ttb_id)s any more.") % {"ttb_id": row.ttb_id})
    brand = Brand.objects.select_for_update().get(pk=sku.brand_id)
    own = [name for name in fields if name != "website"]
    shares: list[tuple[Sku | Brand, list[str]]] = [(sku, own), (brand, ["website"] if "website" in fields else [])]
    return [share for share in shares if share[1]]


def _settle(record: Sku | Brand, names: list[str], raw: dict[str, Any], take: str) -> None:
    for name in names:
        if take == "incoming":
            setattr(record, name, raw.get(name))
            record.edited.pop(name, None)
        else:
            record.edited[name] = raw.get(name)
    if isinstance(record, Sku) and "class_type" in names and take == "incoming":
        record.category = category(record.class_type, record.class_type_desc)
        record.edited.pop("category", None)
    record.save()
