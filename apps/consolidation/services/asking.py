"""A merge that one person asks for where the policy wants two: each pair waits in the queue, with the asker's approval as the
first of two."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from apps.consolidation.choices import WAITING, Relation
from apps.consolidation.linkage.matching import compare_pairs
from apps.consolidation.linkage.results import Finding
from apps.consolidation.models import Proposal
from apps.consolidation.selectors.decided import rules
from apps.consolidation.selectors.learned import model_in_use
from apps.consolidation.selectors.table import load
from apps.consolidation.services import merging, notices, placing, proposing, reviewing
from apps.consolidation.services.merging import Order
from apps.consolidation.services.proposing import Draft
from apps.consolidation.services.reviewing import Approval
from apps.consolidation.services.steps import Steps, Watch
from apps.core import context
from apps.core.services.changes import hold_tables


def wants_two(order: Order) -> bool:
    """Whether the policy asks for a second person before so many brands become one."""
    least = rules().four_eyes_from
    return bool(least) and len(order.absorbed_ids) + 1 >= least


def ask(order: Order, *, named: bool = True, watch: Watch | None = None) -> list[Proposal]:
    """Propose each absorbed brand, approved by who asks. Nothing is merged, unless somebody else had approved it before: then
    this is the second approval. A proposal of the pair that waits already is used. Raises as `merge_brands`, and
    `reviewing.Claimed`; then nothing was done. Where nobody `named` the survivor, the one that the first named stands."""
    merging.preview(order)
    steps = Steps(watch, len(order.absorbed_ids) + 2)
    with transaction.atomic():
        steps.begin("Waiting for other work")
        hold_tables(alone=True)
        steps.begin("Comparing")
        rows = proposing.propose_pairs(_drafts(order))
        known = {row.pk for row in rows if row.approvals}
        done = [_approve(order, row, named, steps) for row in rows]
        _leave_to_others(done)
        notices.asked([row for row in done if row.approvals and row.pk not in known], order.survivor_id)
        steps.end()
        return done


def _approve(order: Order, row: Proposal, named: bool, steps: Steps) -> Proposal:
    steps.begin("Proposing")
    return reviewing.approve(row.pk, _approval(order, row, named), by_two=True)


def _leave_to_others(rows: Sequence[Proposal]) -> None:
    """Who asks has said their word: what a queue gave to them waits for anybody else."""
    who = context.current().actor.user_id
    mine = [row for row in rows if row.state in WAITING and who and row.assigned_to_id == who]
    for row in mine:
        placing.hand_to(row, None, {})
    Proposal.objects.bulk_update(mine, ("assigned_to_id", "assigned_to_name", "stand_in_for_id"), batch_size=200)


def _approval(order: Order, row: Proposal, named: bool) -> Approval:
    """What of the order is about this pair."""
    choices = {name: brand for name, brand in order.choices.items() if brand in row.member_ids}
    before = None if named or not row.approvals else row.approvals[0].get("survivor_id")
    return Approval(before or order.survivor_id, (), choices, order.relation, order.reason)


def _drafts(order: Order) -> list[Draft]:
    """The pairs, with what the engine thinks of each."""
    table = load([order.survivor_id, *order.absorbed_ids])
    place = {pk: at for at, pk in enumerate(table.ids)}
    gone = table.picked([place[pk] for pk in sorted(order.absorbed_ids)])
    stays = table.picked([place[order.survivor_id]] * len(gone))
    return [_draft(order, replace(one, compared=b"")) for one in compare_pairs(gone, stays, model=model_in_use())]


def _draft(order: Order, one: Finding) -> Draft:
    """As a scan would propose it, with the relation that the person named."""
    chance = one.relation_probability if one.relation == order.relation else 1 - one.relation_probability
    if order.relation == Relation.SAME_BRAND:
        chance = one.probability
    members: Sequence[int] = sorted((one.a, one.b))
    weak = {"a": one.a, "b": one.b, "probability": chance}
    return Draft(order.relation, tuple(members), order.survivor_id, one.probability, chance, weak, [one], one.veto)
