"""The catalogue of facts, and who listens.

An app declares its facts in `events.py` as frozen dataclasses under `@event("noun.past_tense")`;
a higher app's `tasks.py` listens with `@on(Fact)`. `core.services.outbox.publish` sends one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")
EVENTS: dict[str, type] = {}
HANDLERS: dict[str, list["Handler"]] = {}


@dataclass(frozen=True)
class Handler:
    """One listener. `each` names the workspaces a public fact fans out to (schema names)."""

    name: str
    event: str
    call: Callable[[Any], None]
    each: Callable[[Any], Iterable[str]] | None = None
    queue: str = "default"


def event(name: str) -> Callable[[type[T]], type[T]]:
    """Class decorator: register a frozen dataclass under its public name."""

    def register(cls: type[T]) -> type[T]:
        if name in EVENTS and EVENTS[name].__qualname__ != cls.__qualname__:
            raise ValueError(f"two events are called {name}")
        EVENTS[name] = cls
        cls.event_name = name  # type: ignore[attr-defined]
        return cls

    return register


def on(
    fact: type, *, each: Callable[[Any], Iterable[str]] | None = None, queue: str = "default"
) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    """Listen to a fact: the function runs once per event, in a transaction and workspace of its own."""

    def register(call: Callable[[Any], None]) -> Callable[[Any], None]:
        name: str = fact.event_name  # type: ignore[attr-defined]
        handler = Handler(f"{call.__module__}.{call.__qualname__}", name, call, each, queue)
        HANDLERS.setdefault(name, []).append(handler)
        return call

    return register


def handler_named(name: str) -> Handler | None:
    """The listener registered under a dotted name, or None when the code no longer has it."""
    return next((h for hs in HANDLERS.values() for h in hs if h.name == name), None)
