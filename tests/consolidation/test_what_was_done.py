"""The weekly report counts what was found, merged and saved; learning compares decisions with probabilities."""

import pytest
from django.utils import timezone

from apps.consolidation.models import Merge
from apps.consolidation.selectors.report import Span, report, told, weeks
from apps.consolidation.selectors.trust import learning
from apps.consolidation.services import reviewing
from apps.core.services.undo import undo
from tests.brands.shelf import put
from tests.consolidation.proposals import propose

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def week(in_acme):
    """Two merges, one of them undone, a rejection, and one proposal that waits."""
    brands = [put(f"BRAND {n}") for n in range(8)]
    kept = reviewing.approve(propose(*brands[:2], probability=0.95).pk)
    gone = reviewing.approve(propose(*brands[2:4], probability=0.85).pk)
    reviewing.reject(propose(*brands[4:6], probability=0.65).pk)
    undo(Merge.objects.get(pk=gone.merge_id).change_set_id)
    return kept, gone


def test_a_week_in_numbers(week):
    found = report()
    expected = {"found": 3, "merged": 2, "undone": 1, "rejected": 1, "waiting": 1, "brands_absorbed": 1}
    assert {name: found[name] for name in expected} == expected
    assert (found["credits_saved"], found["precision"]) == (1.0, None)


def test_an_empty_week(in_acme):
    found = report()
    assert (found["found"], found["credits_saved"], found["precision"]) == (0, 0, None)


def test_decisions_against_probabilities(week):
    found = learning()
    assert (found["decisions"], found["agreement"], found["precision"], found["recall"]) == (3, 0.3333, 0.3333, 1.0)
    assert [(one["from"], one["count"], one["observed"]) for one in found["calibration"]] == [
        (0.6, 1, 0.0), (0.8, 1, 0.0), (0.9, 1, 1.0),
    ]  # fmt: skip
    assert found["by_month"][0]["decisions"] == 3


def test_nothing_is_learnt_from_nothing(in_acme):
    found = learning()
    assert (found["agreement"], found["calibration_error"], found["calibration"]) == (None, None, [])


def test_a_week_of_the_history_says_the_same_as_the_report_of_that_week(week):
    this = Span.week_of(timezone.localdate())
    rows = weeks(last=this.first)
    found = told(this)
    names = ("found", "merged", "undone", "rejected", "brands_absorbed", "credits_saved")
    assert rows[0]["span"] == this
    assert {name: rows[0][name] for name in names} == {name: found[name] for name in names}
    assert [row["merged"] for row in rows[1:]] == [0] * 11


def test_both_are_answered_by_the_api(week, api, vera, acme):
    key = api(vera, acme)
    assert key.get("consolidation/report?days=30").json()["merged"] == 2
    assert key.get("consolidation/learning").json()["decisions"] == 3
    for bad in (
        "until=",
        "days=",
        "until=yesterday",
        "until=0001-01-01",
        "until=9999-12-31",
        "days=0",
        "days=x",
        "days=9999",
    ):
        assert key.get(f"consolidation/report?{bad}").status_code == 422
