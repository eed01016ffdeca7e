"""A process is killed in the middle of a merge, of a scan, or merges while an import runs: nothing is half done."""

import threading
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from django_tenants.utils import tenant_context

from apps.brands.models import Brand, Sku
from apps.brands.selectors.merged import root_of
from apps.consolidation.models import Decision, Merge, Proposal, Scan
from apps.consolidation.services import merging, scanning
from apps.consolidation.services.merging import Order
from apps.consolidation.services.scanning import Silent
from apps.core.models import ChangeSet
from tests.brands.files import row, take, written
from tests.brands.shelf import put
from tests.brands.test_a_killed_import import held_up, killed_at

pytestmark = pytest.mark.commits


def pair() -> tuple[Brand, Brand]:
    """Two brands that are one."""
    holder = {"permit": "BR-OR-1"}
    return put("10 BARREL BREWING COMPANY", holder, holder), put("10 BARREL BREWING CO.", holder)


@pytest.mark.parametrize(
    "step", ["brands_historicalbrand", "brands_historicalsku", "consolidation_merge", "core_event"]
)
def test_a_merge_killed_at_a_step_leaves_nothing_and_is_done_the_next_time(
    step: str, in_acme: Any, media: Path, tmp_path: Path
) -> None:
    a, b = pair()
    file = tmp_path / "decisions.csv"
    file.write_text(f"brand_a_id,brand_b_id,verdict\n{a.pk},{b.pk},same_brand\n")
    before, acts = written(), ChangeSet.objects.count()
    killed_at(step, "ACCESS EXCLUSIVE", ["decide", "acme", "--file", str(file)], media)
    assert (written(), ChangeSet.objects.count()) == (before, acts)
    assert (Merge.objects.count(), Decision.objects.count(), root_of(b.pk)) == (0, 0, b.pk)
    merging.merge_brands(Order(a.pk, [b.pk]))
    assert set(Sku.objects.values_list("brand_id", flat=True)) == {a.pk}


def test_a_scan_killed_while_it_proposes_leaves_no_proposal_and_the_next_one_finds_all(
    in_acme: Any, media: Path
) -> None:
    pair()
    killed_at("consolidation_proposal", "ACCESS EXCLUSIVE", ["find_duplicates", "acme"], media)
    assert not Proposal.objects.exists()
    assert not Scan.objects.filter(state="done").exists()
    found = scanning.scan_now(is_full=False, watch=Silent())
    assert (found.row.state, Proposal.objects.count()) == ("done", 1)


def test_a_merge_waits_for_an_import_and_both_are_whole(in_acme: Any, acme: Any, media: Path) -> None:
    a, b = pair()
    done: list[int] = []

    def merge() -> None:
        with tenant_context(acme):
            done.append(merging.merge_brands(Order(a.pk, [b.pk])).pk)
        connection.close()

    with held_up("brands_sku", "SHARE ROW EXCLUSIVE") as importing:
        beside = threading.Thread(target=merge)
        beside.start()
        _wait_for_a_waiter(importing)
        assert not done
    beside.join(30)
    assert len(done) == 1
    take([row(1, brand_name="10 BARREL BREWING CO.", permit="BR-OR-1")])
    assert set(Sku.objects.values_list("brand_id", flat=True)) == {a.pk}


def _wait_for_a_waiter(other: psycopg.Connection[Any]) -> None:
    sql = "SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    for _ in range(600):
        if other.execute(sql).fetchone():
            return
        threading.Event().wait(0.05)
    raise AssertionError("the merge did not wait")
