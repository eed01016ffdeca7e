"""What every page's frame needs; the dear parts are asked only when a template uses them."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from apps.accounts import selectors as people
from apps.brands.selectors import exports
from apps.core import policy
from apps.core.selectors import jobs as kernel
from apps.core.selectors import views
from apps.portal import actions, nav, preferences
from apps.portal.places import socket_url, workspace_url


def shell(request: HttpRequest) -> dict[str, Any]:
    """Names for the rail and the top bar. Refusals are drawn before anyone is known."""
    actor, room = getattr(request, "actor", None), getattr(request, "tenant", None)
    inside = actor is not None and actor.role is not None and room is not None and room.schema_name != "public"
    known: dict[str, Any] = {"actor": actor, "workspace": room, "inside": inside, "ui": preferences.of(request)}
    if inside:
        known |= {
            "rail": SimpleLazyObject(lambda: nav.entries(request)),
            "shortcuts": SimpleLazyObject(lambda: actions.shortcuts(request)),
            "here": nav.here(request),
            "rooms": SimpleLazyObject(lambda: _rooms(request)),
            "busy": SimpleLazyObject(kernel.open_jobs),
            "pins": SimpleLazyObject(lambda: views.pinned(request.actor)),  # type: ignore[attr-defined]
            "unread": SimpleLazyObject(lambda: views.unread(request.actor)),  # type: ignore[attr-defined]
            "ready_files": SimpleLazyObject(lambda: _files(actor)),
            "socket": socket_url(request),
            "cursor": getattr(request, "cursor", None),
            "public_home": settings.BASE_DOMAIN,
        }
    return known


def _files(actor: Any) -> list[dict[str, Any]]:
    """Files that wait for the person to fetch them."""
    if not policy.allows(actor, "exports", "read"):
        return []
    return [{"row": row, "link": exports.signed_link(row)} for row in exports.ready_for(actor.user_id)]


def _rooms(request: HttpRequest) -> list[dict[str, Any]]:
    rooms = people.workspaces_of(request.user)  # type: ignore[arg-type]
    return [{"name": str(room), "slug": room.slug, "url": workspace_url(request, room.slug)} for room in rooms]
