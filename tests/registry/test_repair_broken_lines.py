"""Rows torn by line breaks, broken by commas or swallowed by quotes."""

from pathlib import Path

import pytest

from apps.registry.checks.rules import mask_of, warning_codes
from apps.registry.formats.reader import repaired_batch
from apps.registry.formats.repair import choose, splits
from tests.registry.files import ARGYLE, TODAY, read, write

START = "21013001000714,BR-PA-APP-1,210004,1/9/2024"
END = "APPALACHIAN BREWING COMPANY,39,PENNSYLVANIA,902,ALE"
JOINED = mask_of(["lines_joined"])


def test_an_unquoted_line_break_in_a_name_is_mended(tmp_path: Path) -> None:
    rows, reader = read(write(tmp_path, ARGYLE, f"{START},FIRST", f"SECOND,{END}", ARGYLE))
    assert rows["row"].to_list() == [2, 3, 5]
    assert rows["fanciful_name"].to_list() == ["ARGYLE", "FIRST\nSECOND", "ARGYLE"]
    assert rows["repairs"].to_list() == [0, JOINED, 0]
    assert reader.irregular == []


def test_also_over_several_lines_one_of_them_blank(tmp_path: Path) -> None:
    rows, _ = read(write(tmp_path, f"{START},A", "B", "", f"C,{END}"))
    assert rows["fanciful_name"].to_list() == ["A\nB\n\nC"]


def test_a_quoted_line_break_is_nothing_to_mend(tmp_path: Path) -> None:
    rows, _ = read(write(tmp_path, f'{START},"FIRST\nSECOND, ""X""",{END}', ARGYLE))
    assert rows["fanciful_name"].to_list() == ['FIRST\nSECOND, "X"', "ARGYLE"]
    assert rows["row"].to_list() == [2, 4]
    assert rows["repairs"].to_list() == [0, 0]


def test_a_line_with_its_own_full_count_is_its_own_record(tmp_path: Path) -> None:
    odd = ARGYLE.replace("21013001000714", "NOT AN ID")
    rows, reader = read(write(tmp_path, f"{START},FIRST", odd, f"SECOND,{END}"))
    assert rows["ttb_id"].to_list() == ["NOT AN ID"]
    assert [(i.row, len(i.fields)) for i in reader.irregular] == [(2, 5), (4, 6)]


def test_lines_that_together_have_too_many_fields_are_not_joined(tmp_path: Path) -> None:
    rows, reader = read(write(tmp_path, f"{START},FIRST,MORE", f"SECOND,{END}"))
    assert rows.height == 0
    assert [i.row for i in reader.irregular] == [2, 3]


def test_a_stray_quote_swallows_nothing(tmp_path: Path) -> None:
    stray = ARGYLE.replace(",ARGYLE", ',"ARGYLE')
    rows, reader = read(write(tmp_path, stray, ARGYLE, ARGYLE, stray.replace("ARGYLE", "LAST"), ARGYLE))
    assert rows["fanciful_name"].to_list() == ['"ARGYLE', "ARGYLE", "ARGYLE", '"LAST', "ARGYLE"]
    assert reader.irregular == []


def test_inches_and_other_quotes_inside_fields_are_kept(tmp_path: Path) -> None:
    rows, _ = read(write(tmp_path, ARGYLE.replace("ARGYLE", '5" PIPE'), ARGYLE.replace("ARGYLE", 'THE "X" ALE')))
    assert rows["fanciful_name"].to_list() == ['5" PIPE', 'THE "X" ALE']


def test_blank_lines_are_no_rows(tmp_path: Path) -> None:
    rows, reader = read(write(tmp_path, "", ARGYLE, "", "   ", ARGYLE, "", ""))
    assert rows["row"].to_list() == [3, 6]
    assert reader.irregular == []


