"""Imports: send files, name columns, look at what would happen, run, read the report."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.brands.selectors import lists, piles, runs
from apps.brands.services import columns, imports
from apps.core import kept_texts
from apps.core.selectors import jobs
from apps.core.services.storage import UploadRefused
from apps.portal import words
from apps.portal.actions import offer
from apps.portal.refusals import told
from apps.portal.tables import work
from apps.portal.views.base import PageView, found, whole
from apps.portal.views.home import SAMPLE
from apps.portal.views.lists import ListPage
from apps.registry.formats.errors import FormatError
from apps.registry.formats.headers import COLA_COLUMNS, COLA_REQUIRED

NEEDS_NAMES = frozenset({"columns_missing", "header_missing"})
OUTCOMES = ("new", "updated", "unchanged", "duplicate", "quarantined", "conflicting")
UNPROCESSABLE = 422
SHOWN = 100


class Imports(ListPage):
    """All imports, newest first."""

    resource = "imports"
    listing = lists.IMPORTS
    template_name = "portal/imports/list.html"
    order = "-id"
    form_keys = ("name", "state")
    columns = work.IMPORTS


@offer("imports-new", gettext_lazy("New import"), icon="upload")
class NewImport(PageView):
    """Files come in; a dry run starts at once, nothing is written."""

    resource, action = "imports", "create"
    template_name = "portal/imports/new.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The place to drop them."""
        return self.page(self.context())

    def context(self, problem: Any = None) -> dict[str, Any]:
        """`corrects` names the import whose rows are sent again."""
        asked = self.request.GET.get("corrects", "") or self.request.POST.get("corrects", "")
        corrects = runs.run(whole(asked)) if asked else None
        return {
            "corrects": corrects,
            "problem": problem,
            "limit": settings.COLABASE_UPLOAD_LIMIT,
            "has_sample": runs.is_empty() and SAMPLE.is_file(),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Store, check, and show the import."""
        context = self.context()
        files = [(file.name or "upload", file.file) for file in request.FILES.getlist("files")]
        try:
            run = imports.create_import(files=files, corrects=context["corrects"])  # type: ignore[arg-type]
        except UploadRefused as error:
            return self.page(context | {"problem": error}, status=UNPROCESSABLE)
        imports.start_check(run)
        return self.go("imports-detail", run.pk)


class ImportPage(PageView):
    """One import: what it would do, is doing, or did."""

    resource = "imports"
    template_name = "portal/imports/detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """For HTMX the part that changes while it runs."""
        template = "portal/imports/live.html" if request.headers.get("HX-Request") else ""
        return self.page(_shown(found(runs.run(pk))), template=template)


def _shown(run: Any) -> dict[str, Any]:
    job = jobs.job(run.job_id) if run.job_id else None
    if job is not None and job.is_over and runs.is_busy(run):
        run = runs.run(run.pk)  # it ended between the two reads
    told = run.report or run.preview
    return {
        "run": run,
        "job": job,
        "is_busy": runs.is_busy(run),
        "told": told,
        "is_preview": bool(run.preview) and not run.report,
        "piles": [(word, told.get(word, 0)) for word in OUTCOMES],
        "waiting": runs.waiting(run.pk),
        "needs_names": run.error.get("code") in NEEDS_NAMES,
        "follow": _follow(told),
    }


def _follow(told: dict[str, Any]) -> list[tuple[str, Any]]:
    """What came or would come of it beside the rows."""
    lines = {
        "brands_new": _("New brands"),
        "importers_matched": _("Importers linked"),
        "permits_unmatched": _("Importer permits in no list"),
        "bridged": _("Records between two brands, kept for review"),
    }
    return [(label, told[key]) for key, label in lines.items() if key in told]


class MapColumns(PageView):
    """Name the columns of a file whose headers we do not know."""

    resource, action = "imports", "update"
    template_name = "portal/imports/map.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Each column with some of its values and our guess."""
        run = found(runs.run(pk))
        try:
            names = columns.columns_of(run)
        except FormatError as error:
            self.say(kept_texts.told(error.message), messages.ERROR)
            return self.go("imports-detail", pk)
        choices = [(name, words.field(name), name in COLA_REQUIRED) for name in COLA_COLUMNS]
        return self.page({"run": run, "names": names, "choices": choices})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the names and check again."""
        run = found(runs.run(pk))
        headers, picks = request.POST.getlist("header"), request.POST.getlist("column")
        mapping = {h: c for h, c in zip(headers, picks, strict=False) if c in COLA_COLUMNS or not c}
        missing = [words.field(name) for name in COLA_REQUIRED if name not in mapping.values()]
        if missing:
            self.say(_("Still missing: %(names)s.") % {"names": ", ".join(missing)}, messages.ERROR)
            return self.go("imports-map", pk)
        try:
            imports.set_mapping(run, mapping)
            imports.start_check(found(runs.run(pk)))
        except imports.ImportBusy as error:
            self.say(error, messages.WARNING)
        return self.go("imports-detail", pk)


class Steer(PageView):
    """Start, check again, stop."""

    resource, action = "imports", "update"

    def post(self, request: HttpRequest, pk: int, what: str) -> HttpResponse:
        """One service call."""
        run = found(runs.run(pk))
        try:
            if what == "start":
                imports.start_run(run, gate_percent="off" if request.POST.get("gate") == "off" else None)
            elif what == "check":
                imports.start_check(run)
            else:
                imports.cancel_import(run)
                self.say(_("Asked to stop. What it had begun is rolled back whole."))
        except imports.ImportBusy as error:
            self.say(told(error), messages.WARNING)
        return self.go("imports-detail", pk)


class PilePage(PageView):
    """Rows of one outcome, or with one warning."""

    resource = "imports"
    template_name = "portal/imports/pile.html"

    def get(self, request: HttpRequest, pk: int, outcome: str) -> HttpResponse:
        """A hundred at a time, going on behind a row number."""
        run = found(runs.run(pk) if outcome in (*OUTCOMES, "warned") else None)
        after, warning = whole(request.GET.get("after")), request.GET.get("warning", "")
        pile, more = piles.rows(pk, outcome="" if warning else outcome, warning=warning, after=after, size=SHOWN)
        known = runs.skus_of([row["ttb_id"] for row in pile])
        rows = [row | {"sku": known.get(row["ttb_id"])} for row in pile]
        total = (run.report.get("warnings", {}) if warning else run.report).get(warning or outcome, 0)
        context = {"run": run, "outcome": outcome, "warning": warning, "rows": rows, "total": total}
        return self.page(context | {"after": after, "more": more})
