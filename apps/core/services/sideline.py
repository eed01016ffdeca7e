"""A second connection for what must be seen while a long transaction runs: progress, heartbeat, stop."""

import threading
from typing import Any

import psycopg
import structlog
from psycopg import sql

log = structlog.get_logger(__name__)
NOT_LIBPQ = {"context", "cursor_factory", "prepare_threshold", "client_encoding", "server_side_binding", "assume_role"}


class Sideline:
    """Autocommit connection to the same database and schema. Errors are logged, never raised:
    losing the line must not end the work."""

    def __init__(self, django_connection: Any) -> None:
        params = django_connection.get_connection_params()
        self._params = {key: value for key, value in params.items() if key not in NOT_LIBPQ and value}
        self._schema: str = django_connection.schema_name
        self._lock = threading.Lock()
        self._connection: psycopg.Connection | None = None

    def __enter__(self) -> "Sideline":
        return self

    def __exit__(self, *_exc: object) -> None:
        with self._lock:
            self._drop()

    def job_progress(self, job_id: int, done: int, total: int | None, message: str) -> bool:
        """Write progress; True when a stop was asked for."""
        row = self._run(
            "UPDATE {schema}.core_job SET done = %s, total = coalesce(%s, total), message = %s, "
            "beat_at = clock_timestamp() WHERE id = %s RETURNING cancel_requested",
            [done, total, message, job_id],
        )
        return bool(row and row[0])

    def job_log(self, job_id: int, line: str) -> None:
        """Append one line to the job's log, which keeps its last 500."""
        self._run(
            "UPDATE {schema}.core_job SET log = (log || %s::text)[greatest(cardinality(log) - 498, 1):] WHERE id = %s",
            [line, job_id],
        )

    def beat(self, delivery_id: int, job_id: int) -> None:
        """Say that the worker lives."""
        self._run("UPDATE {schema}.core_job SET beat_at = clock_timestamp() WHERE id = %s", [job_id])
        self._run("UPDATE public.core_delivery SET touched_at = clock_timestamp() WHERE id = %s", [delivery_id])

    def _run(self, statement: str, params: list[Any]) -> tuple[Any, ...] | None:
        query = sql.SQL(statement).format(schema=sql.Identifier(self._schema))
        with self._lock:
            try:
                cursor = self._open().execute(query, params)
                return cursor.fetchone() if cursor.description else None
            except psycopg.Error as error:
                log.warning("sideline_failed", error=str(error))
                self._drop()
                return None

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> psycopg.Connection:
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(**self._params, autocommit=True, connect_timeout=5)
            self._connection.execute("SET lock_timeout = '2s'")
            path = sql.SQL("SET search_path = {}, public").format(sql.Identifier(self._schema))
            self._connection.execute(path)
        return self._connection
