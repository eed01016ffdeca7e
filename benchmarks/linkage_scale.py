"""Finding duplicates among ten and twenty-five times as many brands: time against the ordinary number, and memory."""

import subprocess
import sys

from benchmarks import linkage
from benchmarks.promise import Promise

SIZES = ((400_000, 20.0, 12.0), (1_000_000, 55.0, 30.0))
MOST_MEMORY = 4096


def run() -> list[Promise]:
    """The promises of `linkage_scale`; each size in a process of its own."""
    base, _memory = measured(linkage.BRANDS)
    promises = []
    for size, bound, stretch in SIZES:
        seconds, memory = measured(size)
        note = f"{seconds:.0f} s against {base:.1f} s"
        promises.append(Promise(f"scan: {size:,} / 38,596 brands", seconds / base, bound, stretch, note=note))
        promises.append(Promise(f"scan: memory of {size:,}, MB", memory, MOST_MEMORY, MOST_MEMORY))
    return promises


def measured(brands: int) -> tuple[float, float]:
    """Seconds and megabytes of a scan of so many brands."""
    code = f"from benchmarks.linkage import timed; print(*timed({brands}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    seconds, memory = done.stdout.split()
    return float(seconds), float(memory)
