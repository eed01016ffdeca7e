"""What a reviewer does with a proposal: claim, approve, reject, skip, assign, comment. All of it may be sent twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import combinations, product

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from apps.brands.selectors.merged import roots
from apps.consolidation.choices import MERGING, WAITING, ProposalState, Step, Verdict
from apps.consolidation.events import ProposalUpdated
from apps.consolidation.models import Comment, Merge, Proposal
from apps.consolidation.selectors.board import reviewers
from apps.consolidation.selectors.decided import best_survivor, gone_of, rules
from apps.consolidation.services import notices
from apps.consolidation.services.merging import BadMerge, Order, merge_brands
from apps.consolidation.services.placing import note
from apps.consolidation.services.verdicts import Word, record
from apps.core import context
from apps.core.services.changes import hold_tables
from apps.core.services.outbox import publish

CLAIM = timedelta(minutes=10)
FIRST = ("survivor_id", "choices", "relation", "reason")
"""What is kept of the first of two approvals."""
SETTLED = {
    ProposalState.APPROVED: gettext_noop("The proposal was approved."),
    ProposalState.REJECTED: gettext_noop("The proposal was rejected."),
    ProposalState.SUPERSEDED: gettext_noop("The proposal was superseded."),
    ProposalState.EXPIRED: gettext_noop("The proposal has expired."),
}
OVERTAKEN = gettext_noop("A brand of this proposal was merged into another one meanwhile.")
By = tuple[bool, int | None]
"""(whether no person did it, the scan that did)"""


class NoSuchProposal(LookupError):
    """There is no such proposal in this workspace."""

    code = "not_found"


class NotOpen(ValueError):
    """The proposal was settled."""

    code = "proposal_settled"
    hint = "Look at it again; a merge can be undone."


class Superseded(ValueError):
    """A brand of the proposal was merged or archived since it was made."""

    code = "proposal_superseded"
    hint = "The next scan proposes what is left of it."


class NoSuchReviewer(ValueError):
    """The person is no member here, or may not settle proposals."""

    code = "invalid_value"
    hint = "Choose an analyst, a manager or an admin of this workspace."


class Claimed(ValueError):
    """Somebody else is at it."""

    code = "proposal_claimed"
    hint = "Take another one, or wait until the claim ends."


@dataclass(frozen=True)
class Approval:
    """How a proposal is approved: which brand survives, whose value each field keeps, who is left out (and so said to
    be another brand), and the relation if it is another than proposed."""

    survivor_id: int | None = None
    left_out: Sequence[int] = ()
    choices: Mapping[str, int] = field(default_factory=dict)
    relation: str = ""
    reason: str = ""


def approve(
    proposal_id: int,
    approval: Approval | None = None,
    *,
    is_automatic: bool = False,
    scan_id: int | None = None,
    by_two: bool = False,
) -> Proposal:
    """Do what the proposal says; `scan_id` where a scan does it by itself. Approving it again answers with what was done;
    where the workspace asks for four eyes, or `by_two`, the first approval only counts, and what it says holds for the
    second one where that says nothing. Raises `NotOpen`, `Superseded`,
    `Claimed`, `BadMerge`."""
    given = approval or Approval()
    _supersede_stale(proposal_id)
    with transaction.atomic():
        hold_tables(alone=True)  # before the proposal: an undo takes them in this order too
        proposal = _held(proposal_id)
        if proposal.state == ProposalState.APPROVED:
            return proposal
        _check_open(proposal)
        if not is_automatic and not _enough_eyes(proposal, given, by_two=by_two):
            return proposal
        given = _with_first(proposal, given)
        relation = given.relation or proposal.relation
        kept = [pk for pk in proposal.member_ids if pk not in given.left_out]
        by = (is_automatic, scan_id)
        merge = _merge(proposal, given, relation, kept, by) if relation in MERGING else None
        _note_verdicts(proposal, given, relation, kept, is_automatic)
        proposal.merge_id = merge.pk if merge else None
        return _settle(proposal, ProposalState.APPROVED)


def _merge(proposal: Proposal, given: Approval, relation: str, kept: list[int], by: By) -> Merge:
    is_automatic, scan_id = by
    if len(kept) < 2:  # noqa: PLR2004
        raise BadMerge(_("Leave at least two brands in the proposal."))
    survivor = given.survivor_id or proposal.survivor_id or best_survivor(kept)
    if survivor not in kept:
        raise BadMerge(_("The survivor is not among the brands of the proposal."))
    return merge_brands(
        Order(
            survivor,
            [pk for pk in kept if pk != survivor],
            relation,
            choices=given.choices,
            policy=rules().survivorship,
            reason=given.reason,
            proposal_id=proposal.pk,
            scan_id=scan_id,
            probability=proposal.probability,
            is_automatic=is_automatic,
            to_audit=is_automatic and _is_sample(proposal),
        )
    )


def _is_sample(proposal: Proposal) -> bool:
    """Every so manieth automatic merge is put before a person, by its number, so that anyone can check it."""
    share = rules().audit_share
    return share > 0 and proposal.pk % max(round(1 / share), 1) == 0


def _note_verdicts(proposal: Proposal, given: Approval, relation: str, kept: list[int], automatic: bool) -> None:
    parent = given.survivor_id or proposal.survivor_id
    for a, b in combinations(kept, 2):
        child, other = (b, a) if a == parent else (a, b)
        word = Word(child, other, relation, given.survivor_id, given.reason)
        record(word, proposal, is_automatic=automatic)
    for a, b in product(given.left_out, kept):
        record(Word(a, b, Verdict.NOT_DUPLICATE, reason=given.reason), proposal, is_automatic=automatic)


def _enough_eyes(proposal: Proposal, given: Approval, *, by_two: bool) -> bool:
    """Whether this is the last approval needed; one person's counts once, and who has no name is nobody's first or second. What
    waits for a second one keeps waiting for them, however few its brands are."""
    least = rules().four_eyes_from
    if not least or not (by_two or proposal.approvals or len(proposal.member_ids) >= least):
        return True
    who = context.current().actor
    if who.user_id is None:
        return False
    others = [one for one in proposal.approvals if one["user_id"] != who.user_id]
    if others:
        return True
    said, is_new = {name: getattr(given, name) for name in FIRST}, not proposal.approvals
    proposal.approvals = [{"user_id": who.user_id, "name": who.name, **said}]
    proposal.claimed_by_id, proposal.claimed_until = None, None
    proposal.save(update_fields=["approvals", "claimed_by_id", "claimed_until"])
    note([proposal], Step.COUNTED)
    tell(proposal, "approved")
    if is_new and not by_two:
        notices.asked([proposal])
    return False


def _with_first(proposal: Proposal, given: Approval) -> Approval:
    """What the first of two people said stands, where the second says nothing else. A value of a brand that is left out now
    is nobody's choice any more."""
    first = proposal.approvals[0] if proposal.approvals else {}
    chosen = {name: pk for name, pk in first.get("choices", {}).items() if pk not in given.left_out}
    survivor = first.get("survivor_id")
    return replace(
        given,
        survivor_id=given.survivor_id or (None if survivor in given.left_out else survivor),
        choices={**chosen, **given.choices},
        relation=given.relation or first.get("relation", ""),
        reason=given.reason or first.get("reason", ""),
    )


