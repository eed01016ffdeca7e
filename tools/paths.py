"""Where a clone keeps what it makes: `places = find(root, os.environ)`, then `claim(places)`."""

import hashlib
import os
import pwd
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.errors import DevError

ROOT = Path(__file__).resolve().parent.parent
SYSTEM = Path("/var/lib/colabase")
SHORT = Path("/", "tmp")  # not $TMPDIR, which is long on some systems
MARKER = "colabase-data.txt"
MARK = "Development data of Colabase, made by ./dev for"
TESTS = "tests"


@dataclass(frozen=True)
class Places:
    """The clone, its data and its sockets."""

    root: Path
    data: Path
    run: Path

    @property
    def control(self) -> Path:
        """The socket of the process that holds the servers."""
        return self.run / "control.sock"

    @property
    def sockets(self) -> Path:
        """The 0700 folder of the servers' own sockets."""
        return self.run / "db"

    @property
    def valkey_socket(self) -> Path:
        """Valkey's socket."""
        return self.sockets / "valkey.sock"

    @property
    def logs(self) -> Path:
        """What the servers and their holder have to say."""
        return self.data / "logs"

    @property
    def media(self) -> Path:
        """Uploaded files."""
        return self.data / "media"

    @property
    def is_passing(self) -> bool:
        """Whether nobody would miss this data: it is the tests' own, inside a clone's."""
        return self.data.name == TESTS and is_marked(self.data.parent)

    def stamp(self, name: str) -> Path:
        """The stamp file of work done on this data."""
        return self.data / "stamps" / name


def find(root: Path, environment: Mapping[str, str]) -> Places:
    """The places of a clone; `COLABASE_DATA` (absolute, or relative to the clone) moves its data.

    Sockets live in /tmp whatever the clone's path: a socket's path may be 107 bytes at most. Their
    folder is named after the data, so that two commands on the same data always meet.
    """
    named = environment.get("COLABASE_DATA")
    data = (root / Path(named).expanduser()).resolve() if named else base() / short_hash(root)
    return Places(root, data, sockets_of(data))


def for_tests(places: Places) -> Places:
    """The same clone with the tests' own data and sockets, inside its data."""
    data = places.data / TESTS
    return Places(places.root, data, sockets_of(data))


def sockets_of(data: Path) -> Path:
    """The folder of the sockets of the servers of this data."""
    return SHORT / f"colabase-{os.getuid()}-{short_hash(data)}"


def base() -> Path:
    """The folder for all clones' data; root's is open to the user that PostgreSQL runs as."""
    if os.getuid() == 0:
        return SYSTEM
    home = os.environ.get("HOME") or home_of_user()
    return Path(home) / ".local/share/colabase"


def home_of_user() -> str:
    """The home folder by the system's list of users, for when HOME is not set."""
    try:
        return pwd.getpwuid(os.getuid()).pw_dir
    except KeyError:
        raise DevError("HOME is not set: set it, or set COLABASE_DATA to a folder for the data") from None


def short_hash(path: Path) -> str:
    """Twelve letters that stand for a path."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def claim(places: Places) -> None:
    """Make the data folder, or check that the one there is ours."""
    try:
        make(places.data)
        check_owner(places.data)
        mark(places)
        places.logs.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise DevError(
            f"cannot keep data in {places.data}: {error.strerror or error}. Set COLABASE_DATA to a folder you can write"
        ) from error


def make(data: Path) -> None:
    """Make the data folder. As root the servers' user passes through it, whatever our umask is."""
    if os.getuid() == 0 and data.is_relative_to(SYSTEM) and not SYSTEM.exists():
        SYSTEM.mkdir(parents=True)
        SYSTEM.chmod(0o755)
    if not data.exists():
        data.mkdir(parents=True)
        data.chmod(0o711 if os.getuid() == 0 else 0o700)
    elif os.getuid() == 0 and data.stat().st_uid == 0 and not any(data.iterdir()):
        data.chmod(data.stat().st_mode | 0o111)  # an empty folder that was made for us, by mktemp perhaps


def check_owner(data: Path) -> None:
    """The servers' files belong to one user: say so before they fail on it."""
    marker = data / MARKER
    owner = marker.stat().st_uid if marker.exists() else os.getuid()
    if owner != os.getuid():
        raise DevError(
            f"{data} belongs to {user_name(owner)} and you are {user_name(os.getuid())}: run ./dev as "
            f"{user_name(owner)}, or set COLABASE_DATA to another folder"
        )


def user_name(uid: int) -> str:
    """The name of a user, or its number."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"


def mark(places: Places) -> None:
    """Sign an empty data folder; a folder with other things in it is refused."""
    if is_marked(places.data):
        return
    if any(places.data.iterdir()):
        raise DevError(f"{places.data} holds other files: COLABASE_DATA must name an empty or a new folder")
    (places.data / MARKER).write_text(f"{MARK} {places.root}\n")


def is_marked(data: Path) -> bool:
    """Whether the folder carries our sign."""
    try:
        return (data / MARKER).read_text().startswith(MARK)
    except OSError:
        return False
