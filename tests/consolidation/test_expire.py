"""What nobody decides leaves the queue; what was kept apart for a time comes back when that is over."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.consolidation.models import Decision, Proposal
from apps.consolidation.services import attending, policies, reopening, reviewing
from apps.consolidation.services.scanning import Silent, scan_now
from apps.core.models import Event
from tests.brands.shelf import put, put_sku

LONG = timedelta(days=200)


@pytest.fixture
def found(as_alice: Any) -> Proposal:
    """What a scan found."""
    put("10 BARREL BREWING COMPANY")
    put("10 BARREL BREWING CO.", {"permit": "NY-I-2"})
    scan_now(is_full=True, watch=Silent())
    return Proposal.objects.get(relation="same_brand")


def again(row: Proposal) -> str:
    """Its state after one more scan."""
    scan_now(is_full=True, watch=Silent())
    row.refresh_from_db()
    return str(row.state)


def test_what_nobody_decides_leaves_the_queue_and_stays_out(found: Proposal) -> None:
    assert attending.expire(timezone.now() + timedelta(days=89)) == 0
    assert attending.expire(timezone.now() + LONG) == 1
    assert again(found) == "expired"
    assert found.steps.latest("id").facts == {"days": 90}
    assert Event.objects.get(name="proposal.expired").payload["count"] == 1


def test_other_evidence_brings_it_back(found: Proposal) -> None:
    attending.expire(timezone.now() + LONG)
    Proposal.objects.update(relation_probability=found.relation_probability - 0.3)
    assert again(found) == "open"
    assert timezone.now() - found.waits_since < timedelta(minutes=5)
    assert found.due_at > timezone.now()


def test_a_person_brings_it_back(found: Proposal) -> None:
    attending.expire(timezone.now() + LONG)
    reopening.reopen(found.pk)
    found.refresh_from_db()
    assert (found.state, found.settled_at) == ("open", None)
    assert attending.expire(timezone.now() + timedelta(days=10)) == 0


def test_the_policy_says_after_how_many_days_and_zero_is_never(found: Proposal) -> None:
    policies.set_policy({"expire_days": 0}, is_automatic=False)
    assert attending.expire(timezone.now() + timedelta(days=9000)) == 0
    policies.set_policy({"expire_days": 5}, is_automatic=False)
    assert attending.expire(timezone.now() + timedelta(days=6)) == 1


def test_what_somebody_is_at_does_not_expire_under_their_hands(found: Proposal) -> None:
    Proposal.objects.update(claimed_by_id=1, claimed_until=timezone.now() + 2 * LONG)
    assert attending.expire(timezone.now() + LONG) == 0


def test_a_rejection_for_a_time_comes_back_when_it_is_over(found: Proposal) -> None:
    reviewing.reject(found.pk, expires_at=timezone.now() + timedelta(days=30))
    assert again(found) == "rejected"
    Decision.objects.update(expires_at=timezone.now() - timedelta(hours=1))
    assert again(found) == "open"
    assert found.steps.latest("id").what == "reopened"


def test_a_rejection_for_good_stays_even_when_records_change(found: Proposal) -> None:
    from apps.brands.models import Brand

    reviewing.reject(found.pk)
    put_sku(Brand.objects.get(pk=found.member_ids[0]))
    assert again(found) == "rejected"
