"""Background work: how far, how it ended, stop it, do it again."""

from typing import Any

from django.http import Http404, HttpResponse
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from apps.core import policy
from apps.core.jobs import KINDS
from apps.core.models import Job
from apps.core.rest.docs import ANY, NUMBER, array, component, maybe, page_of, row_schema, widened
from apps.core.rest.renderers import answer
from apps.core.rest.views import ListView, Posting, RecordView, describe
from apps.core.selectors.lists import JOBS
from apps.core.services import jobs

ROW = row_schema(JOBS, percent=maybe(NUMBER))
JOB = component("Job", ROW)
DETAIL = component("JobDetail", widened(ROW, log=array(ANY)))


class JobList(ListView):
    """Background work, newest first."""

    resource = "jobs"
    listing = JOBS

    @describe("List jobs", answer=page_of(JOB))
    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        """One page."""
        return super().get(request, **kwargs)


class JobDetail(RecordView):
    """One job with its progress and log."""

    resource = "jobs"

    def find(self, key: int) -> dict[str, Any] | None:
        """By id, with the log."""
        row = JOBS.one(Job.objects.filter(pk=key))
        return None if row is None else {**row, "log": Job.objects.values_list("log", flat=True).get(pk=key)}

    @describe("Show a job", answer=DETAIL)
    def get(self, request: Request, key: int) -> HttpResponse:
        """The job."""
        return super().get(request, key)


class _JobAct(Posting):
    """Who may start a kind of work may also stop it and do it again."""

    resource = "jobs"
    actions = {"POST": "update"}

    def job(self, request: Request, key: int) -> Job:
        """The job, if the caller may do its kind of work."""
        row = Job.objects.filter(pk=key).first()
        if row is None:
            raise Http404
        kind = KINDS.get(row.kind)
        if kind and not policy.allows(request._request.actor, kind.resource, kind.action):  # type: ignore[attr-defined]
            raise PermissionDenied
        return row


class JobCancel(_JobAct):
    """Asks a job to stop; one that waits ends at once."""

    @describe("Cancel a job", answer=JOB)
    def create(self, request: Request, key: int) -> HttpResponse:
        """Stop."""
        jobs.cancel(self.job(request, key))
        return answer(JOBS.one(Job.objects.filter(pk=key)))


class JobRetry(_JobAct):
    """Does a job that has ended once more."""

    @describe("Retry a job", answer=JOB, errors=("not_over",))
    def create(self, request: Request, key: int) -> HttpResponse:
        """Again."""
        jobs.retry(self.job(request, key))
        return answer(JOBS.one(Job.objects.filter(pk=key)))
