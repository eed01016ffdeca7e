"""Facts of an act on a few rows, one by one as if each had been changed by hand; of many, only the whole is told."""

from typing import Any

from apps.brands.choices import BulkWord
from apps.brands.events import BrandArchived, BrandRestored, BrandUpdated, ListFilled, RecordTagged, SkuUpdated
from apps.brands.models import BulkAct, Tagging
from apps.brands.services.bulk_plans import Plan
from apps.brands.services.marking import FEW, Mark, few
from apps.core import context
from apps.core.services.history import history_model
from apps.core.services.outbox import publish
from apps.core.sql import fetch, table


def publish_each(bulk: BulkAct, made: Plan, change_set_id: int, changed: int) -> None:
    """Tell of each row where they are few; of a tag or list, tell once however many."""
    if not changed:
        return
    if made.mark:
        _marked(bulk, *made.mark, changed)
    elif changed <= FEW:
        names = "id, brand_id" if made.resource == "skus" else "id"
        rows = fetch(
            f"SELECT {names} FROM {table(history_model(made.model))} WHERE change_set_id = %s", [change_set_id]
        )
        for row in rows:
            publish(_fact(made, *row))


def _marked(bulk: BulkAct, model: Mark, owner: int, changed: int) -> None:
    added, removed = (changed, 0) if bulk.act in {BulkWord.TAG, BulkWord.ADD} else (0, changed)
    ids, origin = few(bulk.ids), context.current().channel
    if model is Tagging:
        publish(RecordTagged(bulk.resource, owner, added, removed, ids, origin))
    else:
        publish(ListFilled(owner, bulk.resource, added, removed, ids, origin))


def _fact(made: Plan, pk: int, brand_id: int = 0) -> Any:
    origin = context.current().channel
    if made.resource == "skus":
        return SkuUpdated(pk, brand_id, list(made.changes), origin)
    if made.word == BulkWord.EDIT:
        return BrandUpdated(pk, list(made.changes), origin)
    return (BrandArchived if made.word == BulkWord.ARCHIVE else BrandRestored)(pk, origin)
