"""`python -m benchmarks [NAME] [--json] [--sets DIR]`: every module here that has a `run`, one line per promise."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

import benchmarks
from benchmarks.linkage_sets import run_sets
from benchmarks.promise import Promise


def modules(name: str | None) -> Iterator[ModuleType]:
    """The modules to run; all of them, or the one named."""
    for info in iter_modules(benchmarks.__path__):
        if info.name.startswith("_") or (name and info.name != name):
            continue
        module = import_module(f"benchmarks.{info.name}")
        if hasattr(module, "run"):
            yield module


def main() -> int:
    """Run and print; 0 also when a promise falls short, 2 for a name that does not exist."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("name", nargs="?")
    parser.add_argument("--json", action="store_true", help="the last line is one JSON object")
    parser.add_argument("--sets", type=Path, help="folders of public matching sets, instead of the other promises")
    options = parser.parse_args()
    if options.sets is not None and not options.sets.is_dir():
        parser.error(f"{options.sets} is no folder")
    promises: list[Promise] = []
    found = list(modules(options.name))
    runs: Iterable[Iterable[Promise]] = (module.run() for module in found)
    if options.sets is not None:
        runs = [run_sets(options.sets)]
    for run in runs:
        for promise in run:
            print(promise.line(), flush=True)
            promises.append(promise)
    if options.json:
        holds = all(one.holds for one in promises)
        print(json.dumps({"promises": [one.as_dict() for one in promises], "holds": holds}))
    return 0 if found else 2


if __name__ == "__main__":
    sys.exit(main())
