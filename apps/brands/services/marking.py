"""Putting marks on brands and importers and taking them off: one statement with its history, for one or 100,000."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from apps.brands.models import Brand, Importer, Listed, Tagging
from apps.brands.selectors.marks import COLUMN
from apps.brands.services.editing import BadValue, NoSuchRecord
from apps.core import context, policy
from apps.core.services.history import insert_history
from apps.core.sql import columns, comma, execute, table

OWNER: dict[type[models.Model], str] = {Tagging: "tag_id", Listed: "list_id"}
FEW = 100
Mark = type[Tagging] | type[Listed]


@dataclass(frozen=True)
class Those:
    """The records meant: a query that answers their ids, in the order they are to be added."""

    sql: str
    params: list[Any]


def these(ids: Sequence[int]) -> Those:
    """Records by their ids."""
    return Those("SELECT unnest(%s::bigint[])", [list(ids)])


def put(model: Mark, owner_id: int, resource: str, those: Those) -> int:
    """Put a tag on records, or records in a list; how many had it not before. Within a change set."""
    history, params = insert_history(model, "done", "+")
    return execute(
        f"WITH done AS (INSERT INTO {table(model)} ({OWNER[model]}, {COLUMN[resource]}) "
        f"SELECT %s, i.id FROM ({those.sql}) i(id) ON CONFLICT DO NOTHING RETURNING {comma(columns(model))}) {history}",
        [owner_id, *those.params, *params],
    )


def take_off(model: Mark, owner_id: int, resource: str, those: Those) -> int:
    """Take a tag off records, or records from a list; how many had it. Within a change set."""
    where = f"{OWNER[model]} = %s AND {COLUMN[resource]} IN ({those.sql})"
    return delete(model, where, [owner_id, *those.params])


def delete(model: type[models.Model], where: str, values: list[Any]) -> int:
    """Delete rows, with their history."""
    history, params = insert_history(model, "done", "-")
    gone = f"DELETE FROM {table(model)} WHERE {where} RETURNING {comma(columns(model))}"
    return execute(f"WITH done AS ({gone}) {history}", [*values, *params])


def check_there(resource: str, ids: Sequence[int]) -> None:
    """Raise `NoSuchRecord` unless all of these brands or importers are here."""
    if resource not in COLUMN:
        raise BadValue([("resource", f"Use one of {', '.join(COLUMN)}.")])
    rows = Brand.objects if resource == "brands" else Importer.objects
    known = set(rows.filter(pk__in=list(ids)).values_list("pk", flat=True))
    if gone := [one for one in ids if one not in known]:
        raise NoSuchRecord(f"There is no record {gone[0]} among the {resource}.")


def called(resource: str, ids: Sequence[int], shown: int = 3) -> str:
    """Names of records for a sentence, the first few of many."""
    first = list(ids[:shown])
    if resource == "brands":
        found = Brand.objects.filter(pk__in=first).order_by("pk").values_list("display_name", flat=True)
        names = list(found)
    else:
        rows = Importer.objects.filter(pk__in=first).order_by("pk").values_list("owner", "permit")
        names = [owner or permit for owner, permit in rows]
    rest = len(ids) - len(first)
    return ", ".join(names) + (f" +{rest}" if rest else "")


def require_own(resource: str, owner_id: int | None) -> None:
    """Raise `NotAllowed` unless the actor owns it, or may moderate."""
    actor = context.current().actor
    if actor.role != "system" and (owner_id is None or actor.user_id != owner_id):
        policy.require(actor, resource, "moderate")


def few(ids: Sequence[int]) -> list[int]:
    """Ids for an event: none when they are many."""
    return list(ids) if len(ids) <= FEW else []
