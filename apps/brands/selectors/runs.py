"""Imports with what became of their rows: rows that wait for a person, figures for the home page."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, QuerySet

from apps.brands.choices import HeldState, ImportState, Outcome
from apps.brands.models import Brand, HeldRow, Import, Sku
from apps.brands.selectors.lists import SKUS

SHOWN = 100
LATEST = 5


HELD = (Outcome.QUARANTINED, Outcome.CONFLICTING)


def run(pk: int) -> Import | None:
    """One import with its files."""
    return Import.objects.prefetch_related("files").filter(pk=pk).first()


def latest() -> list[Import]:
    """The newest imports."""
    return list(Import.objects.order_by("-id")[:LATEST])


def held_row(pk: int) -> HeldRow | None:
    """One row that waits, with its import."""
    return HeldRow.objects.select_related("run").filter(pk=pk).first()


def held_rows(run_id: int) -> QuerySet[HeldRow]:
    """Rows of an import that still wait."""
    return HeldRow.objects.filter(run_id=run_id, state=HeldState.OPEN)


def waiting_ids(run_id: int) -> list[int]:
    """Quarantined rows of an import that wait."""
    return list(held_rows(run_id).filter(outcome=Outcome.QUARANTINED).values_list("pk", flat=True))


def waiting(run_id: int | None = None) -> dict[str, int]:
    """How many rows wait for a person, by outcome; of one import or of all."""
    rows = HeldRow.objects.filter(state=HeldState.OPEN)
    rows = rows if run_id is None else rows.filter(run_id=run_id)
    found = dict(rows.order_by().values_list("outcome").annotate(Count("id")))
    return {str(word): found.get(word, 0) for word in HELD}


def waiting_by_import() -> list[dict[str, Any]]:
    """Imports with rows that wait: [{run_id, run__name, rows}], newest first."""
    rows = HeldRow.objects.filter(state=HeldState.OPEN).order_by()
    found = rows.values("run_id", "run__name", "outcome").annotate(rows=Count("id")).order_by("-run_id", "outcome")
    return [dict(row) for row in found[:LATEST]]


def reasons(run_id: int) -> list[tuple[str, int]]:
    """Why rows of an import wait: (code, rows), most first."""
    counts: dict[str, int] = {}
    rows = held_rows(run_id).filter(outcome=Outcome.QUARANTINED).order_by().values_list("reasons").annotate(Count("id"))
    for codes, number in rows:
        for code in codes:
            counts[code] = counts.get(code, 0) + number
    return sorted(counts.items(), key=lambda pair: -pair[1])


def skus_of(ttb_ids: list[str]) -> dict[str, dict[str, Any]]:
    """The SKUs of these TTB IDs, by TTB ID."""
    if not ttb_ids:
        return {}
    asked = {"ttb_id": ttb_ids, "archived": ["all"], "limit": [str(SHOWN)]}
    return {row["ttb_id"]: row for row in SKUS.page(asked).rows}


def held_table(run_id: int, outcome: str) -> Iterator[list[str]]:
    """Rows that wait as a table: row, reasons, suggestion, then the columns as they came."""
    rows = held_rows(run_id).filter(outcome=outcome).order_by("row")
    columns: dict[str, None] = {}
    for raw in rows.values_list("raw", flat=True).iterator():
        columns |= dict.fromkeys(key for key in raw if key not in {"fields", "original"})
    yield ["row", "reasons", "suggestion", *columns]
    for row in rows.iterator():
        cells = [str(row.raw.get(name) or "") for name in columns]
        yield [str(row.row), "; ".join(row.reasons), row.suggestion, *cells]


def is_empty() -> bool:
    """Whether this workspace has no records and no imports yet."""
    return not (Import.objects.exists() or Brand.objects.exists() or Sku.objects.exists())


def is_busy(row: Import) -> bool:
    """Whether an import is being checked or run."""
    return row.state in {ImportState.CHECKING, ImportState.QUEUED, ImportState.RUNNING}
