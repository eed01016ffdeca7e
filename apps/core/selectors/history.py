"""What became of a record: its versions, each with what changed, and how it was at a moment.

Works on every tracked model. `record` words are model names: brand, sku, permit.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db import models
from django.db.models import Count, Max

from apps.core import context, keyset
from apps.core.keyset import Page, Sort
from apps.core.models import ChangeSet
from apps.core.tracking import tracked_models

TYPES = {"+": "created", "~": "updated", "-": "deleted"}
BY_TIME = Sort("history_id", unique=True, descending=True)
BY_ORDER = Sort("history_id", unique=True)
BOOKKEEPING = {"id", "edited"}
Model = type[models.Model]


def past(model: Model) -> Any:
    """The manager of a tracked model's history rows."""
    return model.history.model._default_manager  # type: ignore[attr-defined]


def names_of(model: Model) -> list[str]:
    """The columns of a record that a reader of its history wants to see."""
    return [field.attname for field in model._meta.concrete_fields if field.attname not in BOOKKEEPING]


def version_of(model: Model, pk: int) -> int | None:
    """The id of the newest history row: it names the record's version."""
    return versions_of(model, [pk]).get(pk)


def versions_of(model: Model, ids: Sequence[int]) -> dict[int, int]:
    """The versions of some records, by id."""
    rows = past(model).filter(id__in=ids).order_by().values("id").annotate(newest=Max("history_id"))
    return {row["id"]: row["newest"] for row in rows}


def versions(model: Model, pk: int, *, cursor: str | None = None, size: int = keyset.SIZE) -> Page:
    """Versions of a record, newest first: {version, at, type, changes, reason, source_row, change_set}."""
    bound = f"versions {model._meta.label} {pk}"
    page = keyset.page(past(model).filter(id=pk).values(), BY_TIME, size=size, cursor=cursor, bound=bound)
    before = _before(model, page.rows)
    acts = acts_by_id(row["change_set_id"] for row in page.rows)
    return Page(
        [_version(model, row, before.get(row["history_id"]), acts) for row in page.rows], page.next, page.previous
    )


def _before(model: Model, rows: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """For each row of a record's page, newest first, the row before it."""
    if not rows:
        return {}
    oldest = rows[-1]
    older = past(model).filter(id=oldest["id"], history_id__lt=oldest["history_id"]).order_by("-history_id").values()
    chain = [*rows, *([older[0]] if older[:1] else [])]
    return {after["history_id"]: before for after, before in pairwise(chain)}


def _version(
    model: Model, row: dict[str, Any], before: dict[str, Any] | None, acts: dict[int, dict[str, Any]]
) -> dict[str, Any]:
    return {
        "version": row["history_id"],
        "at": row["history_date"],
        "type": TYPES[row["history_type"]],
        "changes": changes(model, before, row),
        "reason": row["history_change_reason"] or "",
        "source_row": row["source_row"],
        "change_set": acts.get(row["change_set_id"]),
    }


def changes(model: Model, before: dict[str, Any] | None, after: dict[str, Any]) -> list[dict[str, Any]]:
    """Fields that differ between two versions: [{field, before, after}]."""
    old = before or {}
    return [
        {"field": name, "before": old.get(name), "after": after[name]}
        for name in names_of(model)
        if not _same(old.get(name), after[name])
    ]


def _same(before: Any, after: Any) -> bool:
    """Whether a value stayed. An object with nothing in it is nothing."""
    return bool((None if before == {} else before) == (None if after == {} else after))


def state(model: Model, row: dict[str, Any]) -> dict[str, Any]:
    """The record as a history row has it."""
    return {field.attname: row[field.attname] for field in model._meta.concrete_fields}


def as_of(model: Model, pk: int, at: datetime) -> dict[str, Any] | None:
    """The record as it was at a moment, with `version` and `at`; None when there was none."""
    rows = past(model).filter(id=pk, history_date__lte=at).order_by("-history_date", "-history_id").values()[:1]
    row = next(iter(rows), None)
    if row is None or row["history_type"] == "-":
        return None
    return {**state(model, row), "version": row["history_id"], "since": row["history_date"]}


def at_version(model: Model, pk: int, version: int) -> dict[str, Any] | None:
    """The record as one of its versions has it; None when there is no such version."""
    row = past(model).filter(id=pk, history_id=version).exclude(history_type="-").values().first()
    return None if row is None else state(model, row)


def acts_by_id(ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Change sets in short: {id, kind, summary, about, actor_id, actor_name, channel, created_at}, by id."""
    names = ("id", "kind", "summary", "about", "actor_id", "actor_name", "channel", "created_at")
    return {row["id"]: row for row in ChangeSet.objects.filter(id__in=set(ids)).values(*names)}


def touched_counts(change_set_id: int) -> dict[str, dict[str, int]]:
    """How many records of each kind an act made, changed and deleted."""
    found: dict[str, dict[str, int]] = {}
    for model in tracked_models():
        rows = past(model).filter(change_set_id=change_set_id).order_by().values("history_type")
        counts = {TYPES[row["history_type"]]: row["n"] for row in rows.annotate(n=Count("history_id"))}
        if counts:
            found[str(model._meta.model_name)] = counts
    return found


def tracked(word: str) -> Model | None:
    """The tracked model of a word such as `brand`, or None."""
    return next((model for model in tracked_models() if model._meta.model_name == word), None)


def touched(change_set_id: int, model: Model, *, cursor: str | None = None, size: int = keyset.SIZE) -> Page:
    """Records an act touched, in its own order: {record, id, label, version, type, changes}."""
    rows = past(model).filter(_readable(model), change_set_id=change_set_id).values()
    bound = f"touched {model._meta.label} {change_set_id}"
    page = keyset.page(rows, BY_ORDER, size=size, cursor=cursor, bound=bound)
    before = _each_before(model, page.rows)
    return Page([_touched(model, row, before) for row in page.rows], page.next, page.previous)


def _readable(model: Model) -> models.Q:
    """All of a model's history, unless it says with `past_for(user_id)` what a person may read of it."""
    test = getattr(model, "past_for", None)
    return test(context.current().actor.user_id or 0) if test else models.Q()


def _each_before(model: Model, rows: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """For history rows of different records, the row before each; two queries for all."""
    earlier = past(model).filter(id=models.OuterRef("id"), history_id__lt=models.OuterRef("history_id"))
    newest = earlier.order_by("-history_id").values("history_id")[:1]
    wanted = past(model).filter(history_id__in=[row["history_id"] for row in rows])
    links = dict(wanted.annotate(before=models.Subquery(newest)).values_list("history_id", "before"))
    found = {
        row["history_id"]: row for row in past(model).filter(history_id__in=[*filter(None, links.values())]).values()
    }
    return {after: found[before] for after, before in links.items() if before}


def _touched(model: Model, row: dict[str, Any], before: dict[int, dict[str, Any]]) -> dict[str, Any]:
    return {
        "record": str(model._meta.model_name),
        "id": row["id"],
        "label": str(model(**state(model, row))),
        "version": row["history_id"],
        "type": TYPES[row["history_type"]],
        "changes": changes(model, before.get(row["history_id"]), row),
    }
