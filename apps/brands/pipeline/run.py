"""The pipeline as one function: read, check, compare, place; then write, unless it is a dry run.

Everything happens in one transaction. A killed worker, a lost connection or a full disk leaves nothing.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db import transaction
from django.db.models.functions import Now

from apps.brands.choices import ImportState
from apps.brands.events import ImportFinished
from apps.brands.models import Import
from apps.brands.pipeline import compare, movers, piles, report
from apps.brands.pipeline.apply import Applied, apply
from apps.brands.pipeline.derive import is_first
from apps.brands.pipeline.naming import Name, name_all
from apps.brands.pipeline.places import Placed
from apps.core.choices import ChangeKind
from apps.core.memory import settled
from apps.core.sentences import Sentence
from apps.core.services.changes import change_set, note_counts
from apps.core.services.outbox import publish
from apps.core.sql import execute, scalar
from apps.registry.intake.stage import ENTRIES, Staged, Watch

GATE_FROM_ROWS = 50
LOCK = "LOCK TABLE brands_brand, brands_permit, brands_sku IN SHARE ROW EXCLUSIVE MODE"

Stage = Callable[[Watch], Staged]


@dataclass(frozen=True)
class Order:
    """What to run: where rows come from, in whose name, how strict the gate is (percent, or None for off), and
    who names the brands."""

    stage: Stage
    source: str
    kind: ChangeKind
    said: Sentence
    gate: float | None
    name: Name = name_all


@dataclass(frozen=True)
class Plan:
    """What a run found and would do; `placed` is None when the gate has stopped it. `all_new` as `Compared` says."""

    found: dict[str, Any]
    staged: Staged
    placed: Placed | None
    all_new: bool = False


@dataclass(frozen=True)
class Compared:
    """How many rows lost to the other source, and whether all rows of `delta` are new and name no website."""

    superseded: int
    all_new: bool


class DryRunOver(Exception):
    """Ends a dry run's transaction; carries its report."""

    def __init__(self, found: dict[str, Any]) -> None:
        super().__init__("dry run")
        self.found = found


def dry_run(order: Order, watch: Watch) -> dict[str, Any]:
    """What a run would do. Nothing is written: the transaction is rolled back."""
    try:
        with settled(), transaction.atomic():
            raise DryRunOver(_plan(order, watch, time.monotonic()).found)
    except DryRunOver as over:
        return over.found


def real_run(order: Order, watch: Watch, make_run: Callable[[], Import]) -> Import:
    """Run it. `make_run` gives the Import row, inside the transaction."""
    start = time.monotonic()
    with settled(), transaction.atomic():
        run = make_run()
        execute("SET LOCAL lock_timeout = '15min'")
        plan = _plan(order, watch, start, locked=True)
        watch.progress(plan.staged.rows, plan.staged.rows, "Writing")
        _write(run, order, plan)
        plan.found["seconds"] = round(time.monotonic() - start, 3)
        Import.objects.filter(pk=run.pk).update(report=plan.found)
    run.refresh_from_db()
    return run


def _plan(order: Order, watch: Watch, start: float, *, locked: bool = False) -> Plan:
    execute("SET LOCAL work_mem = '96MB'")
    execute("SET LOCAL default_statistics_target = 10")
    staged = order.stage(watch)
    found = _empty_report(staged)
    if _is_gated(staged, order.gate):
        found |= {"status": ImportState.GATED, "quarantined": staged.rejected, "held_back": staged.entered}
        found["reasons"] = report.reason_counts()
        return Plan(found | {"seconds": round(time.monotonic() - start, 3)}, staged, None)
    if locked:
        execute(LOCK)
    watch.progress(staged.rows, staged.rows, "Comparing")
    with movers.placing(order.name, _held(staged)) as early:
        compared = _compare(order, staged)
        found |= _told(staged, compared)
    placed = early.result() if early and compared.all_new else movers.place_rows(order.name)
    found |= _counted(staged, placed, compared)
    found["seconds"] = round(time.monotonic() - start, 3)
    return Plan(found, staged, placed, compared.all_new)


def _is_gated(staged: Staged, gate: float | None) -> bool:
    return gate is not None and staged.rows >= GATE_FROM_ROWS and 100 * staged.rejected / staged.rows > gate


def _compare(order: Order, staged: Staged) -> Compared:
    """Make `delta`."""
    compare.settle_twice(staged)
    if compare.take_all(staged):
        return Compared(superseded=0, all_new=True)
    compare.find_delta(compare.fill_absent(staged))
    if compare.all_is_new():
        return Compared(superseded=0, all_new=True)
    superseded = compare.lose_to_other_source(order.source)
    compare.weigh_edits()
    compare.drop_unchanged()
    compare.mark_moves()
    compare.settle_websites()
    return Compared(superseded=superseded, all_new=False)


