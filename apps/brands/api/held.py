"""Rows of an import: how each ended, those held back, mending and re-admitting them."""

from typing import Any

from django.http import Http404, HttpResponse
from rest_framework.request import Request

from apps.brands.api.imports import IMPORT, import_of, shown
from apps.brands.choices import Outcome
from apps.brands.models import HeldRow
from apps.brands.selectors import piles
from apps.brands.selectors.lists import HELD_ROWS
from apps.brands.services import conflicts
from apps.brands.services import held as mending
from apps.core.listing import last, limit
from apps.core.rest.docs import INTEGER, STRING, component, ids, obj, page_of, query, row_schema
from apps.core.rest.renderers import answer
from apps.core.rest.views import BadBody, Posting, RecordView, WorkspaceView, describe, page_answer, record_answer

HELD = component("HeldRow", row_schema(HELD_ROWS))
PILE = page_of(obj(row=INTEGER, ttb_id=STRING, outcome=STRING))
MOST_IDS = 10_000
IDS = obj("row_ids", row_ids=ids(MOST_IDS, least=1), example={"row_ids": [1, 2]})
VALUES = obj(
    values={
        "type": "object",
        "additionalProperties": {"type": ["string", "null"]},
        "description": "Columns and their corrected values; null empties one.",
    },
    take={"type": "string", "enum": ["incoming", "mine"], "description": "For a conflict: which side wins."},
)


class ImportRows(WorkspaceView):
    """Row numbers and TTB IDs of one pile of an import: an outcome, or a warning."""

    resource = "imports"

    @describe(
        "List an import's rows by outcome",
        answer=PILE,
        errors=("invalid_value",),
        params=(
            query("outcome", {"type": "string", "enum": [*Outcome.values]}),
            query("warning", text="A code of a warning."),
            query("after", INTEGER, "Rows behind this row number."),
            query("limit", INTEGER),
        ),
    )
    def get(self, request: Request, key: int) -> HttpResponse:
        """One page, by row number."""
        run, params = import_of(key), self.params()
        outcome, warning = last(params, "outcome"), last(params, "warning")
        if outcome not in (*Outcome.values, "") or not (outcome or warning):
            raise BadBody([("outcome", f"Use one of {', '.join(Outcome.values)}, or name a warning.")])
        after = _whole(last(params, "after") or last(params, "cursor") or "0")
        rows, behind = piles.rows(run.pk, outcome=outcome, warning=warning, after=after, size=limit(params, 100))
        return answer({"next": _next(request, behind), "previous": None, "results": rows})


def _next(request: Request, behind: int | None) -> str | None:
    if behind is None:
        return None
    query = request._request.GET.copy()
    query["after"] = str(behind)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004
        raise BadBody([("after", "Enter a row number.")])
    return int(text)


class HeldRows(WorkspaceView):
    """Rows of an import that did not enter, each with reasons, the row as it came, and a suggestion."""

    resource = "quarantine"
    listing = HELD_ROWS

    @describe("List rows held back", answer=page_of(HELD))
    def get(self, request: Request, key: int) -> HttpResponse:
        """One page."""
        params = {**self.params(), "run": [str(import_of(key).pk)]}
        return page_answer(request, HELD_ROWS.page(params))


class HeldRowDetail(RecordView):
    """One row held back."""

    resource = "quarantine"

    @describe("Show a row held back", answer=HELD)
    def get(self, request: Request, key: int, row: int) -> HttpResponse:  # type: ignore[override]
        """The row."""
        return record_answer(request, _held_shown(_held(key, row)))

    @describe("Mend a row, or settle its conflict", body=VALUES, answer=HELD, errors=("row_settled", "unknown_column"))
    def patch(self, request: Request, key: int, row: int) -> HttpResponse:
        """The row as it came stays beside the corrections; re-admit it to let it enter."""
        held = _held(key, row)
        body = self.body(known=("values", "take"))
        if take := body.get("take"):
            if take not in {"incoming", "mine"}:
                raise BadBody([("take", "Use incoming or mine.")])
            conflicts.resolve_conflict(held, take=take)
        else:
            mending.edit_held(held, values=_values(body.get("values")))
        return record_answer(request, _held_shown(_held(key, row)))


def _held(key: int, row: int) -> HeldRow:
    found = HeldRow.objects.filter(run_id=key, pk=row).first()
    if found is None:
        raise Http404
    return found


def _held_shown(held: HeldRow) -> dict[str, Any]:
    return HELD_ROWS.one(HeldRow.objects.filter(pk=held.pk)) or {}


def _values(given: Any) -> dict[str, str | None]:
    if not isinstance(given, dict) or not all(value is None or isinstance(value, str) for value in given.values()):
        raise BadBody([("values", "Send an object of column names and texts.")])
    return given


class Readmit(Posting):
    """Lets mended rows enter: a correction import of its own."""

    resource = "quarantine"
    actions = {"POST": "update"}

    @describe("Re-admit rows", body=IDS, answer=IMPORT, status=201, errors=("row_settled",))
    def create(self, request: Request, key: int) -> HttpResponse:
        """Up to 500 rows are done when this answers; more run in the background."""
        run = mending.readmit(import_of(key), row_ids=row_ids(self))
        return answer(shown(run.pk), 201)


class Dismiss(Posting):
    """Settles rows without letting them enter."""

    resource = "quarantine"
    actions = {"POST": "update"}

    @describe("Dismiss rows", body=IDS, answer=obj(dismissed=INTEGER))
    def create(self, request: Request, key: int) -> HttpResponse:
        """They stay readable."""
        return answer({"dismissed": mending.dismiss_held(import_of(key), row_ids=row_ids(self))})


def row_ids(view: WorkspaceView) -> list[int]:
    """The ids of held rows that a body names."""
    found = view.body(known=("row_ids",), needed=("row_ids",))["row_ids"]
    whole = isinstance(found, list) and all(isinstance(one, int) and not isinstance(one, bool) for one in found)
    if not whole or not 0 < len(found) <= MOST_IDS:
        raise BadBody([("row_ids", f"Send a list of 1 to {MOST_IDS} ids.")])
    return list(found)
