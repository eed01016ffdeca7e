"""Who looks at what right now: kept in Valkey per workspace, for a minute at most unless renewed.

Losing Valkey loses no more than the faces: every call answers as if nobody were there.
"""

import time
from functools import cache
from typing import Any

import orjson
import redis
import structlog
from django.conf import settings
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)
LASTS = 60
PREFIX = "colabase"


@cache
def _valkey() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)


def _key(schema: str, place: str) -> str:
    return f"{PREFIX}:presence:{schema}:{place}"


def enter(schema: str, place: str, *, socket: str, who: dict[str, Any]) -> None:
    """Note that somebody is here, through this socket; call again to stay. `who`: {id, name, doing, picture}."""
    key = _key(schema, place)
    try:
        with _valkey().pipeline() as line:
            line.hset(key, socket, orjson.dumps({**who, "until": time.time() + LASTS}))
            line.expire(key, LASTS * 2)
            line.execute()
    except RedisError as error:
        log.debug("presence_lost", error=str(error))


def leave(schema: str, place: str, *, socket: str) -> None:
    """Note that this socket has gone."""
    try:
        _valkey().hdel(_key(schema, place), socket)
    except RedisError as error:
        log.debug("presence_lost", error=str(error))


def present(schema: str, place: str) -> list[dict[str, Any]]:
    """Everybody here, once each, as {id, name, doing}; one who edits in any window is editing."""
    try:
        found: Any = _valkey().hgetall(_key(schema, place))
    except RedisError as error:
        log.debug("presence_lost", error=str(error))
        return []
    people: dict[int, dict[str, Any]] = {}
    for text in found.values():
        who = orjson.loads(text)
        if who.pop("until") > time.time() and people.get(who["id"], {}).get("doing") != "edit":
            people[who["id"]] = who
    return [people[pk] for pk in sorted(people)]
