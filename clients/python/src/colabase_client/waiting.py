"""Waiting for work in the background."""

import time
from collections.abc import Callable
from typing import TypeVar

from colabase_client.errors import WaitedTooLong

Record = TypeVar("Record")
FIRST, LONGEST, SLOWER = 0.2, 5.0, 1.5


def until(read: Callable[[], Record], over: Callable[[Record], bool], *, timeout: float) -> Record:
    """Read again and again, at growing distances, until it is over. Raises `WaitedTooLong`."""
    end, pause = time.monotonic() + timeout, FIRST
    while not over(record := read()):
        left = end - time.monotonic()
        if left <= 0:
            raise WaitedTooLong(f"It has not ended within {timeout:g} seconds.", record)
        time.sleep(min(pause, left))
        pause = min(pause * SLOWER, LONGEST)
    return record
