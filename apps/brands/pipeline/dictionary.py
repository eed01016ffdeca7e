"""Names as the dictionary keeps them (see `brands.models.search`): rows of its two tables, as frames."""

from functools import cache

import polars as pl

from apps.brands.selectors.names import COMPARED, LETTERS
from apps.core.turns import by_turns
from apps.registry.formats.names import normal_form

LONGEST = 200  # longer texts are no names, and an index entry has its limit
FOUND = {"kind": pl.String, "spelling": pl.String, "brand": pl.Int64, "own": pl.String}
"""A name to store: its kind, as spelled, the brand of an alias or 0, and that brand's normal form or empty."""

NO_WORD = ["\\", '"', "\t", "\n", "\r"]  # what only names of punctuation have


def entries_of(found: pl.DataFrame) -> pl.DataFrame:
    """Rows of `brands_searchname` for names of the shape `FOUND`. Too long ones are no names; what cannot be compared
    is left out, and an alias that says nothing new."""
    short = found.filter(pl.col("spelling").str.len_chars() <= LONGEST)
    text = _compared(short).str.slice(0, COMPARED).str.replace_many(NO_WORD, [" "]).str.strip_chars()
    kept = short.with_columns(text.alias("text")).filter(pl.col("text") != "", pl.col("text") != pl.col("own"))
    return kept.select(
        "kind", "spelling", "brand", "text", *_measures("text"), words=pl.col("text").str.extract_all(r"\S+")
    )  # fmt: skip


def words_of(words: pl.Series) -> pl.DataFrame:
    """Rows of `brands_searchword` for words, each once."""
    return words.unique().alias("word").to_frame().select("word", *_measures("word"))


def _compared(found: pl.DataFrame) -> pl.Series:
    """What a name is compared by. A brand is spelled in its normal form already."""
    kinds, spellings = found["kind"].to_list(), found["spelling"].to_list()
    formed = [
        spelling if kind == "brand" else normal_form(spelling)
        for kind, spelling in by_turns(zip(kinds, spellings, strict=True))
    ]
    return pl.Series("text", formed, pl.String)


@cache
def _measures(column: str) -> tuple[pl.Expr, pl.Expr]:
    """Its `size`, and `letters` as `selectors.names.letters` counts them."""
    text = pl.col(column)
    bits = [text.str.contains(letter, literal=True).cast(pl.Int32) * (1 << bit) for bit, letter in enumerate(LETTERS)]
    return text.str.len_chars().alias("size"), pl.sum_horizontal(bits).alias("letters")
