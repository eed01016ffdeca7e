"""An import is stopped: while it waits, or in the middle; nothing of it stays, and it can be started again."""

import io
from typing import Any

import pytest

from apps.brands.models import Import
from apps.brands.services.imports import ImportBusy, Silent, cancel_import, create_import, run_now, start_run
from apps.core.jobs import Cancelled
from apps.core.models import Job
from tests.brands.files import outcomes, row, table, written

pytestmark = pytest.mark.usefixtures("in_acme")

DAY = table([row(n) for n in range(1, 60)])


@pytest.fixture
def run() -> Import:
    """An import that has not begun."""
    return create_import(files=[("day.csv", io.BytesIO(DAY))])


class StopsAt:
    """Stops the run when it comes to a step."""

    def __init__(self, step: str) -> None:
        self.step = step

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        if message == self.step:
            raise Cancelled


@pytest.mark.parametrize("step", ["Reading and checking", "Comparing", "Writing"])
def test_a_run_that_is_stopped_leaves_nothing(step: str, run: Import):
    before = written()
    with pytest.raises(Cancelled):
        run_now(run, StopsAt(step))
    run.refresh_from_db()
    assert (run.state, written(), run.held.count()) == ("cancelled", before, 0)
    assert outcomes(run_now(run, Silent()).report) == {"new": 59}


def test_one_that_waits_is_stopped_at_once(run: Import, held_back: None, deliver: Any):
    start_run(run)
    cancel_import(run)
    run.refresh_from_db()
    assert (run.state, Job.objects.get().state) == ("cancelled", "cancelled")
    start_run(run)
    assert Import.objects.get().state == "queued"


def test_one_that_runs_cannot_be_started_again(run: Import, held_back: None):
    start_run(run)
    run.refresh_from_db()
    with pytest.raises(ImportBusy):
        start_run(run)


def test_one_that_has_ended_cannot_be_stopped_or_started(run: Import):
    done = run_now(run, Silent())
    cancel_import(done)
    assert Import.objects.get().state == "done"
    with pytest.raises(ImportBusy):
        start_run(done)
