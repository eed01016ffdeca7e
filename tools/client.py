"""The servers, for as long as this process lives: `session = begin(places, {"postgres"})`.

`begin` returns at once, `session.wait_ready()` when the servers answer. Nothing needs to be undone
at the end: the connection closes with the process, whatever ends it.
"""

import contextlib
import fcntl
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterable

from tools.errors import DevError
from tools.paths import Places
from tools.services import tail

ATTEMPTS = 20


class Gone(Exception):
    """The holder closed the connection before it answered: it was just leaving."""


class Session:
    """A connection to the holder; begun under the start lock, which `wait_ready` lets go."""

    def __init__(self, places: Places, wants: Iterable[str]) -> None:
        self.places, self.wants = places, sorted(wants)
        self.lock: int | None = None
        self.buffer = b""
        self.ready = False
        self.connection = self.open()

    def open(self) -> socket.socket:
        """Connect to the holder, or start one; two commands never start two."""
        self.lock = os.open(self.places.data / "start.lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        connection = connect(self.places)
        if connection:
            self.release()
        else:
            connection = start_holder(self.places)
        send(connection, want=self.wants)
        return connection

    def release(self) -> None:
        """Let other commands begin."""
        if self.lock is not None:
            os.close(self.lock)
            self.lock = None

    def wait_ready(self) -> None:
        """Wait until the servers answer; DevError with the reason when they do not."""
        for _ in range(ATTEMPTS):
            if self.ready:
                return
            try:
                self.hear_ready()
            except Gone:
                self.release()
                self.connection.close()
                time.sleep(0.1)
                self.buffer = b""
                self.connection = self.open()
        log = self.places.logs / "holder.log"
        raise DevError(f"the servers do not start; the end of {log}:\n{tail(log)}")

    def hear_ready(self) -> None:
        """Read messages up to the one that says ready."""
        while not self.ready:
            message = self.read()
            self.release()  # whatever it says, it listens by now
            if "error" in message:
                raise DevError(str(message["error"]))
            self.ready = "ready" in message

    def read(self) -> dict[str, object]:
        """One message."""
        while b"\n" not in self.buffer:
            data = self.receive()
            if not data:
                raise Gone
            self.buffer += data
        line, self.buffer = self.buffer.split(b"\n", 1)
        message: dict[str, object] = json.loads(line)
        return message

    def receive(self) -> bytes:
        """Some bytes; none when the holder is gone."""
        try:
            return self.connection.recv(65536)
        except ConnectionError:
            return b""

    def guard(self, members: Iterable[int]) -> None:
        """Name the process groups that the holder ends should we vanish."""
        send(self.connection, groups=list(members))

    def check(self) -> None:
        """DevError when the holder has left us or says why it will; does not wait."""
        data = b""
        with contextlib.suppress(BlockingIOError, ConnectionError):
            data = self.connection.recv(65536, socket.MSG_DONTWAIT)
            if not data:
                raise DevError(f"the servers were stopped, not by this command; see {self.places.logs}")
        if b'"error"' in data:
            raise DevError(str(json.loads(data.splitlines()[0])["error"]))

    def leave(self, patience: float = 40) -> None:
        """Say goodbye and, as the last command, wait until the servers have stopped."""
        self.finish("leave", patience)

    def stop(self, patience: float = 40) -> None:
        """Stop the servers, whoever else uses them, and wait for it."""
        self.finish("stop", patience)

    def finish(self, word: str, patience: float) -> None:
        """Send a last word, wait for the end of the connection."""
        self.release()
        with contextlib.suppress(OSError):
            send(self.connection, **{word: True})
            self.connection.settimeout(patience)
            while self.receive():
                pass
        self.connection.close()

    def hand_down(self) -> None:
        """Let the program that replaces this one (`os.exec...`) keep the connection."""
        self.connection.set_inheritable(True)


def begin(places: Places, wants: Iterable[str]) -> Session:
    """Ask for servers by name; see `tools.services.KINDS`."""
    return Session(places, wants)


def connect(places: Places) -> socket.socket | None:
    """A connection to the running holder, if one runs."""
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(str(places.control))
    except OSError:
        connection.close()
        return None
    return connection


def send(connection: socket.socket, **message: object) -> None:
    """Send one message; a holder that is gone is noticed on reading."""
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        connection.sendall(json.dumps(message).encode() + b"\n")


def start_holder(places: Places) -> socket.socket:
    """Start a holder in a session of its own. It is born with our connection, so it misses no death of ours."""
    ours, its = socket.socketpair()
    command = [sys.executable, "-m", "tools.holder", str(places.root), str(places.data), str(places.run)]
    with (places.logs / "holder.log").open("ab") as log, its:
        subprocess.Popen(
            [*command, str(its.fileno())],
            cwd=places.root,
            env=bare_environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=(its.fileno(),),
            start_new_session=True,
        )
    return ours


def bare_environment() -> dict[str, str]:
    """Nothing of one command's settings may reach servers that others share."""
    kept = ("PATH", "HOME", "LANG", "PYTHONDONTWRITEBYTECODE")
    return {name: os.environ[name] for name in kept if name in os.environ}
