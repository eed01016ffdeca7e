"""An import is stopped: while it waits, or in the middle; nothing of it stays, and it can be started again."""

import io
from typing import Any

import pytest

from apps.brands.models import Import
from apps.brands.services.imports import (
    ImportBusy,
    Silent,
    cancel_import,
    create_import,
    run_now,
    start_check,
    start_run,
)
from apps.core.jobs import Cancelled
from apps.core.models import Job
from apps.core.services import jobs
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


def test_one_stopped_as_a_job_is_stopped_and_waits_again_when_retried(run: Import, held_back: None):
    for start, waits_as in ((start_check, "checking"), (start_run, "queued")):
        job = start(run)
        jobs.cancel(job)
        assert Import.objects.get().state == "cancelled"
        jobs.retry(job)
        assert Import.objects.get().state == waits_as
        jobs.cancel(job)
        run.refresh_from_db()


def test_an_older_job_of_it_says_nothing_any_more(run: Import, held_back: None):
    older = start_check(run)
    jobs.cancel(older)
    run.refresh_from_db()
    start_run(run)
    jobs.retry(older)
    jobs.cancel(older)
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
