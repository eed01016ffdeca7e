"""The derived tables of brands and permits, recomputed for what an act touched."""

import polars as pl

from apps.brands.selectors.merged import ROOTS
from apps.core.derived import refresher
from apps.core.sql import execute

TOUCHED = (
    "DROP TABLE IF EXISTS touched_brands, touched_permits; "
    "CREATE TEMP TABLE touched_brands (brand_id bigint PRIMARY KEY) ON COMMIT DROP; "
    "CREATE TEMP TABLE touched_permits (number text PRIMARY KEY) ON COMMIT DROP"
)
SUMMARY = (
    "brand_id", "sku_count", "first_completed", "last_completed", "permits", "origins", "categories", "aliases", "importers"
)  # fmt: skip
HEIRS = (
    "INSERT INTO touched_brands SELECT DISTINCT heir FROM ("
    + ROOTS.format(only=" AND id IN (SELECT brand_id FROM touched_brands)")
    + ") r ON CONFLICT DO NOTHING"
)
"""A brand that answers for touched ones bears their names."""
ARRAYS = {"permits": "permit", "origins": "origin", "categories": "category", "names": "brand_name"}


@refresher
def refresh_change_set(change_set_id: int, over: int | None = None) -> None:
    """Bring the summaries up to date for every brand and permit a change set touched.

    Of rows just written the planner knows nothing: it is told to look records up by keys, and to group without sorting.
    """
    steps = [
        "SET LOCAL random_page_cost = 0.1",
        "SET LOCAL enable_sort = off",
        TOUCHED,
        "DROP TABLE IF EXISTS touched_skus; CREATE TEMP TABLE touched_skus ON COMMIT DROP AS "
        "SELECT brand_id, permit, fanciful_name FROM brands_historicalsku WHERE change_set_id IN (%s, %s) "
        "UNION SELECT p.brand_id, p.permit, p.fanciful_name FROM brands_historicalsku h CROSS JOIN LATERAL "
        "(SELECT * FROM brands_historicalsku b WHERE b.id = h.id AND b.history_id < h.history_id "
        "ORDER BY b.history_id DESC LIMIT 1) p WHERE h.change_set_id = %s "
        "AND h.id NOT IN (SELECT id FROM brands_historicalsku WHERE change_set_id = %s)",
        "INSERT INTO touched_brands SELECT id FROM brands_historicalbrand WHERE change_set_id = %s "
        "UNION SELECT brand_id FROM touched_skus WHERE brand_id IS NOT NULL "
        "UNION SELECT p.merged_into_id FROM brands_historicalbrand h CROSS JOIN LATERAL (SELECT merged_into_id FROM "
        "brands_historicalbrand b WHERE b.id = h.id AND b.history_id < h.history_id ORDER BY b.history_id DESC LIMIT 1) p "
        "WHERE h.change_set_id = %s AND p.merged_into_id IS NOT NULL",
        HEIRS,
        "INSERT INTO touched_permits SELECT permit FROM touched_skus "
        "UNION SELECT number FROM brands_historicalpermit WHERE change_set_id = %s",
    ]
    execute(";".join(steps), [change_set_id, over, change_set_id, over, *[change_set_id] * 3])
    refresh_touched()


def refresh_delta() -> None:
    """The same after an import, from its `delta` (and the brands its rows came from)."""
    execute(TOUCHED)
    execute(
        "INSERT INTO touched_brands SELECT brand_id FROM homes UNION SELECT brand_id FROM left_rows "
        "UNION SELECT d.brand_id FROM delta d JOIN left_rows l ON l.row = d.row"
    )
    execute(
        "INSERT INTO touched_permits SELECT DISTINCT permit FROM delta WHERE is_new OR moves UNION SELECT permit FROM left_rows"
    )
    refresh_touched()


def refresh_touched() -> None:
    """Recompute `brands_brandsummary` and `brands_permitsummary` for the two temporary tables."""
    steps = [
        "ANALYZE touched_brands, touched_permits",
        "DELETE FROM brands_brandsummary s USING touched_brands t WHERE s.brand_id = t.brand_id",
        _summaries_in_sql(),
        "DELETE FROM brands_permitsummary s USING touched_permits t WHERE s.number = t.number",
        "INSERT INTO brands_permitsummary (number, brand_count, sku_count) SELECT permit, count(*), sum(n) FROM ("
        "SELECT k.permit, k.brand_id, count(*) AS n FROM brands_sku k JOIN touched_permits t ON t.number = k.permit "
        "WHERE k.archived_at IS NULL GROUP BY 1, 2) q GROUP BY permit",
    ]
    execute(";".join(steps))


