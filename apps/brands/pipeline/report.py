"""What an import did, counted from the run's temporary tables; the same for a dry run."""

import json
import re
from collections.abc import Sequence
from typing import Any

from apps.brands.models import BridgeFinding, HeldRow, Import
from apps.brands.pipeline.compare import SOURCE
from apps.brands.pipeline.places import Bridge
from apps.core.sql import execute, fetch, scalar
from apps.registry.checks.rules import RULES, reason_codes
from apps.registry.checks.suggest import suggest
from apps.registry.intake.stage import Staged

EXAMPLES = 200
IMPORTER = re.compile(r"[A-Z]{2}-I-[0-9]+$")
OUTCOMES = ("new", "updated", "unchanged", "duplicate", "quarantined", "conflicting")
WARNINGS = [rule for rule in RULES if rule.severity == "warning"]


OUTCOME = (
    "CASE WHEN conflicts IS NOT NULL THEN 'conflicting' WHEN is_new THEN 'new' "
    "WHEN changed OR website IS NOT NULL THEN 'updated' ELSE 'unchanged' END"
)
ASIDE = "SELECT row, ttb_id, outcome FROM aside"
SETTLED = f"SELECT row, ttb_id, {OUTCOME} AS outcome FROM delta UNION ALL {ASIDE}"
WARNED = "(SELECT row, ttb_id, warnings FROM stage UNION ALL SELECT row, ttb_id, warnings FROM aside) w"


def counts(staged: Staged, new: int | None = None) -> dict[str, int]:
    """Rows by outcome. They add up to the rows read: what is neither new, changed nor set aside is unchanged.

    `new`: the number of rows in `delta`, where all of them are new.
    """
    settled = SETTLED if new is None else ASIDE
    found: dict[str, int] = dict(
        fetch(f"SELECT outcome, count(*)::int FROM ({settled}) e WHERE outcome <> 'unchanged' GROUP BY outcome")
    )
    if new is not None:
        found["new"] = new
    found["unchanged"] = staged.entered - sum(found.values())
    found["quarantined"] = staged.rejected
    return {name: int(found.get(name, 0)) for name in OUTCOMES}


def warning_counts() -> dict[str, int]:
    """Rows by warning code, only those that occur."""
    picks = ", ".join(f"count(*) FILTER (WHERE warnings & {rule.bit} <> 0)" for rule in WARNINGS)
    row = fetch(f"SELECT {picks} FROM {WARNED} WHERE warnings <> 0")[0]
    return {rule.code: int(n) for rule, n in zip(WARNINGS, row, strict=True) if n}


def reason_counts() -> dict[str, int]:
    """Quarantined rows by reason; a row may have several."""
    totals: dict[str, int] = {}
    for mask, n in fetch("SELECT reasons, count(*)::int FROM rejects WHERE reasons <> 0 GROUP BY reasons"):
        for code in reason_codes(mask):
            totals[code] = totals.get(code, 0) + n
    return totals


def importer_counts(staged: Staged) -> dict[str, int]:
    """Importers linked to a row of the run, and `-I-` permits that stand in no list."""
    met = staged.importers
    if met is None:
        met = {row[0] for row in fetch("SELECT DISTINCT permit FROM stage") if IMPORTER.match(row[0])}
    listed = scalar(
        "SELECT count(*) FROM unnest(%s::text[]) u(permit) WHERE EXISTS (SELECT 1 FROM public.registry_permitholder h "
        "WHERE h.number = u.permit) OR EXISTS (SELECT 1 FROM brands_permit p WHERE p.number = u.permit "
        "AND p.list_code IS NOT NULL)",
        [sorted(met)],
    )
    return {"importers_matched": int(listed), "permits_unmatched": len(met) - int(listed)}


def changed_fields() -> dict[str, int]:
    """How many updated rows change each field."""
    picks = ", ".join(f"count(*) FILTER (WHERE d.{c} IS DISTINCT FROM (d.old).{c})" for c in SOURCE)
    row = fetch(f"SELECT {picks} FROM delta d WHERE NOT d.is_new AND d.changed")[0]
    return {name: int(n) for name, n in zip(SOURCE, row, strict=True) if n}


def examples(*, all_new: bool) -> dict[str, list[dict[str, Any]]]:
    """Some rows of each kind, in the order of the file, to look at before deciding. `all_new`: all of `delta` are."""
    return {"new": _new(), "updated": [] if all_new else _updated(), "conflicting": _conflicting()}


def _new() -> list[dict[str, Any]]:
    """The beginning of the file mostly has enough of them: the rest is sorted only where it has not."""
    names = ("row", "ttb_id", "permit", "brand_name", "fanciful_name", "class_type", "origin")
    sql = f"SELECT {', '.join(names)} FROM delta WHERE is_new AND row <= %s ORDER BY row LIMIT {EXAMPLES}"
    rows = fetch(sql, [2 * EXAMPLES])
    if len(rows) < EXAMPLES:
        rows = fetch(sql, [2**31 - 1])
    return [dict(zip(names, row, strict=True)) for row in rows]


