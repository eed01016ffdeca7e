"""The API does what docs/openapi.yaml says, whatever it is sent. A longer run: see schemathesis.toml."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.clients import KeyClient
from tests.live import served

ROOT = Path(__file__).resolve().parents[2]
BOUNDED = (
    "--max-examples=2",
    "--seed=1",
    "--phases=examples,fuzzing",
    "--generation-database=none",
    "--no-color",
    "--warnings=off",
)


@pytest.mark.no_cover
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
