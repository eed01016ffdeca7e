"""Where a proposal stands while it waits: its queue, whose it is, and when it is due, reminded of and escalated."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from apps.consolidation.choices import Step
from apps.consolidation.models import Proposal, ProposalStep, Route
from apps.consolidation.policy import Rules
from apps.consolidation.routing import at_hand, first_fit
from apps.consolidation.selectors import queues
from apps.consolidation.selectors.board import reviewers
from apps.consolidation.selectors.decided import rules
from apps.core import context

REMIND_BEFORE = 24
Away = dict[int, int | None]
PLACED = (
    "route_id", "is_urgent", "for_role", "stand_in_for_id", "assigned_to_id", "assigned_to_name", "waits_since", "due_at",
    "remind_at", "escalate_at", "escalated_at",
)  # fmt: skip


def place(rows: Sequence[Proposal], now: datetime | None = None) -> None:
    """Let these wait from now on: find the route of each, and set whose it is and when it is due; what is somebody's
    stays theirs. Nothing is saved: the columns are `PLACED`."""
    at, holding = now or timezone.now(), rules()
    for row, route, people, gone in _routed(rows):
        _time(row, route, holding, at)
        if not row.assigned_to_id:
            _give(row, route, people, gone)


def place_again(rows: Sequence[Proposal], kept: Collection[int]) -> None:
    """Route those that wait by the routes as they are now; their time runs on, and those of `kept` stay whose they are.
    Nothing is saved."""
    holding = rules()
    for row, route, people, gone in _routed(rows):
        before, told = row.due_at, (row.remind_at, row.escalate_at, row.escalated_at)
        _time(row, route, holding, row.waits_since)
        if row.due_at == before:
            row.remind_at, row.escalate_at, row.escalated_at = told
        elif told[2]:
            row.escalate_at, row.escalated_at = None, told[2]
        if row.pk not in kept and not row.escalated_at:
            _give(row, route, people, gone)


def _routed(rows: Sequence[Proposal]) -> Iterator[tuple[Proposal, Route | None, dict[int, str], Away]]:
    """Each with the route that takes it, who reviews here, and who is away."""
    if not rows:
        return
    known, people, gone = queues.routes(), dict(reviewers()), queues.away()
    asked = [queues.conditions(one) for one in known]
    for row, case in zip(rows, queues.cases(rows), strict=True):
        place = first_fit(asked, case)
        route = None if place is None else known[place]
        row.route_id, row.is_urgent = route.pk if route else None, case.service_importer
        yield row, route, people, gone


def _time(row: Proposal, route: Route | None, holding: Rules, at: datetime) -> None:
    """Due, reminded of and escalated. A brand of a service importer goes up before it is late: half way there."""
    hours = route.sla_hours if route else holding.urgent_hours if row.is_urgent else holding.sla_hours
    before = route.remind_hours if route else min(REMIND_BEFORE, hours // 2)
    up = route.escalate_hours if route else hours / 2 if row.is_urgent else None
    row.waits_since, row.due_at = at, at + timedelta(hours=hours)
    row.remind_at = row.due_at - timedelta(hours=min(before, hours)) if before else None
    row.escalate_at = row.due_at if up is None else at + timedelta(hours=up)
    row.escalated_at = None


def _give(row: Proposal, route: Route | None, people: dict[int, str], gone: Away) -> None:
    """To the person of the route, or who stands in for them; to nobody when none of them may settle it."""
    wanted = route.user_id if route else None
    person = at_hand(wanted, gone) if wanted in people else None
    row.for_role = route.role if route else ""
    hand_to(row, person if person in people else None, people, stand_in_for=wanted)


def hand_to(row: Proposal, person: int | None, people: dict[int, str], *, stand_in_for: int | None = None) -> None:
    """Make it somebody's, or nobody's. Nothing is saved."""
    row.assigned_to_id, row.assigned_to_name = person, people.get(person or 0, "")[:200]
    row.stand_in_for_id = stand_in_for if stand_in_for not in (None, person) else None


def note(rows: Iterable[Proposal], what: Step, **facts: Any) -> None:
    """Write down what happened to them, and who did it."""
    _write((row, what, facts) for row in rows)


def note_routed(rows: Iterable[Proposal]) -> None:
    """Which route took them and to whom they went; those that no route took need no word."""
    names = {one.pk: one.name for one in queues.routes()}
    taken = ((row, names[row.route_id]) for row in rows if row.route_id in names)
    _write((row, Step.ROUTED, {"route": name, "to": row.assigned_to_name or row.for_role}) for row, name in taken)


def _write(found: Iterable[tuple[Proposal, Step, dict[str, Any]]]) -> None:
    who = context.current().actor
    steps = [
        ProposalStep(proposal=row, what=what, facts=facts, actor_id=who.user_id, actor_name=who.name[:200])
        for row, what, facts in found
    ]
    ProposalStep.objects.bulk_create(steps, batch_size=500)
