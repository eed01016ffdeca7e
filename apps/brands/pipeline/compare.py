"""Staged rows against each other and against what is there: who is new, changed, the same, doubled, in conflict.

Temporary tables: `aside` holds rows of `stage` that are settled without comparison (doubled, in conflict with
each other); `delta` holds the rows that are new or differ, with the values to write; everything else is unchanged.
"""

from collections.abc import Collection

from apps.brands.pipeline.derive import is_first
from apps.core.sql import execute, scalar
from apps.registry.formats.reader import FileInfo
from apps.registry.intake.stage import Staged

SOURCE = (
    "permit", "serial", "completed_date", "fanciful_name", "brand_name", "origin", "origin_desc",
    "class_type", "class_type_desc", "status",
)  # fmt: skip
DERIVED = (*SOURCE, "category")
IDENTITY = ("brand_name", "permit", "origin")
STAGE_COLUMNS = ("row", "ttb_id", *DERIVED, "website", "warnings")
FOLLOWS = {"origin_desc": "origin", "class_type_desc": "class_type", "category": "class_type"}


def settle_twice(staged: Staged) -> None:
    """Put aside rows whose TTB ID comes twice: equal in every column keeps the first, else none is applied."""
    execute("DROP TABLE IF EXISTS aside")
    execute("CREATE TEMP TABLE aside (row integer, ttb_id text, outcome text, warnings integer) ON COMMIT DROP")
    if not staged.twice:
        return
    values = "permit, serial, completed_date, fanciful_name, brand_name, origin, origin_desc, class_type, "
    values += "class_type_desc, status, website"
    execute(
        "WITH many AS (SELECT ttb_id, min(row) AS first, "
        f"count(DISTINCT ({values})::text) AS kinds FROM stage GROUP BY ttb_id HAVING count(*) > 1), "
        "gone AS (DELETE FROM stage s USING many m WHERE s.ttb_id = m.ttb_id AND (m.kinds > 1 OR s.row <> m.first) "
        "RETURNING s.*, m.kinds), "
        "kept AS (INSERT INTO rejects (row, reasons, warnings, raw) SELECT row, 0, warnings, "
        "jsonb_strip_nulls(to_jsonb(gone) - 'row' - 'kinds' - 'warnings' - 'category') FROM gone WHERE kinds > 1) "
        "INSERT INTO aside SELECT row, ttb_id, CASE WHEN kinds > 1 THEN 'conflicting' ELSE 'duplicate' END, warnings "
        "FROM gone"
    )


def fill_absent(staged: Staged) -> list[str]:
    """A column a file does not have says nothing: take what is there, as the source gave it.

    The columns no file has are returned, for `find_delta` to take from what is there without touching the stage.
    """
    missing = [_missing(info) for info in staged.files]
    nowhere = set.intersection(*missing) if missing else set()
    for place, absent in enumerate(missing):
        if absent - nowhere:
            _fill({c: _kept(c, absent) for c in absent - nowhere}, staged.offsets[place], _end(staged, place))
    return sorted(nowhere)


def _missing(info: FileInfo) -> set[str]:
    """The columns a file does not have; the category is read from the class and its description."""
    absent = {c for c in SOURCE if c not in info.columns}
    return absent | {"category"} if absent & {"class_type", "class_type_desc"} else absent


def _end(staged: Staged, place: int) -> int:
    return staged.offsets[place + 1] if place + 1 < len(staged.offsets) else 2**31 - 1


def _fill(values: dict[str, str], after: int, upto: int) -> None:
    sets = ", ".join(f"{c} = {value}" for c, value in sorted(values.items()))
    execute(
        f"UPDATE stage s SET {sets} FROM brands_sku k WHERE k.ttb_id = s.ttb_id AND s.row > %s AND s.row <= %s",
        [after, upto],
    )


def _kept(column: str, absent: Collection[str]) -> str:
    """The source's own value of a column. A description stays only while its code does."""
    value = _source_value(column)
    code = FOLLOWS.get(column)
    if code is None or code in absent:
        return value
    return f"CASE WHEN s.{code} IS NOT DISTINCT FROM {_source_value(code)} THEN {value} ELSE s.{column} END"


