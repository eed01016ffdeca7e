"""Rows out of the database into a polars frame and back, by COPY: what joins and groups small columns fastest.

Both sides write NULL as nothing and an empty text as "", so neither is taken for the other.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import IO, Any

import polars as pl

from apps.core.db import connection
from apps.core.sql import comma, execute

Schema = Mapping[str, Any]
PIECE = 1 << 20
ROWS = 50_000


def read_rows(sql: str, schema: Schema) -> pl.DataFrame:
    """What a query answers; `schema` gives names and types in its order. For bounded results only.

    The query takes no parameters: COPY knows none.
    """
    buffer = BytesIO()
    with connection.cursor() as cursor, cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv, FORCE_QUOTE *)") as copy:
        for piece in copy:
            buffer.write(piece)
    if not buffer.tell():
        return pl.DataFrame(schema=dict(schema))
    buffer.seek(0)
    return pl.read_csv(buffer, has_header=False, schema=dict(schema))


def write_rows(table: str, frame: pl.DataFrame) -> None:
    """Append a frame to a table, some rows at a time; its columns are named as the table's. Lists go in as arrays."""
    with _copying(table, frame.columns) as copy:
        for part in frame.iter_slices(ROWS):
            copy.write(as_csv(part))


def insert_few(table: str, frame: pl.DataFrame) -> None:
    """Append a few rows in one statement, but for those a unique value of which is there already."""
    names = comma(frame.columns)
    execute(
        f"INSERT INTO {table} ({names}) SELECT {names} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) "
        "ON CONFLICT DO NOTHING",
        [frame.write_json()],
    )


def as_csv(frame: pl.DataFrame) -> bytes:
    """A frame as `copy_in` takes it: may be made in another thread."""
    lists = [(name, kind.inner) for name, kind in frame.schema.items() if isinstance(kind, pl.List)]
    buffer = BytesIO()
    frame.with_columns(_array(*one) for one in lists).write_csv(buffer, include_header=False)
    return buffer.getvalue()


def copy_in(table: str, columns: Sequence[str], content: bytes) -> None:
    """Append lines of `as_csv` to a table."""
    with _copying(table, columns) as copy:
        for start in range(0, len(content), PIECE):
            copy.write(content[start : start + PIECE])


def copy_file(table: str, columns: Sequence[str], file: IO[bytes]) -> None:
    """Append lines of `as_csv` that wait in a file, from its beginning."""
    file.seek(0)
    with _copying(table, columns) as copy:
        while piece := file.read(PIECE):
            copy.write(piece)


@contextmanager
def _copying(table: str, columns: Sequence[str]) -> Iterator[Any]:
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT csv)") as copy:
        yield copy


def _array(name: str, kind: Any) -> pl.Expr:
    """A list as PostgreSQL writes an array; `kind` is that of what is in it."""
    if kind.is_numeric():
        inside = pl.col(name).list.eval(pl.element().cast(pl.String)).list.join(",")
        return pl.concat_str(pl.lit("{"), inside, pl.lit("}")).alias(name)
    quoted = (
        pl.element()
        .cast(pl.String)
        .str.replace_all("\\", "\\\\", literal=True)
        .str.replace_all('"', '\\"', literal=True)
    )
    inside = pl.col(name).list.eval(pl.concat_str(pl.lit('"'), quoted, pl.lit('"'))).list.join(",")
    return pl.concat_str(pl.lit("{"), inside, pl.lit("}")).alias(name)
