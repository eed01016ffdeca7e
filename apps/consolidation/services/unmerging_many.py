"""Taking back many merges: each is an undo of its own, the newest first, so that chains come apart in order.

Either some that are named, or a batch: all automatic merges of one scan, or all since a policy holds, or all that one job
made for a person who approved many at once. The undos of one job belong together: each act names the job.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.consolidation.models import Merge, Policy, Scan
from apps.consolidation.selectors.trust import undone_acts
from apps.consolidation.services import policies
from apps.core.models import ChangeSet, Job
from apps.core.services import undo as undoing
from apps.core.services.jobs import enqueue
from apps.core.sql import scalar

MOST = 500
SHOWN_MOST = 100
SETTLED_BY = "consolidation.settle"
"""The kind of job whose merges are a batch."""
TOUCHED = (
    "SELECT count(*) FROM unnest(%s::bigint[], %s::bigint[]) m(act, brand) WHERE EXISTS (SELECT 1 FROM "
    "brands_historicalbrand h WHERE h.id = m.brand AND h.change_set_id > m.act)"
)


class NoSuchBatch(LookupError):
    """There is no such scan, policy or job of approvals in this workspace."""

    code = "not_found"


@dataclass(frozen=True)
class Batch:
    """Which merges: the automatic ones of a scan, or those made since a policy was set, or those of a job that settled many
    proposals. One of the three."""

    scan: int | None = None
    policy: int | None = None
    job: int | None = None

    @property
    def args(self) -> dict[str, int | None]:
        """For a job."""
        return {"scan": self.scan, "policy": self.policy, "job": self.job}

    @property
    def is_one(self) -> bool:
        """Whether it names one of the three."""
        return sum(value is not None for value in self.args.values()) == 1


class Watch(Protocol):
    """Whom it tells how far it is; may raise to stop it: what was taken back until then stays so."""

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Called before each merge."""


def look(ids: Sequence[int]) -> list[dict[str, Any]]:
    """What taking these back would meet: {merge, conflicts} for each that stands, the newest first; nothing is done."""
    return [{"merge": row, "conflicts": _conflicts(row)} for row in _standing(_named(ids))]


def look_batch(batch: Batch) -> dict[str, Any]:
    """What taking a batch back would do: {merges, brands, moved: {kind: rows}, touched, newest}; nothing is done. `touched`
    counts surviving brands that were changed since: what was changed stays. Raises `NoSuchBatch`."""
    rows = list(_standing(_of(batch)).values("change_set_id", "survivor_id", "absorbed_ids", "moved", "names"))
    moved: Counter[str] = Counter()
    for row in rows:
        moved.update(row["moved"])
    pairs = {row["survivor_id"]: row["change_set_id"] for row in rows}  # the newest first: the oldest of each stays
    touched = int(scalar(TOUCHED, [list(pairs.values()), list(pairs)]) or 0) if rows else 0
    return {
        "merges": len(rows),
        "brands": sum(len(row["absorbed_ids"]) for row in rows),
        "moved": dict(moved),
        "touched": touched,
        "newest": [_told(row) for row in rows[:SHOWN_MOST]],
    }


def _told(row: Any) -> dict[str, Any]:
    names = row["names"]
    absorbed = [names.get(str(pk), str(pk)) for pk in row["absorbed_ids"]]
    return {"names": absorbed, "survivor": names.get(str(row["survivor_id"]), "")}


def start(ids: Sequence[int]) -> Job:
    """Take them back in the background; what was changed since stays."""
    rows = [row.pk for row in _standing(_named(ids))]
    return enqueue("consolidation.unmerge", title="Take back merges", args={"merges": rows})


def start_batch(batch: Batch) -> Job:
    """Take a whole batch back in the background. Raises `NoSuchBatch`."""
    _of(batch)
    title = "Take back merges" if batch.job else "Take back automatic merges"
    return enqueue("consolidation.unmerge", title=title, args=batch.args)


def take_back(ids: Sequence[int], watch: Watch) -> dict[str, int]:
    """Do it; how many were taken back, and how many had been already or cannot be."""
    rows = list(_standing(_named(ids)))
    found = _undo(rows, watch)
    return {"undone": found["undone"], "left": found["left"] + len(set(ids)) - len(rows)}


def take_back_batch(batch: Batch, watch: Watch) -> dict[str, int]:
    """Do it for a batch. Stopped and started again, it goes on where it was. Raises `NoSuchBatch`."""
    return _undo(list(_standing(_of(batch)).only("pk", "change_set_id")), watch)


def _undo(rows: Sequence[Merge], watch: Watch) -> dict[str, int]:
    done = left = 0
    for place, row in enumerate(rows):
        watch.progress(place, len(rows))
        try:
            undoing.undo(row.change_set_id, choice="keep_later")
            done += 1
        except (undoing.AlreadyUndone, undoing.UndoConflict):
            left += 1
    watch.progress(len(rows), len(rows))
    policies.pause_if_broken()
    return {"undone": done, "left": left}


def _named(ids: Sequence[int]) -> QuerySet[Merge]:
    return Merge.objects.filter(pk__in=list(ids)[:MOST])


def _of(batch: Batch) -> QuerySet[Merge]:
    if batch.job is not None and Job.objects.filter(pk=batch.job, kind=SETTLED_BY).exists():
        return Merge.objects.filter(change_set_id__in=ChangeSet.objects.filter(job_id=batch.job).values("pk"))
    rows = Merge.objects.filter(is_automatic=True)
    if batch.scan is not None and Scan.objects.filter(pk=batch.scan).exists():
        return rows.filter(scan_id=batch.scan)
    since = Policy.objects.filter(pk=batch.policy or 0).values_list("created_at", flat=True).first()
    if since is None:
        raise NoSuchBatch(_("There is no such search, policy or job."))
    after = Policy.objects.filter(pk__gt=batch.policy or 0).order_by("pk").values_list("created_at", flat=True).first()
    rows = rows.filter(created_at__gte=since)
    return rows if after is None else rows.filter(created_at__lt=after)


def _standing(rows: QuerySet[Merge]) -> QuerySet[Merge]:
    return rows.exclude(change_set_id__in=undone_acts()).order_by("-id")


def _conflicts(row: Merge) -> int:
    return undoing.preview(row.change_set_id).conflict_count
