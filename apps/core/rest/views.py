"""Base classes of endpoints. A view names its resource and makes one domain call; rows go from query to JSON
without serializers between."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.core.facets import Counted
from apps.core.listing import Answer, Listing
from apps.core.rest import idempotency
from apps.core.rest.docs import describe
from apps.core.rest.renderers import JSON, answer, dumps
from apps.core.rest.schema import Schema


class BadBody(ValueError):
    """The body is JSON, but not of the shape this endpoint takes."""

    code = "invalid_value"

    def __init__(self, errors: list[tuple[str, str]]) -> None:
        super().__init__(" ".join(message for _name, message in errors))
        self.errors = errors


class WorkspaceView(APIView):
    """An endpoint inside a workspace. `resource` and `actions` are words of the permission table."""

    resource: ClassVar[str]
    actions: ClassVar[dict[str, str]] = {}
    schema = Schema()

    def params(self) -> dict[str, list[str]]:
        """The query, each key with all its values."""
        return dict(self.request._request.GET.lists())

    def body(self, *, known: Sequence[str], needed: Sequence[str] = ()) -> dict[str, Any]:
        """The JSON object sent. Raises `BadBody` for unknown or missing members."""
        data = whole_numbers(self.request.data)
        if not _is_text(data):
            raise BadBody([("", "A text holds half a character: a surrogate without its other half.")])
        if not isinstance(data, dict):
            raise BadBody([("", "Send a JSON object.")])
        errors = [(name, "This is not a field of the request.") for name in data if name not in known]
        errors += [(name, "This field is needed.") for name in needed if data.get(name) in (None, "")]
        if errors:
            raise BadBody(errors)
        return dict(data)


def _is_text(data: Any) -> bool:
    """Whether all of it can be written: JSON escapes can name half a character, which no text holds."""
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def whole_numbers(data: Any) -> Any:
    """JSON with every number that is whole as one: 3.0 is an integer to JSON, whatever a program writes."""
    if isinstance(data, float):
        return int(data) if data.is_integer() else data
    if isinstance(data, list):
        return [whole_numbers(one) for one in data]
    if isinstance(data, dict):
        return {name: whole_numbers(one) for name, one in data.items()}
    return data


class Posting(WorkspaceView):
    """An endpoint that takes POST: say what it does in `create`; an Idempotency-Key is honoured."""

    def post(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it once."""
        return idempotency.once(request, lambda: self.create(request, *args, **kwargs))

    def create(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """What POST does."""
        raise NotImplementedError


class ListView(WorkspaceView):
    """GET of a list by its declaration."""

    listing: ClassVar[Listing]

    def get(self, request: Request, **_kwargs: Any) -> HttpResponse:
        """One page."""
        return page_answer(request, self.listing.page(self.params()))


class FacetView(WorkspaceView):
    """The commonest values of some columns of a list with their counts. A facet leaves its own filter out."""

    listing: ClassVar[Listing]
    shows_rows = False  # so what is said of pages is not said of it

    def get(self, request: Request, **_kwargs: Any) -> HttpResponse:
        """All facets of the list."""
        found = self.listing.told_apart(self.params())
        return answer({"results": [_facet(one) for one in found]})


def _facet(one: Counted) -> dict[str, Any]:
    values = [{"value": value, "count": number, "query": one.facet.query(value)} for value, number in one.values]
    return {"name": one.facet.key, "count_is_exact": one.exact, "values": values}


class RecordView(WorkspaceView):
    """GET of one record, with an ETag; `find` answers it or None."""

    def find(self, key: Any) -> dict[str, Any] | None:
        """The record a caller means by a key."""
        raise NotImplementedError

    def found(self, key: Any) -> dict[str, Any]:
        """The record; 404 when there is none."""
        record = self.find(key)
        if record is None:
            raise Http404
        return record

    def get(self, request: Request, key: Any) -> HttpResponse:
        """The record, or 304 when the caller has it."""
        return record_answer(request, self.found(key))


def record_answer(request: Request, record: dict[str, Any], status: int = 200) -> HttpResponse:
    """A record with its ETag: `"v<version>-<hash>"`; `fields` and `omit` leave members out."""
    shown = _sparse(request, record)
    content = dumps(shown)
    tag = etag(record, content)
    if request.method in {"GET", "HEAD"} and has_already(request, tag):
        return HttpResponse(status=304, headers={"ETag": tag})
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    return HttpResponse(content, status=status, content_type=JSON, headers=headers)


def has_already(request: Request, tag: str) -> bool:
    """Whether the caller has what this ETag is of. A proxy that packs answers marks the tag as weak: it is the same one."""
    known = [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]
    return tag in known or known == ["*"]


def _sparse(request: Request, record: dict[str, Any]) -> dict[str, Any]:
    query = request._request.GET
    fields = [word for value in query.getlist("fields") for word in value.split(",") if word]
    omit = [word for value in query.getlist("omit") for word in value.split(",") if word]
    if not fields and not omit:
        return record
    return {name: value for name, value in record.items() if (not fields or name in fields) and name not in omit}


def etag(record: dict[str, Any], content: bytes) -> str:
    """The tag of a record as it is shown."""
    digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()[:16]
    return f'"v{record.get("version") or 0}-{digest}"'


def expected_version(request: Request) -> int | None:
    """The version a caller says it saw, by If-Match; None when it does not care."""
    given = request.headers.get("If-Match", "").strip()
    if not given or given == "*":
        return None
    number = given.removeprefix("W/").strip('"').removeprefix("v").split("-", 1)[0]
    return int(number) if number.isascii() and number.isdigit() and len(number) < 19 else -1  # noqa: PLR2004


def page_answer(request: Request, page: Answer, **more: Any) -> HttpResponse:
    """A page of a list: {count?, next, previous, results}."""
    body: dict[str, Any] = {**more}
    if page.count is not None:
        body["count"] = page.count.number
        body["count_is_exact"] = page.count.exact
    body["next"] = link(request, page.next)
    body["previous"] = link(request, page.previous)
    body["results"] = page.rows
    return answer(body)


def link(request: Request, cursor: str | None) -> str | None:
    """The address of a neighbouring page: this one's with another cursor."""
    if cursor is None:
        return None
    plain = request._request
    query = [(k, v) for k, values in plain.GET.lists() if k != "cursor" for v in values]
    return f"{plain.scheme}://{plain.get_host()}{plain.path}?{urlencode([*query, ('cursor', cursor)])}"


__all__ = ["BadBody", "ListView", "Posting", "RecordView", "WorkspaceView", "answer", "describe"]
