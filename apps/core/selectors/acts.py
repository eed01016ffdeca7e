"""Acts: what was done here, by whom, and what it touched."""

from typing import Any

from apps.core.models import ChangeSet
from apps.core.selectors.history import touched_counts
from apps.core.selectors.lists import CHANGE_SETS


def act(change_set_id: int) -> dict[str, Any] | None:
    """One change set with `records`: how many of each kind it made, changed and deleted."""
    row = CHANGE_SETS.one(ChangeSet.objects.filter(id=change_set_id))
    return None if row is None else {**row, "records": touched_counts(change_set_id)}
