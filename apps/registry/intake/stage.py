"""The staging table every COLA file goes through, by COPY, whoever the rows are for.

Temporary tables of the running transaction: `stage` holds rows that may enter, `rejects` the others
with their reasons. Row numbers count on over several files: a file's rows begin after its offset.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

import orjson
import polars as pl
from django.db import connection

from apps.core.frames import as_csv
from apps.core.sql import execute
from apps.core.turns import ahead
from apps.registry.checks.batch import CheckedBatch, check_batch
from apps.registry.checks.rules import mask_of
from apps.registry.formats import codes
from apps.registry.formats.headers import COLA_COLUMNS, recognise
from apps.registry.formats.ids import permit_text
from apps.registry.formats.names import normal_form
from apps.registry.formats.reader import ColaReader, FileInfo, FileWarning, Irregular, RawBatch, repaired_batch
from apps.registry.formats.repair import Split, choose, splits
from apps.registry.intake.copier import Copier, copy_bytes, copy_rows

STAGED = (*COLA_COLUMNS, "category")
FIELD_COUNT = mask_of(["field_count"])
COMMA_REPAIRED = mask_of(["comma_repaired"])

CREATE = """
CREATE TEMP TABLE stage (
    row integer NOT NULL, ttb_id text NOT NULL, permit text NOT NULL, serial text, completed_date date,
    fanciful_name text, brand_name text NOT NULL, origin text, origin_desc text, class_type text,
    class_type_desc text, status text, website text, category text NOT NULL, warnings integer NOT NULL
) ON COMMIT DROP;
CREATE TEMP TABLE rejects (
    row integer NOT NULL, reasons integer NOT NULL, warnings integer NOT NULL, raw jsonb NOT NULL,
    suggestion text NOT NULL DEFAULT ''
) ON COMMIT DROP;
"""

ENTRIES = {"row": pl.Int32, "ttb_id": pl.Int64}
HELD_AT_MOST = 250_000  # rows of which more than the two numbers may be kept in memory
KnownBrands = Callable[[list[str]], set[tuple[str, str]]]


class Watch(Protocol):
    """What staging tells while it reads; a job's run fits."""

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Rows so far, rows expected, and what is being done. May raise to stop."""


@dataclass
class Staged:
    """What was read: numbers, the files with the offset of each, warnings about whole files; whether a TTB ID came
    twice, whether any row has a warning, and the importer permits (`ST-I-N`) met, where reading has told."""

    rows: int = 0
    entered: int = 0
    rejected: int = 0
    files: list[FileInfo] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    warnings: list[FileWarning] = field(default_factory=list)
    twice: bool = False
    warned: bool = True
    importers: set[str] | None = None
    entries: pl.DataFrame | None = None


def create_tables() -> None:
    """Make the two temporary tables; they go with the transaction."""
    execute("DROP TABLE IF EXISTS stage, rejects CASCADE")  # what looks at their rows goes too
    execute(CREATE)


def stage_files(
    reader: ColaReader,
    *,
    today: date,
    known_brands: KnownBrands,
    watch: Watch,
    total_bytes: int = 0,
    on_batch: Callable[[pl.DataFrame], None] | None = None,
    keep: Sequence[str] = (),
) -> Staged:
    """Read, check and copy every row. `known_brands(permits)` gives (permit, normal form) pairs of the place
    the rows go to; it decides which broken line can be mended. `keep`: columns to hold of every
    row that enters, unless there are more than `HELD_AT_MOST`."""
    execute("SELECT 1")  # the search path is set before the connection is lent
    with Copier() as copier:
        staged, stager = Staged(), _Stager(reader, today, copier, on_batch, keep)
        for batch, checked in ahead((batch, stager.check(batch)) for batch in ahead(reader)):
            stager.take(batch, checked, staged)
            watch.progress(staged.rows, _expected(stager, staged, total_bytes), "Reading and checking")
        copier.wait()
        staged.files, staged.warnings = list(reader.files), list(reader.warnings)
        stager.fill_offsets(staged)
        _mend(reader.irregular, known_brands, stager, staged)
        copier.wait()
    entries = stager.entries()
    staged.entries, staged.twice = entries, entries["ttb_id"].n_unique() < entries.height
    staged.warned, staged.importers = stager.warned, stager.importers
    execute("ANALYZE stage (row, ttb_id)")
    return staged


def _expected(stager: "_Stager", staged: Staged, total_bytes: int) -> int | None:
    """Rows expected in all, from bytes per row so far."""
    if not total_bytes or not stager.text_bytes:
        return None
    return max(staged.rows, round(total_bytes * staged.rows / stager.text_bytes))


class _Stager:
    def __init__(
        self,
        reader: ColaReader,
        today: date,
        copier: Copier,
        on_batch: Callable[[pl.DataFrame], None] | None = None,
        keep: Sequence[str] = (),
    ) -> None:
        self.reader, self.today, self.copier, self._on_batch = reader, today, copier, on_batch
        self.text_bytes = 0
        self._highest: dict[int, int] = {}
        self._entries: list[pl.DataFrame] = []
        self._kept = keep
        self.warned = False
        self.importers: set[str] = set()

    def check(self, batch: RawBatch) -> CheckedBatch:
        """What checking makes of a batch; a thread may do it."""
        return check_batch(batch, today=self.today, present=self.reader.files[batch.file].columns)

    def take(self, batch: RawBatch, checked: CheckedBatch, staged: Staged) -> None:
        """Count one batch and copy what of it enters."""
        self.fill_offsets(staged, upto=batch.file)
        offset = staged.offsets[batch.file]
        self._note(batch.file, int(batch.frame["row"].max() or 0))  # type: ignore[arg-type]
        good = checked.frame.filter(pl.col("reasons") == 0)
        bad = checked.rejected
        staged.rows += checked.frame.height
        staged.counts[batch.file] += checked.frame.height
        staged.entered += good.height
        staged.rejected += bad.height
        self.text_bytes += int(batch.frame.estimated_size())
        if self._on_batch:
            self._on_batch(good)
        permits = good["permit"].unique()
        self.importers.update(permits.filter(permits.str.contains(r"^[A-Z]{2}-I-[0-9]+$")))
        self.warned = self.warned or bool((good["warnings"] != 0).any())
        good = _with_category(good)
        self._keep(good, offset)
        self.copier.do(_stage_copy(good, offset))
        if bad.height:
            self.copier.do(_rejects_copy(_raw_rows(bad, offset)))

    def _keep(self, good: pl.DataFrame, offset: int) -> None:
        self._entries.append(good.select(pl.col("row") + offset, pl.col("ttb_id").cast(pl.Int64), *self._kept))
        if self._kept and sum(map(len, self._entries)) > HELD_AT_MOST:
            self._kept, self._entries = (), [frame.select(*ENTRIES) for frame in self._entries]

    def entries(self) -> pl.DataFrame:
        """Row and TTB ID of every row that enters, twelve bytes each, and the columns to be kept where they are few."""
        return pl.concat(self._entries) if self._entries else pl.DataFrame(schema=ENTRIES)

    def fill_offsets(self, staged: Staged, upto: int | None = None) -> None:
        """Give every file begun so far its offset: the rows of all files before it."""
        last = len(self.reader.files) - 1 if upto is None else upto
        while len(staged.offsets) <= last:
            before = len(staged.offsets) - 1
            start = staged.offsets[before] + self._length(before) if before >= 0 else 0
            staged.offsets.append(start)
            staged.counts.append(0)

    def _note(self, file: int, row: int) -> None:
        self._highest[file] = max(self._highest.get(file, 0), row)

    def _length(self, file: int) -> int:
        odd = max((i.row for i in self.reader.irregular if i.file == file), default=0)
        return max(self._highest.get(file, 0), odd)


def _with_category(frame: pl.DataFrame) -> pl.DataFrame:
    """The category by class/type code, each distinct pair of code and description looked up once."""
    pairs = frame.select("class_type", "class_type_desc").unique()
    names = [category(code, text) for code, text in pairs.iter_rows()]
    table = pairs.with_columns(pl.Series("category", names, pl.String))
    return frame.join(table, on=["class_type", "class_type_desc"], how="left", nulls_equal=True, maintain_order="left")


def category(code: str | None, description: str | None) -> str:
    """What a product is, for lists and charts; "Other" where nothing tells."""
    found = codes.class_type(code) if code else None
    if found:
        return found.category
    return (codes.category_by_description(description) if description else None) or "Other"


@contextmanager
def copying(table: str, columns: str) -> Iterator[Any]:
    """A COPY into a table; write CSV, as bytes, to what it yields."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN (FORMAT csv)") as copy:
        yield copy


