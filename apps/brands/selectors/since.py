"""What came in since a moment, and how far a new workspace has got: figures for the home page."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from apps.brands.choices import HeldState, ImportState, Outcome
from apps.brands.models import HeldRow, Import, Sku
from apps.brands.selectors.figures import Approvals, Bin, without_gaps
from apps.core.sql import fetch, table

MOST = 100
MONTHS = 24
COUNTED = ("new", "updated", "brands_new", "quarantined")


@dataclass(frozen=True)
class Step:
    """One step of a beginner: its word, whether it was taken, and whether those before it let it be."""

    name: str
    is_done: bool
    can_begin: bool = True


def imported(moment: datetime) -> dict[str, int]:
    """Finished imports since a moment, together: {imports, new, updated, brands_new, quarantined}."""
    done = Import.objects.filter(finished_at__gt=moment, state=ImportState.DONE).order_by("-id")
    reports = list(done.values_list("report", flat=True)[:MOST])
    return {"imports": len(reports), **{key: sum(one.get(key) or 0 for one in reports) for key in COUNTED}}


def steps() -> list[Step]:
    """What a newcomer does first; nothing more is asked once there are several imports."""
    runs = list(Import.objects.order_by("id").values_list("state", flat=True)[:MOST])
    held = HeldRow.objects.filter(outcome=Outcome.QUARANTINED)
    began, done = bool(runs), ImportState.DONE in runs
    settled = done and (held.exclude(state=HeldState.OPEN).exists() or not held.exists())
    return [
        Step("bring", began),
        Step("start", done, can_begin=began),
        Step("settle", settled, can_begin=done),
        Step("again", runs.count("done") > 1, can_begin=done),
    ]


def trend(today: date | None = None) -> Approvals:
    """Approvals of the last two years by month, over all SKUs that are not archived."""
    end = today or timezone.localdate()
    start = date(end.year - MONTHS // 12, end.month, 1)
    rows: list[tuple[Any, ...]] = fetch(
        f"SELECT date_trunc('month', completed_date)::date, count(*) FROM {table(Sku)} "
        "WHERE archived_at IS NULL AND completed_date >= %s AND completed_date <= %s GROUP BY 1 ORDER BY 1",
        [start, end],
    )
    return Approvals("month", without_gaps("month", dict(rows)) if rows else [])


def change(approvals: Approvals) -> tuple[Bin, int] | None:
    """The last whole month and how it compares with the mean of the twelve before it, in percent."""
    whole = approvals.bins[:-1]
    if len(whole) < 4:  # noqa: PLR2004  (a mean of two says nothing)
        return None
    last, before = whole[-1], whole[-13:-1]
    mean = sum(one.sku_count for one in before) / len(before)
    return (last, round(100 * (last.sku_count - mean) / mean)) if mean else None
