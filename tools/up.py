"""`./dev up`: everything a developer needs, running, until Ctrl-C."""

import contextlib
import fcntl
import os
import signal
import socket
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from types import FrameType

from tools import assets, client, environment, ports, processes, stamps
from tools.errors import DevError
from tools.health import PATH, Probe
from tools.paths import Places
from tools.supervisor import Supervisor

DEFAULT_PORT = 8000
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
NOTICE_AFTER = 30.0
WORDS = ("locale/**/*.po", "templates/**/*.html", "apps/**/*.py")


class Stopped(BaseException):
    """Somebody asked us to end."""


def main(arguments: list[str], places: Places) -> int:
    """Start everything, stay until it is stopped; 0 after Ctrl-C, 1 when a part of it fails."""
    wish = parse(arguments, os.environ)
    for number in SIGNALS:
        signal.signal(number, raise_stopped)
    try:
        with contextlib.suppress(Stopped, BrokenPipeError):
            up(places, wish)
    finally:
        quiet_stdout()
    return 0


def raise_stopped(_number: int, _frame: FrameType | None) -> None:
    """Leave whatever we are doing, once; from then on we only clean up."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise Stopped


def parse(arguments: list[str], variables: Mapping[str, str]) -> int:
    """The port wished for."""
    parser = ArgumentParser(prog="./dev up", description="Install, build and start everything.")
    given = variables.get("COLABASE_PORT") or str(DEFAULT_PORT)
    parser.add_argument("--port", type=int, default=given, help="port of the pages (sockets use the next one)")
    return int(parser.parse_args(arguments).port)


def up(places: Places, wish: int) -> None:
    """The servers start while we look after the front end; all that was started ends with this call."""
    session = client.begin(places, environment.wanted(os.environ))
    supervisor = Supervisor(session.guard, places.root)
    try:
        port, held = claim(wish)
        Run(places, session, supervisor, port, held).go()
    finally:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        supervisor.stop()
        session.leave()


def claim(wish: int) -> tuple[int, socket.socket]:
    """A free pair of ports; one line says so when it is not the one wished for."""
    port, held = ports.claim(wish)
    if port != wish:
        print(f"port {wish} or {wish + 1} is taken: using {port} and {port + 1}", flush=True)
    return port, held


class Run:
    """One start of everything."""

    def __init__(
        self, places: Places, session: client.Session, supervisor: Supervisor, port: int, held: socket.socket
    ) -> None:
        self.places, self.session, self.supervisor = places, session, supervisor
        self.port, self.held = port, held
        self.variables = variables(places, port)

    def go(self) -> None:
        """From nothing to `ready`, then until somebody stops us."""
        assets.build(self.places.root, self.variables, self.supervisor.step)
        self.prepare_words()
        self.prepare_data()
        self.start(processes.WEB)
        self.session.wait_ready()
        self.wait_for_pages()
        print(f"ready http://127.0.0.1:{self.port}/", flush=True)
        self.start_the_rest()
        self.supervisor.run(until=self.session.check)

    def start(self, process: processes.Process, *keep: int) -> None:
        """Start one process of the table."""
        command = process.filled(port=self.port, socket=self.held.fileno())
        self.supervisor.start(process.name, command, self.variables, keep)

    def wait_for_pages(self) -> None:
        """Until the pages say that they are ready."""
        probe = Probe(self.port)
        probe.start()
        with notice(probe):
            self.supervisor.run(until=probe.is_ready)
        probe.thread.join()  # a child must not be forked beside a thread

    def start_the_rest(self) -> None:
        """Sockets, worker, and the clock unless another `./dev up` on this data has it."""
        for process in processes.LATER:
            self.start(process, self.held.fileno())
        if lock := only_one(self.places):
            self.start(processes.BEAT, lock)
        else:
            print("beat runs in another ./dev up of this clone: not started twice", flush=True)

    def prepare_words(self) -> None:
        """Compile the message catalogues when a text or a translation has changed."""
        files = [p for pattern in WORDS for p in self.places.root.glob(pattern)]
        wanted = stamps.fingerprint(self.places.root, files)
        stamp = stamps.Stamp(self.places.root / "locale" / ".compiled")
        if stamp.matches(wanted):
            return
        stamp.clear()
        command = [*manage(self.places, "words"), "--compile", "--pseudo"]
        if code := self.supervisor.step("words", command, self.variables):
            self.session.check()  # servers that do not start take our children with them, and say why
            raise DevError(f"`./dev manage words --compile` failed with exit code {code} (see above)")
        stamp.write(wanted)

    def prepare_data(self) -> None:
        """Migrate and load the sample data, each skipped when its stamp says that it is done.

        With an own database no stamp can know what is in it: there the migration always runs.
        """
        url = self.variables["DATABASE_URL"]
        migrations = migration_fingerprint(self.places, url)
        self.manage("migrate", "migrate_tenants", migrations, always="postgres" not in self.session.wants)
        self.manage("sample", "load_sample", stamps.fingerprint(self.places.root, (), url))

    def manage(self, name: str, command: str, wanted: str, always: bool = False) -> None:
        """Run a management command unless it was done for this fingerprint."""
        stamp = stamps.Stamp(self.places.stamp(command))
        if always or not stamp.matches(wanted):
            self.session.wait_ready()
            stamp.clear()
            code = self.supervisor.step(name, manage(self.places, command), self.variables)
            if code:
                raise DevError(f"`./dev manage {command}` failed with exit code {code} (see above)")
            stamp.write(wanted)


def manage(places: Places, command: str) -> list[str]:
    """A management command as a command line."""
    return [sys.executable, str(places.root / "manage.py"), command]


def variables(places: Places, port: int) -> dict[str, str]:
    """What the processes of `./dev up` find in their environment."""
    return {
        **environment.for_children(places, os.environ),
        "COLABASE_PORT": str(port),
        "COLABASE_SOCKET_URL": f"ws://127.0.0.1:{port + 1}",
        "COLABASE_LOG_FORMAT": os.environ.get("COLABASE_LOG_FORMAT") or "console",
        "PYTHONUNBUFFERED": "1",
        # In development a worker shall end at once, not when its last task is done.
        "REMAP_SIGTERM": "SIGQUIT",
    }


def migration_fingerprint(places: Places, url: str) -> str:
    """Changes when a migration or a package of the product does."""
    files = [*places.root.glob("apps/**/migrations/*.py"), places.root / "requirements/base.txt"]
    return stamps.fingerprint(places.root, files, url)


def only_one(places: Places) -> int | None:
    """A lock that one `./dev up` on this data has; its holder and its child keep it open."""
    lock = os.open(places.data / "beat.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock


@contextlib.contextmanager
def notice(probe: Probe) -> Iterator[None]:
    """Say what we are waiting for when it takes long."""

    def say(_number: int, _frame: FrameType | None) -> None:
        print(f"still waiting for {PATH}: {probe.answer}", file=sys.stderr, flush=True)

    signal.signal(signal.SIGALRM, say)
    signal.setitimer(signal.ITIMER_REAL, NOTICE_AFTER, NOTICE_AFTER)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def quiet_stdout() -> None:
    """A reader that left (`./dev up | head`) must not make Python complain at the end."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
