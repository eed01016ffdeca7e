"""Turns DATABASE_URL and REDIS_URL into what Django, Celery and Channels each want."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


def database(url: str) -> dict[str, Any]:
    """Connection settings of one PostgreSQL address.

    A socket directory is given as `?host=/path`, as libpq does.
    """
    parts = urlsplit(url)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = query.pop("host", "") or parts.hostname or ""
    return {
        "ENGINE": "django_tenants.postgresql_backend",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": query.pop("port", "") or (str(parts.port) if parts.port else ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # A server whose client was killed notices it within seconds and rolls back.
        "OPTIONS": {"options": "-c client_connection_check_interval=2s -c temp_buffers=192MB", **query},
    }


def celery_broker(url: str) -> str:
    """The same address in Celery's spelling: a socket is `redis+socket://path?virtual_host=N`."""
    if not url.startswith("unix://"):
        return url
    parts = urlsplit(url)
    number = parse_qs(parts.query).get("db", ["0"])[-1]
    return f"redis+socket://{parts.path}?virtual_host={number}"
