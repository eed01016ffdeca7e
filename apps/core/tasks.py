"""Off-request work of the kernel: deliver events, run jobs, sweep what was lost."""

from datetime import timedelta

import structlog
from celery import shared_task
from django.db.models.functions import Now
from django.utils import timezone

from apps.core.choices import DeliveryState
from apps.core.models import Delivery
from apps.core.services import jobs, outbox

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
    """Send again what never started, and what a dead worker left behind. Reads one table."""
    now = timezone.now()
    waiting = Delivery.objects.filter(state=DeliveryState.PENDING, touched_at__lt=now - PENDING_AFTER)
    dead = Delivery.objects.filter(
        state=DeliveryState.STARTED, touched_at__lt=now - timedelta(seconds=jobs.STALE_SECONDS)
    )
    rows = [*waiting.order_by("id")[:BATCH], *dead.order_by("id")[:BATCH]]
    for row in rows:
        _resend(row)
    return len(rows)


def _resend(row: Delivery) -> None:
    if row.attempts >= outbox.MAX_ATTEMPTS:
        Delivery.objects.filter(pk=row.pk).update(state=DeliveryState.FAILED)
        return
    if row.state == DeliveryState.PENDING:
        Delivery.objects.filter(pk=row.pk).update(touched_at=Now())
    outbox.send(row)


@shared_task
def housekeeping() -> None:
    """Forget finished deliveries after a week."""
    old = timezone.now() - timedelta(days=7)
    Delivery.objects.filter(state=DeliveryState.DONE, touched_at__lt=old).delete()
