"""The one road into every page: who may see it, in whose time, and how it answers."""

import zoneinfo
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

from apps.core import policy
from apps.core.context import Actor
from apps.core.selectors.glance import Question
from apps.portal.context import told
from apps.portal.sign_in import to_sign_in
from apps.tenants.services.workspaces import touch

FRAME, PANEL = "portal/frame.html", "portal/panel.html"
ACTIVE_EVERY = timedelta(minutes=5)
LONGEST = 18  # digits of a number the database takes


class PageView(View):
    """A page of a workspace. Each one names its place in the permission table."""

    resource: ClassVar[str]
    action: ClassVar[str] = "read"
    template_name: ClassVar[str] = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Anonymous people sign in, strangers find nothing, members need the right."""
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if self.actor.role is None:
            raise Http404
        if not policy.allows(self.actor, self.resource, self.action):
            raise PermissionDenied
        seen(request.tenant)  # type: ignore[attr-defined]
        if request.method == "GET" and "HX-Request" not in request.headers:
            # Before anything is read: what comes later than this is news to the page.
            told(request, *self.questions())
        with timezone.override(_zone(request.user)):
            return super().dispatch(request, *args, **kwargs)

    def questions(self) -> list[Question]:
        """What the page wants to be told together with what its frame needs: see `told`."""
        return []

    @property
    def actor(self) -> Actor:
        """Who is asking, in this workspace."""
        return self.request.actor  # type: ignore[attr-defined,no-any-return]

    def page(self, context: Mapping[str, Any], *, status: int = 200, template: str = "") -> HttpResponse:
        """Draw this page's template: whole, or inside the panel beside a list."""
        found = {"frame": PANEL if self.in_panel else FRAME, "in_panel": self.in_panel, **context}
        response = render(self.request, template or self.template_name, found, status=status)
        patch_vary_headers(response, ["HX-Request", "HX-Target", "HX-History-Restore-Request"])
        return response

    @property
    def in_panel(self) -> bool:
        """Whether the answer goes into the panel beside a list."""
        return self.request.headers.get("HX-Target") == "panel"

    def go(self, name: str, *args: Any, fragment: str = "") -> HttpResponse:
        """Off to another page of this workspace; HTMX is told by a header."""
        url = reverse(f"portal:{name}", args=args) + fragment
        if self.request.headers.get("HX-Request") or self.request.headers.get("X-Upload"):
            header = "HX-Redirect" if self.request.headers.get("HX-Request") else "X-Location"
            return HttpResponse(status=204, headers={header: url})
        return HttpResponseRedirect(url)

    def back(self, name: str, *args: Any) -> HttpResponse:
        """To the page the form names as `next`, if it is ours, else to a page by name."""
        target = self.request.POST.get("next", "")
        if url_has_allowed_host_and_scheme(target, {self.request.get_host()}, require_https=self.request.is_secure()):
            return HttpResponseRedirect(target)
        return self.go(name, *args)

    def say(self, text: Any, level: int = messages.SUCCESS, *, undo: str = "") -> None:
        """A word on the next page; `undo` is the address of a post that takes back what was done."""
        messages.add_message(self.request, level, str(text), extra_tags=undo)


def seen(room: Any) -> None:
    """Staff see which workspaces live; one write in five minutes is enough for that."""
    if room.active_at is None or timezone.now() - room.active_at > ACTIVE_EVERY:
        touch(room)


def _zone(user: Any) -> Any:
    try:
        return zoneinfo.ZoneInfo(user.time_zone) if user.time_zone else timezone.get_default_timezone()
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return timezone.get_default_timezone()


def params(query: QueryDict) -> dict[str, list[str]]:
    """A query as lists ask for it: each key with its values, empty ones left out."""
    return {key: kept for key, values in query.lists() if (kept := [v for v in values if v.strip()])}


def whole(text: str | None) -> int:
    """A number from a form or an address, such as an id; 0 for none, and for what is too long to be one."""
    return int(text) if text and text.isdecimal() and len(text) <= LONGEST else 0


def found(row: Any) -> Any:
    """The row, or 404."""
    if row is None:
        raise Http404
    return row
