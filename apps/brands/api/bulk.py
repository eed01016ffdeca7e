"""Acts on many rows: look first, then do it as a job."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from rest_framework.request import Request

from apps.brands.api import brands, record_lists, skus
from apps.brands.api.subscriptions import filter_of
from apps.brands.api.tags import ONE
from apps.brands.choices import BulkWord
from apps.brands.selectors.bulk import bulk_act
from apps.brands.selectors.lists import LISTS
from apps.brands.selectors.selection import Selection
from apps.brands.services import bulk
from apps.core.rest.docs import ID, INTEGER, MOMENT, ROW, STRING, JsonSchema, component, ids, maybe, obj
from apps.core.rest.narrowing import list_filter
from apps.core.rest.renderers import answer
from apps.core.rest.views import BadBody, Posting, RecordView, describe

RESOURCES = ("brands", "skus", "importers")
BULK = component(
    "BulkAct",
    obj(
        id=INTEGER, resource=STRING, act=STRING, values=ROW, filter=maybe(ROW), state=STRING, fingerprint=STRING,
        preview=ROW, report=ROW, job=maybe(INTEGER), change_set=maybe(INTEGER), actor_name=STRING, created_at=MOMENT,
        finished_at=maybe(MOMENT),
    ),
)  # fmt: skip
ASKED = {
    "resource": {"type": "string", "enum": [*RESOURCES]},
    "act": {"type": "string", "enum": [*BulkWord.values]},
    "values": {**ROW, "example": {"tag": 3}},
    "ids": ids(bulk.MOST),
    "filter": {"type": "object", "description": "As in the list; an empty one means all."},
}
CHANGES = {"brands": brands.CHANGED, "skus": skus.CHANGED}
MARKED = ("brands", "importers")


def _act(resource: str, words: Sequence[str], values: JsonSchema, *needed: str) -> list[JsonSchema]:
    """What may be said of these acts on this list: by ids, or by the list's filter."""
    said = {"resource": {"const": resource}, "act": {"enum": [*words]}, "values": values}
    told = {**said, "filter": list_filter(LISTS[resource])}
    return [
        {"properties": said, "required": ["resource", "act", "ids", *needed], **_without("filter")},
        {"properties": told, "required": ["resource", "act", "filter", *needed], **_without("ids")},
    ]


def _without(*names: str) -> JsonSchema:
    """A preview says all that these would."""
    return {"not": {"anyOf": [{"required": [name]} for name in (*names, "preview")]}}


def _only(**members: JsonSchema) -> JsonSchema:
    return {**obj(*members, **members), "additionalProperties": False}


A_LIST = {"oneOf": [ID, record_lists.NAME], "description": "A list's id, or a name; to add, new names become lists."}
NONE: JsonSchema = {"type": "object", "maxProperties": 0}
EDITS = {name: {**CHANGES[name], "minProperties": 1, "additionalProperties": False} for name in CHANGES}
ACTS = [
    *(one for name in EDITS for one in _act(name, ["edit"], EDITS[name], "values")),
    *(one for name in EDITS for one in _act(name, ["archive", "restore"], NONE)),
    *(one for name in MARKED for one in _act(name, [BulkWord.TAG, BulkWord.UNTAG], _only(tag=ONE), "values")),
    *(one for name in MARKED for one in _act(name, [BulkWord.ADD, BulkWord.REMOVE], _only(list=A_LIST), "values")),
]
LOOK = obj("resource", "act", example={"resource": "brands", "act": "tag", "values": {"tag": 3}, "ids": [7]}, **ASKED)
LOOK["oneOf"] = ACTS
START = obj(
    preview={**ID, "description": "The id of a preview; or say what to do, and it is previewed and done."},
    fingerprint={"type": "string", "description": "That of the preview: refused when it is another."},
    example={"preview": 12},
    **ASKED,
)
START["oneOf"] = [{"required": ["preview"], "not": {"anyOf": [{"required": [name]} for name in ASKED]}}, *ACTS]
ERRORS = ("unknown_filter", "too_many_rows", "too_large")


class BulkPreview(Posting):
    """What an act on many rows would do."""

    resource = "bulk"

    @describe("Preview an act on many rows", body=LOOK, answer=BULK, status=201, errors=ERRORS)
    def create(self, request: Request) -> HttpResponse:
        """Nothing is changed. Rows are named by `ids`, or by the list's `filter`: an empty one means all."""
        body = self.body(known=tuple(ASKED), needed=("resource", "act"))
        made = _look(body)
        at = request.path.rstrip("/").removesuffix("/preview")
        return answer(_shown(made.pk), 201, {"Location": f"{at}/{made.pk}"})


class Bulk(Posting):
    """Acts on many rows, as one change set, in the background."""

    resource = "bulk"

    @describe(
        "Act on many rows",
        body=START,
        answer=BULK,
        status=202,
        errors=(*ERRORS, "already_started", "other_preview"),
    )
    def create(self, request: Request) -> HttpResponse:
        """Rows that changed since the preview are skipped, and listed in the report. Follow the job."""
        body = self.body(known=("preview", "fingerprint", *ASKED))
        mark = body.pop("fingerprint", None)
        number = body.pop("preview", None)
        if not isinstance(mark, str | None) or not (number is None or type(number) is int):
            raise BadBody([("preview", "Send the id of a preview and its fingerprint.")])
        if number is None:
            number = _look(body).pk
        elif body:
            raise BadBody([(name, "The preview says this.") for name in body])
        made = bulk.start_bulk(number, fingerprint=mark)
        return answer(_shown(made.pk), 202, {"Location": f"{request.path.rstrip('/')}/{made.pk}"})


class BulkDetail(RecordView):
    """One act on many rows: its preview, and its report when it is done."""

    resource = "bulk"

    def find(self, key: int) -> dict[str, Any] | None:
        """By id."""
        return bulk_act(key)

    @describe("Show an act on many rows", answer=BULK)
    def get(self, request: Request, key: int) -> HttpResponse:
        """The act."""
        return super().get(request, key)


def _look(body: dict[str, Any]) -> Any:
    resource, values = body.get("resource"), body.get("values") or {}
    if resource not in RESOURCES or not isinstance(values, dict):
        raise BadBody([("resource", f"Use one of {', '.join(RESOURCES)}, and an object of values.")])
    return bulk.preview_bulk(selection=_selection(str(resource), body), act=str(body.get("act")), values=values)


def _selection(resource: str, body: dict[str, Any]) -> Selection:
    ids, filter = body.get("ids"), body.get("filter")  # noqa: A001  (the word of the API)
    if (ids is None) == (filter is None):
        raise BadBody([("ids", "Name the rows by ids or by a filter; an empty filter means all.")])
    if ids is None:
        return Selection(resource, filter=filter_of(filter))
    if not isinstance(ids, list) or not all(type(one) is int and 0 < one < 2**63 for one in ids):
        raise BadBody([("ids", "Send a list of ids.")])
    if len(ids) > bulk.MOST:
        raise bulk.TooMany(f"At most {bulk.MOST:,} ids.")
    return Selection(resource, ids=tuple(dict.fromkeys(ids)))


def _shown(pk: int) -> dict[str, Any]:
    found = bulk_act(pk)
    if found is None:
        raise Http404
    return found
