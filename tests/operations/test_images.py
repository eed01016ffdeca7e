"""What can be said about the image and the compose file without running them."""

import re

import pytest
import yaml

from config.env import Environment
from tests.database import ROOT

COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
DOCKERFILE = (ROOT / "docker/Dockerfile").read_text()
ENTRYPOINT = (ROOT / "docker/entrypoint.sh").read_text()
OURS = {name: one for name, one in COMPOSE["services"].items() if one.get("image") == "colabase"}
ROLES = set(re.findall(r"^    ([a-z]+)\)$", ENTRYPOINT, re.MULTILINE))
INSTRUCTIONS = re.findall(r"^([A-Z]+) (.+)$", DOCKERFILE.replace("\\\n", " "), re.MULTILINE)


def test_every_process_and_server_is_there():
    assert set(COMPOSE["services"]) == {"postgres", "valkey", "migrate", "web", "sockets", "worker", "bulk", "beat"}


@pytest.mark.parametrize("name", OURS)
def test_a_service_plays_a_role_the_entrypoint_knows(name):
    assert OURS[name]["command"][0] in ROLES


@pytest.mark.parametrize("name", OURS)
def test_every_variable_is_one_the_program_reads(name):
    assert set(OURS[name]["environment"]) <= set(Environment.model_fields)


@pytest.mark.parametrize("name", sorted(set(COMPOSE["services"]) - {"migrate"}))
def test_a_service_that_stays_has_its_health_checked(name):
    assert "healthcheck" in COMPOSE["services"][name]


def test_the_database_is_new_enough_and_its_data_stays():
    postgres = COMPOSE["services"]["postgres"]
    assert postgres["image"].startswith("postgres:18")
    assert postgres["volumes"] == ["postgres:/var/lib/postgresql"]
    assert set(COMPOSE["volumes"]) == {"postgres", "valkey", "media"}


def test_no_secret_has_a_default():
    text = (ROOT / "compose.yaml").read_text()
    assert re.findall(r"\$\{(?:SECRET_KEY|POSTGRES_PASSWORD):[^?]", text) == []


def test_the_image_is_pinned_hashed_and_runs_as_nobody_special():
    bases = [rest for word, rest in INSTRUCTIONS if word == "FROM"]
    assert all(":" in base and ":latest" not in base for base in bases)
    assert "--require-hashes" in DOCKERFILE
    users = [rest for word, rest in INSTRUCTIONS if word == "USER"]
    assert users == ["colabase"]
    assert not re.search(r"^ADD |apt-get upgrade|sudo ", DOCKERFILE, re.MULTILINE)


def test_what_the_image_copies_is_in_the_repository_and_not_ignored():
    ignored = set((ROOT / ".dockerignore").read_text().split())
    later = {"package.json", "package-lock.json", "tsconfig.json", "vite.config.ts", "static/src", "static/img"}
    for word, rest in INSTRUCTIONS:
        if word == "COPY" and "--from" not in rest:
            for source in [part for part in rest.split() if not part.startswith("--")][:-1]:
                assert source.split("/")[0] not in ignored
                assert (ROOT / source).exists() or source in later, source


def test_the_entrypoint_hands_over_to_its_process():
    assert ENTRYPOINT.startswith("#!/bin/sh\n")
    assert "set -eu" in ENTRYPOINT
    assert ENTRYPOINT.count("exec ") == len(ROLES)


def test_ci_runs_the_same_command_everywhere():
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text())
    job = workflow["jobs"]["run"]
    assert {"run": "bash .ci/run"} in job["steps"]
    assert job["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13"]
