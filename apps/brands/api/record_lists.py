"""Lists: named collections of brands or of importers."""

from typing import Any

from django.http import Http404, HttpResponse
from rest_framework.request import Request

from apps.brands.api.records import Editable
from apps.brands.api.tags import DONE, MOST, id_list
from apps.brands.choices import ListKind
from apps.brands.models import RecordList
from apps.brands.selectors import marks
from apps.brands.selectors.entries import entries
from apps.brands.selectors.lists import RECORD_LISTS
from apps.brands.services import record_lists
from apps.core.listing import Answer, last, limit
from apps.core.rest.docs import (
    BOOLEAN,
    INTEGER,
    MOMENT,
    ROW,
    STRING,
    component,
    ids,
    line,
    maybe,
    obj,
    page_of,
    query,
    row_schema,
    words,
)
from apps.core.rest.renderers import answer
from apps.core.rest.views import ListView, Posting, WorkspaceView, describe, page_answer, record_answer

LIST = component("List", row_schema(RECORD_LISTS))
FIELDS = ("name", "description", "shared")
NAME = words(record_lists.LONGEST)
TEXT = maybe(line(record_lists.LONGEST_TEXT))
NEW = obj(
    "kind",
    "name",
    kind={"type": "string", "enum": [*ListKind.values]},
    name=NAME,
    description=TEXT,
    shared=BOOLEAN,
    example={"kind": "brands", "name": "To look at", "shared": True},
)
CHANGED = obj(name=NAME, description=TEXT, shared=BOOLEAN)
ENTRY = component("ListEntry", obj(id=INTEGER, added_at=MOMENT, record_id=INTEGER, record={**ROW}, name=STRING))
FILL = obj(add=ids(MOST), remove=ids(MOST), example={"add": [7, 8]})


class RecordLists(ListView, Posting):
    """Lists shared with the workspace, and the caller's own."""

    resource = "lists"
    listing = RECORD_LISTS

    @describe("List lists", answer=page_of(LIST))
    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        """One page."""
        return super().get(request, **kwargs)

    @describe("Make a list", body=NEW, answer=LIST, status=201)
    def create(self, request: Request) -> HttpResponse:
        """Empty, and the caller's own; shared unless said otherwise."""
        made = record_lists.create_list(**self.body(known=("kind", *FIELDS), needed=("kind", "name")))
        response = record_answer(request, _shown(made.pk) or {}, 201)
        response["Location"] = f"{request.path.rstrip('/')}/{made.pk}"
        return response


class RecordListDetail(Editable):
    """One list with how many stand in it."""

    resource = "lists"

    def find(self, key: int) -> dict[str, Any] | None:
        """By id."""
        return _shown(key)

    @describe("Show a list", answer=LIST)
    def get(self, request: Request, key: int) -> HttpResponse:
        """The list."""
        return super().get(request, key)

    @describe("Change a list", body=CHANGED, answer=LIST)
    def patch(self, request: Request, key: int) -> HttpResponse:
        """By its owner or a manager."""
        return self.act(request, key, record_lists.update_list, values=self.body(known=FIELDS))

    @describe("Take a list away", status=204)
    def delete(self, request: Request, key: int) -> HttpResponse:
        """By its owner or a manager. What stood in it stays; an undo brings the list back."""
        record_lists.delete_list(self.found(key)["id"])
        return HttpResponse(status=204)


class RecordListEntries(WorkspaceView):
    """What stands in a list, in the order it was added."""

    resource = "lists"

    @describe("List what stands in a list", answer=page_of(ENTRY), params=(query("cursor"),), errors=("bad_cursor",))
    def get(self, request: Request, key: int) -> HttpResponse:
        """One page, the latest first."""
        found, params = marks.record_list(key), self.params()
        if found is None:
            raise Http404
        page = entries(found, cursor=last(params, "cursor") or None, size=limit(params, 100))
        return page_answer(request, Answer(page.rows, page.next, page.previous))


class RecordListFill(Posting):
    """Adds records to a list, and takes others from it."""

    resource = "lists"
    actions = {"POST": "update"}

    @describe("Fill a list", body=FILL, answer=DONE)
    def create(self, request: Request, key: int) -> HttpResponse:
        """Ids of brands or importers, as the list holds; at most 1,000 at once, more go by `bulk`."""
        body = self.body(known=("add", "remove"))
        add, remove = (id_list(name, body.get(name) or []) for name in ("add", "remove"))
        return answer({"changed": record_lists.fill_list(key, add=add, remove=remove)})


def _shown(pk: int) -> dict[str, Any] | None:
    row, about = RECORD_LISTS.one(RecordList.objects.filter(pk=pk)), marks.record_list(pk)
    return None if row is None or about is None else {**row, "size": about["size"], "version": about["version"]}
