"""What every page's frame needs; the dear parts are asked only when a template uses them."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from apps.accounts import selectors as people
from apps.brands.selectors import exports
from apps.core import policy
from apps.core.selectors import jobs as kernel
from apps.core.selectors import views
from apps.core.selectors.glance import glance
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
            **_glance(request, actor),
            "socket": socket_url(request),
            "cursor": getattr(request, "cursor", None),
            "public_home": settings.BASE_DOMAIN,
        }
    return known


def _glance(request: HttpRequest, actor: Any) -> dict[str, Any]:
    """What one statement tells of, and the rows of what it says there is."""

    @cache
    def told() -> tuple[Any, ...]:
        rooms, files = people.rooms_of(actor.user_id), exports.has_ready_for(actor.user_id)
        return glance(rooms, kernel.has_open(), views.has_pins(actor), views.unread(actor), files)

    return {
        "rooms": SimpleLazyObject(lambda: _rooms(request, told()[0])),
        "busy": SimpleLazyObject(lambda: kernel.open_jobs() if told()[1] else []),
        "pins": SimpleLazyObject(lambda: views.pinned(actor) if told()[2] else []),
        "unread": SimpleLazyObject(lambda: told()[3]),
        "ready_files": SimpleLazyObject(lambda: _files(actor) if told()[4] else []),
    }


def _files(actor: Any) -> list[dict[str, Any]]:
    """Files that wait for the person to fetch them."""
    if not policy.allows(actor, "exports", "read"):
        return []
    return [{"row": row, "link": exports.signed_link(row)} for row in exports.ready_for(actor.user_id)]


def _rooms(request: HttpRequest, rooms: list[list[str]]) -> list[dict[str, Any]]:
    return [{"name": name, "slug": slug, "url": workspace_url(request, slug)} for slug, name in rooms]
