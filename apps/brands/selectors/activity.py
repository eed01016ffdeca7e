"""What has been done in this workspace: acts with their counts, and the import behind an act."""

from typing import Any

from apps.brands.models import Import
from apps.core.filtering import Params
from apps.core.listing import Answer
from apps.core.selectors.acts import act
from apps.core.selectors.lists import CHANGE_SETS

__all__ = ["CHANGE_SETS", "act", "acts"]


def acts(params: Params, *, most: int = 100) -> Answer:
    """One page of change sets, newest first, each with `import`: {id, name} or None."""
    page = CHANGE_SETS.page(params, most=most)
    runs = _runs([row["id"] for row in page.rows if "id" in row])
    rows = [{**row, "import": runs.get(row.get("id", 0))} for row in page.rows]
    return Answer(rows, page.next, page.previous, page.count)


def _runs(change_sets: list[int]) -> dict[int, dict[str, Any]]:
    rows = Import.objects.filter(change_set_id__in=change_sets).values("id", "name", "change_set_id")
    return {row["change_set_id"]: {"id": row["id"], "name": row["name"]} for row in rows}
