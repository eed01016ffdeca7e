"""Finds the workspace of a request: by path, by header, by host. All claims must agree.

A claim is only a claim: membership is checked afterwards, by every view.
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import get_script_prefix, set_script_prefix
from django.utils.translation import gettext as _

from apps.core.db import connection
from apps.tenants import selectors
from apps.tenants.models import Workspace

Handler = Callable[[HttpRequest], HttpResponse]
PATH = re.compile(r"^/t/([a-z][a-z0-9-]{1,39})(/.*)?$")
PORT = re.compile(r":\d+$")
RETRY_SECONDS = "15"


class FindWorkspace:
    """Sets `request.tenant` and the connection's schema for the request, and puts both back after it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before, prefix = connection.tenant, get_script_prefix()
        try:
            return self._serve(request)
        finally:
            connection.set_tenant(before)
            set_script_prefix(prefix)

    def _serve(self, request: HttpRequest) -> HttpResponse:
        claims = _claims(request)
        slugs = {slug for slug, _room in claims}
        if len(slugs) > 1:
            return refuse(request, 400, "workspace_mismatch", _("The address and X-Tenant name two workspaces."))
        if not slugs:
            return self._public(request)
        room = claims[0][1] or selectors.workspace(claims[0][0])
        if room is None:
            return refuse(request, 404, "not_found", _("There is nothing here."))
        return self._workspace(request, room)

    def _public(self, request: HttpRequest) -> HttpResponse:
        connection.set_schema_to_public()
        request.tenant = connection.tenant  # type: ignore[attr-defined]
        request.urlconf = settings.PUBLIC_SCHEMA_URLCONF
        return self.get_response(request)

    def _workspace(self, request: HttpRequest, room: Workspace) -> HttpResponse:
        closed = selectors.why_closed(room)
        if closed == "suspended":
            return refuse(request, 403, "workspace_suspended", _("This workspace is suspended."))
        if closed:
            return refuse(request, 503, "workspace_migrating", _("This workspace is being updated. Try again soon."))
        connection.set_tenant(room)
        request.tenant = room  # type: ignore[attr-defined]
        request.urlconf = settings.ROOT_URLCONF
        _move_prefix(request, room)
        return self.get_response(request)


def _claims(request: HttpRequest) -> list[tuple[str, Workspace | None]]:
    """Every workspace the request names, as (slug, row when already looked up)."""
    claims: list[tuple[str, Workspace | None]] = []
    if match := PATH.match(request.path_info):
        claims.append((match[1], None))
    if header := request.headers.get("X-Tenant", "").strip().lower():
        claims.append((header, None))
    return claims + _host_claim(request)


def host_of(request: HttpRequest) -> str:
    """The host name without its port, in small letters; an IPv6 address keeps its brackets."""
    return PORT.sub("", request.get_host().lower())


def _host_claim(request: HttpRequest) -> list[tuple[str, Workspace | None]]:
    host = host_of(request)
    if host in PUBLIC_HOSTS or host == settings.BASE_DOMAIN:
        return []
    if host.endswith(f".{settings.BASE_DOMAIN}"):
        return [(host.removesuffix(f".{settings.BASE_DOMAIN}"), None)]
    room = selectors.workspace_by_host(host)
    return [(room.slug, room)] if room else []


PUBLIC_HOSTS = {"localhost", "127.0.0.1", "[::1]", "testserver"}


def _move_prefix(request: HttpRequest, room: Workspace) -> None:
    """`/t/acme/brands/` is served as `/brands/` with script name `/t/acme`, so `reverse()` keeps working."""
    prefix = f"/t/{room.slug}"
    if not request.path_info.startswith(f"{prefix}/") and request.path_info != prefix:
        return
    request.path_info = request.path_info.removeprefix(prefix) or "/"
    request.META["SCRIPT_NAME"] = prefix
    set_script_prefix(f"{prefix}/")


def refuse(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse:
    """One refusal in the caller's language: a problem for programs, a page for people."""
    reference = getattr(request, "request_id", "")
    if "/api/" in request.path or "text/html" not in request.headers.get("Accept", ""):
        about = {"type": f"/api/v1/docs#{code}", "title": detail, "status": status, "code": code, "detail": detail}
        body = {**about, "instance": request.path, "request_id": reference}
        response: HttpResponse = JsonResponse(body, status=status, content_type="application/problem+json")
    else:
        context = {"status": status, "title": detail, "reference": reference}
        response = render(request, "errors/plain.html", context, status=status)
    if status == 503:  # noqa: PLR2004
        response["Retry-After"] = RETRY_SECONDS
    return response


class CookieDomain:
    """The session serves all workspaces under the base domain; elsewhere it stays with its host."""

    COOKIES = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        host = host_of(request)
        if host == settings.BASE_DOMAIN or host.endswith(f".{settings.BASE_DOMAIN}"):
            for name in self.COOKIES:
                if name in response.cookies:
                    response.cookies[name]["domain"] = settings.BASE_DOMAIN
        return response
