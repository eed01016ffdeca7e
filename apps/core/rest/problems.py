"""Errors as RFC 9457 problems with a stable `code`. Never a stack trace.

Any exception that carries a `.code` is a domain's refusal: its text, `.hint` and `.errors` are for the caller.
"""

from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from rest_framework import exceptions

from apps.core.policy import NotAllowed
from apps.core.rest.codes import kind
from apps.core.rest.renderers import dumps

log = structlog.get_logger(__name__)
PROBLEM = "application/problem+json"
BY_CLASS: list[tuple[type[BaseException], str]] = [
    (exceptions.NotAuthenticated, "unauthenticated"),
    (exceptions.AuthenticationFailed, "wrong_key"),
    (exceptions.PermissionDenied, "forbidden"),
    (PermissionDenied, "forbidden"),
    (NotAllowed, "forbidden"),
    (exceptions.NotFound, "not_found"),
    (Http404, "not_found"),
    (exceptions.MethodNotAllowed, "method_not_allowed"),
    (exceptions.NotAcceptable, "not_acceptable"),
    (exceptions.UnsupportedMediaType, "unsupported_media_type"),
    (exceptions.ParseError, "malformed_body"),
    (exceptions.ValidationError, "invalid_value"),
    (RequestDataTooBig, "too_large"),
    (exceptions.Throttled, "rate_limited"),
]


def handle(error: Exception, context: dict[str, Any]) -> HttpResponse:
    """DRF's exception handler: the answer to any error a view raises."""
    request: HttpRequest = context["request"]._request
    code = code_of(error)
    if code == "internal_error":
        log.exception("request_failed", path=request.path, exc_info=error)
        return problem(request, code, "Nothing was changed. Tell us the request_id if it happens again.")
    return problem(request, code, _detail(error, code), **_more(error, code))


def code_of(error: Exception) -> str:
    """The stable word for an error."""
    own = getattr(error, "code", None)
    if isinstance(own, str):
        return own
    return next((code for cls, code in BY_CLASS if isinstance(error, cls)), "internal_error")


def problem(
    request: HttpRequest, code: str, detail: str = "", *, headers: dict[str, str] | None = None, **more: Any
) -> HttpResponse:
    """A problem as an answer. `more`: errors, hint, current, conflicts and the like."""
    about = kind(code)
    body = {
        "type": f"/api/v1/docs#{code}",
        "title": about.title,
        "status": about.status,
        "code": code,
        "detail": detail or about.title,
        "instance": request.path,
        "request_id": getattr(request, "request_id", ""),
        **{key: value for key, value in more.items() if value not in (None, "")},
    }
    return HttpResponse(dumps(body), status=about.status, content_type=PROBLEM, headers=headers)


def _detail(error: Exception, code: str) -> str:
    if isinstance(error, (Http404, exceptions.NotFound)):
        return ""
    if isinstance(error, RequestDataTooBig):
        return f"At most {(settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) // 1024**2} MB are taken. Send it in parts."
    if code == "malformed_body":
        return "The body is not what its Content-Type says."
    return str(error)


def _more(error: Exception, code: str) -> dict[str, Any]:
    found: dict[str, Any] = {"hint": gettext(getattr(error, "hint", ""))}
    if code == "invalid_value":
        found["errors"] = _errors(error)
    for name in ("current", "conflicts", "count", "nearest", "merged_into"):
        if hasattr(error, name):
            found[name] = getattr(error, name)
    if isinstance(error, exceptions.APIException) and (asked := getattr(error, "auth_header", None)):
        found["headers"] = {"WWW-Authenticate": asked}
    if (wait := getattr(error, "wait", None)) is not None:
        found.update(retry_after=int(wait), headers={"Retry-After": str(int(wait))})
    if code in {"unknown_filter", "unknown_sort", "unknown_field", "bad_cursor"}:
        found["errors"] = [{"parameter": _parameter(error, code), "detail": str(error)}]
    return found


def _parameter(error: Exception, code: str) -> str:
    named = {"bad_cursor": "cursor", "unknown_sort": "sort", "unknown_field": "fields"}
    return named.get(code) or str(getattr(error, "name", ""))


def _errors(error: Exception) -> list[dict[str, str]]:
    """Each wrong value with a pointer into the body, or the name of the parameter."""
    if isinstance(error, exceptions.ValidationError):
        return [{"pointer": "", "detail": str(detail)} for detail in error.get_codes() or ()]
    where = "parameter" if type(error).__name__ == "BadFilter" else "pointer"
    sign = "" if where == "parameter" else "/"
    return [{where: f"{sign}{name}", "detail": message} for name, message in getattr(error, "errors", [])]
