"""Off-request work of the kernel: deliver events, run jobs, sweep what was lost."""

from datetime import timedelta

import structlog
from celery import shared_task
from django.db import transaction
from django.db.models import DateTimeField, ExpressionWrapper, F
from django.utils import timezone

from apps.core.choices import DeliveryState
from apps.core.models import Delivery
from apps.core.services import jobs, outbox
from apps.core.sql import scalar

log = structlog.get_logger(__name__)
PENDING_AFTER = timedelta(seconds=20)
BATCH = 1000


@shared_task
def deliver(delivery_id: int) -> None:
    """Run one handler for one event, in the workspace of the message."""
    try:
        outbox.handle(delivery_id)
    except Exception as error:
        log.exception("delivery_failed", delivery=delivery_id)
        outbox.failed(delivery_id, repr(error))


@shared_task
def run_job(delivery_id: int) -> None:
    """Do one job, in the workspace of the message."""
    jobs.run(delivery_id)


@shared_task
def sweep() -> int:
    """Send again what never started, and what a dead worker left behind. Reads one table.

    The longer something waits the seldomer it is sent, so that a long queue is not filled with doubles.
    """
    now = timezone.now()
    next_try = ExpressionWrapper(F("touched_at") + (F("touched_at") - F("created_at")), DateTimeField())
    waiting = Delivery.objects.filter(state=DeliveryState.PENDING, touched_at__lt=now - PENDING_AFTER)
    due = waiting.annotate(next_try=next_try).filter(next_try__lt=now)
    dead = Delivery.objects.filter(
        state=DeliveryState.STARTED, touched_at__lt=now - timedelta(seconds=jobs.STALE_SECONDS)
    )
    rows = [*due.order_by("id")[:BATCH], *dead.order_by("id")[:BATCH]]
    for row in rows:
        _resend(row)
    return len(rows)


def _resend(row: Delivery) -> None:
    if not scalar("SELECT to_regnamespace(quote_ident(%s)) IS NOT NULL", [row.schema]):
        Delivery.objects.filter(pk=row.pk).update(state=DeliveryState.FAILED, error="The workspace is gone.")
    elif row.attempts >= (jobs.MAX_ATTEMPTS if row.job_id else outbox.MAX_ATTEMPTS):
        _give_up(row)
    else:
        if row.state == DeliveryState.PENDING:
            Delivery.objects.filter(pk=row.pk).update(touched_at=timezone.now())
        outbox.send(row)


def _give_up(row: Delivery) -> None:
    log.error("delivery_given_up", delivery=row.pk, handler=row.handler, workspace=row.schema)
    with transaction.atomic():
        Delivery.objects.filter(pk=row.pk).update(state=DeliveryState.FAILED)
        if row.job_id:
            jobs.give_up(row)


@shared_task
def housekeeping() -> None:
    """Forget finished deliveries after a week."""
    old = timezone.now() - timedelta(days=7)
    Delivery.objects.filter(state=DeliveryState.DONE, touched_at__lt=old).delete()
