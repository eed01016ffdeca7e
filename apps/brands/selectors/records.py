"""One record with what belongs to it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Min
from django.db.models.functions import ExtractYear
from django.utils import timezone

from apps.brands.models import Brand, Importer, Sku
from apps.brands.selectors.lists import BRANDS, IMPORTERS, PERMITS, SKUS
from apps.brands.selectors.marks import marks_of, marks_of_each
from apps.core.selectors.history import version_of, versions_of
from apps.registry.formats import codes
from apps.registry.formats.ids import parse_ttb_id, permit_text

SHOWN = 50
Record = dict[str, Any]


def brand(pk: int) -> Record | None:
    """A brand, archived or not, with its importers, class/types and approvals by year."""
    row = brand_head(pk)
    return None if row is None else {**row, "class_types": class_types(pk), "approvals": approvals(pk)}


def brand_head(pk: int) -> Record | None:
    """A brand with its importers, without what is counted over its SKUs: quick, however many there are."""
    return brand_heads([pk]).get(pk)


def brand_heads(ids: Sequence[int]) -> dict[int, Record]:
    """Brands as `brand_head` shows them, by id; as many questions for one as for hundreds."""
    rows = {row["id"]: row for row in BRANDS.picked({"archived": ["all"]}, ids)}
    edited = dict(Brand.objects.filter(pk__in=rows).values_list("pk", "edited"))
    versions, marks = versions_of(Brand, list(rows)), marks_of_each("brands", list(rows))
    held = holders_of_each([row["permits"] for row in rows.values()])
    return {
        pk: {**row, "edited": edited[pk], "version": versions.get(pk), "holders": mine, **marks[pk]}
        for (pk, row), mine in zip(rows.items(), held, strict=True)
    }


def brand_names(ids: list[int]) -> dict[int, str]:
    """Names of brands by id."""
    return dict(Brand.objects.filter(pk__in=ids).values_list("pk", "display_name"))


def class_types(brand_id: int) -> list[Record]:
    """What a brand makes: [{class_type, class_type_desc, category, sku_count}], most first."""
    rows = Sku.objects.filter(brand_id=brand_id, archived_at=None).values("class_type", "category")
    found = rows.annotate(sku_count=Count("id")).order_by("-sku_count", "class_type")[:SHOWN]
    return [{**row, "class_type_desc": _class_desc(row["class_type"])} for row in found]


def _class_desc(code: str | None) -> str | None:
    found = codes.class_type(code) if code else None
    return found.description if found else None


def approvals(brand_id: int) -> list[Record]:
    """Approvals by year: [{year, sku_count}], oldest first."""
    rows = Sku.objects.filter(brand_id=brand_id, archived_at=None, completed_date__isnull=False)
    found = rows.values(year=ExtractYear("completed_date")).annotate(sku_count=Count("id"))
    return [dict(row) for row in found.order_by("year")]


def holders(permits: list[str]) -> list[Record]:
    """Who holds these permits: [{id, permit, owner, operating_name, state, family, list_code, status}]."""
    return holders_of_each([permits])[0]


def holders_of_each(permits: Sequence[list[str]]) -> list[list[Record]]:
    """Who holds the permits of each list, in one question."""
    names = ("id", "permit", "owner", "operating_name", "state", "family", "list_code", "status")
    asked = [dict.fromkeys(one[:SHOWN]) for one in permits]
    wanted = sorted({permit for one in asked for permit in one})
    rows = [dict(row) for row in Importer.objects.filter(permit__in=wanted).order_by("permit").values(*names)]
    return [[row for row in rows if row["permit"] in one] for one in asked]


def sku(pk: int | None = None, *, ttb_id: str | None = None) -> Record | None:
    """A SKU by id or TTB ID, archived or not, with its permit's holder and the day it was filed."""
    row = SKUS.one(Sku.objects.filter(ttb_id=ttb_id) if ttb_id else Sku.objects.filter(pk=pk or 0))
    if row is None:
        return None
    return {
        **row,
        "edited": Sku.objects.values_list("edited", flat=True).get(pk=row["id"]),
        "version": version_of(Sku, row["id"]),
        "filed_date": filed_date(row["ttb_id"]),
        "holder": next(iter(holders([row["permit"]])), None),
    }


def filed_date(ttb_id: str) -> date | None:
    """The day a TTB ID says its application was filed, or None."""
    parsed = parse_ttb_id(ttb_id)
    if parsed is None:
        return None
    return date(parsed.filed_year(timezone.now().date()), 1, 1) + timedelta(days=parsed.day - 1)


def importer(pk: int | None = None, *, permit: str | None = None) -> Record | None:
    """An importer in a list, by id or permit number, with its brands and span of approvals."""
    rows = Importer.objects.filter(kind="I", list_code__isnull=False)
    found = rows.filter(permit=permit_text(permit)) if permit else rows.filter(pk=pk or 0)
    row = IMPORTERS.one(found)
    return None if row is None else {**row, **_belongings(row["permit"]), **marks_of("importers", row["id"])}


def permit(pk: int | None = None, *, number: str | None = None) -> Record | None:
    """A permit of any kind, by id or number, with its brands and span of approvals."""
    rows = Importer.objects.filter(permit=permit_text(number)) if number else Importer.objects.filter(pk=pk or 0)
    row = PERMITS.one(rows)
    return None if row is None else {**row, **_belongings(row["permit"]), **marks_of("importers", row["id"])}


def _belongings(number: str) -> Record:
    skus = Sku.objects.filter(permit=number, archived_at=None)
    top = skus.values("brand_id", "brand__display_name").annotate(n=Count("id")).order_by("-n", "brand_id")[:SHOWN]
    span = skus.aggregate(first_completed=Min("completed_date"), last_completed=Max("completed_date"))
    brands = [{"id": r["brand_id"], "display_name": r["brand__display_name"], "sku_count": r["n"]} for r in top]
    return {**span, "brands": brands}
