"""The whole of the tracked tables, to compare before and after."""

from collections.abc import Callable
from typing import Any

from apps.core.choices import ChangeKind
from apps.core.services.changes import change_set
from apps.core.tracking import tracked_models


def state() -> dict[str, dict[int, dict[str, Any]]]:
    """Every tracked row by table and id."""
    return {m.__name__: {row["id"]: row for row in m.objects.values()} for m in tracked_models()}  # type: ignore[attr-defined]


def acting_on(act: Callable[[], Any], summary: str = "An act") -> int:
    """Do something as one act; the change set's id."""
    with change_set(ChangeKind.FORM, summary) as row:
        act()
    return int(row.pk)
