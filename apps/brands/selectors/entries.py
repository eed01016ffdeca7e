"""What stands in a list, the latest first."""

from collections.abc import Mapping
from typing import Any

from apps.brands.models import Listed
from apps.brands.selectors.lists import BRANDS, IMPORTERS, PERMITS
from apps.brands.selectors.marks import COLUMN
from apps.core import keyset
from apps.core.keyset import Page, Sort

BY_TIME = Sort("id", unique=True, descending=True)


def entries(about: Mapping[str, Any], *, cursor: str | None = None, size: int = keyset.SIZE) -> Page:
    """A page of a list's entries: {id, added_at, record_id, record, name}; `record` is the row of the records' own list.

    A record that is not there any more is None. Raises `BadCursor`.
    """
    column = COLUMN[about["kind"]]
    rows = Listed.objects.filter(list_id=about["id"]).values("id", "added_at", column)
    page = keyset.page(rows, BY_TIME, size=size, cursor=cursor, bound=f"entries {about['id']}")
    known = records(about["kind"], [row[column] for row in page.rows])
    found = [
        {
            "id": r["id"],
            "added_at": r["added_at"],
            "record_id": r[column],
            "record": known.get(r[column]),
            "name": called(known.get(r[column])),
        }
        for r in page.rows
    ]
    return Page(found, page.next, page.previous)


def called(record: Mapping[str, Any] | None) -> str:
    """The name of a brand or importer by its row; nothing for none."""
    found = record or {}
    return next((str(found[name]) for name in ("display_name", "owner", "permit") if found.get(name)), "")


def records(kind: str, ids: list[int]) -> dict[int, dict[str, Any]]:
    """Rows of brands or importers by id, archived or not, used or not; one query."""
    if not ids:
        return {}
    asked = {"id": [str(one) for one in ids]}
    if kind == "brands":
        rows = BRANDS.page({**asked, "archived": ["all"]}, size=len(ids)).rows
    else:
        rows = PERMITS.page({**asked, "all": ["1"], "fields": IMPORTERS.columns.keys()}, size=len(ids)).rows  # type: ignore[dict-item]
    return {row["id"]: row for row in rows}
