"""What needs me now; in an empty workspace, how to begin."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from apps.accounts.services import visit
from apps.brands.choices import ImportState
from apps.brands.selectors import activity, lists, runs, since
from apps.brands.services import imports
from apps.consolidation.selectors import report
from apps.core import policy
from apps.core.selectors import jobs
from apps.portal import charts, findings
from apps.portal.actions import offer
from apps.portal.views.base import PageView, found
from apps.portal.views.lists import to
from apps.registry import selectors as registry

SAMPLE = Path(__file__).resolve().parent.parent / "sample" / "cola-sample.csv"
RECENT = "6"


class Home(PageView):
    """Waiting rows, running work, last imports, last acts."""

    resource = "home"
    template_name = "portal/home/detail.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Two pages in one: the guide while nothing is here."""
        before = visit(request.user, request.tenant)  # type: ignore[arg-type, attr-defined]
        if runs.is_empty():
            may = policy.allows(self.actor, "subscriptions", "create")
            guide = {
                "has_sample": SAMPLE.is_file(),
                "steps": steps(),
                "can_follow": may and registry.is_loaded(),
                "limit": settings.COLABASE_UPLOAD_LIMIT,
            }
            return self.page(guide, template="portal/home/guide.html")
        return self.page(self.context() | self.news(before))

    def news(self, before: datetime | None) -> dict[str, Any]:
        """What came since the visit before this one; a newcomer sees the first steps instead."""
        first = steps()
        return {
            "before": before,
            "since": since.imported(before) if before else None,
            "steps": first if not all(step["is_done"] for step in first) else [],
        }

    def context(self) -> dict[str, Any]:
        """Few queries, whatever the size of the workspace."""
        about = {"count": ["about"], "limit": ["1"]}
        pages = (lists.BRANDS, lists.SKUS, lists.IMPORTERS)
        latest = runs.latest()
        return {
            "waiting": runs.waiting_by_import(),
            "unstarted": self.unstarted(latest),
            "reviews": self.reviews(),
            "running": jobs.open_jobs(),
            "failed": jobs.failed_lately(),
            "latest": latest,
            "acts": activity.acts({"limit": [RECENT]}).rows,
            "totals": [(one.name, one.count(about)) for one in pages],
        }

    def unstarted(self, latest: Sequence[Any]) -> list[Any]:
        """Those of the latest imports that were checked and wait to be started, for those who may."""
        may = policy.allows(self.actor, "imports", "update")
        return [run for run in latest if run.state == ImportState.CHECKED] if may else []

    def reviews(self) -> dict[str, int] | None:
        """What waits to be decided, for those who may; None where nothing does."""
        if not policy.allows(self.actor, "proposals", "approve"):
            return None
        found = report.waiting_for(self.actor.user_id)
        return found if found["waiting"] else None


class HomeTrend(PageView):
    """Approvals of the last two years: loaded after the page."""

    resource = "home"
    template_name = "portal/home/trend.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """One query."""
        found = since.trend()
        marks = charts.columns(found, lambda one: to("skus", completed_from=one.start, completed_to=one.end))
        chart = {
            "title": findings.of_trend(found, since.change(found)),
            "unit": findings.unit(found),
            "marks": marks,
            "ends": [marks[0].label, marks[-1].label] if marks else [],
            "most": max((one.count for one in marks), default=0),
        }
        part = "HX-Request" in request.headers
        return self.page({"chart": chart}, template="components/charts/columns.html" if part else "")


def steps() -> list[dict[str, Any]]:
    """The first steps in words, and whether they were taken."""
    said = {
        "bring": (_("Bring in a file, or try the sample"), "imports-new"),
        "start": (_("Look at what would change, and start the import"), "imports"),
        "settle": (_("Correct the rows in quarantine"), "quarantine"),
        "again": (_("Bring in the next file: what is known already stays as it is"), "imports-new"),
    }
    return [
        {"label": said[one.name][0], "place": said[one.name][1], "is_done": one.is_done, "can_begin": one.can_begin}
        for one in since.steps()
    ]


@offer("imports-sample", _("Try the sample file"), sends=True, icon="file")
class SampleImport(PageView):
    """Import the sample file that comes with the program, as a dry run first."""

    resource, action = "imports", "create"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Through the same door as any file."""
        if not SAMPLE.is_file():
            found(None)
        with SAMPLE.open("rb") as file:
            run = imports.create_import(files=[(SAMPLE.name, file)])
        imports.start_check(run)
        return self.go("imports-detail", run.pk)
