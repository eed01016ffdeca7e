"""One key repeated is OR, different keys are AND; what the list does not know is refused."""

from typing import Any

import pytest

from tests.api.conftest import ids


def test_one_key_repeated_means_or(catalogue: Any, key: Any) -> None:
    catalogue(6)
    assert len(ids(key.get("brands?origin=51"))) == 3
    assert len(ids(key.get("brands?origin=51&origin=05"))) == 6


def test_different_keys_mean_and(catalogue: Any, key: Any) -> None:
    catalogue(6)
    assert len(ids(key.get("brands?origin=51&permit=CA-I-7"))) == 0
    assert len(ids(key.get("brands?origin=05&permit=CA-I-7&category=wine"))) == 3


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("name=bränd 002", 1),
        ("normal_form=BRAND 002", 1),
        ("website=missing", 5),
        ("website=example", 1),
        ("sku_count_min=1&sku_count_max=1", 6),
        ("sku_count_min=2", 0),
        ("last_completed_from=2024-01-02", 3),
        ("last_completed_to=2024-01-02", 2),
        ("first_completed_from=2024-01-01&first_completed_to=2024-01-01", 1),
        ("importer=ny-i-15066", 3),
        ("archived=true", 0),
        ("archived=all", 6),
    ],
)
def test_brands_are_narrowed(query: str, number: int, catalogue: Any, key: Any) -> None:
    first = catalogue(6)[0]
    key.patch(f"brands/{first.pk}", {"website": "https://brand.example"}, format="json")
    assert len(ids(key.get(f"brands?{query}"))) == number


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("ttb_id=24001001000002", 1),
        ("market=imported", 3),
        ("market=domestic", 3),
        ("market=domestic&market=imported", 6),
        ("class_type=80", 6),
        ("completed_from=2024-01-03", 2),
        ("source=registry", 0),
        ("permit=CA-I-7", 3),
        ("fanciful_name=x", 0),
    ],
)
def test_skus_are_narrowed(query: str, number: int, catalogue: Any, key: Any) -> None:
    catalogue(6)
    assert len(ids(key.get(f"skus?{query}"))) == number


def test_an_unknown_filter_is_refused_with_the_nearest(key: Any) -> None:
    response = key.get("brands?orgin=51")
    assert response.status_code == 422
    assert response.json()["code"] == "unknown_filter"
    assert response.json()["nearest"] == "origin"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("brands?sku_count_min=x", "sku_count_min"),
        ("brands?last_completed_from=2024-13-01", "last_completed_from"),
        ("brands?archived=perhaps", "archived"),
        ("skus?market=nowhere", "market"),
        ("skus?brand=99999999999999999999999", "brand"),
        ("skus?outcome=new", "outcome"),
        ("brands?origin=a%00b", "origin"),
        ("imports?state=lost", "state"),
        ("change-sets?created_from=yesterday", "created_from"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(address: str, name: str, key: Any) -> None:
    response = key.get(address)
    assert response.status_code == 422
    assert [error["parameter"] for error in response.json()["errors"]] == [name]


def test_a_caller_may_ask_for_some_fields_only(catalogue: Any, key: Any) -> None:
    catalogue(1)
    assert list(key.get("brands?fields=id,origin_names&sort=-last_completed").json()["results"][0]) == [
        "id",
        "origin_names",
    ]
    assert "permits" not in key.get("brands?omit=permits").json()["results"][0]
    assert key.get("brands?fields=idd").json()["code"] == "unknown_field"
    assert key.get("brands?sort=colour").json()["code"] == "unknown_sort"


def test_codes_come_with_their_words(catalogue: Any, key: Any) -> None:
    catalogue(2)
    row = key.get("skus?sort=-id").json()["results"][0]
    assert (row["origin"], row["origin_desc"], row["class_type_desc"]) == ("51", "FRANCE", "TABLE RED WINE")
    assert (row["market"], row["brand"]) == ("imported", "Brand 001")


def test_skus_of_an_import_are_those_it_made_or_changed(catalogue: Any, key: Any) -> None:
    from apps.brands.models import Import
    from apps.core.models import ChangeSet

    catalogue(3)
    run = Import.objects.create(name="x", source="upload", change_set_id=ChangeSet.objects.latest("id").pk)
    catalogue(2)
    assert len(ids(key.get(f"skus?import={run.pk}"))) == 3
    assert len(ids(key.get(f"skus?import={run.pk}&outcome=new"))) == 3
    assert len(ids(key.get(f"skus?import={run.pk}&outcome=updated"))) == 0


def test_importers_are_those_in_a_list_with_skus(catalogue: Any, key: Any) -> None:
    from apps.brands.models import Permit
    from apps.core.choices import ChangeKind
    from apps.core.services.changes import change_set

    catalogue(2)
    with change_set(ChangeKind.PERMITS, "Own list"):
        Permit.objects.create(number="CA-I-7", kind="I", list_code="importer", owner="Seven LLC", state="CA")
        Permit.objects.create(number="CA-I-8", kind="I", list_code="importer", owner="Eight LLC")
        Permit.objects.create(number="NY-I-15066", kind="I")
    assert [row["permit"] for row in key.get("importers").json()["results"]] == ["CA-I-7"]
    assert len(ids(key.get("importers?all=1"))) == 2
    assert key.get("importers/CA-I-7").json()["brands"][0]["display_name"] == "Brand 000"
    assert len(ids(key.get("permits"))) == 2


def test_operators_are_the_same_by_the_api(catalogue: Any, key: Any) -> None:
    catalogue(4)
    assert len(ids(key.get("brands?display_name__contains=00&sku_count__from=1&website__missing=true"))) == 4
    response = key.get("brands?sku_count__form=1")
    assert (response.status_code, response.json()["nearest"]) == (422, "sku_count__from")


def test_many_values_are_sent_once_and_named_by_a_key(catalogue: Any, key: Any, next_door: Any) -> None:
    catalogue(4)
    sent = key.post("pastes", {"values": ["24001001000001", "24001001000003\n24001001000002"]}, format="json")
    assert (sent.status_code, sent.json()["count"]) == (201, 3)
    assert len(ids(key.get(f"skus?ttb_id__paste={sent.json()['key']}"))) == 3
    assert next_door.get(f"skus?ttb_id__paste={sent.json()['key']}").status_code == 422


@pytest.mark.parametrize("values", [[], [""], [1], "x", {"a": 1}, None])
def test_a_paste_of_nothing_is_refused(values: Any, key: Any) -> None:
    assert key.post("pastes", {"values": values}, format="json").status_code == 422


def test_too_many_pasted_values_are_refused_with_the_limit(key: Any) -> None:
    refused = key.post("pastes", {"values": [str(n) for n in range(5_001)]}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (413, "too_large")
    assert "5,000" in refused.json()["hint"]
