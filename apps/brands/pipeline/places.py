"""Which brand each new or moved row belongs to: the rule of `identity`, set-wise around it.

Most normal forms come with one (permit, origin) and meet nothing: those become brands in SQL alone. Only
forms with several, or with a brand already there, are resolved one by one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db import connection

from apps.brands.pipeline.identity import Combo, Evidence, resolve
from apps.core.sql import execute, fetch, scalar
from apps.registry.formats import codes
from apps.registry.formats.display import display_name
from apps.registry.formats.families import service_family
from apps.registry.formats.ids import parse_permit
from apps.registry.formats.names import normal_form




Row = tuple[str, str, str, str, int | None, int | None]
Bridge = tuple[str, Combo, list[int]]


@dataclass(frozen=True)
class Placed:
    """What identity found: new brands, and rows that would have joined two existing ones."""

    brands_new: int
    bridged: int


def place_rows(*, named: bool = False) -> Placed:
    """Give every row of `delta` that moves its brand. `named`: the names table is filled already."""
    if not named:
        _name_brands()
    _family_of_permits()
    _make_combos()
    _resolve_groups()
    return Placed(_make_new_brands(), _assign())


def _name_brands() -> None:
    """`names`: the normal form and display of each distinct spelling among rows that move."""
    execute("DROP TABLE IF EXISTS names")
    execute(
        "CREATE TEMP TABLE names (brand_name text, normal_form text, display_name text) ON COMMIT DROP"
    )
    spellings = [row[0] for row in fetch("SELECT DISTINCT brand_name FROM delta WHERE moves")]
    with connection.cursor() as cursor, cursor.copy("COPY names FROM STDIN") as copy:
        for name in spellings:
            copy.write_row((name, normal_form(name) or name, display_name(name)))
    execute("ANALYZE names")


def _family_of_permits() -> None:
    """`permit_family`: for each permit of a moving row or of a brand it may meet, owner, mnemonic, service family."""
    execute("DROP TABLE IF EXISTS permit_family")
    execute(
        "CREATE TEMP TABLE permit_family ON COMMIT DROP AS "
        "SELECT n.number, coalesce(p.owner, h.owner) AS owner, coalesce(p.owner_key, h.owner_key) AS owner_key, "
        "coalesce(p.operating_name, h.operating_name) AS operating_name, NULL::text AS service "
        "FROM (SELECT DISTINCT permit AS number FROM delta WHERE moves UNION SELECT DISTINCT k.permit "
        "FROM brands_sku k JOIN brands_brand b ON b.id = k.brand_id "
        "WHERE b.normal_form IN (SELECT normal_form FROM names)) n "
        "LEFT JOIN brands_permit p ON p.number = n.number AND p.list_code IS NOT NULL "
        "LEFT JOIN public.registry_permitholder h ON h.number = n.number"
    )
    rows = fetch("SELECT number, owner, operating_name FROM permit_family")
    for number, *names in rows:
        family = service_family(number, [name for name in names if name])
        if family:
            execute("UPDATE permit_family SET service = %s WHERE number = %s", [family, number])
    execute("ANALYZE permit_family")


def _make_combos() -> None:
    """`combos`: what identity looks at, each distinct one once; `alone` where nothing is evidence."""
    execute("DROP TABLE IF EXISTS combos")
    execute(
        "CREATE TEMP TABLE combos ON COMMIT DROP AS SELECT n.normal_form, d.permit, coalesce(d.origin, '') AS origin, "
        "CASE WHEN f.service IS NOT NULL AND NOT coalesce(d.origin, '') = ANY(%s) THEN d.ttb_id ELSE '' END AS alone, "
        "NULL::bigint AS brand_id, NULL::integer AS slot, count(*) AS rows "
        "FROM delta d JOIN names n ON n.brand_name = d.brand_name JOIN permit_family f ON f.number = d.permit "
        "WHERE d.moves GROUP BY 1, 2, 3, 4",
        [codes.imported_codes()],
    )
    execute("ANALYZE combos")
    execute("DROP TABLE IF EXISTS bridge")
    execute("CREATE TEMP TABLE bridge (normal_form text, permit text, origin text, alone text, brand_ids bigint[]) ON COMMIT DROP")


def _resolve_groups() -> None:
    """Run the rule on every normal form that has more than one combo or meets a brand."""
    execute("DROP TABLE IF EXISTS placed")
    execute(
        "CREATE TEMP TABLE placed (normal_form text, permit text, origin text, alone text, brand_id bigint, "
        "slot integer) ON COMMIT DROP"
    )
    rows, bridges = _resolved(_evidence())
    with connection.cursor() as cursor, cursor.copy("COPY placed FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    _keep_bridges(bridges)
    execute("ANALYZE placed")
    execute(
        "UPDATE combos c SET brand_id = p.brand_id, slot = p.slot FROM placed p "
        "WHERE (c.normal_form, c.permit, c.origin, c.alone) = (p.normal_form, p.permit, p.origin, p.alone)"
    )
    execute("UPDATE combos SET slot = 0 WHERE slot IS NULL AND brand_id IS NULL")


def _evidence() -> Evidence:
    facts = {n: (owner, service) for n, owner, service in fetch("SELECT number, owner_key, service FROM permit_family")}
    words: dict[str, list[str]] = {}
    for number, (owner, service) in facts.items():
        mnemonic = parse_permit(number).mnemonic
        found = [f"p:{number}", f"o:{owner}" if owner else "", f"m:{mnemonic}" if mnemonic else ""]
        words[number] = [] if service else [word for word in found if word]
    imported = set(codes.imported_codes())
    return Evidence(lambda permit: words.get(permit, ()), imported.__contains__)


def _resolved(evidence: Evidence) -> tuple[list[Row], list[Bridge]]:
    """Where each combo of the groups goes (one connection cannot read while it copies), and the bridges."""
    rows: list[Row] = []
    bridges: list[Bridge] = []
    for form, incoming, present in _groups():
        answer = resolve(incoming, present, evidence)
        rows += [(form, *combo, brand, None) for combo, brand in answer.existing.items()]
        rows += [(form, *combo, None, slot) for combo, slot in answer.fresh.items()]
        bridges += [(form, combo, brands) for combo, brands in answer.bridges.items()]
    return rows, bridges


def _groups() -> Iterator[tuple[str, list[Combo], list[tuple[int, Combo]]]]:
    """Each normal form to resolve: its incoming combos, and (brand id, combo) of what is there."""
    rows = fetch(
        "WITH there AS (SELECT b.normal_form, coalesce(b.merged_into_id, b.id) AS brand_id, k.permit, "
        "coalesce(k.origin, '') AS origin FROM brands_brand b JOIN brands_sku k ON k.brand_id = b.id "
        "WHERE b.normal_form IN (SELECT normal_form FROM names) "
        "AND NOT EXISTS (SELECT 1 FROM delta d WHERE d.sku_id = k.id AND d.moves) GROUP BY 1, 2, 3, 4), "
        "many AS (SELECT normal_form FROM combos GROUP BY 1 HAVING count(*) > 1 UNION SELECT normal_form FROM there) "
        "SELECT c.normal_form, NULL::bigint, c.permit, c.origin, c.alone FROM combos c JOIN many USING (normal_form) "
        "UNION ALL SELECT t.normal_form, t.brand_id, t.permit, t.origin, "
        "CASE WHEN f.service IS NOT NULL AND NOT t.origin = ANY(%s) THEN 'there' ELSE '' END "
        "FROM there t LEFT JOIN permit_family f ON f.number = t.permit ORDER BY 1",
        [codes.imported_codes()],
    )
    for form, group in groupby(rows, key=lambda row: row[0]):
        members = list(group)
        incoming = [(permit, origin, alone) for _f, brand, permit, origin, alone in members if brand is None]
        present = [(b, (permit, origin, alone)) for _f, b, permit, origin, alone in members if b is not None]
        yield form, incoming, [(b, c) for b, c in present if c[2] != "there"]


def _keep_bridges(bridges: list[Bridge]) -> None:
    with connection.cursor() as cursor:
        for form, combo, brands in bridges:
            cursor.execute("INSERT INTO bridge VALUES (%s, %s, %s, %s, %s)", [form, *combo, brands])


def _make_new_brands() -> int:
    """`new_brands`: one row per brand to make, with its id and the spelling of its earliest record."""
    execute("DROP TABLE IF EXISTS new_brands")
    execute(
        "CREATE TEMP TABLE new_brands ON COMMIT DROP AS SELECT normal_form, slot, brand_name AS source_name, "
        "display_name, row, NULL::bigint AS id FROM (SELECT DISTINCT ON (c.normal_form, c.slot) c.normal_form, c.slot, "
        "d.brand_name, n.display_name, d.row FROM delta d JOIN names n ON n.brand_name = d.brand_name "
        "JOIN combos c ON c.normal_form = n.normal_form AND c.permit = d.permit AND c.origin = coalesce(d.origin, '') "
        "AND c.alone IN ('', d.ttb_id) "
        "WHERE d.moves AND c.slot IS NOT NULL AND c.brand_id IS NULL "
        "ORDER BY c.normal_form, c.slot, d.completed_date NULLS LAST, d.ttb_id) e"
    )
    _keep_lone_brands()
    return int(scalar("SELECT count(*) FROM new_brands WHERE id IS NULL") or 0)


def _keep_lone_brands() -> None:
    """A moved row that was its brand's only one, under the same normal form, takes its brand along."""
    execute(
        "UPDATE new_brands n SET id = -k.brand_id FROM delta d JOIN brands_sku k ON k.id = d.sku_id "
        "JOIN brands_brand b ON b.id = k.brand_id "
        "WHERE d.row = n.row AND NOT d.is_new AND b.normal_form = n.normal_form AND NOT EXISTS "
        "(SELECT 1 FROM brands_sku o WHERE o.brand_id = k.brand_id AND o.id <> k.id "
        "AND NOT EXISTS (SELECT 1 FROM delta m WHERE m.sku_id = o.id AND m.moves))"
    )


