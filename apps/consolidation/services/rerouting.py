"""Routing all that waits by the routes as they are now: looked at first, then done in the background."""

from collections import Counter
from typing import Any

from django.db import transaction

from apps.consolidation.choices import WAITING, Step
from apps.consolidation.models import Proposal, ProposalStep
from apps.consolidation.selectors import queues
from apps.consolidation.services import notices, placing
from apps.core.models import Job
from apps.core.services.jobs import enqueue

TIMES = ("waits_since", "remind_at", "escalate_at", "escalated_at")
SEEN = tuple(name for name in placing.PLACED if name not in TIMES)


def look() -> dict[str, Any]:
    """What would happen: {waiting, moved, by_route: [(name, how many)]}; nothing is done."""
    rows = _waiting()
    moved = _moved(rows)
    names = {one.pk: one.name for one in queues.routes()}
    counts = Counter(names.get(row.route_id or 0, "") for row in rows)
    return {
        "waiting": len(rows),
        "moved": len(moved),
        "by_route": [(name, counts[name]) for name in (*names.values(), "")],
    }


def start() -> Job:
    """Do it in the background."""
    return enqueue("consolidation.route", title="Route reviews anew", args={})


def route_again() -> dict[str, int]:
    """Do it: {waiting, moved}. What somebody assigned by hand stays theirs, and so does what went up."""
    with transaction.atomic():
        rows = _waiting(held=True)
        moved = _moved(rows)
        Proposal.objects.bulk_update(moved, placing.PLACED, batch_size=200)
        placing.note_routed(moved)
        notices.assigned(moved)
    return {"waiting": len(rows), "moved": len(moved)}


def _waiting(*, held: bool = False) -> list[Proposal]:
    rows = Proposal.objects.filter(state__in=WAITING).order_by("id").defer("pairs", "compared")
    return list(rows.select_for_update() if held else rows)


def _moved(rows: list[Proposal]) -> list[Proposal]:
    """Route them, and answer those that stand elsewhere now, are somebody else's, or are due at another time."""
    before = [_stand(row) for row in rows]
    by_hand = ProposalStep.objects.filter(what=Step.ASSIGNED, proposal__state__in=WAITING)
    by_hand = by_hand.filter(proposal__assigned_to_id__isnull=False)
    placing.place_again(rows, set(by_hand.values_list("proposal_id", flat=True)))
    return [row for row, was in zip(rows, before, strict=True) if _stand(row) != was]


def _stand(row: Proposal) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in SEEN)
