"""What a person watches, and what has become of it since the last look."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from apps.brands.models import Brand, Importer, Permit, RecordWatch, Sku
from apps.brands.selectors.merged import absorbed_by, roots
from apps.core.models import ChangeSet, Event
from apps.core.sql import fetch, scalar, table

PAGE = 30
NOUNS = ("brands", "skus", "importers")
# Only these acts take a SKU from one brand to another; an import's rows are not worth a look back each.
MOVING = ("form", "bulk", "merge", "restore", "undo")


@dataclass(frozen=True)
class Change:
    """What happened to one watched record: in how many acts, to itself, and to how many of its SKUs."""

    watch: int
    acts: int
    act: int
    own: int
    new: int
    changed: int
    gone: int


def snapshot() -> str:
    """What can be seen now, in the database's words."""
    return str(scalar("SELECT pg_current_snapshot()::text"))


def places(noun: str, pk: int) -> list[int]:
    """The ids under which a record may be watched: its own, and those of brands merged into it."""
    return [pk, *absorbed_by([pk])[pk]] if noun == "brands" else [pk]


def pace_of(user_id: int | None, noun: str, pk: int) -> str:
    """How often this person is told about a record; nothing when they do not watch it."""
    rows = RecordWatch.objects.filter(user_id=user_id or 0, resource=noun)
    kept = dict(rows.values_list("record_id", "pace")) if rows.exists() else {}
    return next((kept[one] for one in places(noun, pk) if one in kept), "") if kept else ""


def watches(user_id: int | None, pk: int | None = None) -> list[dict[str, Any]]:
    """All that a person watches, or one of it, by kind and time; records that are gone are left out."""
    rows = _of(user_id)
    return _rows(rows if pk is None else rows.filter(pk=pk))


def page(user_id: int | None, *, after: int = 0) -> tuple[list[dict[str, Any]], int]:
    """A page of them, leaving out the first `after`; and where the next page begins, 0 on the last one."""
    rows = list(_of(user_id)[after : after + PAGE + 1])
    return _rows(rows[:PAGE]), after + PAGE if len(rows) > PAGE else 0


def _of(user_id: int | None) -> QuerySet[RecordWatch]:
    return RecordWatch.objects.filter(user_id=user_id or 0).order_by("resource", "id")


def _rows(rows: Iterable[RecordWatch]) -> list[dict[str, Any]]:
    found = list(rows)
    heirs, known = answering(found), called(found)
    return [_shown(one, heirs[one.pk], known[one.resource, heirs[one.pk]]) for one in found
            if (one.resource, heirs[one.pk]) in known]  # fmt: skip


def _shown(one: RecordWatch, record: int, name: str) -> dict[str, Any]:
    return {
        "id": one.pk, "resource": one.resource, "record_id": record, "name": name, "pace": one.pace,
        "last": one.last, "last_at": one.last_at, "created_at": one.created_at,
    }  # fmt: skip


def answering(found: Iterable[RecordWatch]) -> dict[int, int]:
    """Per watch the id of the record that answers for the watched one now."""
    rows = list(found)
    heirs = roots(one.record_id for one in rows if one.resource == "brands")
    return {one.pk: heirs.get(one.record_id, one.record_id) if one.resource == "brands" else one.record_id
            for one in rows}  # fmt: skip


def called(found: Sequence[RecordWatch]) -> dict[tuple[str, int], str]:
    """Names of the records that answer, by noun and id; those not there any more are missing."""
    heirs = answering(found)
    ids = {noun: [heirs[one.pk] for one in found if one.resource == noun] for noun in NOUNS}
    brands = Brand.objects.filter(pk__in=ids["brands"]).values_list("pk", "display_name")
    skus = Sku.objects.filter(pk__in=ids["skus"]).values_list("pk", "brand__display_name", "ttb_id")
    holders = Importer.objects.filter(pk__in=ids["importers"]).values_list("pk", "owner", "permit")
    return {
        **{("brands", pk): name for pk, name in brands},
        **{("skus", pk): f"{name} {ttb_id}" for pk, name, ttb_id in skus},
        **{("importers", pk): owner or permit for pk, owner, permit in holders},
    }


