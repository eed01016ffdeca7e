"""COPY beside the reading: while the database takes one batch in, the next is read and checked."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self

from apps.core.db import connection

AHEAD = 2  # batches waiting at most: memory stays bounded


class Copier:
    """Runs COPYs one after another on this transaction's connection, in a thread of its own.

    Nobody else may use the connection until `wait` has returned. A failed COPY is raised by the next call.
    """

    def __init__(self) -> None:
        connection.ensure_connection()
        self._raw: Any = connection.connection
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="copier")
        self._waiting: deque[Future[None]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=error is not None)

    def do(self, work: Callable[[Any], None]) -> None:
        """Queue `work(psycopg connection)`; waits while too much is queued."""
        while len(self._waiting) >= AHEAD:
            self._waiting.popleft().result()
        self._waiting.append(self._pool.submit(work, self._raw))

    def wait(self) -> None:
        """Until all is copied: the connection is free again."""
        while self._waiting:
            self._waiting.popleft().result()


def copy_bytes(statement: str, content: bytes) -> Callable[[Any], None]:
    """Work for a copier: one COPY statement with all its bytes."""

    def work(raw: Any) -> None:
        with raw.cursor() as cursor, cursor.copy(statement) as copy:
            copy.write(content)

    return work


def copy_rows(statement: str, rows: list[tuple[Any, ...]]) -> Callable[[Any], None]:
    """Work for a copier: one COPY statement, row by row."""

    def work(raw: Any) -> None:
        with raw.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)

    return work
