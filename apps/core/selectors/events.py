"""What has happened since somebody last looked: nothing is missed, something may come twice.

The place to go on from is a transaction number, below which all transactions had ended: an event that was written
earlier and committed later stands above it.
"""

from dataclasses import dataclass, field
from typing import Any

from apps.core.models import Event
from apps.core.selectors.glance import Question
from apps.core.sql import scalar

MOST = 200
NOW = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
# After a restore into another server, old rows may bear numbers that this one has not reached.
END = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"


@dataclass(frozen=True)
class News:
    """Events as {id, name, payload, actor_id}, oldest first; `is_whole` is False when there were too many to tell."""

    cursor: int
    events: list[dict[str, Any]] = field(default_factory=list)
    is_whole: bool = True


def cursor_now() -> int:
    """Where to go on from, for one who has just seen everything."""
    return int(scalar(NOW))


def now() -> Question:
    """The same, for `glance`."""
    return NOW, []


def since(cursor: int) -> News:
    """What came after a cursor. Take the new cursor from the answer."""
    now = cursor_now()
    rows = Event.objects.filter(xact__gte=cursor, xact__lt=int(scalar(END))).order_by("id")
    found = [dict(row) for row in rows.values("id", "name", "payload", "actor_id")[: MOST + 1]]
    return News(now, [], is_whole=False) if len(found) > MOST else News(now, found)
