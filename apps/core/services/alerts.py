"""Tell people when a view they watch has gained rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone

from apps.core.choices import Pace
from apps.core.filtering import RESERVED, Params
from apps.core.models import ViewWatch
from apps.core.services.notices import notify
from apps.core.services.views import DRAWING_KEYS

FEW = 5_000  # rows of a view that are remembered one by one
MOST = 200  # watched views looked at in one go; the next go takes up where it ended
PLACE = "watched-views"  # the cache keeps keys of each workspace apart
GREW = "view.grew"
PACES = {Pace.DAILY: timedelta(days=1), Pace.WEEKLY: timedelta(days=7)}
NO_FILTERS = RESERVED | DRAWING_KEYS


@dataclass(frozen=True)
class Rows:
    """What is in a view now: its rows in no order, and a way to count them that may remember."""

    queryset: QuerySet[Any, Any]
    count: Callable[[], int]


Find = Callable[[str, Params], Rows | None]


def check_views(find: Find) -> int:
    """Look at watched views and tell their watchers what came in; how many were told.

    `find` answers None for a view whose list or filter is gone. A row that came while another went is noticed: views
    of few rows remember all of them, longer ones their highest id, so there a row that was let in by an edit can
    hide behind one that went.
    """
    told = 0
    for watch in _in_turn():
        rows = find(watch.view.resource, _filters(watch.view.query))
        if rows is None:
            continue
        now = _look(rows)
        entered = _entered(watch, rows, now)
        if entered:
            told += _tell(watch, entered)
        if watch.pace in PACES or any(getattr(watch, name) != value for name, value in now.items()):
            ViewWatch.objects.filter(pk=watch.pk).update(**now, checked_at=timezone.now())
    return told


def _look(rows: Rows) -> dict[str, Any]:
    """What a watch remembers of these rows."""
    ids = list(rows.queryset.order_by("pk").values_list("pk", flat=True)[: FEW + 1])
    if len(ids) <= FEW:
        return {"rows": len(ids), "ids": ids, "newest": ids[-1] if ids else 0}
    return {"rows": rows.count(), "ids": None, "newest": rows.queryset.aggregate(last=Max("pk"))["last"]}


def _entered(watch: ViewWatch, rows: Rows, now: dict[str, Any]) -> int:
    """How many rows there are that were not there at the last look."""
    if watch.rows is None:
        return 0
    more = max(int(now["rows"]) - watch.rows, 0)
    if watch.ids is not None and now["ids"] is not None:
        return len(set(now["ids"]) - set(watch.ids))
    if watch.newest is None:
        return more
    return max(more, rows.queryset.filter(pk__gt=watch.newest).count())


def due(last: str, now: datetime) -> Q:
    """Those whose turn it is: `last` names the column of the last look. Without one they are looked at now."""
    slow = Q()
    for pace, span in PACES.items():
        slow |= Q(pace=pace, **{f"{last}__gt": now - span})
    return ~slow | Q(**{last: None})


def _in_turn() -> list[ViewWatch]:
    """The next watched views after those of the last go; from the start again when all had their turn."""
    seen = Q(view__is_shared=True) | Q(view__owner_id=F("user_id"))  # a view may have become private since
    mine = ViewWatch.objects.filter(seen, due("checked_at", timezone.now()), is_watched=True)
    watched = mine.select_related("view").order_by("id")
    after = cache.get(PLACE, 0)
    found = list(watched.filter(pk__gt=after)[:MOST])
    if len(found) < MOST:
        found += watched.filter(pk__lte=after)[: MOST - len(found)]
    cache.set(PLACE, found[-1].pk if found else 0, timeout=None)
    return found


def _filters(query: Mapping[str, list[str]]) -> Params:
    return {key: values for key, values in query.items() if key not in NO_FILTERS}


def _tell(watch: ViewWatch, more: int) -> int:
    view = watch.view
    facts: dict[str, Any] = {"view": watch.view_id, "more": more, "list": view.resource}
    return notify([watch.user_id], GREW, title=view.name, path=f"views/{watch.view_id}/?changed=1", **facts)
