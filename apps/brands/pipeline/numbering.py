"""Ids for what is written: brands to be made, and the SKUs and brands of every row that moves."""

from dataclasses import dataclass

import polars as pl

from apps.brands.pipeline.places import Placed
from apps.core.frames import write_rows
from apps.core.sql import execute, scalar


@dataclass(frozen=True)
class Numbered:
    """`made`: the brands to make, with `id`; `rows`: row, ttb_id, `sku_id`, `brand_id` of every row, whether it `is_new`."""

    made: pl.DataFrame
    rows: pl.DataFrame


def number_brands(placed: Placed) -> Numbered:
    """Give ids to the brands to be made, in the order of their names, and say the brand and id of every row.

    Temporary tables: `made_brands`; `homes` (row, brand_id, sku_id). The tables must be locked against other writers.
    """
    made, fresh, new = placed.made, pl.col("keeps").is_null(), pl.col("sku_id").is_null()
    made = made.with_columns(id=pl.coalesce("keeps", _ids("brands_brand", fresh, placed.brands_new)))
    homes = made.select(place=pl.int_range(pl.len(), dtype=pl.Int64), made_id="id")
    rows = placed.rows.join(homes, on="place", how="left", maintain_order="left")
    ids = _ids("brands_sku", new, rows["sku_id"].null_count())
    rows = rows.select(
        "row", "ttb_id", pl.coalesce("brand_id", "made_id"), is_new=new, sku_id=pl.coalesce("sku_id", ids)
    )
    _keep_made(made)
    _keep_homes(rows)
    return Numbered(made, rows)


def _ids(name: str, wanted: pl.Expr, count: int) -> pl.Expr:
    """An id for every line that wants one, `count` in all, in their order."""
    return wanted.cum_sum().cast(pl.Int64) - 1 + take_ids(name, count)


def _keep_made(made: pl.DataFrame) -> None:
    execute("DROP TABLE IF EXISTS made_brands")
    execute(
        "CREATE TEMP TABLE made_brands (id bigint, normal_form text, source_name text, display_name text, "
        "row integer, fresh boolean) ON COMMIT DROP"
    )
    fresh = pl.col("keeps").is_null().alias("fresh")
    write_rows("made_brands", made.select("id", "normal_form", "source_name", "display_name", "row", fresh))


def _keep_homes(rows: pl.DataFrame) -> None:
    execute("DROP TABLE IF EXISTS homes")
    execute("CREATE TEMP TABLE homes (row integer, brand_id bigint, sku_id bigint) ON COMMIT DROP")
    write_rows("homes", rows.select("row", "brand_id", "sku_id"))
    execute("ANALYZE homes")
    if not rows["is_new"].all():
        execute("UPDATE delta d SET brand_id = h.brand_id FROM homes h WHERE h.row = d.row AND NOT d.is_new")


def take_ids(name: str, count: int) -> int:
    """The first of `count` ids in a row, taken from a table's sequence. The table must be locked."""
    if not count:
        return 0
    sequence = scalar("SELECT pg_get_serial_sequence(%s, 'id')", [name])
    return int(scalar("SELECT setval(%s, nextval(%s) + %s)", [sequence, sequence, count - 1])) - count + 1
