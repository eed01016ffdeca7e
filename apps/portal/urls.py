"""Pages and sockets of a workspace."""

from typing import Any

urlpatterns: list[Any] = []
websocket_urlpatterns: list[Any] = []
