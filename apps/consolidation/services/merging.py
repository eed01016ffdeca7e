"""Merging brands: one act, in which everything that points at the absorbed ones follows, and which can be undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.brands.models import Brand
from apps.brands.selectors.merged import roots
from apps.brands.services.editing import NoSuchRecord, change
from apps.consolidation import sentences
from apps.consolidation.choices import MERGING, Relation
from apps.consolidation.events import BrandMerged
from apps.consolidation.models import Merge
from apps.consolidation.remainder import remainder
from apps.consolidation.services import overtaking, survivorship
from apps.consolidation.services.moving import bury, move_all
from apps.consolidation.services.steps import Steps, Watch
from apps.consolidation.services.survivorship import Kept
from apps.consolidation.words import FIELDS
from apps.core import context
from apps.core.choices import ChangeKind
from apps.core.derived import refresh
from apps.core.models import ChangeSet
from apps.core.pointers import followers
from apps.core.sentences import Sentence
from apps.core.services.changes import change_set, hold_tables, note_counts
from apps.core.services.outbox import publish

MOST = 200


class BadMerge(ValueError):
    """These brands cannot be merged like this."""

    code = "bad_merge"


class AlreadyMerged(ValueError):
    """The brands are one already, or one of them was merged into another brand."""

    code = "already_merged"
    hint = "Look at the brand it was merged into, or undo that merge first."

    def __init__(self, brand_id: int, into: int) -> None:
        super().__init__(_("Brand %(pk)s was merged into brand %(into)s.") % {"pk": brand_id, "into": into})
        self.merged_into = into


@dataclass(frozen=True)
class Order:
    """What to merge. `choices`: per field the brand whose value a person wants; the rest is decided by `policy`, per
    field an order of criteria."""

    survivor_id: int
    absorbed_ids: Sequence[int]
    relation: str = Relation.SAME_BRAND
    choices: Mapping[str, int] = field(default_factory=dict)
    policy: Mapping[str, Sequence[str]] = field(default_factory=dict)
    reason: str = ""
    proposal_id: int | None = None
    scan_id: int | None = None
    probability: float | None = None
    is_automatic: bool = False
    to_audit: bool = False


def merge_brands(order: Order, watch: Watch | None = None) -> Merge:
    """Merge brands, whoever else is at work: imports and other merges wait. `watch` hears of each step and may stop it. Raises
    `BadMerge`, `AlreadyMerged`, `NoSuchRecord`; then nothing was done."""
    _check_order(order)
    steps = Steps(watch, len(followers(Brand)) + 3)
    with transaction.atomic():
        steps.begin("Waiting for other work")
        hold_tables(alone=True)
        steps.begin("Reading brands")
        survivor, absorbed = _brands(order)
        fields = kept_fields(survivor, absorbed, order)
        with change_set(ChangeKind.MERGE, _said(survivor, absorbed)) as act:
            merge = _write(act, order, (survivor, absorbed), fields, steps)
        steps.end()
    return merge


def preview(order: Order) -> dict[str, Kept]:
    """What the survivor's fields would be; nothing is done. Raises as `merge_brands`."""
    _check_order(order)
    with transaction.atomic():
        return kept_fields(*_brands(order), order)


def _check_order(order: Order) -> None:
    if order.relation not in MERGING:
        raise BadMerge(_("Only the same brand, or a SKU filed as a brand, is merged."))
    if not order.absorbed_ids:
        raise BadMerge(_("Name at least one brand to merge."))
    if len(order.absorbed_ids) > MOST:
        raise BadMerge(_("At most %(most)s brands are merged at once.") % {"most": MOST})
    if order.survivor_id in order.absorbed_ids:
        raise BadMerge(_("A brand cannot be merged into itself."))
    if len(set(order.absorbed_ids)) < len(order.absorbed_ids):
        raise BadMerge(_("A brand is named twice."))
    members = {order.survivor_id, *order.absorbed_ids}
    for name, chosen in order.choices.items():
        if name not in FIELDS or chosen not in members:
            raise BadMerge(
                _("There is no value to choose for %(name)s from brand %(brand)s.") % {"name": name, "brand": chosen}
            )


