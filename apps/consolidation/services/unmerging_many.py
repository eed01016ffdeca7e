"""Taking back many merges: each is an undo of its own, the newest first, so that chains come apart in order."""

from collections.abc import Sequence
from typing import Any, Protocol

from apps.consolidation.models import Merge
from apps.consolidation.services import policies
from apps.core.choices import ChangeKind
from apps.core.models import ChangeSet, Job
from apps.core.services import undo as undoing
from apps.core.services.jobs import enqueue

MOST = 500
SHOWN_MOST = 100


class Watch(Protocol):
    """Whom it tells how far it is; may raise to stop it: what was taken back until then stays so."""

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Called before each merge."""


def look(ids: Sequence[int]) -> list[dict[str, Any]]:
    """What taking these back would meet: {merge, conflicts} for each that stands, the newest first; nothing is done."""
    return [{"merge": row, "conflicts": _conflicts(row)} for row in _standing(ids)]


def start(ids: Sequence[int]) -> Job:
    """Take them back in the background; what was changed since stays."""
    rows = [row.pk for row in _standing(ids)]
    return enqueue("consolidation.unmerge", title="Take back merges", args={"merges": rows})


def take_back(ids: Sequence[int], watch: Watch) -> dict[str, int]:
    """Do it; how many were taken back, and how many had been already or cannot be."""
    done = left = 0
    rows = _standing(ids)
    for place, row in enumerate(rows):
        watch.progress(place, len(rows))
        try:
            undoing.undo(row.change_set_id, choice="keep_later")
            done += 1
        except (undoing.AlreadyUndone, undoing.UndoConflict):
            left += 1
    watch.progress(len(rows), len(rows))
    policies.pause_if_broken()
    return {"undone": done, "left": left + len(set(ids)) - len(rows)}


def _standing(ids: Sequence[int]) -> list[Merge]:
    rows = Merge.objects.filter(pk__in=list(ids)[:MOST]).order_by("-id")
    gone = ChangeSet.objects.filter(kind=ChangeKind.MERGE, undone_by_id__isnull=False).values("id")
    return list(rows.exclude(change_set_id__in=gone))


def _conflicts(row: Merge) -> int:
    return undoing.preview(row.change_set_id).conflict_count
