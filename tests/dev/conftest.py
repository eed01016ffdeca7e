"""Clones with a long path and data of their own."""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import client, paths
from tools.holder import take_lock
from tools.paths import Places


@pytest.fixture(autouse=True)
def _left_open() -> Iterator[None]:
    """What killed processes leave open is closed here, where nobody minds, and not in a later test."""
    yield
    gc.collect()


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
    if found.data.exists():
        os.close(take_lock(found))  # the servers hold it until they are gone
    shutil.rmtree(top)
