"""Writing an export to disk: one moment of the data, in bounded memory, whole or not at all."""

import errno
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from django.db import connection, transaction
from django.utils import timezone

from apps.brands.selectors import export_rows
from apps.brands.selectors.export_look import Look
from apps.brands.writers.formats import FORMATS
from apps.brands.writers.table import Stamp
from apps.core.sql import execute

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class ExportFailed(RuntimeError):
    """The file could not be written; nothing of it was left."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.hint = code, hint


class Progress(Protocol):
    """Who watches."""

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Tell how far; raises `Cancelled` when a stop was asked for."""


@dataclass(frozen=True)
class Asked:
    """What to export: a list, in a format, under the list's filters; its own columns and order unless named."""

    resource: str
    format: str
    filter: Mapping[str, Sequence[str]]
    fields: Sequence[str] = ()
    sort: str = ""


@dataclass(frozen=True)
class Made:
    """A written file: rows, bytes, and the moment it shows."""

    rows: int
    size: int
    moment: datetime


def make_file(asked: Asked, path: Path, watch: Progress) -> Made:
    """Write the rows to `path`. Raises `ExportFailed`, `Cancelled`, `UnknownFilter`, `BadFilter`."""
    draft = path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}.part")
    try:
        with _one_moment() as moment:
            rows = _write(asked, draft, moment, watch)
        _settle(draft)
        size = draft.stat().st_size
        os.replace(draft, path)
    except OSError as error:
        raise _failure(error) from error
    finally:
        draft.unlink(missing_ok=True)
    return Made(rows, size, moment)


def _write(asked: Asked, draft: Path, moment: datetime, watch: Progress) -> int:
    about = FORMATS[asked.format]
    look = Look(tuple(asked.fields), asked.sort)
    query = export_rows.query(asked.resource, asked.filter, is_flat=about.is_flat, look=look)
    total, done = query.count(), 0
    watch.progress(0, total, "Writing")
    with about.writer(
        draft, query.columns, Stamp(asked.resource, asked.filter, moment, tuple(asked.fields), asked.sort)
    ) as out:
        for chunk in query.chunks():
            out.write(chunk)
            done += len(chunk)
            watch.progress(done, total, "Writing")
    return done


@contextmanager
def _one_moment() -> Iterator[datetime]:
    """A transaction that sees the data as they are now. Inside another one it sees what that one sees."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield timezone.now()


def _settle(draft: Path) -> None:
    """On disk before it gets its name."""
    with draft.open("rb") as written:
        os.fsync(written.fileno())


def _failure(error: OSError) -> ExportFailed:
    if error.errno in FULL:
        return ExportFailed("disk_full", "The disk is full; nothing of the file was kept.", "Free space, try again.")
    return ExportFailed("not_written", f"The file could not be written: {error.strerror}.", "Check the folder.")


def nothing_watching() -> Any:
    """A watch for those who need none."""

    class Silent:
        def progress(self, done: int, total: int | None = None, message: str = "") -> None:
            """Nobody asks."""

    return Silent()
