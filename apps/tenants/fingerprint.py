"""Which migrations a schema has, as one short word: cheap to compare on every request."""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings

EMPTY = ""


def fingerprint(applied: Iterable[tuple[str, str]]) -> str:
    """A hash of (app, migration) pairs; the empty word for none."""
    names = sorted(f"{app}.{name}" for app, name in applied)
    return hashlib.sha256("\n".join(names).encode()).hexdigest() if names else EMPTY


def _on_disk(app_names: Iterable[str]) -> list[tuple[str, str]]:
    found = []
    for name in app_names:
        config = next((c for c in apps.get_app_configs() if c.name == name), None)
        folder = Path(config.path) / "migrations" if config else Path("/nonexistent")
        if config and folder.is_dir():
            found += [(config.label, f.stem) for f in folder.glob("[0-9]*.py")]
    return found


@cache
def current() -> str:
    """The fingerprint a workspace's schema must have to be served by this code."""
    return fingerprint(_on_disk(settings.TENANT_APPS))


@cache
def current_public() -> str:
    """The fingerprint of the public schema's migrations."""
    return fingerprint(_on_disk(settings.SHARED_APPS))
