"""Keeps the dictionary of names (see `brands.models.search`) in step with brands and SKUs.

Call `refresh_search_names` after the brands' summaries are up to date. A name that stays by mistake finds nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

import polars as pl

from apps.brands.models import Brand, BrandSummary, SearchName, SearchWord, Sku
from apps.brands.pipeline import summaries  # noqa: F401  (its refresher comes first: aliases are read from it)
from apps.brands.pipeline.bulk import drop_indexes
from apps.brands.pipeline.dictionary import FOUND, LONGEST, entries_of, words_of
from apps.core.db import connection
from apps.core.derived import refresher
from apps.core.frames import as_csv, copy_file, insert_few, write_rows
from apps.core.services.history import history_model
from apps.core.sql import comma, execute, scalar, table

CHUNK = 20_000
FEW = 500
NAME, WORD = table(SearchName), table(SearchWord)
BRAND, SUMMARY, SKU = table(Brand), table(BrandSummary), table(Sku)
NAME_COLUMNS = ["kind", "spelling", "brand", "text", "size", "letters", "words"]
WORD_COLUMNS = ["word", "size", "letters"]

BRANDS = f"SELECT DISTINCT 'brand' AS kind, normal_form AS spelling, 0::bigint AS brand, '' AS own FROM {BRAND}"
FANCIFUL = (
    f"SELECT DISTINCT 'fanciful', left(fanciful_name, {LONGEST}), 0::bigint, '' FROM {{}} "
    f"WHERE length(fanciful_name) <= {LONGEST}"
)
ALIASES = (
    f"SELECT DISTINCT 'alias', a, s.brand_id, b.normal_form FROM {SUMMARY} s JOIN {BRAND} b ON b.id = s.brand_id, "
    "unnest(s.aliases) a WHERE cardinality(s.aliases) > 0"
)
RENAMED = "b.edited ? 'display_name'"
GIVEN = (
    f"SELECT 'alias', b.display_name, b.id, b.normal_form FROM {BRAND} b WHERE {RENAMED} AND NOT EXISTS "
    f"(SELECT 1 FROM {SUMMARY} s WHERE s.brand_id = b.id AND b.display_name = ANY(s.aliases))"
)
"""The names people gave brands, but for those that are aliases too."""


@dataclass(frozen=True)
class Lines:
    """Names as lines of COPY in a file, and their words, each once."""

    names: IO[bytes]
    words: pl.DataFrame


def refresh_search_names(brands: str | Sequence[int] | None = None, skus: str = "", *, by_people: bool = True) -> int:
    """Add the names of these brands and of their SKUs; the number added.

    `brands`: a relation with a column `brand_id`, ids, or None for all. `skus`: a relation whose `fanciful_name` has
    every new one, where the brands' others are known to be there. `by_people`: False where no person can have renamed
    a brand. The first fill of a workspace builds the indexes afterwards and keeps the dictionary locked until the
    transaction ends.
    """
    found = _found(brands, skus, by_people=by_people)
    if scalar(f"SELECT 1 FROM {NAME} LIMIT 1") is None:
        with filling() as alone:
            if alone:
                return _fill(found)
    return sum(_add(entries_of(chunk)) for chunk in _chunks(*found))


def _add(entries: pl.DataFrame) -> int:
    """Store names and their words, but for those that are there already."""
    if not entries.height:
        return 0
    words = words_of(entries["words"].explode())
    if entries.height <= FEW:
        insert_few(WORD, words)
        insert_few(NAME, entries)
        return entries.height
    _new_tables()
    write_rows("new_names", entries)
    write_rows("new_words", words)
    execute(
        f"INSERT INTO {WORD} ({comma(WORD_COLUMNS)}) SELECT {comma(WORD_COLUMNS)} FROM new_words ON CONFLICT DO NOTHING; "
        f"INSERT INTO {NAME} ({comma(NAME_COLUMNS)}) SELECT {comma(NAME_COLUMNS)} FROM new_names ON CONFLICT DO NOTHING"
    )
    return entries.height


def _new_tables() -> None:
    execute(
        "DROP TABLE IF EXISTS new_names, new_words; "
        f"CREATE TEMP TABLE new_names (LIKE {NAME}) ON COMMIT DROP; "
        f"CREATE TEMP TABLE new_words (LIKE {WORD}) ON COMMIT DROP"
    )


@contextmanager
def filling() -> Iterator[bool]:
    """Within: the dictionary is locked, empty and without indexes; False when somebody was quicker."""
    execute(f"LOCK TABLE {NAME}, {WORD} IN ACCESS EXCLUSIVE MODE")
    if scalar(f"SELECT 1 FROM {NAME} LIMIT 1") is not None:
        yield False
        return
    rebuild = [step for name in (NAME, WORD) for step in drop_indexes(name)]
    execute(f"DELETE FROM {WORD}")
    yield True
    for step in rebuild:
        execute(step)
    execute(f"ANALYZE {NAME}, {WORD}")


def fill_search_names(lines: Lines) -> None:
    """The first names of a workspace, worked out by `lines_of`."""
    with filling() as alone:
        if alone:
            copy_file(NAME, NAME_COLUMNS, lines.names)
            write_rows(WORD, lines.words)
    if not alone:
        refresh_search_names()


def lines_of(found: Iterable[pl.DataFrame], file: IO[bytes]) -> Lines:
    """Names, in frames of the shape `FOUND`, as they are stored."""
    words = [pl.Series([], dtype=pl.String)]
    for frame in found:
        for part in frame.iter_slices(CHUNK):
            entries = entries_of(part)
            file.write(as_csv(entries))
            words.append(entries["words"].explode().unique())
    return Lines(file, words_of(pl.concat(words)))


Query = tuple[str, list[Any]]
"""SQL and its parameters."""


def _fill(found: Query) -> int:
    """Copy names and their words into the two tables while they are empty."""
    added, seen = 0, [pl.Series([], dtype=pl.String)]
    for chunk in _chunks(*found):
        entries = entries_of(chunk)
        write_rows(NAME, entries)
        seen.append(entries["words"].explode().unique())
        added += entries.height
    write_rows(WORD, words_of(pl.concat(seen)))
    return added


def _chunks(found: str, params: list[Any]) -> Iterator[pl.DataFrame]:
    """The names that are not in the dictionary."""
    known = f"SELECT 1 FROM {NAME} n WHERE n.kind = f.kind AND n.spelling = f.spelling AND n.brand = f.brand"
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM ({found}) f WHERE length(spelling) <= {LONGEST} AND NOT EXISTS ({known})", params
        )
        while rows := cursor.fetchmany(CHUNK):
            yield pl.DataFrame(rows, schema=FOUND, orient="row")


def _found(brands: str | Sequence[int] | None, skus: str, *, by_people: bool) -> Query:
    """The distinct names of these brands, each kind by itself."""
    given = [GIVEN] if by_people else []
    if brands is None:
        return " UNION ALL ".join((BRANDS, FANCIFUL.format(SKU), ALIASES, *given)), []
    among = f"IN (SELECT brand_id FROM {brands})" if isinstance(brands, str) else "= ANY(%s)"
    fanciful = FANCIFUL.format(skus) if skus else f"{FANCIFUL.format(SKU)} AND brand_id {among}"
    named = [f"{BRANDS} WHERE id {among}", fanciful, f"{ALIASES} AND s.brand_id {among}"]
    sql = " UNION ALL ".join((*named, *(f"{one} AND b.id {among}" for one in given)))
    return sql, [list(brands)] * sql.count("%s") if not isinstance(brands, str) else []


@refresher
def follow_change_set(change_set_id: int, over: int | None = None) -> None:
    """Bring in what an act named, and forget names that only rows it took away or renamed had borne.

    The temporary tables are those the summaries' refresher has made.
    """
    if scalar("SELECT 1 FROM touched_brands LIMIT 1") is None:
        return
    refresh_search_names("touched_brands", "touched_skus")
    _forget(change_set_id)


def _forget(change_set_id: int) -> None:
    brand_left = f"SELECT 1 FROM {BRAND} b WHERE b.normal_form = n.spelling"
    sku_left = f"SELECT 1 FROM {SKU} s WHERE left(s.fanciful_name, {LONGEST}) = n.spelling"
    past = table(history_model(Brand))
    steps = [
        f"WITH old AS (SELECT DISTINCT p.normal_form AS spelling FROM {past} h "
        f"JOIN {past} p ON p.id = h.id AND p.history_id <= h.history_id "
        "WHERE h.change_set_id = %s AND h.history_type <> '+') "
        f"DELETE FROM {NAME} n USING old WHERE n.kind = 'brand' AND n.spelling = old.spelling AND NOT EXISTS ({brand_left})",
        f"DELETE FROM {NAME} n USING (SELECT DISTINCT left(fanciful_name, {LONGEST}) AS spelling FROM touched_skus) old "
        f"WHERE n.kind = 'fanciful' AND n.spelling = old.spelling AND NOT EXISTS ({sku_left})",
        f"DELETE FROM {NAME} n USING touched_brands t WHERE n.kind = 'alias' AND n.brand = t.brand_id AND NOT EXISTS "
        f"(SELECT 1 FROM (SELECT s.brand_id, unnest(s.aliases) AS alias FROM {SUMMARY} s JOIN touched_brands USING (brand_id)) "
        "a WHERE a.brand_id = n.brand AND a.alias = n.spelling) AND NOT EXISTS "
        f"(SELECT 1 FROM {BRAND} b WHERE b.id = n.brand AND {RENAMED} AND b.display_name = n.spelling)",
    ]
    execute(";".join(steps), [change_set_id])
