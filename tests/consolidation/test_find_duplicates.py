"""A scan finds what is one, proposes it once, and merges by itself only what the policy trusts."""

import csv
import sys
import threading

import pytest

from apps.brands.models import Sku
from apps.brands.selectors.merged import root_of
from apps.consolidation.models import Merge, Proposal, Scan
from apps.consolidation.selectors.known import known_like
from apps.consolidation.services import policies, reviewing, scanning
from apps.consolidation.services.scanning import Silent, scan_now
from apps.core.jobs import Cancelled
from apps.core.models import Event, Job
from apps.core.services.undo import undo
from tests.brands.files import row, take
from tests.brands.shelf import act, put, put_sku

pytestmark = pytest.mark.usefixtures("in_acme")
BREWERY = {"permit": "BR-OR-TEN-1", "origin": "38", "class_type": "901", "category": "Malt"}


@pytest.fixture
def shelf(in_acme):
    """Two spellings of one brewery, and strangers."""
    ten = put("10 BARREL BREWING COMPANY", BREWERY, BREWERY), put("10 BARREL BREWING CO.", BREWERY)
    for name in ("CHATEAU MARGAUX", "GIRIBALDI", "LAGUNITAS", "OPUS ONE"):
        put(name)
    return ten


def test_a_scan_proposes_and_a_second_one_proposes_nothing_new(shelf):
    first = scan_now(is_full=True, watch=Silent())
    found = Proposal.objects.get(relation="same_brand")
    assert found.member_ids == [one.pk for one in shelf]
    assert found.pairs[0]["reasons"]
    assert (first.row.compared, first.row.proposals_new, first.row.state) == (6, Proposal.objects.count(), "done")
    assert Event.objects.filter(name="proposal.created").count() == 1
    assert scan_now(is_full=True, watch=Silent()).row.proposals_new == 0


def test_what_was_rejected_is_not_proposed_again(shelf):
    scan_now(is_full=True, watch=Silent())
    for one in Proposal.objects.all():
        reviewing.reject(one.pk)
    scan_now(is_full=True, watch=Silent())
    assert not Proposal.objects.exclude(state="rejected").exists()


def test_what_is_no_longer_found_is_put_aside(shelf):
    scan_now(is_full=True, watch=Silent())
    from tests.consolidation.test_merge_brands import merge

    merge(*shelf)
    scan_now(is_full=True, watch=Silent())
    assert Proposal.objects.get(relation="same_brand").state == "superseded"


def test_only_changed_brands_are_looked_at_after_the_first_scan(shelf):
    scan_now(is_full=True, watch=Silent())
    put("LAGUNITAS BREWING CO")
    later = scan_now(is_full=False, watch=Silent())
    assert later.row.changed == 1
    assert Proposal.objects.filter(relation="same_brand", state="open").count() >= 1


def test_nothing_is_merged_by_itself_until_somebody_switches_it_on(shelf):
    scan_now(is_full=True, watch=Silent())
    assert not Merge.objects.exists()
    policies.set_policy({"automatic_above": 0.5, "review_from": 0.4}, is_automatic=True)
    assert scan_now(is_full=True, watch=Silent()).row.merged == 1
    merge = Merge.objects.get()
    assert (merge.is_automatic, root_of(shelf[1].pk)) == (True, shelf[0].pk)
    undo(merge.change_set_id)
    scan_now(is_full=True, watch=Silent())
    assert Merge.objects.count() == 1


def test_is_this_name_new(shelf):
    asked = {"permit": "BR-OR-TEN-1", "origin": "38", "class_type": "901"}
    assert known_like(name="10 Barrel Brewing", **asked)[0]["brand_id"] in {one.pk for one in shelf}
    assert known_like(name="ZYMURGY UNHEARD OF") == []
    assert known_like(name="") == []


@pytest.mark.commits
def test_many_may_ask_at_once(in_acme, together):
    brand = put("GIRIBALDI")

    def ask(who: int) -> set[int]:
        strange = " ".join(f"W{who}Y{n}" for n in range(300))
        return {
            one["brand_id"] for _ in range(10) for one in [*known_like(name=strange), *known_like(name="GIRIBALDY")]
        }

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        assert together(*(lambda who=who: ask(who) for who in range(6))) == [{brand.pk}] * 6
    finally:
        sys.setswitchinterval(interval)


@pytest.mark.commits
def test_what_an_act_brings_that_ended_late_is_known(in_acme, together):
    began, asked = threading.Event(), threading.Event()

    def slow() -> int:
        with act():
            began.set()
            asked.wait(20)
            return put("GIRIBALDI").pk

    def quick() -> list:
        began.wait(20)
        put("LAGUNITAS", BREWERY)
        found = known_like(name="GIRIBALDI")
        asked.set()
        return found

    pk, found = together(slow, quick)
    assert found == []
    assert [one["brand_id"] for one in known_like(name="GIRIBALDI")] == [pk]


def test_the_command_writes_all_pairs(shelf, command, tmp_path):
    out = tmp_path / "pairs.csv"
    code, answer, _said = command("find_duplicates", "acme", "--out", out)
    assert (code, answer["brands"], {"scan", "candidates", "pairs", "by_relation", "seconds"} <= set(answer)) == (
        0,
        6,
        True,
    )
    rows = list(csv.DictReader(out.read_text().splitlines()))
    assert list(rows[0])[:4] == ["brand_a_id", "brand_a", "brand_b_id", "brand_b"]
    assert any(one["relation"] == "same_brand" and float(one["probability"]) >= 0.5 for one in rows)
    assert command("find_duplicates", "nowhere")[0] == 3
    assert command("find_duplicates", "acme", "--out", tmp_path / "no" / "x.csv")[0] == 3
    assert command("find_duplicates", "acme", "--out", tmp_path)[0] == 3


def test_an_import_starts_a_scan_of_what_changed(in_acme, deliver):
    take([row(1)])
    deliver()
    assert Job.objects.get(kind="consolidation.scan").state == "succeeded"
    assert Scan.objects.get().state == "done"


@pytest.mark.parametrize(("error", "state"), [(Cancelled(), "cancelled"), (OSError("disk"), "failed")])
def test_a_scan_that_ends_early_says_what_its_job_says(in_acme, deliver, monkeypatch, error, state):
    def ends(row, watch):
        raise error

    monkeypatch.setattr(scanning, "run_scan", ends)
    scanning.start_scan(is_full=True)
    deliver()
    assert (Job.objects.get().state, Scan.objects.get().state) == (state, state)


@pytest.mark.parametrize("name", ["", "X", "🍷🍷", "שלום", "A" * 5000, "   ", "'; DROP TABLE x; --"])
def test_odd_names_are_compared_like_any_other(in_acme, name):
    put("CHATEAU MARGAUX")
    brand = put("Q")
    Sku.objects.filter(brand=brand).exists()
    put_sku(brand)
    assert isinstance(known_like(name=name), list)
