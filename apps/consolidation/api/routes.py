"""Routes of reviews, who is away, and how each queue keeps to its time."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from rest_framework.request import Request

from apps.consolidation.api import bodies
from apps.consolidation.choices import Relation
from apps.consolidation.models import Absence, Route
from apps.consolidation.selectors import queues
from apps.consolidation.selectors.lists import ABSENCES, ROUTES
from apps.consolidation.services import absences, rerouting, routes
from apps.core.rest.docs import (
    BOOLEAN,
    DAY,
    ID,
    INTEGER,
    NUMBER,
    STRING,
    JsonSchema,
    array,
    component,
    count,
    maybe,
    obj,
    one_of,
    page_of,
    row_schema,
    words,
)
from apps.core.rest.renderers import answer
from apps.core.rest.views import BadBody, ListView, Posting, RecordView, WorkspaceView, describe
from apps.registry.formats import codes, tables

ROUTE = component("Route", row_schema(ROUTES))
ABSENCE = component("Absence", row_schema(ABSENCES))
ROLE = {"type": "string", "enum": ["", *routes.ROLES]}
KNOWN = tuple(routes.FIELDS)


def several(one: JsonSchema) -> JsonSchema:
    """A condition: any of these values."""
    return {**array(one), "maxItems": routes.MOST_VALUES}


CHANGES: dict[str, Any] = {
    "name": words(routes.LONGEST),
    "relations": several({"type": "string", "enum": list(Relation.values)}),
    **{name: maybe({**NUMBER, "minimum": 0, "maximum": 1}) for name in ("probability_from", "probability_to")},
    **{name: maybe(count(1_000_000, least=1)) for name in ("brands_from", "skus_from")},
    "escalate_hours": maybe(count(routes.MOST_HOURS)),
    **{name: maybe(ID) for name in ("user_id", "escalate_to_id")},
    "origins": several(one_of(codes.all_origin_codes())),
    "categories": several({"type": "string", "enum": sorted({row["category"] for row in tables.rows("classes")})}),
    "permits": several(words(500)),
    "service_importer": maybe(BOOLEAN),
    "sla_hours": count(routes.MOST_HOURS, least=1),
    "remind_hours": count(routes.MOST_HOURS),
    **dict.fromkeys(("role", "escalate_role"), ROLE),
}
EXAMPLE = {"name": "French wine", "origins": ["51"], "role": "manager", "sla_hours": 24}
QUEUE = obj(
    route=maybe(INTEGER), name=STRING, is_urgent=BOOLEAN, waiting=INTEGER, overdue=INTEGER, escalated=INTEGER,
    settled=INTEGER, in_time=INTEGER, hit_rate=maybe(NUMBER),
)  # fmt: skip
AWAY = ("user_id", "first_day", "last_day")


class RouteList(ListView, Posting):
    """The routes, in the order they are asked: the first whose conditions a proposal meets takes it."""

    resource = "routes"
    actions = {"POST": "create"}
    listing = ROUTES

    @describe("List routes of reviews", answer=page_of(ROUTE))
    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        """One page."""
        return super().get(request, **kwargs)

    @describe("Make a route of reviews", body=obj("name", example=EXAMPLE, **CHANGES), answer=ROUTE, status=201)
    def create(self, request: Request) -> HttpResponse:
        """It is asked last. What is left out asks nothing, and has the usual times."""
        made = routes.save_route(self.body(known=KNOWN, needed=("name",)))
        return answer(_route(made.pk), 201, {"Location": f"{request.path.rstrip('/')}/{made.pk}"})


class RouteDetail(RecordView):
    """One route."""

    resource = "routes"
    actions = {"PATCH": "update", "DELETE": "delete"}

    def find(self, key: int) -> dict[str, Any] | None:
        """By id."""
        return _route(key)

    @describe("Show a route of reviews", answer=ROUTE)
    def get(self, request: Request, key: int) -> HttpResponse:
        """The route."""
        return super().get(request, key)

    @describe("Change a route of reviews", body=obj(**CHANGES), answer=ROUTE)
    def patch(self, request: Request, key: int) -> HttpResponse:
        """What is left out stays."""
        self.found(key)
        routes.save_route(self.body(known=KNOWN), key)
        return answer(_route(key))

    @describe("Take a route of reviews away", status=204)
    def delete(self, request: Request, key: int) -> HttpResponse:
        """What it had taken waits on."""
        self.found(key)
        routes.delete_route(key)
        return HttpResponse(status=204)


class RouteMove(Posting):
    """Another order."""

    resource = "routes"
    actions = {"POST": "update"}

    @describe("Move a route of reviews", body=obj("up", up=BOOLEAN), answer=ROUTE)
    def create(self, request: Request, key: int) -> HttpResponse:
        """Up: it is asked before the one above it."""
        body = self.body(known=("up",))
        if "up" not in body:
            raise BadBody([("up", "Send true or false.")])
        routes.move_route(key, up=bodies.flag(body, "up"))
        return answer(_route(key))


class RouteAgain(Posting):
    """Routes what waits by the routes as they are now."""

    resource = "routes"
    actions = {"POST": "update"}

    @describe(
        "Route what waits anew",
        body=obj(dry_run=BOOLEAN),
        body_needed=False,
        answer=component("Rerouted", obj(job=maybe(INTEGER), waiting=maybe(INTEGER), moved=maybe(INTEGER))),
        status=202,
    )
    def create(self, request: Request) -> HttpResponse:
        """In the background; with `dry_run` the answer says how many would move, and nothing is done."""
        body = self.body(known=("dry_run",))
        if bodies.flag(body, "dry_run"):
            found = rerouting.look()
            return answer({"job": None, "waiting": found["waiting"], "moved": found["moved"]}, 202)
        return answer({"job": rerouting.start().pk, "waiting": None, "moved": None}, 202)


class Queues(WorkspaceView):
    """Each queue's time."""

    resource = "proposals"

    @describe("Show how queues keep to their time", answer=component("Queues", obj(results=array(QUEUE))))
    def get(self, request: Request) -> HttpResponse:
        """What waits, what is overdue, and the share settled in time in the last thirty days. The last two are what no
        route took: brands of service importers, and all others."""
        return answer({"results": queues.figures()})


