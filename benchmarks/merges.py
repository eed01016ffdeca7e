"""A merge of a brand with 2,000 SKUs, and its undo, over the same rows moved by SQL with their history alone."""

from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from benchmarks._rooms import room
from benchmarks.promise import Promise

SKUS, BRANDS, MOVED, ROUNDS = 30_000, 10_000, 2_000, 15


def run() -> list[Promise]:
    """The promise of `merges`: rounds of bare SQL, merge and undo in turn; the median of the rounds' ratios."""
    with TemporaryDirectory(prefix="colabase-bench-") as scratch, room("bench-merge"):
        survivor, absorbed = _stock(Path(scratch) / "rows.csv")
        times = [_round(survivor, absorbed) for _ in range(ROUNDS)]
    there, merge, back, undo = (median(one) for one in zip(*times, strict=True))
    note = f"{merge * 1000:.0f} ms over {there * 1000:.0f} ms; undo {undo * 1000:.0f} ms over {back * 1000:.0f} ms"
    merged, undone = median(one[1] / one[0] for one in times), median(one[3] / one[2] for one in times)
    return [
        Promise("merge of 2,000 SKUs over its SQL", merged, 2, 1.5, note=note),
        Promise("undo of it over its SQL", undone, 2, 1.5),
    ]


def _stock(path: Path) -> tuple[int, int]:
    """A workspace with a registry's mixture, and two brands among it; the second has the 2,000 SKUs."""
    from apps.brands.models import Brand, Sku
    from apps.brands.services.imports import Silent, run_stored, store_files
    from apps.core.choices import ChangeKind
    from apps.core.derived import refresh
    from apps.core.services.changes import change_set
    from apps.registry.generator import write_csv

    write_csv(path, SKUS, BRANDS, 9)
    with path.open("rb") as stream:
        run_stored(store_files([(path.name, stream)]), Silent())
    pair = [row.pk for row in Brand.objects.order_by("-summary__sku_count")[:2]]
    ids = list(Sku.objects.exclude(brand_id__in=pair).order_by("?").values_list("pk", flat=True)[:MOVED])
    with change_set(ChangeKind.BULK, "Stock") as act:
        _move(ids, pair[1])
        _name(pair[1])
        refresh(act.pk)
    return pair[0], pair[1]


def _name(brand: int) -> None:
    """Its SKUs bear three spellings of its name and a dozen permits, as a large brand's do; their history says so."""
    from apps.brands.models import Sku
    from apps.core.services.history import insert_history
    from apps.core.sql import columns, comma, execute, table

    history, params = insert_history(Sku, "done", "~")
    execute(
        f"WITH done AS (UPDATE {table(Sku)} SET brand_name = 'MERGED BRAND' || repeat('.', (id %% 3)::int), "
        f"permit = 'NY-I-' || 15000 + id %% 12 WHERE brand_id = %s RETURNING {comma(columns(Sku))}) {history}",
        [brand, *params],
    )


def _move(ids: list[int], brand: int) -> None:
    """The bare SQL: rows get another brand, and their history rows are written in the same statement."""
    from apps.brands.models import Sku
    from apps.core.services.history import insert_history
    from apps.core.sql import columns, comma, execute, table

    history, params = insert_history(Sku, "done", "~")
    execute(
        f"WITH done AS (UPDATE {table(Sku)} SET brand_id = %s WHERE id = ANY(%s) RETURNING {comma(columns(Sku))}) {history}",
        [brand, ids, *params],
    )


def _round(survivor: int, absorbed: int) -> tuple[float, float, float, float]:
    from apps.brands.models import Sku
    from apps.consolidation.services.merging import Order, merge_brands
    from apps.core.services.undo import undo

    ids = list(Sku.objects.filter(brand_id=absorbed).values_list("pk", flat=True))
    there = _timed(lambda: _bare(ids, survivor))[0]
    back = _timed(lambda: _bare(ids, absorbed))[0]
    merging, merge = _timed(lambda: merge_brands(Order(survivor, [absorbed])))
    undoing, _outcome = _timed(lambda: undo(merge.change_set_id))
    return there, merging, back, undoing


def _bare(ids: list[int], brand: int) -> None:
    from apps.core.choices import ChangeKind
    from apps.core.services.changes import change_set

    with change_set(ChangeKind.BULK, "Bare"):
        _move(ids, brand)


def _timed(call: Callable[[], Any]) -> tuple[float, Any]:
    """Each on tables that are swept: otherwise the later ones pay for what the earlier ones left."""
    from apps.core.sql import execute

    execute("VACUUM ANALYZE brands_sku, brands_historicalsku, brands_brand, brands_brandsummary")
    start = perf_counter()
    found = call()
    return perf_counter() - start, found
