"""The same rows by django-import-export into the same model: rows a second, ours against theirs."""

import csv
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from benchmarks._rooms import room
from benchmarks.promise import Promise

OURS, THEIRS, BRANDS = 108_481, 2_000, 38_596


def run() -> list[Promise]:
    """The promise of `peers`: they get a small part of the file, for they are slow; per row it makes no difference."""
    from apps.registry.generator import write_csv

    with TemporaryDirectory(prefix="colabase-bench-") as scratch:
        path = Path(scratch) / "rows.csv"
        write_csv(path, OURS, BRANDS, 9)
        with room("bench-peer"):
            theirs = THEIRS / _import_export(path)
        with room("bench-peer"):
            ours = OURS / _ours(path)
    note = f"{ours:,.0f} and {theirs:,.0f} rows/s"
    return [Promise("import: rows/s over django-import-export", ours / theirs, 50, 80, better="higher", note=note)]


def _ours(path: Path) -> float:
    from apps.brands.services.imports import Silent, run_stored, store_files

    with path.open("rb") as stream:
        stored = store_files([(path.name, stream)])
    start = perf_counter()
    run_stored(stored, Silent())
    return perf_counter() - start


def _import_export(path: Path) -> float:
    from import_export.resources import modelresource_factory

    from apps.brands.models import Brand, Sku
    from apps.core.choices import ChangeKind
    from apps.core.services.changes import change_set

    data = _dataset(path)
    with change_set(ChangeKind.IMPORT, "peer"):
        brand = Brand.objects.create(source_name="PEER", display_name="Peer", normal_form="PEER")
        data.append_col([brand.pk] * THEIRS, header="brand")
        kept = (
            "ttb_id",
            "permit",
            "serial",
            "completed_date",
            "fanciful_name",
            "brand_name",
            "origin",
            "brand",
            "category",
            "source",
        )
        resource = modelresource_factory(
            Sku, meta_options={"import_id_fields": ("ttb_id",), "fields": kept, "skip_unchanged": True}
        )
        start = perf_counter()
        resource().import_data(data, raise_errors=True, use_transactions=True)
        return perf_counter() - start


def _dataset(path: Path) -> Any:
    import tablib

    names = [
        "ttb_id",
        "permit",
        "serial",
        "completed_date",
        "fanciful_name",
        "brand_name",
        "origin",
        "category",
        "source",
    ]
    data = tablib.Dataset(headers=names)
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.reader(file)):
            if 0 < number <= THEIRS:
                month, day, year = row[3].split("/")
                data.append(
                    [row[0].strip("'"), *row[1:3], f"{year}-{month:0>2}-{day:0>2}", *row[4:7], "Wine", "upload"]
                )
    return data
