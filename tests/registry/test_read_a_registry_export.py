"""Reading COLA files in every form people send them."""

import bz2
import datetime as dt
import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.registry.formats.reader import ColaReader
from tests.registry.files import ARGYLE, HEADER, PRESENT, read, read_bytes, real, write

TUG_HILL = "23236001000350,BWN-NY-15121,23THHC,1/9/2024,,TUG HILL ORCHARDS,2,NEW YORK,83C,APPLE TABLE WINE/CIDER"


def test_the_registrys_own_export(tmp_path: Path) -> None:
    rows, reader = read(write(tmp_path, ARGYLE, TUG_HILL))
    assert rows["row"].to_list() == [2, 3]
    assert rows["ttb_id"].to_list() == ["21013001000714", "23236001000350"]
    assert rows["fanciful_name"].to_list() == ["ARGYLE", None]
    assert rows["origin"].to_list() == ["39", "2"]
    assert rows["status"].to_list() == [None, None]
    (info,) = reader.files
    assert (info.format, info.encoding, info.columns) == ("csv", "utf-8", PRESENT)
    assert reader.warnings == []
    assert reader.irregular == []


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_separator(tmp_path: Path, separator: str) -> None:
    text = f"{HEADER}\n{ARGYLE}\n".replace(",", separator)
    rows, _ = read_bytes(text.encode())
    assert rows["class_type_desc"].to_list() == ["ALE"]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", ["", "end"])
def test_any_line_end(line_end: str, last: str) -> None:
    lines = [HEADER, ARGYLE, '1,"a ""b"", c",3,4,5,6,7,8,9,10'] + ([""] if last else [])
    rows, reader = read_bytes(line_end.join(lines).encode())
    assert rows["permit"].to_list() == ["BR-PA-APP-1", 'a "b", c']
    assert rows["class_type_desc"].to_list() == ["ALE", "10"]
    assert reader.irregular == []


