"""A word to people: what happened and where to look. Pages say it in the reader's language, by its kind and facts."""

from collections.abc import Iterable
from typing import Any

from apps.core.models import NoticeChoice, Notification


def notify(people: Iterable[int], kind: str, *, path: str, title: str = "", **facts: Any) -> int:
    """Tell each of them once, but those who switched this kind off; how many were told. `path` is in the workspace."""
    asked = list(dict.fromkeys(people))
    quiet = set(NoticeChoice.objects.filter(user_id__in=asked, off__contains=[kind]).values_list("user_id", flat=True))
    rows = [
        Notification(user_id=one, kind=kind, title=title[:300], facts=facts, path=path[:2000])
        for one in asked
        if one not in quiet
    ]
    Notification.objects.bulk_create(rows)
    return len(rows)


def notify_of_more(people: Iterable[int], kind: str, *, paths: tuple[str, str], count: int, **facts: Any) -> int:
    """Tell each of them of so many things; where somebody has not read a word of the same kind and facts yet, it is that word
    which counts them too. `paths`: where to look at one thing, and at several. How many have a word of it."""
    asked = list(dict.fromkeys(people))
    unread = Notification.objects.select_for_update().filter(user_id__in=asked, kind=kind, read_at=None)
    there = {row.user_id: row for row in unread.filter(facts__contains=facts).order_by("id")}
    for row in there.values():
        row.facts["count"] += count
        row.path = paths[1]
    Notification.objects.bulk_update(there.values(), ("facts", "path"))
    path, others = paths[count > 1], [one for one in asked if one not in there]
    return len(there) + notify(others, kind, path=path, count=count, **facts)


def switch_off(kinds: Iterable[str], *, user_id: int) -> None:
    """From now on the person hears of all kinds but these."""
    NoticeChoice.objects.update_or_create(user_id=user_id, defaults={"off": sorted(set(kinds))})
