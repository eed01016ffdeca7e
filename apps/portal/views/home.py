"""What needs me now; in an empty workspace, how to begin."""

from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from apps.brands.selectors import activity, lists, runs
from apps.brands.services import imports
from apps.core.selectors import jobs
from apps.portal.actions import offer
from apps.portal.views.base import PageView, found

SAMPLE = Path(__file__).resolve().parent.parent / "sample" / "cola-sample.csv"
RECENT = "6"


class Home(PageView):
    """Waiting rows, running work, last imports, last acts."""

    resource = "home"
    template_name = "portal/home/detail.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Two pages in one: the guide while nothing is here."""
        if runs.is_empty():
            return self.page({"has_sample": SAMPLE.is_file()}, template="portal/home/guide.html")
        return self.page(self.context())

    def context(self) -> dict[str, Any]:
        """Few queries, whatever the size of the workspace."""
        about = {"count": ["about"], "limit": ["1"]}
        pages = (lists.BRANDS, lists.SKUS, lists.IMPORTERS)
        return {
            "waiting": runs.waiting_by_import(),
            "running": jobs.open_jobs(),
            "latest": runs.latest(),
            "acts": activity.acts({"limit": [RECENT]}).rows,
            "totals": [(one.name, one.count(about)) for one in pages],
        }


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
