"""The servers start once, are shared, and leave nothing behind, whatever is killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tools import binaries, client, paths, reset, services
from tools.errors import DevError
from tools.paths import ROOT, Places

BOTH = ("postgres", "valkey")
COMMAND = """
import sys, time
from pathlib import Path
from tools import client
from tools.paths import Places
session = client.begin(Places(*map(Path, sys.argv[1:4])), sys.argv[4:])
session.wait_ready()
print("ready", flush=True)
time.sleep(600)
"""


def start_command(places: Places, *wants: str) -> "subprocess.Popen[str]":
    """Another command on the same data, up to the moment its servers answer."""
    arguments = [str(places.root), str(places.data), str(places.run), *(wants or BOTH)]
    command = subprocess.Popen([sys.executable, "-c", COMMAND, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert command.stdout is not None
    assert command.stdout.readline() == "ready\n"
    return command


def kill(command: "subprocess.Popen[str]") -> None:
    """Kill a command so that it can clean up nothing."""
    command.kill()
    command.communicate()


@dataclass(frozen=True)
class Row:
    """A running process."""

    pid: int
    parent: int
    group: int
    command: str


def running() -> list[Row]:
    """All processes but those that have ended and only wait to be collected."""
    listed = subprocess.run(["ps", "-A", "-ww", "-o", "pid=,ppid=,pgid=,stat=,args="], capture_output=True, text=True)
    cells = [line.split(None, 4) for line in listed.stdout.splitlines()]
    return [Row(int(row[0]), int(row[1]), int(row[2]), row[4]) for row in cells if len(row) > 4 and row[3][0] != "Z"]


def processes_of(places: Places) -> list[int]:
    """Everything that runs with this data in its command line, or as a child of such a process."""
    rows = running()
    named = {row.pid for row in rows if str(places.data) in row.command or str(places.run) in row.command}
    return [row.pid for row in rows if row.pid in named or row.parent in named]


def pid_of(places: Places, word: str) -> int:
    """The process of this data with a word in its command line."""
    return next(row.pid for row in running() if word in row.command and str(places.run) in row.command)


def holder_of(places: Places) -> int:
    """The process that holds the servers."""
    return pid_of(places, "tools.holder")


def eventually(holds: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether something comes true within some seconds."""
    until = time.monotonic() + seconds
    while not holds() and time.monotonic() < until:
        time.sleep(0.02)
    return holds()


def nothing_left(places: Places) -> bool:
    """Whether all processes and sockets are gone."""
    return eventually(lambda: not processes_of(places) and not places.run.exists())


def ping(places: Places) -> bytes:
    """What Valkey answers."""
    with socket.socket(socket.AF_UNIX) as valkey:
        valkey.connect(str(places.valkey_socket))
        valkey.sendall(b"PING\r\n")
        return valkey.recv(16)


def test_they_start_and_leave_nothing_after_a_goodbye(places: Places) -> None:
    session = client.begin(places, BOTH)
    session.wait_ready()
    assert ping(places) == b"+PONG\r\n"
    assert (places.sockets / ".s.PGSQL.5432").is_socket()
    assert places.sockets.stat().st_mode & 0o777 == 0o700
    assert len(os.fsencode(places.sockets / ".s.PGSQL.5432")) < 60 < len(os.fsencode(places.root))
    session.leave()
    assert nothing_left(places)


def test_two_commands_share_them_and_the_first_to_end_takes_nothing_away(places: Places) -> None:
    first = start_command(places, "valkey")
    second = start_command(places, "valkey")
    holder = holder_of(places)
    kill(first)
    time.sleep(0.3)
    assert ping(places) == b"+PONG\r\n"
    assert holder_of(places) == holder
    kill(second)
    assert nothing_left(places)


def test_a_command_adds_the_server_that_another_did_not_need(places: Places) -> None:
    first = start_command(places, "valkey")
    second = start_command(places, "postgres")
    assert ping(places) == b"+PONG\r\n"
    assert (places.sockets / ".s.PGSQL.5432").is_socket()
    kill(second)
    kill(first)


def test_a_killed_command_leaves_nothing(places: Places) -> None:
    kill(start_command(places))
    assert nothing_left(places)


def test_a_killed_holder_leaves_no_server_and_the_next_command_starts_anew(places: Places) -> None:
    command = start_command(places)
    os.kill(holder_of(places), signal.SIGKILL)
    assert eventually(lambda: processes_of(places) == [command.pid])
    kill(command)
    kill(start_command(places))
    assert nothing_left(places)


def test_the_groups_of_a_killed_command_end(places: Places) -> None:
    script = COMMAND.replace("time.sleep(600)", "")
    script += (
        "import subprocess\n"
        "child = subprocess.Popen(['sh', '-c', 'trap \"\" HUP; sleep 600 & wait'], process_group=0)\n"
        "session.guard([child.pid]); print(child.pid, flush=True); time.sleep(600)\n"
    )
    arguments = [str(places.root), str(places.data), str(places.run)]
    command = subprocess.Popen([sys.executable, "-c", script, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert command.stdout is not None
    command.stdout.readline()
    group = int(command.stdout.readline())
    command.kill()
    assert eventually(lambda: group not in {row.group for row in running()})
    command.wait()
    assert nothing_left(places)


def test_only_the_servers_of_tests_may_forget(places: Places) -> None:
    apart = paths.for_tests(places)
    paths.claim(apart)
    commands = {one.data: services.Postgres(one, binaries.find(None), None, 0).command() for one in (places, apart)}
    assert "fsync=off" in commands[apart.data]
    assert "fsync=off" not in commands[places.data]


def test_reset_waits_for_servers_that_are_just_stopping(places: Places) -> None:
    kill(start_command(places))
    assert reset.main(["--yes"], places) == 0
    assert not places.data.exists()


def test_a_server_that_dies_is_reported(places: Places) -> None:
    session = client.begin(places, ("valkey",))
    session.wait_ready()
    os.kill(pid_of(places, "valkey-server"), signal.SIGKILL)
    with pytest.raises(DevError, match="valkey stopped"):
        for _ in range(3000):
            session.check()
            time.sleep(0.02)
    session.leave()


@pytest.mark.parametrize("stop", [signal.SIGTERM, None], ids=["by a signal", "by the closing of the pipe"])
def test_a_leashed_command_ends(stop: signal.Signals | None) -> None:
    command = [sys.executable, str(ROOT / "tools/leash.py"), str(int(signal.SIGTERM)), "sleep", "600"]
    leash = subprocess.Popen(command, stdin=subprocess.PIPE)
    assert leash.stdin is not None
    assert eventually(lambda: leash.pid in {row.parent for row in running()})
    if stop:
        leash.send_signal(stop)
    else:
        leash.stdin.close()
    assert leash.wait(60) == signal.SIGTERM
