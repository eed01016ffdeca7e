"""The catalogue of background work: kinds, and the function that does each.

An app's `tasks.py` registers with `@job("brands.import")`; `core.services.jobs.enqueue` starts one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol


class Cancelled(Exception):
    """Someone pressed stop; the job's transaction is rolled back."""


class Run(Protocol):
    """What a job's function is given: its arguments, and a line to those who watch."""

    job_id: int
    args: dict[str, Any]

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Tell how far; raises `Cancelled` when a stop was asked for."""

    def log(self, line: str) -> None:
        """Add one line to the job's log."""


@dataclass(frozen=True)
class Turn:
    """A job came into a state while its function was not running: `cancelled` while it waited, `failed` because its
    workers died too often, `queued` by a retry."""

    job_id: int
    args: dict[str, Any]
    state: str
    error: dict[str, Any]


@dataclass(frozen=True)
class JobKind:
    """One kind of work: who may retry or cancel it, and on which queue it runs. `turned` is told in the transaction
    of the turn, so that what the job is about says the same as the job. `stays`: a stop leaves what was done before it."""

    name: str
    call: Callable[[Run], dict[str, Any]]
    queue: str
    resource: str
    action: str
    turned: Callable[[Turn], None] | None = None
    stays: bool = False


KINDS: dict[str, JobKind] = {}


def job(
    name: str,
    *,
    resource: str,
    action: str,
    queue: str = "default",
    turned: Callable[[Turn], None] | None = None,
    stays: bool = False,
) -> Callable[[Callable[[Run], dict[str, Any]]], Callable[[Run], dict[str, Any]]]:
    """Register the function that does a kind of job; its answer is the job's result."""

    def register(call: Callable[[Run], dict[str, Any]]) -> Callable[[Run], dict[str, Any]]:
        KINDS[name] = JobKind(name, call, queue, resource, action, turned, stays)
        return call

    return register
