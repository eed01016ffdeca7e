"""The queues of reviews on their page: made, ordered, taken away; who is away; what people are told."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.brands.models import Brand
from apps.consolidation.models import Absence, Proposal, Route
from apps.consolidation.services import placing, routes
from apps.core.models import Job, Notification
from tests.consolidation.proposals import propose

FORM = {"name": "French wine", "origins": "France, 05", "sla_hours": "24", "remind_hours": "4", "to": "r:manager"}


@pytest.fixture
def waiting(imported: Any) -> Proposal:
    """A proposal about two brands of the sample."""
    row = propose(*Brand.objects.order_by("pk")[:2])
    placing.place([row])
    row.save()
    return row


def test_a_lead_makes_a_queue_changes_it_and_takes_it_away(seen: Any, imported: Any) -> None:
    assert seen.post("/review/queues/new/", FORM).status_code == 302
    made = Route.objects.get()
    assert (made.name, made.role, made.sla_hours) == ("French wine", "manager", 24)
    assert {"51", "05"} <= set(made.origins)
    page = seen.get("/review/queues/").content.decode()
    assert "French wine" in page
    assert "Manager" in page
    assert "24 hours" in page
    form = seen.get(f"/review/queues/{made.pk}/").content.decode()
    assert 'value="r:manager" selected' in form
    seen.post(f"/review/queues/{made.pk}/", {**FORM, "name": "Wine", "to": ""})
    made.refresh_from_db()
    assert (made.name, made.role) == ("Wine", "")
    seen.post(f"/review/queues/{made.pk}/drop/")
    assert not Route.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("origins", "Atlantis"), ("probability_from", "2"), ("sla_hours", "0"), ("to", "u:999")],
)
def test_nonsense_is_said_beside_the_field_and_nothing_is_kept(
    seen: Any, imported: Any, field: str, value: str
) -> None:
    answer = seen.post("/review/queues/new/", {**FORM, field: value})
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not Route.objects.exists()


def test_the_order_is_changed_by_one_place(seen: Any, imported: Any) -> None:
    first, second = (routes.save_route({"name": name}) for name in ("First", "Second"))
    seen.post(f"/review/queues/{second.pk}/up/")
    page = seen.get("/review/queues/").content.decode()
    assert page.index("Second") < page.index("First")
    seen.post(f"/review/queues/{second.pk}/down/")
    page = seen.get("/review/queues/").content.decode()
    assert page.index("First") < page.index("Second")
    assert first.pk


def test_what_waits_is_routed_anew_after_a_look(seen: Any, waiting: Proposal, deliver: Any) -> None:
    deliver()  # the scan after the import has its own finding
    Proposal.objects.exclude(pk=waiting.pk).delete()
    routes.save_route({"name": "All of it", "role": "manager"})
    look = seen.post("/review/queues/apply/").content.decode()
    assert "1 of the 1 proposals" in look
    assert Proposal.objects.get().for_role == ""
    seen.post("/review/queues/apply/", {"sure": "1"})
    deliver()
    assert Job.objects.get(kind="consolidation.route").result == {"waiting": 1, "moved": 1}
    assert Proposal.objects.get().for_role == "manager"
    assert b"Manager" in seen.get("/review/").content
    assert b"French" not in seen.get("/review/?for_role=admin").content


def test_somebody_is_away_and_back(seen: Any, imported: Any, bob: Any, alice: Any) -> None:
    day = timezone.localdate()
    values = {"user_id": bob.pk, "first_day": day, "last_day": day + timedelta(days=5), "stand_in_id": alice.pk}
    assert seen.post("/review/away/", values).status_code == 302
    assert "Alice stands in" in seen.get("/review/queues/").content.decode()
    seen.post(f"/review/away/{Absence.objects.get().pk}/back/")
    assert "Everybody is here." in seen.get("/review/queues/").content.decode()


def test_days_the_wrong_way_round_are_said_beside_the_field(seen: Any, imported: Any, bob: Any) -> None:
    day = timezone.localdate()
    answer = seen.post("/review/away/", {"user_id": bob.pk, "first_day": day, "last_day": day - timedelta(days=5)})
    assert answer.status_code == 422
    assert "The last day is before the first." in answer.content.decode()


def test_an_analyst_enters_only_their_own_absence(portal: Any, bob: Any, alice: Any, acme: Any, imported: Any) -> None:
    browser, day = portal(bob, acme), timezone.localdate()
    assert browser.post("/review/away/", {"user_id": alice.pk, "first_day": day, "last_day": day}).status_code == 422
    assert browser.post("/review/away/", {"user_id": bob.pk, "first_day": day, "last_day": day}).status_code == 302
    assert browser.post("/review/queues/new/", FORM).status_code == 403


def test_a_viewer_sees_the_queues_and_not_who_is_away(portal: Any, vera: Any, acme: Any, imported: Any) -> None:
    page = portal(vera, acme).get("/review/queues/").content.decode()
    assert "Everything else" in page
    assert "Who is away" not in page
    assert "New queue" not in page


def test_people_are_told_in_words_what_is_theirs(seen: Any, alice: Any, imported: Any) -> None:
    from apps.consolidation.services import notices
    from apps.core.services.notices import notify

    for kind in (notices.ASSIGNED, notices.DUE, notices.ESCALATED):
        notify([alice.pk], kind, path="review/", count=2)
    page = seen.get("/notifications/").content.decode()
    assert "2 proposals are yours now" in page
    assert "2 proposals that are yours are due soon" in page
    assert "2 proposals were not settled in time and came to you" in page
    assert Notification.objects.count() == 3


def test_the_queue_shows_how_much_time_is_left(seen: Any, waiting: Proposal) -> None:
    assert "due in 4 days" in seen.get("/review/").content.decode()
    Proposal.objects.update(due_at=timezone.now() - timedelta(hours=3, minutes=5), escalated_at=timezone.now())
    page = seen.get("/review/").content.decode()
    assert "3 hours overdue" in page
    assert "Escalated" in page


def test_a_proposal_tells_what_happened_to_it(seen: Any, waiting: Proposal, bob: Any) -> None:
    seen.post(f"/review/{waiting.pk}/assign/", {"to": bob.pk})
    assert "Assigned to Bob" in seen.get(f"/review/{waiting.pk}/").content.decode()
    assert Notification.objects.get().user_id == bob.pk


def test_an_expired_proposal_says_why_and_can_be_brought_back(seen: Any, waiting: Proposal) -> None:
    from apps.consolidation.services import attending

    attending.expire(timezone.now() + timedelta(days=100))
    page = seen.get(f"/review/{waiting.pk}/").content.decode()
    assert "Nobody decided: it left the queue" in page
    assert "Bring it back" in page
    seen.post(f"/review/{waiting.pk}/reopen/")
    assert Proposal.objects.get().state == "open"


def test_a_rejection_may_hold_for_some_days_only(seen: Any, waiting: Proposal) -> None:
    seen.post(f"/review/{waiting.pk}/reject/", {"holds": "30"}, headers={"HX-Request": "true"})
    assert "It holds until" in seen.get(f"/review/{waiting.pk}/").content.decode()


def test_the_next_proposal_is_ones_own_or_nobodys(seen: Any, waiting: Proposal, alice: Any, bob: Any) -> None:
    from apps.consolidation.selectors.board import next_for

    assert next_for(alice.pk) == waiting.pk
    seen.post(f"/review/{waiting.pk}/assign/", {"to": bob.pk})
    assert (next_for(alice.pk), next_for(bob.pk)) == (None, waiting.pk)


def test_a_proposal_says_what_its_merge_saves(seen: Any, waiting: Proposal) -> None:
    assert "Credits saved: 1." in seen.get(f"/review/{waiting.pk}/").content.decode()
