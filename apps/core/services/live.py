"""Telling open pages what has just changed. Best effort: pages poll when no word comes."""

from typing import Any

import structlog
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from redis.exceptions import RedisError

from apps.core.db import connection

log = structlog.get_logger(__name__)


def group(schema: str, topic: str = "all") -> str:
    """The name of a socket group; it always carries the schema."""
    return f"ws.{schema}.{topic}"


def tell(topic: str, message: dict[str, Any]) -> None:
    """Send a small message to all sockets of this workspace."""
    layer = get_channel_layer()
    if layer is None:
        return
    payload = {"type": "live.message", "topic": topic, "message": message}
    try:
        async_to_sync(layer.group_send)(group(connection.schema_name), payload)
    except (OSError, RedisError, RuntimeError) as error:
        log.debug("live_message_lost", error=str(error))
