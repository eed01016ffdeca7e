"""What the Python client does when the service is busy or something between answers; no server is needed."""

from pathlib import Path
from typing import Any

import httpx
import pytest


class Busy(httpx.BaseTransport):
    """Says 503, then 429, then answers; remembers what it was asked."""

    def __init__(self, *statuses: int) -> None:
        self.statuses, self.asked = list(statuses), list[httpx.Request]()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Next in the list; then a job."""
        self.asked.append(request)
        if self.statuses:
            return httpx.Response(self.statuses.pop(0), headers={"Retry-After": "0"}, json={"code": "rate_limited"})
        return httpx.Response(200, json={"results": [], "next": None, "previous": None})


def client(**more: Any) -> Any:
    """A client of a service that is not there."""
    from colabase_client import Colabase

    return Colabase("http://nowhere.example", key="cb_x", **more)


def test_a_busy_service_is_asked_again(client_code: Path) -> None:
    from colabase_client import RateLimited

    patient = client(transport=(busy := Busy(503, 429)))
    assert patient.brands.page().results == []
    assert len(busy.asked) == 3
    hasty = client(tries=2, transport=Busy(429, 429))
    with pytest.raises(RateLimited) as refused:
        hasty.brands.page()
    assert refused.value.retry_after == 0


def test_a_post_is_tried_again_with_the_same_key(client_code: Path) -> None:
    caller = client(transport=(busy := Busy(503)))
    with pytest.raises(KeyError):  # the answer of this transport is no job
        caller.jobs.retry(1)
    assert len({request.headers["Idempotency-Key"] for request in busy.asked}) == 1
    assert len(busy.asked) == 2


def test_a_proxys_page_is_an_error_too(client_code: Path) -> None:
    from colabase_client import Unavailable

    def down(request: httpx.Request) -> httpx.Response:
        return httpx.Response(502, text="<h1>Bad gateway</h1>")

    with pytest.raises(Unavailable, match="Bad gateway"):
        client(transport=httpx.MockTransport(down)).brands.page()
