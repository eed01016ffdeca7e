"""Callers: a program with a key, and a person with a browser."""

from typing import Any

from django.test import Client
from rest_framework.test import APIClient

from apps.tenants.models import Workspace

API = "/api/v1/"


class KeyClient(APIClient):
    """Calls the API with a key and `X-Tenant`. `api.get("brands")` is `api.get("/api/v1/brands")`."""

    def __init__(self, *, secret: str, slug: str) -> None:
        super().__init__(headers={"Authorization": f"Bearer {secret}", "X-Tenant": slug})
        self.secret, self.slug = secret, slug

    def generic(self, method: str, path: str, *args: Any, **extra: Any) -> Any:
        """Every request goes through here."""
        return super().generic(method, path if path.startswith(("/", "http")) else f"{API}{path}", *args, **extra)


class Browser(Client):
    """A browser whose pages are those of one workspace: `get("/brands/")` asks for `/t/acme/brands/`."""

    def __init__(self, room: Workspace, **defaults: Any) -> None:
        super().__init__(**defaults)
        self.prefix = f"/t/{room.slug}"

    def generic(self, method: str, path: str, *args: Any, **extra: Any) -> Any:
        """Every request goes through here; redirects already carry the prefix."""
        inside = path.startswith(f"{self.prefix}/") or path.startswith("http")
        return super().generic(method, path if inside else f"{self.prefix}{path}", *args, **extra)
