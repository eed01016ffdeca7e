"""The weekly report: what consolidation did in a week, each number with the list behind it; and the weeks before."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from apps.consolidation.choices import ProposalState, Relation, Verdict
from apps.consolidation.selectors import report
from apps.consolidation.selectors.decided import rules
from apps.consolidation.selectors.report import Span
from apps.portal.actions import offer
from apps.portal.learning import share
from apps.portal.views.base import PageView
from apps.portal.views.lists import to

EARLIEST = date(1990, 1, 1)
ANY = list(ProposalState.values)


@offer("review-report", gettext_lazy("Weekly report of consolidation"), icon="activity")
class Report(PageView):
    """One week from Monday to Sunday; this one, unless the address names a day."""

    resource = "proposals"
    template_name = "portal/review/report.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """`?week=2026-11-16`: the week of that day. What is no day, or lies ahead, is this week."""
        today = timezone.localdate()
        span = Span.week_of(_day(request.GET.get("week", ""), today))
        found, began = report.told(span), report.first_day()
        context = {
            "span": span,
            "is_now": span.last >= today,
            "report": found,
            "price": rules().credits_per_brand,
            "links": links(span),
            "by_relation": _parts(found["found_by_relation"], Relation, lambda word: _found(span, relation=word)),
            "by_verdict": _parts(found["decisions"], Verdict, lambda word: _decided(span, verdict=word)),
            "precision": share(found["precision"]),
            "weeks": report.weeks(last=today),
            "before": span.first - timedelta(days=1),
            "after": None if span.last >= today else span.last + timedelta(days=1),
            "is_empty": began is None,
        }
        return self.page(context)


def links(span: Span) -> dict[str, str]:
    """The list behind each number: it shows exactly what was counted."""
    made = _between("created", span)
    return {
        "found": _found(span),
        "scans": to("scans", **made),
        "merged": to("merges", **made),
        "merged_automatically": to("merges", **made, automatic="true"),
        "merges_standing": to("merges", **made, undone="false"),
        "undone": to("merges", **_between("undone", span)),
        "rejected": to("review", **_between("settled", span), state="rejected"),
        "waiting": to("review", state=["open", "skipped"]),
        "overdue": to("review", overdue="true"),
        "to_audit": to("merges", to_audit="true"),
        "audited": to("merges", judged="true"),
    }


def _between(what: str, span: Span) -> dict[str, str]:
    return {f"{what}_from": span.start.isoformat(), f"{what}_to": span.end.isoformat()}


def _found(span: Span, **more: str) -> str:
    return to("review", **_between("created", span), state=ANY, **more)


def _decided(span: Span, **more: str) -> str:
    return to("decisions", **_between("created", span), automatic="false", **more)


def _parts(counts: dict[str, int], words: Any, url: Any) -> list[dict[str, Any]]:
    """What a number is made of, the most first."""
    rows = sorted(counts.items(), key=lambda pair: -pair[1])
    return [{"label": words(word).label, "count": count, "url": url(word)} for word, count in rows]


def _day(text: str, today: date) -> date:
    try:
        return max(min(date.fromisoformat(text), today), EARLIEST)
    except ValueError:
        return today