def _source_value(column: str) -> str:
    cast = "::date" if column == "completed_date" else ""
    return f"CASE WHEN k.edited ? '{column}' THEN (k.edited->>'{column}'){cast} ELSE k.{column} END"


def find_delta(absent: list[str]) -> None:
    """Make `delta`: rows that are new, or differ from what is there, which is in `old`. `absent` columns are taken from
    there. Most rows are the same: what is there is read as a whole only of those that are not."""
    execute("DROP TABLE IF EXISTS delta, incoming, superseded")
    value = {c: f"CASE WHEN k.id IS NULL THEN s.{c} ELSE {_kept(c, absent)} END" for c in absent}
    picked = ", ".join(f"{value.get(c, f's.{c}')} AS {c}" for c in STAGE_COLUMNS)
    compared = [c for c in SOURCE if c not in absent]
    mine, theirs = (", ".join(f"{a}.{c}" for c in compared) for a in ("s", "k"))
    execute(
        f"CREATE TEMP TABLE delta ON COMMIT DROP AS SELECT {picked}, k.id AS sku_id, k.brand_id, "
        "k.id IS NULL AS is_new, NULL::text[] AS conflicts, (SELECT o FROM brands_sku o WHERE o.id = k.id) AS old, "
        f"k.id IS NULL OR ({_columns('s', IDENTITY)}) IS DISTINCT FROM ({_columns('k', IDENTITY)}) AS moves, "
        "true AS changed, coalesce(k.edited, '{}'::jsonb) AS edited, "
        "s.website AS site "
        "FROM stage s LEFT JOIN brands_sku k ON k.ttb_id = s.ttb_id "
        f"WHERE k.id IS NULL OR ({mine}) IS DISTINCT FROM ({theirs}) OR s.website IS NOT NULL"
    )
    execute("ANALYZE delta (row, sku_id, brand_id, is_new, changed, moves)")


def take_all(staged: Staged) -> bool:
    """Make `delta` of a first load that names no website: every staged row is new, so it is a view of them and nothing is
    written twice. Whether it was so."""
    if not staged.files or any("website" in info.columns for info in staged.files) or not is_first():
        return False
    execute("DROP TABLE IF EXISTS delta, incoming, superseded")
    execute(
        f"CREATE TEMP VIEW delta AS SELECT {', '.join(STAGE_COLUMNS)}, NULL::bigint AS sku_id, NULL::bigint AS brand_id, "
        "true AS is_new, NULL::text[] AS conflicts, NULL::brands_sku AS old, true AS moves, true AS changed, "
        "'{}'::jsonb AS edited, website AS site FROM stage"
    )
    return True


def all_is_new() -> bool:
    """Whether nothing in `delta` meets anything there, and nothing but the rows themselves is to be weighed."""
    return not scalar("SELECT EXISTS (SELECT 1 FROM delta WHERE NOT is_new OR website IS NOT NULL)")


def lose_to_other_source(source: str) -> int:
    """Two sources of one TTB ID: the later completed date wins, at a tie the registry. Losers leave `delta`
    and are kept in `superseded`; the number of them."""
    execute("DROP TABLE IF EXISTS superseded")
    tie = "<=" if source == "upload" else "<"
    incoming, present = ("coalesce(d.completed_date, '-infinity')", "coalesce((d.old).completed_date, '-infinity')")
    execute(
        "CREATE TEMP TABLE superseded ON COMMIT DROP AS SELECT d.* FROM delta d WHERE NOT d.is_new "
        f"AND (d.old).source <> %s AND {incoming} {tie} {present}",
        [source],
    )
    return execute("DELETE FROM delta d USING superseded l WHERE l.row = d.row")


