"""Subscriptions: the parts of the public registry this workspace follows."""

from typing import Any

from django.http import Http404, HttpResponse
from rest_framework.request import Request

from apps.brands.models import Subscription
from apps.brands.selectors.lists import SUBSCRIPTIONS
from apps.brands.selectors.registry_filter import LISTS
from apps.brands.services import subscriptions
from apps.core.models import Job
from apps.core.rest.docs import (
    BOOLEAN,
    DAY,
    NUMBER,
    STRING,
    JsonSchema,
    array,
    component,
    obj,
    page_of,
    ref,
    row_schema,
    words,
)
from apps.core.rest.narrowing import READABLE
from apps.core.rest.renderers import answer
from apps.core.rest.views import BadBody, ListView, Posting, RecordView, describe
from apps.core.selectors.lists import JOBS

SUBSCRIPTION = component("Subscription", row_schema(SUBSCRIPTIONS))
NAME = words(subscriptions.LONGEST_NAME)
WORD: JsonSchema = {**STRING, "pattern": READABLE}
MARKETS: JsonSchema = {"type": "string", "enum": ["domestic", "imported"]}


def one_or_more(*kinds: JsonSchema) -> JsonSchema:
    """A value, or a list of such values."""
    return {"anyOf": [*kinds, array({"anyOf": [*kinds]})]}


FILTER = component(
    "RegistryFilter",
    {
        **obj(
            **dict.fromkeys([*LISTS, "permit_state", "family"], one_or_more(WORD, NUMBER, BOOLEAN)),
            market=one_or_more(MARKETS),
            **dict.fromkeys(["completed_from", "completed_to"], one_or_more(DAY)),
            example={"origin": ["51"]},
        ),
        "additionalProperties": False,
    },
)
NEW = obj("name", name=NAME, filter=FILTER, example={"name": "French wine", "filter": {"origin": ["51"]}})
CHANGED = obj(name=NAME, is_active=BOOLEAN)


class SubscriptionList(ListView, Posting):
    """What this workspace follows."""

    resource = "subscriptions"
    listing = SUBSCRIPTIONS

    @describe("List subscriptions", answer=page_of(SUBSCRIPTION))
    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        """One page."""
        return super().get(request, **kwargs)

    @describe("Follow a part of the registry", body=NEW, answer=SUBSCRIPTION, status=201, errors=("bad_filter",))
    def create(self, request: Request) -> HttpResponse:
        """Records that fit come in now and with every update."""
        body = self.body(known=("name", "filter"), needed=("name",))
        if not isinstance(body["name"], str):
            raise BadBody([("name", "Send a text.")])
        made, _job = subscriptions.follow(name=body["name"], filter=filter_of(body.get("filter", {})))
        return answer(_shown(made.pk), 201, {"Location": f"{request.path.rstrip('/')}/{made.pk}"})


class SubscriptionDetail(RecordView):
    """One subscription."""

    resource = "subscriptions"

    def find(self, key: int) -> dict[str, Any] | None:
        """By id."""
        return _shown(key)

    @describe("Show a subscription", answer=SUBSCRIPTION)
    def get(self, request: Request, key: int) -> HttpResponse:
        """The subscription."""
        return super().get(request, key)

    @describe("Change a subscription", body=CHANGED, answer=SUBSCRIPTION)
    def patch(self, request: Request, key: int) -> HttpResponse:
        """Its name, or whether it is followed; another filter is another subscription."""
        body, row = self.body(known=("name", "is_active")), _row(key)
        name, active = body.get("name"), body.get("is_active")
        if not isinstance(name, str | None) or not isinstance(active, bool | None):
            raise BadBody([("is_active", "Send a name, or true or false.")])
        subscriptions.update_subscription(row, name=name, is_active=active)
        return answer(_shown(key))

    @describe("End a subscription", status=204)
    def delete(self, request: Request, key: int) -> HttpResponse:
        """What came in by it stays."""
        subscriptions.remove_subscription(_row(key))
        return HttpResponse(status=204)


class SubscriptionFill(Posting):
    """Takes in what is new in the registry."""

    resource = "subscriptions"
    actions = {"POST": "update"}

    @describe("Update from the registry", answer=ref("Job"), status=202)
    def create(self, request: Request, key: int) -> HttpResponse:
        """In the background; follow the job."""
        job = subscriptions.start_fill(_row(key))
        return answer(JOBS.one(Job.objects.filter(pk=job.pk)), 202)


def _row(key: int) -> Subscription:
    found = Subscription.objects.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _shown(key: int) -> dict[str, Any] | None:
    return SUBSCRIPTIONS.one(Subscription.objects.filter(pk=key))


def filter_of(given: Any) -> dict[str, list[str]]:
    """A filter as {name: [values]}; a single value stands for a list of one. Raises `BadBody`."""
    if not isinstance(given, dict):
        raise BadBody([("filter", "Send an object of names and lists of values.")])
    found = {}
    for name, value in given.items():
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(one, (str, int, float)) for one in values):
            raise BadBody([(f"filter/{name}", "Send a list of texts.")])
        found[name] = [_word(one) for one in values]
    return found


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
