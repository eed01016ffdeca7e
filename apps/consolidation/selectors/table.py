"""The brands of a workspace as the engine wants them, and an index of them that is kept from one question to the next."""

from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import polars as pl

from apps.brands.pipeline.evidence import Permits, permits_of
from apps.consolidation.linkage.index import Index
from apps.consolidation.linkage.records import Brands
from apps.consolidation.selectors.kept_files import Kept, keep, kept_before
from apps.core.db import connection
from apps.core.sql import fetch, scalar

KEPT = 2
LATEST = 100  # of so many acts it is known which had not ended: one may commit after another with a higher number
BRANDS = (
    "SELECT b.id, b.source_name, s.aliases, s.permits, s.origins, s.categories, coalesce(b.website, ''), "
    "s.first_completed, s.last_completed, s.sku_count, k.classes, k.fanciful FROM brands_brand b "
    "JOIN brands_brandsummary s ON s.brand_id = b.id LEFT JOIN LATERAL (SELECT "
    "array_agg(DISTINCT k.class_type) FILTER (WHERE k.class_type <> '') AS classes, "
    "array_agg(DISTINCT k.fanciful_name) FILTER (WHERE k.fanciful_name <> '') AS fanciful FROM brands_sku k "
    "WHERE k.brand_id = b.id AND k.archived_at IS NULL) k ON true WHERE b.archived_at IS NULL{only} ORDER BY b.id"
)
UPTO = (
    "WITH newest AS (SELECT coalesce(max(id), 0) AS id FROM core_changeset) SELECT id, ARRAY(SELECT n FROM "
    f"generate_series(greatest(id - {LATEST}, 1), id) n WHERE NOT EXISTS (SELECT 1 FROM core_changeset c WHERE c.id = n)), "
    "(SELECT token::text FROM core_dataversion) FROM newest"
)
CHANGED = (
    "SELECT id FROM brands_historicalbrand WHERE change_set_id > %s OR change_set_id = ANY(%s) UNION SELECT brand_id "
    "FROM brands_historicalsku WHERE (change_set_id > %s OR change_set_id = ANY(%s)) AND brand_id IS NOT NULL"
)


@dataclass
class _Place:
    """Where the index of one workspace is kept; who holds the lock may put another there."""

    lock: Lock = field(default_factory=Lock)
    kept: Kept | None = None


_PLACES: OrderedDict[tuple[str, int], _Place] = OrderedDict()
_LOCK = Lock()


def changed_since(act: int, unended: list[int]) -> list[int]:
    """Brands touched by acts after this one, and by those before it that had not ended then."""
    return [row[0] for row in fetch(CHANGED, [act, unended] * 2)]


def load(ids: Iterable[int] | None = None) -> Brands:
    """All brands that are not archived, or those of these ids."""
    rows = (
        fetch(BRANDS.format(only=" AND b.id = ANY(%s)"), [list(ids)])
        if ids is not None
        else fetch(BRANDS.format(only=""))
    )
    columns: list[Any] = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(12)]
    held = permits_of(pl.Series(sorted({p for permits in columns[3] for p in permits}), dtype=pl.String))
    return Brands(
        ids=columns[0],
        names=columns[1],
        aliases=columns[2],
        permits=columns[3],
        families=[_families(permits, held) for permits in columns[3]],
        origins=columns[4],
        categories=columns[5],
        websites=[[site] if site else [] for site in columns[6]],
        first_completed=columns[7],
        last_completed=columns[8],
        sku_count=columns[9],
        classes=[one or [] for one in columns[10]],
        fanciful=[one or [] for one in columns[11]],
        service_permits=frozenset(held.service),
    )


def _families(permits: Collection[str], held: Permits) -> list[str]:
    """Owners of permits, as the permit lists name them; a service importer's says nothing."""
    return sorted({word for permit in permits for word in held.evidence.family_of(permit) if word.startswith("o:")})


def index_now(*, to_ask: bool = False, whole: bool = False) -> Kept:
    """An index of the brands as they are now: the one of the last question, or the next one made from it. It is never
    written into, so a scan may take its time. `to_ask`: ready for a question; `whole`: how rare a word is counts all
    brands as they are now. One process keeps those of the two workspaces asked last; its first question finds what
    another has left in a file."""
    place = _place()
    with place.lock:
        before = place.kept or (None if whole else kept_before())
        place.kept = _next(before, whole=whole)
        if to_ask:
            place.kept.index.ready()
            if before is None:
                keep(place.kept)
        return place.kept


def _place() -> _Place:
    key = (connection.schema_name, int(scalar("SELECT oid FROM pg_namespace WHERE nspname = current_schema()")))
    with _LOCK:
        place = _PLACES.setdefault(key, _Place())
        _PLACES.move_to_end(key)
        while len(_PLACES) > KEPT:
            _PLACES.popitem(last=False)
        return place


def _next(kept: Kept | None, *, whole: bool) -> Kept:
    upto, unended, version = fetch(UPTO)[0]
    if kept is None or upto < kept.upto or (whole and not kept.is_whole):
        return Kept(Index.build(load()), upto, unended, version, is_whole=True)
    if version == kept.version:
        return kept
    changed = changed_since(kept.upto, kept.unended)
    if whole or len(changed) > len(kept.index) // 4:
        return Kept(Index.build(load()), upto, unended, version, is_whole=True)
    there = load(changed)
    gone = set(changed) - set(there.ids)
    index = kept.index.updated(there, removed=sorted(gone))
    return Kept(index, upto, unended, version, is_whole=not changed and kept.is_whole)
