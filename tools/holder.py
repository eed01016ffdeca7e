"""The process that holds the servers of one clone, for as long as a command needs them.

`python -m tools.holder ROOT DATA RUN FD` is started by `tools/client.py`, detached; FD is the
connection of the first command. Every command keeps its connection open; when the last one closes,
which the kernel does whatever ended the command, the servers are stopped and the holder leaves.

Messages are lines of JSON. From a command: `{"want": [...]}` answered by `{"ready": true}`;
`{"groups": [...]}` names the process groups to end should the command vanish; `{"leave": true}`
is a goodbye; `{"stop": true}` ends everything. To a command: `{"listening": true}`, `{"error": text}`.
"""

import contextlib
import fcntl
import json
import os
import selectors
import shutil
import signal
import socket
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from tools import account, binaries, groups
from tools.errors import DevError
from tools.paths import Places
from tools.services import KINDS, Server, stop_all, trim

STARTING, IDLE = 0.005, 0.5
LOCK_PATIENCE = 60.0


@dataclass
class Client:
    """A command at the other end of a connection."""

    connection: socket.socket
    waiting: set[str] | None = None
    groups: list[int] = field(default_factory=list)
    buffer: bytes = b""

    def tell(self, **message: object) -> None:
        """Send a message; a command that is gone will be noticed by its end of file."""
        with contextlib.suppress(OSError):
            self.connection.sendall(json.dumps(message).encode() + b"\n")


class Holder:
    """Starts what is wanted, stops when nobody is left."""

    def __init__(self, places: Places, lock: int, first: socket.socket) -> None:
        self.places, self.lock = places, lock
        self.clients: dict[socket.socket, Client] = {}
        self.servers: dict[str, Server] = {}
        self.ready: set[str] = set()
        self.stopping = False
        self.selector = selectors.DefaultSelector()
        self.add(first)

    def run(self) -> None:
        """Serve until the last command leaves or a signal says so."""
        listener = self.listen()
        try:
            for client in self.clients.values():
                client.tell(listening=True)
            while self.clients and not self.stopping:
                self.turn()
        finally:
            self.close(listener)

    def listen(self) -> socket.socket:
        """Open the control socket in a fresh folder; what a crash left there is taken away."""
        make_run_folder(self.places)
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(self.places.control))
        listener.listen(64)
        listener.setblocking(False)
        self.selector.register(listener, selectors.EVENT_READ, self.accept)
        return listener

    def turn(self) -> None:
        """One round: hear what the commands say, then look after the servers."""
        busy = len(self.ready) < len(self.servers)
        for key, _ in self.selector.select(STARTING if busy else IDLE):
            key.data(key.fileobj)
        try:
            self.look_after_servers()
        except (DevError, OSError) as error:
            self.fail(str(error))

    def accept(self, listener: socket.socket) -> None:
        """Take in another command."""
        self.add(listener.accept()[0])

    def add(self, connection: socket.socket) -> None:
        """Remember a command and listen to it."""
        self.clients[connection] = Client(connection)
        self.selector.register(connection, selectors.EVENT_READ, self.hear)

    def hear(self, connection: socket.socket) -> None:
        """Read what a command says; end of file means it is gone."""
        client = self.clients[connection]
        try:
            data = connection.recv(65536)
        except OSError:
            data = b""
        *lines, client.buffer = (client.buffer + data).split(b"\n")
        for line in lines:
            self.obey(client, json.loads(line))
        if not data:
            self.drop(client)

    def obey(self, client: Client, message: dict[str, Any]) -> None:
        """Do what a message asks."""
        if "want" in message:
            client.waiting = set(message["want"])
        if "groups" in message:
            client.groups = list(message["groups"])
        if "leave" in message:
            client.groups = []
            self.say_goodbye(client)
        self.stopping = self.stopping or "stop" in message

    def say_goodbye(self, client: Client) -> None:
        """Let a command wait for our end only when it is the last; else close its connection now."""
        if len(self.clients) > 1:
            self.forget(client)
            client.connection.close()
        else:
            self.stopping = True

    def drop(self, client: Client) -> None:
        """A command vanished: end the processes it left behind."""
        if client.connection in self.clients:
            self.forget(client)
            client.connection.close()
            groups.end(client.groups)

    def forget(self, client: Client) -> None:
        """Stop listening to a command."""
        self.selector.unregister(client.connection)
        del self.clients[client.connection]

    def look_after_servers(self) -> None:
        """Start what is wanted, note what is ready, tell who waits for it."""
        waiting = [client for client in self.clients.values() if client.waiting is not None]
        for name in sorted(set().union(*(client.waiting or set() for client in waiting)), reverse=True):
            self.start(name)  # Valkey first: the first start of PostgreSQL takes a second
        for name, server in self.servers.items():
            if name not in self.ready and server.is_ready():
                self.ready.add(name)
        self.check_alive()
        for client in waiting:
            if client.waiting is not None and client.waiting <= self.ready:
                client.waiting = None
                client.tell(ready=True)

    def start(self, name: str) -> None:
        """Start a server that is not there yet."""
        if name not in self.servers:
            user = account.for_servers()
            if user:
                user.check_way(self.places.data)
            server = KINDS[name](self.places, binaries.find(user), user, self.lock)
            trim(server.log)
            server.make_folder(self.places.sockets)
            self.servers[name] = server
            server.start()

    def check_alive(self) -> None:
        """A server that dies takes the rest with it: half a set of servers helps nobody."""
        for server in self.servers.values():
            server.check_alive()

    def fail(self, text: str) -> None:
        """Tell everyone what went wrong and end."""
        for client in self.clients.values():
            client.tell(error=text)
        print(text, file=sys.stderr, flush=True)
        self.stopping = True

    def close(self, listener: socket.socket) -> None:
        """Take no more commands, end what they left, stop the servers, then let go of the commands."""
        with contextlib.suppress(OSError):
            self.places.control.unlink()
        listener.close()
        for client in self.clients.values():
            groups.end(client.groups)
        stop_all(list(self.servers.values()))
        shutil.rmtree(self.places.run, ignore_errors=True)


