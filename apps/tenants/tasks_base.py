"""The base of every task: it runs in the workspace of its message, or not at all."""

from typing import Any

import structlog
from tenant_schemas_celery.task import TenantTask

from apps.core.db import connection
from apps.tenants import selectors
from apps.tenants.models import Workspace


class WorkspaceClosed(RuntimeError):
    """The message names a workspace that is missing, suspended or not migrated."""


class WorkspaceTask(TenantTask):
    """Without this check a task whose workspace is gone would run in the public schema."""

    abstract = True

    def before_start(self, task_id: str, args: Any, kwargs: Any) -> None:
        """Compare the message's workspace with where the connection really is."""
        super().before_start(task_id, args, kwargs)
        self.request.log_names = structlog.contextvars.bind_contextvars(**_names(self.request, task_id))
        check_place(_schema_of(self.request))

    def after_return(self, *args: Any, **kwargs: Any) -> None:
        """Forget the names put on log lines."""
        structlog.contextvars.reset_contextvars(**getattr(self.request, "log_names", {}))
        super().after_return(*args, **kwargs)


def _names(request: Any, task_id: str) -> dict[str, Any]:
    """What each log line of a task carries: the task, and the request that asked for it."""
    request_id = (request.headers or {}).get("_request_id") or request.get("_request_id")
    return {"task_id": task_id, **({"request_id": request_id} if request_id else {})}


def _schema_of(request: Any) -> str:
    headers = request.headers or {}
    return headers.get("_schema_name") or request.get("_schema_name") or "public"


def check_place(schema: str) -> None:
    """Raise `WorkspaceClosed` unless the connection is in this schema and the workspace is open."""
    if connection.schema_name != schema:
        raise WorkspaceClosed(f"{schema}: not found; the task is in {connection.schema_name}")
    if schema == "public":
        return
    room = Workspace.objects.filter(schema_name=schema).first()
    reason = "not found" if room is None else selectors.why_closed(room)
    if reason:
        raise WorkspaceClosed(f"{schema}: {reason}")
