"""The past of importers and permits by the API: their own versions, the public list's, a day, and each field's source."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from apps.brands.models import Importer, Permit
from apps.brands.services.permit_lists import load_own_list
from apps.registry.models import Slice
from apps.registry.services.permits import load_public_list

HEAD = "Permit_Number,Owner_Name,Operating_Name,Street,City\n"
NUMBER = "NY-I-15066"


@pytest.fixture
def public(in_acme: Any, tmp_path: Path) -> None:
    """Two public lists; in the second, the owner has another name."""
    for name, owner in (("may.csv", "FIRST LLC"), ("june.csv", "SECOND LLC")):
        path = tmp_path / name
        path.write_text(f"{HEAD}{NUMBER},{owner},,,ALBANY\n")
        load_public_list(path=path, name=name, list_code="importer")


@pytest.fixture
def own(public: None, as_alice: Any) -> None:
    """Acme's own list has it too."""
    data = f"{HEAD}{NUMBER},OUR NAME FOR IT,,,\n".encode()
    load_own_list(list_code="importer", name="mine.csv", stream=io.BytesIO(data))


@pytest.mark.parametrize("noun", ["importers", "permits"])
def test_a_permit_of_the_public_list_alone_has_its_versions_and_none_of_ones_own(
    noun: str, key: Any, public: None
) -> None:
    assert key.get(f"{noun}/{NUMBER}/history").json()["results"] == []
    said = key.get(f"{noun}/{NUMBER}/public-history").json()["results"]
    assert [(one["file"], one["type"]) for one in said] == [("june.csv", "updated"), ("may.csv", "created")]
    assert said[0]["changes"] == [{"field": "owner", "before": "FIRST LLC", "after": "SECOND LLC"}]
    assert (said[0]["until"], said[1]["until"]) == (None, said[0]["since"])


def test_each_version_of_ones_own_says_what_changed_and_by_which_act(key: Any, own: None) -> None:
    (version,) = key.get(f"importers/{NUMBER}/history").json()["results"]
    assert (version["type"], version["source_row"]) == ("created", 2)
    assert version["change_set"]["about"]["name"] == "mine.csv"


def test_a_day_says_whose_word_it_was(key: Any, own: None) -> None:
    then: Any = Permit.history
    then.update(history_date=timezone.now() - timedelta(days=2))
    Slice.objects.update(loaded_at=timezone.now() - timedelta(days=9))
    before = (timezone.now() - timedelta(days=5)).isoformat()
    was = key.get(f"importers/{NUMBER}/as-of", {"at": before}).json()
    assert (was["owner"], was["is_own"], was["sources"]["owner"]) == ("SECOND LLC", False, "public")
    now = key.get(f"importers/{Importer.objects.get(permit=NUMBER).pk}/as-of?at=2100-01-01").json()
    assert (now["owner"], now["city"], now["sources"]["city"]) == ("OUR NAME FOR IT", None, "own")
    assert now["public"]["file"] == "june.csv"
    assert key.get(f"importers/{NUMBER}/as-of?at=2001-01-01").status_code == 404
    assert key.get(f"importers/{NUMBER}/as-of?at=lately").status_code == 422


def test_each_value_of_the_public_list_names_its_file(key: Any, public: None) -> None:
    lines = {one["field"]: one for one in key.get(f"permits/{NUMBER}/lineage").json()["results"]}
    assert (lines["owner"]["source"], lines["owner"]["file"], lines["owner"]["source_row"]) == ("public", "june.csv", 2)
    assert (lines["city"]["value"], lines["city"]["file"]) == ("ALBANY", "may.csv")


def test_each_value_of_ones_own_list_names_its_act(key: Any, own: None) -> None:
    lines = {one["field"]: one for one in key.get(f"importers/{NUMBER}/lineage").json()["results"]}
    assert (lines["owner"]["source"], lines["owner"]["file"]) == ("own", "mine.csv")
    assert lines["owner"]["change_set"]["actor_name"] == "Alice"


def test_a_permit_in_no_list_says_so(key: Any, catalogue: Any) -> None:
    from tests.brands.files import row, take

    catalogue(1)
    take([row(1, permit="CA-I-2")])
    lines = {one["field"]: one for one in key.get("permits/CA-I-2/lineage").json()["results"]}
    assert (lines["owner"]["source"], lines["status"]["value"]) == (None, "unlisted")
    assert key.get("permits/CA-I-2/as-of?at=2100-01-01").json()["status"] == "unlisted"
    assert key.get("importers/CA-I-2/history").status_code == 404


@pytest.mark.parametrize("what", ["history", "public-history", "as-of?at=2100-01-01", "lineage"])
def test_next_door_has_the_public_list_and_nothing_of_acmes(what: str, next_door: Any, own: None) -> None:
    answer = next_door.get(f"importers/{NUMBER}/{what}")
    assert answer.status_code == 200
    assert b"OUR NAME" not in answer.content
    assert next_door.get(f"importers/CA-I-999/{what}").status_code == 404
