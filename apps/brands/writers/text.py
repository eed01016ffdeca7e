"""CSV and JSON lines: UTF-8, one record a line, nothing but the rows."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson

from apps.brands.writers.table import Column, Row, Stamp, flat


class CsvWriter:
    """A header and rows; cells as in `table.flat`."""

    def __init__(self, path: Path, columns: Sequence[Column], stamp: Stamp) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._csv = csv.writer(self._file, lineterminator="\n")
        self._csv.writerow([column.name for column in columns])

    def __enter__(self) -> "CsvWriter":
        return self

    def __exit__(self, *_exc: Any) -> None:
        self._file.close()

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows."""
        self._csv.writerows([[flat(value) for value in row] for row in rows])


class JsonLinesWriter:
    """An object a line, with real lists; dates are ISO strings."""

    def __init__(self, path: Path, columns: Sequence[Column], stamp: Stamp) -> None:
        self._names = [column.name for column in columns]
        self._file = path.open("wb")

    def __enter__(self) -> "JsonLinesWriter":
        return self

    def __exit__(self, *_exc: Any) -> None:
        self._file.close()

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows."""
        names = self._names
        option = orjson.OPT_APPEND_NEWLINE
        self._file.writelines(orjson.dumps(dict(zip(names, row, strict=True)), option=option) for row in rows)
