"""A merge in the background says how far it is while it is at it, and can be stopped until its end."""

import pytest

from apps.brands.models import Brand, Sku
from apps.brands.selectors.merged import root_of
from apps.consolidation.models import Merge, Policy, Proposal
from apps.consolidation.services import asking, merging, merging_later
from apps.consolidation.services.merging import Order
from apps.core.choices import JobState
from apps.core.jobs import Cancelled
from apps.core.models import ChangeSet, Delivery, Event, Job
from apps.core.pointers import followers
from apps.core.services import jobs
from tests.brands.shelf import put


class Watched:
    """Keeps what it is told; stops at a message."""

    def __init__(self, stop: str = "nowhere") -> None:
        self.told, self.stop = [], stop

    def progress(self, done, total=None, message=""):
        self.told.append((done, total, message))
        if message == self.stop:
            raise Cancelled


def order(*brands):
    return Order(brands[0].pk, [one.pk for one in brands[1:]])


def run(row):
    jobs.run(Delivery.objects.filter(job_id=row.pk).latest("id").pk)
    row.refresh_from_db()
    return row


def test_each_kind_of_row_that_moves_is_a_step(in_acme):
    watch, kinds = Watched(), len(followers(Brand))
    merging.merge_brands(order(put("ALPHA"), put("ALPHA CO", {})), watch)
    said = ["Waiting for other work", "Reading brands", *["Moving"] * kinds, "Counting", ""]
    assert watch.told == [(at, kinds + 3, text) for at, text in enumerate(said)]


@pytest.mark.parametrize("stop", ["Waiting for other work", "Reading brands", "Moving", "Counting", ""])
def test_a_merge_stopped_at_any_step_leaves_nothing(in_acme, stop):
    a, b = put("ALPHA"), put("ALPHA CO", {})
    before = (ChangeSet.objects.count(), Event.objects.count())
    with pytest.raises(Cancelled):
        merging.merge_brands(order(a, b), Watched(stop))
    assert (root_of(b.pk), Merge.objects.count(), Sku.objects.filter(brand=b).count()) == (b.pk, 0, 1)
    assert (ChangeSet.objects.count(), Event.objects.count()) == before


def test_each_pair_that_is_asked_for_is_a_step_and_a_stop_leaves_no_proposal(in_acme):
    Policy.objects.create(rules={"four_eyes_from": 2})
    three = [put("ALPHA"), put("ALPHA CO"), put("ALPHA INC")]
    with pytest.raises(Cancelled):
        asking.ask(order(*three), watch=Watched(""))
    assert not Proposal.objects.exists()
    watch = Watched()
    asking.ask(order(*three), watch=watch)
    assert [text for _done, _total, text in watch.told] == [
        "Waiting for other work", "Comparing", "Proposing", "Proposing", "",
    ]  # fmt: skip


@pytest.mark.commits
class TestFromOutside:
    """While the merge's transaction is open."""

    def test_one_sees_how_far_it_is(self, in_acme, held_back, together, monkeypatch):
        seen, bury = [], merging.bury

        def look(*given):
            seen.extend(together(lambda: Job.objects.values_list("done", "total", "message").get()))
            bury(*given)

        monkeypatch.setattr(merging, "bury", look)
        row = run(merging_later.start(order(put("ALPHA"), put("ALPHA CO"))))
        assert seen == [(0, len(followers(Brand)) + 3, "Waiting for other work")]
        assert (row.state, row.done, row.result["merge"]) == (JobState.SUCCEEDED, row.total, Merge.objects.get().pk)

    def test_a_stop_takes_back_what_was_begun(self, in_acme, held_back, together, monkeypatch):
        a, b, bury = put("ALPHA"), put("ALPHA CO"), merging.bury

        def stopped(*given):
            together(lambda: jobs.cancel(Job.objects.get()))
            bury(*given)

        monkeypatch.setattr(merging, "bury", stopped)
        row = run(merging_later.start(order(a, b)))
        assert (row.state, root_of(b.pk), Merge.objects.count()) == (JobState.CANCELLED, b.pk, 0)

    def test_a_stop_after_the_end_does_not_say_that_nothing_was_done(self, in_acme, held_back, together, monkeypatch):
        merge = merging.merge_brands

        def late(*given):
            done = merge(*given)
            together(lambda: jobs.cancel(Job.objects.get()))
            return done

        monkeypatch.setattr(merging, "merge_brands", late)
        row = run(merging_later.start(order(put("ALPHA"), put("ALPHA CO"))))
        assert (row.state, Merge.objects.count()) == (JobState.SUCCEEDED, 1)
