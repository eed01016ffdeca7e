"""How far an act of many steps is, for those who watch it from outside its transaction."""

from dataclasses import dataclass
from typing import Protocol


class Watch(Protocol):
    """Whom a long act tells how far it is."""

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Called before each step and at the end; may raise to stop the act, whose transaction is then rolled back."""


@dataclass
class Steps:
    """Counts steps: `begin` each with what is done in it, and `end` before the transaction ends. Without a watch nobody hears."""

    watch: Watch | None
    total: int
    begun: int = 0

    def begin(self, message: str) -> None:
        """The step before is over, the next begins."""
        if self.watch:
            self.watch.progress(self.begun, self.total, message)
        self.begun += 1

    def end(self) -> None:
        """All is done but the commit: the last moment for a stop."""
        if self.watch:
            self.watch.progress(self.total, self.total)
