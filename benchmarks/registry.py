"""Filling a new workspace from the public registry, against the bare INSERT ... SELECT with its history."""

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks._rooms import room  # isort: skip  (sets Django up)
from apps.core.db import connection
from apps.core.sql import execute
from benchmarks.promise import Promise

ROWS, BRANDS, ROUNDS = 108_481, 38_596, 3


def run(rows: int = ROWS, brands: int = BRANDS) -> list[Promise]:
    """The promise of `registry`: the records stay in a schema of their own only while this runs."""
    ours, bare = [], []
    before = _seq()
    try:
        _load(rows, brands)
        for _round in range(ROUNDS):
            ours.append(_fill(before))
            bare.append(_bare(before))
    finally:
        _unload(before)
    ratio = median(ours) / median(bare)
    note = f"{rows:,} records: {median(ours):.1f} s, bare {median(bare):.1f} s"
    return [Promise("registry: fill a workspace / bare INSERT SELECT", ratio, 2.0, 1.5, note=note)]


def _seq() -> int:
    from apps.core.sql import scalar

    connection.set_schema_to_public()
    return int(scalar("SELECT coalesce(max(seq), 0) FROM registry_colarecord") or 0)


def _load(rows: int, brands: int) -> None:
    from apps.brands.services.imports import Silent
    from apps.registry.generator import write_csv
    from apps.registry.services.colas import load_registry

    connection.set_schema_to_public()
    with TemporaryDirectory(prefix="colabase-bench-") as scratch:
        path = Path(scratch) / "bench-registry.csv"
        write_csv(path, rows, brands, 77)
        path.write_text(path.read_text(encoding="utf-8").replace("001", "003"), encoding="utf-8")
        load_registry([path], Silent())


def _unload(before: int) -> None:
    connection.set_schema_to_public()
    execute("DELETE FROM registry_colarecord WHERE seq > %s", [before])
    execute("DELETE FROM registry_slice s WHERE name = 'bench-registry.csv'")


def _fill(before: int) -> float:
    from apps.brands.models import Subscription
    from apps.brands.services.subscriptions import create_subscription, fill_now

    with room("bench-fill"):
        made = create_subscription(name="bench", filter={})
        Subscription.objects.filter(pk=made.pk).update(watermark=before)
        made.refresh_from_db()
        start = perf_counter()
        fill_now(made)
        return perf_counter() - start


def _bare(before: int) -> float:
    """Brands by normal form and permit, SKUs, and the history of both: what any fill must write, indexes live."""
    from django.db import transaction

    from apps.brands.models import Brand, Sku
    from apps.core.sql import columns, comma

    special = {
        "brand_id": "b.id", "source": "'registry'", "archived_at": "NULL::timestamptz", "edited": "'{}'::jsonb",
    }  # fmt: skip
    names = [c for c in columns(Sku) if c != "id"]
    picked = ", ".join(special.get(c, f"r.{c}") for c in names)
    with room("bench-fill"):
        start = perf_counter()
        with transaction.atomic():
            execute("SELECT set_config('colabase.change_set', '1', true)")
            execute(
                "INSERT INTO brands_brand (source_name, display_name, normal_form, edited, blanks) SELECT min(brand_name), "
                "min(display_name), normal_form, '{}', '{}' FROM public.registry_colarecord WHERE seq > %s GROUP BY normal_form",
                [before],
            )
            execute(
                f"INSERT INTO brands_sku ({comma(names)}) SELECT {picked} FROM public.registry_colarecord r "
                "JOIN brands_brand b USING (normal_form) WHERE r.seq > %s ORDER BY r.seq",
                [before],
            )
            for model in (Brand, Sku):
                _history(model)
        return perf_counter() - start


def _history(model: type) -> None:
    from apps.core.services.history import history_model
    from apps.core.sql import columns, comma, table

    names = comma(columns(model))
    execute(
        f"INSERT INTO {table(history_model(model))} ({names}, history_date, history_type, change_set_id) "
        f"SELECT {names}, now(), '+', 1 FROM {table(model)}"
    )
