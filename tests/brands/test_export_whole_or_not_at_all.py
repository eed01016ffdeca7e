"""A file appears complete, of one moment, in bounded memory; or nothing of it stays."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from apps.brands.models import Brand
from apps.brands.services.export_files import Asked, ExportFailed, make_file, nothing_watching
from apps.brands.writers import text
from apps.brands.writers.formats import FORMATS
from apps.core.choices import ChangeKind
from apps.core.jobs import Cancelled
from apps.core.services.changes import change_set
from apps.core.sql import execute
from tests.brands.shelf import put

ROWS = 40_000
BOUND = 40 * 1024 * 1024


class Weigher:
    """Notes how much memory the process has at each chunk."""

    def __init__(self) -> None:
        self.seen = [resident()]

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        self.seen.append(resident())


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


class Impatient:
    """Presses stop after the first chunk."""

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        if done:
            raise Cancelled


class Meanwhile:
    """Somebody adds a brand while the file is being written."""

    def __init__(self, together: Any) -> None:
        self.together, self.done = together, False

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        if not self.done:
            self.done = True
            self.together(lambda: put("Later"))


@pytest.mark.parametrize("name", FORMATS)
def test_a_stopped_export_leaves_nothing(in_acme: Any, tmp_path: Path, name: str) -> None:
    put("Margaux")
    with pytest.raises(Cancelled):
        make_file(Asked("brands", name, {}), tmp_path / "out", Impatient())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_full_disk_is_said_and_leaves_nothing(
    in_acme: Any, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("Margaux")

    def full(*_args: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FORMATS[name].writer, "write", full)
    with pytest.raises(ExportFailed) as caught:
        make_file(Asked("brands", name, {}), tmp_path / "out", nothing_watching())
    assert caught.value.code == "disk_full"
    assert list(tmp_path.iterdir()) == []


def test_a_failed_export_keeps_the_file_that_was_there(
    in_acme: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("Margaux")
    out = tmp_path / "brands.csv"
    out.write_text("yesterday")
    monkeypatch.setattr(text, "flat", lambda value: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make_file(Asked("brands", "csv", {}), out, nothing_watching())
    assert out.read_text() == "yesterday"


@pytest.mark.commits
def test_a_file_shows_one_moment(in_acme: Any, tmp_path: Path, together: Any) -> None:
    put("Earlier")
    out = tmp_path / "brands.jsonl"
    made = make_file(Asked("brands", "jsonl", {}), out, Meanwhile(together))
    assert Brand.objects.count() == 2
    assert made.rows == 1
    assert "Later" not in out.read_text()


@pytest.mark.unmeasured
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="no /proc")
def test_memory_stays_flat_over_many_rows(in_acme: Any, tmp_path: Path) -> None:
    _many()
    for name in FORMATS:
        watch = Weigher()
        made = make_file(Asked("skus", name, {}), tmp_path / name, watch)
        assert made.rows == ROWS, name
        assert max(watch.seen) - watch.seen[1] < BOUND, name


def _many() -> None:
    with transaction.atomic(), change_set(ChangeKind.IMPORT, "Many"):
        execute(
            "INSERT INTO brands_brand (source_name, display_name, normal_form, edited, blanks) "
            "SELECT n, n, n, '{}', '{}' FROM (SELECT 'BRAND ' || i AS n FROM generate_series(1, 1000) i) b"
        )
        execute(
            "INSERT INTO brands_sku (ttb_id, brand_id, permit, brand_name, category, source, edited) SELECT "
            "(10000000000000 + i)::text, (SELECT min(id) FROM brands_brand) + i %% 1000, 'NY-I-1', 'BRAND', 'Wine', "
            "'upload', '{}' FROM generate_series(1, %s) i",
            [ROWS],
        )
    assert connection.schema_name == "w_acme"
