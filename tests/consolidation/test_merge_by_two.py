"""Where the policy wants two people, a merge that one of them asks for waits for the other."""

import pytest

from apps.accounts.selectors import actor_of
from apps.brands.models import Brand
from apps.brands.selectors.merged import root_of
from apps.consolidation.linkage.results import Scan as Result
from apps.consolidation.models import Merge, Policy, Proposal, Scan
from apps.consolidation.services import asking, reopening, reviewing, routes
from apps.consolidation.services.merging import BadMerge, Order
from apps.consolidation.services.proposing import propose as keep_found
from apps.consolidation.services.reviewing import Approval, Claimed
from apps.core import context
from apps.core.models import Event
from tests.brands.shelf import put
from tests.consolidation.proposals import propose

pytestmark = pytest.mark.usefixtures("in_acme", "two")


@pytest.fixture
def three(in_acme):
    return (
        put("ALPHA", {}, {}),
        put("ALPHA CO", website="https://co.example"),
        put("ALPHA INC", website="https://inc.example"),
    )


@pytest.fixture
def as_bob(bob, acme):
    with context.acting(actor=actor_of(bob, acme)):
        yield


def order(survivor, *gone, **more):
    return Order(survivor.pk, [one.pk for one in gone], **more)


@pytest.mark.usefixtures("as_bob")
class TestAsked:
    """By Bob."""

    def test_nothing_is_merged_and_each_pair_waits_with_one_approval(self, three):
        a, b, c = three
        rows = asking.ask(order(*three))
        assert [one.member_ids for one in rows] == [[a.pk, b.pk], [a.pk, c.pk]]
        assert {(one.state, one.approvals[0]["name"]) for one in rows} == {("open", "Bob")}
        assert all(0 < one.probability < 1 and one.pairs[0]["reasons"] for one in rows)
        assert not Merge.objects.exists()

    def test_asking_twice_counts_once(self, three):
        first = asking.ask(order(*three))
        assert [one.pk for one in asking.ask(order(*three))] == [one.pk for one in first]
        assert (Merge.objects.count(), Event.objects.filter(name="proposal.created").count()) == (0, 1)

    def test_the_second_person_merges_what_the_first_meant(self, three, alice, acme):
        a, b, c = three
        rows = asking.ask(order(b, a, c, choices={"website": c.pk}, reason="One house"))
        with context.acting(actor=actor_of(alice, acme)):
            assert {reviewing.approve(one.pk).state for one in rows} == {"approved"}
        assert {root_of(one.pk) for one in three} == {b.pk}
        assert Brand.objects.get(pk=b.pk).website == "https://inc.example"
        assert set(Merge.objects.values_list("reason", flat=True)) == {"One house"}

    def test_the_second_person_may_choose_otherwise(self, three, alice, acme):
        a, b, _c = three
        (row,) = asking.ask(order(b, a))
        with context.acting(actor=actor_of(alice, acme)):
            reviewing.approve(row.pk, Approval(survivor_id=a.pk))
        assert root_of(b.pk) == a.pk

    def test_the_second_who_asks_for_the_same_merges_it(self, three, alice, acme):
        asking.ask(order(*three))
        with context.acting(actor=actor_of(alice, acme)):
            assert {one.state for one in asking.ask(order(*three))} == {"approved"}

    def test_a_proposal_of_the_pair_that_waits_is_used(self, three):
        a, b, _c = three
        (there,) = [propose(a, b)]
        Proposal.objects.filter(pk=there.pk).update(key=f"same_brand:{a.pk}-{b.pk}")
        (row,) = asking.ask(order(a, b))
        assert (row.pk, row.probability, Proposal.objects.count()) == (there.pk, 0.8, 1)

    def test_a_rejected_one_waits_again(self, three):
        a, b, _c = three
        (row,) = asking.ask(order(a, b))
        reviewing.reject(row.pk)
        (again,) = asking.ask(order(a, b))
        assert (again.pk, again.state, len(again.approvals)) == (row.pk, "open", 1)

    def test_a_group_of_few_pairs_still_wants_two(self, three):
        Policy.objects.create(rules={"four_eyes_from": 3})
        (row, _other) = asking.ask(order(*three))
        assert reviewing.approve(row.pk).state == "open"
        assert not asking.wants_two(order(*three[:2]))

    def test_a_full_scan_that_does_not_find_it_leaves_it(self, three):
        (row,) = asking.ask(order(*three[:2]))
        keep_found(Result((), (), 0, 0, {}), Scan.objects.create(is_full=True), {})
        row.refresh_from_db()
        assert row.state == "open"

    def test_a_queue_of_the_asker_leaves_it_to_others(self, three, bob):
        routes.save_route({"name": "All", "user_id": bob.pk})
        (row,) = asking.ask(order(*three[:2]))
        row.refresh_from_db()
        assert (row.assigned_to_id, row.assigned_to_name) == (None, "")

    def test_what_cannot_be_merged_asks_for_nothing(self, three):
        with pytest.raises(BadMerge):
            asking.ask(order(three[0], three[0]))
        assert not Proposal.objects.exists()

    def test_one_that_somebody_else_is_at_is_left_to_them(self, three, alice, acme):
        (row,) = asking.ask(order(*three[:2]))
        with context.acting(actor=actor_of(alice, acme)):
            reviewing.claim(row.pk)
        with pytest.raises(Claimed):
            asking.ask(order(*three))
        assert Proposal.objects.count() == 1

    def test_after_an_undo_two_people_are_wanted_anew(self, three, alice, acme):
        (row,) = asking.ask(order(*three[:2]))
        with context.acting(actor=actor_of(alice, acme)):
            reviewing.approve(row.pk)
            reopening.reopen(row.pk)
            assert reviewing.approve(row.pk).state == "open"


def test_by_api_the_answer_is_the_proposals(three, api, bob, alice, acme):
    body = {"survivor_id": three[0].pk, "absorbed_ids": [three[1].pk]}
    asked = api(bob, acme).post("merges", body, format="json")
    (row,) = asked.json()["proposals"]
    assert (asked.status_code, row["state"], Merge.objects.count()) == (202, "open", 0)
    assert api(bob, acme).post(f"proposals/{row['id']}/approve").json()["state"] == "open"
    assert api(alice, acme).post(f"proposals/{row['id']}/approve").json()["state"] == "approved"
    assert Merge.objects.count() == 1
