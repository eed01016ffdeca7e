"""Make, change, archive, restore; the version a caller saw is honoured."""

from typing import Any

import pytest

from tests.api.conftest import ids


@pytest.fixture
def brand(catalogue: Any) -> int:
    """The id of a brand with a SKU."""
    return int(catalogue(2)[1].pk)


def patch(key: Any, address: str, **values: Any) -> Any:
    return key.patch(address, values, format="json")


def test_a_new_brand_is_in_the_list_with_its_forms(key: Any) -> None:
    response = key.post("brands", {"name": "CHÂTEAU  D'YQUEM", "website": "Yquem.example"}, format="json")
    made = response.json()
    assert response.status_code == 201
    assert response.headers["Location"] == f"/api/v1/brands/{made['id']}"
    assert (made["source_name"], made["normal_form"]) == ("CHÂTEAU D'YQUEM", "CHATEAU DYQUEM")
    assert (made["website"], made["sku_count"]) == ("https://yquem.example", 0)
    assert ids(key.get("brands?name=chateau dyquem")) == [made["id"]]


def test_markup_in_a_name_is_only_text(key: Any) -> None:
    name = "<b>Rum</b>'; DROP TABLE brands_brand; --"
    assert key.post("brands", {"name": name}, format="json").json()["source_name"] == name


def test_an_edit_keeps_what_the_source_said(key: Any, brand: int) -> None:
    edited = patch(key, f"brands/{brand}", display_name="Better").json()
    assert (edited["display_name"], edited["edited"]) == ("Better", {"display_name": "Brand 001"})
    again = patch(key, f"brands/{brand}", display_name="Best").json()
    assert again["edited"] == {"display_name": "Brand 001"}
    assert patch(key, f"brands/{brand}", display_name="Brand 001").json()["edited"] == {}


@pytest.mark.parametrize(
    "website", ["ftp://x.example", "javascript:alert(1)", "https://a:b@x.example", "no site", "x" * 2001]
)
def test_a_website_must_be_one(website: str, key: Any, brand: int) -> None:
    response = patch(key, f"brands/{brand}", website=website)
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, "/website")


def test_an_international_website_is_taken(key: Any, brand: int) -> None:
    assert patch(key, f"brands/{brand}", website="https://bücher.example/").json()["website"].startswith("https://xn--")


@pytest.mark.parametrize("field", ["source_name", "id", "normal_form", "sku_count", "edited"])
def test_fields_of_the_source_cannot_be_set(field: str, key: Any, brand: int) -> None:
    assert patch(key, f"brands/{brand}", **{field: "x"}).json()["code"] == "invalid_value"


def test_a_stale_change_is_refused_with_the_record_as_it_is(key: Any, brand: int) -> None:
    tag = key.get(f"brands/{brand}").headers["ETag"]
    assert (
        key.patch(f"brands/{brand}", {"website": "a.example"}, format="json", headers={"If-Match": tag}).status_code
        == 200
    )
    response = key.patch(f"brands/{brand}", {"website": "b.example"}, format="json", headers={"If-Match": tag})
    assert (response.status_code, response.json()["code"]) == (412, "stale")
    assert response.json()["current"]["website"] == "https://a.example"
    assert key.delete(f"brands/{brand}", headers={"If-Match": tag}).status_code == 412


def test_an_unchanged_record_is_not_sent_again(key: Any, brand: int) -> None:
    tag = key.get(f"brands/{brand}").headers["ETag"]
    response = key.get(f"brands/{brand}", headers={"If-None-Match": tag})
    assert (response.status_code, response.content) == (304, b"")
    patch(key, f"brands/{brand}", website="a.example")
    assert key.get(f"brands/{brand}", headers={"If-None-Match": tag}).status_code == 200


