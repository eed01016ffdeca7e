"""A worker is killed in the middle of an import: nothing of it is there, and the next run does it whole."""

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from apps.brands.models import Import
from apps.brands.services import imports
from apps.brands.services.imports import Silent, create_import, run_now
from apps.core.services import storage
from apps.core.services.storage import UploadRefused
from tests.brands.files import outcomes, row, skus, table, take, written
from tests.database import ROOT

DAY = [row(n, brand_name=f"BRAND {n % 9}") for n in range(1, 120)]


@contextmanager
def held_up(table_name: str, mode: str) -> Iterator[psycopg.Connection[Any]]:
    """Another session holds a lock that the import will wait for."""
    known = connection.get_connection_params()
    keep = {key: known[key] for key in ("dbname", "user", "password", "host", "port") if known.get(key)}
    with psycopg.connect(**keep) as other:
        other.execute(f"LOCK TABLE w_acme.{table_name} IN {mode} MODE")  # type: ignore[arg-type]
        yield other
        other.rollback()


def wait_until_stuck(other: psycopg.Connection[Any], worker: "subprocess.Popen[bytes]") -> int:
    """The process id of the server's side of the worker that waits for our lock."""
    sql = "SELECT pid FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    for _ in range(6000):
        if found := other.execute(sql).fetchone():
            return int(found[0])
        assert worker.poll() is None, worker.stderr.read() if worker.stderr else ""
        time.sleep(0.05)
    raise AssertionError("the import never came to this step")


def worker_of(words: list[str], media: Path) -> "subprocess.Popen[bytes]":
    """A process of its own that does a command on this test's database."""
    settings = connection.settings_dict
    url = f"postgresql://{settings['USER']}@/{settings['NAME']}?host={settings['HOST'].replace('/', '%2F')}"
    if settings["PASSWORD"] or not settings["HOST"].startswith("/"):
        pytest.skip("the database is not reached by a socket")
    env = {**os.environ, "DATABASE_URL": url, "COLABASE_MEDIA": str(media)}
    return subprocess.Popen(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def killed_at(table_name: str, mode: str, words: list[str], media: Path) -> None:
    with held_up(table_name, mode) as other:
        with worker_of(words, media) as worker:
            try:
                pid = wait_until_stuck(other, worker)
            finally:
                worker.send_signal(signal.SIGKILL)
        other.execute("SELECT pg_terminate_backend(%s, 10000)", [pid])


@pytest.mark.commits
@pytest.mark.parametrize(
    ("table_name", "mode"),
    [
        ("brands_sku", "ROW EXCLUSIVE"), ("brands_historicalsku", "ACCESS EXCLUSIVE"),
        ("brands_pile", "ACCESS EXCLUSIVE"), ("core_dataversion", "ACCESS EXCLUSIVE"),
    ],
)  # fmt: skip
def test_killed_at_a_step_it_leaves_nothing(table_name: str, mode: str, in_acme: Any, media: Path, tmp_path: Path):
    (tmp_path / "day.csv").write_bytes(table(DAY))
    before = written()
    killed_at(table_name, mode, ["import_colas", "acme", str(tmp_path / "day.csv")], media)
    assert (written(), Import.objects.count()) == (before, 0)
    assert outcomes(take(DAY).report) == {"new": len(DAY)}


def test_a_run_that_died_is_done_by_the_next_worker(in_acme: Any):
    run = create_import(files=[("day.csv", io.BytesIO(table(DAY)))])
    Import.objects.filter(pk=run.pk).update(state="running")
    done = run_now(Import.objects.get(pk=run.pk), Silent())
    assert (done.state, outcomes(done.report)) == ("done", {"new": len(DAY)})


def test_a_worker_that_comes_after_the_end_changes_nothing(in_acme: Any):
    run = create_import(files=[("day.csv", io.BytesIO(table(DAY)))])
    stale = Import.objects.get(pk=run.pk)
    first = run_now(run, Silent())
    before = written()
    again = run_now(stale, Silent())
    assert (again.report, again.change_set_id, written()) == (first.report, first.change_set_id, before)


def test_a_fault_while_writing_leaves_nothing_and_says_so(in_acme: Any, monkeypatch: pytest.MonkeyPatch):
    from apps.brands.pipeline import derive

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    run = create_import(files=[("day.csv", io.BytesIO(table(DAY)))])
    before = written()
    with monkeypatch.context() as patch:
        patch.setattr(derive, "fill_search_names", full)
        with pytest.raises(OSError, match="No space"):
            run_now(run, Silent())
    run.refresh_from_db()
    assert (written(), skus(), run.state, run.error["code"]) == (before, {}, "failed", "internal_error")
    assert outcomes(run_now(run, Silent()).report) == {"new": len(DAY)}


def test_a_full_disk_refuses_the_upload_and_keeps_no_piece(in_acme: Any, media: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage.os, "fsync", full)
    with pytest.raises(UploadRefused) as refused:
        imports.create_import(files=[("day.csv", io.BytesIO(table(DAY)))])
    assert refused.value.code == "storage_full"
    assert [path for path in media.rglob("*") if path.is_file()] == []
    assert not Import.objects.exists()
