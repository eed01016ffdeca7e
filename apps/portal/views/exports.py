"""Files made from lists: ask for one, watch it, fetch it by its link."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict

from apps.brands.selectors import exports as links
from apps.brands.selectors import lists
from apps.brands.services import exports
from apps.core import policy
from apps.core.filtering import BadFilter, UnknownFilter
from apps.core.listing import Answer, UnknownWord
from apps.portal.refusals import told
from apps.portal.tables import work
from apps.portal.tables.address import filters_of
from apps.portal.tables.column import Column
from apps.portal.views.base import PageView, params
from apps.portal.views.lists import ListPage, Query


class Exports(ListPage):
    """Files asked for, newest first, each with its link while it lasts."""

    resource = "exports"
    listing = lists.EXPORTS
    template_name = "portal/exports/list.html"
    order = "-id"
    form_keys = ("state",)
    columns = work.EXPORTS

    def fields(self, columns: Sequence[Column]) -> list[str]:
        """Its state is needed whatever is shown."""
        return [*super().fields(columns), "state"]

    def choices(self, asked: Query, answer: Answer) -> dict[str, Any]:
        """Links of the files that are ready; whether any is still being made."""
        for row in answer.rows:
            row["link"] = links.link_of(row["id"]) if row["state"] == "ready" else ""
        return {"is_busy": any(row["state"] in {"queued", "running"} for row in answer.rows)}


class NewExport(PageView):
    """Have the list one looks at made into a file, with its filters."""

    resource, action = "exports", "create"

    def post(self, request: HttpRequest) -> HttpResponse:
        """`resource`, `format`, and `query` as in the list's address, or `ids` of ticked rows.

        Columns and order named in the address come along; where it names none, the file is as it always is.
        """
        asked = params(QueryDict(request.POST.get("query", "")))
        resource = request.POST.get("resource") or request.POST.get("noun", "")
        shown = [word for text in asked.get("columns", []) for word in text.split(",") if word]
        try:
            exports.start_export(
                resource=resource, format=request.POST.get("format", ""), filter=self.rows(asked, resource),
                fields=shown, sort=asked.get("sort", [""])[-1],
            )  # fmt: skip
        except policy.NotAllowed as error:
            raise PermissionDenied from error
        except (exports.UnknownExport, UnknownFilter, BadFilter, UnknownWord) as error:
            self.say(told(error), messages.WARNING)
        return self.go("exports")

    def rows(self, asked: Query, resource: str) -> Query:
        """The filter of the list, or the ticked rows, archived or not."""
        ids = self.request.POST.getlist("ids")
        if not ids or self.request.POST.get("all"):
            return filters_of(asked)
        also = {"archived": ["all"]} if resource in {"brands", "skus"} else {"all": ["1"]}
        return {"id": ids, **also}
