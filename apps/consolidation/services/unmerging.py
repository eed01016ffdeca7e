"""What else happens when a merge is taken back, or stands again.

Undo itself puts back what the merge moved. Here follow the records that came later: a SKU that arrived under a name
only an absorbed brand bears goes back with it; where both bear the name, evidence decides as it does at an import, and
without any it stays. A SKU that a person moved stays where it was put, and so does everything people attached to the
survivor since.
"""

from collections import defaultdict

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.brands.models import Brand, Sku
from apps.brands.pipeline.evidence import permits_of
from apps.brands.pipeline.identity import resolve
from apps.brands.selectors.merged import absorbed_by, root_of
from apps.consolidation.choices import ProposalState
from apps.consolidation.events import MergeUndone
from apps.consolidation.models import Merge, Proposal
from apps.consolidation.services import overtaking
from apps.consolidation.services.moving import move_all, past_of
from apps.core import context
from apps.core.choices import ChangeKind
from apps.core.services.history import insert_history
from apps.core.services.outbox import publish
from apps.core.sql import columns, comma, execute, fetch, scalar, table
from apps.core.undoing import Turned, after_undo
from apps.registry.formats.names import identity_form

Late = tuple[int, str, str, str]
"""(id, form, permit, origin) of a SKU that came after a merge"""


class MergeOvertaken(ValueError):
    """A brand of the merge has been merged elsewhere since, or still is: the merge cannot stand again."""

    code = "merge_overtaken"
    hint = "Undo the later merge first."


@after_undo(ChangeKind.MERGE)
def follow(turn: Turned) -> None:
    """Called by every undo that turns a merge."""
    merge = Merge.objects.filter(change_set_id=turn.original_id).first()
    if merge is None:
        return
    if turn.stands:
        count = _stand_again(merge)
        overtaking.overtake(merge)
    else:
        count = give_back(merge) if _skus_written(merge.change_set_id, turn.act_id) else 0
        overtaking.give_way(merge)
    _turn_proposal(merge, turn.stands)
    publish(
        MergeUndone(
            merge.pk, merge.survivor_id, merge.absorbed_ids, turn.stands, count, context.current().channel
        )
    )  # fmt: skip


def _turn_proposal(merge: Merge, stands: bool) -> None:
    """Its proposal waits again, or is settled again. One that was undone is never merged without a person."""
    state, moment = (ProposalState.APPROVED, None) if stands else (ProposalState.OPEN, timezone.now())
    Proposal.objects.filter(pk=merge.proposal_id or 0).update(state=state, undone_at=moment, approvals=[])


def _stand_again(merge: Merge) -> int:
    """What came to the absorbed brands in between follows them."""
    heirs = set(Brand.objects.filter(pk__in=merge.absorbed_ids).values_list("merged_into_id", flat=True))
    if heirs != {merge.survivor_id}:
        raise MergeOvertaken(_("A brand of this merge has been merged elsewhere since."))
    moved, _stayed = move_all(merge.absorbed_ids, root_of(merge.survivor_id))
    return sum(moved.values())


def _skus_written(after: int, before: int) -> bool:
    """Whether any act between these two wrote a SKU: otherwise none can have come later."""
    sql = f"SELECT EXISTS (SELECT 1 FROM {past_of(Sku)} WHERE change_set_id > %s AND change_set_id < %s)"
    return bool(scalar(sql, [after, before]))


def give_back(merge: Merge) -> int:
    """Move the SKUs that came later to the brands they belong to; how many."""
    homes = later_homes(merge)
    for brand_id, skus in homes.items():
        history, params = insert_history(Sku, "done", "~", reason="undo of a merge")
        execute(
            f"WITH done AS (UPDATE {table(Sku)} SET brand_id = %s WHERE id = ANY(%s) "
            f"RETURNING {comma(columns(Sku))}) {history}",
            [brand_id, skus, *params],
        )
    return sum(len(skus) for skus in homes.values())


def later_homes(merge: Merge) -> dict[int, list[int]]:
    """Per absorbed brand the ids of the SKUs that came later and belong to it."""
    root = root_of(merge.survivor_id)
    borne = {pk: {pk, *others} for pk, others in absorbed_by([*merge.absorbed_ids, root]).items()}
    forms = dict(Brand.objects.filter(pk__in=set().union(*borne.values())).values_list("pk", "normal_form"))
    gone = set().union(*(borne[pk] for pk in merge.absorbed_ids))
    theirs = {pk: {forms[one] for one in borne[pk] if one in forms} for pk in merge.absorbed_ids}
    own = {forms[one] for one in borne[root] - gone if one in forms}
    late = _late(merge, root, set().union(*theirs.values()))
    homes: dict[int, list[int]] = defaultdict(list)
    for one in late:
        claimants = [pk for pk, forms in theirs.items() if one[1] in forms]
        rivals = [root] if one[1] in own else []
        home = claimants[0] if len(claimants) + len(rivals) == 1 else _by_evidence(one, claimants, rivals, late)
        if home in claimants:
            homes[home].append(one[0])
    return homes


def _late(merge: Merge, root: int, forms: set[str]) -> list[Late]:
    """SKUs with the survivor now that bear one of these names, were not with it before the merge, and that nobody
    put there by hand."""
    names = Sku.objects.filter(brand_id=root).values_list("brand_name", flat=True).distinct().order_by()
    spelled = {name: form for name in names if (form := identity_form(name)) in forms}
    if not spelled:
        return []
    rows = fetch(
        f"SELECT k.id, k.brand_name, k.permit, coalesce(k.origin, '') FROM {table(Sku)} k WHERE k.brand_id = %s "
        "AND k.brand_name = ANY(%s) AND NOT k.edited ? 'brand_id' "
        f"AND NOT EXISTS (SELECT 1 FROM {past_of(Sku)} h WHERE h.id = k.id AND h.change_set_id <= %s "
        "AND h.brand_id = ANY(%s)) ORDER BY k.id",
        [root, list(spelled), merge.change_set_id, [root, merge.survivor_id, *merge.absorbed_ids]],
    )
    return [(pk, spelled[name], permit, origin) for pk, name, permit, origin in rows]


def _by_evidence(one: Late, claimants: list[int], rivals: list[int], late: list[Late]) -> int | None:
    """The brand whose older records share a permit family or an imported origin with it; None when several do or none."""
    _pk, _form, permit, origin = one
    newer = [row[0] for row in late]
    rows = Sku.objects.filter(brand_id__in=[*claimants, *rivals]).exclude(pk__in=newer)
    present = [
        (brand, (number, place or "", "")) for brand, number, place in rows.values_list("brand_id", "permit", "origin").distinct()
    ]  # fmt: skip
    evidence = permits_of(
        pl.Series([permit, *(number for _brand, (number, _place, _alone) in present)]).unique()
    ).evidence
    combo = (permit, origin, "")
    answer = resolve([combo], present, evidence)
    return None if combo in answer.bridges else answer.existing.get(combo)
