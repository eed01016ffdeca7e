"""Reading lists of permit holders: TTB's own in both header styles, and older ones of wine producers."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import polars as pl

from apps.registry.formats import errors
from apps.registry.formats.container import DEFAULT, Limits, open_members
from apps.registry.formats.headers import PERMIT_COLUMNS
from apps.registry.formats.ids import MOST_CODE, parse_permit
from apps.registry.formats.names import clean_text
from apps.registry.formats.reader import FileInfo, FileWarning, open_table
from apps.registry.formats.tabular import Context, Irregulars, Table
from apps.registry.formats.text import Progress

__all__ = ["PERMIT_COLUMNS", "BadPermitRow", "PermitListReader", "zip_code"]

_ODD = r"[^!-~ ]|  |^ | $"


@dataclass(frozen=True, slots=True)
class BadPermitRow:
    """A row that names no permit holder: its row number, a stable reason, and what was there."""

    row: int
    reason: str
    text: str


class PermitListReader:
    """Reads one permit list; a context manager, iterated once.

    Batches are frames with `row` Int32 and every column of PERMIT_COLUMNS as String or null: `number` normalised,
    `zip` with its lost zeros put back (5 digits, or ZIP+4 as 12345-6789), `new_flag` "1" or "0". Rows that occur twice
    are kept for the caller. `bad` lists rows without a number or owner. Raises FormatError like ColaReader.
    """

    def __init__(
        self,
        source: str | Path | BinaryIO,
        name: str,
        mapping: Mapping[str, str] | None = None,
        limits: Limits = DEFAULT,
        progress: Progress | None = None,
    ) -> None:
        self._source, self._name, self._mapping = source, name, mapping
        self._limits, self._progress = limits, progress
        self._irregulars = Irregulars(limits.irregular)
        self._running: Iterator[pl.DataFrame] | None = None
        self.files: list[FileInfo] = []
        self.warnings: list[FileWarning] = []
        self._bad: list[BadPermitRow] = []

    @property
    def bad(self) -> list[BadPermitRow]:
        """Rows that were left out, as far as has been read."""
        irregular = [BadPermitRow(i.row, "field_count", ",".join(i.fields)) for i in self._irregulars.rows]
        return sorted(self._bad + irregular, key=lambda bad: bad.row)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        running, self._running = self._running, None
        if running is not None and hasattr(running, "close"):
            running.close()

    def __iter__(self) -> Iterator[pl.DataFrame]:
        self._running = self._batches()
        return self._running

    def _batches(self) -> Iterator[pl.DataFrame]:
        for member in open_members(self._source, self._name, self._limits):
            file = len(self.files)
            context = Context(file, member.name, self._limits, self._mapping, self._irregulars, self._progress)
            table = open_table(member, context)
            _require_permits(table, member.name)
            columns = tuple(table.match.columns)
            info = FileInfo(member.name, table.sha256, table.size, table.encoding, table.format, columns)
            self.files.append(info)
            rows = 0
            for frame in table.frames():
                rows += frame.height
                yield self._holders(frame)
            if rows == 0:
                self.warnings.append(FileWarning("header_only", "The file has a header and no rows.", file))

    def _holders(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows of `frame` that name a permit holder, cleaned."""
        frame = _cleaned(frame)
        no_number = pl.col("number").is_null()
        no_holder = pl.col("owner").is_null() & pl.col("operating_name").is_null()
        for reason, condition in (("number_missing", no_number), ("owner_missing", ~no_number & no_holder)):
            for row in frame.filter(condition).iter_rows():
                self._bad.append(BadPermitRow(row[0], reason, ", ".join(str(cell) for cell in row[1:] if cell)))
        return frame.filter(~no_number & ~no_holder)


def zip_code(text: str) -> str | None:
    """A ZIP code with the zeros a spreadsheet took: 501 -> 00501, 28012345 -> 02801-2345; others as they are."""
    digits = re.sub(r"[\s-]", "", text.removesuffix(".0"))
    if not (digits.isascii() and digits.isdigit()):
        return text or None
    if len(digits) in (3, 4, 5):
        return digits.rjust(5, "0")
    if len(digits) in (8, 9):
        digits = digits.rjust(9, "0")
        return f"{digits[:5]}-{digits[5:]}"
    return text or None


def _cleaned(frame: pl.DataFrame) -> pl.DataFrame:
    present = set(frame.columns)
    missing = [pl.lit(None, pl.String).alias(c) for c in PERMIT_COLUMNS if c not in present]
    frame = frame.select("row", *(c for c in PERMIT_COLUMNS if c in present), *missing)
    texts = [_clean_column(frame[c]) for c in PERMIT_COLUMNS]
    frame = frame.select("row").with_columns(texts)
    return frame.with_columns(
        _each(frame["number"], _number),
        _each(frame["state"], str.upper),
        _each(frame["zip"], zip_code),
        _each(frame["new_flag"], lambda text: "1" if text.upper() in ("1", "Y", "YES", "TRUE", "T") else "0"),
    )


def _clean_column(column: pl.Series) -> pl.Series:
    if column.str.contains(_ODD).any():
        column = _each(column, clean_text)
    return column.to_frame().select(pl.when(pl.col(column.name) != "").then(pl.col(column.name))).to_series()


def _each(column: pl.Series, change: Callable[[str], str | None]) -> pl.Series:
    """`column` with `change` applied to every distinct value."""
    values = {text: change(text) for text in column.unique().drop_nulls()}
    return pl.Series(column.name, [None if text is None else values[text] for text in column], pl.String)


def _number(text: str) -> str | None:
    number = parse_permit(text).text
    return number if 0 < len(number) <= MOST_CODE else None


def _require_permits(table: Table, name: str) -> None:
    match = table.match
    if match.kind == "cola":
        raise errors.OtherKind(f"{name} is a file of COLAs, not a list of permit holders.", hint="Import it as COLAs.")
    if match.kind == "unknown":
        raise errors.HeaderMissing(f"{name} has no header of a permit list.")
    if match.missing_required:
        raise errors.ColumnsMissing(f"{name} lacks required columns: {', '.join(match.missing_required)}.")
