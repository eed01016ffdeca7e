"""The brands of a workspace as the engine wants them, and an index of them that is kept from one question to the next."""

from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any

import polars as pl

from apps.brands.pipeline.evidence import Permits, permits_of
from apps.consolidation.linkage.index import Index
from apps.consolidation.linkage.records import Brands
from apps.core.db import connection
from apps.core.sql import fetch, scalar

KEPT = 2
OVERLAP = 100  # an act may commit after one with a higher number
BRANDS = (
    "SELECT b.id, b.source_name, s.aliases, s.permits, s.origins, s.categories, coalesce(b.website, ''), "
    "s.first_completed, s.last_completed, s.sku_count, k.classes, k.fanciful FROM brands_brand b "
    "JOIN brands_brandsummary s ON s.brand_id = b.id LEFT JOIN LATERAL (SELECT "
    "array_agg(DISTINCT k.class_type) FILTER (WHERE k.class_type <> '') AS classes, "
    "array_agg(DISTINCT k.fanciful_name) FILTER (WHERE k.fanciful_name <> '') AS fanciful FROM brands_sku k "
    "WHERE k.brand_id = b.id AND k.archived_at IS NULL) k ON true WHERE b.archived_at IS NULL{only} ORDER BY b.id"
)
CHANGED = (
    "SELECT id FROM brands_historicalbrand WHERE change_set_id > %s "
    "UNION SELECT brand_id FROM brands_historicalsku WHERE change_set_id > %s AND brand_id IS NOT NULL"
)


@dataclass
class Kept:
    """An index, and the last act it knows of."""

    index: Index
    upto: int


_INDEXES: OrderedDict[tuple[str, int], Kept] = OrderedDict()
_LOCK = Lock()


def last_act() -> int:
    """The number of the newest act."""
    return int(scalar("SELECT coalesce(max(id), 0) FROM core_changeset") or 0)


def changed_since(act: int) -> list[int]:
    """Brands touched by acts after this one, and a few before it."""
    since = max(act - OVERLAP, 0)
    return [row[0] for row in fetch(CHANGED, [since, since])]


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


def index_now() -> Kept:
    """An index of the brands as they are now: the one of the last question, brought up to date. One process keeps those
    of the two workspaces asked last."""
    key = (connection.schema_name, int(scalar("SELECT oid FROM pg_namespace WHERE nspname = current_schema()")))
    with _LOCK:
        kept = _INDEXES.pop(key, None)
        upto = last_act()
        if kept is None:
            kept = Kept(Index.build(load()), upto)
        elif upto != kept.upto:
            _bring_up_to_date(kept, upto)
        _INDEXES[key] = kept
        while len(_INDEXES) > KEPT:
            _INDEXES.popitem(last=False)
        return kept


def _bring_up_to_date(kept: Kept, upto: int) -> None:
    changed = changed_since(kept.upto)
    if len(changed) > len(kept.index) // 4:
        kept.index = Index.build(load())
    else:
        there = load(changed)
        gone = set(changed) - set(there.ids)
        kept.index.update(there, removed=sorted(gone))
    kept.upto = upto
