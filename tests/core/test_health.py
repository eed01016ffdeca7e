"""A balancer asks, on any host, whether the process lives and can work."""

import pytest


@pytest.mark.parametrize("path", ["/health/live", "/live", "/health/ready", "/ready", "/health"])
def test_a_probe_is_answered_on_any_host(client, rows, path):
    answer = client.get(path, headers={"host": "10.0.0.7"})
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")


def test_a_database_that_is_away_makes_it_unready_but_not_dead(client, rows, monkeypatch):
    from apps.core import health

    def away():
        raise ConnectionError

    monkeypatch.setitem(health.READY_CHECKS, "database", away)
    assert client.get("/health/ready").status_code == 503
    assert client.get("/health/live").status_code == 200
