"""The test databases: one template per state of the migrations, and a clone of it per run.

Making the template takes seconds and happens when a migration changes; cloning it takes a tenth of one.
Names begin with `test_<name of the database in DATABASE_URL>`, so clones of the repository that share a
server do not meet; a process's number follows, so processes that run tests side by side do not either.
A run that was killed leaves its clone; the next run drops it.
"""

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import connection, connections
from psycopg import sql

from tests.factories import cast

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("django", "django-allauth", "django-celery-beat")
READ_BY_MIGRATIONS = (
    "apps/core/tracking.py",
    "apps/core/shadow.py",
    "apps/tenants/services/schemas.py",
    "apps/brands/models/derived.py",
)
_numbers = count(1)


class Databases:
    """Makes, clones and drops databases on the server of DATABASE_URL. Use as a context manager."""

    def __init__(self) -> None:
        self.base = f"test_{connection.settings_dict['NAME']}"[:30]
        self.template = f"{self.base}_{state_of_migrations()}"
        self._held: list[psycopg.Connection[Any]] = []

    def __enter__(self) -> "Databases":
        self._admin = self._connect("postgres")
        keeps = self._admin.execute("SHOW fsync").fetchone() == ("on",)
        self._strategy = (
            "WAL_LOG" if keeps else "FILE_COPY"
        )  # copying files waits for the disk, where one is waited for
        return self

    def __exit__(self, *_exc: object) -> None:
        self._admin.close()

    def ready(self, *, afresh: bool = False) -> None:
        """Make the template unless it is there; forget templates of other states and clones of dead runs."""
        self._admin.execute("SELECT pg_advisory_lock(hashtext(%s))", [self.base])
        try:
            self._sweep(afresh=afresh)
            if self.template not in self._names():
                self._make_template()
        finally:
            self._admin.execute("SELECT pg_advisory_unlock(hashtext(%s))", [self.base])

    @contextmanager
    def clone(self, of: str = "") -> Iterator[str]:
        """A copy of the template, or of another database, in use by Django until the end of the block."""
        with self.copy(of) as name, used(name):
            yield name

    @contextmanager
    def copy(self, of: str = "") -> Iterator[str]:
        """The same, in use by nobody yet."""
        name = f"{self.base}_run_{os.getpid()}_{next(_numbers)}"
        with self._connect("postgres", application_name=name):
            self._do(f"CREATE DATABASE {{}} TEMPLATE {{}} STRATEGY {self._strategy}", name, of or self.template)
            try:
                yield name
            finally:
                self._drop(name)

    def _make_template(self) -> None:
        draft = f"{self.base}_draft"
        self._drop(draft)
        self._do("CREATE DATABASE {}", draft)
        with used(draft):
            cast.assemble()
        self._do("ALTER DATABASE {} RENAME TO {}", draft, self.template)

    def _sweep(self, *, afresh: bool) -> None:
        names = self._names()  # before who is alive: another run may make its clone at this moment
        alive = {row[0] for row in self._admin.execute("SELECT application_name FROM pg_stat_activity")}
        for name in names:
            old = name == self.template if afresh else name != self.template
            if name not in alive and (old or "_run_" in name):
                self._drop(name)

    def _names(self) -> list[str]:
        found = self._admin.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"{self.base}_"])
        own = [row[0] for row in found]
        return [
            name
            for name in own
            if name.removeprefix(f"{self.base}_").split("_")[0] in {"run"} or len(name) == len(self.template)
        ]

    def _drop(self, name: str) -> None:
        """A worker that sweeps the database is the server's own: it cannot be ended by us, but is soon done."""
        for _attempt in range(40):
            try:
                return self._do("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
            except psycopg.errors.InsufficientPrivilege:
                time.sleep(0.25)
        return self._do("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _do(self, statement: str, *names: str) -> None:
        self._admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]

    def _connect(self, name: str, application_name: str = "colabase-tests") -> psycopg.Connection[Any]:
        given = connection.get_connection_params()
        keep = {key: given[key] for key in ("user", "password", "host", "port", "sslmode") if given.get(key)}
        return psycopg.connect(**keep, dbname=name, application_name=application_name, autocommit=True)


@contextmanager
def used(name: str) -> Iterator[None]:
    """Let Django's connections, in every thread, go to this database for a block."""
    shared = connections.settings["default"]
    before = shared["NAME"]
    connection.close()
    connection.set_schema_to_public()
    connection.settings_dict["NAME"] = shared["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.set_schema_to_public()
        connection.settings_dict["NAME"] = shared["NAME"] = before


def state_of_migrations() -> str:
    """A short hash of everything the template is made from."""
    own = [p for c in apps.get_app_configs() for p in sorted(Path(c.path).glob("migrations/*.py")) if ROOT in p.parents]
    files = [*own, *(ROOT / name for name in READ_BY_MIGRATIONS), Path(__file__), Path(cast.__file__)]
    digest = hashlib.sha256(" ".join([*map(version, PACKAGES), *settings.TENANT_APPS, *settings.SHARED_APPS]).encode())
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
