"""Subscriptions, exports, jobs and own permit lists by the API."""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.conftest import ids


def test_a_list_is_exported_and_fetched_by_its_link(key: Any, catalogue: Any, deliver: Any, own_media: Any) -> None:
    catalogue(4)
    asked = {"resource": "brands", "format": "jsonl", "filter": {"origin": ["51"]}}
    made = key.post("exports", asked, format="json")
    assert made.status_code == 202, made.content
    deliver()
    ready = key.get(f"exports/{made.json()['id']}").json()
    assert (ready["state"], ready["rows"]) == ("ready", 2)
    fetched = key.get(ready["link"])
    assert b"".join(fetched.streaming_content).count(b"\n") == 2
    assert fetched["X-Export-Query"] == "origin=51"
    assert datetime.fromisoformat(fetched["X-Export-Moment"]) == datetime.fromisoformat(ready["ready_at"])
    assert fetched["Link"].endswith(f'/exports/{ready["id"]}>; rel="describedby"')
    refused = key.get(ready["link"].split("?")[0] + "?token=x")
    assert (refused.status_code, refused.json()["code"]) == (410, "link_expired")


def test_an_export_of_acme_is_not_for_globex(
    key: Any, catalogue: Any, deliver: Any, own_media: Any, next_door: Any
) -> None:
    catalogue(1)
    made = key.post("exports", {"resource": "skus", "format": "csv"}, format="json").json()
    deliver()
    link = key.get(f"exports/{made['id']}").json()["link"]
    assert next_door.get(link).status_code == 404


def test_an_export_that_cannot_be_is_refused(key: Any) -> None:
    for body, code in [
        ({"resource": "people", "format": "csv"}, "invalid_value"),
        ({"resource": "brands", "format": "doc"}, "invalid_value"),
        ({"resource": "brands", "format": "csv", "filter": {"orgin": ["51"]}}, "unknown_filter"),
        ({"resource": "brands", "format": "csv", "filter": {"sku_count_min": "x"}}, "invalid_value"),
        ({"format": "csv"}, "invalid_value"),
    ]:
        response = key.post("exports", body, format="json")
        assert (response.status_code, response.json()["code"]) == (422, code), body


def test_a_part_of_the_registry_is_followed(key: Any, deliver: Any) -> None:
    made = key.post("subscriptions", {"name": "France", "filter": {"origin": ["51"]}}, format="json")
    assert made.status_code == 201, made.content
    address = f"subscriptions/{made.json()['id']}"
    assert key.get(address).json()["filter"] == {"origin": ["51"]}
    filling = key.post(f"{address}/fill")
    assert filling.status_code == 202
    deliver()
    assert key.get(f"jobs/{filling.json()['id']}").json()["state"] == "succeeded"
    assert key.patch(address, {"is_active": False}, format="json").json()["is_active"] is False
    assert key.delete(address).status_code == 204
    assert key.get(address).status_code == 404
    refused = key.post("subscriptions", {"name": "X", "filter": {"colour": ["red"]}}, format="json")
    assert refused.status_code == 422


def test_a_job_is_stopped_and_done_again(key: Any, catalogue: Any, held_back: None, looker: Any) -> None:
    catalogue(1)
    made = key.post("exports", {"resource": "brands", "format": "csv"}, format="json").json()
    waiting = key.post(f"jobs/{made['job']}/retry")
    assert (waiting.status_code, waiting.json()["code"]) == (409, "not_over")
    assert key.post(f"jobs/{made['job']}/cancel").json()["state"] == "cancelled"
    assert ids(key.get("jobs?state=cancelled")) == [made["job"]]
    assert key.post(f"jobs/{made['job']}/retry").json()["state"] == "queued"
    assert looker.post(f"jobs/{made['job']}/cancel").status_code == 403


def test_a_permit_list_of_ones_own_overrides(key: Any, catalogue: Any) -> None:
    catalogue(2)
    text = "permit-number,winery-owner,wineryname,street,city,state,zip\nNY-I-15066,OWN LLC,OWN,1 ROAD,NY,NY,10001\n"
    sent = {"file": SimpleUploadedFile("own.csv", text.encode()), "list": "importer"}
    loaded = key.post("permits", sent, format="multipart")
    assert loaded.status_code == 201, loaded.content
    assert key.get("importers/NY-I-15066").json()["owner"] == "OWN LLC"
    sent = {"file": SimpleUploadedFile("own.csv", text.encode()), "list": "friends"}
    assert key.post("permits", sent, format="multipart").status_code == 422


def test_names_typed_wrongly_are_found(key: Any) -> None:
    made = key.post("brands", {"name": "CHATEAU MARGAUX"}, format="json").json()
    assert ids(key.get("brands?q=chateau margaux")) == [made["id"]]
