"""Run children side by side, show their lines, end with them: the heart of `./dev up`.

`start` the children, `run` until something holds, `stop` whatever happened.
"""

import os
import selectors
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from tools import groups
from tools.errors import DevError
from tools.lifeline import lifeline

COLOURS = (36, 32, 33, 35, 34)
WIDTH = 7
TURN = 0.02
LAST_LINES = 20


class ChildDied(DevError):
    """A child ended by itself."""


@dataclass
class Child:
    """A child that leads a process group of its own, and the end of what it said."""

    name: str
    process: "subprocess.Popen[bytes]"
    output: IO[bytes]
    colour: int
    said: deque[str] = field(default_factory=lambda: deque(maxlen=LAST_LINES))
    buffer: bytes = b""


class Supervisor:
    """The children of one `./dev up`."""

    def __init__(self, on_change: Callable[[list[int]], None], folder: Path) -> None:
        self.on_change, self.folder = on_change, folder
        self.children: list[Child] = []
        self.selector = selectors.DefaultSelector()
        self.coloured = sys.stdout.isatty() and "NO_COLOR" not in os.environ

    def start(self, name: str, command: list[str], environment: Mapping[str, str], keep: Iterable[int] = ()) -> Child:
        """Start a child; `keep` are open files it shall have."""
        process = subprocess.Popen(
            command,
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=tuple(keep),
            process_group=0,
            preexec_fn=lifeline(signal.SIGTERM),
        )
        output = cast(IO[bytes], process.stdout)
        child = Child(name, process, output, COLOURS[len(self.children) % len(COLOURS)])
        self.children.append(child)
        self.on_change([child.process.pid for child in self.children])
        self.listen(child)
        return child

    def listen(self, child: Child) -> None:
        """Hear what a child says."""
        os.set_blocking(child.output.fileno(), False)
        self.selector.register(child.output, selectors.EVENT_READ, child)

    def run(self, until: Callable[[], object]) -> None:
        """Show lines until the condition holds; ChildDied when a child ends first."""
        while not until():
            self.turn(TURN)
            self.check()

    def step(self, name: str, command: list[str], environment: Mapping[str, str]) -> int:
        """Run one command to its end, shown like the others; return its exit code."""
        child = self.start(name, command, environment)
        while child.process.poll() is None:
            self.turn(TURN)
        self.drain(child)
        self.forget(child)
        return child.process.returncode

    def forget(self, child: Child) -> None:
        """A step that is over."""
        self.children.remove(child)
        self.on_change([child.process.pid for child in self.children])

    def turn(self, timeout: float) -> None:
        """Show what there is to show."""
        for key, _ in self.selector.select(timeout):
            self.hear(key.data)

    def hear(self, child: Child) -> None:
        """Take in some output and show its whole lines."""
        try:
            data = os.read(child.output.fileno(), 65536)
        except BlockingIOError:
            return
        if not data:
            self.selector.unregister(child.output)
            child.output.close()
        *lines, child.buffer = (child.buffer + data).split(b"\n")
        lines += [child.buffer] if not data and child.buffer else []
        for line in lines:
            self.show(child, line.decode(errors="replace").rstrip("\r"))

    def show(self, child: Child, line: str) -> None:
        """Print one line behind its child's name."""
        child.said.append(line)
        label = f"{child.name:<{WIDTH}} |"
        label = f"\x1b[{child.colour}m{label}\x1b[0m" if self.coloured else label
        print(label, line, flush=True)

    def drain(self, child: Child) -> None:
        """Show the rest of what an ended child said; its own children may still hold the pipe."""
        while not child.output.closed:
            if not self.selector.select(0.1):
                return
            self.turn(0)

    def check(self) -> None:
        """ChildDied for the first child that has ended."""
        for child in self.children:
            code = child.process.poll()
            if code is not None:
                self.drain(child)
                said = "\n".join(f"    {line}" for line in child.said)
                raise ChildDied(f"{child.name} ended with exit code {code}; its last lines:\n{said}")

    def stop(self) -> None:
        """End all children and what they started; those that hang are killed after some seconds."""
        groups.end([child.process.pid for child in self.children])
        self.children.clear()
