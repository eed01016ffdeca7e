"""Reading COLA files of every accepted form into batches of raw rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import polars as pl

from apps.registry.formats import errors
from apps.registry.formats.container import DEFAULT, Limits, Member, open_members
from apps.registry.formats.delimited import DelimitedTable
from apps.registry.formats.headers import COLA_COLUMNS, COLA_REQUIRED
from apps.registry.formats.ids import parse_ttb_id
from apps.registry.formats.jsonrows import JsonTable
from apps.registry.formats.sheets import SheetTable
from apps.registry.formats.tabular import Context, Irregular, Irregulars, Table, frame_of
from apps.registry.formats.text import Progress

__all__ = [
    "COLA_COLUMNS",
    "ColaReader",
    "FileInfo",
    "FileWarning",
    "Irregular",
    "RawBatch",
    "Source",
    "open_table",
    "repaired_batch",
]

ROW_CAP = 1000  # rows in the registry's own export at which a search was cut off
_REGISTRY_FORMS = (COLA_COLUMNS[:10], (*COLA_COLUMNS[:7], "class_type"))

Source = tuple[str | Path | BinaryIO, str]


@dataclass(frozen=True, slots=True)
class FileInfo:
    """One file that was read; `columns` are the canonical ones present, absent ones are absent.

    `sha256` and `size` are of the unpacked bytes, so that a file and its gzip are known to be the same.
    """

    name: str
    sha256: str
    size: int
    encoding: str
    format: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileWarning:
    """Something to know about a whole file: `file` is its place in `ColaReader.files`."""

    code: str
    message: str
    file: int


@dataclass(slots=True)
class RawBatch:
    """Rows as they stand in the file: `row` Int32, every COLA column as String or null, `repairs` UInt32.

    `row` is the physical line of text files (header = 1), the row of a sheet, the line of JSON lines, the place
    from 1 in a JSON array. `repairs` are warning bits known from reading.
    """

    file: int
    frame: pl.DataFrame


@dataclass(slots=True)
class _Count:
    rows: int = 0


class ColaReader:
    """Reads `sources` (path or binary file, name to show) one after another; a context manager, iterated once.

    `mapping` names columns by hand (header as in the file -> canonical name). `progress` is told bytes done and bytes
    of the current file. `files`, `warnings` and `irregular` are complete after the last batch; a batch's file is in
    `files` before the batch comes. Raises FormatError for whatever cannot be read.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        mapping: Mapping[str, str] | None = None,
        limits: Limits = DEFAULT,
        batch_rows: int = 50_000,
        progress: Progress | None = None,
    ) -> None:
        self._sources = sources
        self._mapping = mapping
        self._limits = limits
        self._batch_rows = batch_rows
        self._progress = progress
        self._irregulars = Irregulars(limits.irregular)
        self._running: Iterator[RawBatch] | None = None
        self.files: list[FileInfo] = []
        self.warnings: list[FileWarning] = []

    @property
    def irregular(self) -> list[Irregular]:
        """Rows with too many or too few fields, as far as has been read."""
        return self._irregulars.rows

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        running, self._running = self._running, None
        if running is not None and hasattr(running, "close"):
            running.close()  # removes what was unpacked

    def __iter__(self) -> Iterator[RawBatch]:
        self._running = self._batches()
        return self._running

    def _batches(self) -> Iterator[RawBatch]:
        for source, name in self._sources:
            for member in open_members(source, name, self._limits):
                yield from self._member_batches(member)

    def _member_batches(self, member: Member) -> Iterator[RawBatch]:
        file, count = len(self.files), _Count()
        context = Context(file, member.name, self._limits, self._mapping, self._irregulars, self._progress)
        table = open_table(member, context)
        _require_cola(table, member.name)
        self.files.append(
            FileInfo(
                member.name,
                table.sha256,
                table.size,
                table.encoding,
                table.format,
                tuple(table.match.columns),
            )
        )
        self._warn_of_header(table, file)
        before = len(self.irregular)
        for frame in table.frames():
            count.rows += frame.height
            for part in _complete(frame).iter_slices(self._batch_rows):
                yield RawBatch(file, part)
        self._warn_of_rows(table, file, count.rows + len(self.irregular) - before)

    def _warn_of_header(self, table: Table, file: int) -> None:
        for column in table.match.missing_optional:
            self._warn("missing_column", f"The column {column.replace('_', ' ')} is missing.", file)
        if table.encoding not in ("", "utf-8", "utf-16"):
            self._warn("encoding_guessed", f"The file is not UTF-8; it was read as {table.encoding}.", file)

    def _warn_of_rows(self, table: Table, file: int, rows: int) -> None:
        if rows == 0:
            self._warn("header_only", "The file has a header and no rows.", file)
        if rows == ROW_CAP and table.format == "csv" and tuple(table.match.columns) in _REGISTRY_FORMS:
            message = f"Exactly {ROW_CAP:,} rows: the registry cuts a search off there, so rows are probably missing."
            self._warn("capped_at_1000", message, file)

    def _warn(self, code: str, message: str, file: int) -> None:
        self.warnings.append(FileWarning(code, message, file))


def open_table(member: Member, context: Context) -> Table:
    """The table in a member: a sheet, JSON, or delimited text."""
    if member.kind == "sheet":
        return SheetTable(member, context)
    with member.path.open("rb") as file:
        head = file.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
    return JsonTable(member, context) if head[:1] in (b"{", b"[") else DelimitedTable(member, context)


def repaired_batch(file: int, rows: Sequence[tuple[int, Mapping[str, str | None], int]]) -> RawBatch:
    """A batch of rows mended by hand or by rule: (row, values by canonical column, warning bits)."""
    values = [[row.get(column) for column in COLA_COLUMNS] for _, row, _ in rows]
    frame = frame_of(COLA_COLUMNS, [n for n, _, _ in rows], values, [bits for _, _, bits in rows])
    return RawBatch(file, _complete(frame))


def _complete(frame: pl.DataFrame) -> pl.DataFrame:
    """Every COLA column in its order; blank and absent cells are null."""
    present = set(frame.columns)
    cells = [
        pl.when(pl.col(c) != "").then(pl.col(c)).alias(c) if c in present else pl.lit(None, pl.String).alias(c)
        for c in COLA_COLUMNS
    ]
    return frame.select("row", *cells, "repairs")


def _require_cola(table: Table, name: str) -> None:
    match = table.match
    if match.kind == "permits":
        raise errors.OtherKind(f"{name} is a list of permit holders, not of COLAs.", hint="Import it as a permit list.")
    if not match.columns or _looks_like_data(table.header):
        raise errors.HeaderMissing(f"{name} has no header with known columns.")
    if match.missing_required:
        raise errors.ColumnsMissing(_missing_message(table, name))


def _missing_message(table: Table, name: str) -> str:
    missing = ", ".join(c.replace("_", " ") for c in table.match.missing_required)
    near = "".join(f" Perhaps “{h}” is the {c.replace('_', ' ')}?" for c, h in table.match.nearest.items())
    return f"{name} lacks required columns ({', '.join(COLA_REQUIRED)}): {missing}.{near}"


def _looks_like_data(header: Sequence[str]) -> bool:
    return any(parse_ttb_id(cell) is not None for cell in header)
