"""The description of the API, made from the declarations of views, lists and filters."""

import re
from typing import Any

from drf_spectacular.openapi import AutoSchema

from apps.core.filtering import StrictFilterSet
from apps.core.rest.codes import KINDS
from apps.core.rest.docs import (
    ANY,
    COMPONENTS,
    FORM,
    INTEGER,
    Doc,
    JsonSchema,
    line,
    query,
    ref,
    some_of,
)
from apps.core.rest.narrowing import value_schema

USUAL = ("workspace_mismatch", "unauthenticated", "wrong_key", "forbidden", "not_found", "workspace_migrating")
LISTED = ("invalid_value", "unknown_filter", "unknown_sort", "unknown_field", "bad_cursor")
WRITTEN = ("malformed_body", "unsupported_media_type", "invalid_value")
ONCE = ("idempotency_in_progress", "idempotency_mismatch", "invalid_value")


class Schema(AutoSchema):
    """Describes a `WorkspaceView` by what it declares; nothing is guessed."""

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any
    ) -> dict[str, Any] | None:
        """One operation of the OpenAPI document."""
        doc = doc_of(self.view, method)
        operation: dict[str, Any] = {
            "operationId": _operation_id(self.view, path, method),
            "summary": doc.summary,
            "description": doc.description or _description(self.view),
            "tags": [path.removeprefix("/api/v1/").split("/")[0]],
            "parameters": _parameters(self.view, doc, path, method),
            "security": [{"bearer": []}, {"apiKey": []}, {"session": []}],
            "responses": _responses(self.view, doc, method),
        }
        if doc.body is not None:
            closed = {} if doc.body_type == FORM else {"additionalProperties": False}
            content = {doc.body_type: {"schema": {**doc.body, **closed}}}
            operation["requestBody"] = {"required": doc.body_needed, "content": content}
        return operation


def doc_of(view: Any, method: str) -> Doc:
    """What a view says of a method."""
    name = "create" if method == "POST" else method.lower()
    found: Doc | None = getattr(getattr(view, name), "doc", None)
    if found is None:
        raise LookupError(f"{type(view).__name__} does not describe its {method}")
    return found


def _description(view: Any) -> str:
    return (type(view).__doc__ or "").strip()


def _operation_id(view: Any, path: str, method: str) -> str:
    words = [w for w in path.removeprefix("/api/v1/").split("/") if w and not w.startswith("{")]
    read = "get" if path.endswith("}") else "list" if hasattr(view, "listing") else "show"
    verbs = {"GET": read, "POST": "post", "PUT": "put", "PATCH": "update", "DELETE": "remove"}
    base = "_".join(words).replace("-", "_")
    return f"{base}_{verbs[method]}"


def _parameters(view: Any, doc: Doc, path: str, method: str) -> list[JsonSchema]:
    keys = getattr(view, "keys", {})
    found = [query(name, keys.get(name, INTEGER), "", where="path") for name in re.findall(r"{(\w+)}", path)]
    listing = getattr(view, "listing", None)
    if method == "GET" and listing is not None and not path.endswith("}"):
        found += filter_parameters(listing.filters)
        found += (
            page_parameters([*listing.sorts], listing.names, listing.order) if getattr(view, "shows_rows", True) else []
        )
    found += doc.params
    return found + _headers(view, method)


def _headers(view: Any, method: str) -> list[JsonSchema]:
    found = [query("X-Tenant", text="The workspace, where the address does not say it.", where="header")]
    if method == "POST":
        found.append(
            query("Idempotency-Key", line(200), text="The same key gets the same answer, for 24 hours.", where="header")
        )
    if getattr(view, "versioned", False) and method in {"PATCH", "DELETE"}:
        found.append(query("If-Match", text="The ETag you read; 412 when the record has changed.", where="header"))
    if hasattr(view, "find") and method == "GET":
        found.append(query("If-None-Match", text="The ETag you have; 304 when it still holds.", where="header"))
    return found