def _brands(order: Order) -> tuple[Brand, list[Brand]]:
    """The brands, held until the act ends, in the order of their ids."""
    wanted = [order.survivor_id, *order.absorbed_ids]
    found = {one.pk: one for one in Brand.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}
    heirs = roots(wanted)
    for pk in wanted:
        if pk not in found:
            raise NoSuchRecord(_("There is no brand %(pk)s.") % {"pk": pk})
        if heirs[pk] != pk:
            raise AlreadyMerged(pk, heirs[pk])
        if found[pk].archived_at is not None:
            raise BadMerge(_("Brand %(pk)s is archived. Restore it first.") % {"pk": pk})
    return found[order.survivor_id], [found[pk] for pk in sorted(order.absorbed_ids)]


def kept_fields(survivor: Brand, absorbed: Sequence[Brand], order: Order) -> dict[str, Kept]:
    """What the survivor's fields will be. A parent keeps its own: a product's name is no name for a brand."""
    found = survivorship.candidates_of(survivor, absorbed)
    if order.relation == Relation.SKU_OF_BRAND:
        found = {name: ones for name, ones in found.items() if name in order.choices}
    return {
        name: survivorship.chosen(ones, order.choices[name])
        if name in order.choices
        else survivorship.decide(ones, order.policy.get(name) or survivorship.DEFAULT)
        for name, ones in found.items()
    }


def _write(
    act: ChangeSet, order: Order, brands: tuple[Brand, list[Brand]], fields: dict[str, Kept], steps: Steps
) -> Merge:
    survivor, absorbed = brands
    ids = [one.pk for one in absorbed]
    _give(survivor, fields)
    bury(ids, survivor.pk)
    moved, stayed = move_all(ids, survivor.pk, _rests(order, survivor, absorbed), steps)
    steps.begin("Counting")
    refresh(act.pk)
    merge = Merge.objects.create(
        change_set_id=act.pk,
        survivor_id=survivor.pk,
        absorbed_ids=ids,
        names={str(one.pk): one.display_name for one in [survivor, *absorbed]},
        fields={name: kept.as_dict() for name, kept in fields.items()},
        moved=moved,
        stayed=stayed,
        **_of(order),
    )
    overtaking.overtake(merge)
    note_counts(act, brands=len(ids), merge_id=merge.pk, **moved)
    publish(BrandMerged(merge.pk, survivor.pk, ids, order.relation, moved, context.current().channel))
    return merge


def _of(order: Order) -> dict[str, Any]:
    """What the record of a merge keeps of its order, and who gave it."""
    who = context.current().actor
    return {
        "relation": order.relation,
        "reason": order.reason[:2000],
        "proposal_id": order.proposal_id,
        "scan_id": order.scan_id,
        "probability": order.probability,
        "is_automatic": order.is_automatic,
        "to_audit": order.to_audit,
        "actor_id": who.user_id,
        "actor_name": who.name[:200],
    }


def _give(survivor: Brand, fields: dict[str, Kept]) -> None:
    """A value set by a person stays one, so that no import overwrites it."""
    before = {name: getattr(survivor, name) for name in fields} | {"edited": dict(survivor.edited)}
    for name, kept in fields.items():
        if kept.by_person:
            change(survivor, {name: kept.value})
        elif getattr(survivor, name) != kept.value:
            setattr(survivor, name, kept.value)
            survivor.edited.pop(name, None)
        if kept.value:
            survivor.blanks.pop(name, None)
    if any(getattr(survivor, name) != value for name, value in before.items()):
        survivor.save()


def _rests(order: Order, parent: Brand, children: Sequence[Brand]) -> dict[int, str]:
    """Per child the fanciful name for its SKUs that have none."""
    if order.relation != Relation.SKU_OF_BRAND:
        return {}
    found = {one.pk: remainder(one.source_name, parent.source_name) for one in children}
    return {pk: rest for pk, rest in found.items() if rest}


def _said(survivor: Brand, absorbed: list[Brand]) -> Sentence:
    names = ", ".join(one.display_name[:60] for one in absorbed[:3])
    if len(absorbed) <= 3:  # noqa: PLR2004
        return sentences.merged(names=names, survivor=survivor.display_name)
    return sentences.many_merged(names=names, more=len(absorbed) - 3, survivor=survivor.display_name)
