"""Imports off the request."""

from typing import Any

from apps.brands.choices import ImportState
from apps.brands.models import Import
from apps.brands.services import imports
from apps.core.jobs import Run, Turn, job


def _turned(turn: Turn) -> None:
    imports.follow_job(turn.args["import"], turn)


def _check_turned(turn: Turn) -> None:
    imports.follow_job(turn.args["import"], turn, waits_as=ImportState.CHECKING)


@job("brands.check_import", resource="imports", action="update", queue="default", turned=_check_turned)
def check_import(run: Run) -> dict[str, Any]:
    """Dry run of an import."""
    found = imports.check_now(Import.objects.get(pk=run.args["import"]), run)
    return {key: found[key] for key in ("rows", "new", "updated", "unchanged", "quarantined", "conflicting")}


@job("brands.run_import", resource="imports", action="update", queue="bulk", turned=_turned)
def run_import(run: Run) -> dict[str, Any]:
    """The real run of an import."""
    done = imports.run_now(Import.objects.get(pk=run.args["import"]), run)
    return {"import": done.pk, "change_set": done.change_set_id, "status": done.state}
