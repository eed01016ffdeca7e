"""Two imports at once in one workspace: both are right, and neither doubles a brand."""

import io
from collections.abc import Callable
from typing import Any

import pytest

from apps.brands.models import Brand, BrandSummary, Import, Permit, Sku
from apps.brands.services.held import edit_held, readmit
from apps.brands.services.imports import Silent, create_import, run_now
from apps.core.models import ChangeSet
from tests.brands.files import outcomes, row, table, take

pytestmark = [pytest.mark.commits, pytest.mark.usefixtures("in_acme")]
Together = Callable[..., list[Any]]


def totals() -> tuple[int, int, int]:
    return Brand.objects.count(), Sku.objects.count(), Permit.objects.count()


def test_the_same_file_twice_at_once_is_taken_once(together: Together):
    rows = [row(n, brand_name=f"BRAND {n % 7}", permit=f"CA-I-{n % 3}") for n in range(1, 200)]
    reports = [run.report for run in together(lambda: take(rows), lambda: take(rows))]
    assert sorted(report["new"] for report in reports) == [0, 199]
    assert sorted(report["unchanged"] for report in reports) == [0, 199]
    assert totals() == (7, 199, 3)
    assert ChangeSet.objects.count() == 1


def test_two_halves_of_a_brand_meet_in_one(together: Together):
    files = [[row(n, brand_name=f"BRAND {n % 5}") for n in range(start, 300, 3)] for start in (1, 2, 3)]
    runs = together(*(lambda rows=rows: take(rows) for rows in files))  # type: ignore[misc]
    assert [outcomes(run.report) for run in runs] == [{"new": len(rows)} for rows in files]
    assert totals() == (5, 299, 1)
    assert sum(BrandSummary.objects.values_list("sku_count", flat=True)) == 299


def test_two_workers_on_one_import_do_it_once(together: Together, media: Any):
    run = create_import(files=[("day.csv", io.BytesIO(table([row(n) for n in range(1, 300)])))])
    done = together(*[lambda: run_now(Import.objects.get(pk=run.pk), Silent())] * 2)
    assert [one.report["new"] for one in done] == [299, 299]
    assert len({one.change_set_id for one in done}) == 1
    assert ChangeSet.objects.count() == 1
    assert Import.objects.get().state == "done"


def test_a_row_is_let_in_once_however_often_it_is_asked(together: Together):
    run = take([row(1), row(2, brand_name="")])
    held = edit_held(run.held.get(), values={"brand_name": "MENDED"})
    answers = together(*[lambda: readmit(run, row_ids=[held.pk])] * 2)
    assert sorted(type(one).__name__ for one in answers) == ["Import", "RowSettled"]
    assert totals() == (2, 2, 1)