def _held(staged: Staged) -> pl.DataFrame | None:
    """The rows of a first load as they were read, where they are held and enter as they are."""
    held = staged.entries
    if held is None or staged.twice or held.width == len(ENTRIES) or not is_first():
        return None
    return held


def _told(staged: Staged, compared: Compared) -> dict[str, Any]:
    """What the report says of single rows and fields."""
    warnings = report.warning_counts() if staged.warned else {}
    if compared.superseded:
        warnings["superseded"] = compared.superseded
    return {
        **report.importer_counts(staged),
        "warnings": warnings,
        "reasons": report.reason_counts(),
        "changed_fields": {} if compared.all_new else report.changed_fields(),
        "examples": report.examples(all_new=compared.all_new),
    }


def _counted(staged: Staged, placed: Placed, compared: Compared) -> dict[str, Any]:
    """The report's numbers of rows and brands."""
    numbers = report.counts(staged, placed.rows.height if compared.all_new else None)
    return {
        **numbers,
        "brands_new": placed.brands_new,
        "bridged": placed.bridged,
        "follow": {"brands_created": placed.brands_new, "skus_created": numbers["new"]},
    }


def _empty_report(staged: Staged) -> dict[str, Any]:
    zero = dict.fromkeys(report.OUTCOMES, 0)
    numbers = {"brands_new": 0, "bridged": 0, "importers_matched": 0, "permits_unmatched": 0}
    return {
        "status": ImportState.DONE,
        "files": [_file(staged, place) for place in range(len(staged.files))],
        "file_warnings": [{"code": w.code, "message": w.message, "file": w.file} for w in staged.warnings],
        "rows": staged.rows,
        **zero,
        **numbers,
        "warnings": {},
        "reasons": {},
    }


def _file(staged: Staged, place: int) -> dict[str, Any]:
    info = staged.files[place]
    return {
        "name": info.name, "rows": staged.counts[place], "format": info.format, "encoding": info.encoding,
        "columns": list(info.columns), "offset": staged.offsets[place],
    }  # fmt: skip


def _write(run: Import, order: Order, plan: Plan) -> None:
    """Apply the plan. A plan without changes writes no change set, no history and no event."""
    if plan.placed is None:
        return _close(run, plan, None)
    with piles.beside(run, plan.found["warnings"], plan.staged, plan.placed) as keep_piles:
        act = _apply(run, order, plan, plan.placed) if _has_changes() else None
        keep_piles()
    report.keep_bridges(run, plan.placed.bridges)
    report.settle_corrected(run)
    return _close(run, plan, act)


def _apply(run: Import, order: Order, plan: Plan, placed: Placed) -> int:
    """Write the rows in one change set, and say so; its id."""
    found = plan.found
    with change_set(order.kind, order.said) as act:
        applied = apply(order.source, placed, all_new=plan.all_new)
        counts = {k: found[k] for k in ("new", "updated", "quarantined", "conflicting", "brands_new", "bridged")}
        note_counts(act, **counts, rows=found["rows"], import_id=run.pk)
        found["brands_new"] = applied.brands_new
        publish(_finished(run, act.pk, found, applied))
    return int(act.pk)


def _has_changes() -> bool:
    return bool(scalar("SELECT EXISTS (SELECT 1 FROM delta WHERE is_new OR changed OR website IS NOT NULL)"))


def _finished(run: Import, act: int, found: dict[str, Any], applied: Applied) -> ImportFinished:
    return ImportFinished(
        import_id=run.pk,
        change_set_id=act,
        source=run.source,
        rows=found["rows"],
        new=found["new"],
        updated=found["updated"],
        quarantined=found["quarantined"],
        brands_new=applied.brands_new,
        importers_matched=found["importers_matched"],
    )


def _close(run: Import, plan: Plan, act: int | None) -> None:
    """Keep what belongs to the run itself: its report, and the rows that wait for a person."""
    found, staged = plan.found, plan.staged
    report.keep_held(run)
    files = list(run.files.order_by("position"))
    for place, row in enumerate(files if len(files) == len(staged.offsets) else []):  # an archive holds several
        row.offset, row.facts = staged.offsets[place], found["files"][place]
        row.save(update_fields=["offset", "facts"])
    Import.objects.filter(pk=run.pk).update(state=found["status"], report=found, change_set_id=act, finished_at=Now())
