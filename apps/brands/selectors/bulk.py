"""Acts on many rows, as people and programs look at them."""

from typing import Any

from apps.brands.models import BulkAct
from apps.brands.selectors.marks import visible_lists


def bulk_act(pk: int) -> dict[str, Any] | None:
    """An act with its preview and report, without its rows. One about somebody's private list is theirs alone."""
    names = (
        "id", "resource", "act", "values", "filter", "state", "fingerprint", "preview", "report", "actor_id",
        "actor_name", "created_at", "finished_at",
    )  # fmt: skip
    row = BulkAct.objects.filter(pk=pk).values(*names, "job_id", "change_set_id").first()
    if row is None or not _may_see(row["values"]):
        return None
    job, change_set = row.pop("job_id"), row.pop("change_set_id")
    return {**row, "job": job, "change_set": change_set}


def _may_see(values: dict[str, Any]) -> bool:
    return "list" not in values or visible_lists().filter(pk=values["list"]).exists()
