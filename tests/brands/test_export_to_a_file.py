"""Everybody's formats: what is written is what the list shows."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from apps.brands.models import Import
from apps.brands.services.export_files import Asked, make_file, nothing_watching
from apps.brands.writers.formats import FORMATS
from apps.brands.writers.sheets import XlsxWriter
from apps.brands.writers.table import Column, Stamp
from tests.brands.shelf import hold, put

BRANDS = [
    "id", "display_name", "source_name", "normal_form", "aliases", "website", "permits", "importers", "origins",
    "categories", "sku_count", "first_completed", "last_completed", "website_state",
]  # fmt: skip
SKUS = [
    "id", "ttb_id", "brand_id", "brand", "fanciful_name", "permit", "serial", "completed_date", "origin", "origin_desc",
    "class_type", "class_type_desc", "category",
]  # fmt: skip
IMPORTERS = ["id", "permit", "owner", "operating_name", "state", "family", "brand_count", "sku_count", "status"]


def made(folder: Path, resource: str, name: str, **asked: list[str]) -> Path:
    out = folder / f"{resource}.{name}"
    make_file(Asked(resource, name, asked), out, nothing_watching())
    assert [path.name for path in folder.iterdir()] == [out.name], "nothing else is left in the folder"
    return out


def of_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def of_jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture
def shelf(in_acme: Any) -> Any:
    first = {"permit": "NY-I-15066", "origin": "51", "completed_date": date(2020, 2, 29)}
    second = {"permit": "CA-I-3223", "origin": "50", "completed_date": date(2024, 1, 9), "fanciful_name": "=1+1"}
    return put("Château d'Yquem 酒", first, second)


def test_csv_joins_lists_writes_iso_dates_and_adds_words_to_codes(shelf: Any, tmp_path: Path) -> None:
    (row,) = of_csv(made(tmp_path, "brands", "csv"))
    assert list(row) == [*BRANDS, "origins_desc"]
    assert row["display_name"] == "Château d'Yquem 酒"
    assert row["permits"] == "CA-I-3223; NY-I-15066"
    assert row["origins"] == "50; 51"
    assert row["origins_desc"].split("; ")[1] == "FRANCE"
    assert (row["first_completed"], row["last_completed"]) == ("2020-02-29", "2024-01-09")
    assert (row["sku_count"], row["website"]) == ("2", "")


def test_xlsx_says_the_same_and_about_what(shelf: Any, tmp_path: Path) -> None:
    path = made(tmp_path, "brands", "xlsx", origin=["51"])
    header, values = sheets(path)["Brands"]
    row = dict(zip(header, values, strict=True))
    assert header == [*BRANDS, "origins_desc"]
    assert (row["permits"], row["first_completed"]) == ("CA-I-3223; NY-I-15066", "2020-02-29")
    assert sheets(path)["About"][:2] == [["list", "brands"], ["filter", "origin = 51"]]


def test_json_lines_keep_lists_and_null(shelf: Any, tmp_path: Path) -> None:
    (row,) = of_jsonl(made(tmp_path, "brands", "jsonl"))
    assert list(row) == BRANDS
    assert row["permits"] == ["CA-I-3223", "NY-I-15066"]
    assert (row["website"], row["last_completed"]) == (None, "2024-01-09")


def test_parquet_keeps_lists_dates_and_the_query(shelf: Any, tmp_path: Path) -> None:
    table = pq.read_table(made(tmp_path, "brands", "parquet", origin=["51"]))
    (row,) = table.to_pylist()
    assert list(row) == BRANDS
    assert row["origins"] == ["50", "51"]
    assert row["first_completed"] == date(2020, 2, 29)
    assert json.loads(table.schema.metadata[b"colabase.query"])["filter"] == {"origin": ["51"]}


@pytest.mark.parametrize("name", FORMATS)
def test_a_list_without_rows_is_a_valid_file(in_acme: Any, tmp_path: Path, name: str) -> None:
    path = made(tmp_path, "skus", name)
    if name == "csv":
        assert path.read_text().strip().split(",") == SKUS
    if name == "parquet":
        assert pq.read_table(path).column_names == SKUS
    if name == "xlsx":
        assert sheets(path)["Skus"] == [SKUS]


def test_cells_a_spreadsheet_would_run_are_made_harmless(shelf: Any, tmp_path: Path) -> None:
    cells = [row["fanciful_name"] for row in of_csv(made(tmp_path, "skus", "csv"))]
    assert cells == ["", "'=1+1"]


def test_json_keeps_such_text_as_it_is(shelf: Any, tmp_path: Path) -> None:
    assert of_jsonl(made(tmp_path, "skus", "jsonl"))[1]["fanciful_name"] == "=1+1"


def test_skus_name_their_codes(shelf: Any, tmp_path: Path) -> None:
    row = of_csv(made(tmp_path, "skus", "csv"))[0]
    assert list(row) == SKUS
    assert (row["origin"], row["origin_desc"], row["class_type"]) == ("51", "FRANCE", "80")
    assert row["class_type_desc"].startswith("TABLE RED")


def test_filters_of_one_key_are_or_and_of_two_are_and(shelf: Any, tmp_path: Path) -> None:
    put("Other", {"origin": "05"})
    one = of_csv(made(tmp_path, "skus", "csv", origin=["50", "05"]))
    assert sorted(row["origin"] for row in one) == ["05", "50"]
    both = of_csv(made(tmp_path, "skus", "csv", origin=["50", "05"], permit=["CA-I-3223"]))
    assert [row["origin"] for row in both] == ["50"]


def test_importers_have_their_columns(shelf: Any, tmp_path: Path) -> None:
    path = made(tmp_path, "importers", "csv")
    assert path.read_text().splitlines()[0].split(",") == IMPORTERS


def test_quarantine_shows_open_rows_in_order_with_their_source(in_acme: Any, tmp_path: Path) -> None:
    run = Import.objects.create(name="a", source="upload")
    hold(9, {"ttb_id": "2", "brand_name": "B"}, run=run, reasons=["bad_ttb_id", "bad_date"])
    hold(3, {"ttb_id": "1", "brand_name": "A"}, run=run, suggestion="Pad it")
    hold(1, {"ttb_id": "0"}, run=run, state="readmitted")
    hold(2, {"ttb_id": "0"}, run=run, outcome="conflicting")
    rows = of_csv(made(tmp_path, "quarantine", "csv"))
    assert list(rows[0])[:7] == ["import", "row", "reasons", "suggestion", "ttb_id", "permit", "serial"]
    assert [(row["row"], row["reasons"], row["brand_name"]) for row in rows] == [
        ("3", "bad_date", "A"),
        ("9", "bad_ttb_id; bad_date", "B"),
    ]


def test_rows_that_fell_apart_keep_all_their_parts(in_acme: Any, tmp_path: Path) -> None:
    hold(1, {"fields": ["1", "a", "b", "=c"]})
    assert of_csv(made(tmp_path, "quarantine", "csv"))[0]["fields"] == "1; a; b; =c"


def test_a_full_sheet_is_followed_by_another(tmp_path: Path) -> None:
    from django.utils import timezone

    path = tmp_path / "many.xlsx"
    with XlsxWriter(path, [Column("n", "int")], Stamp("skus", {}, timezone.now()), sheet_rows=4) as out:
        out.write([[n] for n in range(7)])
    found = sheets(path)
    assert list(found) == ["Skus", "About", "Skus 2", "Skus 3"]
    assert [row[0] for name in ("Skus", "Skus 2", "Skus 3") for row in found[name][1:]] == list(range(7))


def test_globex_sees_nothing_of_acme(shelf: Any, globex: Any, tmp_path: Path) -> None:
    from django.db import connection

    connection.set_tenant(globex)
    assert of_csv(made(tmp_path, "brands", "csv")) == []
