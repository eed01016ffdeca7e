"""Conflicts between what an import says and what a person edited, settled: keep ours, or take theirs."""

from typing import Any

from django.utils.translation import gettext as _

from apps.brands import sentences
from apps.brands.choices import HeldState, Outcome
from apps.brands.models import Brand, HeldRow, Sku
from apps.brands.services.held import RowSettled, settled, tell
from apps.core.choices import ChangeKind
from apps.core.derived import refresh
from apps.core.services.changes import change_set, hold_tables
from apps.registry.intake.stage import category


class NoConflict(RowSettled):
    """The row does not differ from what a person edited; there are no two sides."""

    hint = "Mend its values and re-admit it, or dismiss it."


def resolve_conflict(row: HeldRow, *, take: str) -> None:
    """Settle a conflict with a person's edit: `take` the "incoming" value, or keep "mine" for good."""
    fields = disputed(row)
    if not fields:
        raise NoConflict(_("Row %(row)s is in conflict with nobody's edit.") % {"row": row.row})
    said = sentences.incoming_taken if take == "incoming" else sentences.ours_kept
    with change_set(ChangeKind.FORM, said(name=row.ttb_id, fields=fields)) as act:
        hold_tables(alone=False)
        locked = HeldRow.objects.select_for_update().get(pk=row.pk)
        if locked.state != HeldState.OPEN:
            raise RowSettled(settled(locked))
        _settle_row(locked, take)
        refresh(act.pk)
        HeldRow.objects.filter(pk=row.pk).update(state=HeldState.READMITTED, settled_by_id=act.pk)
        tell([row.pk], act.pk)


def settle(ids: list[int], *, take: str) -> int:
    """Settle these conflicts as one act; how many. Rows that are settled, contradict no edit, or whose SKU is gone
    stay as they are."""
    said = sentences.incomings_taken if take == "incoming" else sentences.ours_all_kept
    waiting = HeldRow.objects.filter(pk__in=ids, state=HeldState.OPEN, outcome=Outcome.CONFLICTING)
    if not any(disputed(row) for row in waiting):
        return 0
    with change_set(ChangeKind.FORM, said(number=len(ids))) as act:
        hold_tables(alone=False)
        done = [row.pk for row in waiting.order_by("pk").select_for_update() if _settled(row, take)]
        refresh(act.pk)
        HeldRow.objects.filter(pk__in=done).update(state=HeldState.READMITTED, settled_by_id=act.pk)
        if done:
            tell(done, act.pk)
    return len(done)


def disputed(row: HeldRow) -> list[str]:
    """The fields a person edited that the row would change; none if it contradicts another row."""
    return list(row.raw.get("fields") or []) if row.outcome == Outcome.CONFLICTING else []


def _settled(row: HeldRow, take: str) -> bool:
    if not disputed(row):
        return False
    try:
        _settle_row(row, take)
    except NoConflict:
        return False
    return True


def _settle_row(row: HeldRow, take: str) -> None:
    for record, names in _edited_records(row, disputed(row)):
        _settle(record, names, row.raw, take)


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
