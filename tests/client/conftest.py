"""The Python client, made from the committed description, against a real server."""

import fcntl
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.live import served

CLIENT = Path(__file__).resolve().parents[2] / "clients" / "python"
HEADER = (
    "TTB ID,Permit No.,Serial Number,Completed Date,Fanciful Name,Brand Name,"
    "Origin,Origin Desc,Class/Type,Class/Type Desc"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A server answers in threads, so these commit."""
    for item in items:
        if "/tests/client/" in str(item.path):
            item.add_marker(pytest.mark.commits)


@pytest.fixture(scope="session")
def client_code() -> Iterator[Path]:
    """The client as it would be installed, on the path. Of processes side by side, one makes its code."""
    program = CLIENT / "generate.py"
    with program.open() as alone:
        fcntl.flock(alone, fcntl.LOCK_EX)
        subprocess.run([sys.executable, str(program)], check=True, timeout=300)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(CLIENT / "src"))
        yield CLIENT


@pytest.fixture
def site(own_database: str, settings: Any, tmp_path: Path) -> Iterator[str]:
    """The address of a server over the test's database; workers act at once."""
    from config.wsgi import application

    settings.MEDIA_ROOT = tmp_path / "media"
    with served(application) as address:
        yield address


@pytest.fixture
def connect(client_code: Path, site: str) -> Iterator[Callable[..., Any]]:
    """`connect(alice, acme)` is a client with her key; more words go to the client."""
    from colabase_client import Colabase

    from apps.accounts.services import create_api_key

    opened = []

    def make(user: Any, room: Any, *, scopes: tuple[str, ...] = ("*",), **more: Any) -> Any:
        key = create_api_key(workspace=room, user=user, scopes=list(scopes)).secret
        opened.append(Colabase(more.pop("url", site), key=key, **{"workspace": room.slug, **more}))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


@pytest.fixture
def alices(connect: Callable[..., Any], alice: Any, acme: Any) -> Any:
    """Alice's client for Acme."""
    return connect(alice, acme)


@pytest.fixture
def labels(tmp_path: Path) -> Callable[..., Path]:
    """`labels(5)` is a file of five good rows, `labels(5, bad=1)` of one more without a brand."""

    def make(number: int, *, bad: int = 0) -> Path:
        rows = [
            f"24001001{n:06d},NY-I-15066,{n},01/31/2024,,{f'BRAND {n:03d}' if n < number else ''},51,FRANCE,80,"
            for n in range(number + bad)
        ]
        path = tmp_path / "labels.csv"
        path.write_text("\n".join([HEADER, *rows, ""]))
        return path

    return make
