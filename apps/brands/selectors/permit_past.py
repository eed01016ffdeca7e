"""The past of a permit. It is told by two hands: the versions of this workspace's own row, and those of the public
list, which all workspaces share. What was shown on a day is made of both, as the view of importers makes it."""

from datetime import date, datetime
from typing import Any

from django.db.models import Count

from apps.brands.models import Permit, Sku
from apps.brands.selectors import history
from apps.registry.selectors import holder_versions

OWN, PUBLIC, UNLISTED = "own", "public", "unlisted"
HOLDER = ("owner", "operating_name", "street", "city", "state", "zip", "county")
FIELDS = (*HOLDER, "list_code", "status", "family")
Found = dict[str, Any]


def public_versions(number: str) -> list[Found]:
    """Versions of the public list's row, newest first: {version, since, until, file, source_row, type, changes}."""
    rows = holder_versions(number)
    return [
        {
            **{name: row[name] for name in ("version", "since", "until", "file", "source_row")},
            "type": "updated" if before or row["version"] > 1 else "created",
            "changes": _changes(before or {}, row),
        }
        for row, before in zip(rows, [*rows[1:], None][: len(rows)], strict=True)
    ]


def _changes(before: Found, after: Found) -> list[Found]:
    both = ((name, before.get(name), after[name]) for name in FIELDS)
    return [{"field": name, "before": old, "after": new} for name, old, new in both if old != new]


def as_of(pk: int, number: str, at: datetime) -> Found | None:
    """A permit as this workspace saw it at a moment: its columns, and in `sources` whose word each is (`own` or
    `public`). None when neither hand knew it. `version` is that of the own row, `public` the public list's."""
    own = history.as_of(Permit, pk, at)
    public = next((row for row in holder_versions(number) if _stood(row, at)), None)
    if own is None and public is None:
        return None
    mine, theirs = own or {}, public or {}
    sources = {name: source for name in FIELDS if (source := _source(name, mine, theirs))}
    values = {name: {OWN: mine, PUBLIC: theirs}.get(sources.get(name, ""), {}).get(name) for name in FIELDS}
    is_own = mine.get("list_code") is not None
    return {
        "id": pk,
        "permit": number,
        **values,
        "status": values["status"] or UNLISTED,
        "is_own": is_own,
        "sources": sources,
        "version": mine.get("version"),
        "public": None if public is None else {name: public[name] for name in ("version", "since", "file")},
        "since": theirs.get("since") if not is_own and public else mine.get("since"),
    }


def _stood(row: Found, at: datetime) -> bool:
    return (row["since"] is None or row["since"] <= at) and (row["until"] is None or at < row["until"])


def _source(name: str, own: Found, public: Found) -> str:
    """Whose word a column is: that of the own list where it has the permit; of the rest, who says anything at all."""
    if name in HOLDER:
        has = OWN if own.get("list_code") is not None else PUBLIC
        return has if {OWN: own, PUBLIC: public}[has].get(name) is not None else ""
    return OWN if own.get(name) is not None else PUBLIC if public.get(name) is not None else ""


def approved_by(number: str, day: date) -> Found:
    """What of today's SKUs had been approved under a permit by a day: {skus, brands}."""
    rows = Sku.objects.filter(permit=number, archived_at=None, completed_date__lte=day)
    return rows.aggregate(skus=Count("id"), brands=Count("brand_id", distinct=True))
