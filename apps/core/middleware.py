"""Per request: an id for logs and answers, and a strict content policy."""

import re
import uuid
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError

from apps.core import context

Handler = Callable[[HttpRequest], HttpResponse]
TOO_LARGE, PATIENCE, PART = 413, 64 * 1024 * 1024, 1024 * 1024
SAFE_ID = re.compile(r"^[A-Za-z0-9_.-]{8,64}$")


class RequestContext:
    """Names the request; the id is in every log line, event and error page of it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if SAFE_ID.match(given) else uuid.uuid4().hex
        request.request_id = request_id  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        channel = "api" if "/api/" in request.path else "portal"
        with context.acting(actor=context.Actor(name="stranger"), channel=channel, request_id=request_id):
            response = self.get_response(request)
        response["X-Request-ID"] = request_id
        _name_last_lines(request)
        return response


def _name_last_lines(request: HttpRequest) -> None:
    """Django logs a 404 or 500 after all middleware: by then only these names say whose it was."""
    schema = getattr(getattr(request, "tenant", None), "schema_name", "public")
    user_id = getattr(getattr(request, "actor", None), "user_id", None)
    structlog.contextvars.bind_contextvars(tenant=schema, **({"user_id": user_id} if user_id else {}))


class HearOut:
    """Reads a body that was refused for its size to its end, within reason: a caller that is cut off while it still
    sends sees a broken connection, and not why."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == TOO_LARGE:
            _hear_out(request)
        return response


def _hear_out(request: HttpRequest) -> None:
    left = PATIENCE
    with suppress(UnreadablePostError):
        while left > 0 and (part := request.read(min(left, PART))):
            left -= len(part)


class ContentSecurityPolicy:
    """No inline script, no foreign origin; sockets only to our own address."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", policy(request))
        return response


def policy(request: HttpRequest) -> str:
    """The header's value. Staff admin and the API's try-it page need inline styles."""
    socket = urlsplit(settings.COLABASE_SOCKET_URL)
    sockets = f"{socket.scheme}://*:{socket.port}" if socket.port else settings.COLABASE_SOCKET_URL
    inline = " 'unsafe-inline'" if request.path.startswith("/admin/") or "/api/" in request.path else ""
    unsafe = " 'unsafe-inline' 'unsafe-eval'" if inline else ""
    return (
        f"default-src 'self'; script-src 'self'{unsafe}; style-src 'self'{inline}; img-src 'self' data:; "
        f"connect-src 'self' {sockets}; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    )
