"""Change sets: every act is one row, and every history row of the act points to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from apps.core import context
from apps.core.choices import ChangeKind
from apps.core.db import connection
from apps.core.models import ChangeSet
from apps.core.sentences import Sentence
from apps.core.sql import execute
from apps.core.tracking import SETTING, tracked_models


@contextmanager
def change_set(kind: ChangeKind, said: Sentence | str, *, undoes_id: int | None = None) -> Iterator[ChangeSet]:
    """Open a transaction in which tracked tables may be written, and note who does what; `said` is what people read.

    Nested use joins the outer act: one request, one change set.
    """
    outer = context.current().change_set_id
    if outer is not None:
        yield ChangeSet.objects.get(pk=outer)
        return
    with transaction.atomic():
        row = _open(kind, said, undoes_id)
        with context.acting(change_set_id=row.pk), _setting(row.pk):
            yield row
        _renew_version()


def _open(kind: ChangeKind, said: Sentence | str, undoes_id: int | None) -> ChangeSet:
    act = context.current()
    return ChangeSet.objects.create(
        kind=kind,
        summary=str(said)[:300],
        about=said.about if isinstance(said, Sentence) else {},
        actor_id=act.actor.user_id,
        actor_name=act.actor.name[:200],
        channel=act.channel,
        request_id=act.request_id,
        job_id=act.job_id,
        undoes_id=undoes_id,
    )


@contextmanager
def _setting(pk: int) -> Iterator[None]:
    """Tell the trigger which change set is open. Local to the transaction, so a pool is safe."""
    _set(str(pk))
    yield
    _set("")


def _renew_version() -> None:
    """Say that the data are others now. Last of all: the row's lock makes versions come in order of commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_dataversion (id, token) VALUES (1, gen_random_uuid()) "
            "ON CONFLICT (id) DO UPDATE SET token = excluded.token"
        )


def _set(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, value])


def hold_tables(*, alone: bool) -> None:
    """Lock the tracked tables, always in one order and before any of their rows: then nobody waits in a ring.

    `alone` lets no other writer in until the transaction ends (an import, an undo); otherwise writers go side by
    side, and wait here for one who is alone. Readers never wait.
    """
    names = sorted(model._meta.db_table for model in tracked_models())
    execute(f"LOCK TABLE {', '.join(names)} IN {'SHARE ROW EXCLUSIVE' if alone else 'ROW EXCLUSIVE'} MODE")


def note_counts(row: ChangeSet, **counts: Any) -> None:
    """Keep what the act did in numbers, for the activity list."""
    row.counts = {**row.counts, **counts}
    row.save(update_fields=["counts"])
