"""Long work in a thread beside the database's: it lets the interpreter go often, so that nobody waits for it.

The interpreter changes threads every five milliseconds at best, and a statement needs it several times.
"""

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

EVERY = 50
Item = TypeVar("Item")


def by_turns(items: Iterable[Item]) -> Iterator[Item]:
    """The items, with a moment for other threads after every few."""
    for number, item in enumerate(items):
        if number % EVERY == 0:
            time.sleep(0)
        yield item
