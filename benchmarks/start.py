"""The second `./dev up`: everything is installed and migrated, so it should cost little more than starting the
servers and importing Django once."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import mkdtemp
from time import perf_counter

from benchmarks.promise import Promise

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 3
GIVE_UP = 300
OWN = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY", "COLABASE_MEDIA", "COLABASE_PORT")


def run() -> list[Promise]:
    """The promise of `start`, in a data directory of its own that is gone afterwards."""
    data = mkdtemp(prefix="colabase-bench-", dir=_place())
    env = {k: v for k, v in os.environ.items() if k not in OWN} | {"COLABASE_DATA": data}
    try:
        _up(env)
        second, servers, bare = [], [], []
        for _round in range(ROUNDS):
            second.append(_up(env))
            servers.append(_servers(env))
            bare.append(_import(env))
    finally:
        shutil.rmtree(data, ignore_errors=True)
    floor = median(servers) + median(bare)
    note = f"{median(second):.1f} s; servers {median(servers):.1f} s, Django {median(bare):.1f} s; goal 8 s"
    return [
        Promise("start: second ./dev up / (servers + one Django import)", median(second) / floor, 1.5, 1.2, note=note)
    ]


def _place() -> str | None:
    """Where the servers' own user can reach, when root runs this."""
    return "/var/tmp" if os.geteuid() == 0 else None


def _up(env: dict[str, str]) -> float:
    """Seconds until `./dev up` says that it is ready; then it is stopped."""
    start = perf_counter()
    process = subprocess.Popen(
        [str(ROOT / "dev"), "up", "--port", "8700"], cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, start_new_session=True,
    )  # fmt: skip
    try:
        for line in process.stdout or ():
            if line.startswith("ready "):
                return perf_counter() - start
            if perf_counter() - start > GIVE_UP:
                break
        raise RuntimeError("./dev up did not become ready")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


SERVERS = """
import os, sys, time
from pathlib import Path
from tools import client, environment, paths
start = time.perf_counter()
session = client.begin(paths.find(Path.cwd(), os.environ), environment.wanted(os.environ))
session.wait_ready()
print(time.perf_counter() - start)
session.leave()
"""


def _servers(env: dict[str, str]) -> float:
    """Seconds to start PostgreSQL and Valkey with nothing else."""
    done = subprocess.run(
        [sys.executable, "-c", SERVERS], cwd=ROOT, env=env, check=True, capture_output=True, text=True
    )
    return float(done.stdout)


def _import(env: dict[str, str]) -> float:
    """Seconds of one process that only sets Django up."""
    start = perf_counter()
    code = "import config.celery, django; django.setup()"
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings.local"}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env | settings, check=True, capture_output=True)
    return perf_counter() - start
