"""Workbooks (XLSX, XLS). Values are read as they were saved; formulas and links to other files are not followed."""

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence

import polars as pl
import python_calamine as calamine

from apps.registry.formats import errors
from apps.registry.formats.container import MB, Member
from apps.registry.formats.headers import HeaderMatch, recognise
from apps.registry.formats.tabular import Context, frame_of

_BATCH = 50_000
_HEADER_ROWS = 20  # titles and blank rows people leave above the header

Cell = object


class SheetTable:
    """The first sheet of a workbook with a known header, else the first that holds anything."""

    format = "sheet"
    encoding = ""

    def __init__(self, member: Member, context: Context) -> None:
        self._context = context
        self.size, self.sha256 = member.size, _digest(member)
        try:
            book = calamine.CalamineWorkbook.from_path(str(member.path))
            self._sheet, self._skip, self.header, self.match = _best_sheet(book, context)
        except calamine.PasswordError as error:
            raise errors.EncryptedFile(f"{context.name} is protected by a password.") from error
        except calamine.CalamineError as error:
            raise errors.BrokenSheet(f"{context.name} is no readable workbook.") from error

    def frames(self) -> Iterator[pl.DataFrame]:
        """The rows below the header that hold anything, numbered as in the sheet."""
        places, names = tuple(self.match.columns.values()), tuple(self.match.columns)
        rows: list[int] = []
        values: list[list[str | None]] = []
        for number, cells in _numbered(self._sheet):
            if number <= self._skip or not any(cell != "" for cell in cells):
                continue
            rows.append(number)
            values.append([cell_text(cells[i]) for i in places])
            if len(rows) == _BATCH:
                yield frame_of(names, rows, values, [0] * len(rows))
                rows, values = [], []
        if rows:
            yield frame_of(names, rows, values, [0] * len(rows))


def cell_text(cell: Cell) -> str | None:
    """A cell as text: whole numbers without `.0`, days in ISO form, nothing as None."""
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return None if cell is None else str(cell)


def _best_sheet(
    book: calamine.CalamineWorkbook, context: Context
) -> tuple[calamine.CalamineSheet, int, tuple[str, ...], HeaderMatch]:
    found = []
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        header = _header(sheet, context)
        if header is not None:
            found.append((sheet, *header))
            if header[2].kind != "unknown":
                return found[-1]
    if not found:
        raise errors.EmptyFile(f"{context.name} holds no rows.")
    return found[0]


def _header(sheet: calamine.CalamineSheet, context: Context) -> tuple[int, tuple[str, ...], HeaderMatch] | None:
    """Row number, texts and match of the header: the first row with a known one, else the first that is not blank."""
    if sheet.total_width > context.limits.columns:
        raise errors.TooManyColumns(f"{context.name} has {sheet.total_width:,} columns.")
    fallback = None
    for number, cells in _numbered(sheet):
        texts = tuple(cell_text(cell) or "" for cell in cells)
        if any(texts):
            match = recognise(texts, context.mapping)
            if match.kind != "unknown":
                return number, texts, match
            fallback = fallback or (number, texts, match)
        if number > _HEADER_ROWS and fallback:
            break
    return fallback


def _numbered(sheet: calamine.CalamineSheet) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Rows with their numbers in the sheet, from 1."""
    start = sheet.start[0] if sheet.start else 0
    return enumerate(sheet.iter_rows(), start=start + 1)


def _digest(member: Member) -> str:
    digest = hashlib.sha256()
    with member.path.open("rb") as file:
        while block := file.read(MB):
            digest.update(block)
    return digest.hexdigest()
