"""How many rows a list has: counted once per version of the data, or told about when there are very many.

The version is a random word that each change set renews as its last act before commit. The highest
change set id would not do: ids are given at the start of an act, so a long import may commit behind
a short edit with a higher id, and a count taken between the two would stay.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet

from apps.core.sql import scalar

MANY = 500_000
KEEP_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Count:
    """A number of rows; not exact means about."""

    number: int
    exact: bool = True


def version() -> str | None:
    """The word for the data as this transaction sees it; None before the first change."""
    found = scalar("SELECT token FROM core_dataversion")
    return str(found) if found else None


def exact(queryset: QuerySet[Any, Any], *, name: str, bound: str, tracked: bool = True) -> int:
    """The number of rows. `name` and `bound` (the filter in a stable spelling) say what is counted.

    Only lists of tracked data are remembered: what else changes leaves no version behind.
    """
    place = key(name, bound) if tracked else None
    known = cache.get(place) if place else None
    if known is not None:
        return int(known)
    number = queryset.order_by().count()
    if place:
        cache.set(place, number, KEEP_SECONDS)
    return number


def about(queryset: QuerySet[Any, Any], *, name: str, bound: str, tracked: bool = True) -> Count:
    """The exact number, unless the planner expects very many rows: then its estimate."""
    expected = estimate(queryset)
    if expected > MANY:
        return Count(expected, exact=False)
    return Count(exact(queryset, name=name, bound=bound, tracked=tracked))


def estimate(queryset: QuerySet[Any, Any]) -> int:
    """What the planner expects; costs no reading of rows."""
    told = queryset.order_by().values("pk").explain(format="json")
    if not told:  # Django knows that nothing can fit and asks no planner
        return 0
    plan = json.loads(told)
    return int(plan[0]["Plan"]["Plan Rows"])


def key(name: str, bound: str) -> str | None:
    """Where something counted is remembered, under the data's version; None before the first change."""
    word = version()
    if word is None:
        return None
    return f"count:{name}:{word}:{hashlib.sha1(bound.encode(), usedforsecurity=False).hexdigest()}"
