"""Everything that points at a brand follows it: one statement per column, with its history."""

from collections.abc import Mapping, Sequence

from apps.brands.models import Brand, Sku
from apps.consolidation.services.steps import Steps
from apps.core.pointers import Pointer, followers
from apps.core.services.history import history_model, insert_history
from apps.core.services.undo_sql import unique_sets
from apps.core.sql import columns, comma, execute, scalar, table

FILLED = "coalesce(btrim(t.fanciful_name), '') = '' AND NOT t.edited ? 'fanciful_name' AND r.rest IS NOT NULL"
FILL = (
    f", fanciful_name = CASE WHEN {FILLED} THEN r.rest ELSE t.fanciful_name END, "
    f"edited = CASE WHEN {FILLED} THEN t.edited || jsonb_build_object('fanciful_name', t.fanciful_name) ELSE t.edited END"
)


def move_all(
    absorbed: Sequence[int], heir: int, rests: Mapping[int, str] | None = None, steps: Steps | None = None
) -> tuple[dict[str, int], dict[str, int]]:
    """Let everything that points at the absorbed brands point at the heir: rows moved and rows that stayed, by kind.

    `rests` gives per absorbed brand the fanciful name for SKUs that have none. Each kind is one of `steps`. Must run inside a
    change set.
    """
    moved, stayed = {}, {}
    steps = steps or Steps(None, 0)
    for one in followers(Brand):
        steps.begin("Moving")
        kind = str(one.source._meta.model_name)
        if n := _move(one, list(absorbed), heir, rests or {}):
            moved[kind] = n
        if n := _left(one, list(absorbed)):
            stayed[kind] = n
    return moved, stayed


def _move(pointer: Pointer, absorbed: list[int], heir: int, rests: Mapping[int, str]) -> int:
    model, key = pointer.source, pointer.column
    names = columns(model)
    filled = model is Sku and bool(rests)
    source = " FROM unnest(%s::bigint[], %s::text[]) r(id, rest)" if filled else ""
    where = f"t.{key} = ANY(%s)" + (f" AND r.id = t.{key}" if filled else "")
    given = [[*absorbed], [rests.get(pk) for pk in absorbed]] if filled else []
    twins, twin_values = _without_twin(pointer, absorbed, heir)
    history, params = insert_history(model, "done", "~")
    return execute(
        f"WITH done AS (UPDATE {table(model)} t SET {key} = %s{FILL if filled else ''}{source} "
        f"WHERE {where}{twins} RETURNING {comma(names, 't')}) {history}",
        [heir, *given, absorbed, *twin_values, *params],
    )


def _without_twin(pointer: Pointer, absorbed: list[int], heir: int) -> tuple[str, list[object]]:
    """SQL and parameters: the heir has no such row yet, and of several absorbed ones this is the oldest."""
    key, sql, values = pointer.column, "", list[object]()
    for names in unique_sets(pointer.source):
        others = [name for name in names if name != key]
        if key not in names or not others:
            continue
        same = " AND ".join(f'u."{name}" = t."{name}"' for name in others)
        found = f"SELECT 1 FROM {table(pointer.source)} u WHERE {same} AND (u.{key} = %s OR (u.{key} = ANY(%s) AND u.id < t.id))"
        sql += f" AND NOT EXISTS ({found})"
        values += [heir, absorbed]
    return sql, values


def _left(pointer: Pointer, absorbed: list[int]) -> int:
    if not _without_twin(pointer, absorbed, 0)[0]:
        return 0
    return int(
        scalar(f"SELECT count(*) FROM {table(pointer.source)} WHERE {pointer.column} = ANY(%s)", [absorbed]) or 0
    )


def bury(absorbed: Sequence[int], heir: int) -> None:
    """Archive the absorbed brands; each names the brand that answers for it."""
    history, params = insert_history(Brand, "done", "~")
    execute(
        f"WITH done AS (UPDATE {table(Brand)} SET archived_at = now(), merged_into_id = %s WHERE id = ANY(%s) "
        f"RETURNING {comma(columns(Brand))}) {history}",
        [heir, list(absorbed), *params],
    )


def past_of(model: type[Brand | Sku]) -> str:
    """The table of a model's history rows."""
    return table(history_model(model))