def make_run_folder(places: Places) -> None:
    """A folder for our sockets in /tmp, where others may have put theirs under its name."""
    with contextlib.suppress(FileExistsError):
        places.run.mkdir(mode=0o700)
    status = places.run.lstat()
    if status.st_uid != os.getuid() or not places.run.is_dir() or places.run.is_symlink():
        raise DevError(f"{places.run} belongs to somebody else: ask them, or root, to remove it")
    shutil.rmtree(places.sockets, ignore_errors=True)
    places.control.unlink(missing_ok=True)
    # The servers' user must pass through root's folder to reach its own.
    places.run.chmod(0o711 if os.getuid() == 0 else 0o700)


def take_lock(places: Places) -> int:
    """Be the only holder of this data; servers that are just stopping are waited for."""
    lock = os.open(places.data / "holder.lock", os.O_RDWR | os.O_CREAT, 0o600)
    until = time.monotonic() + LOCK_PATIENCE
    while not try_lock(lock):
        if time.monotonic() > until:
            raise DevError(f"older servers still use {places.data}: end them (look for `postgres -D {places.data}`)")
        time.sleep(STARTING)
    return lock


def try_lock(lock: int) -> bool:
    """Take the lock if it is free."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def main(arguments: list[str]) -> int:
    """Hold the servers of the places given until nobody needs them."""
    places = Places(Path(arguments[0]), Path(arguments[1]), Path(arguments[2]))
    first = socket.socket(fileno=int(arguments[3]))
    os.chdir("/")
    try:
        hold(places, first)
    except (DevError, OSError) as error:
        Client(first).tell(error=str(error))
        print(error, file=sys.stderr, flush=True)
        return 1
    return 0


def hold(places: Places, first: socket.socket) -> None:
    """Be ready for signals before there is anything to leave behind."""
    holder: Holder | None = None

    def stop(_number: int, _frame: FrameType | None) -> None:
        if holder is None:
            sys.exit(1)
        holder.stopping = True

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)
    holder = Holder(places, take_lock(places), first)
    holder.run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
