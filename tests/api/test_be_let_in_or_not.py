"""Who gets which answer: no key 401, stranger 404, no right 403, bad body 400, bad value 422."""

from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from tests.api.conftest import ids

LISTS = ["brands", "skus", "importers", "permits", "imports", "subscriptions", "change-sets", "exports", "jobs"]
RECORDS = [
    "brands/{brand}", "brands/{brand}/history", "brands/{brand}/lineage", "brands/{brand}/as-of?at=2100-01-01",
    "skus/{sku}", "skus/{ttb_id}", "skus/{sku}/history", "skus/{sku}/lineage", "change-sets/{act}",
    "change-sets/{act}/records", "change-sets/{act}/undo-preview",
]  # fmt: skip


@pytest.fixture
def known(catalogue: Any) -> dict[str, Any]:
    """Ids of records that exist in Acme only."""
    from apps.brands.models import Sku
    from apps.core.models import ChangeSet

    sku = Sku.objects.get(brand=catalogue(12)[-1])
    return {"brand": sku.brand_id, "sku": sku.pk, "ttb_id": sku.ttb_id, "act": ChangeSet.objects.latest("id").pk}


@pytest.mark.parametrize("address", LISTS)
def test_without_a_key_it_asks_for_one(address: str, acme: Any) -> None:
    response = APIClient(headers={"X-Tenant": "acme"}).get(f"/api/v1/{address}")
    assert (response.status_code, response.json()["code"]) == (401, "unauthenticated")
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_wrong_key_is_told_so(key: Any) -> None:
    for secret in ("nonsense", key.secret[:-2] + "xx", "cb_0_0", ""):
        response = APIClient(headers={"X-Tenant": "acme", "X-API-Key": secret}).get("/api/v1/brands")
        assert response.status_code == 401, secret


@pytest.mark.parametrize("address", LISTS)
def test_a_stranger_finds_nothing(address: str, api: Any, mallory: Any, globex: Any, acme: Any) -> None:
    caller = api(mallory, globex)
    assert caller.get(address, headers={"X-Tenant": "acme"}).status_code == 404


@pytest.mark.parametrize("address", LISTS)
def test_globex_sees_nothing_of_acme(address: str, known: Any, api: Any, mallory: Any, globex: Any) -> None:
    assert ids(api(mallory, globex).get(address)) == []


@pytest.mark.parametrize("address", RECORDS)
def test_globex_finds_no_record_of_acme(address: str, known: dict[str, Any], key: Any, next_door: Any) -> None:
    assert key.get(address.format(**known)).status_code == 200
    assert next_door.get(address.format(**known)).status_code == 404


def test_globex_cannot_change_acme(known: dict[str, Any], api: Any, mallory: Any, globex: Any) -> None:
    caller = api(mallory, globex)
    for method, address in [
        ("patch", f"brands/{known['brand']}"), ("delete", f"brands/{known['brand']}"),
        ("patch", f"skus/{known['sku']}"), ("post", f"brands/{known['brand']}/restore"),
        ("post", f"change-sets/{known['act']}/undo"),
    ]:  # fmt: skip
        response = getattr(caller, method)(address, {}, format="json")
        assert response.status_code == 404, address


def test_a_signed_in_person_may_read_and_needs_the_token_to_write(alice: Any, acme: Any, catalogue: Any) -> None:
    catalogue(1)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(alice)
    assert len(ids(browser.get("/t/acme/api/v1/brands"))) == 1
    refused = browser.post("/t/acme/api/v1/brands", {"name": "X"}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")


def test_a_viewer_may_look_but_not_touch(known: dict[str, Any], api: Any, vera: Any, acme: Any) -> None:
    caller = api(vera, acme)
    assert caller.get("brands").status_code == 200
    for method, address in [
        ("post", "brands"), ("patch", f"brands/{known['brand']}"), ("delete", f"skus/{known['sku']}"),
        ("post", f"change-sets/{known['act']}/undo"), ("post", "subscriptions"), ("post", "exports"),
    ]:  # fmt: skip
        response = getattr(caller, method)(address, {}, format="json")
        assert (response.status_code, response.json()["code"]) == (403, "forbidden"), address


def test_a_key_does_only_what_its_scopes_say(known: dict[str, Any], api: Any, alice: Any, acme: Any) -> None:
    reader = api(alice, acme, scopes=("brands:read",))
    assert reader.get("brands").status_code == 200
    assert reader.get("skus").status_code == 403
    assert reader.patch(f"brands/{known['brand']}", {"website": None}, format="json").status_code == 403


def test_claims_that_disagree_are_refused(key: Any, globex: Any) -> None:
    response = key.get("/t/globex/api/v1/brands")
    assert (response.status_code, response.json()["code"]) == (400, "workspace_mismatch")
    assert response.json()["request_id"] == response.headers["X-Request-ID"]


def test_a_body_that_cannot_be_read_is_400(key: Any) -> None:
    response = key.post("/api/v1/brands", data="{", content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (400, "malformed_body")


@pytest.mark.parametrize("body", ["[]", '"x"', "1", '{"name": ""}', '{"nam": "X"}', '{"name": 5}'])
def test_a_body_of_the_wrong_shape_is_422(body: str, key: Any) -> None:
    response = key.post("/api/v1/brands", data=body, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (422, "invalid_value")


def test_problems_say_what_where_and_which_request(key: Any) -> None:
    response = key.post("brands", {"name": "X", "website": "javascript:alert(1)"}, format="json")
    problem = response.json()
    assert response.headers["Content-Type"] == "application/problem+json"
    assert problem["request_id"] == response.headers["X-Request-ID"]
    assert [error["pointer"] for error in problem["errors"]] == ["/website"]
    assert (problem["status"], problem["instance"]) == (422, "/api/v1/brands")


def test_other_methods_and_bodies_are_named(key: Any) -> None:
    assert key.put("brands", {}, format="json").json()["code"] == "method_not_allowed"
    assert key.post("brands", data="x", content_type="text/plain").json()["code"] == "unsupported_media_type"


@pytest.mark.parametrize(
    "address", ["brands/0", "brands/99999999999999999999999", "skus/abc", "nowhere", "importers/XX-I-1"]
)
def test_what_is_not_there_is_404_as_a_problem(address: str, key: Any) -> None:
    response = key.get(address)
    assert (response.status_code, response.json()["code"]) == (404, "not_found")


def test_a_surprise_shows_no_trace(key: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from apps.brands.selectors import records

    def broken(_key: int) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(records, "brand", broken)
    response = key.get("brands/1")
    assert (response.status_code, response.json()["code"]) == (500, "internal_error")
    assert b"secret" not in response.content


def test_the_description_is_open_and_names_every_list(acme: Any) -> None:
    visitor = APIClient(headers={"X-Tenant": "acme"})
    described = visitor.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert {f"/api/v1/{name}" for name in LISTS} <= set(described["paths"])
    page = visitor.get("/api/v1/docs").content.decode()
    assert "swagger-ui" in page
    assert "cdn" not in page


def test_addresses_may_end_in_a_slash(key: Any) -> None:
    assert key.get("/api/v1/brands/").status_code == 200
