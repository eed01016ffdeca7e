"""A word to people: what happened and where to look. Pages say it in the reader's language, by its kind and facts."""

from collections.abc import Iterable
from typing import Any

from apps.core.models import Notification


def notify(people: Iterable[int], kind: str, *, path: str, title: str = "", **facts: Any) -> int:
    """Tell each of them once; how many were told. `path` is inside the workspace."""
    rows = [
        Notification(user_id=one, kind=kind, title=title[:300], facts=facts, path=path[:2000])
        for one in dict.fromkeys(people)
    ]
    Notification.objects.bulk_create(rows)
    return len(rows)
