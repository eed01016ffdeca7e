"""Files nobody needs are cleared away at night; none that an import still needs."""

import io
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from apps.brands.models import HeldRow, Import
from apps.brands.services import uploads
from apps.brands.services.imports import FilesGone, Silent, check_now, create_import, run_now, store_files
from apps.brands.services.uploads import Cleared, clear_uploads
from apps.brands.tasks.uploads import clear_uploads as every_night
from apps.core.services.storage import stored_before
from apps.tenants.services.looks import change_looks
from tests.brands.files import row, table
from tests.portal.test_workspace_looks import png

pytestmark = pytest.mark.usefixtures("in_acme")
NOW = timezone.now()
LATER = NOW + timedelta(days=40)


def uploaded(number: int = 1) -> Import:
    return create_import(files=[(f"day{number}.csv", io.BytesIO(table([row(number)])))])


def aged(run: Import, days: int) -> Import:
    Import.objects.filter(pk=run.pk).update(created_at=NOW - timedelta(days=days), started_at=None, finished_at=None)
    return run


def kept() -> list[str]:
    return sorted(stored_before(LATER))


def test_a_file_that_was_refused_goes_after_a_day():
    (stored,) = store_files([("refused.csv", io.BytesIO(b"x"))])
    assert clear_uploads(now=NOW) == Cleared()
    assert clear_uploads(now=NOW + timedelta(days=2)) == Cleared(1, stored.size)
    assert kept() == []


def test_an_import_that_was_never_run_loses_its_file_in_the_end_and_says_so():
    run = aged(uploaded(), 20)
    assert clear_uploads(now=NOW + timedelta(days=2)).files == 0
    assert clear_uploads(now=LATER).files == 1
    with pytest.raises(FilesGone):
        run_now(run, Silent())
    run.refresh_from_db()
    assert (run.state, run.error["code"]) == ("failed", "files_gone")


def test_a_dry_run_is_young_as_long_as_it_was_looked_at_lately():
    run = aged(uploaded(), 60)
    check_now(run, Silent())
    assert clear_uploads(now=NOW + timedelta(days=20)).files == 0
    assert clear_uploads(now=LATER).files == 1


def test_what_has_entered_keeps_its_file():
    run_now(uploaded(), Silent())
    assert clear_uploads(now=LATER).files == 0
    assert len(kept()) == 1


def test_the_logo_stays_and_the_one_before_goes(acme: Any):
    for number in (1, 2):
        change_looks(acme, name=acme.name, logo=io.BytesIO(png(number)))
    assert clear_uploads(now=LATER).files == 1
    assert kept() == [acme.logo]


@pytest.mark.parametrize("state", ["checking", "queued", "running"])
def test_an_import_under_way_keeps_its_file(state: str):
    Import.objects.filter(pk=aged(uploaded(), 60).pk).update(state=state)
    assert clear_uploads(now=LATER).files == 0


def test_rows_that_wait_for_a_person_keep_the_file_they_came_in():
    run = aged(uploaded(), 60)
    Import.objects.filter(pk=run.pk).update(state="gated")
    HeldRow.objects.create(run=run, row=1, outcome="quarantined", reasons=["brand_missing"], raw={})
    assert clear_uploads(now=LATER).files == 0
    HeldRow.objects.update(state="dismissed")
    assert clear_uploads(now=LATER).files == 1


def test_one_content_named_twice_stays_while_either_needs_it():
    aged(uploaded(), 60)
    run_now(uploaded(), Silent())
    assert clear_uploads(now=LATER).files == 0
    assert len(kept()) == 1


def test_content_stored_anew_meanwhile_stays(monkeypatch: pytest.MonkeyPatch):
    store_files([("a.csv", io.BytesIO(b"a"))])
    (path,) = kept()
    monkeypatch.setattr(uploads, "_nameless", lambda _before: iter([path]))
    assert clear_uploads(now=NOW).files == 0
    assert kept() == [path]


def test_a_night_has_an_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(uploads, "AT_MOST", 2)
    store_files([(f"{n}.csv", io.BytesIO(str(n).encode())) for n in range(5)])
    assert [clear_uploads(now=LATER).files for _ in range(4)] == [2, 2, 1, 0]


def test_the_nightly_task_goes_through_every_workspace_and_only_their_own_files(media: Path, globex: Any):
    store_files([("a.csv", io.BytesIO(b"a"))])
    strange = media / "elsewhere" / "uploads" / "aa"
    strange.mkdir(parents=True)
    (strange / "aa").write_bytes(b"x")
    for file in [media / "w_acme" / path for path in kept()]:
        os.utime(file, (0, 0))
    assert every_night() == 1
    assert (strange / "aa").exists()
