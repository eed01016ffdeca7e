"""Which brand answers for one that was merged: the end of its chain of `merged_into`."""

from collections.abc import Iterable, Sequence

from django.db.models import Q

from apps.brands.models import Brand
from apps.core.sql import fetch

UP = (
    "WITH RECURSIVE up AS (SELECT id, merged_into_id AS heir FROM brands_brand WHERE merged_into_id IS NOT NULL{only} "
    "UNION SELECT u.id, b.merged_into_id FROM up u JOIN brands_brand b ON b.id = u.heir "
    "WHERE b.merged_into_id IS NOT NULL) "
)
ROOTS = UP + "SELECT u.id, u.heir FROM up u JOIN brands_brand b ON b.id = u.heir AND b.merged_into_id IS NULL"
DOWN = (
    "WITH RECURSIVE down AS (SELECT id, merged_into_id AS heir FROM brands_brand WHERE merged_into_id = ANY(%s) "
    "UNION SELECT b.id, d.heir FROM down d JOIN brands_brand b ON b.merged_into_id = d.id) SELECT id, heir FROM down"
)


def all_roots() -> str:
    """SQL of (id, heir) for every merged brand."""
    return ROOTS.format(only="")


def roots(ids: Iterable[int]) -> dict[int, int]:
    """For each of these brands the one that answers for it: itself unless it was merged."""
    wanted = list(set(ids))
    if not wanted:
        return {}
    return {pk: pk for pk in wanted} | dict(fetch(ROOTS.format(only=" AND id = ANY(%s)"), [wanted]))


def root_of(pk: int) -> int:
    """The brand that answers for this id."""
    return roots([pk])[pk]


def merged_into(pk: int) -> int | None:
    """The brand that answers for a merged one; None when it was not merged."""
    found = root_of(pk)
    return None if found == pk else found


def absorbed_by(ids: Sequence[int]) -> dict[int, list[int]]:
    """Per brand those merged into it, directly or by way of others."""
    found: dict[int, list[int]] = {pk: [] for pk in ids}
    for pk, heir in fetch(DOWN, [list(ids)]):
        found[heir].append(pk)
    return found


def absorbed(pk: int) -> list[dict[str, object]]:
    """Brands merged into one: [{id, display_name, source_name, archived_at, merged_into}], newest first."""
    rows = Brand.objects.filter(Q(id__in=absorbed_by([pk])[pk])).order_by("-archived_at", "id")
    names = ("id", "display_name", "source_name", "archived_at", "merged_into_id")
    return [dict(row) for row in rows.values(*names)]
