"""All automatic merges of a scan, or of a policy, are taken back at once: looked at, done, stopped, and done to the end."""

from typing import Any

import pytest

from apps.brands.models import Brand
from apps.brands.services import catalogue
from apps.consolidation.models import Merge, Policy, Proposal, Scan
from apps.consolidation.services import policies, reviewing, settling_many, unmerging_many
from apps.consolidation.services.scanning import Silent, merge_automatically
from apps.consolidation.services.unmerging_many import Batch
from apps.core.jobs import Cancelled
from apps.core.models import ChangeSet, Delivery, Job
from apps.core.services import jobs
from tests.brands.shelf import put
from tests.consolidation.proposals import propose

NAMES = ("ALPHA", "BETA", "GAMMA")


@pytest.fixture
def merged(as_alice: Any) -> Scan:
    """A scan that merged three pairs without a person; a fourth was merged by one."""
    scan = Scan.objects.create(state="done")
    policies.set_policy({}, is_automatic=True)
    for name in NAMES:
        propose(put(name), put(f"{name} CO"), probability=0.99, same_host=True)
    assert merge_automatically(Silent(), scan_id=scan.pk) == 3
    reviewing.approve(propose(put("DELTA"), put("DELTA CO")).pk)
    return scan


def standing() -> int:
    """Brands that are merged into another one."""
    return Brand.objects.filter(merged_into_id__isnull=False).count()


def test_the_merges_of_the_scan_go_back_and_no_others(merged: Scan) -> None:
    found = unmerging_many.look_batch(Batch(scan=merged.pk))
    assert (found["merges"], found["brands"], found["moved"]["sku"], found["touched"]) == (3, 3, 3, 0)
    assert unmerging_many.take_back_batch(Batch(scan=merged.pk), Silent()) == {"undone": 3, "left": 0}
    assert standing() == 1
    assert set(Proposal.objects.values_list("state", flat=True)) == {"open", "approved"}
    assert unmerging_many.look_batch(Batch(scan=merged.pk))["merges"] == 0


def test_what_was_undone_is_not_merged_again_by_itself(merged: Scan) -> None:
    unmerging_many.take_back_batch(Batch(scan=merged.pk), Silent())
    Policy.objects.update(paused_at=None)
    assert merge_automatically(Silent()) == 0


def test_a_later_edit_is_told_and_stays(merged: Scan) -> None:
    brand = Brand.objects.get(source_name="ALPHA")
    catalogue.update_brand(brand.pk, values={"website": "https://alpha.example"})
    assert unmerging_many.look_batch(Batch(scan=merged.pk))["touched"] == 1
    unmerging_many.take_back_batch(Batch(scan=merged.pk), Silent())
    brand.refresh_from_db()
    assert brand.website == "https://alpha.example"


def test_stopped_in_the_middle_it_keeps_what_was_done_and_goes_on_later(merged: Scan) -> None:
    class Impatient:
        def progress(self, done: int, total: int | None = None, message: str = "") -> None:
            if done == 1:
                raise Cancelled

    with pytest.raises(Cancelled):
        unmerging_many.take_back_batch(Batch(scan=merged.pk), Impatient())
    assert standing() == 3
    assert unmerging_many.take_back_batch(Batch(scan=merged.pk), Silent()) == {"undone": 2, "left": 0}


def test_a_policy_answers_for_what_was_merged_while_it_held(merged: Scan) -> None:
    held = Policy.objects.latest("id")
    policies.set_policy({}, is_automatic=True)
    later = Policy.objects.latest("id")
    assert unmerging_many.look_batch(Batch(policy=later.pk))["merges"] == 0
    assert unmerging_many.look_batch(Batch(policy=held.pk))["merges"] == 3


def test_a_lead_looks_and_does_it_by_page_and_the_acts_stand_together(
    merged: Scan, portal: Any, alice: Any, acme: Any, deliver: Any
) -> None:
    browser = portal(alice, acme)
    assert f"/merges/undo/scan/{merged.pk}/" in browser.get(f"/merges/?scan={merged.pk}").content.decode()
    page = browser.get(f"/merges/undo/scan/{merged.pk}/").content.decode()
    assert "Take back 3 automatic merges" in page
    assert standing() == 4
    browser.post(f"/merges/undo/scan/{merged.pk}/")
    deliver()
    job = Job.objects.get(kind="consolidation.unmerge")
    assert job.result == {"undone": 3, "left": 0}
    assert ChangeSet.objects.filter(job_id=job.pk, kind="undo").count() == 3
    assert browser.get(f"/activity/?job={job.pk}").content.decode().count("Undo") >= 3
    assert "nothing to take back" in browser.get(f"/merges/undo/scan/{merged.pk}/").content.decode()
    assert browser.post(f"/merges/undo/scan/{merged.pk}/").status_code == 302
    assert Job.objects.filter(kind="consolidation.unmerge").count() == 1
    policy = Policy.objects.latest("id").pk
    assert browser.get(f"/merges/undo/policy/{policy}/").status_code == 200
    assert browser.get("/merges/undo/scan/999999/").status_code == 404


def test_by_the_api_and_only_by_leads(merged: Scan, api: Any, bob: Any, in_acme: Any, deliver: Any, alice: Any) -> None:  # noqa: PLR0917
    acme = in_acme
    assert api(bob, acme).post("merges/undo-batch", {"scan": merged.pk}, format="json").status_code == 403
    key = api(alice, acme)
    look = key.post("merges/undo-batch", {"scan": merged.pk, "dry_run": True}, format="json").json()
    assert (look["job"], look["merges"], look["touched"]) == (None, 3, 0)
    assert key.post("merges/undo-batch", {"scan": merged.pk}, format="json").status_code == 202
    deliver()
    assert Merge.objects.count() == 4
    assert standing() == 1
    for bad in ({}, {"scan": 1, "policy": 1}, {"scan": "x"}):
        assert key.post("merges/undo-batch", bad, format="json").status_code == 422
    assert key.post("merges/undo-batch", {"scan": 999999}, format="json").status_code == 404


def test_what_one_job_approved_goes_back_and_nothing_else(merged: Scan, api: Any, alice: Any, acme: Any) -> None:
    two = [propose(put(name), put(f"{name} CO")).pk for name in ("EPSILON", "ZETA")]
    row = settling_many.start("approve", two)
    jobs.run(Delivery.objects.get(job_id=row.pk).pk)
    assert standing() == 6
    assert unmerging_many.look_batch(Batch(job=row.pk))["merges"] == 2
    key = api(alice, acme)
    assert key.post("merges/undo-batch", {"job": row.pk, "dry_run": True}, format="json").json()["brands"] == 2
    back = key.post("merges/undo-batch", {"job": row.pk}, format="json").json()["job"]
    jobs.run(Delivery.objects.get(job_id=back).pk)
    assert Job.objects.get(pk=back).result == {"undone": 2, "left": 0}
    assert standing() == 4
    assert set(Proposal.objects.filter(pk__in=two).values_list("state", flat=True)) == {"open"}
    assert key.post("merges/undo-batch", {"job": back}, format="json").status_code == 404, "it settled nothing"
    assert key.post("merges/undo-batch", {"job": row.pk, "scan": merged.pk}, format="json").status_code == 422
