"""Sockets find their workspace as pages do; the consumer checks membership and closes with 4404."""

from typing import Any
from urllib.parse import urlsplit

from channels.db import database_sync_to_async
from django.conf import settings

from apps.tenants import selectors
from apps.tenants.middleware import PATH, PORT
from apps.tenants.models import Workspace


def _header(scope: dict[str, Any], name: bytes) -> str:
    return next((v.decode("latin-1") for k, v in scope.get("headers", []) if k == name), "")


def _host(value: str) -> str:
    return PORT.sub("", value.lower()).strip("[]")


class OriginCheck:
    """Refuses a socket opened by a page of another site. Ports may differ: sockets have their own."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    async def __call__(self, scope: Any, receive: Any, send: Any) -> Any:
        origin = urlsplit(_header(scope, b"origin")).hostname
        if origin is None or not allowed_origin(origin, _host(_header(scope, b"host"))):
            await receive()
            return await send({"type": "websocket.close", "code": 4403})
        return await self.inner(scope, receive, send)


def allowed_origin(origin: str, host: str) -> bool:
    """Whether a page of this origin host may open a socket at this host."""
    ours = {host, settings.BASE_DOMAIN, *(h for h in settings.ALLOWED_HOSTS if not h.startswith((".", "*")))}
    return origin in ours or any(
        origin.endswith(h) or origin == h[1:] for h in settings.ALLOWED_HOSTS if h.startswith(".")
    )


class WorkspaceScope:
    """Adds `scope["workspace"]` (a Workspace or None) and strips the `/t/<slug>` prefix."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    async def __call__(self, scope: Any, receive: Any, send: Any) -> Any:
        match = PATH.match(scope["path"])
        room = await _find(match[1] if match else None, _host(_header(scope, b"host")))
        path = (match[2] or "/") if match else scope["path"]
        return await self.inner({**scope, "workspace": room, "path": path}, receive, send)


@database_sync_to_async
def _find(slug: str | None, host: str) -> Workspace | None:
    room = selectors.workspace(slug) if slug else selectors.workspace_by_host(host)
    return None if room is None or selectors.why_closed(room) else room
