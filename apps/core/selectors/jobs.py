"""What can be asked about the kernel's own records: background work."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from apps.core import policy
from apps.core.choices import JobState
from apps.core.context import Actor
from apps.core.jobs import KINDS
from apps.core.models import Job
from apps.core.selectors.glance import Question
from apps.core.sql import table

OPEN = (JobState.QUEUED, JobState.RUNNING)
SHOWN = 20
LATELY = timedelta(days=7)


def open_jobs() -> list[Job]:
    """Work that waits or runs, newest first."""
    return list(Job.objects.filter(state__in=OPEN).defer("log", "args", "result")[:SHOWN])


def has_open() -> Question:
    """Whether there is any, for `glance`."""
    return f"SELECT EXISTS (SELECT 1 FROM {table(Job)} WHERE state = ANY(%s))", [[str(state) for state in OPEN]]


def failed_lately() -> list[Job]:
    """Work of the last week that failed and was not tried again with success, newest first."""
    since = timezone.now() - LATELY
    rows = Job.objects.filter(state=JobState.FAILED, created_at__gt=since)
    return list(rows.defer("log", "args", "result").order_by("-id")[:SHOWN])


def jobs() -> QuerySet[Job]:
    """All background work, newest first, without its logs."""
    return Job.objects.defer("log", "args").order_by("-id")


def job(pk: int) -> Job | None:
    """One job with its log."""
    return Job.objects.filter(pk=pk).first()


def may_steer(actor: Actor, row: Job) -> bool:
    """Whether someone may stop or retry this job: it takes the right to start one of its kind."""
    kind = KINDS.get(row.kind)
    return kind is not None and policy.allows(actor, kind.resource, kind.action)
