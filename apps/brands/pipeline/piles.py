"""The rows of an import by how they ended and by what was odd about them, in piles to page through."""

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO

import polars as pl

from apps.brands.models import Import, Pile
from apps.brands.pipeline.places import Placed
from apps.brands.pipeline.report import SETTLED, WARNED, WARNINGS
from apps.core.frames import as_csv, copy_file, read_rows, write_rows
from apps.core.sql import table
from apps.registry.intake.stage import ENTRIES, HELD_AT_MOST, Staged

CHUNK = 10_000
PILED = 20 * CHUNK  # rows worked out at once
TTB_DIGITS = 14
ENDED = {**ENTRIES, "outcome": pl.String}
COLUMNS = ["outcome", "chunk", "rows", "ttb_ids", "run_id", "warning"]


@contextmanager
def beside(run: Import, warnings: Collection[str], staged: Staged, placed: Placed) -> Iterator[Callable[[], None]]:
    """Row numbers and TTB IDs by outcome and by warning, a chunk for every 10,000 rows of the files.

    The outcomes are worked out in a thread while the caller writes, unless they are too many to be held beside
    what that needs; calling what this yields keeps them all.
    """
    ended = _outcomes(staged, placed)
    with TemporaryFile() as file, ThreadPoolExecutor(max_workers=1, thread_name_prefix="piles") as pool:
        ready = pool.submit(lambda: _fill(file, ended(), run.pk)) if staged.entered <= HELD_AT_MOST else None

        def keep() -> None:
            Pile.objects.filter(run=run).delete()
            if ready:
                ready.result()
                copy_file(table(Pile), COLUMNS, file)
            else:
                _keep(run.pk, ended(), "")
            _keep_warned(run.pk, warnings)

        yield keep


def _outcomes(staged: Staged, placed: Placed) -> Callable[[], pl.DataFrame]:
    """How every row ended that was not quarantined: what is neither new nor settled otherwise is unchanged. Asks the
    database at once, and joins when called."""
    entries = (
        read_rows("SELECT row, ttb_id FROM stage", ENTRIES)
        if staged.entries is None
        else staged.entries.select(*ENTRIES)
    )
    other = read_rows(f"SELECT row, ttb_id, outcome FROM ({SETTLED}) e WHERE outcome <> 'new'", ENDED)

    def ended() -> pl.DataFrame:
        new = placed.rows.filter(pl.col("sku_id").is_null()).select("row", "ttb_id", outcome=pl.lit("new"))
        settled = pl.concat([new, other])
        if settled.height == entries.height:
            return settled
        quiet = entries.join(settled, on="row", how="anti").with_columns(outcome=pl.lit("unchanged"))
        return pl.concat([settled, quiet])

    return ended


def _keep_warned(run: int, warnings: Collection[str]) -> None:
    for rule in WARNINGS:
        if rule.code in warnings:
            _keep(run, read_rows(_warned(rule.bit), ENDED), rule.code)
    if "superseded" in warnings:
        _keep(run, read_rows("SELECT row, ttb_id, 'unchanged' AS outcome FROM superseded", ENDED), "superseded")


def _warned(bit: int) -> str:
    return (
        f"SELECT w.row, w.ttb_id, coalesce(e.outcome, 'unchanged') FROM {WARNED} LEFT JOIN ({SETTLED}) e ON e.row = w.row "
        f"WHERE w.warnings & {bit} <> 0"
    )


def _keep(run: int, ended: pl.DataFrame, warning: str) -> None:
    for piles in _piles(ended, run, warning):
        write_rows(table(Pile), piles)


def _fill(file: IO[bytes], ended: pl.DataFrame, run: int) -> None:
    for piles in _piles(ended, run, ""):
        file.write(as_csv(piles))


def _piles(ended: pl.DataFrame, run: int, warning: str) -> Iterator[pl.DataFrame]:
    texts = pl.col("ttb_id").cast(pl.String).str.zfill(TTB_DIGITS)
    last = int(ended["row"].max() or 0)  # type: ignore[arg-type]
    for first in range(0, last + 1, PILED):
        part = ended.filter(pl.col("row").is_between(first, first + PILED, closed="left")).sort("row")
        piles = part.group_by("outcome", chunk=pl.col("row") // CHUNK).agg(rows="row", ttb_ids=texts)
        yield piles.select("outcome", "chunk", "rows", "ttb_ids", run_id=pl.lit(run), warning=pl.lit(warning))
