"""Taking back what a reviewer did: a proposal that was settled waits again. Claims go from one proposal to the next."""

from django.db import transaction
from django.utils import timezone

from apps.consolidation.choices import ProposalState, Step
from apps.consolidation.models import Decision, Merge, Proposal
from apps.consolidation.services import placing, policies, reviewing
from apps.core import context
from apps.core.services import undo as undoing

BACK = (ProposalState.REJECTED, ProposalState.SKIPPED, ProposalState.APPROVED, ProposalState.EXPIRED)


def claim_next(proposal_id: int) -> Proposal:
    """Claim a proposal and let go of the others one holds. Raises as `reviewing.claim`."""
    proposal = reviewing.claim(proposal_id)
    mine = Proposal.objects.filter(claimed_by_id=context.current().actor.user_id).exclude(pk=proposal_id)
    mine.update(claimed_by_id=None, claimed_by_name="", claimed_until=None)
    return proposal


def reopen(proposal_id: int, *, choice: str | None = "keep_later") -> Proposal:
    """Take back an approval (its merge is undone), a rejection or a skip, or bring back what expired: its time begins anew.
    What waits already stays so. Raises `NoSuchProposal`, and `undo.UndoConflict` where `choice` is None
    and something was changed since."""
    proposal = Proposal.objects.filter(pk=proposal_id).first()
    if proposal is None:
        raise reviewing.NoSuchProposal(f"There is no proposal {proposal_id}.")
    if proposal.state == ProposalState.APPROVED and proposal.merge_id:
        _unmerge(proposal.merge_id, choice)
    was_settled = proposal.state in BACK
    with transaction.atomic():
        held = Proposal.objects.select_for_update().get(pk=proposal_id)
        standing = Decision.objects.filter(proposal=held, expires_at=None)
        standing.update(expires_at=timezone.now())
        if was_settled:
            _wait_again(held)
        reviewing.tell(held, "reopened")
        return held


def _wait_again(held: Proposal) -> None:
    if held.state != ProposalState.SKIPPED:
        held.approvals = []
    held.state, held.settled_at, held.settled_by_name = ProposalState.OPEN, None, ""
    placing.place([held])
    held.save(update_fields=["state", "settled_at", "settled_by_name", "approvals", *placing.PLACED])
    placing.note([held], Step.REOPENED)


def _unmerge(merge_id: int, choice: str | None) -> None:
    act = Merge.objects.values_list("change_set_id", flat=True).get(pk=merge_id)
    try:
        undoing.undo(act, choice=choice)
    except undoing.AlreadyUndone:
        return
    policies.pause_if_broken()
