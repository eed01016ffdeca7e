"""Tables computed from tracked ones. An app registers how to bring its own up to date after an act."""

from collections.abc import Callable

Refresher = Callable[[int], None]
REFRESHERS: list[Refresher] = []


def refresher(call: Refresher) -> Refresher:
    """Register a function that, given a change set's id, recomputes what its rows feed."""
    REFRESHERS.append(call)
    return call


def refresh(change_set_id: int) -> None:
    """Recompute every derived table for the records a change set touched."""
    for call in REFRESHERS:
        call(change_set_id)
