"""Rows made or changed since a moment, from their history."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from apps.brands.models import Brand, Sku
from apps.core.models import ChangeSet


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
