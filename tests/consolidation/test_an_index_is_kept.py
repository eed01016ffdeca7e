"""A process that has just begun finds the index another has left, and answers from it as it would from its own."""

from pathlib import Path

import pytest
from django.conf import settings

from apps.consolidation.linkage.index import Index
from apps.consolidation.selectors import kept_files, table
from apps.consolidation.selectors.known import known_like
from apps.consolidation.services.scanning import Silent, scan_now
from tests.brands.shelf import put

pytestmark = pytest.mark.usefixtures("in_acme")
HOUSES = (
    "GIRIBALDI",
    "LAGUNITAS",
    "OPUS ONE",
    "CHATEAU MARGAUX",
    "10 BARREL BREWING",
    "A LE COQ",
    "ABITA",
    "AC GOLDEN",
)


@pytest.fixture(autouse=True)
def file(in_acme):
    """Where Acme's index lies; nothing is kept when a test begins."""
    place = Path(settings.MEDIA_ROOT) / in_acme.schema_name / "linkage" / "brands.index"
    place.unlink(missing_ok=True)
    begin_anew()
    yield place
    place.unlink(missing_ok=True)
    begin_anew()


@pytest.fixture
def shelf(in_acme):
    return [put(name) for name in HOUSES]


@pytest.fixture
def built(monkeypatch):
    """How many indexes were made from all brands."""
    made, really = [], Index.build

    def build(brands):
        made.append(len(brands))
        return really(brands)

    monkeypatch.setattr(table.Index, "build", build)
    return made


def begin_anew():
    """As a new process would."""
    table._PLACES.clear()


def found(name):
    return [(one["brand_id"], one["probability"], one["sentence"]) for one in known_like(name=name)]


def test_the_second_process_builds_nothing(shelf, built, file):
    first = found("Giribaldy")
    assert file.stat().st_mode & 0o077 == 0
    begin_anew()
    assert found("Giribaldy") == first != []
    assert built == [len(HOUSES)]


def test_a_scan_leaves_one_as_well(shelf, built):
    scan_now(is_full=True, watch=Silent())
    begin_anew()
    assert found("Giribaldy")
    assert built == [len(HOUSES)]


def test_what_has_come_since_is_taken_in(shelf, built):
    found("Giribaldy")
    begin_anew()
    late = put("ZYMURGY CELLARS")
    assert found("Zymurgy")[0][0] == late.pk
    assert built == [len(HOUSES)]


@pytest.mark.parametrize(
    "harm", [lambda b: b[:-64], lambda b: b[:300] + b"!" + b[301:], lambda b: b"", lambda b: b"x" * 999]
)
def test_a_damaged_file_is_none(shelf, built, file, harm):
    first = found("Giribaldy")
    file.write_bytes(harm(file.read_bytes()))
    begin_anew()
    assert found("Giribaldy") == first
    assert len(built) == 2


def test_what_other_code_has_made_is_none(shelf, built, monkeypatch):
    found("Giribaldy")
    monkeypatch.setattr(kept_files.saving, "making", lambda: "f" * 64)
    begin_anew()
    assert found("Giribaldy")
    assert len(built) == 2


def test_an_old_one_is_none(shelf, built, monkeypatch):
    found("Giribaldy")
    monkeypatch.setattr(kept_files, "OLDEST", -1)
    begin_anew()
    assert found("Giribaldy")
    assert len(built) == 2


def test_it_belongs_to_the_schema_it_was_made_from(shelf, built, monkeypatch):
    found("Giribaldy")
    monkeypatch.setattr(kept_files, "_home", lambda upto: {"schema": 1, "began": "never"})
    begin_anew()
    assert found("Giribaldy")
    assert len(built) == 2


def test_globex_sees_nothing_of_acme(shelf, globex):
    from apps.core.db import connection

    found("Giribaldy")
    connection.set_tenant(globex)
    assert found("Giribaldy") == []


def test_a_full_disk_only_costs_time(shelf, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept_files.saving, "save", full)
    assert found("Giribaldy")
