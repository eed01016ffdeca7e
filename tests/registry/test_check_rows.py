"""What is said about a row, and what becomes of it."""

import datetime as dt

import polars as pl
import pytest

from apps.registry.checks.batch import check_batch
from apps.registry.checks.rules import RULES, describe, mask_of, reason_codes, rules_table, warning_codes
from apps.registry.checks.suggest import suggest
from apps.registry.formats.export_cells import defuse
from apps.registry.formats.reader import ColaReader, repaired_batch
from apps.registry.generator import Sample
from tests.registry.files import PRESENT, ROW, TODAY, check, checked, real


def test_a_good_row_enters_without_a_word() -> None:
    row = check()
    assert row["reasons"] == []
    assert row["warnings"] == []
    assert row["completed_date"] == dt.date(2024, 1, 9)


@pytest.mark.parametrize("word", [None, "", " ", "N/A", "nan", "NULL", "none", "-", "--", "(blank)", "n/a"])
@pytest.mark.parametrize(
    ("column", "reason"), [("ttb_id", "ttb_id_missing"), ("permit", "permit_missing"), ("brand_name", "brand_missing")]
)
def test_required_values_must_be_there(column: str, reason: str, word: str | None) -> None:
    assert check(**{column: word})["reasons"] == [reason]


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({"ttb_id": "2.6257E+13"}, ["ttb_id_scientific"]),
        ({"ttb_id": "21367001000714"}, ["ttb_id_day"]),
        ({"ttb_id": "21000001000714"}, ["ttb_id_day"]),
        ({"ttb_id": "2101300100071X"}, ["ttb_id_invalid"]),
        ({"ttb_id": "2101300100"}, ["ttb_id_invalid"]),
        ({"ttb_id": "210130010007140"}, ["ttb_id_invalid"]),
        ({"ttb_id": "''"}, ["ttb_id_missing"]),
        ({"completed_date": "31/02/2026"}, ["date_invalid"]),
        ({"completed_date": "soon"}, ["date_invalid"]),
        ({"completed_date": "11/23/2026"}, ["date_future"]),
        ({"ttb_id": "x", "permit": "-", "brand_name": "", "completed_date": "?"},
         ["ttb_id_invalid", "permit_missing", "brand_missing", "date_invalid"]),
    ],
)  # fmt: skip
def test_a_row_is_kept_back_for_every_reason_there_is(changes: dict[str, str], reasons: list[str]) -> None:
    assert check(**changes)["reasons"] == reasons


@pytest.mark.parametrize(
    ("changes", "warnings"),
    [
        ({"ttb_id": "21013004000714"}, ["receipt_code_unknown"]),
        ({"permit": "CA-I"}, ["permit_form_unknown"]),
        ({"permit": "XX-Q-1"}, ["permit_form_unknown"]),
        ({"permit": "AR-WS-15000"}, ["permit_form_unknown"]),
        ({"permit": "ZZ-I-15000"}, ["permit_form_unknown"]),
        ({"class_type": "12345", "class_type_desc": "NEW"}, ["class_unknown"]),
        ({"class_type": "155", "class_type_desc": "NEW"}, ["class_unknown"]),
        ({"origin": "ZZ"}, ["origin_unknown"]),
        ({"class_type": "901"}, ["description_mismatch"]),
        ({"origin": "08", "origin_desc": "ALABAMA"}, ["description_mismatch"]),
        ({"completed_date": "01/12/2021"}, ["completed_before_filed"]),
        ({"completed_date": ""}, ["date_blank"]),
        ({"completed_date": "N/A"}, ["date_blank"]),
        ({"class_type": None}, ["class_blank"]),
        ({"origin": "-"}, ["origin_blank"]),
        ({"ttb_id": "9013001000714"}, ["ttb_id_padded"]),
        ({"brand_name": "ZEKE\x92S"}, ["encoding_repaired"]),
        ({"website": "not a site"}, ["website_invalid"]),
        ({"website": "javascript:alert(1)"}, ["website_invalid"]),
    ],
)
def test_a_warning_does_not_keep_a_row_back(changes: dict[str, str | None], warnings: list[str]) -> None:
    row = check(**changes)
    assert row["reasons"] == []
    assert row["warnings"] == warnings


@pytest.mark.parametrize(
    ("column", "given", "kept"),
    [
        ("ttb_id", " '21013001000714' ", "21013001000714"),
        ("ttb_id", "21013001000714.0", "21013001000714"),
        ("ttb_id", "9013001000714", "09013001000714"),
        ("permit", " br–pa-app-1 ", "BR-PA-APP-1"),
        ("brand_name", "  LE\u00a0 COQ\nSEC ", "LE COQ SEC"),
        ("fanciful_name", "nan", None),
        ("fanciful_name", "CRE\u0300ME", "CRÈME"),
        ("brand_name", "ZEKE\x92S", "ZEKE’S"),
        ("brand_name", "=cmd()", "=cmd()"),
        ("brand_name", "NA ZDROWIE", "NA ZDROWIE"),
        ("brand_name", "79", "79"),
        ("origin", "2", "02"),
        ("origin", "6e", "6E"),
        ("class_type", "80a", "80A"),
        ("class_type", "0", "0"),
        ("status", "SURRENDERED", "surrendered"),
        ("status", "Pending", "Pending"),
        ("website", "Example.COM/Wine", "https://example.com/Wine"),
    ],
)
def test_values_are_normalised(column: str, given: str, kept: str | None) -> None:
    assert check(**{column: given})[column] == kept


