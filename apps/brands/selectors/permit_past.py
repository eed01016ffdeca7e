"""The past of a permit. It is told by two hands: the versions of this workspace's own row, and those of the public
list, which all workspaces share. What was shown on a day is made of both, as the view of importers makes it."""

from datetime import date, datetime
from itertools import takewhile
from typing import Any

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
    sources = _sources(mine, theirs)
    hands: dict[str | None, Found] = {OWN: mine, PUBLIC: theirs}
    values = {name: hands.get(sources.get(name), {}).get(name) for name in FIELDS}
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


def _sources(own: Found, public: Found) -> dict[str, str]:
    """Whose word each column is: that of the own list where it has the permit, also where it leaves one empty; of
    list, status and family, that of whoever says anything. A column of which no list speaks is left out."""
    hand = OWN if own.get("list_code") is not None else PUBLIC if public else ""
    found = {name: hand if name in HOLDER else _who_says(name, own, public) or hand for name in FIELDS}
    return {name: source for name, source in found.items() if source}


def _who_says(name: str, own: Found, public: Found) -> str:
    return OWN if own.get(name) is not None else PUBLIC if public.get(name) is not None else ""


def lineage(pk: int, number: str) -> list[Found]:
    """For each field whose word it is now, since when, and by which act or which file: lines as those of a brand, with
    `source` (`own`, `public`, or None where no list speaks) and `file`."""
    own = {line["field"]: line for line in history.lineage(Permit, pk)}
    public = holder_versions(number)
    sources = _sources({name: line["value"] for name, line in own.items()}, public[0] if public else {})
    return [_line(name, sources.get(name), own, public) for name in FIELDS]


def _line(name: str, source: str | None, own: dict[str, Found], public: list[Found]) -> Found:
    if source == PUBLIC:
        return _public_line(name, public)
    line: Found = {**own[name], "source": source, "file": None}
    if source == OWN:
        line["file"] = ((line["change_set"] or {}).get("about") or {}).get("name")
    elif name == "status":
        line["value"] = line["source_value"] = UNLISTED
    return line


def _public_line(name: str, public: list[Found]) -> Found:
    """The version since which the public list says of a field what it says."""
    same = list(takewhile(lambda row: row[name] == public[0][name], public))
    since = same[-1]
    return {
        "field": name,
        "value": since[name],
        "edited": False,
        "source_value": since[name],
        "version": since["version"],
        "since": since["since"],
        "source_row": since["source_row"],
        "change_set": None,
        "import": None,
        "source": PUBLIC,
        "file": since["file"] or None,
    }


def approved_by(number: str, day: date) -> int:
    """How many of today's SKUs had been approved under a permit by a day."""
    return Sku.objects.filter(permit=number, archived_at=None, completed_date__lte=day).count()
