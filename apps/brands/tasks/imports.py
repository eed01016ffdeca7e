"""Imports off the request."""

from typing import Any

from apps.brands.models import Import
from apps.brands.services import imports
from apps.core.jobs import Run, job


@job("brands.check_import", resource="imports", action="update", queue="default")
def check_import(run: Run) -> dict[str, Any]:
    """Dry run of an import."""
    found = imports.check_now(Import.objects.get(pk=run.args["import"]), run)
    return {key: found[key] for key in ("rows", "new", "updated", "unchanged", "quarantined", "conflicting")}


@job("brands.run_import", resource="imports", action="update", queue="bulk")
def run_import(run: Run) -> dict[str, Any]:
    """The real run of an import."""
    done = imports.run_now(Import.objects.get(pk=run.args["import"]), run)
    return {"import": done.pk, "change_set": done.change_set_id, "status": done.state}
