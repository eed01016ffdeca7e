"""Long work in a thread beside the database's: it lets the interpreter go often, so that nobody waits for it.

The interpreter changes threads every five milliseconds at best, and a statement needs it several times.
"""

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

EVERY = 50
Item = TypeVar("Item")


def by_turns(items: Iterable[Item]) -> Iterator[Item]:
    """The items, with a moment for other threads after every few."""
    for number, item in enumerate(items):
        if number % EVERY == 0:
            time.sleep(0)
        yield item


def ahead(items: Iterable[Item]) -> Iterator[Item]:
    """The items, each made in a thread of its own while the caller is busy with the one before."""
    source, end = iter(items), object()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="ahead") as pool:
        waiting: Future[Any] = pool.submit(next, source, end)
        while (item := waiting.result()) is not end:
            waiting = pool.submit(next, source, end)
            yield item
