"""Acts on many rows, as people and programs look at them."""

from typing import Any

from apps.brands.models import BulkAct
from apps.brands.selectors.marks import visible_lists
from apps.core import context


def bulk_act(pk: int) -> dict[str, Any] | None:
    """An act with its preview and report, without its rows. One about somebody's private list is theirs alone."""
    names = (
        "id", "resource", "act", "values", "filter", "state", "fingerprint", "preview", "report", "actor_id",
        "actor_name", "created_at", "finished_at",
    )  # fmt: skip
    row = BulkAct.objects.filter(pk=pk).values(*names, "job_id", "change_set_id").first()
    if row is None or not (_is_own(row) or _may_see(row["resource"], row["values"])):
        return None
    job, change_set = row.pop("job_id"), row.pop("change_set_id")
    return {**row, "job": job, "change_set": change_set}


def _is_own(row: dict[str, Any]) -> bool:
    return row["actor_id"] is not None and row["actor_id"] == context.current().actor.user_id


def _may_see(resource: str, values: dict[str, Any]) -> bool:
    if "list" not in values:
        return True
    meant = {"pk": values["list"]} if isinstance(values["list"], int) else {"name": values["list"], "kind": resource}
    return visible_lists().filter(**meant).exists()
