"""Long work can be watched, stopped, tried again, and survives its worker."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.brands.models import Brand
from apps.core import tasks
from apps.core.choices import DeliveryState, JobState
from apps.core.jobs import job
from apps.core.models import Delivery, Job
from apps.core.services import jobs
from tests.factories.catalogue import make_brand


@pytest.fixture
def work(kinds):
    """Register a function as the job `test.work`."""

    def register(call):
        return job("test.work", resource="jobs", action="update")(call)

    return register


def _enqueue(**args):
    return jobs.enqueue("test.work", title="Work", args=args)


def _run(row):
    jobs.run(Delivery.objects.filter(job_id=row.pk).latest("id").pk)
    row.refresh_from_db()
    return row


def test_a_job_runs_and_keeps_its_answer(in_acme, work, deliver):
    work(lambda run: {"sum": run.args["a"] + 1})
    row = _enqueue(a=1)
    deliver()
    row.refresh_from_db()
    assert (row.state, row.result, row.attempts) == (JobState.SUCCEEDED, {"sum": 2}, 1)
    assert row.finished_at is not None


def test_an_unknown_kind_of_job_is_refused(in_acme):
    with pytest.raises(jobs.UnknownKind):
        jobs.enqueue("test.nothing", title="", args={})


@pytest.mark.commits
def test_progress_is_seen_while_the_job_runs(in_acme, work, held_back, together):
    seen = []

    def slow(run):
        run.progress(3, 10, "reading")
        run.log("half way")
        seen.extend(together(lambda: Job.objects.values_list("done", "total", "message", "log").get()))
        return {}

    work(slow)
    _run(_enqueue())
    assert seen == [(3, 10, "reading", ["half way"])]


@pytest.mark.commits
def test_a_running_job_stops_at_its_next_step_and_leaves_nothing(in_acme, work, held_back, together):
    from django.db import transaction

    def stopped(run):
        with transaction.atomic():
            make_brand("Half")
            together(lambda: jobs.cancel(Job.objects.get()))
            run.progress(1, 1)
        return {}

    work(stopped)
    assert _run(_enqueue()).state == JobState.CANCELLED
    assert not Brand.objects.exists()


def test_a_cancelled_queued_job_never_runs(in_acme, work, deliver):
    ran = []
    work(lambda run: ran.append(1) or {})
    row = _enqueue()
    jobs.cancel(row)
    deliver()
    row.refresh_from_db()
    assert (row.state, ran) == (JobState.CANCELLED, [])
    assert Delivery.objects.get().state == DeliveryState.DONE


def test_a_job_stopped_between_claim_and_start_never_runs(in_acme, work):
    ran = []
    work(lambda run: ran.append(1) or {})
    row = _enqueue()
    Job.objects.update(cancel_requested=True)
    assert (_run(row).state, ran) == (JobState.CANCELLED, [])


def test_a_second_delivery_of_a_finished_job_leaves_its_result(in_acme, work):
    work(lambda run: {"n": 1})
    row = _run(_enqueue())
    Delivery.objects.update(state=DeliveryState.PENDING)
    assert (_run(row).state, row.result) == (JobState.SUCCEEDED, {"n": 1})


def test_a_job_that_has_ended_can_be_tried_again(in_acme, work):
    answers = [RuntimeError("first"), None]

    def flaky(run):
        if problem := answers.pop(0):
            raise problem
        return {"ok": True}

    work(flaky)
    row = _run(_enqueue())
    assert row.state == JobState.FAILED
    jobs.retry(row)
    row = _run(row)
    assert (row.state, row.error, row.result) == (JobState.SUCCEEDED, {}, {"ok": True})


def test_a_job_under_way_cannot_be_tried_again(in_acme, work):
    work(lambda run: {})
    with pytest.raises(jobs.NotOver):
        jobs.retry(_enqueue())


def test_people_are_told_a_surprise_without_its_inside(in_acme, work):
    def broken(run):
        raise RuntimeError("secret /srv/path and SELECT")

    work(broken)
    row = _run(_enqueue())
    assert row.error["code"] == "internal_error"
    assert "secret" not in str(row.error) + str(row.log)
    assert "Traceback" not in str(row.error)


def test_people_are_told_a_broken_promise_in_full(in_acme, work):
    class OverLimit(ValueError):
        code = "over_limit"
        hint = "Ask for more."

    def limited(run):
        raise OverLimit("Too many rows.")

    work(limited)
    assert _run(_enqueue()).error == {"code": "over_limit", "message": "Too many rows.", "hint": "Ask for more."}


def test_a_job_whose_worker_died_is_taken_over(in_acme, work):
    work(lambda run: {"done": True})
    row = _enqueue()
    _die(row, tries=1)
    tasks.sweep()
    row.refresh_from_db()
    assert (row.state, row.attempts) == (JobState.SUCCEEDED, 2)


def test_a_job_whose_worker_lives_is_left_to_it(in_acme, work):
    ran = []
    work(lambda run: ran.append(1) or {})
    row = _enqueue()
    _die(row, tries=1)
    Delivery.objects.update(touched_at=timezone.now())
    _run(row)
    assert ran == []


def test_the_old_worker_of_a_job_taken_over_does_not_overwrite_its_end(in_acme, work):
    def taken_over(run):
        Job.objects.filter(pk=run.job_id).update(attempts=2, state=JobState.SUCCEEDED, result={"by": "the second"})
        return {"by": "the first"}

    work(taken_over)
    assert _run(_enqueue()).result == {"by": "the second"}


def test_a_job_whose_workers_keep_dying_fails_and_says_so(in_acme, work):
    work(lambda run: {})
    row = _enqueue()
    _die(row, tries=jobs.MAX_ATTEMPTS)
    tasks.sweep()
    row.refresh_from_db()
    assert (row.state, row.error["code"]) == (JobState.FAILED, "worker_lost")
    assert Delivery.objects.get().state == DeliveryState.FAILED


@pytest.mark.commits
def test_the_log_keeps_its_last_five_hundred_lines(in_acme, work, held_back):
    def chatty(run):
        for number in range(520):
            run.log(f"line {number}")
        return {}

    work(chatty)
    row = _run(_enqueue())
    assert (len(row.log), row.log[0], row.log[-1]) == (500, "line 20", "line 519")


def _die(row, *, tries):
    """The state a worker killed by the system leaves behind."""
    old = timezone.now() - timedelta(seconds=jobs.STALE_SECONDS + 5)
    Job.objects.filter(pk=row.pk).update(state=JobState.RUNNING, attempts=tries)
    Delivery.objects.filter(job_id=row.pk).update(state=DeliveryState.STARTED, attempts=tries, touched_at=old)
