"""Jobs: start, watch, stop, retry. Progress is written on a line of its own, outside the job's transaction."""

import threading
import time
from typing import Any

import structlog
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django_tenants.utils import schema_context

from apps.core import context
from apps.core.choices import DeliveryState, JobState
from apps.core.db import connection
from apps.core.jobs import KINDS, Cancelled, Turn
from apps.core.models import Delivery, Job
from apps.core.services.live import tell
from apps.core.services.outbox import deliver_later
from apps.core.services.sideline import Sideline

log = structlog.get_logger(__name__)
STALE_SECONDS = 60
MAX_ATTEMPTS = 3
OPEN = (JobState.QUEUED, JobState.RUNNING)


class UnknownKind(LookupError):
    """No function is registered for this kind of job."""


class NotOver(ValueError):
    """Only a job that has ended can be retried."""

    code = "not_over"
    hint = "Wait for its end, or cancel it."


def enqueue(kind: str, *, title: str, args: dict[str, Any]) -> Job:
    """Create a job and hand it to the workers after commit."""
    actor = context.current().actor
    with transaction.atomic():
        row = Job.objects.create(
            kind=kind, title=title[:300], args=args, actor_id=actor.user_id, actor_name=actor.name[:200]
        )
        _deliver(row)
    return row


def _deliver(row: Job) -> None:
    if row.kind not in KINDS:
        raise UnknownKind(row.kind)
    delivery = Delivery(
        schema=connection.schema_name, job_id=row.pk, handler=f"job:{row.kind}", queue=KINDS[row.kind].queue
    )
    deliver_later([delivery])


def cancel(row: Job) -> None:
    """Ask a job to stop. One that waits ends at once; one that runs stops at its next step."""
    with transaction.atomic():
        Job.objects.filter(pk=row.pk).update(cancel_requested=True)
        waiting = Job.objects.filter(pk=row.pk, state=JobState.QUEUED)
        ended = waiting.update(state=JobState.CANCELLED, finished_at=Now())
        if ended:
            _turned(row, JobState.CANCELLED)
    if ended:
        tell("job", {"id": row.pk, "state": JobState.CANCELLED})


def _turned(row: Job, state: str, error: dict[str, Any] | None = None) -> None:
    """Tell those who registered the kind what became of the job without their function."""
    kind = KINDS.get(row.kind)
    if kind and kind.turned:
        kind.turned(Turn(row.pk, dict(row.args), state, error or {}))


def retry(row: Job) -> None:
    """Run a job that has ended once more, with the same arguments."""
    with transaction.atomic():
        locked = Job.objects.select_for_update().get(pk=row.pk)
        if not locked.is_over:
            raise NotOver(_("Job %(pk)s has not ended.") % {"pk": row.pk})
        Job.objects.filter(pk=row.pk).update(
            state=JobState.QUEUED,
            cancel_requested=False,
            error={},
            result={},
            message="",
            done=0,
            attempts=0,
            finished_at=None,
        )
        _turned(locked, JobState.QUEUED)
        _deliver(locked)


class JobRun:
    """The line between a running job and those who watch: see `core.jobs.Run`."""

    def __init__(self, row: Job, sideline: Sideline) -> None:
        self.job_id, self.args, self._side = row.pk, dict(row.args), sideline
        self._last = 0.0

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Tell how far, at most five times a second; raises `Cancelled` when a stop was asked for."""
        now = time.monotonic()
        if now - self._last < 0.2 and done != total:  # noqa: PLR2004
            return
        self._last = now
        if self._side.job_progress(self.job_id, done, total, message[:300]):
            raise Cancelled
        tell("job", {"id": self.job_id, "state": "running", "done": done, "total": total, "message": message})

    def log(self, line: str) -> None:
        """Add one line to the job's log."""
        self._side.job_log(self.job_id, line[:1000])


def run(delivery_id: int) -> None:
    """Do one job in this workspace: claim it, keep its heart beating, note how it ended."""
    delivery = Delivery.objects.get(pk=delivery_id)
    if not _claim(delivery):
        return
    row = Job.objects.get(pk=delivery.job_id or 0)
    if not _start(row):
        _close(delivery, row)
        return
    with Sideline(connection) as side, _Heart(side, delivery, row):
        _run_claimed(delivery, row, JobRun(row, side))


