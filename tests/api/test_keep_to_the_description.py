"""The API does what docs/openapi.yaml says, whatever it is sent. A longer run: see schemathesis.toml."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import yaml
from django.db import connection
from jsonschema import Draft202012Validator

from tests.clients import KeyClient
from tests.live import served

ROOT = Path(__file__).resolve().parents[2]
NAMED = {"tags": {}, "lists": {"kind": "brands"}, "views": {"list": "brands"}, "routes": {}}
BOUNDED = (
    "--max-examples=2",
    "--seed=1",
    "--phases=examples,fuzzing",
    "--generation-database=none",
    "--no-color",
    "--warnings=off",
)


def described() -> dict[str, Any]:
    """The committed description; the C parser reads it in a quarter of the time."""
    return dict(yaml.load((ROOT / "docs/openapi.yaml").read_text(), yaml.CSafeLoader))


@pytest.mark.unmeasured
@pytest.mark.commits
def test_every_operation_answers_as_described(key: KeyClient, catalogue: Callable[..., Any], own_media: Any) -> None:
    from config.wsgi import application

    catalogue(3)
    connection.set_schema_to_public()
    program = str(Path(sys.executable).with_name("schemathesis"))
    with served(application) as address:
        done = subprocess.run(
            [
                program,
                "run",
                "docs/openapi.yaml",
                f"--url={address}",
                f"--header=Authorization: Bearer {key.secret}",
                f"--header=X-Tenant: {key.slug}",
                *BOUNDED,
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=300,
        )
    assert done.returncode == 0, "\n".join(line[:300] for line in done.stdout.splitlines())


def test_a_method_nobody_knows_is_refused(key: KeyClient) -> None:
    for method in ("TRACE", "QUERY", "PUT"):
        response = key.generic(method, "brands")
        assert (response.status_code, response.json()["code"]) == (405, "method_not_allowed")
        assert "GET" in response["Allow"]


def test_no_body_breaks_it(key: KeyClient) -> None:
    bodies = [("change-sets/1/undo", {"choice": {}}), ("subscriptions", {"name": {}}), ("exports", {"resource": []})]
    for address, body in bodies:
        assert key.post(address, body, format="json").status_code == 422
    huge = key.post("brands", {"name": 10**30}, format="json", headers={"Idempotency-Key": "huge"})
    assert huge.status_code == 422


def test_nothing_is_found_without_a_page_of_the_portal(client: Any, acme: Any) -> None:
    response = client.post("/t/acme/api/v1/nowhere")
    assert (response.status_code, response.headers["Content-Type"]) == (404, "application/problem+json")


def test_the_description_says_what_is_refused(key: KeyClient) -> None:
    paths = described()["paths"]

    def body(path: str) -> dict[str, Any]:
        found = paths[f"/api/v1/{path}"]["post"]["requestBody"]["content"]["application/json"]["schema"]
        return dict(found["properties"])

    shown = {one["name"] for one in paths["/api/v1/brands/facets"]["get"]["parameters"]}
    assert "origin" in shown
    assert not shown & {"sort", "fields", "limit", "cursor", "count"}
    assert body("merges")["survivor_id"]["minimum"] == 1
    assert key.post("merges", {"survivor_id": 0, "absorbed_ids": [1]}, format="json").status_code == 422
    assert body("merges")["absorbed_ids"]["minItems"] == 1
    assert key.post("merges", {"survivor_id": 1, "absorbed_ids": []}, format="json").status_code == 422
    assert body("tags")["name"]["maxLength"] == 60
    assert key.post("tags", {"name": "x" * 61}, format="json").status_code == 422
    assert body("policies/simulate")["rules"]["additionalProperties"] is False
    assert key.post("policies/simulate", {"rules": {"no_such": 1}}, format="json").status_code == 422
    assert body("routes")["sla_hours"] == {"type": "integer", "minimum": 1, "maximum": 8760}
    assert key.post("routes", {"name": "Slow", "sla_hours": 0}, format="json").status_code == 422


def test_what_is_not_as_described_is_refused_and_breaks_nothing(key: KeyClient) -> None:
    refused: list[tuple[str, Any]] = [
        ("routes", {"name": "West", "escalate_to_id": {}}),
        ("routes", {"name": "West", "role": {}}),
        ("subscriptions", {"name": "\x00"}),
        ("subscriptions", {"name": "x" * 121}),
        ("subscriptions", {"name": "West", "filter": {"family": ["\x00"]}}),
        ("exports", {"resource": "brands", "format": "csv", "sort": {}}),
        ("brands/tags", {"ids": [1], "remove": {}}),
        ("lists", {"kind": "brands", "name": "West", "description": {}}),
        ("merges/undo-many", {"ids": []}),
        ("match", {"name": "\x00"}),
        ("models/use", {}),
        ("pastes", {"values": ["x" * 501]}),
        *[(address, {"name": "\u200b\u200b", **more}) for address, more in NAMED.items()],
    ]
    for address, body in refused:
        assert key.post(address, body, format="json").status_code == 422, (address, body)
    nothing = key.generic("POST", "routes/apply", "null", content_type="application/json")
    assert nothing.status_code == 422


@pytest.mark.commits
def test_a_body_that_is_too_large_is_heard_out_and_told_why(key: KeyClient) -> None:
    from config.wsgi import application

    connection.set_schema_to_public()
    headers = {"Authorization": f"Bearer {key.secret}", "X-Tenant": key.slug, "Content-Type": "application/json"}
    body = b'{"values": ["' + b"x" * 10_000_000 + b'"]}'
    with served(application) as address, pytest.raises(HTTPError) as refused:
        urlopen(Request(f"{address}/api/v1/pastes", data=body, headers=headers, method="POST"), timeout=20)
    told = json.loads(refused.value.read())
    assert (told["status"], told["code"], told["detail"]) == (
        413,
        "too_large",
        "At most 5 MB are taken. Send it in parts.",
    )


def test_a_whole_number_is_one_in_any_writing(key: KeyClient, catalogue: Callable[..., Any]) -> None:
    first = catalogue(1)[0]
    response = key.post("brands/tags", {"ids": [float(first.pk)], "add": ["West"]}, format="json")
    assert (response.status_code, response.json()) == (200, {"changed": 1})


def test_a_bulk_act_is_described_as_it_is_taken(key: KeyClient, catalogue: Callable[..., Any]) -> None:
    catalogue(2)
    document = described()
    schema = document["paths"]["/api/v1/bulk/preview"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    judge = Draft202012Validator({**schema, "components": document["components"]})
    bodies: list[tuple[int, dict[str, Any]]] = [
        (201, {"resource": "brands", "act": "archive", "filter": {"sku_count__from": ["1"], "archived": False}}),
        (201, {"resource": "skus", "act": "edit", "values": {"status": "x"}, "filter": {"origin": "51"}}),
        (422, {"resource": "brands", "act": "archive", "filter": {}, "ids": [1]}),
        (422, {"resource": "brands", "act": "archive", "filter": {"nonsense": ["1"]}}),
        (422, {"resource": "brands", "act": "archive", "filter": {"sku_count": ["many"]}}),
        (422, {"resource": "skus", "act": "tag", "values": {"tag": "West"}, "filter": {}}),
        (422, {"resource": "importers", "act": "archive", "filter": {}}),
        (201, {"resource": "brands", "act": "tag", "values": {"tag": "West"}, "filter": {}}),
        (201, {"resource": "brands", "act": "add_to_list", "values": {"list": "To call"}, "filter": {}}),
        (422, {"resource": "brands", "act": "add_to_list", "values": {"list": ""}, "filter": {}}),
        (422, {"resource": "brands", "act": "edit", "values": {}, "filter": {}}),
        (422, {"resource": "brands", "act": "archive", "values": {"website": None}, "filter": {}}),
    ]
    for status, body in bodies:
        assert key.post("bulk/preview", body, format="json").status_code == status, body
        assert judge.is_valid(body) is (status == 201), body
