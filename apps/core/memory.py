"""How the process asks for memory, and how it looks for garbage.

Large blocks go back to the system as soon as they are free.

The C library of Linux otherwise learns from the first large block that is freed to keep such blocks, one pool for each
thread; a worker that reads long files would hold on to hundreds of megabytes it does not use.
"""

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

MMAP_THRESHOLD, ARENA_MAX = -3, -8  # names of glibc's malloc.h
LARGE = 128 << 10
POOLS = 2


def give_back() -> bool:
    """Set it up for this process; whether the C library knows how (glibc does, others need not)."""
    if sys.platform != "linux":
        return False
    option = getattr(ctypes.CDLL(None), "mallopt", None)
    return option is not None and bool(option(MMAP_THRESHOLD, LARGE)) and bool(option(ARENA_MAX, POOLS))


@contextmanager
def settled() -> Iterator[None]:
    """Within, what lives already is not walked through for garbage: work that makes many objects sets the collector off, and
    to walk all that a server has loaded takes it a tenth of a second."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
