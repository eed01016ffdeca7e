"""Saved views of lists: one's own and those shared."""

from typing import Any, ClassVar

from django.http import Http404, HttpResponse
from rest_framework.request import Request

from apps.core.choices import Pace
from apps.core.models import SavedView
from apps.core.rest.docs import BOOLEAN, INTEGER, MOMENT, ROW, STRING, array, component, maybe, obj, one_of, words
from apps.core.rest.renderers import answer
from apps.core.rest.views import Posting, RecordView, describe, record_answer
from apps.core.selectors import views as selectors
from apps.core.services import views

VIEW = component(
    "SavedView",
    obj(
        id=INTEGER, list=STRING, name=STRING, query={**ROW, "description": "The list's keys, each with its values."},
        is_shared=BOOLEAN, default_for=array(STRING), owner_id=INTEGER, owner_name=STRING, is_pinned=BOOLEAN,
        is_watched=BOOLEAN, pace=STRING, looked_at=maybe(MOMENT), updated_at=MOMENT,
    ),
)  # fmt: skip
LISTS = ("brands", "skus", "importers", "permits", "imports", "quarantine", "exports", "change-sets", "jobs")
QUERY = {"type": "object", "additionalProperties": array(STRING)}
NAME = words(views.LONGEST)
NEW = obj("list", "name", list={"type": "string", "enum": [*LISTS]}, name=NAME, query=QUERY, is_shared=BOOLEAN,
          example={"list": "brands", "name": "French wine", "query": {"origin": ["51"], "category": ["Wine"]}})  # fmt: skip
ROLES = array({"type": "string", "enum": [*views.ROLES]})
CHANGED = obj(name=NAME, query=QUERY, is_shared=BOOLEAN, default_for=ROLES, is_pinned=BOOLEAN, is_watched=BOOLEAN,
              pace=one_of(Pace.values))  # fmt: skip
WISHES = ("is_pinned", "is_watched", "pace")


class ViewList(Posting):
    """Saved views: a list with its filters, order and columns under a name."""

    resource = "views"
    lists: ClassVar[tuple[str, ...]] = LISTS

    @describe("List views", answer=obj("results", results=array(VIEW)))
    def get(self, request: Request) -> HttpResponse:
        """One's own and those shared, by list and name."""
        return answer({"results": selectors.views(request._request.actor)})  # type: ignore[attr-defined]

    @describe("Save a view", body=NEW, answer=VIEW, status=201)
    def create(self, request: Request) -> HttpResponse:
        """It is its maker's, until shared."""
        actor = request._request.actor  # type: ignore[attr-defined]
        values = self.body(known=("list", "name", "query", "is_shared"), needed=("list", "name"))
        if not isinstance(values["list"], str) or values["list"] not in self.lists:
            raise views.BadView("list", f"Use one of {', '.join(sorted(self.lists))}.")
        query, shared = values.get("query", {}), values.get("is_shared", False)
        made = views.save_view(actor=actor, resource=values["list"], name=values["name"], query=query, is_shared=shared)
        return record_answer(request, selectors.shown(actor, made.pk) or {}, 201)


class ViewDetail(RecordView):
    """One saved view."""

    resource = "views"

    def find(self, key: int) -> dict[str, Any] | None:
        """By id; a private view of another person is not there."""
        return selectors.shown(self.request._request.actor, key)  # type: ignore[attr-defined]

    def view(self, key: int) -> SavedView:
        """The view itself."""
        found = selectors.view(self.request._request.actor, key)  # type: ignore[attr-defined]
        if found is None:
            raise Http404
        return found

    @describe("Show a view", answer=VIEW)
    def get(self, request: Request, key: int) -> HttpResponse:
        """The view."""
        return super().get(request, key)

    @describe("Change a view", body=CHANGED, answer=VIEW)
    def patch(self, request: Request, key: int) -> HttpResponse:
        """Its maker and leads may; pinning and watching are everyone's own."""
        actor, view = request._request.actor, self.view(key)  # type: ignore[attr-defined]
        given = self.body(known=(*views.FIELDS, *WISHES))
        wishes = {name: given.pop(name) for name in WISHES if name in given}
        if any(not isinstance(wish, bool) for name, wish in wishes.items() if name != "pace"):
            raise views.BadView("is_pinned", "Say true or false.")
        if given:
            views.change_view(view, actor=actor, values=given)
        if wishes:
            views.watch_view(view, user_id=actor.user_id or 0, **wishes)
        return record_answer(request, self.found(key))

    @describe("Delete a view", status=204)
    def delete(self, request: Request, key: int) -> HttpResponse:
        """For all who see it."""
        views.delete_view(self.view(key), actor=request._request.actor)  # type: ignore[attr-defined]
        return HttpResponse(status=204)
