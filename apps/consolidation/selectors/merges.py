"""One merge: what it did, whether it stands, and what taking it back would meet."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count

from apps.brands.models import Brand
from apps.consolidation.models import Merge
from apps.consolidation.selectors.lists import MERGES
from apps.core import policy
from apps.core.context import Actor
from apps.core.models import ChangeSet
from apps.core.pointers import followers

Row = dict[str, Any]


def merge(pk: int) -> Row | None:
    """A merge with `undone_by`, the change set that took it back."""
    row = MERGES.one(Merge.objects.filter(pk=pk))
    if row is None:
        return None
    return {**row, "undone_by": ChangeSet.objects.values_list("undone_by_id", flat=True).get(pk=row["change_set"])}


def may_undo(actor: Actor, made_by: int | None) -> bool:
    """Whether somebody may take back a merge made by this person: leads any, workers their own."""
    own = made_by is not None and made_by == actor.user_id and policy.allows(actor, "merges", "undo_own")
    return own or policy.allows(actor, "merges", "undo")


def will_move(absorbed: Sequence[int]) -> dict[str, int]:
    """How many rows point at these brands and would follow, by kind."""
    return added(will_move_each(absorbed).values())


def added(moves: Iterable[dict[str, int]]) -> dict[str, int]:
    """Those of several brands together."""
    found: Counter[str] = Counter()
    for one in moves:
        found.update(one)
    return dict(sorted(found.items()))


def will_move_each(ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """How many rows point at each of these brands and would follow, by brand and kind: one question a kind."""
    found: dict[int, dict[str, int]] = {pk: {} for pk in ids}
    for one in followers(Brand):
        kind, key = str(one.source._meta.model_name), one.column
        rows = one.source._default_manager.filter(**{f"{key}__in": list(ids)}).order_by().values(key)
        for row in rows.annotate(n=Count("pk")):
            mine = found[row[key]]
            mine[kind] = mine.get(kind, 0) + row["n"]
    return found


def undone_among(acts: Sequence[int]) -> set[int]:
    """Which of these acts were taken back."""
    rows = ChangeSet.objects.filter(pk__in=acts, undone_by_id__isnull=False)
    return set(rows.values_list("pk", flat=True))
