"""What every kind of table gives to its reader: frames of known columns, and the rows that fit no frame."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import polars as pl

from apps.registry.formats import errors
from apps.registry.formats.container import Limits
from apps.registry.formats.headers import HeaderMatch
from apps.registry.formats.text import Progress


@dataclass(frozen=True, slots=True)
class Irregular:
    """A row with too many or too few fields: `row` as in RawBatch, `columns` canonical names by place, "" unknown."""

    file: int
    row: int
    fields: tuple[str, ...]
    header: tuple[str, ...]
    columns: tuple[str, ...] = ()


@dataclass(slots=True)
class Irregulars:
    """The rows no frame can hold, at most `limit` of them: beyond, the file is refused."""

    limit: int
    rows: list[Irregular] = field(default_factory=list)

    def add(self, row: Irregular) -> None:
        """Keep `row`. Raises TooManyIrregular past the limit."""
        if len(self.rows) >= self.limit:
            raise errors.TooManyIrregular(f"More than {self.limit:,} rows have the wrong number of fields.")
        self.rows.append(row)


@dataclass(frozen=True, slots=True)
class Context:
    """What a table needs to know of its surroundings: `file` is its number in the run."""

    file: int
    name: str
    limits: Limits
    mapping: Mapping[str, str] | None
    irregulars: Irregulars
    progress: Progress | None = None


class Table(Protocol):
    """An open table. `frames` have `row` Int32, `repairs` UInt32 and every column of `match` as String."""

    header: tuple[str, ...]
    match: HeaderMatch
    format: str
    encoding: str
    sha256: str
    size: int

    def frames(self) -> Iterator[pl.DataFrame]: ...


def frame_of(
    columns: Sequence[str],
    rows: Sequence[int],
    values: Sequence[Sequence[str | None]],
    repairs: Sequence[int],
) -> pl.DataFrame:
    """A frame from Python rows: `values[i]` are the fields of row `rows[i]`, in the order of `columns`."""
    by_column = list(zip(*values, strict=True)) if values else [()] * len(columns)
    return pl.DataFrame(
        [
            pl.Series("row", rows, pl.Int32),
            pl.Series("repairs", repairs, pl.UInt32),
            *(pl.Series(name, cells, pl.String) for name, cells in zip(columns, by_column, strict=True)),
        ]
    )
