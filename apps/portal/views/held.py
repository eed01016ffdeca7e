"""Rows that did not enter: correct them, admit them again, dismiss them, settle conflicts."""

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from django_tenants.utils import schema_context

from apps.brands.selectors import lists, runs
from apps.brands.services import conflicts, held
from apps.portal import words
from apps.portal.tables.held import CELLS, conflict_pairs, suggestion
from apps.portal.views.base import PageView, found
from apps.registry.formats.export_cells import defuse

Texts = dict[str, str | None]
ABOUT = {"ttb_id": "ttb_id", "permit": "permit", "brand": "brand_name", "date": "completed_date"}


def shaped(row: dict[str, Any], typed: Texts | None = None, theirs: Texts | None = None) -> dict[str, Any]:
    """A row with the fields one may correct, and, of a conflict, what it says against what is here. `typed` is kept
    where it was not saved, beside `theirs` that stand in its way."""
    cells = _cells(row, typed or {}, theirs or {})
    return row | {"cells": cells, "pairs": conflict_pairs(row), "suggestion": suggestion(row)}


def _cells(row: dict[str, Any], typed: Texts, theirs: Texts) -> list[dict[str, Any]]:
    """The fields one may correct, with those a reason is about marked, each with the value it was read with."""
    wrong = {name for code in row["reasons"] for start, name in ABOUT.items() if code.startswith(start)}
    now = {name: row["raw"].get(name) or "" for name in CELLS}
    return [
        {
            "name": name,
            "was": now[name],
            "value": typed.get(name, now[name]) or "",
            "wrong": name in wrong,
            "is_taken": name in theirs,
        }
        for name in CELLS
    ]


class EditHeld(PageView):
    """Correct one row, and admit it at once when asked."""

    resource, action = "quarantine", "update"
    template_name = "portal/held/detail.html"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The row is checked anew; what is still wrong is shown with it."""
        row = found(runs.held_row(pk))
        values = {name: request.POST[name].strip() or None for name in CELLS if name in request.POST}
        was: Texts = {name: request.POST[f"was_{name}"] for name in values if f"was_{name}" in request.POST}
        try:
            row = held.edit_held(row, values=values, seen=was)
        except held.RowChanged as error:
            return self.both(row, was, values, error)
        except held.RowSettled as error:
            self.say(error, messages.WARNING)
            return self.back("imports-quarantine", row.run_id)
        if "readmit" in request.POST and not row.reasons:
            return _readmit(self, row.run, [row.pk])
        still = ", ".join(words.reason(code) for code in row.reasons)
        self.say(_("Kept. Still wrong: %(reasons)s.") % {"reasons": still} if still else _("Kept. It can enter now."))
        return self.back("imports-quarantine", row.run_id)

    def both(self, row: Any, was: Texts, values: Texts, error: held.RowChanged) -> HttpResponse:
        """What was typed, to be sent again, and what stands now."""
        typed = {name: value for name, value in values.items() if (value or "") != (was.get(name) or "")}
        shown = found(next(iter(lists.HELD_ROWS.page({"id": [str(row.pk)]}).rows), None))
        told = {"row": shaped(shown, typed, error.theirs), "run": row.run, "waits": True, "problem": error}
        return self.page(told, status=412)


def _readmit(page: PageView, run: Any, ids: list[int]) -> HttpResponse:
    try:
        made = held.readmit(run, row_ids=ids)
    except held.RowSettled as error:
        page.say(error, messages.WARNING)
        return page.back("imports-quarantine", run.pk)
    return page.go("imports-detail", made.pk)


class Settle(PageView):
    """Keep ours or take theirs, for one conflict."""

    resource, action = "quarantine", "update"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A row that says two things is let in or dismissed; one against an edit is settled field by field."""
        row = found(runs.held_row(pk))
        take = "incoming" if request.POST.get("take") == "incoming" else "mine"
        try:
            self.settle(row, take)
        except held.RowSettled as error:
            self.say(error, messages.WARNING)
            return self.back("imports-conflicts", row.run_id)
        self.say(_("The incoming values were taken.") if take == "incoming" else _("Your values stay."))
        return self.back("imports-conflicts", row.run_id)

    def settle(self, row: Any, take: str) -> None:
        """One service call."""
        if row.current is not None:
            conflicts.resolve_conflict(row, take=take)
        elif take == "incoming":
            held.readmit(row.run, row_ids=[row.pk])
        else:
            held.dismiss_held(row.run, row_ids=[row.pk])


class Download(PageView):
    """The rows that wait as a CSV file, with their reasons: correct it and send it again."""

    resource, action = "quarantine", "export"

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Streamed, in this workspace to its end."""
        found(runs.run(pk))
        lines = _lines(request.tenant.schema_name, pk)  # type: ignore[attr-defined]
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="quarantine-{pk}.csv"'
        return response


class _Echo:
    """A file that hands back what is written."""

    def write(self, text: str) -> str:
        return text


def _lines(schema: str, pk: int) -> Iterator[str]:
    with schema_context(schema):
        writer = csv.writer(_Echo())
        yield "\ufeff"
        for row in runs.held_table(pk, "quarantined"):
            yield writer.writerow([defuse(cell) for cell in row])
