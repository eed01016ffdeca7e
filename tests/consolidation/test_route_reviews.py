"""Who gets which proposals: routes by rule, stand-ins, reminders, what goes up, and how queues keep to their time."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.brands.services.editing import BadValue
from apps.consolidation.models import Absence, Proposal, ProposalStep, Route
from apps.consolidation.routing import Case, Conditions, at_hand, first_fit
from apps.consolidation.selectors import queues
from apps.consolidation.services import absences, attending, placing, rerouting, reviewing, routes
from apps.core import context, policy
from apps.core.models import ChangeSet, Event, Notification
from apps.core.services.undo import undo
from tests.brands.shelf import put
from tests.consolidation.proposals import propose

CASE = Case("same_brand", 0.8, 2, 10, frozenset({"51"}), frozenset({"Wine"}), frozenset({"NY-I-1"}), False)
HOUR = timedelta(hours=1)


def placed(*brands: Any, **fields: Any) -> Proposal:
    """A proposal that has just been found."""
    row = propose(*brands, **fields)
    placing.place([row])
    row.save()
    return row


@pytest.fixture
def pair(as_alice: Any) -> Any:
    """Two brands from France."""
    return put("ALPHA"), put("ALPHA CO")


# --- the rules -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ({}, True),
        ({"relations": ["same_brand"], "origins": ["51", "05"]}, True),
        ({"relations": ["sku_of_brand"]}, False),
        ({"origins": ["05"]}, False),
        ({"categories": ["Wine"], "permits": ["NY-I-1", "NY-I-2"]}, True),
        ({"permits": ["NY-I-2"]}, False),
        ({"probability_from": 0.8}, True),
        ({"probability_to": 0.8}, False),
        ({"probability_from": 0.7, "probability_to": 0.9, "brands_from": 2, "skus_from": 10}, True),
        ({"brands_from": 3}, False),
        ({"skus_from": 11}, False),
        ({"service_importer": True}, False),
        ({"service_importer": False}, True),
    ],
)
def test_all_conditions_have_to_hold_and_one_value_of_each(asked: Any, fits: bool) -> None:
    assert (first_fit([Conditions(**asked)], CASE) == 0) is fits


def test_the_first_route_that_fits_takes_it() -> None:
    assert first_fit([Conditions(brands_from=3), Conditions(), Conditions(origins=["51"])], CASE) == 1
    assert first_fit([], CASE) is None


def test_the_upper_bound_of_one_takes_even_what_is_certain() -> None:
    from dataclasses import replace

    assert first_fit([Conditions(probability_to=1.0)], replace(CASE, probability=1.0)) == 0


@pytest.mark.parametrize(
    ("away", "who"),
    [({}, 1), ({1: 2}, 2), ({1: 2, 2: 3}, 3), ({1: None}, None), ({1: 2, 2: 1}, None), ({1: 2, 2: None}, None)],
)
def test_stand_ins_stand_in_for_one_another_but_never_in_a_ring(away: Any, who: Any) -> None:
    assert at_hand(1, away) == who


# --- placing -------------------------------------------------------------------------------


def test_a_route_says_whose_it_is_and_when_it_is_due(pair: Any, bob: Any) -> None:
    made = routes.save_route(
        {"name": "France", "origins": ["51"], "user_id": bob.pk, "sla_hours": 10, "remind_hours": 4}
    )
    row = placed(*pair)
    assert (row.route_id, row.assigned_to_id, row.assigned_to_name) == (made.pk, bob.pk, "Bob")
    assert row.due_at - row.waits_since == 10 * HOUR
    assert (row.due_at - row.remind_at, row.escalate_at) == (4 * HOUR, row.due_at)


def test_what_no_route_takes_is_nobodys_and_has_the_policys_time(pair: Any) -> None:
    row = placed(*pair)
    assert (row.route_id, row.assigned_to_id, row.for_role) == (None, None, "")
    assert row.due_at - row.waits_since == 120 * HOUR


def test_a_brand_of_a_service_importer_is_due_in_a_day_and_goes_up_half_way(as_alice: Any) -> None:
    from tests.factories.catalogue import make_permit

    make_permit("NY-I-77", owner="MHW LTD", family="MHW")
    row = placed(put("BETA", {"permit": "NY-I-77"}), put("BETA CO"))
    assert row.is_urgent
    assert (row.due_at - row.waits_since, row.escalate_at - row.waits_since) == (24 * HOUR, 12 * HOUR)


def test_a_scan_routes_what_it_finds(as_alice: Any, max: Any) -> None:  # noqa: A002
    from apps.consolidation.services.scanning import Silent, scan_now

    routes.save_route({"name": "Everything", "role": "manager"})
    put("10 BARREL BREWING COMPANY")
    put("10 BARREL BREWING CO.", {"permit": "NY-I-2"})
    scan_now(is_full=True, watch=Silent())
    row = Proposal.objects.get(relation="same_brand")
    assert (row.for_role, row.route_id is not None) == ("manager", True)
    assert row.steps.get().facts == {"route": "Everything", "to": "manager"}


def test_somebody_who_may_not_review_is_given_nothing(pair: Any, vera: Any) -> None:
    with pytest.raises(BadValue):
        routes.save_route({"name": "X", "user_id": vera.pk})


@pytest.mark.parametrize(
    "values",
    [
        {"name": ""},
        {"name": "X" * 81},
        {"name": "X", "relations": ["cousin"]},
        {"name": "X", "origins": ["ATLANTIS"]},
        {"name": "X", "categories": ["Soap"]},
        {"name": "X", "probability_from": 1.5},
        {"name": "X", "probability_from": float("nan")},
        {"name": "X", "probability_from": 0.9, "probability_to": 0.9},
        {"name": "X", "brands_from": 0},
        {"name": "X", "sla_hours": 0},
        {"name": "X", "sla_hours": True},
        {"name": "X", "role": "viewer"},
        {"name": "X", "role": "manager", "user_id": 1},
        {"name": "X", "colour": "red"},
    ],
)
def test_a_route_that_makes_no_sense_is_refused(values: Any, as_alice: Any) -> None:
    with pytest.raises(BadValue):
        routes.save_route(values)
    assert not Route.objects.exists()


def test_two_routes_of_one_name_are_refused_and_their_order_can_be_changed(as_alice: Any) -> None:
    first, second = (routes.save_route({"name": name}).pk for name in ("First", "Second"))
    with pytest.raises(BadValue):
        routes.save_route({"name": "FIRST"})
    routes.move_route(second, up=True)
    assert [one.pk for one in queues.routes()] == [second, first]
    routes.move_route(second, up=True)
    assert [one.pk for one in queues.routes()] == [second, first]
    routes.delete_route(first)
    assert [one.pk for one in queues.routes()] == [second]


def test_every_change_of_a_route_is_an_act_that_can_be_undone(as_alice: Any) -> None:
    made = routes.save_route({"name": "Wine"})
    routes.save_route({"name": "Spirits"}, made.pk)
    undo(ChangeSet.objects.latest("id").pk)
    assert Route.objects.get().name == "Wine"
    assert Event.objects.filter(name="route.saved").count() == 2


def test_what_waits_is_routed_anew_but_not_what_was_assigned_by_hand(pair: Any, bob: Any, alice: Any) -> None:
    first, second = placed(*pair), placed(pair[0], put("ALPHA INC"))
    reviewing.assign(second.pk, user_id=alice.pk)
    made = routes.save_route({"name": "France", "origins": ["51"], "user_id": bob.pk})
    assert rerouting.look()["by_route"] == [("France", 2), ("", 0)]
    assert Proposal.objects.filter(route_id=made.pk).count() == 0
    assert rerouting.route_again() == {"waiting": 2, "moved": 2}
    owners = dict(Proposal.objects.values_list("pk", "assigned_to_id"))
    assert owners == {first.pk: bob.pk, second.pk: alice.pk}
    assert rerouting.route_again()["moved"] == 0
    assert Notification.objects.filter(user_id=bob.pk, kind="review.assigned").count() == 1


# --- who is away ---------------------------------------------------------------------------


def test_a_stand_in_gets_what_is_new_and_what_waits_and_gives_it_back(pair: Any, bob: Any, max: Any) -> None:  # noqa: A002
    routes.save_route({"name": "France", "origins": ["51"], "user_id": bob.pk})
    before = placed(*pair)
    day = timezone.localdate()
    row = absences.save_absence(user_id=bob.pk, first_day=day, last_day=day + timedelta(days=3), stand_in_id=max.pk)
    during = placed(pair[0], put("ALPHA INC"))
    assert set(Proposal.objects.values_list("assigned_to_id", "stand_in_for_id")) == {(max.pk, bob.pk)}
    absences.delete_absence(row.pk)
    assert set(Proposal.objects.values_list("assigned_to_id", "stand_in_for_id")) == {(bob.pk, None)}
    steps = list(ProposalStep.objects.filter(proposal=before).values_list("what", flat=True))
    assert steps == ["handed_over", "given_back"]
    assert during.pk


def test_the_clock_gives_back_too(pair: Any, bob: Any, max: Any) -> None:  # noqa: A002
    routes.save_route({"name": "France", "origins": ["51"], "user_id": bob.pk})
    placed(*pair)
    day = timezone.localdate()
    absences.save_absence(user_id=bob.pk, first_day=day, last_day=day + timedelta(days=1), stand_in_id=max.pk)
    assert attending.hand_over(timezone.now()) == 0
    assert attending.hand_over(timezone.now() + timedelta(days=3)) == 1
    assert Proposal.objects.get().assigned_to_id == bob.pk


def test_nobody_standing_in_makes_it_nobodys(pair: Any, bob: Any) -> None:
    routes.save_route({"name": "France", "origins": ["51"], "user_id": bob.pk})
    placed(*pair)
    day = timezone.localdate()
    absences.save_absence(user_id=bob.pk, first_day=day, last_day=day)
    assert Proposal.objects.values_list("assigned_to_id", "stand_in_for_id").get() == (None, bob.pk)
    assert attending.hand_over(timezone.now()) == 0


def test_an_absence_that_makes_no_sense_is_refused(as_alice: Any, bob: Any, vera: Any) -> None:
    day = timezone.localdate()
    for values in (
        {"user_id": vera.pk, "first_day": day, "last_day": day},
        {"user_id": bob.pk, "first_day": day, "last_day": day - timedelta(days=1)},
        {"user_id": bob.pk, "first_day": date(2020, 1, 1), "last_day": date(2020, 1, 2)},
        {"user_id": bob.pk, "first_day": day, "last_day": day + timedelta(days=500)},
        {"user_id": bob.pk, "first_day": day, "last_day": day, "stand_in_id": bob.pk},
        {"user_id": bob.pk, "first_day": day, "last_day": day, "stand_in_id": vera.pk},
    ):
        with pytest.raises(BadValue):
            absences.save_absence(**values)
    assert not Absence.objects.exists()


def test_an_analyst_says_only_of_themselves_that_they_are_away(in_acme: Any, bob: Any, alice: Any) -> None:
    from apps.accounts.selectors import actor_of

    day = timezone.localdate()
    with context.acting(actor=actor_of(bob, in_acme), channel="portal"):
        with pytest.raises(policy.NotAllowed):
            absences.save_absence(user_id=alice.pk, first_day=day, last_day=day)
        assert absences.save_absence(user_id=bob.pk, first_day=day, last_day=day).user_name == "Bob"


# --- time ----------------------------------------------------------------------------------


def test_whose_proposals_are_due_soon_hear_of_it_once(pair: Any, bob: Any) -> None:
    routes.save_route({"name": "France", "origins": ["51"], "user_id": bob.pk, "sla_hours": 48, "remind_hours": 24})
    one, two = placed(*pair), placed(pair[0], put("ALPHA INC"))
    soon = timezone.now() + 25 * HOUR
    assert (attending.remind(timezone.now()), attending.remind(soon), attending.remind(soon)) == (0, 2, 0)
    word = Notification.objects.get(user_id=bob.pk)
    assert (word.kind, word.facts, word.path) == ("review.due", {"count": 2}, f"review/?assigned_to={bob.pk}")
    assert {one.pk, two.pk} == set(Event.objects.get(name="proposal.reminded").payload["proposal_ids"])


def test_a_role_is_reminded_member_by_member(pair: Any, max: Any) -> None:  # noqa: A002
    routes.save_route({"name": "France", "origins": ["51"], "role": "manager"})
    row = placed(*pair)
    attending.remind(row.remind_at)
    assert Notification.objects.get().user_id == max.pk


def test_what_is_late_goes_to_the_managers_once(pair: Any, max: Any) -> None:  # noqa: A002
    row = placed(*pair)
    late = row.due_at + HOUR
    assert (attending.escalate(row.due_at - HOUR), attending.escalate(late), attending.escalate(late)) == (0, 1, 0)
    row.refresh_from_db()
    assert (row.for_role, row.escalated_at, row.state) == ("manager", late, "open")
    assert Notification.objects.get().user_id == max.pk
    assert row.steps.latest("id").what == "escalated"


def test_a_route_names_to_whom_it_goes_up(pair: Any, alice: Any, bob: Any) -> None:
    routes.save_route(
        {"name": "France", "origins": ["51"], "user_id": bob.pk, "escalate_hours": 2, "escalate_to_id": alice.pk}
    )
    row = placed(*pair)
    assert attending.escalate(row.waits_since + 2 * HOUR) == 1
    row.refresh_from_db()
    assert (row.assigned_to_id, row.assigned_to_name) == (alice.pk, "Alice")


def test_a_settled_proposal_is_neither_reminded_of_nor_escalated(pair: Any) -> None:
    row = placed(*pair)
    reviewing.reject(row.pk)
    later = timezone.now() + timedelta(days=400)
    assert attending.attend(later) == attending.Attended(0, 0, 0, 0)


def test_one_round_does_a_bounded_number_and_the_next_one_goes_on(pair: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attending, "MOST", 2)
    rows = [placed(pair[0], put(f"ALPHA {n}")) for n in range(3)]
    late = rows[0].due_at + HOUR
    assert [attending.escalate(late) for _round in range(3)] == [2, 1, 0]


def test_each_queue_tells_what_waits_and_how_much_was_in_time(pair: Any) -> None:
    made = routes.save_route({"name": "France", "origins": ["51"]})
    rows = [placed(pair[0], put(f"ALPHA {n}")) for n in range(4)]
    reviewing.reject(rows[0].pk)
    reviewing.reject(rows[1].pk)
    Proposal.objects.filter(pk=rows[1].pk).update(due_at=timezone.now() - HOUR)
    Proposal.objects.filter(pk=rows[2].pk).update(due_at=timezone.now() - HOUR)
    mine, tier_one, others = queues.figures()
    assert (mine["route"], mine["waiting"], mine["overdue"]) == (made.pk, 2, 1)
    assert (mine["settled"], mine["in_time"], mine["hit_rate"]) == (2, 1, 0.5)
    assert (tier_one["waiting"], others["waiting"], others["hit_rate"]) == (0, 0, None)
    routes.delete_route(made.pk)
    assert queues.figures()[-1]["waiting"] == 2


def test_every_step_of_a_proposal_is_kept_with_who_did_it(pair: Any, bob: Any) -> None:
    row = placed(*pair)
    reviewing.assign(row.pk, user_id=bob.pk)
    reviewing.skip(row.pk)
    reviewing.reject(row.pk)
    told = [(step["what"], step["actor_name"]) for step in queues.steps_of(row.pk)]
    assert told == [("assigned", "Alice"), ("skipped", "Alice"), ("rejected", "Alice")]


def test_the_clock_attends_to_every_workspace(pair: Any) -> None:
    from apps.consolidation.tasks import attend

    Proposal.objects.filter(pk=placed(*pair).pk).update(escalate_at=timezone.now() - HOUR)
    assert attend() == 1