@pytest.mark.parametrize(
    ("encoding", "known_as"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("cp1252", "cp1252"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16")],
)
def test_any_encoding(encoding: str, known_as: str) -> None:
    text = f"{HEADER}\n{ARGYLE}\n".replace("ARGYLE", "CRÈME ’S")
    data = text.encode(encoding)
    rows, reader = read_bytes(b"\xff\xfe" + data if encoding == "utf-16-le" else data)
    assert rows["fanciful_name"].to_list() == ["CRÈME ’S"]
    assert rows["ttb_id"].to_list() == ["21013001000714"]
    assert reader.files[0].encoding == known_as
    assert [w.code for w in reader.warnings] == (["encoding_guessed"] if known_as == "cp1252" else [])


def test_latin_1_is_the_last_resort() -> None:
    rows, reader = read_bytes(f"{HEADER}\n{ARGYLE}\n".replace("ARGYLE", "É \x81").encode("latin-1"))
    assert reader.files[0].encoding == "latin-1"
    assert rows["fanciful_name"].to_list() == ["É \x81"]


def test_a_line_of_utf_8_in_an_older_file_is_read_right_and_marked() -> None:
    data = f"{HEADER}\n".encode() + ARGYLE.replace("ARGYLE", "CRÈME").encode("cp1252") + b"\n"
    data += ARGYLE.replace("ARGYLE", "ROSÉ").encode() + b"\n"
    rows, _ = read_bytes(data)
    assert rows["fanciful_name"].to_list() == ["CRÈME", "ROSÉ"]
    assert [bool(bits) for bits in rows["repairs"]] == [False, True]


def test_the_old_export_of_eight_columns() -> None:
    header = "TTB ID,Permit No.,Serial Number,Completed Date,Fanciful Name,Brand Name,Origin,Class/Type"
    rows, reader = read_bytes(f"{header}\n'21013001000714',BR-PA-APP-1,210004,1/9/2024,,X,39,902\n".encode())
    assert rows["class_type"].to_list() == ["902"]
    assert [(w.code, w.message) for w in reader.warnings] == [
        ("missing_column", "The column origin desc is missing."),
        ("missing_column", "The column class type desc is missing."),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "ttb_id,permit_no,serial_number,date completed,fanciful,brand,"
        "origin_code,origin_desc,class_type_code,class-type-desc",
        "TTBID,PERMIT NUMBER,Serial,Approval Date,Fanciful.Name,BRAND NAME,"
        "Country,Country Name,classtype,Class Type Description",
    ],
)
def test_headers_by_other_names(header: str) -> None:
    rows, reader = read_bytes(f"{header}\n{ARGYLE}\n".encode())
    assert reader.files[0].columns == PRESENT
    assert rows.row(0)[1:11] == tuple(ARGYLE.split(","))


def test_columns_in_any_order_and_columns_nobody_asked_for() -> None:
    rows, _ = read_bytes(b"url,Brand,Website,Status,TTB ID,Permit\nx,X,x.example,Approved,21013001000714,CA-I-1\n")
    row = rows.row(0, named=True)
    assert (row["brand_name"], row["website"], row["status"], row["permit"]) == ("X", "x.example", "Approved", "CA-I-1")


def test_columns_mapped_by_hand() -> None:
    data = b"number,holder,label\n21013001000714,CA-I-1,X\n"
    mapping = {"number": "ttb_id", "holder": "permit", "label": "brand_name"}
    with ColaReader([(io.BytesIO(data), "x.csv")], mapping=mapping) as reader:
        (batch,) = reader
    assert batch.frame.row(0, named=True)["brand_name"] == "X"


def test_exactly_a_thousand_rows_are_probably_cut_off(tmp_path: Path) -> None:
    rows, reader = read(write(tmp_path, *[ARGYLE] * 1000))
    assert rows.height == 1000
    assert [w.code for w in reader.warnings] == ["capped_at_1000"]
    _, reader = read(write(tmp_path, *[ARGYLE] * 999))
    assert reader.warnings == []


def test_a_header_without_rows_is_no_error(tmp_path: Path) -> None:
    rows, reader = read(write(tmp_path))
    assert rows.height == 0
    assert [w.code for w in reader.warnings] == ["header_only"]


def test_formulas_and_markup_are_text_like_any_other(tmp_path: Path) -> None:
    nasty = ["=HYPERLINK(1)", "<script>alert(1)</script>", "@SUM", "'; DROP TABLE x; --"]
    lines = [ARGYLE.replace("ARGYLE", text) for text in nasty]
    rows, _ = read(write(tmp_path, *lines))
    assert rows["fanciful_name"].to_list() == nasty


def test_gzip_also_of_several_members() -> None:
    data = f"{HEADER}\n{ARGYLE}\n".encode()
    plain, reader = read_bytes(data)
    packed, packed_reader = read_bytes(gzip.compress(data[:100]) + gzip.compress(data[100:]), "colas.csv.gz")
    assert packed.equals(plain)
    assert packed_reader.files[0].sha256 == reader.files[0].sha256
    assert packed_reader.files[0].name == "colas.csv"


def test_a_zip_of_several_files() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.csv", f"{HEADER}\n{ARGYLE}\n")
        archive.writestr("__MACOSX/._a.csv", "\x00junk")
        archive.writestr("more/b.jsonl", json.dumps({"ttb_id": "1", "permit_no": "p", "brand_name": "b"}))
    rows, reader = read_bytes(buffer.getvalue(), "all.zip")
    assert [(f.name, f.format) for f in reader.files] == [("all.zip/a.csv", "csv"), ("all.zip/more/b.jsonl", "jsonl")]
    assert rows["brand_name"].to_list() == ["APPALACHIAN BREWING COMPANY", "b"]


def workbook(*rows: list[object]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "mm/dd/yyyy"})
        book.add_worksheet("notes").write(0, 0, "nothing here")
        sheet = book.add_worksheet("data")
        for y, cells in enumerate(rows):
            for x, cell in enumerate(cells):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(
                        y, x, dt.datetime(cell.year, cell.month, cell.day, tzinfo=dt.UTC).replace(tzinfo=None), day
                    )
                else:
                    sheet.write(y, x, cell)
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["colas.xlsx", "colas.csv"])
def test_a_workbook_also_under_a_wrong_name(name: str) -> None:
    cells: list[object] = [
        21013001000714,
        "BR-PA-APP-1",
        210004,
        dt.date(2024, 1, 9),
        "",
        "=1+1",
        2,
        "NEW YORK",
        902,
        "ALE",
    ]
    rows, reader = read_bytes(workbook(list(HEADER.split(",")), [], cells), name)
    row = rows.row(0, named=True)
    assert reader.files[0].format == "sheet"
    assert row["row"] == 3
    assert (row["ttb_id"], row["serial"], row["completed_date"]) == ("21013001000714", "210004", "2024-01-09")
    assert (row["origin"], row["class_type"], row["brand_name"], row["fanciful_name"]) == ("2", "902", "0", None)


