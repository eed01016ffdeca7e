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
from apps.core.listing import Answer
from apps.portal.tables import work
from apps.portal.tables.column import Column
from apps.portal.views.base import PageView, params
from apps.portal.views.lists import NOT_CHIPS, ListPage, Query


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
        """`resource`, `format`, and `query` as in the list's address."""
        asked = params(QueryDict(request.POST.get("query", "")))
        wanted = {key: values for key, values in asked.items() if key not in NOT_CHIPS}
        resource, word = request.POST.get("resource", ""), request.POST.get("format", "")
        try:
            exports.start_export(resource=resource, format=word, filter=wanted)
        except policy.NotAllowed as error:
            raise PermissionDenied from error
        except (exports.UnknownExport, UnknownFilter, BadFilter) as error:
            self.say(f"{error} {error.hint}", messages.WARNING)
        return self.go("exports")