def number_brands() -> None:
    """Take ids for the brands to be made, in the order of their names; then every row knows its brand."""
    execute("UPDATE new_brands SET id = -id WHERE id < 0")
    execute("ALTER TABLE new_brands ADD COLUMN fresh boolean NOT NULL DEFAULT false")
    execute(
        "UPDATE new_brands n SET id = o.id, fresh = true FROM (SELECT normal_form, slot, "
        "nextval(pg_get_serial_sequence('brands_brand', 'id')) AS id FROM (SELECT normal_form, slot FROM new_brands "
        "WHERE id IS NULL ORDER BY normal_form, slot) q) o WHERE (n.normal_form, n.slot) = (o.normal_form, o.slot)"
    )
    execute(
        "UPDATE delta d SET brand_id = coalesce(c.brand_id, b.id) FROM names n, combos c "
        "LEFT JOIN new_brands b ON b.normal_form = c.normal_form AND b.slot = c.slot "
        "WHERE d.moves AND n.brand_name = d.brand_name AND c.normal_form = n.normal_form AND c.permit = d.permit "
        "AND c.origin = coalesce(d.origin, '') AND c.alone IN ('', d.ttb_id)"
    )


def _assign() -> int:
    """Rows that would have joined two existing brands."""
    return int(
        scalar(
            "SELECT count(*) FROM delta d JOIN names n ON n.brand_name = d.brand_name JOIN bridge g "
            "ON g.normal_form = n.normal_form AND g.permit = d.permit AND g.origin = coalesce(d.origin, '') "
            "AND g.alone IN ('', d.ttb_id) WHERE d.moves"
        )
        or 0
    )
