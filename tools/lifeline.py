"""Children that do not outlive us: `Popen(leash(command), preexec_fn=lifeline(signal.SIGTERM))`.

Linux tells a child when its parent dies, also by SIGKILL. Elsewhere the child is started by
`tools/leash.py`, which watches a pipe that we hold the other end of.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

PR_SET_PDEATHSIG = 1
ON_LINUX = sys.platform.startswith("linux")
LIBC = ctypes.CDLL(None, use_errno=True) if ON_LINUX else None


def lifeline(at_death: signal.Signals) -> Callable[[], None] | None:
    """What a child runs first, so that it gets `at_death` when we are gone.

    Only for children of a thread that lives as long as the process: the kernel watches the thread.
    """
    return Cord(LIBC, os.getpid(), at_death) if LIBC else None


class Cord:
    """The call made in the child, after it has dropped its privileges (which would undo it)."""

    def __init__(self, libc: ctypes.CDLL, parent: int, at_death: signal.Signals) -> None:
        self.libc, self.parent, self.at_death = libc, parent, at_death

    def __call__(self) -> None:
        """Ask for the signal; if the parent went while we asked, it will never come: leave."""
        self.libc.prctl(PR_SET_PDEATHSIG, int(self.at_death), 0, 0, 0)
        if os.getppid() != self.parent:
            os._exit(1)


def leash(command: list[str], at_death: signal.Signals) -> list[str]:
    """The command as it must be started here; its standard input must then be a pipe of ours."""
    if ON_LINUX:
        return command
    return [sys.executable, str(Path(__file__).with_name("leash.py")), str(int(at_death)), *command]
