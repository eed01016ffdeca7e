"""The user the servers run as, and binaries it can read.

PostgreSQL refuses to run as root. Then, for the servers alone, `colabase` is used: a system user
made on first use, or `nobody` where none can be made. It cannot look into a private clone, so the
servers' binaries are copied once to /var/lib/colabase, owned by root.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.errors import DevError
from tools.paths import SYSTEM

NAME = "colabase"
SBIN = "/usr/sbin:/sbin:/usr/bin:/bin"


@dataclass(frozen=True)
class Account:
    """An unprivileged user."""

    name: str
    uid: int
    gid: int

    def popen(self) -> dict[str, Any]:
        """What makes `subprocess.Popen` start a child as this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, folder: Path) -> None:
        """Give a folder to this user alone."""
        os.chown(folder, self.uid, self.gid)

    def check_way(self, folder: Path) -> None:
        """Refuse a data folder that this user cannot reach."""
        for place in (folder, *folder.parents):
            status = place.stat()
            if not (status.st_mode & 0o001 or (status.st_uid == self.uid and status.st_mode & 0o100)):
                raise DevError(
                    f"PostgreSQL does not run as root, and user {self.name} may not enter {place}: "
                    f"set COLABASE_DATA to a folder all may enter, or leave it unset"
                )


def for_servers() -> Account | None:
    """The user to drop to, or nothing when we are a plain user ourselves."""
    if os.getuid() != 0:
        return None
    entry = look_up(NAME) or make() or look_up("nobody")
    if entry is None:
        raise DevError("PostgreSQL does not run as root: make a user with `useradd --system colabase` and try again")
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def look_up(name: str) -> pwd.struct_passwd | None:
    """The system's entry for a user."""
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def make() -> pwd.struct_passwd | None:
    """Make the system user; two clones may do so at once, so look again whatever it answers."""
    if tool := shutil.which("useradd", path=SBIN):
        shape = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/bin/false"]
        subprocess.run([tool, *shape, NAME], capture_output=True, check=False)
    return look_up(NAME)


def readable(name: str, fill: Callable[[Path], None]) -> Path:
    """The root-owned copy `name`, made by `fill(folder)` when missing.

    It is filled under another name and then renamed: a crash or a second clone leaves nothing half.
    """
    target = SYSTEM / name
    if not target.is_dir():
        draft = Path(tempfile.mkdtemp(prefix=f".{name}.", dir=SYSTEM))
        try:
            fill(draft)
            draft.chmod(0o755)
            rename(draft, target)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return target


def rename(draft: Path, target: Path) -> None:
    """Put the finished copy in place; another clone may have been faster."""
    try:
        draft.rename(target)
    except OSError:
        if not target.is_dir():
            raise
