"""A fact and its listeners, for tests of the outbox; and jobs, for tests of jobs."""

from dataclasses import dataclass
from typing import Any

import pytest

from apps.core import events, jobs
from apps.core.events import event, on


@event("test.happened")
@dataclass(frozen=True)
class Happened:
    """Something happened."""

    number: int


@pytest.fixture
def listeners(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """No listeners to `Happened` but those the test adds; what they were told."""
    monkeypatch.setitem(events.HANDLERS, "test.happened", [])
    return []


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The catalogue of jobs, put back after the test."""
    monkeypatch.setattr(jobs, "KINDS", jobs.KINDS)
    before = dict(jobs.KINDS)
    yield jobs.KINDS
    jobs.KINDS.clear()
    jobs.KINDS.update(before)


def listen(call: Any, **kwargs: Any) -> Any:
    """Listen to `Happened`."""
    return on(Happened, **kwargs)(call)
