"""Facts travel by one road: written with the change itself, delivered after commit, once per handler."""

from dataclasses import asdict
from functools import partial
from typing import Any

import structlog
from celery import current_app
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone
from kombu.exceptions import OperationalError

from apps.core import context
from apps.core.choices import DeliveryState
from apps.core.db import connection
from apps.core.events import EVENTS, HANDLERS, Handler, handler_named
from apps.core.models import Delivery, Event
from apps.core.services.live import tell_event

log = structlog.get_logger(__name__)
MAX_ATTEMPTS = 8


class NoSuchHandler(LookupError):
    """The code no longer has the handler a delivery names."""


def publish(fact: Any) -> Event:
    """Write one event in the caller's transaction, and a delivery per handler and workspace.

    After commit open pages hear of it at once; one that does not will find the row when it next asks.
    """
    act = context.current()
    row = Event.objects.create(
        name=fact.event_name,
        payload=asdict(fact),
        change_set_id=act.change_set_id,
        actor_id=act.actor.user_id,
        channel=act.channel,
    )
    deliver_later(
        [
            Delivery(
                schema=schema,
                event_schema=connection.schema_name,
                event_id=row.pk,
                handler=handler.name,
                queue=handler.queue,
            )
            for handler in HANDLERS.get(fact.event_name, [])
            for schema in _schemas(handler, fact)
        ]
    )
    transaction.on_commit(partial(tell_event, connection.schema_name, _told(row)))
    return row


def _told(row: Event) -> dict[str, Any]:
    return {"id": row.pk, "name": row.name, "payload": row.payload, "actor_id": row.actor_id}


def _schemas(handler: Handler, fact: Any) -> list[str]:
    return [connection.schema_name] if handler.each is None else list(handler.each(fact))


def deliver_later(deliveries: list[Delivery]) -> None:
    """Write delivery rows now and hand them to the workers after commit."""
    Delivery.objects.bulk_create(deliveries)
    for delivery in deliveries:
        transaction.on_commit(partial(send, delivery))


def send(delivery: Delivery) -> None:
    """Hand one delivery to the workers; when the broker is away the sweep does it later."""
    name = "apps.core.tasks.run_job" if delivery.job_id else "apps.core.tasks.deliver"
    headers = {"_schema_name": delivery.schema, "_request_id": context.current().request_id}
    try:
        current_app.tasks[name].apply_async(args=[delivery.pk], queue=delivery.queue, headers=headers)
    except (OSError, OperationalError) as error:
        log.warning("delivery_delayed", delivery=delivery.pk, error=str(error))


def handle(delivery_id: int) -> bool:
    """Run one delivery in this workspace, once. False when it is done already or under way elsewhere.

    The receipt is inserted in the handler's own transaction: a crash leaves neither, a second
    try finds the receipt.
    """
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update(skip_locked=True).filter(pk=delivery_id).first()
        if delivery is None or delivery.state == DeliveryState.DONE:
            return False
        first = _sign_receipt(delivery)
        if first:
            _call(delivery)
        delivery.state = DeliveryState.DONE
        delivery.attempts += 1
        delivery.error, delivery.touched_at = "", timezone.now()
        delivery.save(update_fields=["state", "attempts", "error", "touched_at"])
        return first


def _sign_receipt(delivery: Delivery) -> bool:
    """Insert the receipt; False when an earlier try has already committed one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_receipt (event_schema, event_id, handler) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [delivery.event_schema, delivery.event_id, delivery.handler],
        )
        return bool(cursor.rowcount == 1)


def _call(delivery: Delivery) -> None:
    handler = handler_named(delivery.handler)
    if handler is None:
        raise NoSuchHandler(delivery.handler)
    event = _event_of(delivery)
    fact = EVENTS[event.name](**event.payload)
    actor = context.Actor(user_id=event.actor_id, name="event", role="system")
    with context.acting(channel="task", actor=actor, change_set_id=None):
        handler.call(fact)


def _event_of(delivery: Delivery) -> Event:
    if delivery.event_schema == connection.schema_name:
        return Event.objects.get(pk=delivery.event_id or 0)
    place = connection.ops.quote_name(delivery.event_schema)
    return Event.objects.raw(f"SELECT * FROM {place}.core_event WHERE id = %s", [delivery.event_id])[0]


def failed(delivery_id: int, error: str) -> None:
    """Note a failed try; after the last one the delivery stays failed and visible to staff."""
    Delivery.objects.filter(pk=delivery_id).update(
        attempts=F("attempts") + 1, error=error[:4000], touched_at=Now(), state=DeliveryState.PENDING
    )
    Delivery.objects.filter(pk=delivery_id, attempts__gte=MAX_ATTEMPTS).update(state=DeliveryState.FAILED)
