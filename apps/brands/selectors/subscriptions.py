"""What parts of the public registry are followed, what a filter would take, and how fills went."""

from dataclasses import dataclass
from datetime import date

from apps.brands.models import Import, Subscription
from apps.brands.selectors.registry_filter import Filter, checked_filter, where_clause
from apps.core.choices import JobState
from apps.core.models import Job
from apps.core.sql import fetch

FILL = "brands.fill"
SHOWN = 10


@dataclass(frozen=True)
class Takes:
    """What a filter picks of the registry: records, those not taken in yet, and the newest approval among them."""

    records: int
    new: int
    newest: date | None


def takes(given: Filter, *, watermark: int = 0) -> Takes:
    """How much a filter picks now. Raises `BadFilter`."""
    where, params = where_clause(checked_filter(given))
    row = fetch(
        "SELECT count(*), count(*) FILTER (WHERE r.seq > %s), max(r.completed_date) "
        f"FROM public.registry_colarecord r WHERE {where}",
        [watermark, *params],
    )[0]
    return Takes(*row)


def subscription(pk: int) -> Subscription | None:
    """One part of the registry that is followed."""
    return Subscription.objects.filter(pk=pk).first()


def open_fill(pk: int, *, waiting: bool = False) -> Job | None:
    """The job that fills a subscription now, or waits to; with `waiting` only one that has not begun."""
    states = [JobState.QUEUED] if waiting else [JobState.QUEUED, JobState.RUNNING]
    return Job.objects.filter(kind=FILL, args__subscription=pk, state__in=states).order_by("-id").first()


def last_fill(pk: int) -> Job | None:
    """The newest job that filled a subscription, however it ended."""
    return Job.objects.filter(kind=FILL, args__subscription=pk).order_by("-id").first()


def fills(pk: int) -> list[Import]:
    """The newest imports a subscription made."""
    return list(Import.objects.filter(subscription_id=pk).order_by("-id")[:SHOWN])
