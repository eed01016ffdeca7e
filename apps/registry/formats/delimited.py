"""Delimited text: plain lines are split by vectors, all others by hand (records.py)."""

import csv
from collections.abc import Iterator, Sequence

import polars as pl

from apps.registry.checks.rules import mask_of
from apps.registry.formats import errors
from apps.registry.formats.container import Limits, Member
from apps.registry.formats.headers import HeaderMatch, recognise
from apps.registry.formats.records import Assembled, Run, assemble
from apps.registry.formats.tabular import Context, Irregular, frame_of
from apps.registry.formats.text import Block, Carry, TextFile, blocks, inspect

SEPARATORS = (",", ";", "\t", "|")
_HEAD = 1 << 16
_JOINED = mask_of(["lines_joined"])
_ENCODING = mask_of(["encoding_repaired"])


class DelimitedTable:
    """A CSV-like file. Its rows are numbered by physical line, the header's included."""

    format = "csv"

    def __init__(self, member: Member, context: Context) -> None:
        self._context = context
        self._file = inspect(member.path, context.name, member.scratch)
        self._carry = Carry()
        self.encoding, self.sha256, self.size = self._file.encoding, self._file.sha256, self._file.size
        self._header_line, line = _first_line(self._file, context.limits)
        self.separator, self.header, self.match = _best_header(line, context)
        self._places = tuple(self.match.columns.values())
        self._names = tuple(self.match.columns)

    def frames(self) -> Iterator[pl.DataFrame]:
        """The rows in the order of the file, in frames of a few ten thousand."""
        for block in blocks(self._file, self._context.limits, self._carry, self._context.progress):
            frame = self._frame(block)
            if frame.height:
                yield frame

    def _frame(self, block: Block) -> pl.DataFrame:
        lines = _lines(block, self._header_line)
        if not lines.height:
            return self._no_rows()
        _refuse_long(lines["line"], self._context.limits)
        plain = (pl.col("line").str.count_matches(self.separator, literal=True) == len(self.header) - 1) & ~pl.col(
            "line"
        ).str.contains('"', literal=True)
        lines = lines.with_columns(plain=plain)
        if lines["plain"].all():
            frame = self._split(lines)
        else:
            odd = self._odd_rows(lines.filter(~pl.col("plain")), lines["row"].item(-1), final=block.final)
            frame = pl.concat([self._split(lines.filter("plain")), odd]).sort("row")
        return _marked(frame, block)

    def _split(self, lines: pl.DataFrame) -> pl.DataFrame:
        fields = pl.col("line").str.split_exact(self.separator, len(self.header) - 1)
        picked = [fields.struct.field(f"field_{i}").alias(n) for i, n in zip(self._places, self._names, strict=True)]
        return lines.select("row", pl.lit(0, pl.UInt32).alias("repairs"), *picked)

    def _odd_rows(self, odd: pl.DataFrame, last: int, *, final: bool) -> pl.DataFrame:
        """The rows of lines that are not plain; lines of a record still open at the end are carried over."""
        out = Assembled()
        for first, run in _runs(odd["row"].to_list(), odd["line"].to_list()):
            open_end = not final and first + len(run) - 1 == last
            lines = Run(first, run, self.separator, len(self.header), may_go_on=open_end)
            taken = assemble(lines, out)
            if taken < len(run):
                self._carry.put(run[taken:])
        for row, fields in out.irregular:
            self._context.irregulars.add(
                Irregular(self._context.file, row, tuple(fields), self.header, self._canonical())
            )
        values = [[fields[i] for i in self._places] for _, fields, _ in out.records]
        rows = [row for row, _, _ in out.records]
        return frame_of(self._names, rows, values, [_JOINED if torn else 0 for _, _, torn in out.records])

    def _canonical(self) -> tuple[str, ...]:
        named = {place: name for name, place in self.match.columns.items()}
        return tuple(named.get(i, "") for i in range(len(self.header)))

    def _no_rows(self) -> pl.DataFrame:
        return frame_of(self._names, [], [], [])


def _lines(block: Block, header_line: int) -> pl.DataFrame:
    """The lines of a block with their numbers, without the header and what stands above it."""
    if not block.data:
        return pl.DataFrame({"row": [], "line": []}, schema={"row": pl.Int32, "line": pl.String})
    lines = pl.read_lines(block.data + b"\n", row_index_name="row", row_index_offset=block.first)
    lines = lines.with_columns(pl.col("row").cast(pl.Int32))
    return lines.slice(header_line - block.first + 1) if block.first <= header_line else lines


def _marked(frame: pl.DataFrame, block: Block) -> pl.DataFrame:
    if not block.repaired:
        return frame
    marked = pl.col("row").is_in([block.first + place for place in block.repaired])
    return frame.with_columns(pl.col("repairs") | pl.when(marked).then(_ENCODING).otherwise(0).cast(pl.UInt32))


def _refuse_long(lines: pl.Series, limits: Limits) -> None:
    longest = lines.str.len_bytes().max()
    if isinstance(longest, int) and longest > limits.line:
        raise errors.LineTooLong(f"A line is longer than {limits.line:,} bytes.")


def _runs(rows: Sequence[int], lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Runs of neighbouring lines, each with the number of its first."""
    start = 0
    for i in range(1, len(rows) + 1):
        if i == len(rows) or rows[i] != rows[i - 1] + 1:
            yield rows[start], list(lines[start:i])
            start = i


def _first_line(file: TextFile, limits: Limits) -> tuple[int, str]:
    """Number and text of the first line that is not blank."""
    for block in blocks(file, limits, Carry(), size=_HEAD):
        for place, line in enumerate(block.data.split(b"\n")):
            if line.strip():
                return block.first + place, line.decode("utf-8").rstrip("\r")
    raise errors.EmptyFile("The file holds only blank lines.")


def _best_header(line: str, context: Context) -> tuple[str, tuple[str, ...], HeaderMatch]:
    """The separator under which most columns are known, else the one that gives most fields."""
    read = []
    for separator in SEPARATORS:
        header = tuple(next(csv.reader([line], delimiter=separator), []))
        if len(header) > context.limits.columns:
            raise errors.TooManyColumns(f"{context.name} has {len(header):,} columns.")
        read.append((separator, header, recognise(header, context.mapping)))
    return max(read, key=lambda r: (r[2].kind != "unknown", len(r[2].columns), len(r[1])))
