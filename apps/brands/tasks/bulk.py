"""Acts on many rows, off the request."""

from typing import Any

from apps.brands.models import BulkAct
from apps.brands.services import bulk
from apps.core.jobs import Run, Turn, job


def _turned(turn: Turn) -> None:
    bulk.follow_job(turn.args["bulk"], turn)


@job("brands.bulk", resource="bulk", action="create", queue="bulk", turned=_turned)
def run_bulk(run: Run) -> dict[str, Any]:
    """Do what was previewed."""
    done = bulk.run_bulk(BulkAct.objects.get(pk=run.args["bulk"]), run)
    return {"bulk": done.pk, "change_set": done.change_set_id, **{k: v for k, v in done.report.items() if k != "rows"}}
