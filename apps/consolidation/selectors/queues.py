"""Who gets which proposals, who is away, and how each queue keeps to its time."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone

from apps.brands.models import BrandSummary, Importer
from apps.consolidation.choices import WAITING, ProposalState
from apps.consolidation.models import Absence, Proposal, ProposalStep, Route
from apps.consolidation.routing import Case, Conditions

SETTLED = (ProposalState.APPROVED, ProposalState.REJECTED)
LOOKED_BACK = timedelta(days=30)
CHUNK = 5000
Row = dict[str, Any]


def routes() -> list[Route]:
    """All of them, in the order they are asked."""
    return list(Route.objects.order_by("position", "id"))


def route(pk: int) -> Route | None:
    """One of them."""
    return Route.objects.filter(pk=pk).first()


def absences(today: date | None = None) -> list[Absence]:
    """Who is away today or will be, the first first."""
    return list(Absence.objects.filter(last_day__gte=today or timezone.localdate()).order_by("first_day", "id"))


def absence(pk: int) -> Absence | None:
    """One of them."""
    return Absence.objects.filter(pk=pk).first()


def away(today: date | None = None) -> dict[int, int | None]:
    """Everybody who is away today, with who stands in for them; of two absences the later made one holds."""
    day = today or timezone.localdate()
    rows = Absence.objects.filter(first_day__lte=day, last_day__gte=day).order_by("id")
    return dict(rows.values_list("user_id", "stand_in_id"))


def conditions(one: Route) -> Conditions:
    """What a route asks, as the rules want it."""
    return Conditions(**{part.name: getattr(one, part.name) for part in fields(Conditions)})


def cases(proposals: Sequence[Proposal]) -> list[Case]:
    """What routing looks at, proposal by proposal. A handful of questions, however many there are."""
    known = _summaries({pk for one in proposals for pk in one.member_ids})
    service = set(Importer.objects.filter(family__isnull=False).values_list("permit", flat=True))
    return [_case(one, [known[pk] for pk in one.member_ids if pk in known], service) for one in proposals]


def _summaries(ids: set[int]) -> dict[int, Row]:
    wanted, found = sorted(ids), dict[int, Row]()
    for start in range(0, len(wanted), CHUNK):
        rows = BrandSummary.objects.filter(brand_id__in=wanted[start : start + CHUNK])
        for row in rows.values("brand_id", "sku_count", "origins", "categories", "permits"):
            found[row["brand_id"]] = dict(row)
    return found


def _case(one: Proposal, brands: list[Row], service: set[str]) -> Case:
    permits = _all(brands, "permits")
    return Case(
        relation=one.relation,
        probability=one.relation_probability,
        brands=len(one.member_ids),
        skus=sum(row["sku_count"] for row in brands),
        origins=_all(brands, "origins"),
        categories=_all(brands, "categories"),
        permits=permits,
        service_importer=not permits.isdisjoint(service),
    )


def _all(brands: Iterable[Row], name: str) -> frozenset[str]:
    return frozenset(value for row in brands for value in row[name])


def figures(now: datetime | None = None) -> list[Row]:
    """Per queue what waits, what is overdue, and how much of what people settled in the last thirty days was settled in
    time: {route, name, is_urgent, waiting, overdue, escalated, settled, in_time, hit_rate}. The last two are what no route
    took: brands of service importers, and all others."""
    at = now or timezone.now()
    waiting = Proposal.objects.filter(state__in=WAITING).values("route_id", "is_urgent").order_by()
    counted = waiting.annotate(
        waiting=Count("id"),
        overdue=Count("id", filter=Q(due_at__lt=at)),
        escalated=Count("id", filter=Q(escalated_at__isnull=False)),
    )
    told = Proposal.objects.filter(state__in=SETTLED, settled_at__gte=at - LOOKED_BACK, due_at__isnull=False)
    settled = told.values("route_id", "is_urgent").order_by()
    done = settled.annotate(settled=Count("id"), in_time=Count("id", filter=Q(settled_at__lte=F("due_at"))))
    known = routes()
    places: list[tuple[int | None, str, bool]] = [(one.pk, one.name, False) for one in known]
    rows = [*counted, *done]
    return [_queue(place, rows, {one.pk for one in known}) for place in [*places, (None, "", True), (None, "", False)]]


def _queue(place: tuple[int | None, str, bool], rows: Sequence[Any], known: set[int]) -> Row:
    """A route takes all of its own; what a route took that is gone counts among those no route took."""
    pk, name, urgent = place
    mine = [row for row in rows if _stands_in(row, pk, known) and (pk is not None or row["is_urgent"] == urgent)]
    sums = {
        key: sum(row.get(key, 0) for row in mine) for key in ("waiting", "overdue", "escalated", "settled", "in_time")
    }
    rate = sums["in_time"] / sums["settled"] if sums["settled"] else None
    return {"route": pk, "name": name, "is_urgent": urgent, **sums, "hit_rate": rate}


def _stands_in(row: Row, pk: int | None, known: set[int]) -> bool:
    return row["route_id"] == pk if pk is not None else row["route_id"] not in known


def steps_of(proposal_id: int) -> list[Row]:
    """What happened to a proposal, the first first."""
    return steps_of_each([proposal_id])[proposal_id]


def steps_of_each(ids: Sequence[int]) -> dict[int, list[Row]]:
    """What happened to each of these proposals, the first first; one question for all."""
    found: dict[int, list[Row]] = {pk: [] for pk in ids}
    rows = ProposalStep.objects.filter(proposal_id__in=ids).order_by("id")
    for row in rows.values("proposal_id", "id", "what", "facts", "actor_id", "actor_name", "created_at"):
        found[row["proposal_id"]].append({name: value for name, value in row.items() if name != "proposal_id"})
    return found
