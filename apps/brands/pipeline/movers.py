"""The rows to be placed: how they are read, and how many at once.

A first load of usual size is held as it was read. What is more than `AT_ONCE` is read back in parts, by ranges of normal
forms, which identity never looks across: memory stays as it is, however long the file.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import polars as pl

from apps.brands.pipeline.derive import is_first
from apps.brands.pipeline.evidence import look_up, permits_held, permits_of
from apps.brands.pipeline.naming import Name
from apps.brands.pipeline.places import THERE, Placed, find_there, place, together
from apps.brands.pipeline.reduced import Reduced
from apps.core.frames import read_rows, write_rows
from apps.core.sql import execute, scalar

AT_ONCE = 110_000
MOVERS = {
    "row": pl.Int32, "ttb_id": pl.Int64, "completed_date": pl.Date, "sku_id": pl.Int64, "permit": pl.String, "origin": pl.String,
    "category": pl.String, "brand_name": pl.String, "fanciful_name": pl.String,
}  # fmt: skip
HELD = ("completed_date", "permit", "origin", "category", "brand_name", "fanciful_name")
READ = (
    "SELECT row, ttb_id, completed_date, sku_id, permit, coalesce(origin, ''), category, "
    "brand_name, fanciful_name FROM delta WHERE moves"
)
SPELLED = {"brand_name": pl.String, "rows": pl.Int64}


def place_rows(name: Name) -> Placed:
    """Find the brand of every row of `delta` that moves. Nothing is written."""
    first = is_first()
    if int(scalar("SELECT count(*) FROM delta WHERE moves")) <= AT_ONCE:
        rows = read_rows(READ, MOVERS)
        return _place(_named(rows, name(_spellings(rows))), hold=first)
    parts = (_place(_of(names), hold=first) for names in _parts(name))
    return together(parts, Reduced() if first else None)


@contextmanager
def placing(name: Name, held: pl.DataFrame | None) -> Iterator[Future[Placed] | None]:
    """Place the rows of a first load in a thread, while the database compares: the answer holds if it finds all of them
    new. `held`: every row that enters (`HELD` and their numbers), as read; None where others may be met."""
    if held is None:
        yield None
        return
    none = pl.DataFrame(schema=THERE)
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="placer") as pool:
        rows = pool.submit(lambda: _named(_shaped(held), name(_spellings(held))))
        found = look_up(held["permit"].unique())
        yield pool.submit(lambda: place(rows.result(), none, permits_held(found), hold=True))


def _place(rows: pl.DataFrame, *, hold: bool = False) -> Placed:
    there = find_there(rows["normal_form"].unique())
    return place(rows, there, permits_of(pl.concat([rows["permit"], there["permit"]]).unique()), hold=hold)


def _named(rows: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    return rows.join(names, on="brand_name", how="left", maintain_order="left")


def _spellings(rows: pl.DataFrame) -> pl.Series:
    return rows["brand_name"].unique()


def _shaped(held: pl.DataFrame) -> pl.DataFrame:
    origin = pl.col("origin").fill_null("")
    return held.with_columns(origin, sku_id=pl.lit(None, pl.Int64)).select(*MOVERS)


def _parts(name: Name) -> Iterator[pl.DataFrame]:
    """The names of rows that move, in parts of about `AT_ONCE` rows; each is let go when the next is asked for."""
    waiting = _split(name)
    while waiting:
        yield waiting.pop()


def _split(name: Name) -> list[pl.DataFrame]:
    """All spellings of a normal form in one part; the last part comes first."""
    spelled = read_rows("SELECT brand_name, count(*) FROM delta WHERE moves GROUP BY 1", SPELLED)
    named = name(spelled["brand_name"]).join(spelled, on="brand_name")
    forms = named.group_by("normal_form").agg(pl.col("rows").sum()).sort("normal_form")
    forms = forms.select("normal_form", part=(pl.col("rows").cum_sum() - 1) // AT_ONCE)
    split = named.drop("rows").join(forms, on="normal_form").sort("part", descending=True)
    return split.partition_by("part", include_key=False, maintain_order=True)


def _of(names: pl.DataFrame) -> pl.DataFrame:
    """The rows that move under these names."""
    execute("DROP TABLE IF EXISTS spelled")
    execute("CREATE TEMP TABLE spelled (brand_name text) ON COMMIT DROP")
    write_rows("spelled", names.select("brand_name"))
    execute("ANALYZE spelled")
    return _named(read_rows(f"{READ} AND brand_name IN (SELECT s.brand_name FROM spelled s)", MOVERS), names)
