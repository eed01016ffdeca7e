"""Files that cannot be read are refused with a stable code and a way out."""

import gzip
import io
import json
import os
import zipfile
from pathlib import Path

import pytest

from apps.registry.formats.container import Limits, open_members
from apps.registry.formats.errors import FormatError
from apps.registry.formats.reader import ColaReader
from tests.registry.files import ARGYLE, HEADER, read_bytes

GOOD = f"{HEADER}\n{ARGYLE}\n".encode()


def zipped(*members: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def link() -> bytes:
    info = zipfile.ZipInfo("a.csv")
    info.external_attr = 0o120777 << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    return buffer.getvalue()


def locked() -> bytes:
    data = bytearray(zipped(("a.csv", GOOD)))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + offset] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b" \n\r\n ", "empty_file"),
        (b"\xef\xbb\xbf\n\n" + b" \n" * 9000, "empty_file"),
        (b"%PDF-1.7 nothing", "not_text"),
        (b"\x89PNG\r\n\x1a\n", "not_text"),
        (GOOD + b"\x00\x00", "not_text"),
        (GOOD.decode().encode("utf-16-le"), "not_text"),
        (b"\xff\xfe" + GOOD.decode().encode("utf-16-le")[:-1], "not_text"),
        (gzip.compress(GOOD)[:-9], "broken_archive"),
        (gzip.compress(os.urandom(9000))[:400], "broken_archive"),
        (gzip.compress(gzip.compress(GOOD)), "nested_archive"),
        (gzip.compress(zipped(("a.csv", GOOD))), "nested_archive"),
        (zipped(("a.zip", zipped(("a.csv", GOOD)))), "nested_archive"),
        (zipped(("a.csv", GOOD))[:-30], "broken_archive"),
        (zipped(), "empty_file"),
        (zipped(("__MACOSX/a", b"x")), "empty_file"),
        (zipped(("../a.csv", GOOD)), "unsafe_archive"),
        (zipped(("x/../../a.csv", GOOD)), "unsafe_archive"),
        (zipped(("/etc/a.csv", GOOD)), "unsafe_archive"),
        (zipped(("C:\\a.csv", GOOD)), "unsafe_archive"),
        (zipped(("..\\a.csv", GOOD)), "unsafe_archive"),
        (link(), "unsafe_archive"),
        (locked(), "encrypted"),
        (zipped(*((f"{n}.csv", GOOD) for n in range(201))), "too_many_members"),
        (gzip.compress(b"a,b\n" * 3_000_000), "compression_bomb"),
        (zipped(("a.csv", b"a,b\n" * 3_000_000)), "compression_bomb"),
        (zipped(("[Content_Types].xml", b"x"), ("x", b" " * 12_000_000)), "compression_bomb"),
        (zipped(("[Content_Types].xml", b"x")), "broken_sheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000, "broken_sheet"),
        (GOOD + b"x" * 1_100_000, "line_too_long"),
        (b"x" * 8_000_000, "line_too_long"),
        (GOOD + b"x" * 1_100_000 + b"\n" + GOOD, "line_too_long"),
        (b",".join(b"c%d" % n for n in range(1001)) + b"\n", "too_many_columns"),
        (b"a,b,c\n1,2,3\n", "header_missing"),
        (ARGYLE.encode() + b"\n", "header_missing"),
        (b"TTB ID,Permit No.,Fanciful Name\n", "columns_missing"),
        (b"Permit_Number,Owner_Name,Operating_Name,Street,City,State\n", "other_kind"),
        (b"[{", "broken_json"),
        (b'[{"ttb_id":1,"permit":2,"brand":3} oops', "broken_json"),
        (b'{"ttb_id":\n', "broken_json"),
        (b"[" * 100_000, "broken_json"),
        (b"[]", "header_missing"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(FormatError) as refusal:
        read_bytes(data)
    assert refusal.value.code == code
    assert refusal.value.message
    assert refusal.value.hint


def test_the_nearest_header_is_named() -> None:
    with pytest.raises(FormatError, match=r"“Brand Nme” is the brand name"):
        read_bytes(b"TTB ID,Permit No.,Brand Nme\n")


def test_total_size_is_limited() -> None:
    data = zipped(("a.csv", GOOD * 50), ("b.csv", GOOD * 50))
    with pytest.raises(FormatError) as refusal:
        list(open_members(io.BytesIO(data), "x.zip", Limits(total=len(GOOD) * 60)))
    assert refusal.value.code == "too_large"
    with pytest.raises(FormatError) as refusal:
        list(open_members(io.BytesIO(gzip.compress(GOOD * 50)), "x.gz", Limits(total=len(GOOD) * 40)))
    assert refusal.value.code == "too_large"


def test_a_file_of_broken_rows_is_given_up() -> None:
    data = GOOD + b"x," * 11 + b"\n" + b"y," * 30 + b"\n" + b"z," * 12 + b"\n"
    with pytest.raises(FormatError) as refusal, ColaReader([(io.BytesIO(data), "x")], limits=Limits(irregular=2)) as r:
        list(r)
    assert refusal.value.code == "too_many_irregular"


def test_deep_json_breaks_nothing() -> None:
    deep = '{"ttb_id":"1","permit":"p","brand":' + "[" * 5000 + "]" * 5000 + "}"
    good = json.dumps({"ttb_id": "1", "permit": "p", "brand": "b"})
    with pytest.raises(FormatError):
        read_bytes(f"[{good},{deep}]".encode())
    rows, reader = read_bytes(f"{good}\n{deep}\n".encode())
    assert rows.height == 1
    assert len(reader.irregular) == 1


def test_nothing_unpacked_is_left_behind(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with ColaReader([(io.BytesIO(zipped(("a.csv", GOOD * 9), ("b.csv", GOOD))), "x.zip")]) as reader:
        next(iter(reader))
        assert os.listdir(str(tmp_path))
    assert os.listdir(str(tmp_path)) == []


def test_nothing_is_written_beside_the_file_that_was_sent(tmp_path: Path) -> None:
    path = tmp_path / "colas.csv"
    path.write_bytes(GOOD.decode().encode("utf-16"))
    with ColaReader([(path, "colas.csv")]) as reader:
        assert sum(batch.frame.height for batch in reader) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["colas.csv"]
