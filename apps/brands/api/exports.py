"""Exports: ask for a file, wait for it, fetch it by a signed link."""

from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from apps.brands.api import examples
from apps.brands.api.subscriptions import filter_of
from apps.brands.choices import ExportState
from apps.brands.models import Export
from apps.brands.selectors import exports as links
from apps.brands.selectors.lists import EXPORTS, LISTS
from apps.brands.services import exports
from apps.core.rest.docs import STRING, JsonSchema, array, component, maybe, obj, page_of, query, row_schema, widened
from apps.core.rest.narrowing import list_filter
from apps.core.rest.renderers import answer
from apps.core.rest.views import BadBody, ListView, Posting, RecordView, WorkspaceView, describe

LONGEST_HEADER = 4000
RESOURCES = ("brands", "skus", "importers", "permits", "quarantine")
FORMATS = ("csv", "xlsx", "jsonl", "parquet")
EXPORT = component("Export", {**row_schema(EXPORTS), "example": examples.EXPORT})
DETAIL = component("ExportDetail", widened(row_schema(EXPORTS), link=maybe(STRING)))
NEW = obj(
    "resource", "format",
    resource={"type": "string", "enum": [*RESOURCES]}, format={"type": "string", "enum": [*FORMATS]},
    filter={"type": "object", "description": "As in the list."}, fields=array(STRING),
    sort={"type": "string", "description": "As in the list; a minus turns it around."},
    example={"resource": "brands", "format": "csv", "filter": {"origin": ["51"]}},
)  # fmt: skip


def _of_list(resource: str) -> JsonSchema:
    """What may be said of an export of this list."""
    listing = LISTS[resource]
    orders = ["", *(word for name in listing.sorts for word in (name, f"-{name}"))]
    return {
        "properties": {
            "resource": {"const": resource},
            "filter": list_filter(listing),
            "fields": array({"type": "string", "enum": listing.names}),
            "sort": {"type": "string", "enum": orders},
        }
    }


NEW["oneOf"] = [_of_list(name) for name in RESOURCES]


class ExportList(ListView, Posting):
    """Exports, newest first."""

    resource = "exports"
    listing = EXPORTS

    @describe("List exports", answer=page_of(EXPORT))
    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        """One page."""
        return super().get(request, **kwargs)

    @describe(
        "Export a list", body=NEW, answer=DETAIL, status=202, errors=("unknown_filter", "unknown_field", "unknown_sort")
    )
    def create(self, request: Request) -> HttpResponse:
        """The file is made in the background; the filter is the list's own."""
        body = self.body(known=("resource", "format", "filter", "fields", "sort"), needed=("resource", "format"))
        _one_of("resource", body["resource"], RESOURCES)
        _one_of("format", body["format"], FORMATS)
        made = exports.start_export(
            resource=body["resource"],
            format=body["format"],
            filter=filter_of(body.get("filter", {})),
            fields=_words("fields", body),
            sort=_sort(body),
        )
        return answer(_shown(made.pk), 202, {"Location": f"{request.path.rstrip('/')}/{made.pk}"})


def _words(name: str, body: dict[str, Any]) -> list[str]:
    given = [] if body.get(name) is None else body[name]
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise BadBody([(name, "Send a list of names.")])
    return list(given)


def _sort(body: dict[str, Any]) -> str:
    given = "" if body.get("sort") is None else body["sort"]
    if not isinstance(given, str):
        raise BadBody([("sort", "Send the name of an order.")])
    return given


def _one_of(name: str, word: Any, words: tuple[str, ...]) -> None:
    if word not in words:
        raise BadBody([(name, f"Use one of {', '.join(words)}.")])


class ExportDetail(RecordView):
    """One export; when it is ready, `link` is where the file is, for some days."""

    resource = "exports"

    def find(self, key: int) -> dict[str, Any] | None:
        """By id."""
        return _shown(key)

    @describe("Show an export", answer=DETAIL)
    def get(self, request: Request, key: int) -> HttpResponse:
        """The export."""
        return super().get(request, key)


class ExportDownload(WorkspaceView):
    """The file of an export, in this workspace only."""

    resource = "exports"

    @describe(
        "Fetch an export's file",
        answer={"type": "string", "format": "binary"},
        media="application/octet-stream",
        params=(query("token", STRING, "From the export's `link`.", needed=True),),
        errors=("link_expired", "not_ready"),
    )
    def get(self, request: Request, key: int) -> HttpResponseBase:
        """Streamed. `X-Export-Moment` and `X-Export-Query` say what the rows show; `Link`, where all of it stands."""
        row = Export.objects.filter(pk=key).first()
        if row is None:
            raise Http404
        stream, name = links.opened(row, token=request._request.GET.get("token", ""))
        exports.note_fetched(row)
        about = request.path.rsplit("/", 1)[0]
        return FileResponse(stream, as_attachment=True, filename=name, headers=_stamp(row, about))


def _stamp(row: Export, about: str) -> dict[str, str]:
    """What was asked and the moment the rows show, for formats that hold nothing but rows."""
    look = {"fields": ",".join(row.fields), "sort": row.sort}
    asked = urlencode({**row.filter, **{name: text for name, text in look.items() if text}}, doseq=True)
    moment = {"X-Export-Moment": row.ready_at.isoformat()} if row.ready_at else {}
    query = {"X-Export-Query": asked} if len(asked) <= LONGEST_HEADER else {}
    return {"Link": f'<{about}>; rel="describedby"', **moment, **query}


def _shown(key: int) -> dict[str, Any] | None:
    row = EXPORTS.one(Export.objects.filter(pk=key))
    if row is None:
        return None
    return {**row, "link": _link(key) if row["state"] == ExportState.READY else None}


def _link(key: int) -> str:
    return str(links.signed_link(Export.objects.get(pk=key)))
