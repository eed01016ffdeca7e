"""Who has more to do when an act of some kind is taken back, or comes to stand again."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Turned:
    """An act no longer stands, or stands again: `original_id` is the act, `act_id` the undo that turned it (its change
    set is open), `undone_id` the act that undo takes back: the original, or an earlier undo."""

    original_id: int
    undone_id: int
    act_id: int
    stands: bool


Follower = Callable[[Turned], None]
FOLLOWERS: dict[str, list[Follower]] = {}


def after_undo(kind: str) -> Callable[[Follower], Follower]:
    """Register a function for acts of a kind; it runs in the undo's transaction, when all tables have gone back, and
    may refuse by raising."""

    def register(call: Follower) -> Follower:
        FOLLOWERS.setdefault(kind, []).append(call)
        return call

    return register


def turned(kind: str, fact: Turned) -> None:
    """Tell everybody who registered."""
    for call in FOLLOWERS.get(kind, []):
        call(fact)
