"""What is derived from an import's rows: summaries and names to search for.

A first load knows every row already: both are worked out beside the writing, from the frames it was placed with.
Later ones are read back from what is there.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from apps.brands.pipeline.search_names import Found, Lines, fill_search_names, lines_of, refresh_search_names
from apps.brands.pipeline.summaries import FACTS, permits_of, refresh_delta, summaries_of
from apps.core.frames import as_csv, copy_in
from apps.core.sql import scalar

Ready = tuple[list[str], bytes]
"""Columns of a table, and lines for them."""


class Derived(Protocol):
    """Writes the derived tables once the rows are written."""

    def write(self) -> None:
        """Bring summaries and search names up to date."""


def is_first() -> bool:
    """Whether the workspace has no brands, SKUs, summaries and names yet."""
    tables = ("brands_sku", "brands_brand", "brands_brandsummary", "brands_permitsummary", "brands_searchname")
    return not any(scalar(f"SELECT EXISTS (SELECT 1 FROM {name})") for name in tables)


@contextmanager
def beside(first: bool, made: pl.DataFrame, rows: pl.DataFrame) -> Iterator[Derived]:
    """Work out what is derived while the caller writes. `made`: the new brands; `rows`: every row that moves,
    with its brand's id."""
    if not first:
        yield Later()
        return
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="derive") as pool:
        summaries = pool.submit(_summaries, rows)
        counts = pool.submit(lambda: _ready(permits_of(rows.select("permit", "brand_id"))))
        ready = pool.submit(lambda: _ready(summaries.result()))
        yield First(ready, counts, pool.submit(lambda: lines_of(_names(made, rows, summaries.result()))))


class Later:
    """A delta: what it touched is read back."""

    def write(self) -> None:
        """After the rows."""
        refresh_delta()
        refresh_search_names("touched_brands", "(SELECT fanciful_name FROM delta WHERE is_new OR changed) d")


@dataclass(frozen=True)
class First:
    """A first load: all is known."""

    brands: Future[Ready]
    permits: Future[Ready]
    lines: Future[Lines]

    def write(self) -> None:
        """After the rows, for the summaries point at brands."""
        copy_in("brands_brandsummary", *self.brands.result())
        copy_in("brands_permitsummary", *self.permits.result())
        fill_search_names(self.lines.result())


def _ready(frame: pl.DataFrame) -> Ready:
    return frame.columns, as_csv(frame)


def _summaries(rows: pl.DataFrame) -> pl.DataFrame:
    named = rows.select("brand_id", source_name="made_name").unique("brand_id")
    return summaries_of(named.sort("brand_id"), rows.select(*FACTS))


def _names(made: pl.DataFrame, rows: pl.DataFrame, summaries: pl.DataFrame) -> Iterator[Found]:
    """Every name once, by kind."""
    yield from (("brand", form, 0, "") for form in made["normal_form"].unique())
    yield from (("fanciful", name, 0, "") for name in rows["fanciful_name"].drop_nulls().unique())
    forms = rows.select("brand_id", "normal_form").unique("brand_id")
    aliases = summaries.select("brand_id", "aliases").explode("aliases").drop_nulls().join(forms, on="brand_id")
    yield from (("alias", alias, brand, form) for brand, alias, form in aliases.iter_rows())
