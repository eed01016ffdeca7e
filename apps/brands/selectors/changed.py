"""Rows made or changed since a moment, and what of them, from their history."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from apps.brands.models import Brand, Sku
from apps.core.models import ChangeSet
from apps.core.selectors.history import names_of
from apps.core.sql import fetch, table


def _since(moments: list[datetime]) -> QuerySet[ChangeSet]:
    return ChangeSet.objects.filter(created_at__gte=min(moments))


def skus_since(moments: list[datetime]) -> Q:
    """SKUs that an act since then made or changed."""
    past: Any = Sku.history.model.objects
    return Q(id__in=past.filter(change_set_id__in=_since(moments).values("id")).values("id"))


def brands_since(moments: list[datetime]) -> Q:
    """Brands that an act since then made or changed, or whose SKUs it did."""
    acts = _since(moments).values("id")
    own: Any = Brand.history.model.objects.filter(change_set_id__in=acts)
    theirs: Any = Sku.history.model.objects.filter(change_set_id__in=acts)
    return Q(id__in=own.values("id")) | Q(id__in=theirs.values("brand_id"))


@dataclass(frozen=True)
class Changed:
    """What acts since a moment did to one record: whether they made it, which fields they changed, how many of its SKUs
    they made or changed, and who did it."""

    is_new: bool = False
    fields: tuple[str, ...] = ()
    skus: int = 0
    people: tuple[str, ...] = ()


OWN = """
SELECT h.id, bool_or(h.history_type = '+'), array_agg(DISTINCT f.name) FILTER (WHERE h.history_type = '~' AND f.name <> ''),
    array_agg(DISTINCT c.actor_name)
FROM {past} h JOIN {acts} c ON c.id = h.change_set_id AND c.created_at >= %s
LEFT JOIN LATERAL (
    SELECT * FROM {past} b WHERE b.id = h.id AND b.history_id < h.history_id ORDER BY b.history_id DESC LIMIT 1
) p ON true
LEFT JOIN LATERAL (
    SELECT n.key AS name FROM jsonb_each(to_jsonb(h)) n JOIN jsonb_each(to_jsonb(p)) o ON o.key = n.key
    WHERE n.value <> o.value AND n.key = ANY(%s)
) f ON true
WHERE h.id = ANY(%s) GROUP BY h.id
"""
THEIRS = """
SELECT k.brand_id, count(DISTINCT h.id), array_agg(DISTINCT c.actor_name)
FROM {sku} k JOIN {past} h ON h.id = k.id JOIN {acts} c ON c.id = h.change_set_id AND c.created_at >= %s
WHERE k.brand_id = ANY(%s) GROUP BY k.brand_id
"""
KEPT = {"id", "edited", "blanks"}  # of our own books


def what_changed(noun: str, ids: Sequence[int], since: datetime) -> dict[int, Changed]:
    """Per record of `brands` or `skus` what acts since a moment did to it, of brands and to their SKUs: as many questions
    for many as for one."""
    if not ids:
        return {}
    model: type[Brand | Sku] = Brand if noun == "brands" else Sku
    names = [name for name in names_of(model) if name not in KEPT]
    own = OWN.format(past=table(model.history.model), acts=table(ChangeSet))
    found = {
        pk: Changed(is_new, tuple(fields or ()), 0, tuple(people))
        for pk, is_new, fields, people in fetch(own, [since, names, list(ids)])
    }
    if model is Brand:
        theirs = THEIRS.format(sku=table(Sku), past=table(Sku.history.model), acts=table(ChangeSet))
        for pk, skus, people in fetch(theirs, [since, list(ids)]):
            known = found.get(pk, Changed())
            found[pk] = replace(known, skus=skus, people=tuple(sorted({*known.people, *people})))
    return found
