"""Permit lists of this workspace: what stands in them, and when each was loaded."""

from typing import Any

from django.db.models import Count, Q

from apps.brands.models import Permit
from apps.core.choices import ChangeKind
from apps.core.selectors.acts import act
from apps.core.selectors.lists import CHANGE_SETS
from apps.registry.choices import HolderStatus

SHOWN = "20"


def own_lists() -> list[dict[str, Any]]:
    """[{list_code, active, lapsed}]: rows of this workspace's own lists, by list."""
    rows = Permit.objects.filter(list_code__isnull=False).order_by("list_code").values("list_code")
    return [
        dict(row)
        for row in rows.annotate(
            active=Count("id", filter=Q(status=HolderStatus.ACTIVE)),
            lapsed=Count("id", filter=Q(status=HolderStatus.LAPSED)),
        )
    ]


def loads() -> list[dict[str, Any]]:
    """The newest acts that loaded a list, as change sets."""
    return CHANGE_SETS.page({"kind": [ChangeKind.PERMITS], "sort": ["-id"], "limit": [SHOWN]}).rows


def load(change_set_id: int) -> dict[str, Any] | None:
    """One such act with its counts; None when the act was something else."""
    found = act(change_set_id)
    return found if found and found["kind"] == ChangeKind.PERMITS else None
