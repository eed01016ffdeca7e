"""What one watches: brands, SKUs and importers."""

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from apps.brands.selectors import watches as selectors
from apps.brands.services import watches
from apps.core.choices import Pace
from apps.core.rest.docs import ID, INTEGER, MOMENT, ROW, STRING, array, component, maybe, obj, one_of
from apps.core.rest.renderers import answer
from apps.core.rest.views import BadBody, Posting, RecordView, describe, record_answer

PACE = one_of(Pace.values)
WATCH = component(
    "Watch",
    obj(id=INTEGER, resource=STRING, record_id=INTEGER, name=STRING, pace=STRING, last=ROW, last_at=maybe(MOMENT),
        created_at=MOMENT),
)  # fmt: skip
NEW = obj(brand=ID, sku=ID, importer=ID, pace=PACE, example={"brand": 7, "pace": "daily"})
NEW["oneOf"] = [{"required": [word]} for word in ("brand", "sku", "importer")]
PLACES = {"brand": "brands", "sku": "skus", "importer": "importers"}


def _user(request: Request) -> int:
    return request._request.actor.user_id or 0  # type: ignore[attr-defined]


class WatchList(Posting):
    """What one watches, and how often one is told what others did to it."""

    resource = "watches"

    @describe("List watches", answer=obj("results", results=array(WATCH)))
    def get(self, request: Request) -> HttpResponse:
        """One's own. Each says in `last` what was told last."""
        return answer({"results": selectors.watches(_user(request))})

    @describe("Watch a record", body=NEW, answer=WATCH, status=201)
    def create(self, request: Request) -> HttpResponse:
        """A brand, SKU or importer by its id; one that is watched already takes the new pace."""
        body = self.body(known=(*PLACES, "pace"))
        place = [(word, body.pop(word)) for word in PLACES if word in body]
        if len(place) != 1 or type(place[0][1]) is not int:
            raise BadBody([("brand", "Name one brand, SKU or importer by its id.")])
        made = watches.watch(user_id=_user(request), noun=PLACES[place[0][0]], record_id=place[0][1], **body)
        response = record_answer(request, selectors.watches(_user(request), made.pk)[0], 201)
        response["Location"] = f"{request.path.rstrip('/')}/{made.pk}"
        return response


class WatchDetail(RecordView):
    """One watch."""

    resource = "watches"

    def find(self, key: int) -> dict[str, Any] | None:
        """By id; that of another person is not there."""
        return next(iter(selectors.watches(_user(self.request), key)), None)

    @describe("Show a watch", answer=WATCH)
    def get(self, request: Request, key: int) -> HttpResponse:
        """What is watched, and what was told last."""
        return super().get(request, key)

    @describe("Change a watch", body=obj("pace", pace=PACE), answer=WATCH)
    def patch(self, request: Request, key: int) -> HttpResponse:
        """How often one is told."""
        body = self.body(known=("pace",), needed=("pace",))
        watches.change_pace(self.found(key)["id"], user_id=_user(request), pace=body["pace"])
        return record_answer(request, self.found(key))

    @describe("Stop watching", status=204)
    def delete(self, request: Request, key: int) -> HttpResponse:
        """Nothing more is told of it."""
        found = self.found(key)
        watches.unwatch(user_id=_user(request), noun=found["resource"], record_id=found["record_id"])
        return HttpResponse(status=204)