def _summaries_in_sql() -> str:
    """SQL that writes what `summaries_of` makes, of the touched brands; these bear the names of brands merged into them
    too. Each brand's records are looked up by themselves, so that few brands cost little; most are alike in all that is
    listed, and are put together first."""
    lists = ", ".join(f"{_list(column)} AS {name}" for name, column in ARRAYS.items() if name != "names")
    return (
        f"INSERT INTO brands_brandsummary ({', '.join(SUMMARY)}) WITH RECURSIVE down AS (SELECT b.id, b.merged_into_id "
        "AS heir FROM brands_brand b JOIN touched_brands t ON t.brand_id = b.merged_into_id "
        "UNION SELECT b.id, d.heir FROM down d JOIN brands_brand b ON b.merged_into_id = d.id), "
        "inherited AS MATERIALIZED (SELECT d.heir, n.name FROM down d JOIN brands_brand b ON b.id = d.id, unnest(CASE "
        "WHEN b.edited ? 'display_name' THEN ARRAY[b.source_name, b.display_name] ELSE ARRAY[b.source_name] END) n(name)) "
        "SELECT b.id, s.n, s.first, s.last, s.permits, s.origins, s.categories, CASE WHEN b.id IN (SELECT heir FROM "
        'inherited) THEN ARRAY(SELECT u.name COLLATE "C" FROM (SELECT unnest(s.names) AS name UNION SELECT i.name FROM '
        "inherited i WHERE i.heir = b.id) u WHERE u.name NOT IN ('', b.source_name) ORDER BY 1) ELSE s.names END, "
        "ARRAY(SELECT p FROM unnest(s.permits) p WHERE p ~ '^..-I-') FROM touched_brands t JOIN brands_brand b "
        "ON b.id = t.brand_id CROSS JOIN LATERAL (SELECT coalesce(sum(k.n), 0) AS n, min(k.first) AS first, "
        f"max(k.last) AS last, {lists}, {_list('brand_name', ' AND k.brand_name <> b.source_name')} AS names FROM ("
        "SELECT permit, origin, category, brand_name, count(*) AS n, min(completed_date) AS first, max(completed_date) AS last "
        "FROM brands_sku WHERE brand_id = b.id AND archived_at IS NULL GROUP BY 1, 2, 3, 4) k) s"
    )


def _list(column: str, only: str = "") -> str:
    """SQL: the distinct values of a column that say something, in order."""
    return f"coalesce(array_agg(DISTINCT k.{column} COLLATE \"C\") FILTER (WHERE k.{column} <> ''{only}), '{{}}')"


def summaries_of(named: pl.DataFrame, skus: pl.DataFrame) -> pl.DataFrame:
    """Rows of `brands_brandsummary` of new brands, from their SKUs; a brand without SKUs has empty lists."""
    own, rows, date = named.lazy(), skus.lazy(), pl.col("completed_date")
    counts = rows.group_by("brand_id").agg(sku_count=pl.len(), first_completed=date.min(), last_completed=date.max())
    found = own.join(counts, on="brand_id", how="left")
    for name, column in ARRAYS.items():
        kept = _spellings(own, rows) if name == "names" else rows
        found = found.join(_lists(kept, column, name), on="brand_id", how="left")
    importers = pl.col("permits").list.eval(pl.element().filter(pl.element().str.contains("^..-I-")))
    return found.select(
        "brand_id", pl.col("sku_count").fill_null(0), "first_completed", "last_completed",
        *(pl.col(name).fill_null([]) for name in ("permits", "origins", "categories")),
        pl.col("names").fill_null([]).alias("aliases"), importers.fill_null([]).alias("importers"),
    ).collect()  # fmt: skip


def _spellings(named: pl.LazyFrame, facts: pl.LazyFrame) -> pl.LazyFrame:
    """Names of the brands' records, but for their own."""
    found = facts.select("brand_id", "brand_name").join(named, on="brand_id")
    return found.filter(pl.col("brand_name") != pl.col("source_name"))


def _lists(facts: pl.LazyFrame, column: str, name: str) -> pl.LazyFrame:
    """Each brand's distinct values of a column, in order."""
    pairs = facts.select("brand_id", pl.col(column).alias(name)).filter(pl.col(name) != "").unique()
    return pairs.sort("brand_id", name).group_by("brand_id", maintain_order=True).agg(pl.col(name))


def permit_summaries_of(used: pl.DataFrame) -> pl.DataFrame:
    """Rows of `brands_permitsummary` from (permit, brand_id) of every live SKU."""
    counts = used.group_by(number="permit").agg(brand_count=pl.col("brand_id").n_unique(), sku_count=pl.len())
    return counts.sort("number")


COUNTED = ("brand_name", "permit", "origin", "category", "completed_date", "fanciful_name")


def note_left() -> None:
    """Before rows are changed: the brands and permits of those that change in what is counted or searched for.

    A new serial number touches no summary and no name.
    """
    mine, theirs = (", ".join(f"{a}.{c}" for c in COUNTED) for a in ("d", "(d.old)"))
    execute("DROP TABLE IF EXISTS left_rows")
    execute(
        "CREATE TEMP TABLE left_rows ON COMMIT DROP AS SELECT d.row, (d.old).brand_id, (d.old).permit FROM delta d "
        f"WHERE NOT d.is_new AND d.changed AND ({mine}) IS DISTINCT FROM ({theirs})"
    )