def test_json_lines_and_arrays() -> None:
    items = [
        {"ttb_id": 21013001000714 + n, "permit_no": "CA-I-1", "brand_name": f"É{n}", "url": {}} for n in range(3000)
    ]
    lines, lines_reader = read_bytes("\n".join(json.dumps(item) for item in items).encode(), "x.jsonl")
    array, array_reader = read_bytes(json.dumps(items, indent=1, ensure_ascii=False).encode(), "x.json")
    wrapped, _ = read_bytes(json.dumps({"COLA Data": items}).encode(), "x.json")
    assert lines.equals(array)
    assert wrapped.equals(array)
    assert array["row"].to_list() == list(range(1, 3001))
    assert array["ttb_id"].item(0) == "21013001000714"
    assert (lines_reader.files[0].format, array_reader.files[0].format) == ("jsonl", "json")


def test_json_rows_that_are_no_flat_objects_are_irregular() -> None:
    good = {"ttb_id": "1", "permit_no": "p", "brand_name": "b"}
    rows, reader = read_bytes(json.dumps([good, 5, {**good, "brand_name": ["x"]}, [good], good]).encode())
    assert rows["row"].to_list() == [1, 5]
    assert [i.row for i in reader.irregular] == [2, 3, 4]
    rows, reader = read_bytes(f"{json.dumps(good)}\nnonsense\n{json.dumps(good)}\n".encode())
    assert rows["row"].to_list() == [1, 3]
    assert [i.fields for i in reader.irregular] == [("nonsense",)]


def test_batches_are_no_larger_than_asked(tmp_path: Path) -> None:
    path = write(tmp_path, *[ARGYLE] * 25)
    seen: list[tuple[int, int]] = []
    with ColaReader([(path, "x")], batch_rows=10, progress=lambda done, size: seen.append((done, size))) as reader:
        assert [batch.frame.height for batch in reader] == [10, 10, 5]
    assert seen[-1] == (path.stat().st_size,) * 2


def test_several_files_are_told_apart(tmp_path: Path) -> None:
    one, two = write(tmp_path, ARGYLE, name="one.csv"), write(tmp_path, TUG_HILL, name="two.csv")
    with ColaReader([(one, "one.csv"), (two, "two.csv")]) as reader:
        assert [(batch.file, batch.frame.height) for batch in reader] == [(0, 1), (1, 1)]


@pytest.mark.parametrize(
    ("name", "count"),
    [("cola_2024-01-09.csv", 651), ("cola_whiskey_2011-09.csv", 139), ("cola_whiskey_2022-04.csv", 147),
     ("cola_one_brand_52.json", 52)],
)  # fmt: skip
def test_the_real_files(name: str, count: int) -> None:
    rows, reader = read(real(name))
    assert rows.height == count
    assert reader.irregular == []


names = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=12)


@settings(max_examples=60)
@given(st.lists(st.tuples(names, names), max_size=20), st.sampled_from(["utf-8", "utf-16"]))
def test_what_a_csv_writer_wrote_comes_back(pairs: list[tuple[str, str]], encoding: str) -> None:
    import csv

    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(HEADER.split(","))
    writer.writerows([["1", "p", "s", "d", a, b, "50", "ITALY", "80", "X"] for a, b in pairs])
    rows, reader = read_bytes(buffer.getvalue().encode(encoding))
    got = [(row["fanciful_name"] or "", row["brand_name"] or "") for row in rows.iter_rows(named=True)]
    assert reader.irregular == []
    assert got == pairs


@settings(max_examples=150)
@given(st.lists(st.text(st.sampled_from('ab,"\n '), max_size=14), max_size=12))
def test_no_line_is_lost_whatever_it_is(lines: list[str]) -> None:
    text = "\n".join(lines)
    rows, reader = read_bytes(f"ttb id,permit,brand\n{text}\n1,2,3\n".encode())
    places = sorted(rows["row"].to_list() + [i.row for i in reader.irregular])
    assert len(set(places)) == len(places)
    assert places[-1] == text.count("\n") + 3
    whole = [n for n, line in enumerate(text.split("\n"), 2) if line.count(",") == 2 and '"' not in line]
    assert set(whole) <= set(rows["row"].to_list())


def test_other_compressions_are_refused_by_name() -> None:
    with pytest.raises(Exception, match="bzip2"):
        read_bytes(bz2.compress(b"x" * 100))