def test_an_archived_brand_takes_its_skus_along_and_brings_them_back(key: Any, brand: int) -> None:
    from apps.brands.models import Sku

    sku = Sku.objects.get(brand_id=brand)
    assert key.delete(f"brands/{brand}").json()["archived_at"]
    assert brand not in ids(key.get("brands"))
    assert sku.pk not in ids(key.get("skus"))
    assert ids(key.get("brands?archived=true")) == [brand]
    back = key.post(f"brands/{brand}/restore").json()
    assert (back["archived_at"], back["sku_count"]) == (None, 1)
    assert sku.pk in ids(key.get("skus"))


def test_a_sku_put_away_before_stays_away(key: Any, brand: int) -> None:
    from apps.brands.models import Sku

    sku = Sku.objects.get(brand_id=brand)
    assert key.delete(f"skus/{sku.ttb_id}").status_code == 200
    assert key.get(f"brands/{brand}").json()["sku_count"] == 0
    key.delete(f"brands/{brand}")
    assert key.post(f"skus/{sku.pk}/restore").json()["errors"][0]["pointer"] == "/brand_id"
    key.post(f"brands/{brand}/restore")
    assert ids(key.get(f"skus?brand={brand}")) == []
    assert key.post(f"skus/{sku.pk}/restore").json()["archived_at"] is None


def test_a_moved_sku_counts_where_it_is(key: Any, catalogue: Any) -> None:
    from apps.brands.models import Sku

    one, two = catalogue(2)
    sku = Sku.objects.get(brand=one)
    moved = patch(key, f"skus/{sku.pk}", brand_id=two.pk).json()
    assert (moved["brand"], moved["edited"]) == ("Brand 001", {"brand_id": one.pk})
    assert [key.get(f"brands/{b.pk}").json()["sku_count"] for b in (one, two)] == [0, 2]
    assert patch(key, f"skus/{sku.pk}", brand_id=10**9).status_code == 422


def test_a_class_brings_its_category(key: Any, brand: int) -> None:
    from apps.brands.models import Sku

    sku = Sku.objects.get(brand_id=brand)
    changed = patch(key, f"skus/{sku.ttb_id}", class_type="641", fanciful_name="Old Tom").json()
    assert (changed["category"], changed["fanciful_name"]) != ("Wine", None)
    assert patch(key, f"skus/{sku.ttb_id}", class_type="nonsense").status_code == 422
    assert patch(key, f"skus/{sku.ttb_id}", origin="??").status_code == 422


def test_each_act_is_told_once(key: Any, brand: int) -> None:
    from apps.core.models import Event

    patch(key, f"brands/{brand}", website="a.example")
    patch(key, f"brands/{brand}", website="a.example")
    found = Event.objects.filter(name="brand.updated").values_list("payload", flat=True)
    assert list(found) == [{"brand_id": brand, "changed_fields": ["website"], "origin": "api"}]


def test_a_post_with_the_same_key_is_done_once(key: Any) -> None:
    headers = {"Idempotency-Key": "k1"}
    first = key.post("brands", {"name": "Once"}, format="json", headers=headers)
    again = key.post("brands", {"name": "Once"}, format="json", headers=headers)
    assert (again.status_code, again.json(), again.headers["Idempotent-Replayed"]) == (201, first.json(), "true")
    assert again.headers["Location"] == first.headers["Location"]
    assert len(ids(key.get("brands"))) == 1
    other = key.post("brands", {"name": "Twice"}, format="json", headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")


def test_a_post_under_way_makes_the_second_wait(key: Any, alice: Any, in_acme: Any) -> None:
    from apps.core.models import IdempotentAnswer

    headers = {"Idempotency-Key": "k2"}
    key.post("brands", {"name": "Once"}, format="json", headers=headers)
    IdempotentAnswer.objects.update(status=None)
    waiting = key.post("brands", {"name": "Once"}, format="json", headers=headers)
    assert (waiting.status_code, waiting.json()["code"]) == (409, "idempotency_in_progress")


def test_a_post_that_failed_may_be_tried_again(key: Any) -> None:
    headers = {"Idempotency-Key": "k3"}
    assert key.post("brands", {"name": ""}, format="json", headers=headers).status_code == 422
    assert key.post("brands", {"name": "Now"}, format="json", headers=headers).status_code == 201
