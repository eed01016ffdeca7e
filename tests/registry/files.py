"""Small files and readers the tests of the registry's rooms share."""

import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

from apps.registry.checks.batch import CheckedBatch, check_batch
from apps.registry.checks.rules import reason_codes, warning_codes
from apps.registry.formats.reader import ColaReader, repaired_batch

TODAY = dt.date(2026, 11, 22)
HEADER = (
    "TTB ID,Permit No.,Serial Number,Completed Date,Fanciful Name,Brand Name,"
    "Origin,Origin Desc,Class/Type,Class/Type Desc"
)
ARGYLE = "21013001000714,BR-PA-APP-1,210004,1/9/2024,ARGYLE,APPALACHIAN BREWING COMPANY,39,PENNSYLVANIA,902,ALE"
ROW = {
    "ttb_id": "21013001000714",
    "permit": "BR-PA-APP-1",
    "serial": "210004",
    "completed_date": "1/9/2024",
    "fanciful_name": "ARGYLE",
    "brand_name": "APPALACHIAN BREWING COMPANY",
    "origin": "39",
    "origin_desc": "PENNSYLVANIA",
    "class_type": "902",
    "class_type_desc": "ALE",
}
PRESENT = tuple(ROW)
REAL = Path(__file__).resolve().parents[3] / "shared" / "data"


def real(name: str) -> Path:
    """A real file of the development data; the test is skipped where there is none."""
    path = REAL / name
    if not path.exists():
        pytest.skip("the development data is not here")
    return path


def write(folder: Path, *lines: str, name: str = "colas.csv", encoding: str = "utf-8") -> Path:
    """A file of `lines` under the registry's header."""
    path = folder / name
    path.write_bytes("\n".join([HEADER, *lines, ""]).encode(encoding))
    return path


def read(*paths: Path, **options: object) -> tuple[pl.DataFrame, ColaReader]:
    """All rows of `paths` as one frame, and the reader for its files, warnings and irregular rows."""
    with ColaReader([(path, path.name) for path in paths], **options) as reader:  # type: ignore[arg-type]
        frames = [batch.frame for batch in reader]
    return (pl.concat(frames) if frames else pl.DataFrame({"row": []})), reader


def read_bytes(data: bytes, name: str = "colas.csv") -> tuple[pl.DataFrame, ColaReader]:
    """All rows of a file sent as bytes."""
    with ColaReader([(io.BytesIO(data), name)]) as reader:
        frames = [batch.frame for batch in reader]
    return (pl.concat(frames) if frames else pl.DataFrame({"row": []})), reader


def check(**changes: str | None) -> dict[str, object]:
    """The checked form of one good row with `changes`, with reasons and warnings as codes."""
    return checked([{**ROW, **changes}])[0]


def checked(rows: Sequence[dict[str, str | None]], present: Sequence[str] = PRESENT) -> list[dict[str, object]]:
    """The checked form of rows."""
    batch = repaired_batch(0, [(n, row, 0) for n, row in enumerate(rows, start=2)])
    return as_rows(check_batch(batch, today=TODAY, present=present))


def as_rows(batch: CheckedBatch) -> list[dict[str, object]]:
    """Rows as dictionaries, masks as codes."""
    return [
        {**row, "reasons": reason_codes(row["reasons"]), "warnings": warning_codes(row["warnings"])}
        for row in batch.frame.iter_rows(named=True)
    ]
