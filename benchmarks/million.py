"""A million rows at once: the same pipeline in the same memory. A process of its own, so that its peak is its own."""

import json
import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.promise import Promise

ROWS, BRANDS = 1_000_000, 300_000
LIMIT_MB = 600


def run() -> list[Promise]:
    """The promises of `million`, one round."""
    with TemporaryDirectory(prefix="colabase-bench-") as scratch:
        from apps.registry.generator import write_csv

        path = Path(scratch) / "million.csv"
        write_csv(path, ROWS, BRANDS, 3)
        found = json.loads(
            subprocess.run(
                [sys.executable, "-m", "benchmarks.million", str(path)], check=True, capture_output=True, text=True
            ).stdout.splitlines()[-1]
        )
    note = f"{found['first']:.0f} s, F1 {found['f1']:.1f} s"
    return [
        Promise("import: 1,000,000 new rows / F1", found["first"] / found["f1"], 4.0, 2.5, note=note),
        Promise(
            "import: worker memory at 1,000,000 / 600 MB",
            found["peak_mb"] / LIMIT_MB,
            1.0,
            0.7,
            note=f"{found['peak_mb']:.0f} MB",
        ),
    ]


def _child(path: Path) -> None:
    from benchmarks._rooms import room
    from benchmarks.imports import _f1, _finished_rows, _import

    with room("bench-million"):
        first = _import(path)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        with _finished_rows() as copies:
            f1 = _f1(copies)
    print(json.dumps({"first": first, "f1": f1, "peak_mb": peak}))


if __name__ == "__main__":
    _child(Path(sys.argv[1]))
