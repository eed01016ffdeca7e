"""Large blocks of memory go back to the system when they are free."""

import platform
import resource
import sys
from pathlib import Path

import pytest

from apps.core.memory import give_back

BLOCK = 3 << 20


def used() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only this C library is asked")
def test_what_was_freed_is_given_back():
    assert give_back()
    before = used()
    blocks = [b"x" * BLOCK for _ in range(30)]
    assert used() - before > 20 * BLOCK
    del blocks[:-1]  # the last one would hold a pool's end
    assert used() - before < 10 * BLOCK


@pytest.mark.skipif(sys.platform == "linux", reason="elsewhere the system does as it likes")
def test_other_systems_are_left_alone():
    assert not give_back()
