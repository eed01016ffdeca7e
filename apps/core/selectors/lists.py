"""The kernel's own lists as declarations: acts and background work."""

from typing import Any

from apps.core.facets import Facet
from apps.core.filters import ChangeSetFilters, JobFilters
from apps.core.keyset import Sort
from apps.core.listing import Derived, Listing
from apps.core.models import ChangeSet, Job

BY_ID = {"id": Sort("id", unique=True)}


def _share(row: dict[str, Any]) -> float | None:
    return round(100 * row["done"] / row["total"], 1) if row["total"] else None


CHANGE_SETS = Listing(
    name="change-sets",
    base=ChangeSet.objects.all,
    columns={
        **{
            n: n
            for n in ("id", "kind", "summary", "about", "actor_id", "actor_name", "channel", "request_id", "counts")
        },
        "job": "job_id",
        "undoes": "undoes_id",
        "undone_by": "undone_by_id",
        "created_at": "created_at",
    },
    filters=ChangeSetFilters,
    facets=(Facet("kind", "kind"), Facet("channel", "channel"), Facet("actor_name", "actor_name")),
    sorts={
        **BY_ID,
        **{name: Sort(name) for name in ("kind", "channel", "actor_name")},
        "created_at": Sort("created_at", kind="moment"),
    },
    order="-id",
    tracked=False,
)

JOBS = Listing(
    name="jobs",
    base=Job.objects.all,
    columns={
        name: name
        for name in (
            "id", "kind", "title", "state", "done", "total", "message", "result", "error", "attempts",
            "cancel_requested", "actor_id", "actor_name", "created_at", "started_at", "finished_at",
        )
    },
    derived={"percent": Derived(("done", "total"), _share)},
    filters=JobFilters,
    facets=(Facet("state", "state"), Facet("kind", "kind"), Facet("actor_name", "actor_name")),
    sorts={
        **BY_ID,
        **{name: Sort(name) for name in ("kind", "title", "state", "actor_name", "attempts")},
        "created_at": Sort("created_at", kind="moment"),
        "started_at": Sort("started_at", kind="moment", nullable=True),
        "finished_at": Sort("finished_at", kind="moment", nullable=True),
    },
    order="-id",
    tracked=False,
)  # fmt: skip
