"""Proposals that a merge leaves without one of their brands: they leave the queue with it, and wait again when it is taken
back."""

from django.utils import timezone

from apps.brands.selectors.merged import roots
from apps.consolidation.choices import WAITING, ProposalState, Step
from apps.consolidation.events import ProposalUpdated
from apps.consolidation.models import Merge, Proposal
from apps.consolidation.selectors.decided import gone_of
from apps.consolidation.services import placing
from apps.core import context
from apps.core.services.outbox import publish

WITHOUT = ("state", "settled_at", "settled_by_name", "claimed_by_id", "claimed_until", "overtaken_by_id")


def overtake(merge: Merge) -> None:
    """Put aside what waits and names a brand that is now part of another. What somebody is just settling is left to them:
    they are told the same."""
    waiting = Proposal.objects.filter(state__in=WAITING, member_ids__overlap=merge.absorbed_ids)
    rows = list(waiting.exclude(pk=merge.proposal_id or 0).select_for_update(skip_locked=True))
    for row in rows:
        row.state, row.settled_at, row.overtaken_by_id = ProposalState.SUPERSEDED, timezone.now(), merge.pk
        row.settled_by_name = context.current().actor.name[:200]
        row.claimed_by_id, row.claimed_until = None, None
    Proposal.objects.bulk_update(rows, WITHOUT, batch_size=200)
    placing.note(rows, Step.SUPERSEDED, merge=merge.pk)
    _tell(rows)


def give_way(merge: Merge) -> None:
    """The merge no longer stands: what it had put aside waits again, but for what lacks a brand for another reason."""
    aside = Proposal.objects.filter(state=ProposalState.SUPERSEDED, overtaken_by_id=merge.pk).select_for_update()
    found = list(aside.order_by("pk"))
    if not found:
        return
    members = sorted({pk for row in found for pk in row.member_ids})
    heirs, gone = roots(members), set(gone_of(members))
    rows = [row for row in found if all(heirs[pk] == pk and pk not in gone for pk in row.member_ids)]
    for row in rows:
        row.state, row.settled_at, row.settled_by_name, row.overtaken_by_id = ProposalState.OPEN, None, "", None
    placing.place(rows)
    Proposal.objects.bulk_update(rows, [*WITHOUT, *placing.PLACED], batch_size=200)
    placing.note(rows, Step.REOPENED)
    _tell(rows)


def _tell(rows: list[Proposal]) -> None:
    for row in rows:
        publish(ProposalUpdated(row.pk, str(row.state), str(row.state)))
