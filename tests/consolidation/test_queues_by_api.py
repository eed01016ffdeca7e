"""Routes, absences and the figures of queues through the API."""

from typing import Any

import pytest
from django.utils import timezone

from apps.consolidation.models import Proposal, Route
from apps.core.models import Job
from tests.brands.shelf import put
from tests.consolidation.proposals import propose
from tests.consolidation.test_route_reviews import placed

NEW = {"name": "French wine", "origins": ["51"], "role": "manager", "sla_hours": 24}


@pytest.fixture
def key(api: Any, alice: Any, acme: Any) -> Any:
    """Alice's key, which may do all in Acme."""
    return api(alice, acme)


def test_a_route_is_made_shown_changed_moved_and_taken_away(key: Any, in_acme: Any) -> None:
    made = key.post("routes", NEW, format="json")
    assert (made.status_code, made.json()["sla_hours"], made.json()["remind_hours"]) == (201, 24, 24)
    pk = made.json()["id"]
    other = key.post("routes", {"name": "Rest"}, format="json").json()["id"]
    assert key.patch(f"routes/{pk}", {"sla_hours": 48}, format="json").json()["sla_hours"] == 48
    key.post(f"routes/{other}/move", {"up": True}, format="json")
    assert [row["id"] for row in key.get("routes").json()["results"]] == [other, pk]
    assert key.delete(f"routes/{pk}").status_code == 204
    assert key.get(f"routes/{pk}").status_code == 404
    assert key.patch(f"routes/{pk}", {"name": "X"}, format="json").status_code == 404
    assert key.post(f"routes/{pk}/move", {"up": True}, format="json").status_code == 404


@pytest.mark.parametrize(
    "body",
    [{}, {"name": "X", "origins": "51"}, {"name": "X", "sla_hours": "5"}, {"name": "X", "nam": 1}, {"name": 5}, []],
)
def test_a_bad_body_is_422(key: Any, in_acme: Any, body: Any) -> None:
    answer = key.post("routes", body, format="json")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_value")
    assert not Route.objects.exists()


def test_routing_anew_is_looked_at_and_then_a_job(key: Any, in_acme: Any, deliver: Any) -> None:
    placed(put("ALPHA"), put("ALPHA CO"))
    key.post("routes", NEW, format="json")
    assert key.post("routes/apply", {"dry_run": True}, format="json").json() == {"job": None, "waiting": 1, "moved": 1}
    job = key.post("routes/apply").json()["job"]
    deliver()
    assert Job.objects.get(pk=job).result == {"waiting": 1, "moved": 1}
    row = key.get("proposals").json()["results"][0]
    assert (row["for_role"], row["queue"], row["is_urgent"]) == ("manager", Route.objects.get().pk, False)
    shown = key.get(f"proposals/{row['id']}").json()
    assert [step["what"] for step in shown["steps"]] == ["routed"]
    figures = key.get("consolidation/queues").json()["results"]
    assert (figures[0]["name"], figures[0]["waiting"], figures[0]["hit_rate"]) == ("French wine", 1, None)


def test_lists_are_narrowed_by_queue_role_and_time(key: Any, in_acme: Any) -> None:
    propose(put("ALPHA"), put("ALPHA CO"), for_role="manager", route_id=5, is_urgent=True, escalated_at=timezone.now())
    propose(put("BETA"), put("BETA CO"))
    assert len(key.get("proposals?routed=false").json()["results"]) == 2
    assert key.get("proposals?routed=true").json()["results"] == []
    for query in ("for_role=manager", "queue=5", "urgent=true", "escalated=true"):
        assert len(key.get(f"proposals?{query}").json()["results"]) == 1, query
    assert key.get("proposals?sort=due_at").status_code == 200
    assert Proposal.objects.count() == 2


def test_an_absence_is_entered_and_ended(key: Any, in_acme: Any, bob: Any, alice: Any) -> None:
    day = timezone.localdate().isoformat()
    body = {"user_id": bob.pk, "first_day": day, "last_day": day, "stand_in_id": alice.pk}
    made = key.post("absences", body, format="json")
    assert (made.status_code, made.json()["stand_in_name"]) == (201, "Alice")
    assert [row["id"] for row in key.get("absences").json()["results"]] == [made.json()["id"]]
    assert key.delete(f"absences/{made.json()['id']}").status_code == 204
    bad = key.post("absences", {**body, "first_day": "yesterday"}, format="json")
    assert (bad.status_code, bad.json()["errors"][0]["pointer"]) == (422, "/first_day")


def test_rights_are_those_of_the_table(api: Any, in_acme: Any, bob: Any, alice: Any, vera: Any) -> None:
    acme = in_acme
    day = timezone.localdate().isoformat()
    analyst = api(bob, acme)
    assert analyst.post("routes", NEW, format="json").status_code == 403
    body = {"user_id": alice.pk, "first_day": day, "last_day": day}
    assert analyst.post("absences", body, format="json").status_code == 403
    assert api(vera, acme).get("absences").status_code == 403
    assert api(vera, acme).get("routes").status_code == 200


def test_globex_sees_nothing_of_acme(key: Any, api: Any, mallory: Any, globex: Any, in_acme: Any) -> None:
    pk = key.post("routes", NEW, format="json").json()["id"]
    next_door = api(mallory, globex)
    assert next_door.get("routes").json()["results"] == []
    assert next_door.get(f"routes/{pk}").status_code == 404
