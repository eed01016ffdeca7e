"""Imports with what became of their rows: piles to page through, rows that wait, figures for the home page."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, Func, IntegerField, QuerySet

from apps.brands.choices import HeldState, ImportState, Outcome
from apps.brands.models import Brand, HeldRow, Import, Pile, Sku
from apps.brands.selectors.lists import SKUS

CHUNK = 10_000
SHOWN = 100
LATEST = 5


class Cardinality(Func):
    """How many items an array holds."""

    function = "cardinality"
    output_field = IntegerField()


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


def held_rows(run_id: int, ids: list[int] | None = None) -> QuerySet[HeldRow]:
    """Rows of an import that still wait, all or those chosen."""
    rows = HeldRow.objects.filter(run_id=run_id, state=HeldState.OPEN)
    return rows if ids is None else rows.filter(pk__in=ids)


def waiting(run_id: int | None = None) -> dict[str, int]:
    """How many rows wait for a person, by outcome; of one import or of all."""
    rows = HeldRow.objects.filter(state=HeldState.OPEN)
    rows = rows if run_id is None else rows.filter(run_id=run_id)
    found = dict(rows.order_by().values_list("outcome").annotate(Count("id")))
    return {str(word): found.get(word, 0) for word in HELD}


def waiting_by_import() -> list[dict[str, Any]]:
    """Imports with rows that wait: [{run_id, run__name, rows}], newest first."""
    rows = HeldRow.objects.filter(state=HeldState.OPEN).order_by()
    found = rows.values("run_id", "run__name", "outcome").annotate(rows=Count("id"))
    return list(found.order_by("-run_id", "outcome")[:LATEST])


def reasons(run_id: int) -> list[tuple[str, int]]:
    """Why rows of an import wait: (code, rows), most first."""
    counts: dict[str, int] = {}
    rows = held_rows(run_id).filter(outcome=Outcome.QUARANTINED).order_by().values_list("reasons").annotate(Count("id"))
    for codes, number in rows:
        for code in codes:
            counts[code] = counts.get(code, 0) + number
    return sorted(counts.items(), key=lambda pair: -pair[1])


def pile(run_id: int, outcome: str, *, warning: str = "", number: int = 1) -> dict[str, Any]:
    """A page of a pile: {rows: [{row, ttb_id, sku}], total, number, pages}."""
    chunks = Pile.objects.filter(run_id=run_id, warning=warning)
    chunks = chunks if warning else chunks.filter(outcome=outcome)
    total = _size(chunks)
    pages = max(-(-total // SHOWN), 1)
    number = min(max(number, 1), pages)
    pairs = _slice(chunks, (number - 1) * SHOWN)
    known = _skus([ttb_id for _row, ttb_id in pairs])
    rows = [{"row": row, "ttb_id": ttb_id, "sku": known.get(ttb_id)} for row, ttb_id in pairs]
    return {"rows": rows, "total": total, "number": number, "pages": pages}


def _size(chunks: QuerySet[Pile]) -> int:
    return sum(chunks.values_list(Cardinality(F("rows")), flat=True))


def _slice(chunks: QuerySet[Pile], start: int) -> list[tuple[int, str]]:
    """Pairs of row and TTB ID from a place on; chunks of several outcomes follow one another."""
    found: list[tuple[int, str]] = []
    for pk, size in chunks.order_by("outcome", "chunk").values_list("pk", Cardinality(F("rows"))):
        if start >= size:
            start -= size
            continue
        end = start + SHOWN - len(found)
        rows, ids = Pile.objects.filter(pk=pk).values_list(f"rows__{start}_{end}", f"ttb_ids__{start}_{end}")[0]
        found += zip(rows, ids, strict=True)
        start = 0
        if len(found) >= SHOWN:
            break
    return found


def _skus(ttb_ids: list[str]) -> dict[str, dict[str, Any]]:
    if not ttb_ids:
        return {}
    asked = {"ttb_id": ttb_ids, "archived": ["all"], "limit": [str(SHOWN)]}
    return {row["ttb_id"]: row for row in SKUS.page(asked).rows}


def held_table(run_id: int, outcome: str) -> Iterator[list[str]]:
    """Rows that wait as a table: row, reasons, suggestion, then the columns as they came."""
    rows = held_rows(run_id).filter(outcome=outcome).order_by("row")
    columns: dict[str, None] = {}
    for raw in rows.values_list("raw", flat=True).iterator():
        columns |= dict.fromkeys(key for key in raw if key != "fields")
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
