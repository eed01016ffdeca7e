"""Process groups: every long-running child of ours leads one, so that its own children end with it."""

import contextlib
import os
import signal
import time
from collections.abc import Iterable

PATIENCE = 5.0


def send(group: int, number: int) -> bool:
    """Signal a group; False when nobody is left in it."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def end(members: Iterable[int], patience: float = PATIENCE) -> None:
    """Ask the groups to end; those that have not after `patience` seconds are killed."""
    left = [group for group in members if send(group, signal.SIGTERM)]
    until = time.monotonic() + patience
    while left and time.monotonic() < until:
        reap(left)
        left = [group for group in left if send(group, 0)]
        time.sleep(0.02)
    for group in left:
        send(group, signal.SIGKILL)
        reap([group])


def reap(members: Iterable[int]) -> None:
    """Collect ended leaders that are our own children, or they would count as alive."""
    for group in members:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(group, os.WNOHANG)
