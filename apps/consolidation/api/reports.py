"""What consolidation did, and how far it can be trusted."""

from datetime import date

from django.http import HttpResponse
from rest_framework.request import Request

from apps.consolidation.selectors.report import report
from apps.consolidation.selectors.trust import learning
from apps.core.listing import last
from apps.core.rest.docs import DAY, ROW, component, count, query
from apps.core.rest.renderers import answer
from apps.core.rest.views import BadBody, WorkspaceView, describe

WEEK, LONGEST = 7, 366
YEARS = "(199[0-9]|2[01][0-9]{2}|2200)"
EARLIEST, LATEST = 1990, 2200


class Report(WorkspaceView):
    """Found, merged, undone, waiting, precision, credits saved."""

    resource = "proposals"

    @describe(
        "Show what consolidation did",
        answer=component("ConsolidationReport", ROW),
        params=(
            query("until", {**DAY, "pattern": f"^{YEARS}-"}, "The last day; today by default."),
            query("days", count(LONGEST, least=1), "7 by default."),
        ),
        errors=("invalid_value",),
    )
    def get(self, request: Request) -> HttpResponse:
        """A week, or as many days as asked."""
        params = self.params()
        until = _day(last(params, "until")) if "until" in params else None
        return answer(report(until=until, days=_days(last(params, "days")) if "days" in params else WEEK))


class Learning(WorkspaceView):
    """Decisions against probabilities: agreement, precision, recall, calibration."""

    resource = "proposals"

    @describe("Show what decisions say of the engine", answer=component("ConsolidationLearning", ROW))
    def get(self, request: Request) -> HttpResponse:
        """All decisions of this workspace."""
        return answer(learning())


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise BadBody([("until", "Enter a day, such as 2026-01-31.")]) from error
    if not EARLIEST <= found.year <= LATEST:
        raise BadBody([("until", f"Enter a day from {EARLIEST} to {LATEST}.")])
    return found


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= LONGEST):
        raise BadBody([("days", f"Enter a whole number from 1 to {LONGEST}.")])
    return int(text)
