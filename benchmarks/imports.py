"""Importing: a first load, the same again, and a day's changes, against what PostgreSQL needs for the bare rows.

F0 is a COPY of the file's bytes into a bare unlogged table; F1 a COPY of finished rows into tables shaped
like the SKU table and its history, then building those tables' own indexes. Rounds are interleaved.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks._rooms import room
from benchmarks.promise import Promise

ROWS, BRANDS, ROUNDS = 108_481, 38_596, 3


@dataclass
class Times:
    """Seconds of each round."""

    f0: list[float] = field(default_factory=list)
    f1: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    same: list[float] = field(default_factory=list)
    delta: list[float] = field(default_factory=list)
    written: int = 0


def run(rows: int = ROWS, brands: int = BRANDS, rounds: int = ROUNDS) -> list[Promise]:
    """The promises of `imports`, over a generated registry."""
    times = Times()
    with TemporaryDirectory(prefix="colabase-bench-") as scratch:
        files = _files(Path(scratch), rows, brands)
        for _round in range(rounds):
            _one_round(files, times)
    return _promises(times, rows)


def _promises(times: Times, rows: int) -> list[Promise]:
    f0, f1 = median(times.f0), median(times.f1)
    first, same, delta = median(times.first), median(times.same), median(times.delta)
    size = f"{rows:,} rows"
    return [
        Promise(
            "import: new rows / F1", first / f1, 3.0, 2.0, note=f"{size}: {first:.1f} s, F1 {f1:.2f} s, F0 {f0:.2f} s"
        ),
        Promise("import: unchanged, shuffled / F0", same / f0, 8.0, 5.0, note=f"{same:.2f} s"),
        Promise("import: unchanged, rows written", times.written, 0, 0, note="brands, SKUs, history, events"),
        Promise("import: 5 % changed, 2 % new / F0", delta / f0, 11.0, 8.0, note=f"{delta:.2f} s"),
    ]


def _files(folder: Path, rows: int, brands: int) -> dict[str, Path]:
    from apps.registry.generator import write_csv

    base = folder / "base.csv"
    write_csv(base, rows, brands, 5)
    header, *lines = base.read_text(encoding="utf-8").splitlines()
    rng = random.Random(5)
    shuffled = rng.sample(lines, len(lines))
    _save(folder / "same.csv", header, shuffled)
    changed = [_touched(line) if rng.random() < 0.05 else line for line in lines]
    extra = [_renumbered(line) for line in rng.sample(lines, rows // 50)]
    _save(folder / "delta.csv", header, changed + extra)
    return {"base": base, "same": folder / "same.csv", "delta": folder / "delta.csv"}


def _save(path: Path, header: str, lines: list[str]) -> None:
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")


def _touched(line: str) -> str:
    """Another serial number: a change that moves nothing."""
    parts = line.split(",")
    parts[2] = f"{parts[2]}X"
    return ",".join(parts)


def _renumbered(line: str) -> str:
    """A new record of the same brand: receipt code 002 has no numbers of the generator's."""
    start = line.index("001", 5) if line.startswith("'") else line.index("001", 4)
    return f"{line[:start]}002{line[start + 3 :]}"


def _one_round(files: dict[str, Path], times: Times) -> None:
    with room("bench-import"):
        times.f0.append(_f0(files["base"]))
        times.first.append(_import(files["base"]))
        before = _counts()
        times.same.append(_import(files["same"]))
        times.written += sum(abs(a - b) for a, b in zip(before, _counts(), strict=True))
        with _finished_rows() as copies:
            times.f1.append(_f1(copies))
        times.f0.append(_f0(files["base"]))
        times.delta.append(_import(files["delta"]))


def _import(path: Path) -> float:
    from apps.brands.services.imports import Silent, run_stored, store_files

    with path.open("rb") as stream:
        stored = store_files([(path.name, stream)])
    start = perf_counter()
    run_stored(stored, Silent())
    return perf_counter() - start


def _counts() -> list[int]:
    from apps.core.sql import scalar

    tables = ("brands_brand", "brands_sku", "brands_historicalbrand", "brands_historicalsku", "core_event")
    return [int(scalar(f"SELECT count(*) FROM {table}")) for table in tables]


def _f0(path: Path) -> float:
    from django.db import connection

    from apps.core.sql import execute

    execute("DROP TABLE IF EXISTS f0")
    execute("CREATE UNLOGGED TABLE f0 (" + ", ".join(f"c{i} text" for i in range(10)) + ")")
    start = perf_counter()
    into = "COPY f0 FROM STDIN (FORMAT csv, HEADER)"
    with connection.cursor() as cursor, cursor.copy(into) as copy, path.open("rb") as file:
        while chunk := file.read(1 << 20):
            copy.write(chunk)
    seconds = perf_counter() - start
    execute("DROP TABLE f0")
    return seconds


@contextmanager
def _finished_rows() -> Iterator[dict[str, bytes]]:
    """The rows of the SKU table and its history as COPY text."""
    from django.db import connection

    found: dict[str, bytes] = {}
    for table in ("brands_sku", "brands_historicalsku"):
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT") as copy:
            found[table] = b"".join(bytes(part) for part in copy)
    yield found


def _f1(copies: dict[str, bytes]) -> float:
    from django.db import connection, transaction

    from apps.core.sql import execute, fetch

    definitions: dict[str, list[str]] = {}
    for table in copies:
        execute(f"DROP TABLE IF EXISTS f1_{table}")
        execute(f"CREATE TABLE f1_{table} (LIKE {table})")
        rows = fetch("SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = %s::regclass", [table])
        definitions[table] = [_for_copy(row[0], table, i) for i, row in enumerate(rows)]
    start = perf_counter()
    with transaction.atomic():
        execute("SET LOCAL maintenance_work_mem = '256MB'")
        for table, content in copies.items():
            with connection.cursor() as cursor, cursor.copy(f"COPY f1_{table} FROM STDIN") as copy:
                copy.write(content)
            for definition in definitions[table]:
                execute(definition)
    seconds = perf_counter() - start
    for table in copies:
        execute(f"DROP TABLE f1_{table}")
    return seconds


def _for_copy(definition: str, table: str, number: int) -> str:
    """`CREATE INDEX name ON schema.table ...` for the copy of the table."""
    head, _on, tail = definition.partition(" ON ")
    kind = "CREATE UNIQUE INDEX" if "UNIQUE" in head else "CREATE INDEX"
    return f"{kind} f1_{table}_{number} ON f1_{table} {tail[tail.index('USING') :]}"
