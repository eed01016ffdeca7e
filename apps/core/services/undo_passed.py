"""What a record held before an act, passing over what has been taken back since.

A first act writes a value, a second one writes over it, the first is taken back: nothing is to do then, for the second
stands. When the second is taken back as well, what it found is nobody's any more: the record goes back to what the
first found. The same for a third, and so on: each field of each record is walked down its versions, past those whose
act was taken back, and from what an undo put back to what stood there before the act it took back. Only acts whose
standing has changed since the act in question can make a difference: without any, versions are read as they are.
"""

from django.db import models

from apps.core.models import ChangeSet
from apps.core.services.history import history_model
from apps.core.services.undo_sql import JsonField, PlainField
from apps.core.sql import execute, fetch, scalar, table

BY_UNDO = "undo"
"""The reason that an undo writes beside what it puts back"""


def turned_since(act_id: int) -> list[int]:
    """The acts before this one that were taken back, or stood again, after it."""
    sql = f"SELECT DISTINCT undoes_id FROM {table(ChangeSet)} WHERE id > %s AND undoes_id < %s ORDER BY undoes_id"
    return [int(pk) for (pk,) in fetch(sql, [act_id, act_id])]


def turned_with(act_id: int) -> tuple[list[int], list[int]]:
    """Where the act is itself an undo, perhaps of an undo: those down this chain that stand once it is taken back, and
    those that do not, every other one."""
    chain = "WITH RECURSIVE c AS (SELECT undoes_id AS id, 1 AS step FROM {0} WHERE id = %s UNION ALL "
    chain += "SELECT s.undoes_id, c.step + 1 FROM c JOIN {0} s ON s.id = c.id) SELECT id FROM c "
    chain += "WHERE id IS NOT NULL ORDER BY step"
    found = [int(pk) for (pk,) in fetch(chain.format(table(ChangeSet)), [act_id])]
    return found[::2], found[1::2]


def passed_over(
    model: type[models.Model], plan: str, fields: list[PlainField | JsonField], act_id: int, turned: list[int]
) -> str:
    """Make a table of the versions before the act with such values passed over, and name it; the name of the history
    where no record of the plan has any."""
    past, mine = table(history_model(model)), f"before_{plan}"
    one = f"SELECT 1 FROM {plan} p JOIN {past} h ON h.id = p.id WHERE h.change_set_id = ANY(%s) AND p.before_id IS NOT NULL"
    if not scalar(f"SELECT EXISTS ({one})", [turned]):
        return past
    items = " UNION ALL ".join(_items(place, field, past, plan) for place, field in enumerate(fields, 1))
    stands, falls = turned_with(act_id)
    execute(f"DROP TABLE IF EXISTS pg_temp.{mine}")
    execute(
        f"CREATE TEMP TABLE {mine} ON COMMIT DROP AS WITH RECURSIVE touched AS MATERIALIZED "
        f"(SELECT p.* FROM {plan} p WHERE p.before_id IS NOT NULL AND EXISTS "
        f"(SELECT 1 FROM {past} h WHERE h.id = p.id AND h.change_set_id = ANY(%s))), items AS ({items}), "
        f"walk AS (SELECT i.*, NULL::jsonb AS value, false AS found FROM items i UNION ALL {_step(past)}), "
        "single AS (SELECT id, field, to_jsonb(value) AS value FROM walk WHERE found AND key IS NULL), "
        # of an object, all keys: those that were walked, and the others as they were
        "keyed AS (SELECT id, field, jsonb_object_agg(key, value) FILTER (WHERE value IS NOT NULL) AS found, "
        "array_agg(key) AS keys FROM walk "
        "WHERE found AND key IS NOT NULL GROUP BY id, field), "
        "every AS (SELECT id, field, value FROM single UNION ALL SELECT k.id, k.field, "
        "((to_jsonb(b) -> k.field) - k.keys) || coalesce(k.found, '{}') "
        f"FROM keyed k JOIN touched p ON p.id = k.id JOIN {past} b ON b.history_id = p.before_id), "
        "whole AS (SELECT id, jsonb_object_agg(field, value) AS value FROM every GROUP BY id) "
        f"SELECT r.* FROM {plan} p JOIN {past} b ON b.history_id = p.before_id LEFT JOIN whole w ON w.id = p.id "
        "CROSS JOIN LATERAL jsonb_populate_record(b, coalesce(w.value, '{}')) r",
        [turned, falls, stands],
    )
    execute(f"CREATE INDEX ON {mine} (history_id)")
    return mine


def _items(place: int, field: PlainField | JsonField, past: str, plan: str) -> str:
    """SQL: the fields to walk, from the version before the act down: those the act changed, or all it deleted."""
    where = f"(p.changed[{place}] AND p.remained) OR NOT p.remained"
    start = f"SELECT p.id, '{field.name}' AS field, {{key}} AS key, p.before_id + 1 AS place FROM touched p "
    if isinstance(field, PlainField):
        return start.format(key="NULL::text") + f"WHERE {where}"
    name = field.quoted
    return (
        start.format(key="k.key")
        + f"JOIN {past} a ON a.history_id = p.last_id JOIN {past} b ON b.history_id = p.before_id "
        f"CROSS JOIN LATERAL jsonb_object_keys(a.{name} || b.{name}) k (key) "
        f"WHERE ({where}) AND (NOT p.remained OR a.{name} -> k.key IS DISTINCT FROM b.{name} -> k.key)"
    )


def _step(past: str) -> str:
    """SQL: one version down. A value is found where it was written by an act that stands."""
    value = "CASE WHEN w.key IS NULL THEN to_jsonb({0}) -> w.field ELSE to_jsonb({0}) -> w.field -> w.key END"
    below = (
        f"FROM {past} {{0}} WHERE {{0}}.id = w.id AND {{0}}.history_id < {{1}} ORDER BY {{0}}.history_id DESC LIMIT 1"
    )
    fell = "(s.id = ANY(%s) OR (s.undone_by_id IS NOT NULL AND s.id <> ALL(%s)))"
    return (
        "SELECT w.id, w.field, w.key, CASE WHEN n.same OR n.fell OR t.began IS NULL THEN o.history_id ELSE t.began END, "
        "o.value, n.first OR NOT (n.same OR n.fell OR t.began IS NOT NULL) FROM walk w "
        "CROSS JOIN LATERAL (SELECT o.history_id, o.change_set_id, o.history_change_reason, "
        f"{value.format('o')} AS value {below.format('o', 'w.place')}) o "
        f"LEFT JOIN LATERAL (SELECT q.history_id, {value.format('q')} AS value {below.format('q', 'o.history_id')}) q ON true "
        f"LEFT JOIN {table(ChangeSet)} s ON s.id = o.change_set_id "
        f"LEFT JOIN LATERAL (SELECT min(u.history_id) AS began FROM {past} u WHERE u.id = w.id "
        f"AND u.change_set_id = s.undoes_id AND o.history_change_reason = '{BY_UNDO}') t ON true "
        "CROSS JOIN LATERAL (SELECT q.history_id IS NULL AS first, q.history_id IS NOT NULL AND "
        f"o.value IS NOT DISTINCT FROM q.value AS same, coalesce({fell}, false) AS fell) n WHERE NOT w.found"
    )


def note_again(plan: str, versions: str, named: list[PlainField]) -> None:
    """Note anew whom the records named before, where a plan has noted it."""
    if named:
        sets = ", ".join(f"{one.before} = b.{one.quoted}" for one in named)
        execute(f"UPDATE {plan} p SET {sets} FROM {versions} b WHERE b.history_id = p.before_id")
