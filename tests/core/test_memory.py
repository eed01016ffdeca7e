"""Large blocks of memory go back to the system when they are free; what lives is not looked through while work is done."""

import gc
import platform
import resource
import sys
from pathlib import Path

import pytest

from apps.core.memory import give_back, settled

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


def test_what_lives_is_left_alone_until_the_end():
    before = gc.get_freeze_count()
    with settled():
        assert gc.get_freeze_count() > before
    assert gc.get_freeze_count() == 0


def test_it_ends_after_an_error_too():
    with pytest.raises(ValueError, match="no"), settled():
        raise ValueError("no")
    assert gc.get_freeze_count() == 0
