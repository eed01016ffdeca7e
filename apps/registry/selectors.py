"""What can be asked about the public registry as a whole."""

from itertools import pairwise
from typing import Any

from django.db.models import Count, Q

from apps.registry.choices import HolderStatus, SliceKind
from apps.registry.formats.families import FamilyRules
from apps.registry.models import (
    ColaRecord,
    HolderColumns,
    PermitHolder,
    PermitHolderVersion,
    ServiceImporter,
    Slice,
)

HELD = tuple(field.attname for field in HolderColumns._meta.local_fields)
MOST_VERSIONS = 200


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


def holder_versions(number: str) -> list[dict[str, Any]]:
    """What the public permit list has said of a permit, newest first: {version, since, until, file, source_row} and
    the holder's columns. `until` is None for what it says now; `since` None where nobody knows the file any more."""
    now = list(PermitHolder.objects.filter(number=number).values("version", "slice_id", "source_row", *HELD))
    past = PermitHolderVersion.objects.filter(number=number).order_by("-version")
    rows = [*now, *past.values("version", "slice_id", "replaced_at", *HELD)[:MOST_VERSIONS]]
    files = Slice.objects.in_bulk({row["slice_id"] for row in rows})
    said = [_as_said(row, files.get(row["slice_id"])) for row in rows]
    for newer, older in pairwise(said):
        older["until"] = newer["since"] or older["until"]
    return said


def _as_said(row: dict[str, Any], file: Slice | None) -> dict[str, Any]:
    """A row of a lapsed permit stands in an earlier file: the newest one is that in which it was missed."""
    has_row = row["status"] == HolderStatus.ACTIVE
    return {
        **{name: row[name] for name in ("version", *HELD)},
        "since": file.loaded_at if file else None,
        "until": row.get("replaced_at"),
        "file": file.name if file else "",
        "source_row": row.get("source_row") if has_row else None,
    }
