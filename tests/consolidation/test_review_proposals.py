"""A reviewer approves, rejects, skips and claims; whatever is sent twice is done once."""

import pytest

from apps.accounts.selectors import actor_of
from apps.brands.models import Brand, Sku
from apps.brands.selectors.merged import root_of
from apps.consolidation.models import Decision, Merge, Policy, Proposal
from apps.consolidation.selectors.decided import kept_apart
from apps.consolidation.services import reviewing
from apps.consolidation.services.merging import BadMerge
from apps.consolidation.services.reviewing import Approval, Claimed, Superseded
from apps.core import context
from apps.core.services.undo import undo
from tests.brands.shelf import put
from tests.consolidation.proposals import propose
from tests.consolidation.test_merge_brands import merge

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def three(in_acme):
    return put("ALPHA", {}, {}), put("ALPHA CO"), put("ALPHA INC")


def test_approving_merges_into_the_brand_with_most_skus(three):
    a, b, c = three
    done = reviewing.approve(propose(*three).pk)
    assert (done.state, root_of(b.pk), root_of(c.pk)) == ("approved", a.pk, a.pk)
    assert Merge.objects.get().proposal_id == done.pk
    assert set(Decision.objects.values_list("verdict", flat=True)) == {"same_brand"}


def test_approving_twice_answers_with_what_was_done(three):
    proposal = propose(*three)
    first, second = reviewing.approve(proposal.pk), reviewing.approve(proposal.pk)
    assert (first.merge_id, Merge.objects.count()) == (second.merge_id, 1)


def test_a_member_left_out_is_said_to_be_another_brand(three):
    a, b, c = three
    reviewing.approve(propose(*three).pk, Approval(left_out=[c.pk]))
    assert (root_of(b.pk), root_of(c.pk)) == (a.pk, c.pk)
    assert kept_apart() == {(a.pk, c.pk)}


def test_a_rejected_pair_stays_apart_through_later_merges(three):
    a, b, c = three
    done = reviewing.reject(propose(b, c).pk, reason="Two firms")
    assert (done.state, kept_apart()) == ("rejected", {(b.pk, c.pk)})
    merge(a, b)
    assert kept_apart() == {(a.pk, c.pk)}


def test_a_word_that_has_expired_holds_no_more(three):
    from datetime import UTC, datetime

    reviewing.reject(propose(*three[:2]).pk, expires_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert kept_apart() == set()


def test_a_link_moves_nothing(three):
    a, b, _c = three
    done = reviewing.approve(propose(a, b, relation="same_company").pk)
    assert (done.state, done.merge_id, Merge.objects.count()) == ("approved", None, 0)
    assert kept_apart() == {(a.pk, b.pk)}


def test_a_product_is_moved_under_its_parent(three):
    a, b, _c = three
    reviewing.approve(propose(a, b, relation="sku_of_brand", survivor_id=a.pk).pk)
    assert Sku.objects.get(brand_name="ALPHA CO").fanciful_name == "CO"


def test_a_proposal_leaves_the_queue_with_its_brand_and_waits_again_when_the_merge_is_undone(three):
    a, b, c = three
    proposal, other = propose(b, c), propose(a, c)
    merged = merge(a, b)
    proposal.refresh_from_db()
    other.refresh_from_db()
    assert (proposal.state, proposal.overtaken_by_id, other.state) == ("superseded", merged.pk, "open")
    for _twice in range(2):
        with pytest.raises(Superseded, match="merged into another"):
            reviewing.approve(proposal.pk)
    taken = undo(merged.change_set_id)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.overtaken_by_id, proposal.settled_at) == ("open", None, None)
    assert [one.what for one in proposal.steps.order_by("pk")] == ["superseded", "reopened"]
    undo(taken.change_set)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.overtaken_by_id) == ("superseded", merged.pk)


def test_a_proposal_that_lacks_two_brands_waits_for_both(three):
    a, b, c = three
    proposal = propose(b, c)
    first, second = merge(a, b), merge(a, c)
    proposal.refresh_from_db()
    assert proposal.overtaken_by_id == first.pk
    undo(second.change_set_id)
    undo(first.change_set_id)
    proposal.refresh_from_db()
    assert proposal.state == "open"


def test_a_first_approval_outlives_a_merge_that_was_undone(three):
    a, b, c = three
    proposal = propose(b, c)
    Proposal.objects.filter(pk=proposal.pk).update(approvals=[{"user_id": 1, "name": "Bob"}])
    undo(merge(a, b).change_set_id)
    proposal.refresh_from_db()
    assert (proposal.state, len(proposal.approvals)) == ("open", 1)


def test_a_proposal_whose_brand_is_gone_is_superseded_for_good(three):
    a, b, _c = three
    undone = Brand.objects.order_by("-pk")[0].pk + 1  # an undone import takes its brands away, id and all
    for relation in ("same_brand", "same_company"):
        proposal = propose(a, b, relation=relation)
        Proposal.objects.filter(pk=proposal.pk).update(member_ids=[a.pk, undone])
        with pytest.raises(Superseded, match="no longer there"):
            reviewing.approve(proposal.pk)
        proposal.refresh_from_db()
        assert proposal.state == "superseded"


def test_undo_of_the_merge_opens_the_proposal_again(three):
    done = reviewing.approve(propose(*three).pk)
    undo(Merge.objects.get(pk=done.merge_id).change_set_id)
    done.refresh_from_db()
    assert (done.state, done.undone_at is None) == ("open", False)


def test_a_claim_keeps_others_away(three, bob, alice, acme):
    proposal = propose(*three)
    with context.acting(actor=actor_of(bob, acme)):
        reviewing.claim(proposal.pk)
    with context.acting(actor=actor_of(alice, acme)), pytest.raises(Claimed, match="Bob"):
        reviewing.approve(proposal.pk)
    with context.acting(actor=actor_of(bob, acme)):
        assert reviewing.approve(proposal.pk).state == "approved"


def test_four_eyes_means_two_people(three, bob, alice, acme):
    Policy.objects.create(rules={"four_eyes_from": 2})
    proposal = propose(*three)
    with context.acting(actor=actor_of(bob, acme)):
        reviewing.approve(proposal.pk)
        assert reviewing.approve(proposal.pk).state == "open"
    with context.acting(actor=actor_of(alice, acme)):
        assert reviewing.approve(proposal.pk).state == "approved"


def test_a_survivor_from_elsewhere_is_refused(three):
    with pytest.raises(BadMerge):
        reviewing.approve(propose(*three).pk, Approval(survivor_id=10**9))


@pytest.mark.commits
def test_two_approvals_at_once_merge_once(in_acme, together):
    proposal = propose(put("ALPHA"), put("ALPHA CO"))
    done = together(lambda: reviewing.approve(proposal.pk), lambda: reviewing.approve(proposal.pk))
    assert [one.state for one in done] == ["approved", "approved"]
    assert Merge.objects.count() == 1
