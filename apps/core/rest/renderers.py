"""JSON by orjson: dates in ISO 8601, moments in UTC."""

from typing import Any

import orjson
from django.http import HttpResponse
from rest_framework.renderers import BaseRenderer

JSON = "application/json"


def dumps(data: Any) -> bytes:
    """JSON text of rows and records."""
    return orjson.dumps(data, default=str, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS)


def answer(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    """An answer in JSON, made without the renderer's detour."""
    return HttpResponse(dumps(data), status=status, content_type=JSON, headers=headers)


class JSONRenderer(BaseRenderer):
    """What DRF falls back to, for its own answers."""

    media_type = JSON
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """The body of an answer."""
        return b"" if data is None else dumps(data)
