"""Where the policy wants two people for a merge, the second is told that it waits for them, and the first what they said."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.selectors import actor_of
from apps.brands.selectors.merged import root_of
from apps.consolidation.linkage.matching import compare_pairs
from apps.consolidation.models import Decision, Merge, Policy, Proposal
from apps.consolidation.selectors.lists import PROPOSALS
from apps.consolidation.selectors.proposals import proposals
from apps.consolidation.selectors.table import load
from apps.consolidation.services import asking, reviewing
from apps.consolidation.services.deciding import decide
from apps.consolidation.services.merging import Order
from apps.consolidation.services.verdicts import Word
from apps.core import context
from apps.core.models import Notification
from tests.brands.shelf import put
from tests.consolidation.proposals import propose

pytestmark = pytest.mark.usefixtures("in_acme", "two")


@pytest.fixture
def three(in_acme):
    return put("ALPHA", {}, {}), put("ALPHA CO"), put("ALPHA INC")


@pytest.fixture
def by(acme):
    """Act as somebody."""
    return lambda who: context.acting(actor=actor_of(who, acme))


@pytest.fixture
def cast(alice, bob, acme):
    return alice, bob, acme


def order(survivor, *gone, **more):
    return Order(survivor.pk, [one.pk for one in gone], **more)


def heard(who, kind):
    rows = Notification.objects.filter(user_id=who.pk, kind=kind).order_by("id")
    return [(row.facts["count"], row.path) for row in rows]


class TestWhoMayApprove:
    """Bob asks, Alice may approve."""

    def test_hears_once_of_a_merge_of_many_pairs_and_who_asked_does_not(self, three, by, alice, bob):
        with by(bob):
            asking.ask(order(*three))
            asking.ask(order(*three))
        assert heard(alice, "review.asked") == [(2, f"review/?asked_by={bob.pk}&brand={three[0].pk}")]
        assert not Notification.objects.filter(user_id=bob.pk).exists()

    def test_is_led_to_the_proposal_where_it_is_one(self, three, by, alice, bob):
        with by(bob):
            (row,) = asking.ask(order(*three[:2]))
        assert heard(alice, "review.asked") == [(1, f"review/{row.pk}/")]

    def test_hears_of_two_merges_apart(self, three, by, alice, bob):
        with by(bob):
            asking.ask(order(*three))
            asking.ask(order(put("BETA"), put("BETA CO")))
        assert [count for count, _path in heard(alice, "review.asked")] == [2, 1]

    def test_has_one_unread_word_of_all_that_somebody_approves_one_by_one(self, three, by, alice, bob):
        a, b, c = three
        with by(bob):
            for row in (propose(a, b), propose(a, c)):
                reviewing.approve(row.pk)
                reviewing.approve(row.pk)
        assert heard(alice, "review.asked") == [(2, f"review/?asked_by={bob.pk}")]
        Notification.objects.update(read_at="2026-01-01T00:00Z")
        with by(bob):
            reviewing.approve(propose(b, c).pk)
        assert [count for count, _path in heard(alice, "review.asked")] == [2, 1]

    def test_finds_in_the_queue_what_that_person_approved(self, three, by, alice, bob):
        propose(put("BETA"), put("BETA CO"))
        with by(bob):
            rows = asking.ask(order(*three))
        found = PROPOSALS.page({"asked_by": [str(bob.pk)]}).rows
        assert {one["id"] for one in found} == {one.pk for one in rows}
        assert not PROPOSALS.page({"asked_by": [str(alice.pk)]}).rows


class TestWhoAsked:
    """Bob asks, Alice decides."""

    def test_hears_once_that_the_second_person_approved_them(self, three, by, alice, bob):
        with by(bob):
            rows = asking.ask(order(*three))
        with by(alice):
            for row in rows:
                reviewing.approve(row.pk)
        assert heard(bob, "review.answered") == [(2, f"review/?asked_by={bob.pk}&state=approved")]

    def test_hears_that_the_second_person_rejected_it(self, three, by, alice, bob):
        with by(bob):
            (row,) = asking.ask(order(*three[:2]))
        with by(alice):
            reviewing.reject(row.pk)
        assert heard(bob, "review.answered") == [(1, f"review/{row.pk}/")]

    def test_hears_nothing_of_what_they_take_back_themselves(self, three, by, bob):
        with by(bob):
            (row,) = asking.ask(order(*three[:2]))
            reviewing.reject(row.pk)
        assert not heard(bob, "review.answered")


class TestOneByOne:
    """A verdict on a pair: from a file, by the API."""

    def test_one_verdict_waits_and_that_of_another_person_merges(self, three, by, alice, bob):
        a, b, _c = three
        with by(bob):
            done = [decide(Word(a.pk, b.pk, "same_brand", b.pk, "One firm")) for _time in range(2)]
        assert (done[0].merge, done[0].decision, done[0].asked) == (None, None, Proposal.objects.get())
        assert done[1].asked == done[0].asked
        with by(alice):
            second = decide(Word(a.pk, b.pk, "same_brand"))
        assert (second.asked, second.merge, second.decision) == (None, Merge.objects.get(), Decision.objects.get())
        assert root_of(a.pk) == b.pk

    def test_that_they_are_not_one_needs_nobody_else(self, three, by, bob):
        with by(bob):
            assert decide(Word(three[0].pk, three[1].pk, "not_duplicate")).decision

    def test_by_api_the_answer_is_the_proposal_that_waits(self, three, api, alice, bob, acme):
        body = {"brand_a_id": three[0].pk, "brand_b_id": three[1].pk, "verdict": "same_brand"}
        asked = api(bob, acme).post("decisions", body, format="json")
        (row,) = asked.json()["proposals"]
        assert (asked.status_code, asked.json()["merge"], row["approvals"][0]["name"]) == (202, None, "Bob (key)")
        done = api(alice, acme).post("decisions", body, format="json")
        assert (done.status_code, set(done.json()), done.json()["merge"]["id"]) == (
            201, {"decision", "merge", "already"}, Merge.objects.get().pk,
        )  # fmt: skip

    def test_a_file_speaks_for_nobody_so_its_merges_wait_for_two(self, three, by, cast, command, tmp_path):
        alice, bob, acme = cast
        a, b, c = (one.pk for one in three)
        path = tmp_path / "decisions.csv"
        path.write_text(f"brand_a_id,brand_b_id,verdict\n{a},{b},same_brand\n{a},{c},not_duplicate\n")
        for _time in range(2):
            code, answer, said = command("decide", "acme", "--file", path)
        assert (code, answer["waiting"], answer["merged"], answer["already"]) == (0, 1, 0, 1)
        assert "1 row waits in the review queue" in said
        connection.set_tenant(acme)
        row = Proposal.objects.get()
        with by(bob):
            assert reviewing.approve(row.pk).state == "open"
        command("decide", "acme", "--file", path)
        connection.set_tenant(acme)
        assert not Merge.objects.exists()
        with by(alice):
            assert reviewing.approve(row.pk).state == "approved"

    def test_without_the_rule_a_file_says_nothing_of_waiting(self, three, command, tmp_path):
        Policy.objects.create(rules={})
        path = tmp_path / "decisions.csv"
        path.write_text(f"brand_a_id,brand_b_id,verdict\n{three[0].pk},{three[1].pk},same_brand\n")
        assert list(command("decide", "acme", "--file", path)[1]) == [
            "status", "rows", "decided", "merged", "already", "rejected", "errors",
        ]  # fmt: skip


class TestMany:
    """A merge of many brands that is asked for."""

    def test_pairs_compared_together_are_judged_as_each_alone(self, three, in_acme):
        table = load([one.pk for one in (*three, put("BETA"))])
        stays, gone = table.picked([0, 0, 0]), table.picked([1, 2, 3])
        alone = [compare_pairs(gone.picked([at]), stays.picked([0]))[0] for at in range(3)]
        together = compare_pairs(gone, stays)
        assert [(f.a, f.b, f.relation, f.veto) for f in together] == [(f.a, f.b, f.relation, f.veto) for f in alone]
        assert [f.probability for f in together] == pytest.approx([f.probability for f in alone], abs=1e-6)
        assert [[one.text for one in f.reasons] for f in together] == [[one.text for one in f.reasons] for f in alone]

    def test_the_answer_asks_as_many_questions_for_a_dozen_as_for_one(self, three, by, bob):
        with by(bob):
            rows = asking.ask(order(three[0], *(put(f"ALPHA {n}", {}) for n in range(12))))
            with CaptureQueriesContext(connection) as one:
                proposals([rows[0].pk])
            with CaptureQueriesContext(connection) as many:
                shown = proposals([row.pk for row in rows])
        assert len(many) == len(one)
        assert [row["id"] for row in shown] == [row.pk for row in rows]
        assert all(len(row["members"]) == 2 and row["moves"] == {"sku": 1} and row["steps"] for row in shown)

    def test_pairs_are_compared_in_one_call(self, three, by, bob, monkeypatch):
        calls = []
        monkeypatch.setattr(
            asking, "compare_pairs", lambda *given, **more: calls.append(1) or compare_pairs(*given, **more)
        )
        with by(bob):
            asking.ask(order(*three))
        assert calls == [1]
