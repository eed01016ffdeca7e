"""In how many processes the tests run: `spread(arguments, root)` is what pytest is told besides its arguments.

The whole suite runs in one process a core; tests that are named run in one, where `-s` and a debugger work.
"""

import os
from pathlib import Path

MOST = 8  # each has a database of its own on one server
CHOOSING = "nkmsh"  # short options that choose tests, or how they run
ALONE = ("--numprocesses", "--dist", "--pdb", "--trace", "--co", "--collect-only", "--help", "--version", "--fixtures")


def spread(arguments: list[str], root: Path) -> list[str]:
    """`["-n", "2"]` on a machine with two cores; nothing when the arguments name tests or say how to run them."""
    workers = min(cores(), MOST)
    if workers < 2 or any(chooses(argument, root) for argument in arguments):
        return []
    return ["-n", str(workers)]


def chooses(argument: str, root: Path) -> bool:
    """Whether an argument names tests, or a way to run them."""
    if argument.startswith("--"):
        return argument.partition("=")[0] in ALONE
    if argument.startswith("-"):
        return any(letter in argument for letter in CHOOSING)
    return (root / argument.partition("::")[0]).exists()


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
