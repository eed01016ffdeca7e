"""Sockets open only for pages of our own, and find their workspace as pages do."""

import pytest

from apps.tenants.sockets import OriginCheck, WorkspaceScope, allowed_origin


@pytest.mark.parametrize(
    ("origin", "host", "allowed"),
    [
        ("acme.app.localhost", "acme.app.localhost", True),
        ("acme.app.localhost", "127.0.0.1", True),
        ("app.localhost", "acme.app.localhost", True),
        ("127.0.0.1", "127.0.0.1", True),
        ("evil.example", "acme.app.localhost", False),
        ("app.localhost.evil.example", "acme.app.localhost", False),
        ("evilapp.localhost", "acme.app.example", True),
        ("evilapp.example", "acme.app.example", False),
    ],
)
def test_the_origin_of_a_socket(origin, host, allowed, settings):
    settings.ALLOWED_HOSTS = ["app.localhost", ".app.localhost", ".localhost"]
    assert allowed_origin(origin, host) is allowed


async def _open(headers, path="/ws/live/"):
    sent, seen = [], {}

    async def receive():
        return {"type": "websocket.connect"}

    async def send(message):
        sent.append(message)

    async def inner(scope, receive, send):
        seen.update(scope)

    await OriginCheck(inner)({"type": "websocket", "path": path, "headers": headers}, receive, send)
    return sent, seen


@pytest.mark.parametrize("headers", [[], [(b"origin", b"null")], [(b"origin", b"https://evil.example")]])
async def test_a_socket_of_another_site_is_closed(headers):
    sent, seen = await _open([(b"host", b"acme.app.localhost:8001"), *headers])
    assert sent == [{"type": "websocket.close", "code": 4403}]
    assert seen == {}


async def test_a_socket_of_our_page_passes_whatever_its_port():
    sent, seen = await _open([(b"host", b"127.0.0.1:8001"), (b"origin", b"http://127.0.0.1:8000")])
    assert sent == []
    assert seen


@pytest.mark.parametrize(
    ("path", "host", "slug"),
    [
        ("/t/acme/ws/live/", "127.0.0.1:8001", "acme"),
        ("/ws/live/", "globex.app.localhost:8001", "globex"),
        ("/t/nobody/ws/live/", "127.0.0.1", None),
        ("/ws/live/", "127.0.0.1", None),
    ],
)
@pytest.mark.commits
def test_a_socket_finds_its_workspace(rows, path, host, slug):
    from asgiref.sync import async_to_sync

    seen = {}

    async def inner(scope, receive, send):
        seen.update(scope)

    async_to_sync(WorkspaceScope(inner))({"path": path, "headers": [(b"host", host.encode())]}, None, None)
    assert getattr(seen["workspace"], "slug", None) == slug
    assert seen["path"] == "/ws/live/"


@pytest.mark.commits
def test_a_socket_finds_no_closed_workspace(acme):
    from asgiref.sync import async_to_sync

    from apps.tenants.services.workspaces import suspend

    suspend(acme)
    seen = {}

    async def inner(scope, receive, send):
        seen.update(scope)

    async_to_sync(WorkspaceScope(inner))({"path": "/t/acme/ws/", "headers": []}, None, None)
    assert seen["workspace"] is None