def _claim(delivery: Delivery) -> bool:
    """Take the delivery unless another worker holds it and is alive."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE public.core_delivery SET state = 'started', attempts = attempts + 1, "
            "touched_at = clock_timestamp() WHERE id = %s AND (state = 'pending' OR (state = 'started' AND "
            "touched_at < clock_timestamp() - make_interval(secs => %s)))",
            [delivery.pk, STALE_SECONDS],
        )
        return bool(cursor.rowcount == 1)


def _start(row: Job) -> bool:
    """Mark the job running; False when it is over or somebody pressed stop."""
    row.attempts += 1
    waiting = Job.objects.filter(pk=row.pk, state__in=OPEN, cancel_requested=False)
    started = waiting.update(state=JobState.RUNNING, started_at=Now(), beat_at=Now(), attempts=row.attempts)
    if started:
        tell("job", {"id": row.pk, "state": JobState.RUNNING})
    return bool(started)


def _close(delivery: Delivery, row: Job) -> None:
    """A job that must not run: stopped while it waited, or over already, whose result stays."""
    with transaction.atomic():
        if Job.objects.filter(pk=row.pk, state__in=OPEN).update(state=JobState.CANCELLED, finished_at=Now()):
            _turned(row, JobState.CANCELLED)
        Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.DONE, touched_at=Now())


def _run_claimed(delivery: Delivery, row: Job, watch: JobRun) -> None:
    actor = context.Actor(user_id=row.actor_id, name=row.actor_name or "system", role="system")
    try:
        with context.acting(actor=actor, channel="task", job_id=row.pk, change_set_id=None):
            result = KINDS[row.kind].call(watch)
    except Cancelled:
        _finish(delivery, row, JobState.CANCELLED)
    except Exception as error:
        log.exception("job_failed", job=row.pk, kind=row.kind)
        _finish(delivery, row, JobState.FAILED, error=_explain(error))
    else:
        _finish(delivery, row, JobState.SUCCEEDED, result=result)


def _explain(error: Exception) -> dict[str, Any]:
    """What a person is told: the domain's own errors in full, a surprise only by its kind."""
    code = getattr(error, "code", None)
    if isinstance(code, str):
        return {"code": code, "message": str(error), "hint": getattr(error, "hint", "")}
    return {"code": "internal_error", "message": "Something went wrong on our side. Nothing was changed.", "hint": ""}


def _finish(
    delivery: Delivery,
    row: Job,
    state: str,
    *,
    result: dict[str, Any] | None = None,
    error: dict[str, Any] | None = None,
) -> None:
    with transaction.atomic():
        mine = Job.objects.filter(pk=row.pk, attempts=row.attempts)
        if not mine.update(state=state, result=result or {}, error=error or {}, finished_at=Now()):
            log.warning("job_taken_over", job=row.pk, kind=row.kind)
            return
        Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.DONE, touched_at=Now())
    tell("job", {"id": row.pk, "state": state})


LOST = {
    "code": "worker_lost",
    "message": "The work stopped several times without an answer and was given up.",
    "hint": "Try again; if it stops again, tell support the number of this job.",
}


def give_up(delivery: Delivery) -> None:
    """Mark the job of a delivery failed, from any schema: its workers died too often."""
    with schema_context(delivery.schema):
        row = Job.objects.select_for_update().filter(pk=delivery.job_id or 0, state__in=OPEN).first()
        if row is not None:
            Job.objects.filter(pk=row.pk).update(state=JobState.FAILED, error=LOST, finished_at=Now())
            _turned(row, JobState.FAILED, LOST)


class _Heart:
    """Touches the job and its delivery every five seconds, so that the sweep knows it lives."""

    def __init__(self, side: Sideline, delivery: Delivery, row: Job) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, args=(side, delivery.pk, row.pk), daemon=True)

    def _beat(self, side: Sideline, delivery_id: int, job_id: int) -> None:
        while not self._stop.wait(5):
            side.beat(delivery_id, job_id)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_exc: object) -> None:
        self._stop.set()
        self._thread.join(timeout=10)
