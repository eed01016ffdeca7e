"""The weekly report: each number is what the list behind it shows."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.brands.models import Brand
from apps.consolidation.models import Merge, Proposal, Scan
from apps.consolidation.services import policies, reviewing
from apps.core.services.undo import undo
from tests.consolidation.proposals import propose

PAGE = "/review/report/"


@pytest.fixture
def week(seen: Any, imported: Any) -> None:
    """A search, two merges of which one is undone, one automatic and judged, a rejection, one that waits."""
    Scan.objects.create(state="done")
    brands = list(Brand.objects.order_by("pk"))
    reviewing.approve(propose(*brands[:2]).pk)
    gone = reviewing.approve(propose(*brands[2:4]).pk)
    undo(Merge.objects.get(pk=gone.merge_id).change_set_id)
    auto = reviewing.approve(propose(*brands[4:6], probability=0.99).pk, is_automatic=True)
    policies.audit(auto.merge_id or 0, right=True)
    reviewing.reject(propose(brands[6], brands[7], relation="sku_of_brand").pk)
    late = propose(brands[0], brands[7], relation="same_company")
    Proposal.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(days=1))


def rows_of(page: str) -> int:
    """How many rows a list says it has."""
    found = re.search(r"([0-9,]+) rows?\b", page)
    return int(found[1].replace(",", "")) if found else 0


def test_each_number_is_what_its_list_shows(seen: Any, week: None) -> None:
    answer = seen.get(PAGE)
    links, told = answer.context["links"], answer.context["report"]
    assert {name: rows_of(seen.get(url).content.decode()) for name, url in links.items()} == {
        name: told[name] for name in links
    }
    assert {name: told[name] for name in ("found", "merged", "undone", "rejected", "audited", "overdue")} == {
        "found": 5, "merged": 3, "undone": 1, "rejected": 1, "audited": 1, "overdue": 1,
    }  # fmt: skip
    for part in answer.context["by_relation"] + answer.context["by_verdict"]:
        assert rows_of(seen.get(part["url"]).content.decode()) == part["count"], part


def test_a_workspace_without_a_search_is_told_what_will_be_here(seen: Any, in_acme: Any) -> None:
    assert "No search for duplicates was made yet" in seen.get(PAGE).content.decode()


def test_weeks_before_can_be_looked_at(seen: Any, week: None) -> None:
    last = timezone.localdate() - timedelta(days=7)
    answer = seen.get(f"{PAGE}?week={last}")
    assert answer.context["report"]["found"] == 0
    assert answer.context["after"] is not None
    assert "Nothing in this week." in answer.content.decode()


@pytest.mark.parametrize("day", ["yesterday", "9999-12-31", "2026-13-01", "0001-01-01"])
def test_a_day_that_makes_no_sense_is_no_trouble(day: str, seen: Any, week: None) -> None:
    assert seen.get(f"{PAGE}?week={day}").status_code == 200


def test_more_weeks_with_merges_cost_no_more_queries(seen: Any, week: None) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    seen.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        seen.get(PAGE)
    assert len(few) < 40


def test_lists_of_decisions_and_searches(seen: Any, week: None) -> None:
    page = seen.get("/decisions/").content.decode()
    assert "Not a duplicate" in page
    assert "/review/" in page
    assert "All brands" in seen.get("/scans/").content.decode()
