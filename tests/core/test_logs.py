"""Every log line, in web and worker, says which request, workspace, person and job it is about."""

import io
import json
import logging

import pytest
import structlog

from apps.core.jobs import job
from apps.core.logs import formatter
from apps.core.models import Delivery
from apps.core.services import jobs, outbox


@pytest.fixture
def lines():
    """What is logged as JSON, parsed."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter("json"))
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(before)


def test_a_line_in_a_request_names_request_workspace_and_person(acme, bob, portal, lines):
    portal(bob, acme).get("/no-such-page/", headers={"X-Request-ID": "request-0001"})
    line = next(one for one in lines() if one["logger"] == "django.request")
    assert (line["request_id"], line["tenant"], line["user_id"]) == ("request-0001", "w_acme", bob.pk)


def test_a_line_in_a_job_names_the_job_the_workspace_the_person_and_the_request(in_acme, as_alice, kinds, lines):
    from apps.core import context

    def speak(run):
        logging.getLogger("test").info("hello")
        structlog.get_logger("test").info("hello_again")
        return {}

    job("test.speak", resource="jobs", action="update")(speak)
    with context.acting(request_id="request-0002"):
        row = jobs.enqueue("test.speak", title="", args={})
        outbox.send(Delivery.objects.get())
    found = [one for one in lines() if one["logger"] == "test"]
    assert len(found) == 2
    for line in found:
        assert (line["job_id"], line["tenant"], line["user_id"]) == (row.pk, "w_acme", as_alice.pk)
        assert line["request_id"] == "request-0002"
        assert line["task_id"]
    assert structlog.contextvars.get_contextvars().get("task_id") is None


def test_an_answer_carries_the_id_of_its_request(client, rows):
    assert len(client.get("/health/live")["X-Request-ID"]) == 32
    assert client.get("/health/live", headers={"X-Request-ID": "mine-1234"})["X-Request-ID"] == "mine-1234"
    assert client.get("/health/live", headers={"X-Request-ID": "<b>\n"})["X-Request-ID"] != "<b>"
