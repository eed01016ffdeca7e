"""What time does to proposals that wait: stand-ins take over, people are reminded, what is late goes up, what nobody
decides expires. Called now and then; each part does a bounded number of rows, and what is left has its turn next time.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from apps.accounts.choices import Role
from apps.consolidation.choices import WAITING, ProposalState, Step
from apps.consolidation.events import ProposalEscalated, ProposalExpired, ProposalHandedOver, ProposalReminded
from apps.consolidation.models import Proposal, Route
from apps.consolidation.routing import at_hand
from apps.consolidation.selectors import queues
from apps.consolidation.selectors.board import reviewers
from apps.consolidation.selectors.decided import rules
from apps.consolidation.services import notices, placing
from apps.core.services.outbox import publish

MOST = 500
NAMED = 100
HANDED = ("assigned_to_id", "assigned_to_name", "stand_in_for_id")


@dataclass(frozen=True)
class Attended:
    """How many proposals were handed over or given back, reminded of, escalated, and put aside."""

    handed: int
    reminded: int
    escalated: int
    expired: int


def attend(now: datetime | None = None) -> Attended:
    """Do what is due in this workspace."""
    at = now or timezone.now()
    parts: list[Callable[[datetime], int]] = [hand_over, remind, escalate, expire]
    done = []
    for part in parts:
        with transaction.atomic():
            done.append(part(at))
    return Attended(*done)


def hand_over(at: datetime) -> int:
    """What waits for somebody who is away goes to their stand-in; what a stand-in holds for somebody who is back goes
    back."""
    gone, people = queues.away(timezone.localdate(at)), dict(reviewers())
    theirs = _waiting(_to_hand_over(gone, people))
    moved: dict[Step, list[Proposal]] = {Step.HANDED_OVER: [], Step.GIVEN_BACK: []}
    for row in theirs:
        owner = row.stand_in_for_id or row.assigned_to_id
        person = at_hand(owner or 0, gone)
        wanted = person if person in people else None
        if wanted == row.assigned_to_id:
            continue
        placing.hand_to(row, wanted, people, stand_in_for=owner)
        moved[Step.GIVEN_BACK if wanted == owner else Step.HANDED_OVER].append(row)
    for what, rows in moved.items():
        _note_handed(rows, what)
    return sum(map(len, moved.values()))


def _to_hand_over(gone: dict[int, int | None], people: dict[int, str]) -> Q:
    """Whose holder is away, whose owner is back, and those of nobody whose owner has a stand-in now."""
    back = Q(stand_in_for_id__isnull=False) & ~Q(stand_in_for_id__in=list(gone))
    held = [owner for owner, stand_in in gone.items() if at_hand(owner, gone) in people and stand_in]
    return Q(assigned_to_id__in=list(gone)) | back | Q(assigned_to_id=None, stand_in_for_id__in=held)


def _note_handed(rows: list[Proposal], what: Step) -> None:
    if not rows:
        return
    Proposal.objects.bulk_update(rows, HANDED, batch_size=200)
    by_person: dict[int | None, list[Proposal]] = defaultdict(list)
    for row in rows:
        by_person[row.assigned_to_id].append(row)
    for mine in by_person.values():
        placing.note(mine, what, to=mine[0].assigned_to_name)
    notices.assigned(rows)
    publish(ProposalHandedOver(len(rows), _ids(rows)))


def remind(at: datetime) -> int:
    """Whose proposals are due soon hear of it, once a proposal."""
    rows = _waiting(Q(remind_at__lte=at, due_at__gt=at))
    Proposal.objects.filter(pk__in=[row.pk for row in rows]).update(remind_at=None)
    told = [row for row in rows if row.assigned_to_id or row.for_role]
    if told:
        notices.due(told)
        placing.note(told, Step.REMINDED)
        publish(ProposalReminded(len(told), _ids(told)))
    return len(told)


def escalate(at: datetime) -> int:
    """What was not settled in time goes to whom its route names, else to the managers; once a proposal."""
    rows, people, gone = _waiting(Q(escalate_at__lte=at)), dict(reviewers()), queues.away(timezone.localdate(at))
    known = {one.pk: one for one in queues.routes()}
    for row in rows:
        _go_up(row, known.get(row.route_id or 0), people, gone)
        row.escalate_at, row.escalated_at = None, at
    if rows:
        Proposal.objects.bulk_update(rows, (*HANDED, "for_role", "escalate_at", "escalated_at"), batch_size=200)
        by_name: dict[str, list[Proposal]] = defaultdict(list)
        for row in rows:
            by_name[row.assigned_to_name or row.for_role].append(row)
        for name, mine in by_name.items():
            placing.note(mine, Step.ESCALATED, to=name)
        notices.escalated(rows)
        publish(ProposalEscalated(len(rows), _ids(rows)))
    return len(rows)


def _go_up(row: Proposal, route: Route | None, people: dict[int, str], gone: dict[int, int | None]) -> None:
    wanted = route.escalate_to_id if route else None
    person = at_hand(wanted, gone) if wanted in people else None
    row.for_role = (route.escalate_role if route else "") or Role.MANAGER
    placing.hand_to(row, person if person in people else None, people, stand_in_for=wanted)


def expire(at: datetime) -> int:
    """What nobody has decided for so long leaves the queue. A scan that finds other evidence brings it back, and so may a
    person."""
    days = rules().expire_days
    if not days:
        return 0
    rows = _waiting(Q(waits_since__lt=at - timedelta(days=days)) & _unclaimed(at))
    Proposal.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=ProposalState.EXPIRED, settled_at=at, settled_by_name="", claimed_by_id=None, claimed_until=None
    )
    if rows:
        placing.note(rows, Step.EXPIRED, days=days)
        publish(ProposalExpired(len(rows), _ids(rows)))
    return len(rows)


def _unclaimed(at: datetime) -> Q:
    return Q(claimed_until__isnull=True) | Q(claimed_until__lt=at)


def _waiting(which: Q) -> list[Proposal]:
    """Held until the part ends; those somebody is at this moment settling are left for next time."""
    rows: QuerySet[Proposal] = Proposal.objects.filter(which, state__in=WAITING).defer("pairs", "compared")
    return list(rows.order_by(F("due_at").asc(nulls_last=True), "id").select_for_update(skip_locked=True)[:MOST])


def _ids(rows: Sequence[Proposal]) -> list[int]:
    return [row.pk for row in rows[:NAMED]]
