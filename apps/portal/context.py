"""What every page's frame needs; the dear parts are asked only when a template uses them."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from apps.accounts import selectors as people
from apps.brands.selectors import exports
from apps.core import policy
from apps.core.selectors import events, views
from apps.core.selectors import jobs as kernel
from apps.core.selectors.glance import Question, glance
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
            "public_home": settings.BASE_DOMAIN,
        }
    return known


def told(request: HttpRequest, *more: Question) -> tuple[Any, ...]:
    """What the frame needs to know of the database, asked once a request and by one statement.

    Ask before reading anything else: its first word is the place from which later changes are news to the page.
    The answers to `more` stand at its end.
    """
    known: tuple[Any, ...] | None = getattr(request, "told", None)
    if known is None:
        actor = request.actor  # type: ignore[attr-defined]
        rooms, files = people.rooms_of(actor.user_id), exports.has_ready_for(actor.user_id)
        frame = events.now(), rooms, kernel.has_open(), views.has_pins(actor), views.unread(actor), files
        known = glance(*frame, *more)
        request.told = known  # type: ignore[attr-defined]
    return known


def _glance(request: HttpRequest, actor: Any) -> dict[str, Any]:
    """What one statement tells of, and the rows of what it says there is."""
    return {
        "cursor": told(request)[0] if hasattr(request, "told") else None,  # a form drawn again has read much already
        "rooms": SimpleLazyObject(lambda: _rooms(request, told(request)[1])),
        "busy": SimpleLazyObject(lambda: kernel.open_jobs() if told(request)[2] else []),
        "pins": SimpleLazyObject(lambda: views.pinned(actor) if told(request)[3] else []),
        "unread": SimpleLazyObject(lambda: told(request)[4]),
        "ready_files": SimpleLazyObject(lambda: _files(actor) if told(request)[5] else []),
    }


def _files(actor: Any) -> list[dict[str, Any]]:
    """Files that wait for the person to fetch them."""
    if not policy.allows(actor, "exports", "read"):
        return []
    return [{"row": row, "link": exports.signed_link(row)} for row in exports.ready_for(actor.user_id)]


def _rooms(request: HttpRequest, rooms: list[list[str]]) -> list[dict[str, Any]]:
    return [{"name": name, "slug": slug, "url": workspace_url(request, slug)} for slug, name in rooms]