def weigh_edits() -> None:
    """A field a person edited keeps the edit. An incoming value that is not the source's last is a conflict."""
    execute("DROP TABLE IF EXISTS incoming")
    if not scalar("SELECT EXISTS (SELECT 1 FROM delta WHERE edited <> '{}'::jsonb)"):
        return
    tests = ", ".join(
        f"CASE WHEN d.edited ? '{c}' AND d.{c}::text IS DISTINCT FROM d.edited->>'{c}' THEN '{c}' END" for c in SOURCE
    )
    execute(
        f"UPDATE delta d SET conflicts = NULLIF(array_remove(ARRAY[{tests}], NULL), '{{}}') WHERE d.edited <> '{{}}'"
    )
    execute("CREATE TEMP TABLE incoming ON COMMIT DROP AS SELECT * FROM delta WHERE conflicts IS NOT NULL")
    sets = ", ".join(f"{c} = CASE WHEN d.edited ? '{c}' THEN k.{c} ELSE d.{c} END" for c in SOURCE)
    sets += ", category = CASE WHEN d.edited ?| '{class_type,category}' THEN k.category ELSE d.category END"
    execute(f"UPDATE delta d SET {sets} FROM brands_sku k WHERE k.id = d.sku_id AND d.edited <> '{{}}'")


def drop_unchanged() -> None:
    """Rows that stand in `delta` for an edit or a website only, and hold nothing new once those are weighed."""
    execute(
        "UPDATE delta d SET changed = false, moves = false FROM brands_sku k WHERE k.id = d.sku_id "
        "AND (d.edited <> '{}' OR d.website IS NOT NULL) "
        f"AND ({_columns('d', SOURCE)}) IS NOT DISTINCT FROM ({_columns('k', SOURCE)})"
    )


def mark_moves() -> None:
    """Rows whose identity has changed (name, permit or origin) are placed anew, as new ones are: `find_delta` has
    marked them, only a person's edits make another answer."""
    execute(
        f"UPDATE delta d SET moves = d.changed AND NOT d.edited ? 'brand_id' AND ({_columns('d', IDENTITY)}) "
        f"IS DISTINCT FROM ({_columns('k', IDENTITY)}) FROM brands_sku k WHERE k.id = d.sku_id AND d.edited <> '{{}}'"
    )


def _columns(alias: str, names: Collection[str]) -> str:
    return ", ".join(f"{alias}.{name}" for name in names)


def settle_websites() -> None:
    """Only the latest record that names a website speaks for its brand, and only if it says something new."""
    if not scalar("SELECT EXISTS (SELECT 1 FROM delta WHERE website IS NOT NULL)"):
        return
    execute(
        "UPDATE delta d SET website = NULL FROM (SELECT row, row_number() OVER (PARTITION BY brand_id ORDER BY "
        "completed_date DESC NULLS LAST, ttb_id DESC) AS place FROM delta WHERE website IS NOT NULL AND NOT moves) o "
        "WHERE o.row = d.row AND o.place > 1"
    )
    execute(
        "UPDATE delta d SET conflicts = coalesce(d.conflicts, '{}') || '{website}' FROM brands_brand b "
        "WHERE b.id = d.brand_id AND NOT d.moves AND d.website IS DISTINCT FROM b.edited->>'website' "
        "AND d.website IS NOT NULL AND b.edited ? 'website'"
    )
    _show_website_conflicts()
    execute(
        "UPDATE delta d SET website = NULL FROM brands_brand b WHERE b.id = d.brand_id AND NOT d.moves "
        "AND (b.website = d.website OR b.edited ? 'website')"
    )


def _show_website_conflicts() -> None:
    """Beside the conflicts of fields, in `incoming`, for a person to settle."""
    if not scalar("SELECT EXISTS (SELECT 1 FROM delta WHERE 'website' = ANY(conflicts))"):
        return
    execute("CREATE TEMP TABLE IF NOT EXISTS incoming (LIKE delta) ON COMMIT DROP")
    execute(
        "UPDATE incoming i SET conflicts = d.conflicts FROM delta d WHERE d.row = i.row AND 'website' = ANY(d.conflicts)"
    )
    execute(
        "INSERT INTO incoming SELECT * FROM delta d WHERE 'website' = ANY(d.conflicts) "
        "AND NOT EXISTS (SELECT 1 FROM incoming i WHERE i.row = d.row)"
    )
