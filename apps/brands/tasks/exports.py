"""Exports off the request: making files, and forgetting old ones."""

from typing import Any

from celery import shared_task
from django_tenants.utils import schema_context

from apps.brands.models import Export
from apps.brands.services import exports
from apps.core.jobs import Run, Turn, job
from apps.tenants.selectors import active_schemas


def _turned(turn: Turn) -> None:
    exports.follow_job(turn.args["export"], turn)


@job("brands.export", resource="exports", action="create", queue="bulk", turned=_turned)
def export(run: Run) -> dict[str, Any]:
    """Write the file of an export."""
    done = exports.write_export(Export.objects.get(pk=run.args["export"]), run)
    return {"export": done.pk, "rows": done.rows, "size": done.size}


@shared_task
def purge_exports() -> int:
    """Delete files whose links have expired, in every workspace."""
    gone = 0
    for schema in active_schemas():
        with schema_context(schema):
            gone += exports.purge_expired()
    return gone