NEWS = """
WITH due AS (
    SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[])
    AS d(watch, user_id, seen, noun, key)
), acts AS (
    SELECT DISTINCT c.id, c.actor_id, c.kind, e.xact::text::xid8 AS xact
    FROM {event} e JOIN {change_set} c ON c.id = e.change_set_id
    WHERE e.xact >= %s AND pg_visible_in_snapshot(e.xact::text::xid8, %s::pg_snapshot)
), skus AS MATERIALIZED (
    SELECT h.id, h.history_id, h.history_type AS type, h.brand_id, h.permit, a.id AS act, a.kind
    FROM {sku_past} h JOIN acts a ON a.id = h.change_set_id
), touched AS (
    SELECT 'brands' AS noun, h.id::text AS key, h.change_set_id AS act, NULL::bigint AS sku, '' AS type
    FROM {brand_past} h WHERE h.change_set_id IN (SELECT id FROM acts)
    UNION ALL
    SELECT 'importers', h.number, h.change_set_id, NULL, ''
    FROM {permit_past} h WHERE h.change_set_id IN (SELECT id FROM acts)
    UNION ALL SELECT 'skus', s.id::text, s.act, NULL, '' FROM skus s
    UNION ALL SELECT 'brands', s.brand_id::text, s.act, s.id, s.type FROM skus s
    UNION ALL SELECT 'importers', s.permit, s.act, s.id, s.type FROM skus s
    UNION ALL
    SELECT 'brands', p.brand_id::text, s.act, s.id, '-' FROM skus s CROSS JOIN LATERAL (
        SELECT b.brand_id FROM {sku_past} b WHERE b.id = s.id AND b.history_id < s.history_id
        ORDER BY b.history_id DESC LIMIT 1
    ) p WHERE s.type = '~' AND s.kind = ANY(%s) AND p.brand_id <> s.brand_id
)
SELECT d.watch, count(DISTINCT t.act), max(t.act), count(*) FILTER (WHERE t.sku IS NULL),
    count(DISTINCT t.sku) FILTER (WHERE t.type = '+'), count(DISTINCT t.sku) FILTER (WHERE t.type = '~'),
    count(DISTINCT t.sku) FILTER (WHERE t.type = '-')
FROM due d JOIN touched t ON t.noun = d.noun AND t.key = d.key JOIN acts a ON a.id = t.act
WHERE a.actor_id IS DISTINCT FROM d.user_id AND NOT pg_visible_in_snapshot(a.xact, d.seen::pg_snapshot)
GROUP BY d.watch
"""


def changes(found: Sequence[RecordWatch], now: str) -> list[Change]:
    """What others did to these records since each was last looked at, up to the snapshot `now`; one statement."""
    keys = list(_keys(found))
    if not keys:
        return []
    oldest = min(int(one.seen.partition(":")[0]) for one in found)
    columns = [list(column) for column in zip(*keys, strict=True)]
    past = {f"{name}_past": table(model.history.model) for name, model in
            (("brand", Brand), ("sku", Sku), ("permit", Permit))}  # fmt: skip
    sql = NEWS.format(event=table(Event), change_set=table(ChangeSet), **past)
    return [Change(*row) for row in fetch(sql, [*columns, oldest, now, list(MOVING)])]


def _keys(found: Sequence[RecordWatch]) -> Iterable[tuple[int, int, str, str, str]]:
    """What to look for in the past: (watch, person, seen, noun, key). A merged brand is looked for in its heir too."""
    heirs = answering(found)
    holders = [one.record_id for one in found if one.resource == "importers"]
    permits = dict(Importer.objects.filter(pk__in=holders).values_list("pk", "permit"))
    for one in found:
        if one.resource == "importers":
            keys = [permits[one.record_id]] if one.record_id in permits else []
        else:
            keys = [str(key) for key in dict.fromkeys([one.record_id, heirs[one.pk]])]
        for key in keys:
            yield one.pk, one.user_id, one.seen, one.resource, key
