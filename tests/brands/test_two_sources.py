"""The registry and an own upload know the same TTB ID: the later date wins, at a tie the registry."""

from typing import Any

import pytest
from django_tenants.utils import schema_context

from apps.brands.models import Sku
from apps.brands.selectors import piles
from apps.brands.services.imports import Silent
from apps.brands.services.subscriptions import create_subscription, fill_now
from apps.registry.services.colas import load_registry
from tests.brands.files import Row, outcomes, row, table, take, written

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def registry(tmp_path: Any) -> Any:
    """`registry(rows)`: the registry says so, and Acme follows it; the report of the fill."""
    made: list[Any] = []

    def say(*rows: Row) -> dict[str, Any]:
        (tmp_path / "colas.csv").write_bytes(table(rows))
        with schema_context("public"):
            load_registry([tmp_path / "colas.csv"], Silent())
        if not made:
            made.append(create_subscription(name="", filter={}))
        return dict(fill_now(made[0]).report)

    return say


LATER, EARLIER = "06/01/2024", "01/15/2024"


@pytest.mark.parametrize(
    ("day", "winner"), [(LATER, "UPLOAD"), (EARLIER, "REGISTRY"), ("01/31/2024", "REGISTRY"), ("", "REGISTRY")]
)
def test_an_upload_meets_the_registry(day: str, winner: str, registry: Any):
    registry(row(1, fanciful_name="REGISTRY"))
    run = take([row(1, fanciful_name="UPLOAD", completed_date=day)])
    assert Sku.objects.get().fanciful_name == winner
    won = winner == "UPLOAD"
    assert outcomes(run.report) == ({"updated": 1} if won else {"unchanged": 1})
    assert run.report["warnings"].get("superseded", 0) == (0 if won else 1)
    assert [one["row"] for one in piles.rows(run.pk, outcome="", warning="superseded")[0]] == ([] if won else [2])
    before = written()
    take([row(1, fanciful_name="UPLOAD", completed_date=day)])
    assert written() == before


@pytest.mark.parametrize(("day", "winner"), [(LATER, "REGISTRY"), (EARLIER, "UPLOAD"), ("01/31/2024", "REGISTRY")])
def test_the_registry_meets_an_upload(day: str, winner: str, registry: Any):
    take([row(1, fanciful_name="UPLOAD")])
    registry(row(1, fanciful_name="REGISTRY", completed_date=day))
    sku = Sku.objects.get()
    assert (sku.fanciful_name, sku.source) == (winner, winner.lower())
    if winner == "REGISTRY":
        assert Sku.history.filter(fanciful_name="UPLOAD").exists()


def test_both_say_the_same_and_nothing_is_written(registry: Any):
    take([row(1)])
    before = written()
    found = registry(row(1))
    assert outcomes(found) == {"unchanged": 1}
    after = written()
    assert {k: v for k, v in after.items() if k != "events"} == {k: v for k, v in before.items() if k != "events"}
