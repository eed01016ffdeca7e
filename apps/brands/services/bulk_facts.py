"""Facts of an act on a few rows, one by one as if each had been changed by hand; of many, only the whole is told."""

from apps.brands.choices import BulkWord
from apps.brands.events import BrandArchived, BrandRestored, BrandUpdated, ListFilled, RecordTagged, SkuUpdated
from apps.brands.models import BulkAct, Sku, Tagging
from apps.brands.services.bulk_plans import Plan
from apps.core import context
from apps.core.services.history import history_model
from apps.core.services.outbox import publish
from apps.core.sql import fetch, table

FEW = 100


def publish_each(bulk: BulkAct, made: Plan, change_set_id: int, changed: int) -> None:
    """Tell of each row where they are few; of a tag or list, tell once however many."""
    if not changed:
        return
    if made.mark:
        _marked(bulk, made, changed)
    elif changed <= FEW:
        rows = fetch(f"SELECT id FROM {table(history_model(made.model))} WHERE change_set_id = %s", [change_set_id])
        for (pk,) in rows:
            _changed(made, pk)


def _marked(bulk: BulkAct, made: Plan, changed: int) -> None:
    model, owner = made.mark or (Tagging, 0)
    ids = list(bulk.ids) if len(bulk.ids) <= FEW else []
    added, removed = (changed, 0) if bulk.act in {BulkWord.TAG, BulkWord.ADD} else (0, changed)
    origin = context.current().channel
    if model is Tagging:
        publish(RecordTagged(bulk.resource, owner, added, removed, ids, origin))
    else:
        publish(ListFilled(owner, bulk.resource, added, removed, ids, origin))


def _changed(made: Plan, pk: int) -> None:
    origin = context.current().channel
    if made.resource == "skus":
        brand_id = Sku.objects.values_list("brand_id", flat=True).get(pk=pk)
        publish(SkuUpdated(pk, brand_id, list(made.changes), origin))
    elif made.word == BulkWord.EDIT:
        publish(BrandUpdated(pk, list(made.changes), origin))
    else:
        publish((BrandArchived if made.word == BulkWord.ARCHIVE else BrandRestored)(pk, origin))
