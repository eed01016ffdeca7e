"""What every page's frame needs."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Names for the rail and the top bar."""
    return {"actor": getattr(request, "actor", None), "workspace": getattr(request, "tenant", None)}
