"""One sign-in serves all workspaces under the base domain; elsewhere cookies stay with their host."""

import pytest
from django.conf import settings

from tests.factories import cast


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("app.localhost", "app.localhost"),
        ("acme.app.localhost:8000", "app.localhost"),
        ("127.0.0.1:8000", ""),
        ("localhost", ""),
    ],
)
def test_the_domain_of_session_and_token_follows_the_host(client, alice, host, domain):
    form = {"login": alice.email, "password": cast.PASSWORD}
    client.get("/accounts/login/", headers={"host": host})
    answer = client.post("/accounts/login/", form, headers={"host": host})
    assert answer.status_code == 302
    assert answer.cookies[settings.SESSION_COOKIE_NAME]["domain"] == domain
    assert answer.cookies[settings.CSRF_COOKIE_NAME]["domain"] == domain


def test_at_an_address_by_path_the_cookie_stays_with_the_host(client, alice):
    form = {"login": alice.email, "password": cast.PASSWORD}
    answer = client.post("/t/acme/accounts/login/", form, headers={"host": "127.0.0.1"})
    assert answer.cookies[settings.SESSION_COOKIE_NAME]["domain"] == ""
