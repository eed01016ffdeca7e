"""Background work: how far, how it ended, stop and retry."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.brands.selectors import activity
from apps.core import policy
from apps.core.choices import JobState
from apps.core.context import Actor
from apps.core.jobs import KINDS
from apps.core.listing import Answer
from apps.core.selectors import jobs as selectors
from apps.core.selectors.lists import JOBS
from apps.core.services import jobs
from apps.portal.tables import work
from apps.portal.views.base import PageView, found
from apps.portal.views.lists import ListPage, Query


class Jobs(ListPage):
    """All background work, newest first."""

    resource = "jobs"
    listing = JOBS
    template_name = "portal/jobs/list.html"
    order = "-id"
    form_keys = ("state",)
    columns = work.JOBS

    def choices(self, asked: Query, answer: Answer) -> dict[str, Any]:
        """Choices of the filter form."""
        return {"states": JobState.values}


# By a number a job names, or by its kind: the page that shows what it did, and the resource that page asks for.
NAMED = {"bulk": ("bulk-detail", "bulk"), "import": ("imports-detail", "imports"), "merge": ("merges-detail", "merges")}
ABOUT = {
    "brands.export": ("exports", "exports"),
    "consolidation.scan": ("review", "proposals"),
    "consolidation.route": ("review-queues", "routes"),
    "consolidation.learn": ("review-learning", "models"),
}


def outcome(job: Any, actor: Actor) -> str:
    """Where this person sees what the job did; nothing where there is no such page for them."""
    known = {**job.args, **job.result}
    name = next((name for name in NAMED if isinstance(known.get(name), int)), "")
    place, resource = NAMED.get(name) or ABOUT.get(job.kind) or ("", "")
    if not place or not policy.allows(actor, resource, "read"):
        return ""
    return reverse(f"portal:{place}", args=[known[name]] if name else [])


def stays(kind: str) -> bool:
    """Whether it does one act after the other, and each stays done when it is stopped."""
    return kind in KINDS and KINDS[kind].stays


def stopping(kind: str) -> str:
    """What becomes of what a job of this kind has done so far, when it is asked to stop."""
    if stays(kind):
        return _("Asked to stop. What is done by then stays so.")
    return _("Asked to stop. What it had begun is rolled back.")


class JobPage(PageView):
    """One job with its log."""

    resource = "jobs"
    template_name = "portal/jobs/detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """For HTMX the live part alone."""
        job = found(selectors.job(pk))
        template = "portal/jobs/live.html" if request.headers.get("HX-Request") else ""
        context = {
            "job": job,
            "may_steer": selectors.may_steer(self.actor, job),
            "outcome": outcome(job, self.actor),
            "acts": job.is_over and stays(job.kind) and activity.acts({"job": [str(pk)], "limit": ["1"]}).rows,
        }
        return self.page(context, template=template)


class Busy(PageView):
    """The count in the top bar."""

    resource = "jobs"
    template_name = "components/busy.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The fragment."""
        return self.page({})


class Steer(PageView):
    """Stop or retry: it takes the right to start a job of this kind."""

    resource, action = "jobs", "update"

    def post(self, request: HttpRequest, pk: int, what: str) -> HttpResponse:
        """Ask the job's service."""
        job = found(selectors.job(pk))
        if not selectors.may_steer(self.actor, job):
            raise PermissionDenied
        if what == "cancel":
            jobs.cancel(job)
            self.say(stopping(job.kind))
            return self.back("jobs-detail", pk)
        try:
            jobs.retry(job)
            self.say(_("Started again."))
        except jobs.NotOver:
            self.say(_("It has not ended yet."), messages.WARNING)
        return self.back("jobs-detail", pk)
