"""Permit lists, public and own: versions, lapsed permits, and matching in both directions."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from apps.brands.models import Importer, Permit
from apps.registry.models import PermitHolder, PermitHolderVersion
from tests.brands.files import row, take, written

pytestmark = pytest.mark.usefixtures("in_acme")

HEAD = "Permit_Number,Owner_Name,Operating_Name,Street,City\n"
Load = Callable[..., dict[str, Any]]


@pytest.fixture
def load(command: Any, tmp_path: Path) -> Load:
    """`load("public", "CA-I-1,OWNER", ...)`: what the command answers."""

    def run(place: str, *lines: str, code: str = "importer", data: bytes = b"") -> dict[str, Any]:
        path = tmp_path / "holders.csv"
        path.write_bytes(data or (HEAD + "".join(f"{line},,,TOWN\n" for line in lines)).encode())
        exit_code, found, said = command("import_permits", place, path, "--list", code)
        assert exit_code == 0, said
        return found

    return run


def numbers(found: dict[str, Any]) -> tuple[int, ...]:
    return tuple(found[key] for key in ("rows", "new", "updated", "unchanged", "lapsed", "duplicate"))


@pytest.mark.parametrize("place", ["public", "acme"])
def test_a_list_is_taken_in_once(place: str, load: Load):
    assert numbers(load(place, "CA-I-1,ONE", "CA-I-2,TWO")) == (2, 2, 0, 0, 0, 0)
    before = written()
    assert numbers(load(place, "CA-I-2,TWO", "CA-I-1,ONE")) == (2, 0, 0, 2, 0, 0)
    assert written() == before


@pytest.mark.parametrize("place", ["public", "acme"])
def test_a_permit_that_vanishes_lapses_and_comes_back(place: str, load: Load):
    load(place, "CA-I-1,ONE", "CA-I-2,TWO")
    first = Importer.objects.get(permit="CA-I-2").pk
    assert numbers(load(place, "CA-I-1,ONE LLC")) == (1, 0, 1, 0, 1, 0)
    assert dict(Importer.objects.values_list("permit", "status")) == {"CA-I-1": "active", "CA-I-2": "lapsed"}
    load(place, "CA-I-1,ONE LLC", "CA-I-2,TWO")
    found = Importer.objects.get(permit="CA-I-2")
    assert (found.pk, found.status) == (first, "active")


def test_versions_of_the_public_list_are_kept(load: Load):
    load("public", "CA-I-1,ONE")
    load("public", "CA-I-1,OTHER")
    assert (PermitHolder.objects.get().owner, PermitHolder.objects.get().version) == ("OTHER", 2)
    assert PermitHolderVersion.objects.get().owner == "ONE"


def test_lists_of_other_kinds_do_not_lapse(load: Load):
    load("public", "CA-I-1,ONE")
    load("public", "CA-W-1,ONE", code="wine")
    assert set(PermitHolder.objects.values_list("status", flat=True)) == {"active"}


def test_records_meet_a_list_that_is_there_and_one_that_comes(load: Load):
    load("public", "CA-I-1,ONE")
    assert take([row(1, permit="CA-I-1")]).report["importers_matched"] == 1
    run = take([row(2, permit="CA-I-2")])
    assert run.report["permits_unmatched"] == 1
    assert Importer.objects.get(permit="CA-I-2").status == "unlisted"
    before = Importer.objects.get(permit="CA-I-2").pk
    assert load("acme", "CA-I-2,TWO")["importers_matched"] == 1
    found = Importer.objects.get(permit="CA-I-2")
    assert (found.pk, found.owner, found.sku_count, found.status) == (before, "TWO", 1, "active")


def test_an_importer_keeps_its_id_when_the_public_list_names_it(load: Load):
    take([row(1, permit="CA-I-2")])
    before = Importer.objects.get(permit="CA-I-2").pk
    load("public", "CA-I-2,TWO")
    assert (Importer.objects.get(permit="CA-I-2").pk, Importer.objects.get(permit="CA-I-2").owner) == (before, "TWO")
    load("public", "CA-I-3,THREE")
    listed = Importer.objects.get(permit="CA-I-3").pk
    take([row(2, permit="CA-I-3")])
    assert Permit.objects.get(number="CA-I-3").pk == listed == Importer.objects.get(permit="CA-I-3").pk


def test_an_own_list_overrides_row_by_row(load: Load, globex: Any):
    load("public", "CA-I-1,PUBLIC ONE", "CA-I-2,PUBLIC TWO")
    load("acme", "CA-I-1,OWN ONE")
    assert dict(Importer.objects.values_list("permit", "owner")) == {"CA-I-1": "OWN ONE", "CA-I-2": "PUBLIC TWO"}
    connection.set_tenant(globex)
    assert dict(Importer.objects.values_list("permit", "owner")) == {"CA-I-1": "PUBLIC ONE", "CA-I-2": "PUBLIC TWO"}


@pytest.mark.parametrize("place", ["public", "acme"])
def test_of_a_permit_named_twice_the_last_row_counts(place: str, load: Load):
    assert numbers(load(place, "CA-I-1,ONE", "ca-i-1 ,TWO"))[1:] == (1, 0, 0, 0, 1)
    assert Importer.objects.get().owner == "TWO"


@pytest.mark.parametrize("place", ["public", "acme"])
def test_two_lists_in_one_archive(place: str, load: Load):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.csv", HEAD + "CA-I-1,ONE,,,T\n")
        archive.writestr("b.csv", HEAD + "CA-I-1,TWO,,,T\n")
    assert numbers(load(place, data=out.getvalue()))[1:] == (1, 0, 0, 0, 1)
    assert Importer.objects.get().owner == "TWO"


def test_a_plant_is_never_joined_by_its_number(load: Load):
    load("public", "CA-W-21001,WINERY", code="wine")
    take([row(1, permit="BWN-CA-21001"), row(2, permit="CA-I-21001")])
    assert Importer.objects.get(permit="BWN-CA-21001").owner is None
    assert Importer.objects.get(permit="CA-I-21001").owner is None


@pytest.mark.parametrize("place", ["public", "acme"])
def test_a_number_or_a_name_of_any_length_breaks_nothing(place: str, load: Load):
    name = "".join(chr(65 + n * n * 7 % 26) + chr(65 + n * 11 % 23) for n in range(4000))
    found = load(place, f"CA-I-1,{name}", f"{name},ONE", "CA-I-2,TWO")
    assert (found["new"], found["bad"]) == (2, 1)
