"""Off-request work: scans on demand, after imports, and at night."""

from typing import Any

from celery import shared_task
from django.utils import timezone
from django_tenants.utils import schema_context

from apps.brands.events import ImportFinished
from apps.consolidation.choices import ScanState
from apps.consolidation.models import Scan
from apps.consolidation.services import scanning
from apps.core.events import on
from apps.core.jobs import Run, Turn, job
from apps.tenants.selectors import active_schemas

STATES = {"queued": ScanState.QUEUED, "cancelled": ScanState.CANCELLED, "failed": ScanState.FAILED}


def _turned(turn: Turn) -> None:
    """The scan says what its job says."""
    ended = None if turn.state == "queued" else timezone.now()
    Scan.objects.filter(pk=turn.args["scan"]).update(state=STATES[turn.state], finished_at=ended)


@job("consolidation.scan", resource="proposals", action="scan", queue="bulk", turned=_turned)
def scan(run: Run) -> dict[str, Any]:
    """Do a scan."""
    row = Scan.objects.get(pk=run.args["scan"])
    try:
        found = scanning.run_scan(row, run)
    except BaseException:
        Scan.objects.filter(pk=row.pk).update(state=ScanState.FAILED, finished_at=timezone.now())
        raise
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