def filter_parameters(filters: type[StrictFilterSet]) -> list[JsonSchema]:
    """What a list can be narrowed by."""
    return [
        {
            **query(name, {"type": "array", "items": value_schema(one.each)}, str(one.extra.get("help_text") or "")),
            "explode": True,
        }
        for name, one in filters.base_filters.items()
    ]


def page_parameters(sorts: list[str], names: list[str], order: str) -> list[JsonSchema]:
    """How rows are shown: their order, fields and paging."""
    words = [word for name in sorts for word in (name, f"-{name}")]
    return [
        query("sort", {"type": "string", "enum": words, "default": order}, "A minus turns the order around."),
        query("fields", some_of(names), "Only these fields, by comma."),
        query("omit", some_of(names), "All fields but these, by comma."),
        query(
            "limit",
            {"type": "integer", "minimum": 1, "maximum": 999_999_999, "default": 50},
            "Rows per page; above 100 is 100.",
        ),
        query("cursor", text="Follow `next` and `previous` instead of making one."),
        query(
            "count", {"type": "string", "enum": ["none", "about", "exact"], "default": "none"}, "Also count the rows."
        ),
    ]


def _responses(view: Any, doc: Doc, method: str) -> dict[str, Any]:
    good: dict[str, Any] = {"description": "Done."}
    if doc.status != 204:  # noqa: PLR2004
        good["content"] = {doc.media: {"schema": doc.answer or ANY}}
    found: dict[str, Any] = {str(doc.status): good}
    for status, (when, schema) in doc.also.items():
        found[str(status)] = {"description": when, "content": {doc.media: {"schema": schema}}}
    if hasattr(view, "find") and method == "GET":
        found["304"] = {"description": "You have it."}
    by_status: dict[int, list[str]] = {}
    for code in dict.fromkeys(_codes(view, doc, method)):
        by_status.setdefault(KINDS[code].status, []).append(code)
    for status, codes in sorted(by_status.items()):
        found[str(status)] = {
            "description": ", ".join(f"`{code}`" for code in codes),
            "content": {"application/problem+json": {"schema": ref("Problem")}},
        }
    return found


def _codes(view: Any, doc: Doc, method: str) -> list[str]:
    codes = [*USUAL, *doc.errors]
    if method == "GET" and getattr(view, "listing", None) is not None:
        codes += LISTED
    if doc.body is not None:
        codes += WRITTEN
    if method == "POST":
        codes += ONCE
    if getattr(view, "versioned", False) and method in {"PATCH", "DELETE"}:
        codes.append("stale")
    return codes


def finish(result: dict[str, Any], **_more: Any) -> dict[str, Any]:
    """Hook of the description: named schemas, ways to sign in, and the table of codes."""
    table = "\n".join(f"| `{code}` | {kind.status} | {kind.title} |" for code, kind in KINDS.items())
    result["info"]["description"] = f"{ABOUT}\n\n| code | status | meaning |\n|---|---|---|\n{table}\n"
    result["components"] = {
        "schemas": dict(sorted(COMPONENTS.items())),
        "securitySchemes": {
            "bearer": {"type": "http", "scheme": "bearer", "description": "An API key."},
            "apiKey": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
            "session": {"type": "apiKey", "in": "cookie", "name": "colabase_session"},
        },
    }
    result["servers"] = [{"url": "/"}]
    return result


ABOUT = """Brands, SKUs and importers of one workspace, how they came in, and everything that was done to them.

The workspace is named by the host (`acme.app.example`), by the path (`/t/acme/api/v1/...`) or by the header `X-Tenant`.
Lists come in pages of 50, at most 100: follow `next`. One filter key repeated is OR, different keys are AND.
Errors are RFC 9457 problems; tell them apart by `code`. Codes stay; texts may change.

A version that is replaced is kept for 12 months: from the day it is replaced its answers carry `Deprecation` and `Sunset`."""
