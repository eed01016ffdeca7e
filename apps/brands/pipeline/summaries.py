"""The derived tables of brands and permits, recomputed set-wise for what an act touched."""

from apps.core.derived import refresher
from apps.core.sql import execute

TOUCHED = "CREATE TEMP TABLE touched_brands (brand_id bigint PRIMARY KEY) ON COMMIT DROP"
BRAND_COLUMNS = "brand_id, sku_count, first_completed, last_completed, permits, importers, origins, categories, aliases"


@refresher
def refresh_change_set(change_set_id: int) -> None:
    """Bring the summaries up to date for every brand and permit a change set touched."""
    execute("DROP TABLE IF EXISTS touched_brands, touched_permits")
    execute(TOUCHED)
    execute("CREATE TEMP TABLE touched_permits (number text PRIMARY KEY) ON COMMIT DROP")
    execute(
        "INSERT INTO touched_brands SELECT id FROM brands_historicalbrand WHERE change_set_id = %s "
        "UNION SELECT h.brand_id FROM brands_historicalsku h WHERE h.change_set_id = %s AND h.brand_id IS NOT NULL "
        "UNION SELECT p.brand_id FROM brands_historicalsku h CROSS JOIN LATERAL (SELECT brand_id FROM "
        "brands_historicalsku b WHERE b.id = h.id AND b.history_id < h.history_id ORDER BY b.history_id DESC LIMIT 1) p "
        "WHERE h.change_set_id = %s AND p.brand_id IS NOT NULL",
        [change_set_id] * 3,
    )
    execute(
        "INSERT INTO touched_permits SELECT DISTINCT permit FROM brands_historicalsku WHERE change_set_id = %s "
        "UNION SELECT p.permit FROM brands_historicalsku h CROSS JOIN LATERAL (SELECT permit FROM "
        "brands_historicalsku b WHERE b.id = h.id AND b.history_id < h.history_id ORDER BY b.history_id DESC LIMIT 1) p "
        "WHERE h.change_set_id = %s UNION SELECT number FROM brands_historicalpermit WHERE change_set_id = %s",
        [change_set_id] * 3,
    )
    refresh_touched()


def refresh_delta() -> None:
    """The same after an import, from its `delta` (and the brands its rows came from)."""
    execute("DROP TABLE IF EXISTS touched_brands, touched_permits")
    execute(TOUCHED)
    execute("CREATE TEMP TABLE touched_permits (number text PRIMARY KEY) ON COMMIT DROP")
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
    execute("ANALYZE touched_brands, touched_permits")
    _brands()
    _permits()


ARRAYS = {"permits": "permit", "origins": "origin", "categories": "category", "names": "brand_name"}


def _brands() -> None:
    """Most brands have one permit, one origin and one spelling: only for the others are distinct values gathered."""
    execute("DELETE FROM brands_brandsummary s USING touched_brands t WHERE s.brand_id = t.brand_id")
    bounds = ", ".join(f"min(k.{c}) AS {name}_1, max(k.{c}) AS {name}_2" for name, c in ARRAYS.items())
    execute("DROP TABLE IF EXISTS brand_bounds, brand_lists")
    execute(
        "CREATE TEMP TABLE brand_bounds ON COMMIT DROP AS SELECT k.brand_id, count(*)::int AS n, "
        f"min(k.completed_date) AS first, max(k.completed_date) AS last, {bounds} FROM brands_sku k "
        "JOIN touched_brands t ON t.brand_id = k.brand_id WHERE k.archived_at IS NULL GROUP BY k.brand_id"
    )
    varied = " OR ".join(f"{name}_1 <> {name}_2" for name in ARRAYS)
    lists = ", ".join(f"array_agg(DISTINCT k.{c}) FILTER (WHERE k.{c} IS NOT NULL) AS {n}" for n, c in ARRAYS.items())
    execute(
        f"CREATE TEMP TABLE brand_lists ON COMMIT DROP AS SELECT k.brand_id, {lists} FROM brands_sku k "
        f"JOIN brand_bounds b ON b.brand_id = k.brand_id AND ({varied}) WHERE k.archived_at IS NULL GROUP BY k.brand_id"
    )
    _insert_brand_summaries()


def _insert_brand_summaries() -> None:
    arrays = {
        name: f"coalesce(l.{name}, CASE WHEN c.{name}_1 IS NULL THEN '{{}}' ELSE ARRAY[c.{name}_1] END)"
        for name in ARRAYS
    }
    execute(
        f"INSERT INTO brands_brandsummary ({BRAND_COLUMNS}) SELECT s.brand_id, n, first, last, permits, "
        "CASE WHEN permits::text LIKE '%-I-%' THEN ARRAY(SELECT p FROM unnest(permits) p WHERE p LIKE '__-I-%') "
        "ELSE '{}' END, origins, categories, array_remove(names, source_name) FROM ("
        "SELECT b.id AS brand_id, b.source_name, coalesce(c.n, 0) AS n, c.first, c.last, "
        + ", ".join(f"{sql} AS {name}" for name, sql in arrays.items())
        + " FROM touched_brands t JOIN brands_brand b ON b.id = t.brand_id "
        "LEFT JOIN brand_bounds c ON c.brand_id = b.id LEFT JOIN brand_lists l ON l.brand_id = b.id) s"
    )


def _permits() -> None:
    execute("DELETE FROM brands_permitsummary s USING touched_permits t WHERE s.number = t.number")
    execute(
        "INSERT INTO brands_permitsummary (number, brand_count, sku_count) SELECT permit, count(*), sum(n) FROM ("
        "SELECT k.permit, k.brand_id, count(*) AS n FROM brands_sku k JOIN touched_permits t ON t.number = k.permit "
        "WHERE k.archived_at IS NULL GROUP BY 1, 2) q GROUP BY permit"
    )


COUNTED = ("brand_name", "permit", "origin", "category", "completed_date", "fanciful_name")


def note_left() -> None:
    """Before rows are changed: the brands and permits of those that change in what is counted or searched for.

    A new serial number touches no summary and no name.
    """
    mine, theirs = (", ".join(f"{a}.{c}" for c in COUNTED) for a in ("d", "k"))
    execute("DROP TABLE IF EXISTS left_rows")
    execute(
        "CREATE TEMP TABLE left_rows ON COMMIT DROP AS SELECT d.row, k.brand_id, k.permit FROM brands_sku k "
        f"JOIN delta d ON d.sku_id = k.id WHERE d.changed AND ({mine}) IS DISTINCT FROM ({theirs})"
    )
