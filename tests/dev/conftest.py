"""Clones with a long path and data of their own."""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from tools import client, paths
from tools.paths import Places


@pytest.fixture
def places() -> Iterator[Places]:
    """An empty clone, 200 letters deep, whose data the servers' user can reach."""
    top = Path(tempfile.mkdtemp(prefix="colabase-test-"))
    top.chmod(0o711)
    root = top / ("deep" * 25) / ("long" * 25)
    root.mkdir(parents=True)
    (root / "tools").symlink_to(paths.ROOT / "tools")
    found = paths.find(root, {"COLABASE_DATA": str(root / "data")})
    paths.claim(found)
    yield found
    if client.connect(found):
        client.begin(found, ()).stop()
    with (found.data / "holder.lock").open("a") if found.data.exists() else nullcontext() as lock:
        if lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # the servers hold it until they are gone
    shutil.rmtree(top)
