"""What an act on many rows would do: how many change, stay as they are or are refused, with examples."""

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from apps.brands import blanks
from apps.brands.models import BulkAct
from apps.brands.selectors.selection import Selection
from apps.brands.services.bulk_plans import LABELS, Plan
from apps.core.sql import execute, fetch, table

EXAMPLES = 5
MOST = 250_000


class TooMany(ValueError):
    """More rows than one act takes."""

    code = "too_many_rows"
    hint = "Narrow the list with a filter, and do it in parts."


def judge(plan: Plan, selection: Selection) -> dict[str, Any]:
    """Look at every row meant: {total, change, same, refused: {reason: n}, gone}; leaves table `bulk_rows`."""
    sql, params = selection.sql()
    execute("DROP TABLE IF EXISTS pg_temp.bulk_rows")
    execute(
        f"CREATE TEMP TABLE bulk_rows ON COMMIT DROP AS SELECT m.id, {plan.seen} AS seen, ({plan.verdict}) AS verdict "
        f"FROM {table(plan.model)} m {plan.join} WHERE m.id IN ({sql})",
        [*plan.params, *plan.join_params, *params],
    )
    counts: dict[str, int] = dict(fetch("SELECT verdict, count(*) FROM bulk_rows GROUP BY verdict"))
    total = sum(counts.values())
    if total > MOST:
        raise TooMany(
            _("%(rows)s rows are more than one act takes (%(most)s).")
            % {"rows": number_format(total, force_grouping=True), "most": number_format(MOST, force_grouping=True)}
        )
    change, same = counts.pop("change", 0), counts.pop("same", 0)
    gone = len(set(selection.ids)) - total if selection.ids is not None else 0
    return {"total": total + gone, "change": change, "same": same, "refused": counts | ({"gone": gone} if gone else {})}


def keep_rows(bulk: BulkAct) -> None:
    """Keep in the act which rows will change, and which version of each was seen."""
    execute(
        "UPDATE brands_bulkact SET ids = r.ids, seen = r.seen FROM (SELECT coalesce(array_agg(id ORDER BY id), '{}') "
        "AS ids, coalesce(array_agg(seen ORDER BY id), '{}') AS seen FROM bulk_rows WHERE verdict = 'change') r "
        "WHERE brands_bulkact.id = %s",
        [bulk.pk],
    )
    mark = hashlib.sha256(orjson.dumps([bulk.resource, bulk.act, bulk.values], option=orjson.OPT_SORT_KEYS))
    rows = fetch("SELECT md5(ids::text || seen::text) FROM brands_bulkact WHERE id = %s", [bulk.pk])
    mark.update(str(rows[0][0]).encode())
    bulk.fingerprint = mark.hexdigest()


def examples(plan: Plan) -> list[dict[str, Any]]:
    """The first rows that will change: {id, label, changes: [{field, before, after}]}."""
    ids = [row[0] for row in fetch(f"SELECT id FROM bulk_rows WHERE verdict = 'change' ORDER BY id LIMIT {EXAMPLES}")]
    fields = [name for name in plan.changes if plan.mark is None]
    rows: Any = plan.model._default_manager.filter(pk__in=ids).order_by("pk")
    return [
        {"id": row.pk, "label": _label(plan, row), "changes": _changes(plan.changes, row, fields, plan.word)}
        for row in rows
    ]


def _changes(new: Mapping[str, Any], row: Any, fields: list[str], word: str) -> list[dict[str, Any]]:
    if not fields:
        away = word.startswith(("remove", "untag"))
        return [{"field": n, "before": v if away else None, "after": None if away else v} for n, v in new.items()]
    before = {name: _now(row, name) for name in fields}
    return [{"field": name, "before": before[name], "after": new[name]} for name in fields if before[name] != new[name]]


def _now(row: Any, name: str) -> Any:
    bare = name.removesuffix(blanks.SUFFIX)
    return getattr(row, name) if bare == name else blanks.state(bare, getattr(row, bare), row.blanks)


def refusals(plan: Plan) -> list[dict[str, Any]]:
    """The first rows that are refused: {id, label, reason}."""
    rows = fetch(
        f"SELECT id, verdict FROM bulk_rows WHERE verdict NOT IN ('change', 'same') ORDER BY id LIMIT {EXAMPLES}"
    )
    return labelled(plan, dict(rows))


def labelled(plan: Plan, reasons: Mapping[int, str]) -> list[dict[str, Any]]:
    """Rows with their names and what stands against each."""
    known = {row.pk: _label(plan, row) for row in plan.model._default_manager.filter(pk__in=list(reasons))}
    return [{"id": pk, "label": known.get(pk, str(pk)), "reason": reason} for pk, reason in reasons.items()]


def _label(plan: Plan, row: Any) -> str:
    return getattr(row, LABELS[plan.resource]) or str(row)
