"""What can be asked about the public registry as a whole."""

from typing import Any

from django.db.models import Count, Q

from apps.registry.choices import HolderStatus, SliceKind
from apps.registry.formats.families import FamilyRules
from apps.registry.models import ColaRecord, PermitHolder, ServiceImporter, Slice


def family_rules() -> FamilyRules:
    """The service importers as staff keep them now."""
    return FamilyRules(ServiceImporter.objects.values_list("family", "kind", "value"))


def families() -> list[str]:
    """The names of all families of service importers."""
    return list(ServiceImporter.objects.order_by("family").values_list("family", flat=True).distinct())


def is_loaded() -> bool:
    """Whether there is any record of the registry to follow."""
    return ColaRecord.objects.exists()


def public_lists() -> list[dict[str, Any]]:
    """Permit lists loaded for everyone: [{list_code, active, lapsed, name, loaded_at}], by list."""
    rows = PermitHolder.objects.filter(list_code__isnull=False).order_by("list_code").values("list_code")
    found = rows.annotate(
        active=Count("id", filter=Q(status=HolderStatus.ACTIVE)),
        lapsed=Count("id", filter=Q(status=HolderStatus.LAPSED)),
    )
    slices = Slice.objects.filter(kind=SliceKind.PERMITS).order_by("list_code", "-id").distinct("list_code")
    newest = {row["list_code"]: row for row in slices.values("list_code", "name", "loaded_at")}
    blank = {"name": "", "loaded_at": None}
    return [{**row, **newest.get(row["list_code"] or "", blank), "list_code": row["list_code"]} for row in found]
