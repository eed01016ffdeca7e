"""What columns a stored file has, with a few values each: for naming them by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from apps.brands.models import Import
from apps.brands.services.imports import sources
from apps.core.services.storage import path_of
from apps.registry.formats.container import DEFAULT, Member, open_members
from apps.registry.formats.headers import COLA_COLUMNS, recognise
from apps.registry.formats.reader import open_table
from apps.registry.formats.tabular import Context, Irregulars, Table

SAMPLES = 3


@dataclass(frozen=True)
class FileColumn:
    """One column of a file: its header, some values, and what we take it for ("" for nothing)."""

    header: str
    samples: list[str]
    guess: str


def columns_of(run: Import) -> list[FileColumn]:
    """The columns of an import's first file. Raises `FormatError` when it cannot be read at all."""
    file = run.files.order_by("position").first()
    if file is None:
        return []
    sources(run)
    member = next(iter(open_members(path_of(file.path), file.name, DEFAULT)))
    header = _table(member, dict(run.mapping)).header
    guesses = _guesses(header, dict(run.mapping))
    samples = _samples(member, header)
    return [FileColumn(name, samples.get(name, []), guesses.get(name, "")) for name in header if name.strip()]


def _guesses(header: tuple[str, ...], mapping: dict[str, str]) -> dict[str, str]:
    match = recognise(header, mapping)
    found = {header[place]: column for column, place in match.columns.items() if column in COLA_COLUMNS}
    return {name: column for column, name in match.nearest.items()} | found


def _table(member: Member, mapping: dict[str, str]) -> Table:
    return open_table(member, Context(0, member.name, DEFAULT, mapping, Irregulars(DEFAULT.irregular)))


def _samples(member: Member, header: tuple[str, ...]) -> dict[str, list[str]]:
    """A few values under each header. Tables only give columns they know: each is lent a known name in turn."""
    found: dict[str, list[str]] = {}
    for names in _groups([name for name in header if name.strip()], len(COLA_COLUMNS)):
        lent = dict.fromkeys(header, "") | dict(zip(names, COLA_COLUMNS, strict=False))
        frame = next((f for f in _table(member, lent).frames() if f.height), None)
        if frame is None:
            break
        head = frame.head(SAMPLES)
        found |= {n: [str(v) for v in head[lent[n]] if v] for n in names if lent[n] in head.columns}
    return found


def _groups(names: list[str], size: int) -> Iterator[list[str]]:
    rest = iter(names)
    while group := list(islice(rest, size)):
        yield group
