"""What stands near a brand: brands of the same permit holders, and what waits for somebody's decision."""

from typing import Any

from django.db.models import Count

from apps.brands.choices import HeldState
from apps.brands.models import Brand, BridgeFinding, HeldRow, Importer, Sku

MOST_PERMITS = 50
MOST_OWN = 200
SHOWN = 8


def related(brand_id: int, permits: list[str]) -> list[dict[str, Any]]:
    """Brands of the owners of these permits, the biggest first: [{id, display_name, sku_count, permits}].

    Service importers own nothing they bring in: their permits say nothing. Two queries.
    """
    known = Importer.objects.filter(permit__in=permits[:MOST_PERMITS])
    owners = {row["owner_key"] for row in known.filter(family=None).values("owner_key") if row["owner_key"]}
    service = set(known.exclude(family=None).values_list("permit", flat=True))
    numbers = {number for number in permits[:MOST_PERMITS] if number not in service}
    if owners:
        numbers |= set(Importer.objects.filter(owner_key__in=owners).values_list("permit", flat=True)[:MOST_OWN])
    if not numbers:
        return []
    rows = Brand.objects.filter(summary__permits__overlap=sorted(numbers), archived_at=None).exclude(pk=brand_id)
    shown = rows.order_by("-summary__sku_count", "-summary__brand_id")[:SHOWN]
    return [dict(row) for row in shown.values("id", "display_name", "summary__sku_count", "summary__permits")]


def waiting(brand_id: int) -> list[dict[str, Any]]:
    """Rows of imports about this brand's SKUs that nobody has settled: [{run, outcome, rows}], newest import first."""
    mine = Sku.objects.filter(brand_id=brand_id).values("ttb_id")
    rows = HeldRow.objects.filter(state=HeldState.OPEN, ttb_id__in=mine).order_by("-run_id", "outcome")
    return [dict(row) for row in rows.values("run_id", "outcome").annotate(rows=Count("id"))[:SHOWN]]


def bridged(brand_id: int) -> list[dict[str, Any]]:
    """Brands that an import would have joined with this one: [{id, display_name}]."""
    found = BridgeFinding.objects.filter(brand_ids__contains=[brand_id]).values_list("brand_ids", flat=True)[:SHOWN]
    ids = {pk for group in found for pk in group} - {brand_id}
    rows = Brand.objects.filter(pk__in=ids, archived_at=None).values("id", "display_name")
    return [dict(row) for row in rows[:SHOWN]]
