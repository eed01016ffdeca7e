"""Change sets: what was done, what it touched, and taking it back."""

from dataclasses import asdict
from typing import Any

from django.http import Http404, HttpResponse
from rest_framework.request import Request

from apps.core.listing import Answer, last, limit
from apps.core.models import ChangeSet
from apps.core.rest.docs import INTEGER, ROW, array, component, maybe, obj, page_of, query, row_schema, widened
from apps.core.rest.renderers import answer
from apps.core.rest.views import BadBody, ListView, Posting, RecordView, WorkspaceView, describe, page_answer
from apps.core.selectors.acts import act
from apps.core.selectors.history import touched, tracked
from apps.core.selectors.lists import CHANGE_SETS
from apps.core.services import undo as undoing
from apps.core.tracking import tracked_models

EXAMPLE = {
    "id": 19, "kind": "form", "summary": 'Edited brand "Giribaldi": website',
    "about": {"sentence": "brand.edited", "name": "Giribaldi", "fields": ["website"]}, "actor_id": 2,
    "actor_name": "Bob", "channel": "api", "request_id": "5f1c7a", "counts": {}, "job": None, "undoes": None,
    "undone_by": None, "created_at": "2024-02-06T09:20:00Z",
}  # fmt: skip
ACT = component("ChangeSet", {**row_schema(CHANGE_SETS), "example": EXAMPLE})
KINDS = {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": INTEGER}}
DETAIL = component("ChangeSetDetail", widened(row_schema(CHANGE_SETS), records=KINDS))
OUTCOME = component(
    "UndoOutcome",
    obj(
        change_set=maybe(INTEGER), undone=INTEGER, kept=INTEGER, conflict_count=INTEGER,
        conflicts=array(ROW),
        example={"change_set": 20, "undone": 1, "kept": 0, "conflict_count": 0, "conflicts": []},
    ),
)  # fmt: skip
CHOICE = obj(
    choice={"type": ["string", "null"], "enum": ["keep_later", "overwrite", None]}, example={"choice": "keep_later"}
)


class ChangeSetList(ListView):
    """Acts, newest first: who, what, when, why, how many."""

    resource = "change_sets"
    listing = CHANGE_SETS

    @describe("List acts", answer=page_of(ACT))
    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        """One page."""
        return super().get(request, **kwargs)


class ChangeSetDetail(RecordView):
    """One act, with how many records of each kind it made, changed and deleted."""

    resource = "change_sets"

    def find(self, key: int) -> dict[str, Any] | None:
        """By id."""
        return act(key)

    @describe("Show an act", answer=DETAIL)
    def get(self, request: Request, key: int) -> HttpResponse:
        """The act."""
        return super().get(request, key)


class ChangeSetRecords(WorkspaceView):
    """Records an act touched, with what changed in each."""

    resource = "change_sets"

    @describe(
        "List the records an act touched",
        answer=page_of(ROW),
        errors=("invalid_value", "bad_cursor"),
        params=(query("record", text="brand, sku or permit; by default the first the act touched."), query("cursor")),
    )
    def get(self, request: Request, key: int) -> HttpResponse:
        """One page of one kind of record."""
        found, params = act(key), self.params()
        if found is None:
            raise Http404
        word = last(params, "record") or next(iter(found["records"]), str(tracked_models()[0]._meta.model_name))
        model = tracked(word)
        if model is None:
            raise BadBody([("record", "There is no such kind of record.")])
        page = touched(key, model, cursor=last(params, "cursor") or None, size=limit(params, 100))
        return page_answer(request, Answer(page.rows, page.next, page.previous), record=word)


class UndoPreview(WorkspaceView):
    """What taking an act back would meet: values and rows changed since."""

    resource = "change_sets"

    @describe("See what an undo would meet", answer=OUTCOME)
    def get(self, request: Request, key: int) -> HttpResponse:
        """Nothing is changed."""
        _exists(key)
        return answer(asdict(undoing.preview(key)))


class Undo(Posting):
    """Takes an act back, whatever its age. Itself an act, and can be undone."""

    resource = "change_sets"
    actions = {"POST": "undo"}

    @describe("Undo an act", answer=OUTCOME, body=CHOICE, body_needed=False, errors=("already_undone", "undo_conflict"))
    def create(self, request: Request, key: int) -> HttpResponse:
        """With no choice a conflict refuses; `keep_later` or `overwrite` decides it."""
        choice = self.body(known=("choice",)).get("choice")
        if choice not in (None, "keep_later", "overwrite"):
            raise BadBody([("choice", "Use keep_later or overwrite.")])
        _exists(key)
        return answer(asdict(undoing.undo(key, choice=choice)))


def _exists(key: int) -> None:
    if not ChangeSet.objects.filter(pk=key).exists():
        raise Http404
