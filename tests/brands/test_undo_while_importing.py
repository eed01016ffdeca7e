"""An undo, imports and edits at once in one workspace: nobody waits in a ring, and all are right."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from apps.brands.models import Brand, BrandSummary, Permit, Sku
from apps.brands.services.catalogue import update_brand, update_sku
from apps.core.services.undo import undo
from tests.brands.files import Row, row, take

pytestmark = [pytest.mark.commits, pytest.mark.usefixtures("in_acme")]
Together = Callable[..., list[Any]]
ROUNDS = 4


def rows(start: int, round_: int, **values: str) -> list[Row]:
    """Sixty records of five brands under three permits, the same ones for every start of a round."""
    return [
        row(n, brand_name=f"ROUND {round_} BRAND {n % 5}", permit=f"CA-I-{round_ * 10 + n % 3}", **values)
        for n in range(start, start + 60)
    ]


def failures(answers: list[Any]) -> list[Any]:
    return [one for one in answers if isinstance(one, Exception)]


def test_an_undo_and_an_import_of_the_same_brands(together: Together):
    for round_ in range(ROUNDS):
        first, second = 1 + round_ * 200, 101 + round_ * 200
        before = take(rows(first, round_))
        calls = [
            partial(undo, before.change_set_id or 0, choice="keep_later"),
            partial(take, rows(second, round_)),
        ]
        answers = together(*(calls if round_ % 2 else reversed(calls)))
        assert not failures(answers)
        mine = Sku.objects.filter(brand__source_name__startswith=f"ROUND {round_} ")
        assert sorted(mine.values_list("ttb_id", flat=True)) == sorted(one["ttb_id"] for one in rows(second, round_))
        assert Brand.objects.filter(source_name__startswith=f"ROUND {round_} ").count() == 5
        assert Permit.objects.filter(number__in={one["permit"] for one in rows(second, round_)}).count() == 3
    totals = BrandSummary.objects.values_list("sku_count", flat=True)
    assert (sum(totals), len(totals)) == (60 * ROUNDS, 5 * ROUNDS)


def test_an_undo_of_changes_and_an_import_of_others_to_the_same_skus(together: Together):
    take(rows(1, 0))
    changed = take(rows(1, 0, class_type="81", class_type_desc="TABLE WHITE WINE"))
    answers = together(
        lambda: undo(changed.change_set_id or 0, choice="keep_later"),
        lambda: take(rows(1, 0, class_type="81", class_type_desc="TABLE WHITE WINE", fanciful_name="NEW")),
    )
    assert not failures(answers)
    assert set(Sku.objects.values_list("fanciful_name", flat=True)) == {"NEW"}
    assert len(set(Sku.objects.values_list("class_type", flat=True))) == 1


def test_edits_meanwhile(together: Together):
    run = take(rows(1, 0))
    other = take(rows(101, 1))
    brands = list(Brand.objects.filter(source_name__startswith="ROUND 1 "))
    skus = list(Sku.objects.filter(brand__in=brands))

    def edit() -> None:
        for brand in brands:
            update_brand(brand.pk, values={"website": f"https://b{brand.pk}.example/"})

    def move() -> None:
        for sku in skus[:20]:
            update_sku(sku.pk, values={"fanciful_name": "Ours"})

    answers = together(
        edit,
        move,
        lambda: undo(run.change_set_id or 0, choice="keep_later"),
        lambda: take(rows(201, 1)),
        lambda: undo(other.change_set_id or 0, choice="keep_later"),
    )
    gone = {"NoSuchRecord"}
    assert {type(one).__name__ for one in failures(answers)} <= gone
    assert not Brand.objects.filter(source_name__startswith="ROUND 0 ").exists()
    assert Sku.objects.filter(ttb_id__gte=rows(201, 1)[0]["ttb_id"]).count() == 60
