"""`./dev reset [--yes]`: stop this clone's servers and delete its data, after asking."""

import os
import shutil
import sys
from pathlib import Path

from tools import client
from tools.errors import DevError
from tools.holder import take_lock
from tools.paths import MARKER, Places, check_owner, for_tests, is_marked


def main(arguments: list[str], places: Places) -> int:
    """Delete the data; 0 also when there was none, 1 when the answer was no."""
    if unknown := [word for word in arguments if word not in ("--yes", "-y")]:
        print(f"./dev reset: unknown argument {unknown[0]}; only --yes is known", file=sys.stderr)
        return 2
    if not places.data.exists():
        print(f"nothing to delete: there is no {places.data}", file=sys.stderr)
        return 0
    refuse_others(places)
    if not (arguments or agreed(places.data)):
        print("nothing was deleted", file=sys.stderr)
        return 1
    locks = [stopped(one) for one in (for_tests(places), places) if one.data.exists()]
    delete(places.data)
    for lock in locks:
        os.close(lock)
    return 0


def refuse_others(places: Places) -> None:
    """Delete only a folder that carries our mark and holds nothing that we did not put there."""
    data = places.data
    if not is_marked(data):
        raise DevError(f"{data} does not look like data made by ./dev: nothing was deleted")
    if places.root.is_relative_to(data) or Path.home().is_relative_to(data):
        raise DevError(f"{data} holds more than data of ./dev: nothing was deleted")
    check_owner(data)


def agreed(data: Path) -> bool:
    """Ask; without a terminal to ask on, the answer is no."""
    if not sys.stdin.isatty():
        print("there is no terminal to ask on: add --yes", file=sys.stderr)
        return False
    print(f"Delete the databases, media and logs in {data}? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def stopped(places: Places) -> int:
    """Stop the servers, also those that another command uses; the lock that keeps new ones from starting."""
    if client.connect(places):
        client.begin(places, ()).stop()
    return take_lock(places)  # the last command may have ended just now, its servers not yet


def delete(data: Path) -> None:
    """Delete the folder, its mark last, so that a delete cut short can be run again."""
    for path in sorted(data.iterdir(), key=lambda path: path.name == MARKER):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    data.rmdir()
    print(f"deleted {data}", file=sys.stderr)
