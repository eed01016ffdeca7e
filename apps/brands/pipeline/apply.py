"""Writing what was planned: brands, permits, SKUs, each with its history rows, in one change set."""

from contextlib import ExitStack
from dataclasses import dataclass

from apps.brands.models import Brand, BrandSummary, Permit, PermitSummary, Sku
from apps.brands.pipeline.arrivals import name_arrivals
from apps.brands.pipeline.bulk import WORTH_IT, analyze, first_load
from apps.brands.pipeline.compare import DERIVED
from apps.brands.pipeline.derive import beside
from apps.brands.pipeline.numbering import number_brands
from apps.brands.pipeline.places import Placed
from apps.brands.pipeline.summaries import note_left
from apps.core.frames import write_rows
from apps.core.services.history import insert_history
from apps.core.sql import columns, comma, execute, scalar, table


@dataclass(frozen=True)
class Applied:
    """Rows written."""

    skus_new: int
    skus_updated: int
    brands_new: int
    brands_updated: int
    permits_new: int


def apply(source: str, placed: Placed, *, all_new: bool = False) -> Applied:
    """Write `delta` where `movers.place_rows` has found it belongs. Must run inside a change set. `all_new`: no row
    changes what is there, and none names a website."""
    note_left()
    numbered = number_brands(placed)
    name_arrivals()
    new = numbered.rows.filter("is_new").height
    with ExitStack() as stack:
        loading = stack.enter_context(first_load([Brand, Sku], [BrandSummary], new))
        stack.enter_context(first_load([Permit], [PermitSummary], placed.met.height))
        derived = stack.enter_context(beside(placed, numbered))
        brands = _insert_brands()
        permits = _insert_permits(placed)
        skus = _insert_skus(source)
        updated = 0 if all_new else _update_skus(source)
        sites = 0 if all_new else _update_websites()
        loading.full(Brand, Sku)
        derived.write()
    if skus >= WORTH_IT:
        analyze(Brand, Sku)
    return Applied(skus, updated, brands, sites, permits)


def _insert_brands() -> int:
    """New brands; the row of a brand's earliest record is its history's source row."""
    values = {
        "id": "id", "source_name": "source_name", "display_name": "display_name", "normal_form": "normal_form",
        "website": "NULL::text", "archived_at": "NULL::timestamptz", "merged_into_id": "NULL::bigint", "edited": "'{}'::jsonb",
        "blanks": "'{}'::jsonb",
    }  # fmt: skip
    picked = ", ".join(f"{values[name]} AS {name}" for name in columns(Brand))
    source = f"(SELECT {picked}, row FROM made_brands WHERE fresh ORDER BY id) made"
    written = execute(
        f"INSERT INTO {table(Brand)} ({comma(columns(Brand))}) SELECT {comma(columns(Brand))} FROM {source}"
    )
    _history(Brand, source, "made", "+", "row")
    return written


def _history(model: type[Brand | Sku | Permit], source: str, alias: str, kind: str, row: str) -> None:
    execute(*insert_history(model, alias, kind, source=source, source_row=row))


PARTS = (
    "CREATE TEMP TABLE permit_parts (number text, row integer, kind text, state text, mnemonic text, service text) "
    "ON COMMIT DROP"
)
PERMIT = {
    "id": "coalesce(h.id, nextval('public.registry_permitholder_id_seq'))",
    "number": "f.number",
    "kind": "f.kind",
    "permit_state": "f.state",
    "mnemonic": "f.mnemonic",
    "family": "f.service",
}


def _insert_permits(placed: Placed) -> int:
    """Permits met for the first time, with the public list's id where it has one."""
    names = comma(columns(Permit))
    picked = ", ".join(f"{PERMIT.get(name, 'NULL::text')} AS {name}" for name in columns(Permit))
    execute("DROP TABLE IF EXISTS made_permits, permit_parts")
    execute(PARTS)
    write_rows("permit_parts", placed.met)
    execute(
        f"CREATE TEMP TABLE made_permits ON COMMIT DROP AS SELECT {picked}, f.row FROM permit_parts f "
        "LEFT JOIN public.registry_permitholder h ON h.number = f.number "
        f"WHERE NOT EXISTS (SELECT 1 FROM {table(Permit)} p WHERE p.number = f.number)"
    )
    written = execute(f"INSERT INTO {table(Permit)} ({names}) SELECT {names} FROM made_permits")
    _history(Permit, "made_permits", "made_permits", "+", "row")
    return written


def _insert_skus(source: str) -> int:
    special = {
        "id": "h.sku_id", "brand_id": "h.brand_id", "source": f"'{source}'::text",
        "archived_at": "NULL::timestamptz",
    }  # fmt: skip
    picked = ", ".join(f"{special.get(name, f'd.{name}')} AS {name}" for name in columns(Sku))
    made = f"(SELECT {picked}, d.row FROM delta d JOIN homes h USING (row) WHERE d.is_new) made"
    names = comma(columns(Sku))
    written = execute(f"INSERT INTO {table(Sku)} ({names}) SELECT {names} FROM {made}")
    _history(Sku, made, "made", "+", "row")
    return written


def _update_skus(source: str) -> int:
    """Changed rows only; the history row holds the values after, the one before it those before."""
    sets = ", ".join(f"{c} = d.{c}" for c in DERIVED)
    history, params = insert_history(Sku, "done", "~", source_row="done.row")
    return execute(
        f"WITH done AS (UPDATE {table(Sku)} k SET {sets}, brand_id = d.brand_id, source = '{source}' "
        f"FROM delta d WHERE k.id = d.sku_id AND NOT d.is_new AND d.changed RETURNING {comma(columns(Sku), 'k')}, d.row) "
        f"{history}",
        params,
    )


def _update_websites() -> int:
    """The website of a brand is that of the run's latest record that names one, changed or not, unless a person
    set it."""
    if not scalar("SELECT EXISTS (SELECT 1 FROM delta WHERE site IS NOT NULL)"):
        return 0
    history, params = insert_history(Brand, "done", "~", source_row="done.row")
    return execute(
        "WITH latest AS (SELECT DISTINCT ON (brand_id) coalesce(h.brand_id, d.brand_id) AS brand_id, d.site AS website, d.row "
        "FROM delta d LEFT JOIN homes h USING (row) WHERE d.site IS NOT NULL "
        "ORDER BY 1, d.completed_date DESC NULLS LAST, d.ttb_id DESC), "
        f"done AS (UPDATE {table(Brand)} b SET website = l.website FROM latest l WHERE b.id = l.brand_id "
        "AND b.website IS DISTINCT FROM l.website AND NOT b.edited ? 'website' "
        f"RETURNING {comma(columns(Brand), 'b')}, l.row) {history}",
        params,
    )
