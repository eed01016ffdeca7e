"""COLA files of a few rows, and what is in a workspace after they came in."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from apps.brands.models import Brand, Import, Sku
from apps.brands.services.imports import Silent, check_stored, run_stored, store_files
from apps.core.models import Event
from apps.core.services.history import history_model
from apps.core.tracking import tracked_models

COLUMNS = {
    "ttb_id": "TTB ID", "permit": "Permit No.", "serial": "Serial Number", "completed_date": "Completed Date",
    "fanciful_name": "Fanciful Name", "brand_name": "Brand Name", "origin": "Origin", "origin_desc": "Origin Desc",
    "class_type": "Class/Type", "class_type_desc": "Class/Type Desc",
}  # fmt: skip
OLD = [name for name in COLUMNS if not name.endswith("_desc")]
OUTCOMES = ("new", "updated", "unchanged", "duplicate", "quarantined", "conflicting")

Row = dict[str, str]
File = tuple[str, bytes]


def row(number: int = 1, **values: str) -> Row:
    """A sound row; its TTB ID and serial end in `number`."""
    return {
        "ttb_id": f"24001001{number:06d}", "permit": "NY-I-15066", "serial": f"24{number:04d}",
        "completed_date": "01/31/2024", "fanciful_name": "", "brand_name": "CHATEAU X", "origin": "51",
        "origin_desc": "FRANCE", "class_type": "80", "class_type_desc": "TABLE RED WINE", **values,
    }  # fmt: skip


def table(rows: Iterable[Row], columns: Sequence[str] = tuple(COLUMNS)) -> bytes:
    """Rows as CSV under the registry's header, or under some of its columns."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([COLUMNS.get(name, name) for name in columns])
    writer.writerows([one.get(name, "") for name in columns] for one in rows)
    return text.getvalue().encode()


def named(given: Any, place: int = 0) -> File:
    """A file by its rows, its bytes, or (name, either)."""
    name, body = given if isinstance(given, tuple) else (f"day{place}.csv", given)
    return name, body if isinstance(body, bytes) else table(body)


def take(*files: Any, **options: Any) -> Import:
    """Import files: each a list of rows, bytes, or (name, either)."""
    opened = [(name, io.BytesIO(body)) for name, body in map(named, files, range(len(files)))]
    return run_stored(store_files(opened), Silent(), **options)


def check(*files: Any, **options: Any) -> dict[str, Any]:
    """The dry run of the same."""
    opened = [(name, io.BytesIO(body)) for name, body in map(named, files, range(len(files)))]
    return check_stored(store_files(opened), Silent(), **options)


def outcomes(report: dict[str, Any]) -> dict[str, int]:
    """The counts of a report that are not zero."""
    return {name: report[name] for name in OUTCOMES if report[name]}


def skus() -> dict[str, dict[str, Any]]:
    """SKUs by TTB ID."""
    return {one["ttb_id"]: one for one in Sku.objects.values()}


def brands() -> dict[str, list[str]]:
    """The TTB IDs' last digits of each brand that has SKUs, by the brand's id and name."""
    found: dict[str, list[str]] = {}
    for sku in Sku.objects.select_related("brand").order_by("ttb_id"):
        found.setdefault(f"{sku.brand_id} {sku.brand.source_name}", []).append(sku.ttb_id.lstrip("0")[-6:].lstrip("0"))
    return found


def groups() -> list[list[str]]:
    """Which records are one brand, by the last digits of their TTB IDs."""
    return sorted(brands().values())


def written() -> dict[str, int]:
    """How many rows brands, SKUs, permits, their histories and the events have."""
    counts = {model.__name__: model._default_manager.count() for model in tracked_models()}
    counts |= {f"{m.__name__} history": history_model(m)._default_manager.count() for m in tracked_models()}
    return counts | {"events": Event.objects.count(), "brands": Brand.objects.count()}
