"""Off-request work: scans on demand, after imports, and at night; learning from decisions."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from celery import shared_task
from django.db.models import QuerySet
from django.utils import timezone
from django_tenants.utils import schema_context

from apps.brands.events import ImportFinished
from apps.consolidation.choices import WAITING, ScanState, VersionState
from apps.consolidation.models import ModelVersion, Scan
from apps.consolidation.services import (
    attending,
    learning,
    merging_later,
    rerouting,
    scanning,
    settling_many,
    unmerging_many,
)
from apps.consolidation.services.unmerging_many import Batch
from apps.core.events import on
from apps.core.jobs import Cancelled, Run, Turn, job
from apps.tenants.selectors import active_schemas

STATES = {"queued": ScanState.QUEUED, "cancelled": ScanState.CANCELLED, "failed": ScanState.FAILED}
VERSION_STATES = {
    "queued": VersionState.QUEUED, "cancelled": VersionState.CANCELLED, "failed": VersionState.FAILED,
}  # fmt: skip


@contextmanager
def _ending_as(rows: QuerySet[Any], states: Mapping[str, str]) -> Iterator[None]:
    """What ends within says so: `cancelled` or `failed`, as its job does."""
    try:
        yield
    except Exception as error:
        state = states["cancelled" if isinstance(error, Cancelled) else "failed"]
        rows.update(state=state, finished_at=timezone.now())
        raise


def _turned(turn: Turn) -> None:
    """The scan says what its job says."""
    ended = None if turn.state == "queued" else timezone.now()
    Scan.objects.filter(pk=turn.args["scan"]).update(state=STATES[turn.state], finished_at=ended)


@job("consolidation.scan", resource="proposals", action="scan", queue="bulk", turned=_turned)
def scan(run: Run) -> dict[str, Any]:
    """Do a scan."""
    row = Scan.objects.get(pk=run.args["scan"])
    with _ending_as(Scan.objects.filter(pk=row.pk), STATES):
        found = scanning.run_scan(row, run)
    return {"scan": row.pk, "pairs": found.row.pairs, "proposals_new": found.row.proposals_new}


@on(ImportFinished)
def follow_import(fact: ImportFinished) -> None:
    """New and changed brands are compared with the rest."""
    if fact.new or fact.updated:
        scanning.start_scan(is_full=False)


@shared_task
def nightly() -> int:
    """A full scan in every workspace."""
    rooms = list(active_schemas())
    for schema in rooms:
        with schema_context(schema):
            scanning.start_scan(is_full=True)
    return len(rooms)


@shared_task
def attend() -> int:
    """Reviews that time has come for, in every workspace; how many were handed over, reminded of, escalated or expired."""
    done = 0
    for schema in active_schemas():
        with schema_context(schema):
            found = attending.attend()
            done += found.handed + found.reminded + found.escalated + found.expired
    return done


@job("consolidation.route", resource="routes", action="update")
def route(run: Run) -> dict[str, Any]:
    """Route what waits by the routes as they are now."""
    return dict(rerouting.route_again())


def _learning_turned(turn: Turn) -> None:
    """The version says what its job says."""
    ended = None if turn.state == "queued" else timezone.now()
    ModelVersion.objects.filter(pk=turn.args["version"]).update(state=VERSION_STATES[turn.state], finished_at=ended)


@job("consolidation.learn", resource="models", action="create", queue="default", turned=_learning_turned)
def learn(run: Run) -> dict[str, Any]:
    """Do a round of learning."""
    row = ModelVersion.objects.get(pk=run.args["version"])
    with _ending_as(ModelVersion.objects.filter(pk=row.pk), VERSION_STATES):
        done = learning.learn(row, run)
    return {"version": done.pk, "is_better": done.is_better}


@job("consolidation.merge", resource="merges", action="create")
def merge(run: Run) -> dict[str, Any]:
    """Merge brands that a person has ticked."""
    done = merging_later.run(run.args, run)
    if isinstance(done, list):
        waiting = [one.pk for one in done if one.state in WAITING]
        return {"proposals": waiting, "approved": len(done) - len(waiting)}
    return {"merge": done.pk, "change_set": done.change_set_id}


@job("consolidation.settle", resource="proposals", action="approve", stays=True)
def settle(run: Run) -> dict[str, Any]:
    """Settle proposals that a person has ticked, one after the other."""
    return settling_many.run(run.args, run)


@job("consolidation.unmerge", resource="merges", action="undo", stays=True)
def unmerge(run: Run) -> dict[str, Any]:
    """Take merges back: those named, or all automatic ones of a scan or a policy."""
    if "merges" in run.args:
        return dict(unmerging_many.take_back(run.args["merges"], run))
    return dict(unmerging_many.take_back_batch(Batch(**run.args), run))
