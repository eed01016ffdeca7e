"""Tell people when a view they watch has gained rows."""

from collections.abc import Callable, Mapping

from apps.core.filtering import Params
from apps.core.models import Notification, ViewWatch

Count = Callable[[str, Params], int | None]
MOST = 200  # watched views looked at in one go; the next go takes those looked at longest ago
GREW = "view.grew"


def check_views(count: Count) -> int:
    """Count watched views and tell their watchers; how many were told. `count` answers None for a view that fails."""
    told = 0
    for watch in ViewWatch.objects.filter(is_watched=True).select_related("view").order_by("id")[:MOST]:
        rows = count(watch.view.resource, _filters(watch.view.query))
        if rows is None:
            continue
        if watch.rows is not None and rows > watch.rows:
            _tell(watch, rows - watch.rows)
            told += 1
        if rows != watch.rows:
            ViewWatch.objects.filter(pk=watch.pk).update(rows=rows)
    return told


def _filters(query: Mapping[str, list[str]]) -> Params:
    looks = {"columns", "density", "limit", "page_size", "sort", "fields", "omit"}
    return {key: values for key, values in query.items() if key not in looks}


def _tell(watch: ViewWatch, more: int) -> None:
    Notification.objects.create(
        user_id=watch.user_id,
        kind=GREW,
        title=watch.view.name,
        facts={"view": watch.view_id, "more": more, "list": watch.view.resource},
        path=f"views/{watch.view_id}/?changed=1",
    )