def reject(proposal_id: int, *, reason: str = "", expires_at: datetime | None = None) -> Proposal:
    """Say that its brands are not one. It is never proposed again, unless the word expires."""
    with transaction.atomic():
        proposal = _held(proposal_id)
        if proposal.state == ProposalState.REJECTED:
            return proposal
        _check_open(proposal)
        for a, b in combinations(proposal.member_ids, 2):
            record(Word(a, b, Verdict.NOT_DUPLICATE, reason=reason, expires_at=expires_at), proposal)
        return _settle(proposal, ProposalState.REJECTED)


def skip(proposal_id: int) -> Proposal:
    """Leave it for later: it goes to the end of the queue."""
    with transaction.atomic():
        proposal = _held(proposal_id)
        _check_open(proposal)
        proposal.state, proposal.claimed_by_id, proposal.claimed_until = ProposalState.SKIPPED, None, None
        proposal.save(update_fields=["state", "claimed_by_id", "claimed_until"])
        note([proposal], Step.SKIPPED)
        tell(proposal, "skipped")
        return proposal


def claim(proposal_id: int) -> Proposal:
    """Take it for ten minutes, so that no other reviewer does the same work. Claiming one's own prolongs it."""
    who = context.current().actor
    with transaction.atomic():
        proposal = _held(proposal_id)
        _check_open(proposal)
        is_new = proposal.claimed_by_id != who.user_id
        proposal.claimed_by_id, proposal.claimed_by_name = who.user_id, who.name[:200]
        proposal.claimed_until = timezone.now() + CLAIM
        proposal.save(update_fields=["claimed_by_id", "claimed_by_name", "claimed_until"])
        if is_new:
            tell(proposal, "claimed")
        return proposal