def _stage_copy(frame: pl.DataFrame, offset: int) -> Callable[[Any], None]:
    shaped = frame.select(pl.col("row") + offset, *STAGED, pl.col("warnings").cast(pl.Int64))
    statement = f"COPY stage (row, {', '.join(STAGED)}, warnings) FROM STDIN (FORMAT csv)"
    return copy_bytes(statement, as_csv(shaped))


def _raw_rows(frame: pl.DataFrame, offset: int) -> Iterator[tuple[int, int, int, dict[str, Any], str]]:
    for row in frame.iter_rows(named=True):
        raw = {name: row[name] for name in COLA_COLUMNS if row[name] is not None}
        yield row["row"] + offset, row["reasons"], row["warnings"], raw, ""


def _rejects_copy(rows: Iterable[tuple[int, int, int, dict[str, Any], str]]) -> Callable[[Any], None]:
    shaped = [
        (row, reasons, warnings, orjson.dumps(_without_nul(raw)).decode(), suggestion)
        for row, reasons, warnings, raw, suggestion in rows
    ]
    return copy_rows("COPY rejects (row, reasons, warnings, raw, suggestion) FROM STDIN", shaped)


def _without_nul(raw: Any) -> Any:
    """The database takes every character but this one."""
    if isinstance(raw, dict):
        return {name: _without_nul(value) for name, value in raw.items()}
    if isinstance(raw, list):
        return [_without_nul(value) for value in raw]
    return raw.replace("\x00", "") if isinstance(raw, str) else raw


