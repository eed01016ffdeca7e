"""What every child gets in its environment: `for_children(places, os.environ, ...)`."""

import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from tools.paths import Places

LOCAL, TEST = "config.settings.local", "config.settings.test"
VARIABLES = {"postgres": "DATABASE_URL", "valkey": "REDIS_URL"}


def wanted(environment: Mapping[str, str]) -> set[str]:
    """The embedded servers needed: those whose address the user has not set."""
    return {server for server, variable in VARIABLES.items() if not environment.get(variable)}


def for_children(places: Places, given: Mapping[str, str]) -> dict[str, str]:
    """The given environment and what it lacks; what the user set stays as it is."""
    ours = {
        "DATABASE_URL": database_url(places),
        "REDIS_URL": redis_url(places),
        "DJANGO_SETTINGS_MODULE": LOCAL,
        "COLABASE_MEDIA": str(places.media),
        "SECRET_KEY": secret_key(places.data / "secret_key"),
    }
    scripts = str(Path(sys.executable).parent)
    path = {"PATH": os.pathsep.join([scripts, given.get("PATH", os.defpath)])}
    return {**given, **{name: given.get(name) or value for name, value in ours.items()}, **path}


def database_url(places: Places) -> str:
    """The embedded PostgreSQL: a socket, no password, its folder being closed to others."""
    return f"postgresql://colabase@/colabase?host={quote(str(places.sockets), safe='')}"


def redis_url(places: Places) -> str:
    """The embedded Valkey."""
    return f"unix://{places.valkey_socket}?db=0"


def secret_key(path: Path) -> str:
    """A random key, made once and readable by this user alone, so that sessions survive a restart."""
    try:
        return path.read_text()
    except FileNotFoundError:
        return make_secret(path)


def make_secret(path: Path) -> str:
    """Write a new key beside and link it in place: of two commands at once, one key stays."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(50))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text()
