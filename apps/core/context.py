"""Who is acting, on whose behalf, in which request or job.

Read by logs, events, change sets and history; set at the edge (middleware, tasks, commands).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any, Literal

Channel = Literal["portal", "api", "command", "task", "admin", "system"]


@dataclass(frozen=True)
class Actor:
    """One who acts: a person (with the role in this workspace), an API key, or the system itself.

    `scopes` is None for a session; an API key may only do what its scopes and its owner's role allow.
    """

    user_id: int | None = None
    name: str = "system"
    role: str | None = None
    scopes: frozenset[str] | None = None
    is_staff: bool = False


SYSTEM = Actor(role="system")


@dataclass(frozen=True)
class Act:
    """The frame of one piece of work."""

    actor: Actor = SYSTEM
    channel: Channel = "system"
    request_id: str = ""
    job_id: int | None = None
    change_set_id: int | None = None


_current: ContextVar[Act] = ContextVar("colabase_act", default=Act())  # noqa: B039  (frozen)


def current() -> Act:
    """The frame of the work under way in this thread or coroutine."""
    return _current.get()


@contextmanager
def acting(**changes: Any) -> Iterator[Act]:
    """Change the frame for a block: `with acting(actor=alice, channel="command"):`."""
    token = _current.set(replace(_current.get(), **changes))
    try:
        yield _current.get()
    finally:
        _current.reset(token)


def set_actor(actor: Actor) -> None:
    """Name the actor of the frame already open: authentication learns who it is only midway."""
    _current.set(replace(_current.get(), actor=actor))
