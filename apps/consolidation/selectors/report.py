"""What consolidation did in a week, and what it saved."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Sum
from django.utils import timezone

from apps.consolidation.choices import ProposalState
from apps.consolidation.models import Decision, Merge, Proposal, Scan
from apps.consolidation.selectors.decided import rules
from apps.consolidation.selectors.trust import precision, undone_acts
from apps.core.models import ChangeSet

WAITING = (ProposalState.OPEN, ProposalState.SKIPPED)


def report(*, until: date | None = None, days: int = 7) -> dict[str, Any]:
    """Found, merged, undone, waiting, precision and credits saved in the days before the end of `until` (today)."""
    last = until or timezone.localdate()
    end = timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min))
    span = (end - timedelta(days=days), end)
    found = Proposal.objects.filter(created_at__range=span)
    audited, share = precision()
    return {
        "from": (end - timedelta(days=days)).date(),
        "until": last,
        "scans": Scan.objects.filter(created_at__range=span).count(),
        "found": found.count(),
        "found_by_relation": _by(found, "relation"),
        "decisions": _by(Decision.objects.filter(created_at__range=span, is_automatic=False), "verdict"),
        "rejected": found.model.objects.filter(settled_at__range=span, state=ProposalState.REJECTED).count(),
        **_merges(span),
        **_waiting(),
        "audited": audited,
        "precision": share,
    }


def _by(rows: Any, name: str) -> dict[str, int]:
    return {row[name]: row["n"] for row in rows.order_by().values(name).annotate(n=Count("id")).order_by(name)}


def _merges(span: tuple[datetime, datetime]) -> dict[str, Any]:
    """Merges of these days; credits are saved by those that stand: each absorbed brand would have been enriched too."""
    made = Merge.objects.filter(created_at__range=span)
    standing = made.exclude(change_set_id__in=undone_acts())
    brands = _absorbed(standing)
    undone = ChangeSet.objects.filter(kind="undo", created_at__range=span)
    return {
        "merged": made.count(),
        "merged_automatically": made.filter(is_automatic=True).count(),
        "brands_absorbed": brands,
        "undone": undone.filter(undoes_id__in=Merge.objects.values("change_set_id")).count(),
        "credits_saved": round(brands * rules().credits_per_brand, 2),
    }


def _absorbed(merges: Any) -> int:
    found = merges.aggregate(total=Sum("absorbed_ids__len"))["total"]
    return int(found or 0)


def _waiting() -> dict[str, int]:
    waiting = Proposal.objects.filter(state__in=WAITING)
    return {
        "waiting": waiting.count(),
        "overdue": waiting.filter(due_at__lt=timezone.now()).count(),
        "to_audit": Merge.objects.filter(to_audit=True).count(),
    }
