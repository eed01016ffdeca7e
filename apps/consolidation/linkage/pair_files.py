"""Files of pairs of names: `name_a, name_b` and, if known, `id` and permits, origins, classes, websites of both."""

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from apps.consolidation.linkage.records import Brands

_COLUMNS = {"permit": "permits", "origin": "origins", "class": "classes", "website": "websites"}
_BATCH = 20_000
_NOTHING = frozenset(("", "N/A", "NA", "NAN", "NULL", "NONE", "-"))


class NotPairs(ValueError):
    """The file has no columns `name_a` and `name_b`."""


@dataclass(frozen=True, slots=True)
class PairRows:
    """Some rows of a file: both sides as tables whose rows belong together, and the ids the file gives, if it does."""

    left: Brands
    right: Brands
    ids: list[str] | None


def read_pairs(path: Path) -> Iterator[PairRows]:
    """The rows of a file in batches, in order. Raises NotPairs when the header lacks a name."""
    text = _text(path.read_bytes())
    with io.StringIO(text, newline="") as stream, _fields_of(len(text)):
        reader = csv.DictReader(stream)
        reader.fieldnames = [(name or "").strip().lower().replace(" ", "_") for name in reader.fieldnames or ()]
        if not {"name_a", "name_b"} <= set(reader.fieldnames):
            raise NotPairs(f"{path.name} has no columns name_a and name_b.")
        has_id = "id" in reader.fieldnames
        batch: list[Mapping[str, str | None]] = []
        for row in reader:
            batch.append(row)
            if len(batch) == _BATCH:
                yield _rows(batch, has_id)
                batch = []
        if batch:
            yield _rows(batch, has_id)


@contextmanager
def _fields_of(length: int) -> Iterator[None]:
    """A name may be of any length, and every row is answered. The limit is the whole process's: it is put back."""
    before = csv.field_size_limit()
    csv.field_size_limit(max(before, length))
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _rows(batch: list[Mapping[str, str | None]], has_id: bool) -> PairRows:
    ids = [row.get("id") or "" for row in batch] if has_id else None
    return PairRows(_side(batch, "a"), _side(batch, "b"), ids)


def _side(batch: list[Mapping[str, str | None]], side: str) -> Brands:
    lists = {column: [_values(row.get(f"{name}_{side}")) for row in batch] for name, column in _COLUMNS.items()}
    first = 1 if side == "a" else 1 + len(batch)
    return Brands(
        ids=range(first, first + len(batch)),
        names=[row.get(f"name_{side}") or "" for row in batch],
        permits=lists["permits"],
        origins=lists["origins"],
        classes=lists["classes"],
        websites=lists["websites"],
    )


def _values(cell: str | None) -> list[str]:
    """The values of a cell; lists are joined by semicolons."""
    parts = [part.strip() for part in (cell or "").split(";")]
    return [part for part in parts if part.upper() not in _NOTHING]
