"""The processes of `./dev up`, as a table."""

import sys
from dataclasses import dataclass

PYTHON = sys.executable
BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"


@dataclass(frozen=True)
class Process:
    """A process by name; `{port}` and `{socket}` (an open listening socket's number) are filled in."""

    name: str
    command: tuple[str, ...]

    def filled(self, **values: int) -> list[str]:
        """The command with its values."""
        return [PYTHON, "-m", *(part.format(**values) for part in self.command)]


def words(text: str) -> tuple[str, ...]:
    """A command line without quotes in it."""
    return tuple(text.split())


WEB = Process(
    "web",
    words(
        "granian --interface wsgi --host 127.0.0.1 --port {port} --workers 2 --blocking-threads 4 "
        "--workers-kill-timeout 2 config.wsgi:application"
    ),
)
# Started when the pages are ready: two cores are better spent on one import at a time. Nobody waits
# for them in vain: connections queue in the socket that we opened, tasks in Valkey.
LATER = (
    Process(
        "sockets",
        words("uvicorn config.asgi:application --fd {socket} --timeout-graceful-shutdown 2"),
    ),
    Process(
        "worker",
        words(
            "celery -q -A config worker -Q high,default,bulk --concurrency 2 --without-mingle --without-gossip -l info"
        ),
    ),
)
# Without a pid file, which would land in the tree and outlive a kill; a lock does its work.
BEAT = Process("beat", words(f"celery -q -A config beat --scheduler {BEAT_SCHEDULER} --pidfile= -l info"))
