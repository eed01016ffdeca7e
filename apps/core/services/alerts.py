"""Tell people when a view they watch has gained rows."""

from collections.abc import Callable, Mapping

from django.core.cache import cache
from django.db.models import F, Q

from apps.core.filtering import RESERVED, Params
from apps.core.models import Notification, ViewWatch

Count = Callable[[str, Params], int | None]
MOST = 200  # watched views looked at in one go; the next go takes up where it ended
PLACE = "watched-views"  # the cache keeps keys of each workspace apart
GREW = "view.grew"
LOOKS = RESERVED | {"columns", "density"}


def check_views(count: Count) -> int:
    """Count watched views and tell their watchers; how many were told. `count` answers None for a view that fails."""
    told = 0
    for watch in _in_turn():
        rows = count(watch.view.resource, _filters(watch.view.query))
        if rows is None:
            continue
        if watch.rows is not None and rows > watch.rows:
            _tell(watch, rows - watch.rows)
            told += 1
        if rows != watch.rows:
            ViewWatch.objects.filter(pk=watch.pk).update(rows=rows)
    return told


def _in_turn() -> list[ViewWatch]:
    """The next watched views after those of the last go; from the start again when all had their turn."""
    seen = Q(view__is_shared=True) | Q(view__owner_id=F("user_id"))  # a view may have become private since
    watched = ViewWatch.objects.filter(seen, is_watched=True).select_related("view").order_by("id")
    after = cache.get(PLACE, 0)
    found = list(watched.filter(pk__gt=after)[:MOST])
    if len(found) < MOST:
        found += watched.filter(pk__lte=after)[: MOST - len(found)]
    cache.set(PLACE, found[-1].pk if found else 0, timeout=None)
    return found


def _filters(query: Mapping[str, list[str]]) -> Params:
    return {key: values for key, values in query.items() if key not in LOOKS}


def _tell(watch: ViewWatch, more: int) -> None:
    Notification.objects.create(
        user_id=watch.user_id,
        kind=GREW,
        title=watch.view.name,
        facts={"view": watch.view_id, "more": more, "list": watch.view.resource},
        path=f"views/{watch.view_id}/?changed=1",
    )