class AbsenceList(ListView, Posting):
    """Who is away when, the latest first."""

    resource = "absences"
    actions = {"POST": "update"}
    listing = ABSENCES

    @describe("List absences", answer=page_of(ABSENCE))
    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        """One page."""
        return super().get(request, **kwargs)

    @describe(
        "Say that a reviewer is away",
        body=obj(*AWAY, user_id=ID, first_day=DAY, last_day=DAY, stand_in_id=maybe(ID)),
        answer=ABSENCE,
        status=201,
    )
    def create(self, request: Request) -> HttpResponse:
        """One's own; leads anybody's. What waits for them goes to the stand-in, and comes back when they do."""
        body = self.body(known=(*AWAY, "stand_in_id"), needed=AWAY)
        made = absences.save_absence(
            user_id=bodies.needed(body, "user_id"),
            first_day=_day(body, "first_day"),
            last_day=_day(body, "last_day"),
            stand_in_id=bodies.whole(body, "stand_in_id"),
        )
        return answer(ABSENCES.one(Absence.objects.filter(pk=made.pk)), 201)


class AbsenceDetail(RecordView):
    """One absence."""

    resource = "absences"
    actions = {"DELETE": "update"}

    def find(self, key: int) -> dict[str, Any] | None:
        """By id."""
        return ABSENCES.one(Absence.objects.filter(pk=key))

    @describe("Show an absence", answer=ABSENCE)
    def get(self, request: Request, key: int) -> HttpResponse:
        """The absence."""
        return super().get(request, key)

    @describe("End an absence", status=204)
    def delete(self, request: Request, key: int) -> HttpResponse:
        """They are back: what waits comes back to them."""
        self.found(key)
        absences.delete_absence(key)
        return HttpResponse(status=204)


def _route(key: int) -> dict[str, Any]:
    row = ROUTES.one(Route.objects.filter(pk=key))
    if row is None:
        raise Http404
    return row


def _day(body: dict[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(str(body[name]))
    except ValueError as error:
        raise BadBody([(name, "Enter a day, such as 2026-01-31.")]) from error
