"""One log format for web, worker and commands: JSON lines with request, tenant, user and job ids."""

import logging
from typing import Any

import structlog

from apps.core import context
from apps.core.db import connection


def _who(_logger: Any, _name: str, entry: Any) -> Any:
    act = context.current()
    names = {"request_id": act.request_id, "user_id": act.actor.user_id, "job_id": act.job_id}
    entry.update({name: value for name, value in names.items() if value})
    schema = getattr(connection, "schema_name", None) or "public"
    if schema != "public" or "tenant" not in entry:
        entry["tenant"] = schema
    return entry


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.PositionalArgumentsFormatter(),
    _who,
]


def formatter(style: str = "json") -> logging.Formatter:
    """The handler's formatter; `style` is json or console."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last = structlog.dev.ConsoleRenderer(colors=False) if style == "console" else structlog.processors.JSONRenderer()
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            last,
        ],
    )
