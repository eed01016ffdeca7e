"""What consolidation did in a week, and what it saved."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncWeek
from django.utils import timezone

from apps.consolidation.choices import WAITING, ProposalState
from apps.consolidation.models import Decision, Merge, Proposal, Scan
from apps.consolidation.selectors.decided import rules
from apps.consolidation.selectors.trust import precision, undone_acts
from apps.core.models import ChangeSet

WEEK = 7
Rows = QuerySet[Any, Any]


@dataclass(frozen=True)
class Span:
    """Some days, in the time zone of who asks: from the first moment of the first to the last of the last."""

    first: date
    last: date

    @classmethod
    def until(cls, last: date, days: int = WEEK) -> "Span":
        """The days before the end of `last`."""
        return cls(last - timedelta(days=days - 1), last)

    @classmethod
    def week_of(cls, day: date) -> "Span":
        """From Monday to Sunday."""
        monday = day - timedelta(days=day.weekday())
        return cls(monday, monday + timedelta(days=WEEK - 1))

    @property
    def start(self) -> datetime:
        """Its first moment."""
        return timezone.make_aware(datetime.combine(self.first, time.min))

    @property
    def end(self) -> datetime:
        """Its last moment."""
        return timezone.make_aware(datetime.combine(self.last, time.max))

    def of(self, column: str) -> dict[str, Any]:
        """As a filter of a column of moments."""
        return {f"{column}__gte": self.start, f"{column}__lte": self.end}


def report(*, until: date | None = None, days: int = WEEK) -> dict[str, Any]:
    """Found, merged, undone, waiting, precision and credits saved in the days before the end of `until` (today)."""
    return told(Span.until(until or timezone.localdate(), days))


def told(span: Span) -> dict[str, Any]:
    """The report of these days; what waits, and precision, are those of now."""
    found = Proposal.objects.filter(**span.of("created_at"))
    audited, share = precision()
    return {
        "from": span.first,
        "until": span.last,
        "scans": Scan.objects.filter(**span.of("created_at")).count(),
        "found": found.count(),
        "found_by_relation": _by(found, "relation"),
        "decisions": _by(Decision.objects.filter(**span.of("created_at"), is_automatic=False), "verdict"),
        "rejected": _rejected().filter(**span.of("settled_at")).count(),
        **_merges(span),
        **_waiting(),
        "audited": audited,
        "precision": share,
    }


def _by(rows: Rows, name: str) -> dict[str, int]:
    return {row[name]: row["n"] for row in rows.order_by().values(name).annotate(n=Count("id")).order_by(name)}


def _rejected() -> Rows:
    return Proposal.objects.filter(state=ProposalState.REJECTED)


def _standing() -> Rows:
    return Merge.objects.exclude(change_set_id__in=undone_acts())


def _merges(span: Span) -> dict[str, Any]:
    """Merges of these days; credits are saved by those that stand: each absorbed brand would have been enriched too."""
    made = Merge.objects.filter(**span.of("created_at"))
    standing = _standing().filter(**span.of("created_at"))
    brands = int(standing.aggregate(total=Sum("absorbed_ids__len"))["total"] or 0)
    return {
        "merged": made.count(),
        "merged_automatically": made.filter(is_automatic=True).count(),
        "merges_standing": standing.count(),
        "brands_absorbed": brands,
        "undone": _undos().filter(**span.of("created_at")).count(),
        "credits_saved": round(brands * rules().credits_per_brand, 2),
    }


def _undos() -> Rows:
    """The acts by which merges are taken back now; one for each merge."""
    merges = ChangeSet.objects.filter(kind="merge", undone_by_id__isnull=False)
    merges = merges.filter(id__in=Merge.objects.values("change_set_id"))
    return ChangeSet.objects.filter(id__in=merges.values("undone_by_id"))


def waiting_for(user_id: int | None) -> dict[str, int]:
    """Proposals that wait: {waiting, overdue, mine}. One query over the index of those that do."""
    late, mine = Q(due_at__lt=timezone.now()), Q(assigned_to_id=user_id or 0)
    return Proposal.objects.filter(state__in=WAITING).aggregate(
        waiting=Count("id"), overdue=Count("id", filter=late), mine=Count("id", filter=mine)
    )


def _waiting() -> dict[str, int]:
    found = waiting_for(None)
    return {
        "waiting": found["waiting"],
        "overdue": found["overdue"],
        "to_audit": Merge.objects.filter(to_audit=True).count(),
    }


def weeks(*, last: date, count: int = 12) -> list[dict[str, Any]]:
    """Week by week, the newest first: {span, found, merged, rejected, undone, brands_absorbed, credits_saved}. A handful
    of questions, however many weeks."""
    newest = Span.week_of(last)
    span = Span(newest.first - timedelta(days=WEEK * (count - 1)), newest.last)
    columns = {
        "found": _weekly(Proposal.objects.filter(**span.of("created_at")), "created_at"),
        "merged": _weekly(Merge.objects.filter(**span.of("created_at")), "created_at"),
        "rejected": _weekly(_rejected().filter(**span.of("settled_at")), "settled_at"),
        "undone": _weekly(_undos().filter(**span.of("created_at")), "created_at"),
        "brands_absorbed": _weekly(_standing().filter(**span.of("created_at")), "created_at", Sum("absorbed_ids__len")),
    }
    price = rules().credits_per_brand
    mondays = [newest.first - timedelta(days=WEEK * i) for i in range(count)]
    rows = [(day, {name: found.get(day, 0) for name, found in columns.items()}) for day in mondays]
    return [
        {**row, "span": Span.week_of(day), "credits_saved": round(row["brands_absorbed"] * price, 2)}
        for day, row in rows
    ]


def _weekly(rows: Rows, column: str, what: Any = None) -> dict[date, int]:
    weekly = rows.order_by().annotate(week=TruncWeek(column)).values("week").annotate(n=what or Count("id"))
    return {row["week"].date(): int(row["n"] or 0) for row in weekly}


def first_day() -> date | None:
    """The day of the first search; None before there was one."""
    found = Scan.objects.order_by("id").values_list("created_at", flat=True).first()
    return timezone.localdate(found) if found else None
