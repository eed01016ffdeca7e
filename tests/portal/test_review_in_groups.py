"""Many proposals settled with one word: what the preview and the job's page say of it is true."""

from typing import Any

import pytest

from apps.brands.models import Brand
from apps.consolidation.models import Merge, Policy, Proposal
from apps.consolidation.services import reviewing, settling_many
from apps.core.models import Job
from tests.consolidation.proposals import propose


@pytest.fixture
def ids(imported: Any) -> list[int]:
    """Three proposals that wait, of brands that the search after the import leaves apart."""
    brands = list(Brand.objects.order_by("pk"))
    return [propose(*brands[i : i + 2]).pk for i in (0, 4, 6)]


@pytest.fixture
def as_second(bob: Any, acme: Any, portal: Any) -> Any:
    """Bob's browser: the second of two people."""
    return portal(bob, acme)


def settle(seen: Any, deliver: Any, what: str, ids: list[int]) -> str:
    """The job's page when it is over."""
    at = seen.post("/review/settle/", {"what": what, "ids": ids, "sure": "1"})["Location"].removeprefix("/t/acme")
    deliver()
    return str(seen.get(at).content.decode())


def test_the_preview_says_how_many_of_those_ticked_wait_no_longer(seen: Any, ids: list[int]) -> None:
    reviewing.reject(ids[0])
    page = seen.post("/review/settle/", {"what": "approve", "ids": ids}).content.decode()
    assert "Approve: 2 proposals" in page
    assert "1 more that you ticked waits no longer" in page
    for one in ids[1:]:
        reviewing.reject(one)
    seen.post("/review/settle/", {"what": "approve", "ids": ids})
    assert "None of those you ticked waits any more." in seen.get("/review/").content.decode()


def test_the_preview_of_one_speaks_of_one_and_its_button_names_no_number(seen: Any, ids: list[int]) -> None:
    page = seen.post("/review/settle/", {"what": "approve", "ids": ids[:1]}).content.decode()
    assert "<b>1</b><span>proposal</span>" in page
    assert "Approve: those ticked" in page


@pytest.mark.parametrize(("what", "promise"), [("reject", "can be taken back"), ("skip", "keep waiting")])
def test_what_is_no_act_is_not_called_one(seen: Any, ids: list[int], deliver: Any, what: str, promise: str) -> None:
    page = seen.post("/review/settle/", {"what": what, "ids": ids}).content.decode()
    assert promise in page
    assert "becomes an act of its own" not in page
    page = settle(seen, deliver, what, ids)
    assert "act by act" not in page
    there = f"/review/?state={'rejected' if what == 'reject' else 'skipped'}"
    assert there in page
    listed = seen.get(there).content.decode()
    assert [one for one in ids if f"/review/{one}/" not in listed] == []


def test_merges_are_seen_act_by_act(seen: Any, ids: list[int], deliver: Any) -> None:
    assert "act by act" in settle(seen, deliver, "approve", ids)


def test_a_stop_promises_what_the_job_keeps(seen: Any, ids: list[int]) -> None:
    seen.post(f"/jobs/{settling_many.start('approve', ids).pk}/cancel/")
    assert "What is done by then stays so." in seen.get("/jobs/").content.decode()
    other = Job.objects.create(kind="brands.export", title="Export", state="running")
    seen.post(f"/jobs/{other.pk}/cancel/")
    assert "What it had begun is rolled back." in seen.get("/jobs/").content.decode()


def test_a_stopped_job_says_how_far_it_came(seen: Any, ids: list[int]) -> None:
    row = settling_many.start("approve", ids)
    Job.objects.filter(pk=row.pk).update(state="cancelled", done=2, total=3)
    page = seen.get(f"/jobs/{row.pk}/").content.decode()
    assert "2 of 3 proposals were gone through before the stop" in page


def test_where_two_people_are_wanted_the_preview_says_whose_turn_it_is(
    seen: Any, ids: list[int], as_second: Any, deliver: Any
) -> None:
    Policy.objects.create(rules={"four_eyes_from": 2})
    sent = {"what": "approve", "ids": ids}
    assert "3 of them are not done by you alone" in seen.post("/review/settle/", sent).content.decode()
    settle(seen, deliver, "approve", ids)
    assert "3 of them are not done by you alone" in seen.post("/review/settle/", sent).content.decode()
    second = as_second
    assert "not done by you alone" not in second.post("/review/settle/", sent).content.decode()
    assert "3 proposals settled." in settle(second, deliver, "approve", ids)


def test_who_approved_first_takes_it_from_nobody_by_looking_at_it(seen: Any, ids: list[int], as_second: Any) -> None:
    Policy.objects.create(rules={"four_eyes_from": 2})
    seen.post(f"/review/{ids[0]}/approve/", headers={"HX-Request": "true"})
    said = seen.post(f"/review/{ids[0]}/claim/", headers={"HX-Request": "true"}).content.decode()
    assert "One more person has to approve it." in said
    assert Proposal.objects.get(pk=ids[0]).claimed_until is None
    as_second.post(f"/review/{ids[0]}/approve/", headers={"HX-Request": "true"})
    assert Merge.objects.count() == 1
