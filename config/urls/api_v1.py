"""The API, version 1: each app's endpoints under one root."""

from typing import Any

urlpatterns: list[Any] = []
