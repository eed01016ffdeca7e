"""Telling open pages what has just changed. Best effort: pages ask again for what no word came of."""

import asyncio
import os
from functools import cache
from threading import Thread
from typing import Any

import structlog
from asgiref.sync import SyncToAsync, async_to_sync
from channels.layers import get_channel_layer
from redis.exceptions import RedisError

from apps.core.db import connection

log = structlog.get_logger(__name__)
PATIENCE = 2
"""Seconds a caller waits for a message to be on its way"""


def group(schema: str, topic: str = "all") -> str:
    """The name of a socket group; it always carries the schema."""
    return f"ws.{schema}.{topic}"


def person_group(user_id: int) -> str:
    """The group of all sockets of one person, in whatever workspace."""
    return f"person.{user_id}"


def tell(topic: str, message: dict[str, Any]) -> None:
    """Send a small message to all sockets of this workspace."""
    _send(group(connection.schema_name), {"type": "live.message", "topic": topic, "message": message})


def tell_event(schema: str, event: dict[str, Any]) -> None:
    """Hand a fact to the sockets of a workspace: each judges what its person may hear of it."""
    _send(group(schema), {"type": "live.event", "event": event})


def sign_out(user_id: int, session_key: str) -> None:
    """Close the sockets of one session."""
    _send(person_group(user_id), {"type": "live.signed.out", "session": session_key})


def _send(name: str, payload: dict[str, Any]) -> None:
    layer = get_channel_layer()
    if layer is None:
        return
    try:
        if getattr(SyncToAsync.threadlocal, "main_event_loop", None):
            async_to_sync(layer.group_send)(name, payload)
        else:
            asyncio.run_coroutine_threadsafe(layer.group_send(name, payload), loop_of(os.getpid())).result(PATIENCE)
    except (OSError, RedisError, RuntimeError, TimeoutError) as error:
        log.debug("live_message_lost", error=str(error))


@cache
def loop_of(_process: int) -> asyncio.AbstractEventLoop:
    """The loop messages are sent in, where the caller has none: kept, with its connection, for a new one costs each
    message some milliseconds. A forked process makes its own."""
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="live", daemon=True).start()
    return loop
