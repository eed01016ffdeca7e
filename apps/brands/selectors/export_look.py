"""Columns and an order of one's own choice, where somebody does not want an export as the contract has it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F

from apps.brands.writers.table import Column
from apps.core.listing import Listing

TWINS = {"origin": "origin_desc", "class_type": "class_type_desc", "origins": "origins_desc"}
LISTED = frozenset({"tags", "origin_names"})
PLAIN = (str, type(None))


@dataclass(frozen=True)
class Look:
    """Fields in the order they are wanted, and the list's word for an order; nothing means as usual."""

    fields: tuple[str, ...] = ()
    sort: str = ""


def names(listing: Listing, look: Look, *, is_flat: bool, known: Sequence[str]) -> list[str]:
    """The columns chosen, each once; flat files have words beside codes. Raises `UnknownWord`."""
    listing.fields({"fields": [",".join(look.fields)]})
    twins = {code: TWINS[code] for code in look.fields if is_flat and TWINS.get(code) in known}
    return list(dict.fromkeys(one for name in look.fields for one in (name, twins.get(name)) if one))


def column(listing: Listing, name: str) -> Column:
    """A column the contract does not have."""
    if name in LISTED:
        return Column(name, "list")
    if name not in listing.columns:
        return Column(name)
    field = _field(listing, name)
    if isinstance(field, ArrayField):
        return Column(name, "list")
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return Column(name, "date")
    return Column(name, "int" if isinstance(field, (models.IntegerField, models.ForeignKey)) else "text")


def _field(listing: Listing, name: str) -> Any:
    model, *rest = listing.base().model, *listing.columns[name].split("__")
    for step in rest[:-1]:
        model = model._meta.get_field(step).related_model
    return model._meta.get_field(rest[-1])


def as_text(path: str) -> Callable[[dict[str, Any]], Any]:
    """A value of another kind as text: moments in ISO, objects in JSON."""

    def make(row: dict[str, Any]) -> str | None:
        value = row[path]
        if isinstance(value, PLAIN):
            return value
        return value.isoformat() if isinstance(value, date) else orjson.dumps(value).decode()

    return make


def order(listing: Listing, look: Look) -> tuple[Any, ...]:
    """What to order by; rows without a value come last. Raises `UnknownWord`."""
    sort = listing.sort({"sort": [look.sort]})
    ways = [F(sort.path), F(sort.tie)]
    if sort.descending:
        return tuple(one.desc(nulls_last=True) for one in ways)
    return tuple(one.asc(nulls_last=True) for one in ways)
