"""What is derived from an import's rows: summaries and names to search for.

A first load knows every row already: both are worked out beside the writing, from the frames it was placed with.
Later ones are read back from what is there.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Protocol

import polars as pl

from apps.brands.pipeline.numbering import Numbered
from apps.brands.pipeline.places import Placed
from apps.brands.pipeline.reduced import Reduced, aliases_of
from apps.brands.pipeline.search_names import Lines, fill_search_names, lines_of, refresh_search_names
from apps.brands.pipeline.summaries import permit_summaries_of, refresh_delta, summaries_of
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
    return not scalar("SELECT " + " OR ".join(f"EXISTS (SELECT 1 FROM {name})" for name in tables))


@contextmanager
def beside(placed: Placed, numbered: Numbered) -> Iterator[Derived]:
    """Work out what is derived while the caller writes, where a first load is held or was reduced."""
    with TemporaryFile() as file, ThreadPoolExecutor(max_workers=1, thread_name_prefix="derive") as pool:
        if placed.facts is not None:
            yield _of_held(_Work(pool, file), placed.facts, numbered)
        elif placed.reduced is not None:
            yield _of_reduced(_Work(pool, file), placed.reduced, numbered.made)
        else:
            yield Later()


@dataclass(frozen=True)
class _Work:
    """A thread, and a file for its lines."""

    pool: ThreadPoolExecutor
    file: IO[bytes]

    def lines(self, forms: pl.Series, fanciful: pl.Series, aliases: Callable[[], pl.DataFrame]) -> Future[Lines]:
        return self.pool.submit(lambda: lines_of(_names(forms, fanciful.unique(), aliases()), self.file))

    def ready(self, frame: Callable[[], pl.DataFrame]) -> Future[Ready]:
        return self.pool.submit(lambda: _ready(frame()))


class Later:
    """A delta: what it touched is read back."""

    def write(self) -> None:
        """After the rows."""
        refresh_delta()
        fanciful = "(SELECT fanciful_name FROM delta WHERE is_new OR changed) d"
        refresh_search_names("touched_brands", fanciful, by_people=False)


@dataclass(frozen=True)
class First:
    """A first load: all is known."""

    write_brands: Callable[[], None]
    permits: Future[Ready]
    lines: Future[Lines]

    def write(self) -> None:
        """After the rows, for the summaries point at brands."""
        self.write_brands()
        copy_in("brands_permitsummary", *self.permits.result())
        fill_search_names(self.lines.result())


def _of_held(work: _Work, held: pl.DataFrame, numbered: Numbered) -> First:
    """`held`: what the rows say, in the order of the numbered ones."""
    named = numbered.made.select("source_name", "normal_form", brand_id="id").sort("brand_id")
    rows = held.with_columns(numbered.rows["brand_id"])
    summaries = work.pool.submit(lambda: summaries_of(named.select("brand_id", "source_name"), rows))
    permits = work.ready(lambda: permit_summaries_of(rows.select("permit", "brand_id")))
    ready = work.ready(summaries.result)
    fanciful = rows["fanciful_name"].drop_nulls()
    lines = work.lines(named["normal_form"], fanciful, lambda: aliases_of(summaries.result(), named))
    return First(lambda: copy_in("brands_brandsummary", *ready.result()), permits, lines)


def _of_reduced(work: _Work, reduced: Reduced, made: pl.DataFrame) -> First:
    first = int(made["id"].item(0))
    permits = work.ready(reduced.permit_counts)
    aliases = pl.concat(reduced.aliases).with_columns(pl.col("brand_id") + first)
    lines = work.lines(made["normal_form"], pl.concat(reduced.fanciful), lambda: aliases)
    return First(lambda: reduced.write_summaries(first), permits, lines)


def _ready(frame: pl.DataFrame) -> Ready:
    return frame.columns, as_csv(frame)


def _names(forms: pl.Series, fanciful: pl.Series, aliases: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Every name once, by kind."""
    yield _found("brand", forms.unique())
    yield _found("fanciful", fanciful)
    yield aliases.select(kind=pl.lit("alias"), spelling="alias", brand="brand_id", own="normal_form")


def _found(kind: str, spellings: pl.Series) -> pl.DataFrame:
    return spellings.to_frame("spelling").select(
        pl.lit(kind).alias("kind"), "spelling", brand=pl.lit(0, pl.Int64), own=pl.lit("")
    )
