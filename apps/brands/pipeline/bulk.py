"""A first load into empty tables: secondary indexes and foreign keys are dropped and rebuilt in the transaction.

Right while nobody can be reading rows that do not exist; a delta into a living workspace never does it,
for it needs locks that keep readers out.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import models

from apps.core.services.history import history_model
from apps.core.sql import execute, fetch, scalar, table

WORTH_IT = 5_000


class Loading:
    """Tables that are being filled, and what is to be made again in each once it is full."""

    def __init__(self) -> None:
        self._rebuild: dict[str, list[str]] = {}

    def begin(self, name: str) -> None:
        """A new file for an empty table, and no index that is not needed."""
        start_afresh(name)
        self._rebuild[name] = drop_indexes(name)

    def full(self, *tracked: type[models.Model]) -> None:
        """These tables and their histories are full: make their indexes now."""
        self._finish([m._meta.db_table for model in tracked for m in (model, history_model(model))])

    def end(self) -> None:
        """All tables are full."""
        self._finish(list(self._rebuild))

    def _finish(self, names: list[str]) -> None:
        for name in names:
            for step in self._rebuild.pop(name, []):
                execute(step)


@contextmanager
def first_load(tracked: list[type[models.Model]], plain: list[type[models.Model]], rows: int) -> Iterator[Loading]:
    """Within: the named tables, where all are empty, and the history of the tracked ones, have no secondary
    index, foreign key, or primary key nobody points at."""
    every = [*tracked, *(history_model(m) for m in tracked), *plain]
    tables = [m._meta.db_table for m in every]
    empty = rows >= WORTH_IT and not any(scalar(f"SELECT EXISTS (SELECT 1 FROM {t} LIMIT 1)") for t in tables)
    loading = Loading()
    if empty:
        for name in tables:
            loading.begin(name)
        execute("SET LOCAL maintenance_work_mem = '256MB'; SET LOCAL min_parallel_table_scan_size = '1MB'")
    yield loading
    loading.end()


def start_afresh(name: str) -> None:
    """Give an empty table a new file. Where the server keeps no log for others (`wal_level` minimal), what goes into
    a file made in the same transaction is not logged: it is synced when the transaction commits."""
    key = scalar(
        "SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = %s::regclass AND indisprimary", [name]
    )
    execute(f"CLUSTER {name} USING {key}")


def drop_indexes(name: str) -> list[str]:
    """Drop what slows a load down; the statements that make it again, indexes before keys.

    A primary key stays where another table points at it.
    """
    keys = fetch(
        "SELECT conname, pg_get_constraintdef(oid), contype FROM pg_constraint c WHERE conrelid = %s::regclass "
        "AND (contype IN ('f', 'u') OR contype = 'p' AND NOT EXISTS (SELECT 1 FROM pg_constraint f "
        "WHERE f.confrelid = c.conrelid AND f.conrelid <> f.confrelid)) ORDER BY contype DESC",
        [name],
    )
    for constraint, _definition, _kind in keys:
        execute(f'ALTER TABLE {name} DROP CONSTRAINT "{constraint}"')
    indexes = fetch(
        "SELECT i.relname, pg_get_indexdef(x.indexrelid) FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid "
        "WHERE x.indrelid = %s::regclass AND NOT x.indisprimary",
        [name],
    )
    for index, _definition in indexes:
        execute(f'DROP INDEX "{index}"')
    made = [definition for _index, definition in indexes]
    return made + [f'ALTER TABLE {name} ADD CONSTRAINT "{c}" {definition}' for c, definition, _kind in keys]


def analyze(*models_loaded: type[models.Model]) -> None:
    """Fresh statistics after many rows."""
    for model in models_loaded:
        execute(f"ANALYZE {table(model)}")
