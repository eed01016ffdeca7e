"""The top bar has room for work that comes and goes: on a narrow phone nothing of it runs out of the screen."""

from typing import Any

import pytest

from tests.journeys.test_every_page_is_accessible import NARROW, problems


@pytest.mark.parametrize("width", [NARROW, 390, 1440])
@pytest.mark.parametrize("ready", [False, True])
def test_no_page_is_wider_than_a_narrow_phone_while_a_job_runs(
    as_alice: Any, sign_in: Any, width: int, ready: bool
) -> None:
    work(as_alice.pk, ready=ready)
    page = sign_in("alice@acme.example", at="/t/acme/jobs/", width=width)
    assert page.locator(".bar [data-live=job] summary").count() == 1 + ready
    assert problems(page) == []
    bar = page.locator(".bar").bounding_box()
    for one in page.locator(".bar summary, .bar .end .button, .bar input[type=search]").all():
        assert is_within(one.bounding_box(), bar)


def is_within(box: dict[str, float], outer: dict[str, float]) -> bool:
    """Whether one lies in the other to the pixel."""
    across = outer["x"] <= box["x"] and box["x"] + box["width"] <= outer["x"] + outer["width"]
    return across and outer["y"] <= box["y"] and box["y"] + box["height"] <= outer["y"] + outer["height"]


def work(person: int, *, ready: bool) -> None:
    """A job that runs, and a file that waits to be fetched."""
    from django.utils import timezone

    from apps.brands.models import Export
    from apps.core.models import Job

    Job.objects.create(kind="brands.fill", title="Update", state="running", actor_id=person, actor_name="Alice")
    if ready:
        Export.objects.create(
            resource="brands", format="csv", state="ready", ready_at=timezone.now(), actor_id=person, path="1-a.csv"
        )
