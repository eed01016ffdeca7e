"""What brands and SKUs have in common: change, put away, take back, look back."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, ClassVar

from django.http import Http404, HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive
from rest_framework.request import Request

from apps.brands.selectors import history
from apps.brands.services.catalogue import restore_version
from apps.brands.services.editing import Stale
from apps.core.listing import Answer, last, limit
from apps.core.rest.docs import ANY, BOOLEAN, INTEGER, MOMENT, ROW, STRING, array, component, maybe, obj
from apps.core.rest.renderers import answer
from apps.core.rest.views import (
    BadBody,
    Posting,
    RecordView,
    WorkspaceView,
    expected_version,
    page_answer,
    record_answer,
)

ACT = obj(
    id=INTEGER, kind=STRING, summary=STRING, about=ROW, actor_id=maybe(INTEGER), actor_name=STRING, created_at=MOMENT
)
KIND_OF_CHANGE = {"type": "string", "enum": ["created", "updated", "deleted"]}
CHANGES = array(obj(field=STRING, before=ANY, after=ANY))
VERSION = component(
    "Version",
    obj(
        version=INTEGER, at=MOMENT, type=KIND_OF_CHANGE, changes=CHANGES, reason=STRING, source_row=maybe(INTEGER),
        change_set=maybe(ACT),
    ),
)  # fmt: skip
SOURCED = {
    "field": STRING, "value": ANY, "source_value": ANY, "edited": BOOLEAN, "version": INTEGER, "since": MOMENT,
    "source_row": maybe(INTEGER), "change_set": maybe(ACT),
    "import": maybe(obj(id=INTEGER, name=STRING, source=STRING, file=maybe(STRING), row=maybe(INTEGER))),
}  # fmt: skip
LINE = component("FieldLineage", obj(**SOURCED))
HOLDER = component(
    "Holder",
    obj(
        id=INTEGER, permit=STRING, owner=maybe(STRING), operating_name=maybe(STRING), state=maybe(STRING),
        family=maybe(STRING), list_code=maybe(STRING), status=STRING,
    ),
)  # fmt: skip
LINES = obj("results", results=array(LINE))
STATE = {**ROW, "description": "The record's columns, with `version` and `since`."}
DAY = len("2026-01-31")
RESTORE = obj(version={"type": "integer", "description": "Give it the values of this version."})


class Editable(RecordView):
    """A record that people change. `change` and `archive` are services taking (id, version=...)."""

    versioned = True
    change: ClassVar[Callable[..., Any]]
    archive: ClassVar[Callable[..., Any]]
    fields: ClassVar[tuple[str, ...]]

    def act(self, request: Request, key: Any, call: Callable[..., Any], **values: Any) -> HttpResponse:
        """Call a service on the record, and show it as it is now; so also when it was stale."""
        pk = self.found(key)["id"]
        try:
            call(pk, version=expected_version(request), **values)
        except Stale as error:
            error.current = self.find(pk)  # type: ignore[attr-defined]
            raise
        return record_answer(request, self.found(pk))


class Restoring(Posting):
    """Takes a record back from the archive, or back to one of its versions."""

    actions = {"POST": "create"}
    model: ClassVar[Any]
    restore: ClassVar[Callable[..., Any]]

    def id_of(self, key: Any) -> int:
        """The id of the record a caller means; 404 when there is none."""
        raise NotImplementedError

    def do(self, key: Any) -> int:
        """Restore it; its id."""
        pk = self.id_of(key)
        version = self.body(known=("version",)).get("version")
        if version is None:
            type(self).restore(pk, version=expected_version(self.request))
            return pk
        if isinstance(version, bool) or not isinstance(version, int):
            raise BadBody([("version", "Enter the number of a version.")])
        restore_version(self.model, pk, version=version, expected=expected_version(self.request))
        return pk


class Past(WorkspaceView):
    """Base of the views on a record's past."""

    resource = "history"
    model: ClassVar[Any]

    def id_of(self, key: Any) -> int:
        """The id of the record a caller means; 404 when there is none."""
        raise NotImplementedError

    def versions(self, request: Request, key: Any) -> HttpResponse:
        """Versions of the record, newest first."""
        params = self.params()
        cursor = last(params, "cursor") or None
        page = history.versions(self.model, self.id_of(key), cursor=cursor, size=limit(params, 100))
        return page_answer(request, Answer(page.rows, page.next, page.previous))

    def as_of(self, request: Request, key: Any) -> HttpResponse:
        """The record as it was at `at`."""
        found = history.as_of(self.model, self.id_of(key), asked_moment(request))
        if found is None:
            raise Http404
        return answer(found)

    def lineage(self, request: Request, key: Any) -> HttpResponse:
        """Where each field's value comes from."""
        return answer({"results": history.lineage(self.model, self.id_of(key))})


def asked_moment(request: Request) -> datetime:
    """The moment that `at` names; a day is its end."""
    text = request._request.GET.get("at", "").replace(" ", "+")
    try:
        found = parse_datetime(f"{text}T23:59:59.999999+00:00" if len(text) == DAY else text)
        if found is not None and not is_naive(found):
            return found.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise BadBody([("at", "Enter a moment with its zone, such as 2026-01-31T12:00:00Z, or a day.")])
