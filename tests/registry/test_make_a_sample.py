"""A sample registry of any size."""

from collections import defaultdict
from pathlib import Path

import polars as pl

from apps.registry.formats.families import service_family
from apps.registry.formats.names import normal_form
from apps.registry.formats.permits import PermitListReader
from apps.registry.generator import Sample, generate, write_csv, write_permits
from tests.registry.files import checked, read


def test_a_sample_is_written_and_read_back(tmp_path: Path) -> None:
    sample = write_csv(tmp_path / "colas.csv", 1500, 400, 3)
    write_permits(tmp_path / "permits.csv", sample)
    rows, reader = read(tmp_path / "colas.csv")
    assert rows.height == 1500
    assert reader.irregular == []
    assert list(generate(1500, 400, 3)) == list(sample.rows())
    with PermitListReader(tmp_path / "permits.csv", "permits.csv") as permits:
        holders = pl.concat(list(permits))
    assert permits.bad == []
    imported = rows.filter(pl.col("permit").str.contains("-I-"))["permit"].unique()
    assert set(imported) <= set(holders["number"])


def test_known_duplicates_are_labelled() -> None:
    sample = Sample(500, 4000, 11, duplicates=0.2)
    names = {brand.name for brand in sample.brands}
    groups = defaultdict(list)
    for label in sample.labels:
        assert label.brand_name in names
        groups[label.group].append(label)
    assert len(groups) > 300
    assert all(labels[0].kind == "canonical" for labels in groups.values())
    same = [g for g in groups.values() if any(normal_form(x.brand_name) == normal_form(g[0].brand_name) for x in g[1:])]
    assert same
    assert {"typo", "dropped_letter", "article", "ampersand", "suffix", "accent", "sku_as_brand", "decoy"} <= {
        label.kind for label in sample.labels
    }


def test_service_importers_have_brands_in_the_sample() -> None:
    assert any(service_family(brand.permit) for brand in Sample(100, 3000, 2).brands)


def test_faults_are_mixed_in_when_asked_for() -> None:
    columns = ("ttb_id", "permit", "serial", "completed_date", "fanciful_name", "brand_name",
               "origin", "origin_desc", "class_type", "class_type_desc")  # fmt: skip
    rows = checked([dict(zip(columns, row, strict=True)) for row in generate(2000, 300, 4, dirty=0.3)])
    faulty = [row for row in rows if row["reasons"] or row["warnings"]]
    assert 100 < len(faulty) < 700
    assert {"ttb_id_scientific", "date_invalid", "brand_missing"} <= {r for row in rows for r in row["reasons"]}  # type: ignore[attr-defined]


def test_more_brands_than_there_are_words() -> None:
    names = [brand.name for brand in Sample(10, 30_000, 1, duplicates=0).brands]
    assert len(set(names)) == 30_000
