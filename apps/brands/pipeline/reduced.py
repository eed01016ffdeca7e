"""What is derived from a first load too long to be held: worked out from each part while it is in memory."""

from dataclasses import dataclass, field

import polars as pl

from apps.brands.models import BrandSummary
from apps.brands.pipeline.summaries import permit_summaries_of, summaries_of
from apps.core.frames import write_rows
from apps.core.sql import columns, comma, execute, table


@dataclass
class Reduced:
    """Of all parts so far: `made` brands; (number, brand_count, sku_count) of permits; distinct `fanciful` names; `aliases`
    as (place, alias, normal form of the brand). Summaries wait in a temporary table, under the brand's place.

    A brand is never in two parts.
    """

    made: int = 0
    permits: list[pl.DataFrame] = field(default_factory=list)
    fanciful: list[pl.Series] = field(default_factory=list)
    aliases: list[pl.DataFrame] = field(default_factory=list)

    def __post_init__(self) -> None:
        execute("DROP TABLE IF EXISTS reduced")
        execute(f"CREATE TEMP TABLE reduced (LIKE {table(BrandSummary)}) ON COMMIT DROP")

    def take(self, rows: pl.DataFrame, made: pl.DataFrame) -> None:
        """A part: its rows, each with the `place` of its brand among the part's `made`."""
        rows = rows.with_columns(brand_id=pl.col("place") + self.made)
        named = made.select("source_name", brand_id=pl.int_range(pl.len(), dtype=pl.Int64) + self.made)
        summaries = summaries_of(named, rows)
        write_rows("reduced", summaries)
        self.permits.append(permit_summaries_of(rows.select("permit", "brand_id")))
        self.fanciful.append(rows["fanciful_name"].drop_nulls().unique())
        self.aliases.append(aliases_of(summaries, named.with_columns(made["normal_form"])))
        self.made += made.height

    def permit_counts(self) -> pl.DataFrame:
        """Rows of `brands_permitsummary`."""
        return pl.concat(self.permits).group_by("number").sum().sort("number")

    def write_summaries(self, first: int) -> None:
        """Give the summaries to their brands, whose ids begin with `first` in the order of their places."""
        names = columns(BrandSummary)
        picked = ", ".join("brand_id + %s" if name == "brand_id" else name for name in names)
        execute(f"INSERT INTO {table(BrandSummary)} ({comma(names)}) SELECT {picked} FROM reduced", [first])


def aliases_of(summaries: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    """brand_id, alias and the brand's own `normal_form` of every other name of a brand."""
    found = summaries.select("brand_id", alias="aliases").explode("alias").drop_nulls()
    return found.join(named.select("brand_id", "normal_form"), on="brand_id")