def test_descriptions_come_from_the_codes_where_there_are_none() -> None:
    rows = checked([{**ROW, "origin": "8", "origin_desc": None, "class_type": "83C", "class_type_desc": None}])
    assert (rows[0]["origin_desc"], rows[0]["class_type_desc"]) == ("GEORGIA", "APPLE TABLE WINE/CIDER")
    assert rows[0]["warnings"] == []


def test_georgia_is_told_by_its_code() -> None:
    state = check(origin="08", origin_desc="GEORGIA")
    country = check(origin="6E", origin_desc="GEORGIA")
    assert state["warnings"] == country["warnings"] == []
    assert (state["origin"], country["origin"]) == ("08", "6E")
    assert check(origin="GEORGIA", origin_desc=None)["warnings"] == ["origin_unknown"]
    assert check(origin="FRANCE", origin_desc=None)["origin"] == "51"


def test_a_column_that_is_absent_is_not_blank_in_every_row() -> None:
    row = {k: v for k, v in ROW.items() if k in ("ttb_id", "permit", "brand_name")}
    (found,) = checked([row], present=tuple(row))
    assert found["reasons"] == []
    assert found["warnings"] == []


def test_what_is_kept_back_keeps_its_raw_values() -> None:
    rows = [ROW, {**ROW, "ttb_id": " 2.6257E+13 ", "completed_date": "31/02/2026"}]
    batch = check_batch(repaired_batch(4, [(7, rows[0], 0), (9, rows[1], 0)]), today=TODAY, present=PRESENT)
    (rejected,) = batch.rejected.iter_rows(named=True)
    assert (rejected["file"], rejected["row"], rejected["ttb_id"]) == (4, 9, " 2.6257E+13 ")
    assert reason_codes(rejected["reasons"]) == ["ttb_id_scientific", "date_invalid"]
    assert batch.frame.schema["completed_date"] == pl.Date
    assert batch.frame.schema["reasons"] == batch.frame.schema["warnings"] == pl.UInt32
    assert (batch.frame.schema["file"], batch.frame.schema["row"]) == (pl.Int16, pl.Int32)


def test_an_empty_batch_is_no_trouble() -> None:
    assert check_batch(repaired_batch(0, []), today=TODAY, present=PRESENT).frame.height == 0


def test_every_rule_has_its_own_bit_and_words() -> None:
    for severity in ("quarantine", "warning"):
        bits = [rule.bit for rule in RULES if rule.severity == severity]
        assert len(set(bits)) == len(bits)
        assert max(bits) < 2**32
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert describe("comma_repaired").severity == "warning"
    assert reason_codes(mask_of(["brand_missing", "ttb_id_day"])) == ["ttb_id_day", "brand_missing"]
    assert warning_codes(0) == []
    assert rules_table().count("\n") == len(RULES) + 2


@pytest.mark.parametrize(
    ("code", "raw", "words"),
    [
        ("ttb_id_scientific", {"ttb_id": "2.6257E+13"}, "spreadsheet rounded this id; export the column as text"),
        ("ttb_id_invalid", {"ttb_id": "21-013-001-000714"}, "21013001000714"),
        ("ttb_id_invalid", {"ttb_id": "21013"}, "this one has 5"),
        ("ttb_id_day", {"ttb_id": "21367001000714"}, "367"),
        ("date_invalid", {"completed_date": "31/02/2026"}, "02/28/2026"),
        ("date_invalid", {"completed_date": "25/01/2024"}, "01/25/2024"),
        ("date_invalid", {"completed_date": "soon"}, "MM/DD/YYYY"),
        ("brand_missing", {"fanciful_name": "ARGYLE"}, "ARGYLE"),
        ("ttb_id_padded", {"ttb_id": "9013001000714"}, "09013001000714"),
    ],
)
def test_a_fix_is_suggested(code: str, raw: dict[str, str | None], words: str) -> None:
    assert words in suggest(code, raw)


def test_every_rule_has_a_suggestion() -> None:
    for rule in RULES:
        assert suggest(rule.code, {})
        assert suggest(rule.code, dict(ROW))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_exported_cells_are_never_formulas(text: str) -> None:
    assert defuse(text) == "'" + text


def test_other_cells_are_exported_as_they_are() -> None:
    assert defuse("A=B") == "A=B"
    assert defuse("") == ""


@pytest.mark.parametrize("name", ["cola_2024-01-09.csv", "cola_whiskey_2011-09.csv", "cola_whiskey_2022-04.csv"])
def test_every_row_of_the_real_files_enters(name: str) -> None:
    with ColaReader([(real(name), name)]) as reader:
        for batch in reader:
            result = check_batch(batch, today=TODAY, present=reader.files[0].columns)
            assert result.rejected.height == 0
            assert result.frame["warnings"].max() == 0
            assert result.frame["origin"].str.len_chars().min() == 2


def test_the_sample_registry_is_good_and_the_same_for_a_seed() -> None:
    rows = list(Sample(3000, 900, 5).rows())
    assert rows == list(Sample(3000, 900, 5).rows()) != list(Sample(3000, 900, 6).rows())
    named = [dict(zip(PRESENT, row, strict=True)) for row in rows]
    assert all(not row["reasons"] and not row["warnings"] for row in checked(named))
    assert len({row[0] for row in rows}) == 3000
    assert len({row[5] for row in rows}) == 900
