"""Files that are none are refused with a sentence and a way out; nothing is written."""

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from apps.brands.models import Import
from tests.brands.files import COLUMNS, row, table, written

GOOD = table([row(1)])
LIST = b"Permit_Number,Owner_Name,Operating_Name,Street,City\nNY-I-15066,ACME WINES,,1 ST,NEW YORK\n"
Command = Callable[..., tuple[int, dict[str, Any], str]]


def zipped(members: dict[str, bytes], *, flag: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    data = out.getvalue()
    return _encrypted(data) if flag else data


def _encrypted(data: bytes) -> bytes:
    """The same archive with the flag of a password set, in the central directory."""
    at = data.index(b"PK\x01\x02") + 8
    return data[:at] + bytes([data[at] | 1]) + data[at + 1 :]


BAD = {
    "no header": (table([row(1)]).partition(b"\n")[2], "header_missing"),
    "wrong header": (b"a,b,c\n1,2,3\n", "header_missing"),
    "missing columns": (table([row(1)], ["ttb_id", "brand_name", "origin"]), "columns_missing"),
    "empty": (b"", "empty_file"),
    "blank": (b"\n\n  \n", "empty_file"),
    "binary": (b"\x00\x01\x02\xff" * 100, "not_text"),
    "nul bytes": (table([row(n) for n in range(1, 99)]) + b"A\x00B\n", "not_text"),
    "picture": (b"\x89PNG\r\n\x1a\n", "not_text"),
    "10,000 columns": (b",".join(b"c%d" % n for n in range(10_000)) + b"\n1\n", "too_many_columns"),
    "huge line": (GOOD + b"x" * (3 << 20) + b"\n", "line_too_long"),
    "zip bomb": (zipped({"a.csv": b"0" * (40 << 20)}), "compression_bomb"),
    "gzip bomb": (gzip.compress(b"0" * (40 << 20)), "compression_bomb"),
    "nested zip": (zipped({"a.zip": zipped({"a.csv": GOOD})}), "nested_archive"),
    "encrypted zip": (zipped({"a.csv": GOOD}, flag=True), "encrypted"),
    "path tricks": (zipped({"../../a.csv": GOOD}), "unsafe_archive"),
    "empty zip": (zipped({}), "empty_file"),
    "cut gzip": (gzip.compress(GOOD * 50)[:-20], "broken_archive"),
    "cut zip": (zipped({"a.csv": GOOD})[:-30], "broken_archive"),
    "permit list": (LIST, "other_kind"),
    "broken utf-16": (b"\xff\xfe" + b"a" * 9, "not_text"),
    "broken json": (b'{"ttb_id": ', "broken_json"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_words(name: str, command: Command, in_acme: Any, tmp_path: Path):
    data, why = BAD[name]
    (tmp_path / "bad.csv").write_bytes(data)
    before = written()
    code, found, said = command("import_colas", "acme", tmp_path / "bad.csv")
    assert (code, found["status"]) == (3, "refused")
    assert set(found["error"]) == {"code", "message", "hint"}
    assert (found["error"]["code"], bool(found["error"]["message"]), bool(found["error"]["hint"])) == (why, True, True)
    assert "Traceback" not in said
    assert (written(), Import.objects.count()) == (before, 0)


def test_a_missing_column_is_named_with_what_is_nearest(command: Command, tmp_path: Path):
    text = GOOD.replace(COLUMNS["brand_name"].encode(), b"Brnd Nme")
    (tmp_path / "bad.csv").write_bytes(text)
    message = command("import_colas", "acme", tmp_path / "bad.csv")[1]["error"]["message"]
    assert "brand name" in message
    assert "Brnd Nme" in message


@pytest.mark.parametrize("target", ["missing.csv", "."])
@pytest.mark.parametrize("words", [("import_colas", "acme"), ("load_registry",)])
def test_a_file_that_is_not_there_or_a_folder_is_refused(
    words: tuple[str, ...], target: str, command: Command, tmp_path: Path
):
    code, found, _said = command(*words, tmp_path / target)
    assert (code, found["error"]["code"]) == (3, "no_such_file")


def test_one_bad_file_of_several_stops_all(command: Command, in_acme: Any, tmp_path: Path):
    (tmp_path / "a.csv").write_bytes(GOOD)
    (tmp_path / "b.csv").write_bytes(b"a,b\n1,2\n")
    before = written()
    assert command("import_colas", "acme", tmp_path / "a.csv", tmp_path / "b.csv")[0] == 3
    assert (written(), Import.objects.count()) == (before, 0)


@pytest.mark.parametrize(
    "data", [GOOD, b"", LIST.partition(b"\n")[0] + b"\n", b"x,y\n1,2\n"], ids=["colas", "empty", "header only", "other"]
)
@pytest.mark.parametrize("place", ["public", "acme"])
def test_what_is_no_permit_list_is_refused(place: str, data: bytes, command: Command, tmp_path: Path):
    (tmp_path / "list.csv").write_bytes(data)
    code, found, _said = command("import_permits", place, tmp_path / "list.csv", "--list", "importer")
    assert (code, found["status"]) == (3, "refused")


def test_a_file_with_a_header_only_brings_nothing_and_says_so(command: Command, in_acme: Any, tmp_path: Path):
    (tmp_path / "a.csv").write_bytes(GOOD.partition(b"\n")[0] + b"\n")
    before = written()
    code, found, _said = command("import_colas", "acme", tmp_path / "a.csv")
    assert (code, found["rows"], found["warnings"]) == (0, 0, {"header_only": 1})
    assert written() == before


def test_a_workspace_that_is_not_there_is_refused(command: Command, tmp_path: Path):
    (tmp_path / "a.csv").write_bytes(GOOD)
    (tmp_path / "l.csv").write_bytes(LIST)
    for words in (
        ("import_colas", "nowhere", tmp_path / "a.csv"), ("import_permits", "nowhere", tmp_path / "l.csv", "--list", "wine"),
        ("subscribe", "nowhere"), ("undo", "nowhere", 1),
        ("export", "nowhere", "brands", "--format", "csv", "--out", tmp_path / "x.csv"),
    ):  # fmt: skip
        code, found, _said = command(*words)
        assert (code, found["status"], found["error"]["code"]) == (3, "refused", "unknown_workspace"), words
        assert set(found["error"]) == {"code", "message", "hint"}
