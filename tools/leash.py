"""Run a command that ends when our standard input closes: `leash.py SIGNAL COMMAND ...`.

For systems that do not tell a child when its parent dies: the parent holds the other end of the
pipe, and the kernel closes it whatever kills the parent. Signals are handed on.
"""

import os
import signal
import subprocess
import sys
import threading
from types import FrameType

HANDED_ON = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGHUP)


def main(arguments: list[str]) -> int:
    """Run the command to its end; return its exit code. A signal that comes while it starts waits for it."""
    at_death, command = int(arguments[0]), arguments[1:]
    started: list[subprocess.Popen[bytes]] = []
    early: list[int] = []

    def hand_on(number: int, _frame: FrameType | None) -> None:
        if started:
            started[0].send_signal(number)
        else:
            early.append(number)

    for number in HANDED_ON:
        signal.signal(number, hand_on)
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, close_fds=False)
    started.append(child)
    for waiting in early:
        child.send_signal(waiting)
    threading.Thread(target=watch, args=(child, at_death), daemon=True).start()
    return abs(child.wait())


def watch(child: "subprocess.Popen[bytes]", at_death: int) -> None:
    """Wait for the pipe to close, then end the child."""
    while os.read(0, 1):
        pass
    child.send_signal(at_death)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
