"""The profile: kept per person, honoured on every page, refused where it makes no sense."""

from typing import Any

import pytest

GOOD = {
    "name": "Alice Doe", "language": "", "time_zone": "America/New_York", "theme": "dark", "density": "roomy",
    "page_size": "25", "start_page": "brands", "keys": "off",
}  # fmt: skip


def test_it_is_kept_with_the_person_not_the_browser(alice: Any, acme: Any, seen: Any, portal: Any) -> None:
    assert seen.post("/profile/", GOOD)["Location"] == "/t/acme/profile/"
    page = portal(alice, acme).get("/").content.decode()
    assert 'data-theme="dark"' in page
    assert 'data-density="roomy"' in page
    assert 'data-keys="off"' in page
    assert "Alice Doe" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time_zone", "Mars/Olympus"),
        ("language", "xx"),
        ("theme", "pink"),
        ("page_size", "10000"),
        ("start_page", "https://evil.example/"),
        ("keys", ""),
        ("name", "x" * 200),
    ],
)
def test_what_makes_no_sense_is_refused_beside_the_field(field: str, value: str, alice: Any, seen: Any) -> None:
    answer = seen.post("/profile/", GOOD | {field: value})
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    alice.refresh_from_db()
    assert alice.name == "Alice"


def test_lists_are_as_long_as_one_likes(imported: Any, seen: Any) -> None:
    assert seen.get("/skus/").content.decode().count("<tr") == 40  # 39 and the head
    seen.post("/profile/", GOOD)
    assert seen.get("/skus/").content.decode().count("<tr") == 26


def test_moments_are_in_the_persons_time_zone(imported: Any, alice: Any, seen: Any) -> None:
    from datetime import UTC, datetime

    from apps.brands.models import Import

    Import.objects.update(created_at=datetime(2026, 1, 2, 3, 4, tzinfo=UTC))
    assert "Jan. 2, 2026" in seen.get("/imports/").content.decode()
    seen.post("/profile/", GOOD)
    assert "Jan. 1, 2026, 10:04 p.m." in seen.get("/imports/").content.decode()


def test_sign_in_leads_to_the_page_one_begins_with(client: Any, acme: Any, alice: Any) -> None:
    from tests.factories.cast import PASSWORD

    alice.start_page = "skus"
    alice.save()
    sent = {"login": alice.email, "password": PASSWORD}
    assert client.post("/t/acme/accounts/login/", sent)["Location"] == "/t/acme/skus/"
    assert client.get("/")["Location"] == "/t/acme/skus/"


def test_the_menu_keeps_a_choice_with_the_person(alice: Any, acme: Any, seen: Any, portal: Any) -> None:
    seen.post("/preferences/", {"theme": "dark", "next": "/t/acme/"})
    assert 'data-theme="dark"' in portal(alice, acme).get("/").content.decode()
    seen.post("/preferences/", {"theme": "plaid", "next": "/t/acme/"})
    assert 'data-theme="dark"' in portal(alice, acme).get("/").content.decode()
