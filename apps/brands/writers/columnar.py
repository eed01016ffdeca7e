"""Parquet: real lists, real dates, a row group a chunk, and the query in the file's metadata."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from apps.brands.writers.table import Column, Row, Stamp

TYPES = {"int": pa.int64(), "text": pa.string(), "date": pa.date32(), "list": pa.list_(pa.string())}


class ParquetWriter:
    """Rows as columns, compressed."""

    def __init__(self, path: Path, columns: Sequence[Column], stamp: Stamp) -> None:
        metadata = {f"colabase.{name}": text for name, text in stamp.lines()}
        metadata["colabase.query"] = orjson.dumps(_query(stamp)).decode()
        fields = [pa.field(column.name, TYPES[column.kind]) for column in columns]
        self._schema = pa.schema(fields, metadata=metadata)
        self._file = pq.ParquetWriter(path, self._schema, compression="zstd")

    def __enter__(self) -> "ParquetWriter":
        return self

    def __exit__(self, *_exc: Any) -> None:
        self._file.close()

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows as one row group."""
        if rows:
            columns = zip(*rows, strict=True)
            arrays = [pa.array(values, field.type) for values, field in zip(columns, self._schema, strict=True)]
            self._file.write_batch(pa.record_batch(arrays, schema=self._schema))


def _query(stamp: Stamp) -> dict[str, Any]:
    look = {"fields": list(stamp.fields), "sort": stamp.sort}
    told = {name: value for name, value in look.items() if value}
    return {"resource": stamp.resource, "filter": dict(stamp.filter), **told}
