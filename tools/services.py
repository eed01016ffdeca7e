"""The embedded servers: `server.start()`, then `server.is_ready()` until true, then `server.stop()`.

Both listen on Unix sockets only, in a folder of mode 0700: that folder is the password.
They inherit the holder's lock, which is therefore free again only when they are truly gone.
"""

import os
import shutil
import signal
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from tools.account import Account
from tools.binaries import Binaries
from tools.errors import DevError
from tools.lifeline import leash, lifeline
from tools.paths import Places

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "max_locks_per_transaction": "1024",  # one transaction may touch the tables of many schemas
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",
    "timezone": "UTC",
}
# What is made again at any time need not survive a power cut: copies of databases then cost a tenth.
PASSING = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
# The built-in locale sorts and folds case alike on every machine.
INITDB = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8", "--auth=trust")
# `colabase` may make databases (tests do) but is no superuser; that is `postgres`, on the same socket.
BOOTSTRAP = r"""
SELECT 'CREATE ROLE colabase LOGIN CREATEDB' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'colabase') \gexec
SELECT 'CREATE DATABASE colabase OWNER colabase' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'colabase')
\gexec
"""
VALKEY = {"port": "0", "unixsocketperm": "700", "appendonly": "yes", "save": "", "daemonize": "no"}
LOG_LIMIT = 5_000_000


@dataclass
class Server(ABC):
    """A server process and its folder in the data."""

    name: ClassVar[str]
    at_stop: ClassVar[signal.Signals]

    places: Places
    binaries: Binaries
    account: Account | None
    lock: int
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    @abstractmethod
    def command(self) -> list[str]:
        """What to run."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether the server takes connections."""

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return self.places.data / self.name

    @property
    def log(self) -> Path:
        """Where it writes what it does."""
        return self.places.logs / f"{self.name}.log"

    def start(self) -> None:
        """Start it; it is not ready yet."""
        self.process = self.popen(leash(self.command(), self.at_stop))

    def popen(self, command: list[str]) -> "subprocess.Popen[bytes]":
        """A child as the servers' user, that dies with us and writes to the log."""
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd="/",
                env={"LC_ALL": "C", "PATH": os.defpath},
                umask=0o077,
                pass_fds=(self.lock,),
                preexec_fn=lifeline(self.at_stop),
                **(self.account.popen() if self.account else {}),
            )

    def is_ready(self) -> bool:
        """Whether it answers; DevError when it has died."""
        self.check_alive()
        return self.answers()

    def check_alive(self) -> None:
        """DevError with the end of its log when it has died."""
        if self.is_dead():
            raise DevError(f"{self.name} stopped; the end of {self.log}:\n{tail(self.log)}")

    def is_dead(self) -> bool:
        """Whether it was started and is gone."""
        return self.process is not None and self.process.poll() is not None

    def ask_to_stop(self) -> None:
        """Ask for a clean stop."""
        if self.process and not self.is_dead():
            self.process.send_signal(self.at_stop)

    def stop(self, patience: float = 30) -> None:
        """Stop it cleanly, or hard when it takes longer than `patience` seconds."""
        self.ask_to_stop()
        if self.process:
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait(10)

    def make_folder(self, folder: Path) -> Path:
        """A folder for the servers' user alone."""
        folder.mkdir(mode=0o700, exist_ok=True)
        if self.account:
            self.account.own(folder)
        return folder


class Postgres(Server):
    """PostgreSQL, with the role and the database `colabase`."""

    name = "postgres"
    at_stop = signal.SIGINT  # "fast": does not wait for clients to leave

    def start(self) -> None:
        """Make the database files when there are none, then start the server."""
        if not self.folder.exists():
            self.make_files()
        self.check_version()
        super().start()

    def command(self) -> list[str]:
        """The server in the foreground."""
        wanted = SETTINGS | (PASSING if self.places.is_passing else {})
        settings = [part for name, value in wanted.items() for part in ("-c", f"{name}={value}")]
        return [self.binary("postgres"), "-D", str(self.folder), "-k", str(self.places.sockets), *settings]

    def binary(self, name: str) -> str:
        """The path of one of PostgreSQL's programs."""
        return str(self.binaries.postgres / name)

    def make_files(self) -> None:
        """Run initdb under another name and rename, so that a crash leaves nothing half made."""
        draft = self.folder.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        self.make_folder(draft)
        made = self.popen([self.binary("initdb"), "-D", str(draft), "--username=postgres", *INITDB])
        if made.wait():
            raise DevError(f"initdb failed; the end of {self.log}:\n{tail(self.log)}")
        draft.rename(self.folder)

    def check_version(self) -> None:
        """Refuse the files of another PostgreSQL, which it would refuse itself with less help."""
        has, wants = read(self.folder / "PG_VERSION"), self.binaries.postgres_major
        if has != wants:
            raise DevError(
                f"the database in {self.folder} was made by PostgreSQL {has or '(unknown)'} and .venv holds {wants}: "
                "export what you need with the old version, then run ./dev reset"
            )

    def answers(self) -> bool:
        """The server writes `ready` on the eighth line of its pid file; then look after the database."""
        lines = read(self.folder / "postmaster.pid").splitlines()
        if len(lines) < 8 or lines[7].strip() != "ready" or self.process is None:
            return False
        self.make_database()
        return True

    def make_database(self) -> None:
        """Make the role and the database `colabase` if absent."""
        connection = ["-h", str(self.places.sockets), "-U", "postgres", "-d", "template1"]
        options = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"]
        command = [self.binary("psql"), *connection, *options]
        done = subprocess.run(
            command, input=BOOTSTRAP, capture_output=True, text=True, env={"LC_ALL": "C"}, check=False
        )
        if done.returncode:
            raise DevError(f"cannot make the database colabase: {done.stderr.strip()}")


class Valkey(Server):
    """Valkey, keeping what it holds."""

    name = "valkey"
    at_stop = signal.SIGTERM

    def start(self) -> None:
        """Start the server in a folder of its own."""
        self.make_folder(self.folder)
        super().start()

    def command(self) -> list[str]:
        """The server in the foreground."""
        settings = {**VALKEY, "unixsocket": str(self.places.valkey_socket), "dir": str(self.folder)}
        return [str(self.binaries.valkey), *(part for name in settings for part in (f"--{name}", settings[name]))]

    def answers(self) -> bool:
        """Whether it answers PING; while it reads its files it says LOADING."""
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(1)
            try:
                client.connect(str(self.places.valkey_socket))
                client.sendall(b"PING\r\n")
                return client.recv(64).startswith(b"+PONG")
            except OSError:
                return False


KINDS: dict[str, type[Server]] = {"postgres": Postgres, "valkey": Valkey}


def stop_all(servers: list[Server]) -> None:
    """Stop the servers side by side."""
    for server in servers:
        server.ask_to_stop()
    for server in servers:
        server.stop()


def read(path: Path) -> str:
    """A file's text, or nothing."""
    try:
        return path.read_text().strip()
    except OSError:
        return ""


def tail(path: Path, lines: int = 15) -> str:
    """The last lines of a log."""
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:]) if path.exists() else ""


def trim(log: Path) -> None:
    """Start a new log when the old one is long; one old one is kept."""
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(f".{int(time.time())}.old"))