def assign(proposal_id: int, *, user_id: int | None) -> Proposal:
    """Give it to somebody who may settle it, or to nobody. Raises `NoSuchReviewer`, `NotOpen`."""
    names = dict(reviewers()) if user_id is not None else {}
    if user_id is not None and user_id not in names:
        raise NoSuchReviewer(_("Nobody of that number reviews proposals here."))
    with transaction.atomic():
        proposal = _held(proposal_id)
        if proposal.state not in WAITING:
            raise NotOpen(settled_text(proposal))
        proposal.assigned_to_id, proposal.assigned_to_name = user_id, names.get(user_id or 0, "")[:200]
        proposal.stand_in_for_id, proposal.for_role = None, ""
        proposal.save(update_fields=["assigned_to_id", "assigned_to_name", "stand_in_for_id", "for_role"])
        note([proposal], Step.ASSIGNED, to=proposal.assigned_to_name)
        notices.assigned([proposal])
        tell(proposal, "assigned")
        return proposal


def comment(proposal_id: int, *, text: str) -> Comment:
    """Write about it."""
    who, cleaned = context.current().actor, text.replace("\x00", "").strip()
    if not cleaned or len(cleaned) > 5000:  # noqa: PLR2004
        raise BadMerge(_("Write at least a word, and at most 5,000 letters."))
    with transaction.atomic():
        proposal = _held(proposal_id)
        tell(proposal, "commented")
        return Comment.objects.create(
            proposal=proposal, text=cleaned, author_id=who.user_id, author_name=who.name[:200]
        )


# --- common --------------------------------------------------------------------------------


def _held(proposal_id: int) -> Proposal:
    row = Proposal.objects.select_for_update().filter(pk=proposal_id).first()
    if row is None:
        raise NoSuchProposal(_("There is no proposal %(pk)s.") % {"pk": proposal_id})
    return row


def settled_text(proposal: Proposal) -> str:
    """How it was settled, said to who comes too late."""
    return _(OVERTAKEN if proposal.overtaken_by_id else SETTLED[ProposalState(proposal.state)])


def _check_open(proposal: Proposal) -> None:
    if proposal.state not in WAITING:
        raise NotOpen(settled_text(proposal))
    who = context.current().actor
    until = proposal.claimed_until
    if until and until > timezone.now() and proposal.claimed_by_id not in (None, who.user_id):
        raise Claimed(_("%(name)s is looking at this proposal.") % {"name": proposal.claimed_by_name})


def _supersede_stale(proposal_id: int) -> None:
    """A proposal one of whose brands was merged elsewhere, or is gone since its import was undone, is put aside for good,
    before anything else is tried."""
    with transaction.atomic():
        proposal = _held(proposal_id)
        overtaken = proposal.state == ProposalState.SUPERSEDED and proposal.overtaken_by_id
        if proposal.state not in WAITING and not overtaken:
            return
        heirs = roots(proposal.member_ids)
        merged = any(heirs[pk] != pk for pk in proposal.member_ids)
        gone = bool(gone_of(proposal.member_ids))
        if (merged or gone) and not overtaken:
            _settle(proposal, ProposalState.SUPERSEDED)
    if merged:
        raise Superseded(_(OVERTAKEN))
    if gone:
        raise Superseded(_("A brand of this proposal is no longer there."))


def _settle(proposal: Proposal, state: str) -> Proposal:
    proposal.state, proposal.settled_at = state, timezone.now()
    proposal.settled_by_name = context.current().actor.name[:200]
    proposal.claimed_by_id, proposal.claimed_until, proposal.undone_at = None, None, None
    proposal.save()
    note([proposal], Step(str(state)))
    notices.answered(proposal)
    tell(proposal, str(state))
    return proposal


def tell(proposal: Proposal, what: str) -> None:
    """Open pages, and who else listens, hear of it once it is committed."""
    publish(ProposalUpdated(proposal.pk, what, str(proposal.state)))
