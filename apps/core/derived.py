"""Tables computed from tracked ones. An app registers how to bring its own up to date after an act."""

from collections.abc import Callable

Refresher = Callable[[int, int | None], None]
REFRESHERS: list[Refresher] = []


def refresher(call: Refresher) -> Refresher:
    """Register a function that recomputes what the rows of a change set feed; it takes what `refresh` takes."""
    REFRESHERS.append(call)
    return call


def refresh(change_set_id: int, over: int | None = None) -> None:
    """Recompute every derived table for the records a change set touched.

    `over`: an earlier act whose versions it wrote over, wherever both wrote a record: they need not be looked for.
    """
    for call in REFRESHERS:
        call(change_set_id, over)
