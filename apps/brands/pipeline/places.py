"""Which brand each new or moved row belongs to: the rule of `identity`, set-wise around it.

Most normal forms come with one (permit, origin) and meet nothing: those become brands in SQL alone. Only
forms with several, or with a brand already there, are resolved one by one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import connection

from apps.brands.pipeline.identity import Combo, Evidence, resolve
from apps.brands.pipeline.naming import Named, name_of
from apps.core.sql import execute, fetch, scalar
from apps.registry.formats import codes
from apps.registry.formats.ids import parse_permit
from apps.registry.selectors import family_rules

# A record's completed date (none is last) and TTB ID in one number, so that the earliest is a plain minimum:
# 14 digits need 47 bits, days since 1900 the 17 above them.
TTB_BITS = (1 << 47) - 1
EARLIEST = "(coalesce(m.completed_date - date '1900-01-01', 65535)::bigint << 47 | m.ttb_id::bigint)"

Place = tuple[int, int | None, int | None]
Bridge = tuple[int, list[int]]


@dataclass(frozen=True)
class Placed:
    """What identity found: new brands, and rows that would have joined two existing ones."""

    brands_new: int
    bridged: int


def place_rows(known: Mapping[str, Named] | None) -> Placed:
    """Give every row of `delta` that moves its brand. `known`: names worked out before; None when the table
    `names` is filled already."""
    if known is not None:
        _name_brands(known)
    _family_of_permits()
    _make_combos()
    _resolve_groups()
    return Placed(_make_new_brands(), _count_bridged())


NAMES = "CREATE TEMP TABLE names (brand_name text, form_id integer, normal_form text, display_name text) ON COMMIT DROP"


def _name_brands(known: Mapping[str, Named]) -> None:
    """`names`: the normal form and display of each distinct spelling among rows that move."""
    execute("DROP TABLE IF EXISTS names")
    execute(NAMES)
    forms: dict[str, int] = {}
    spellings = [row[0] for row in fetch("SELECT DISTINCT brand_name FROM delta WHERE moves")]
    with connection.cursor() as cursor, cursor.copy("COPY names FROM STDIN") as copy:
        for spelling in spellings:
            form, shown = known.get(spelling) or name_of(spelling)
            copy.write_row((spelling, forms.setdefault(form, len(forms)), form, shown))
    execute("ANALYZE names")


PERMITS = (
    "SELECT n.number, CASE WHEN p.id IS NULL THEN h.owner ELSE p.owner END, "
    "CASE WHEN p.id IS NULL THEN h.operating_name ELSE p.operating_name END, "
    "CASE WHEN p.id IS NULL THEN h.owner_key ELSE p.owner_key END "
    "FROM (SELECT DISTINCT permit AS number FROM delta WHERE moves UNION SELECT DISTINCT k.permit "
    "FROM brands_sku k JOIN brands_brand b ON b.id = k.brand_id "
    "WHERE b.normal_form IN (SELECT normal_form FROM names)) n "
    "LEFT JOIN brands_permit p ON p.number = n.number AND p.list_code IS NOT NULL "
    "LEFT JOIN public.registry_permitholder h ON h.number = n.number"
)


def _family_of_permits() -> None:
    """`permit_family`: each permit of a moving row or of a brand it may meet: its parts, owner and service family."""
    execute("DROP TABLE IF EXISTS permit_family")
    execute(
        "CREATE TEMP TABLE permit_family (number text, owner_key text, kind text, state text, mnemonic text, "
        "service text) ON COMMIT DROP"
    )
    rules = family_rules()
    facts = []
    for number, owner, trade, owner_key in fetch(PERMITS):
        parsed = parse_permit(number)
        service = rules.family(number, [name for name in (owner, trade) if name])
        facts.append((number, owner_key, parsed.kind, parsed.state or None, parsed.mnemonic, service))
    _copy("permit_family", facts)
    execute("ANALYZE permit_family")


def _make_combos() -> None:
    """`moving`: rows to place, each with the number of its combo. `combos`: what identity looks at, each once;
    `alone` is set where nothing is evidence."""
    execute("DROP TABLE IF EXISTS mover, moving, combos, bridge")
    execute(
        "CREATE TEMP TABLE mover ON COMMIT DROP AS "
        "SELECT d.row, d.ttb_id, d.completed_date, d.is_new, d.sku_id, n.form_id, "
        "d.permit, coalesce(d.origin, '') AS origin, CASE WHEN f.service IS NOT NULL AND NOT coalesce(d.origin, '') = ANY(%s) "
        "THEN d.ttb_id ELSE '' END AS alone FROM delta d JOIN names n ON n.brand_name = d.brand_name "
        "JOIN permit_family f ON f.number = d.permit WHERE d.moves",
        [codes.imported_codes()],
    )
    execute(
        "CREATE TEMP TABLE combos ON COMMIT DROP AS SELECT row_number() OVER ()::integer AS combo, c.* FROM "
        "(SELECT form_id, permit, origin, alone FROM mover GROUP BY 1, 2, 3, 4) c"
    )
    execute("ANALYZE combos")
    execute(
        "CREATE TEMP TABLE moving ON COMMIT DROP AS SELECT m.row, m.ttb_id, m.completed_date, m.is_new, m.sku_id, c.combo "
        "FROM mover m JOIN combos c USING (form_id, permit, origin, alone)"
    )
    execute("CREATE TEMP TABLE bridge (combo integer, brand_ids bigint[]) ON COMMIT DROP")
    execute("ANALYZE moving")


def _resolve_groups() -> None:
    """`placed`: where each combo goes. The rule runs on every normal form that has several combos or meets a brand."""
    execute("DROP TABLE IF EXISTS special, placed")
    execute("CREATE TEMP TABLE special (combo integer, brand_id bigint, slot integer) ON COMMIT DROP")
    rows, bridges = _resolved(_evidence())
    _copy("special", rows)
    _copy("bridge", bridges)
    execute("ANALYZE special")
    execute(
        "CREATE TEMP TABLE placed ON COMMIT DROP AS SELECT c.combo, c.form_id, p.brand_id, "
        "CASE WHEN p.brand_id IS NULL THEN coalesce(p.slot, 0) END AS slot FROM combos c LEFT JOIN special p USING (combo)"
    )
    execute("ANALYZE placed")


def _copy(name: str, rows: Sequence[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _evidence() -> Evidence:
    words: dict[str, list[str]] = {}
    for number, owner, mnemonic, service in fetch("SELECT number, owner_key, mnemonic, service FROM permit_family"):
        found = [f"p:{number}", f"o:{owner}" if owner else "", f"m:{mnemonic}" if mnemonic else ""]
        words[number] = [] if service else [word for word in found if word]
    imported = set(codes.imported_codes())
    return Evidence(lambda permit: words.get(permit, ()), imported.__contains__)


def _resolved(evidence: Evidence) -> tuple[list[Place], list[Bridge]]:
    """Where each combo of the groups goes (one connection cannot read while it copies), and the bridges."""
    rows: list[Place] = []
    bridges: list[Bridge] = []
    for numbers, present in _groups():
        answer = resolve(list(numbers), present, evidence)
        rows += [(numbers[combo], brand, None) for combo, brand in answer.existing.items()]
        rows += [(numbers[combo], None, slot) for combo, slot in answer.fresh.items()]
        bridges += [(numbers[combo], brands) for combo, brands in answer.bridges.items()]
    return rows, bridges


def _groups() -> Iterator[tuple[dict[Combo, int], list[tuple[int, Combo]]]]:
    """Each normal form to resolve: its incoming combos with their numbers, and (brand id, combo) of what is there."""
    rows = fetch(
        "WITH forms AS (SELECT DISTINCT form_id, normal_form FROM names), "
        "there AS (SELECT f.form_id, coalesce(b.merged_into_id, b.id) AS brand_id, k.permit, "
        "coalesce(k.origin, '') AS origin FROM forms f JOIN brands_brand b ON b.normal_form = f.normal_form "
        "JOIN brands_sku k ON k.brand_id = b.id "
        "WHERE NOT EXISTS (SELECT 1 FROM moving d WHERE d.sku_id = k.id) GROUP BY 1, 2, 3, 4), "
        "many AS (SELECT form_id FROM combos GROUP BY 1 HAVING count(*) > 1 UNION SELECT form_id FROM there) "
        "SELECT c.form_id, c.combo, NULL::bigint, c.permit, c.origin, c.alone FROM combos c JOIN many USING (form_id) "
        "UNION ALL SELECT t.form_id, NULL, t.brand_id, t.permit, t.origin, '' FROM there t "
        "LEFT JOIN permit_family f ON f.number = t.permit WHERE f.service IS NULL OR t.origin = ANY(%s) ORDER BY 1",
        [codes.imported_codes()],
    )
    for _form, group in groupby(rows, key=lambda row: row[0]):
        members = [row[1:] for row in group]
        incoming = {(permit, origin, alone): n for n, brand, permit, origin, alone in members if brand is None}
        yield incoming, [(b, (permit, origin, alone)) for _n, b, permit, origin, alone in members if b is not None]


def _make_new_brands() -> int:
    """`new_brands`: one row per brand to make, with its id and the spelling of its earliest record."""
    execute("DROP TABLE IF EXISTS new_brands")
    execute(
        "CREATE TEMP TABLE new_brands ON COMMIT DROP AS SELECT e.form_id, e.slot, d.brand_name AS source_name, "
        "n.normal_form, n.display_name, d.row, d.sku_id, d.is_new, NULL::bigint AS id FROM ("
        f"SELECT p.form_id, p.slot, lpad((min({EARLIEST}) & {TTB_BITS})::text, 14, '0') AS ttb_id "
        "FROM moving m JOIN placed p USING (combo) WHERE p.slot IS NOT NULL GROUP BY 1, 2) e "
        "JOIN delta d ON d.ttb_id = e.ttb_id AND d.moves JOIN names n ON n.brand_name = d.brand_name"
    )
    execute("ANALYZE new_brands")
    _keep_lone_brands()
    return int(scalar("SELECT count(*) FROM new_brands WHERE id IS NULL") or 0)


def _keep_lone_brands() -> None:
    """Where every row of a brand moves, under the same normal form, one of the new brands takes its place."""
    if not scalar("SELECT EXISTS (SELECT 1 FROM new_brands WHERE NOT is_new)"):
        return
    execute(
        "UPDATE new_brands n SET id = -t.brand_id FROM ("
        "SELECT DISTINCT ON (k.brand_id) k.brand_id, c.form_id, c.slot FROM new_brands c "
        "JOIN brands_sku k ON k.id = c.sku_id JOIN brands_brand b ON b.id = k.brand_id "
        "WHERE NOT c.is_new AND b.normal_form = c.normal_form AND NOT EXISTS "
        "(SELECT 1 FROM brands_sku o WHERE o.brand_id = k.brand_id AND o.id <> k.id "
        "AND NOT EXISTS (SELECT 1 FROM moving m WHERE m.sku_id = o.id)) "
        "ORDER BY k.brand_id, k.completed_date NULLS LAST, k.ttb_id) t "
        "WHERE t.form_id = n.form_id AND t.slot = n.slot"
    )


def number_brands() -> None:
    """Take ids for the brands to be made, in the order of their names; `homes` then says the brand of every row."""
    execute("UPDATE new_brands SET id = -id WHERE id < 0")
    execute("DROP TABLE IF EXISTS made_brands, homes")
    execute(
        "CREATE TEMP TABLE made_brands ON COMMIT DROP AS SELECT form_id, slot, normal_form, source_name, display_name, row, "
        f"id IS NULL AS fresh, coalesce(id, nextval('{sequence('brands_brand')}')) AS id "
        "FROM (SELECT * FROM new_brands ORDER BY normal_form, slot) q"
    )
    execute("ANALYZE made_brands")
    execute(
        "CREATE TEMP TABLE homes ON COMMIT DROP AS SELECT m.row, coalesce(p.brand_id, b.id) AS brand_id, "
        f"CASE WHEN m.is_new THEN nextval('{sequence('brands_sku')}') ELSE m.sku_id END AS sku_id FROM moving m "
        "JOIN placed p USING (combo) LEFT JOIN made_brands b ON b.form_id = p.form_id AND b.slot = p.slot"
    )
    execute("ANALYZE homes")
    if scalar("SELECT EXISTS (SELECT 1 FROM moving WHERE NOT is_new)"):
        execute("UPDATE delta d SET brand_id = h.brand_id FROM homes h WHERE h.row = d.row AND NOT d.is_new")


def sequence(table: str) -> str:
    """The name of a table's id sequence, to stand in SQL: looked up once, not once a row."""
    return str(scalar("SELECT pg_get_serial_sequence(%s, 'id')", [table]))


def _count_bridged() -> int:
    """Rows that would have joined two existing brands."""
    return int(scalar("SELECT count(*) FROM moving JOIN bridge USING (combo)") or 0)
