"""Every address stands in the permission table, by the `resource` of its view."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver

from apps.accounts.permissions import TABLE
from apps.portal.urls import websocket_urlpatterns

OPEN = {
    "accounts/": "sign-in asks for no membership",
    "admin/": "staff only, by Django's own check",
    "api/v1/openapi": "the API's description",
    "api/v1/docs": "the API's description",
    "api/v1/": "the catch-all that answers 404 (the root itself only)",
    "preferences/": "a person's own settings",
    "public:": "outside any workspace: the choice of workspaces, the person's own settings",
}


def _walk(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for one in patterns:
        path = prefix + str(one.pattern).removeprefix("^")
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, path)
        elif isinstance(one, URLPattern):
            yield path, one.callback


def _addresses() -> list[tuple[str, Any]]:
    inside = list(_walk(import_module("config.urls.tenant").urlpatterns))
    outside = [(f"public:{path}", call) for path, call in _walk(import_module("config.urls.public").urlpatterns)]
    return [*inside, *outside, *_walk(websocket_urlpatterns)]


def _view(callback: Any) -> Any:
    for name in ("view_class", "cls", "consumer_class"):
        if hasattr(callback, name):
            return getattr(callback, name)
    return callback


def _is_open(path: str) -> bool:
    return any(path == start if start == "api/v1/" else path.startswith(start) for start in OPEN)


@pytest.mark.parametrize(("path", "callback"), [pytest.param(p, c, id=p or "/") for p, c in _addresses()])
def test_an_address_asks_the_permission_table(path, callback):
    if _is_open(path):
        return
    view = _view(callback)
    assert getattr(view, "resource", None) in TABLE, f"{path}: {view} names no resource of the table"
    action = getattr(view, "action", None)
    if isinstance(action, str):
        assert action in TABLE[view.resource]
    for word in (getattr(view, "actions", None) or {}).values():
        assert word in TABLE[view.resource], f"{path}: {word}"
