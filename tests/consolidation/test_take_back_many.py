"""Many merges are taken back at once: first looked at, then done in the background, chains in order."""

from typing import Any

import pytest

from apps.brands.models import Brand
from apps.brands.selectors.merged import root_of
from apps.consolidation.models import Merge
from apps.consolidation.services import merging, unmerging_many
from apps.consolidation.services.merging import Order
from apps.consolidation.services.scanning import Silent
from apps.core.models import Job
from tests.brands.shelf import put


@pytest.fixture
def chain(in_acme: Any) -> list[Brand]:
    """A into B, and B into C."""
    rows = [put(name) for name in ("ALPHA", "BETA", "GAMMA")]
    merging.merge_brands(Order(rows[1].pk, [rows[0].pk]))
    merging.merge_brands(Order(rows[2].pk, [rows[1].pk]))
    return rows


def test_a_chain_comes_apart_in_order(chain: list[Brand]) -> None:
    ids = list(Merge.objects.values_list("pk", flat=True))
    assert unmerging_many.take_back(ids, Silent()) == {"undone": 2, "left": 0}
    assert [root_of(one.pk) for one in chain] == [one.pk for one in chain]
    assert unmerging_many.take_back([*ids, 10**9], Silent()) == {"undone": 0, "left": 3}


def test_it_is_looked_at_before_it_is_done(
    chain: list[Brand], portal: Any, alice: Any, acme: Any, deliver: Any
) -> None:
    browser, ids = portal(alice, acme), list(Merge.objects.values_list("pk", flat=True))
    assert "Take back…" in browser.get("/merges/").content.decode()
    page = browser.post("/merges/undo/", {"ids": ids})
    assert "Nothing is done yet" in page.content.decode()
    assert root_of(chain[0].pk) == chain[2].pk
    browser.post("/merges/undo/", {"ids": ids, "sure": "1"})
    deliver()
    assert root_of(chain[0].pk) == chain[0].pk
    assert Job.objects.get(kind="consolidation.unmerge").result == {"undone": 2, "left": 0}


def test_by_the_api_and_only_by_leads(chain: list[Brand], api: Any, alice: Any, bob: Any, acme: Any) -> None:
    ids = list(Merge.objects.values_list("pk", flat=True))
    assert api(bob, acme).post("merges/undo-many", {"ids": ids}).status_code == 403
    key = api(alice, acme)
    assert key.post("merges/undo-many", {"ids": ids}).status_code == 202
    for bad in ({"ids": "x"}, {"ids": [0]}, {"ids": list(range(1, 502))}, {}):
        assert key.post("merges/undo-many", bad).status_code == 422


@pytest.mark.parametrize("ids", [[], ["x"], ["999999"], ["9" * 30]])
def test_nothing_ticked_is_said(ids: list[str], portal: Any, alice: Any, acme: Any) -> None:
    browser = portal(alice, acme)
    assert browser.post("/merges/undo/", {"ids": ids}).status_code == 302
    assert "Tick some merges" in browser.get("/merges/").content.decode()
