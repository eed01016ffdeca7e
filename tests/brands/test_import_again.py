"""The same rows come again, whole or in part, in any shape: nothing is written that is not new."""

import gzip
import io
import random
import zipfile
from typing import Any

import pytest

from apps.brands.models import Brand, Sku
from tests.brands.files import OLD, Row, outcomes, row, skus, table, take, written

pytestmark = pytest.mark.usefixtures("in_acme")

DAY = [
    row(1, fanciful_name="ROUGE"),
    row(2, brand_name="Château X"),
    row(3, permit="BR-PA-APP-1", brand_name="APPALACHIAN", origin="39", origin_desc="PENNSYLVANIA", completed_date=""),
    row(4, brand_name="A.F. GROS", class_type="", class_type_desc="", serial=""),
    row(5, permit="CA-I", origin="", origin_desc=""),
]
SHORT = [name for name in OLD if name not in {"fanciful_name", "serial"}]
RENAMED = (
    b"ttbid;permit_no;Serial-Number;date completed;fancy name;brand;country code;Origin Description;class;Class Desc\n"
)


def renamed(rows: list[Row]) -> bytes:
    return RENAMED + table(rows).partition(b"\n")[2].replace(b",", b";")


def zipped(rows: list[Row]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.csv", table(rows[:2]))
        archive.writestr("b.csv", table(rows[2:]))
    return out.getvalue()


@pytest.mark.parametrize(
    "again",
    [
        table(DAY),
        table(random.Random(3).sample(DAY, len(DAY))),
        table(DAY, [*reversed(table.__defaults__[0])]),  # type: ignore[index]
        renamed(DAY),
        table(DAY, OLD),
        table(DAY, SHORT),
        table(DAY, ["ttb_id", "permit", "brand_name"]),
        gzip.compress(table(DAY)),
        zipped(DAY),
        "﻿".encode() + table(DAY),
        table(DAY).decode().encode("utf-16"),
    ],
    ids=["same", "shuffled", "reordered", "renamed", "8 columns", "6", "3", "gzip", "zip", "bom", "utf-16"],
)
def test_nothing_is_written(again: bytes):
    take(DAY)
    before, values = written(), skus()
    run = take(again)
    assert outcomes(run.report) == {"unchanged": len(DAY)}
    assert (written(), skus(), run.change_set_id) == (before, values, None)


def test_half_a_file_and_then_the_whole():
    take(DAY[:2])
    run = take(DAY)
    assert outcomes(run.report) == {"new": 3, "unchanged": 2}


def test_a_changed_row_of_an_old_export_keeps_what_the_export_has_not():
    take([row(1, fanciful_name="ROUGE")])
    run = take(table([row(1, brand_name="CHATEAU XX")], ["ttb_id", "permit", "brand_name"]))
    assert outcomes(run.report) == {"updated": 1}
    sku = Sku.objects.get()
    assert (sku.fanciful_name, sku.class_type, sku.class_type_desc, sku.origin) == (
        "ROUGE",
        "80",
        "TABLE RED WINE",
        "51",
    )
    assert sku.category == Sku.history.earliest().category


def test_a_code_that_changes_without_its_description_takes_the_one_of_the_table():
    take([row(1)])
    take(table([row(1, class_type="81")], OLD))
    assert (Sku.objects.get().class_type, Sku.objects.get().class_type_desc) == ("81", "TABLE WHITE WINE")


def test_files_of_different_columns_in_one_import():
    take([row(1, fanciful_name="ROUGE"), row(2, fanciful_name="BLANC")])
    before = written()
    run = take([row(1, fanciful_name="ROUGE")], table([row(2)], SHORT))
    assert outcomes(run.report) == {"unchanged": 2}
    assert written() == before


def test_a_blank_cell_empties_a_field_but_an_absent_column_does_not():
    take([row(1, fanciful_name="ROUGE")])
    take([row(1, fanciful_name="")])
    assert Sku.objects.get().fanciful_name is None


def test_two_runs_on_one_connection_share_nothing():
    """Tests run in one transaction, as a script may: temporary tables of the run before are there."""
    take([row(1)])
    sku = Sku.objects.get()
    from apps.brands.services.catalogue import update_sku

    update_sku(sku.pk, values={"fanciful_name": "MINE"})
    first = take([row(1, fanciful_name="THEIRS")])
    assert (outcomes(first.report), first.held.count()) == ({"conflicting": 1}, 1)
    second = take([row(2)])
    assert (outcomes(second.report), second.held.count(), second.report["examples"]["conflicting"]) == (
        {"new": 1},
        0,
        [],
    )


WITH_SITE = ("ttb_id", "permit", "completed_date", "brand_name", "origin", "website")


def sited(*rows: Row) -> bytes:
    return table(rows, WITH_SITE)


def test_a_website_comes_with_the_latest_record_that_names_one():
    late = row(2, completed_date="06/01/2024", website="https://late.example")
    early = row(1, completed_date="02/01/2024", website="https://early.example")
    take(sited(late))
    assert Brand.objects.get().website == "https://late.example"
    take(sited(early, late))
    assert Brand.objects.get().website == "https://late.example"
    before = written()
    run = take(sited(early, late))
    assert (outcomes(run.report), written()) == ({"unchanged": 2}, before)


def test_a_new_website_of_a_known_record_is_an_update():
    take(sited(row(1, website="https://a.example")))
    run = take(sited(row(1, website="https://b.example")))
    assert (outcomes(run.report), Brand.objects.get().website) == ({"updated": 1}, "https://b.example")
    assert outcomes(take(table([row(1)], WITH_SITE[:5])).report) == {"unchanged": 1}


def test_what_a_name_holds_is_only_text(command: Any, tmp_path: Any):
    names = [
        "=CMD|'/C CALC'!A0", "'; DROP TABLE brands_sku; --", "<script>alert(1)</script>", "100% AGAVE %s %(x)s",
        r"BACK\SLASH \u0000 \N \.", "ΩMEGA 酒 🍷", "שלום עולם", "{\"a\": 1}", "!!!", "???", "TAB\tTAB",
    ]  # fmt: skip
    take([row(n, brand_name=name, fanciful_name=name) for n, name in enumerate(names, 1)])
    assert Brand.objects.count() == len(names)
    assert outcomes(take([row(n, brand_name=name, fanciful_name=name) for n, name in enumerate(names, 1)]).report) == {
        "unchanged": len(names)
    }
    run = take([row(n, ttb_id="x", brand_name=name, fanciful_name=name) for n, name in enumerate(names, 1)])
    assert outcomes(run.report) == {"quarantined": len(names)}
    assert run.held.get(row=6).raw["brand_name"] == names[4]


def test_names_of_any_length_enter():
    rng = random.Random(5)
    long = ["".join(rng.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ ", k=5000)) for _ in range(3)]
    rows = [row(n, brand_name=f"B{name}", fanciful_name=f"F{name}") for n, name in enumerate(long, 1)]
    run = take([*rows, row(4, brand_name=rows[0]["brand_name"].lower())])
    assert outcomes(run.report) == {"new": 4}
    assert Brand.objects.count() == 3
    assert outcomes(take(rows).report) == {"unchanged": 3}


@pytest.mark.parametrize("column", ["permit", "class_type", "origin", "serial", "class_type_desc", "status"])
def test_a_code_of_any_length_breaks_nothing(column: str):
    rng = random.Random(5)
    long = "".join(rng.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", k=5000))
    run = take(table([row(1, **{column: long}), row(2)], [*dict.fromkeys([*OLD, column])]))
    assert run.state == "done"
    assert "24001001000002" in skus()