def _updated() -> list[dict[str, Any]]:
    mine, theirs = (", ".join(f"{a}.{c}::text" for c in SOURCE) for a in ("d", "(d.old)"))
    some = f"SELECT * FROM delta WHERE NOT is_new AND changed ORDER BY row LIMIT {EXAMPLES}"
    rows = fetch(f"SELECT d.row, d.ttb_id, ARRAY[{theirs}], ARRAY[{mine}] FROM ({some}) d ORDER BY d.row")
    return [{"row": row, "ttb_id": ttb_id, "fields": _diff(before, after)} for row, ttb_id, before, after in rows]


def _diff(before: list[str | None], after: list[str | None]) -> dict[str, list[str | None]]:
    pairs = zip(SOURCE, before, after, strict=True)
    return {name: [old, new] for name, old, new in pairs if old != new}


def _conflicting() -> list[dict[str, Any]]:
    rows = fetch(f"SELECT row, raw->>'ttb_id' FROM rejects WHERE reasons = 0 ORDER BY row LIMIT {EXAMPLES}")
    found = [{"row": row, "ttb_id": ttb_id, "why": "twice_in_run"} for row, ttb_id in rows]
    if scalar("SELECT to_regclass('pg_temp.incoming') IS NOT NULL"):
        edited = fetch(f"SELECT row, ttb_id, conflicts FROM incoming ORDER BY row LIMIT {EXAMPLES}")
        found += [{"row": r, "ttb_id": t, "why": "edited_by_person", "fields": f} for r, t, f in edited]
    return found


# -- kept for later ------------------------------------------------------------------------


def keep_held(run: Import) -> None:
    """Rows that wait for a person: quarantined with every reason and a suggestion, and conflicts."""
    HeldRow.objects.filter(run=run).delete()
    rows = fetch("SELECT row, reasons, raw, suggestion FROM rejects ORDER BY row")
    HeldRow.objects.bulk_create((_held(run, *row) for row in rows), batch_size=2000)
    if scalar("SELECT to_regclass('pg_temp.incoming') IS NOT NULL"):
        _keep_edit_conflicts(run)


def settle_corrected(run: Import) -> None:
    """Rows of the import this one corrects wait no longer once their TTB ID has entered."""
    entered = "SELECT 1 FROM stage s WHERE s.ttb_id = btrim(h.ttb_id, ' ''\"')"
    execute(
        "UPDATE brands_heldrow h SET state = 'readmitted', settled_by_id = %s WHERE h.run_id = %s AND h.state = 'open' "
        f"AND h.outcome = 'quarantined' AND EXISTS ({entered})",
        [run.pk, run.corrects_id],
    )


def _held(run: Import, row: int, mask: int, raw: Any, suggestion: str) -> HeldRow:
    values = json.loads(raw) if isinstance(raw, str) else raw
    codes = reason_codes(mask) or ["twice_in_run"]
    hint = suggestion or " ".join(filter(None, (suggest(code, values) for code in codes if mask)))
    outcome = "quarantined" if mask else "conflicting"
    return HeldRow(
        run=run, row=row, outcome=outcome, reasons=codes, suggestion=hint, raw=values, ttb_id=values.get("ttb_id")
    )


def _keep_edit_conflicts(run: Import) -> None:
    values = ", ".join(f"'{c}', i.{c}" for c in SOURCE)
    current = ", ".join(f"'{c}', k.{c}" for c in SOURCE)
    execute(
        "INSERT INTO brands_heldrow (run_id, row, outcome, reasons, suggestion, raw, current, ttb_id, state) "
        "SELECT %s, i.row, 'conflicting', '{edited_by_person}', array_to_string(i.conflicts, ', '), "
        f"jsonb_build_object('ttb_id', i.ttb_id, 'fields', i.conflicts, {values}) || {_site('i')}, "
        f"jsonb_build_object({current}) || {_site('b')}, i.ttb_id, 'open' "
        "FROM incoming i JOIN brands_sku k ON k.ttb_id = i.ttb_id JOIN brands_brand b ON b.id = k.brand_id",
        [run.pk],
    )


def _site(alias: str) -> str:
    """SQL: the website, which is the brand's, where it is what the conflict is about."""
    found = f"jsonb_build_object('website', {alias}.website)"
    return f"CASE WHEN 'website' = ANY(i.conflicts) THEN {found} ELSE '{{}}' END"


def keep_bridges(run: Import, bridges: Sequence[Bridge]) -> None:
    """Findings for consolidation: which brands a record would have joined."""
    BridgeFinding.objects.bulk_create(
        (
            BridgeFinding(
                run=run,
                normal_form=bridge.normal_form,
                brand_ids=bridge.brand_ids,
                chosen_id=bridge.rows["brand_id"][0],
                ttb_ids=[f"{ttb_id:014}" for ttb_id in bridge.rows["ttb_id"].sort()],
                evidence=[{"permit": bridge.permit, "origin": bridge.origin or None}],
            )
            for bridge in bridges
        ),
        batch_size=2000,
    )
