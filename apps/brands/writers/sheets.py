"""XLSX in bounded memory. Cells are text or numbers, never formulas or links."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from apps.brands.writers.table import Column, Row, Stamp, flat

ROWS = 1_048_576  # of a sheet, with its header
CELL = 32_767  # characters
CUT = " … (cut: a cell holds no more)"


class XlsxWriter:
    """A sheet named after the list, a second named About, and further ones where a sheet is full.

    What lies on disk meanwhile lies in a folder of its own beside the file, gone at the end whatever happens.
    """

    def __init__(self, path: Path, columns: Sequence[Column], stamp: Stamp, *, sheet_rows: int = ROWS) -> None:
        self._columns, self._limit = columns, sheet_rows
        self._folder = tempfile.TemporaryDirectory(prefix=".xlsx-", dir=path.parent)
        options = {"constant_memory": True, "tmpdir": self._folder.name, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(str(path), options)
        self._bold = self._book.add_format({"bold": True})
        self._title, self._sheets = stamp.resource.title(), 0
        self._start_sheet()
        self._about(stamp)

    def __enter__(self) -> "XlsxWriter":
        return self

    def __exit__(self, kind: Any, *_exc: Any) -> None:
        try:
            if kind is None:
                self._book.close()
            else:
                self._abandon()
        finally:
            self._folder.cleanup()

    def _abandon(self) -> None:
        """Let go of open files; a book that is never closed would be finished by its destructor."""
        self._book.fileclosed = True
        for sheet in self._book.worksheets():
            handle = getattr(sheet, "row_data_fh", None) or getattr(sheet, "fh", None)
            if handle is not None:
                handle.close()

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows, opening a further sheet when one is full."""
        for row in rows:
            if self._at == self._limit:
                self._start_sheet()
            self._write_row(row)

    def _write_row(self, row: Row) -> None:
        sheet, at = self._sheet, self._at
        for place, value in enumerate(row):
            if type(value) is int:
                sheet.write_number(at, place, value)
            elif value is not None and (text := flat(value)):
                sheet.write_string(at, place, text if len(text) <= CELL else text[: CELL - len(CUT)] + CUT)
        self._at += 1

    def _start_sheet(self) -> None:
        self._sheets += 1
        self._sheet = self._book.add_worksheet(self._title if self._sheets == 1 else f"{self._title} {self._sheets}")
        self._sheet.freeze_panes(1, 0)
        for place, column in enumerate(self._columns):
            self._sheet.write_string(0, place, column.name, self._bold)
        self._at = 1

    def _about(self, stamp: Stamp) -> None:
        lines = stamp.lines()
        sheet = self._book.add_worksheet("About")
        for at, (name, text) in enumerate(lines):
            sheet.write_string(at, 0, name, self._bold)
            sheet.write_string(at, 1, text[:CELL])
        about = dict(lines)
        self._book.set_properties(
            {
                "title": f"Colabase: {about['list']}",
                "subject": about["filter"][:255],
                "comments": f"As of {about['moment']}",
                "created": stamp.moment.replace(tzinfo=None),
            }
        )
