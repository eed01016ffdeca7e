"""`/metrics` answers this machine or whoever has the token, on the public host."""

from typing import Any

from django.test import Client


def test_it_counts_requests_by_route(rows: None, key: Any) -> None:
    key.get("brands")
    text = Client().get("/metrics", headers={"host": "localhost"}).content.decode()
    assert 'colabase_requests_total{method="GET",route="api/v1/brands",status="200"}' in text
    assert "colabase_request_seconds_bucket" in text


def test_it_tells_what_waits(rows: None, key: Any) -> None:
    assert "# HELP colabase_deliveries" in Client().get("/metrics").content.decode()


def test_it_is_not_at_a_workspaces_address(rows: None, acme: Any) -> None:
    assert Client().get("/metrics", headers={"host": "acme.app.localhost"}).status_code == 404


def test_it_asks_for_the_token_when_there_is_one(rows: None, settings: Any) -> None:
    settings.COLABASE_METRICS_TOKEN = "secret"
    assert Client().get("/metrics").status_code == 401
    assert Client().get("/metrics", headers={"authorization": "Bearer secret"}).status_code == 200


def test_it_is_not_for_strangers_from_elsewhere(rows: None) -> None:
    assert Client(REMOTE_ADDR="203.0.113.9").get("/metrics").status_code == 401
