"""Where each value of a record comes from: field -> history row -> act -> import -> file and row."""

from bisect import bisect_left
from datetime import datetime
from typing import Any

from django.db import models

from apps.brands.models import Import, ImportFile, Sku
from apps.core.selectors import history
from apps.core.selectors.history import as_of, at_version, touched, version_of, versions
from apps.core.sql import scalar, table

__all__ = ["as_of", "at_version", "lineage", "skus_at", "touched", "version_of", "versions"]

MOST_VERSIONS = 1000


def lineage(model: history.Model, pk: int) -> list[dict[str, Any]]:
    """For each field of a record: its value, since when, by which act, from which file and row.

    [{field, value, source_value, edited, version, since, source_row, change_set, import}];
    `source_value` is what the source said where a person changed it. Empty when there is no such record.
    """
    rows = list(history.past(model).filter(id=pk).order_by("-history_id").values()[:MOST_VERSIONS])[::-1]
    if not rows or rows[-1]["history_type"] == "-":
        return []
    origin = {name: _last_change(rows, name) for name in history.names_of(model)}
    acts = history.acts_by_id(row["change_set_id"] for row in origin.values())
    runs = _imports({row["change_set_id"] for row in origin.values()})
    return [_line(name, rows[-1], row, acts, runs) for name, row in origin.items()]


def _last_change(rows: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """The row since which a field has the value it has."""
    since = rows[-1]
    for row in reversed(rows):
        if row[name] != since[name] or row["history_type"] == "-":
            break
        since = row
    return since


def _line(
    name: str,
    now: dict[str, Any],
    row: dict[str, Any],
    acts: dict[int, dict[str, Any]],
    runs: dict[int, dict[str, Any]],
) -> dict[str, Any]:
    edited = now.get("edited") or {}
    run = runs.get(row["change_set_id"])
    return {
        "field": name,
        "value": now[name],
        "edited": name in edited,
        "source_value": edited.get(name, now[name]),
        "version": row["history_id"],
        "since": row["history_date"],
        "source_row": row["source_row"],
        "change_set": acts.get(row["change_set_id"]),
        "import": _place(run, row["source_row"]) if run else None,
    }


def _imports(change_sets: set[int]) -> dict[int, dict[str, Any]]:
    """Imports by change set, each with its files in order."""
    runs = Import.objects.filter(change_set_id__in=change_sets).prefetch_related(
        models.Prefetch("files", queryset=ImportFile.objects.order_by("position"))
    )
    return {run.change_set_id: {"run": run, "files": list(run.files.all())} for run in runs if run.change_set_id}


def _place(found: dict[str, Any], source_row: int | None) -> dict[str, Any]:
    """The import, and the file and the row in it. Rows of several files are numbered on."""
    run, files = found["run"], found["files"]
    place = {"id": run.pk, "name": run.name, "source": run.source, "corrects": run.corrects_id}
    if source_row is None or not files:
        return {**place, "file": None, "row": None}
    file = files[max(bisect_left([one.offset for one in files], source_row) - 1, 0)]
    return {**place, "file": file.name, "row": source_row - file.offset}


def skus_at(brand_id: int, at: datetime) -> int:
    """How many SKUs a brand had at a moment, archived ones left out. Reads the history of SKUs once: for a page
    somebody asks for, not for lists."""
    past = table(Sku.history.model)
    found = scalar(
        f"SELECT count(*) FROM (SELECT DISTINCT ON (id) brand_id, archived_at, history_type FROM {past} "
        f"WHERE history_date <= %s AND id IN (SELECT id FROM {past} WHERE brand_id = %s AND history_date <= %s) "
        "ORDER BY id, history_date DESC, history_id DESC) last "
        "WHERE brand_id = %s AND archived_at IS NULL AND history_type <> '-'",
        [at, brand_id, at, brand_id],
    )
    return int(found or 0)