def test_a_torn_row_at_the_border_of_two_blocks_is_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [ARGYLE, f"{START},FIRST", f"SECOND,{END}", f'{START},"A', f'B",{END}', ARGYLE]
    whole, _ = read(write(tmp_path, *lines))
    for size in range(20, 400, 7):
        monkeypatch.setattr("apps.registry.formats.text._BLOCK", size)
        rows, reader = read(write(tmp_path, *lines))
        assert rows.equals(whole)
        assert reader.irregular == []


COMMA = [*START.split(","), "SIGNATURE FINISH", " DOUBLE BARRELED", "OLD FORESTER", "22", "KENTUCKY", "101",
         "STRAIGHT BOURBON WHISKY"]  # fmt: skip


def test_too_many_fields_can_be_split_where_the_commas_are() -> None:
    found = splits(COMMA, 10)
    assert [(s.values["fanciful_name"], s.values["brand_name"]) for s in found] == [
        ("SIGNATURE FINISH", " DOUBLE BARRELED,OLD FORESTER"),
        ("SIGNATURE FINISH, DOUBLE BARRELED", "OLD FORESTER"),
    ]
    assert all(s.values["class_type_desc"] == "STRAIGHT BOURBON WHISKY" for s in found)


def test_one_known_brand_makes_the_split_sure() -> None:
    known = {("BR-PA-APP-1", "OLD FORESTER")}
    chosen = choose(splits(COMMA, 10), lambda permit, brand: (permit, brand) in known)
    assert chosen is not None
    assert chosen.brand == "OLD FORESTER"


def test_no_known_brand_or_two_leave_it_to_a_person() -> None:
    assert choose(splits(COMMA, 10), lambda permit, brand: False) is None
    assert choose(splits(COMMA, 10), lambda permit, brand: True) is None


def test_a_known_description_with_a_comma_explains_itself() -> None:
    fields = f"{START},FANCY,BRAND,85,PERU,588,OTHER GRAPE BRANDY (PISCO, GRAPPA) FB".split(",")
    chosen = choose(splits(fields, 10), lambda permit, brand: False)
    assert chosen is not None
    assert chosen.values["class_type_desc"] == "OTHER GRAPE BRANDY (PISCO, GRAPPA) FB"
    assert (chosen.brand, chosen.values["class_type"], chosen.values["origin"]) == ("BRAND", "588", "85")
    fields = f"{START},FANCY,BRAND,4B,VIRGIN ISLANDS, US,409,OTHER RUM (WHITE)".split(",")
    chosen = choose(splits(fields, 10), lambda permit, brand: False)
    assert chosen is not None
    assert chosen.values["origin_desc"] == "VIRGIN ISLANDS, US"


def test_commas_in_both_places_need_a_known_brand() -> None:
    fields = f"{START},FANCY,ONE, TWO,85,PERU,588,OTHER GRAPE BRANDY (PISCO, GRAPPA) FB".split(",")
    assert choose(splits(fields, 10), lambda permit, brand: False) is None
    chosen = choose(splits(fields, 10), lambda permit, brand: brand == "ONE, TWO")
    assert chosen is not None
    assert chosen.values["fanciful_name"] == "FANCY"


def test_the_old_form_splits_too_and_other_headers_do_not() -> None:
    fields = f"{START},A,B,C,39,902".split(",")
    assert [s.brand for s in splits(fields, 8)] == ["B,C", "C"]
    assert splits(fields, 7) == []
    assert splits(fields, 9) == []
    assert splits(COMMA, 10, ("brand_name",) * 10) == []


def test_a_mended_row_goes_on_as_any_other() -> None:
    from apps.registry.checks.batch import check_batch

    chosen = splits(COMMA, 10)[1]
    batch = repaired_batch(3, [(7, chosen.values, mask_of(["comma_repaired"]))])
    checked = check_batch(batch, today=TODAY, present=tuple(chosen.values))
    row = checked.frame.row(0, named=True)
    assert (row["file"], row["row"], row["reasons"]) == (3, 7, 0)
    assert "comma_repaired" in warning_codes(row["warnings"])
    assert row["fanciful_name"] == "SIGNATURE FINISH, DOUBLE BARRELED"
