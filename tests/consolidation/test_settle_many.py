"""Many proposals with one word, in the background: each an act of its own, and what became of each is counted."""

import pytest

from apps.consolidation.models import Merge, Policy, Proposal
from apps.consolidation.services import reviewing, settling_many
from apps.consolidation.services.merging import Order, merge_brands
from apps.core import context
from apps.core.choices import JobState
from apps.core.jobs import Cancelled
from apps.core.models import ChangeSet, Delivery, Job
from apps.core.services import jobs, undo
from tests.brands.shelf import put
from tests.consolidation.proposals import propose


@pytest.fixture
def four(in_acme):
    """Four proposals of two brands each."""
    return [propose(put(f"{name} HILL"), put(f"{name} HILL CO")) for name in ("ALPHA", "BRAVO", "CEDAR", "DELTA")]


class Line:
    """Keeps what it is told; stops where it is told to."""

    job_id = 0

    def __init__(self, stop=-1):
        self.told, self.lines, self.stop = [], [], stop

    def progress(self, done, total=None, message=""):
        self.told.append((done, total))
        if done == self.stop:
            raise Cancelled

    def log(self, line):
        self.lines.append(line)


def run(row):
    jobs.run(Delivery.objects.filter(job_id=row.pk).latest("id").pk)
    row.refresh_from_db()
    return row


def states():
    return list(Proposal.objects.order_by("pk").values_list("state", flat=True))


def test_each_is_an_act_of_its_own_that_names_the_job(four):
    row = run(settling_many.start("approve", [one.pk for one in four]))
    assert row.state == JobState.SUCCEEDED
    assert row.result == {"act": "approve", "settled": 4, "first": 0, "left": 0, "why": {}}
    acts = list(ChangeSet.objects.filter(job_id=row.pk).order_by("pk"))
    assert [one.pk for one in acts] == sorted(Merge.objects.values_list("change_set_id", flat=True))
    undo.undo(acts[1].pk)
    assert states() == ["approved", "open", "approved", "approved"]


def test_a_stop_leaves_what_was_done_and_nothing_of_the_rest(four):
    line = Line(stop=2)
    with pytest.raises(Cancelled):
        settling_many.run({"act": "approve", "proposals": [one.pk for one in four], "reason": ""}, line)
    assert states() == ["approved", "approved", "open", "open"]
    assert line.told == [(0, 4), (1, 4), (2, 4)]


def test_what_cannot_be_is_left_and_counted_by_its_reason(four, alice):
    with context.acting(actor=context.Actor(user_id=alice.pk, name="Alice"), channel="portal"):
        reviewing.claim(four[0].pk)
    reviewing.approve(four[1].pk)
    merge_brands(Order(put("ELSEWHERE").pk, [four[2].member_ids[0]]))
    found = run(settling_many.start("approve", [one.pk for one in four])).result
    assert (found["settled"], found["left"]) == (1, 3)
    assert found["why"] == {
        "Alice is looking at this proposal.": 1,
        "The proposal was approved.": 1,
        "A brand of this proposal was merged into another one meanwhile.": 1,
    }


def test_the_first_of_two_approvals_is_not_called_settled(four, bob):
    Policy.objects.create(rules={"four_eyes_from": 2})
    ids = [one.pk for one in four]
    with context.acting(actor=context.Actor(user_id=bob.pk, name="Bob"), channel="portal"):
        row = settling_many.start("approve", ids)
    assert run(row).result | {"why": {}} == {"act": "approve", "settled": 0, "first": 4, "left": 0, "why": {}}
    assert {one["user_id"] for (one,) in Proposal.objects.values_list("approvals", flat=True)} == {bob.pk}
    assert not Merge.objects.exists()


def test_skipped_and_rejected_as_asked(four):
    first, rest = four[0].pk, [one.pk for one in four[1:]]
    assert run(settling_many.start("skip", [first])).result["settled"] == 1
    assert run(settling_many.start("reject", rest, reason="Two houses")).result["settled"] == 3
    assert states() == ["skipped", "rejected", "rejected", "rejected"]
    assert set(Proposal.objects.get(pk=rest[0]).decisions.values_list("reason", flat=True)) == {"Two houses"}


@pytest.mark.parametrize(("act", "ids"), [("merge", [1]), ("approve", []), ("approve", range(1, 102))])
def test_no_such_act_or_too_many_are_refused_before_anything_is_queued(in_acme, act, ids):
    with pytest.raises(settling_many.NoSuchAct):
        settling_many.start(act, list(ids))
    assert not Job.objects.filter(kind="consolidation.settle").exists()