# -- broken lines --------------------------------------------------------------------------


def _mend(irregular: list[Irregular], known_brands: KnownBrands, stager: _Stager, staged: Staged) -> None:
    """Mend what has one sure reading, reject the rest with the readings as suggestions."""
    if not irregular:
        return
    ways = [splits(one.fields, len(one.header), _columns(one)) for one in irregular]
    permits = sorted({way.permit for found in ways for way in found})
    known = known_brands(permits) | _known_in_file(permits)
    sure: dict[int, list[tuple[int, dict[str, str | None], int]]] = {}
    broken = []
    for one, found in zip(irregular, ways, strict=True):
        way = choose(found, lambda permit, brand: (permit_text(permit), normal_form(brand)) in known)
        if way:
            sure.setdefault(one.file, []).append((one.row, dict(way.values), COMMA_REPAIRED))
        else:
            broken.append((one, found))
    for file, rows in sure.items():
        batch = repaired_batch(file, rows)
        stager.take(batch, stager.check(batch), staged)
    stager.copier.do(_rejects_copy(_rejected(one, found, staged) for one, found in broken))
    staged.rows += len(broken)
    staged.rejected += len(broken)
    for one, _found in broken:
        staged.counts[one.file] += 1


def _columns(one: Irregular) -> list[str] | None:
    places = recognise(one.header).columns
    ordered = sorted(places, key=lambda name: places[name])
    return ordered if len(ordered) == len(one.header) else None


def _known_in_file(permits: list[str]) -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT permit, brand_name FROM stage WHERE permit = ANY(%s)", [[permit_text(p) for p in permits]]
        )
        return {(permit, normal_form(name)) for permit, name in cursor.fetchall()}


def _rejected(one: Irregular, found: list[Split], staged: Staged) -> tuple[int, int, int, dict[str, Any], str]:
    row = one.row + staged.offsets[one.file]
    raw: dict[str, Any] = {"fields": list(one.fields)}
    readings = " · ".join(
        f"fanciful “{way.values['fanciful_name']}”, brand “{way.values['brand_name']}”" for way in found[:5]
    )
    return row, FIELD_COUNT, 0, raw, f"Either {readings}" if readings else ""
