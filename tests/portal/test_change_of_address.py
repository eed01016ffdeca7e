"""Another e-mail address: asked for with the password, confirmed by the link sent to it, by the one who asked."""

import re
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from apps.accounts import selectors, services
from tests.factories.cast import PASSWORD

NEW = "alice.new@acme.example"


@pytest.fixture(autouse=True)
def _asked_nothing_yet() -> None:
    """How often somebody asked is kept in the cache."""
    cache.clear()


def ask(browser: Any, email: str = NEW, password: str = PASSWORD) -> Any:
    return browser.post("/profile/email/ask/", {"email": email, "password": password})


def link_in(letter: Any) -> str:
    found = re.search(r"http://[^/]+/t/acme(\S+)", letter.body)
    assert found
    return found[1]


def letters_to(address: str) -> list[Any]:
    return [one for one in mail.outbox if one.to == [address]]


def test_the_address_changes_when_the_link_is_opened(seen: Any, alice: Any) -> None:
    old = alice.email
    assert ask(seen).status_code == 302
    assert "Confirm your new e-mail address" in letters_to(NEW)[0].subject
    assert NEW in letters_to(old)[0].body
    assert f"{NEW} waits to be confirmed" in seen.get("/profile/").content.decode()
    alice.refresh_from_db()
    assert alice.email == old
    link = link_in(letters_to(NEW)[0])
    assert NEW in seen.get(link).content.decode()
    alice.refresh_from_db()
    assert alice.email == old  # to look changes nothing
    assert seen.post(link)["Location"] == "/t/acme/profile/"
    alice.refresh_from_db()
    assert alice.email == NEW
    page = seen.get("/profile/").content.decode()  # still signed in
    assert f"You sign in with {NEW} from now on." in page
    assert "waits to be confirmed" not in page
    assert "changed" in letters_to(old)[-1].subject


def test_one_signs_in_with_the_new_address_alone(seen: Any, alice: Any, client: Any) -> None:
    old = alice.email
    ask(seen)
    assert client.post("/accounts/login/", {"login": NEW, "password": PASSWORD}).status_code == 200
    seen.post(link_in(letters_to(NEW)[0]))
    assert client.post("/accounts/login/", {"login": old, "password": PASSWORD}).status_code == 200
    assert client.post("/accounts/login/", {"login": NEW, "password": PASSWORD}).status_code == 302


def test_keys_stay_good(seen: Any, alice: Any, acme: Any) -> None:
    key = services.create_api_key(workspace=acme, user=alice, scopes=["read"])
    ask(seen)
    seen.post(link_in(letters_to(NEW)[0]))
    assert services.key_of(key.secret) is not None


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ("password", {"email": NEW, "password": "not my password"}),
        ("email", {"email": "no address", "password": PASSWORD}),
        ("email", {"email": "ALICE@acme.example", "password": PASSWORD}),
        ("email", {"password": PASSWORD}),
    ],
)
def test_what_cannot_be_is_refused_beside_the_field(field: str, sent: dict[str, str], seen: Any, alice: Any) -> None:
    answer = seen.post("/profile/email/ask/", sent)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not mail.outbox
    assert not selectors.email_wanted(alice)


def test_a_taken_address_is_told_to_its_owner_alone(seen: Any, alice: Any, bob: Any) -> None:
    free = ask(seen)
    shown = seen.get("/profile/").content.decode().replace(NEW, "…")
    taken = ask(seen, bob.email.upper())
    assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])
    assert seen.get("/profile/").content.decode().count("waits to be confirmed") == shown.count("waits to be confirmed")
    assert "in use already" in letters_to(bob.email)[0].subject
    assert "http" not in letters_to(bob.email)[0].body
    seen.post("/profile/email/again/")
    assert "in use already" in letters_to(bob.email)[1].subject


def test_an_address_taken_meanwhile_ends_clearly(seen: Any, alice: Any, bob: Any) -> None:
    ask(seen)
    bob.email = NEW
    bob.save()
    answer = seen.post(link_in(letters_to(NEW)[0]))
    assert (answer.status_code, "belongs to another account by now" in answer.content.decode()) == (410, True)


def test_it_can_be_sent_again_and_cancelled(seen: Any, alice: Any) -> None:
    ask(seen)
    seen.post("/profile/email/again/")
    first, second = letters_to(NEW)
    assert seen.get(link_in(first)).status_code == 200
    seen.post("/profile/email/cancel/")
    answer = seen.post(link_in(second))
    assert (answer.status_code, "used, cancelled" in answer.content.decode()) == (410, True)
    assert not selectors.email_wanted(alice)


def test_a_later_wish_ends_the_link_of_before(seen: Any, alice: Any) -> None:
    ask(seen)
    ask(seen, "alice.third@acme.example")
    assert seen.post(link_in(letters_to(NEW)[0])).status_code == 410


def test_a_used_link_ends_clearly(seen: Any, alice: Any) -> None:
    ask(seen)
    link = link_in(letters_to(NEW)[0])
    seen.post(link)
    assert "used, cancelled" in seen.get(link).content.decode()


def test_a_tampered_link_ends_clearly(seen: Any) -> None:
    ask(seen)
    link = link_in(letters_to(NEW)[0])
    answer = seen.post(link[:-4] + "abc/")
    assert (answer.status_code, "not whole" in answer.content.decode()) == (410, True)


def test_an_expired_link_ends_clearly(seen: Any, alice: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(seen)
    link = link_in(letters_to(NEW)[0])
    monkeypatch.setattr(services, "LINK_DAYS", -1)
    answer = seen.post(link)
    assert (answer.status_code, "too old" in answer.content.decode()) == (410, True)


def test_only_who_asked_can_use_the_link(seen: Any, alice: Any, bob: Any, acme: Any, portal: Any) -> None:
    ask(seen)
    link = link_in(letters_to(NEW)[0])
    answer = portal(bob, acme).post(link)
    assert (answer.status_code, "another account" in answer.content.decode()) == (410, True)
    assert NEW not in answer.content.decode()
    away = Client().get(f"/t/acme{link}")
    assert away["Location"].startswith("/t/acme/accounts/login/?next=/t/acme/profile/email/link/")
    alice.refresh_from_db()
    assert alice.email != NEW


def test_nobody_sends_letters_without_end(seen: Any) -> None:
    answers = [ask(seen, f"alice{n}@acme.example").status_code for n in range(11)]
    assert answers == [302] * 10 + [429]
    assert seen.post("/profile/email/again/").status_code == 429


def test_a_mail_server_that_is_away_is_said(seen: Any, settings: Any) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1", 9,
    )  # fmt: skip
    ask(seen)
    page = seen.get("/profile/").content.decode()
    assert "could not be sent now" in page
    assert f"{NEW} waits to be confirmed" in page


@pytest.mark.parametrize("path", ["email/", "confirm-email/", "confirm-email/abc/"])
def test_there_is_no_other_way_to_an_address(path: str, alice: Any, client: Any) -> None:
    client.force_login(alice)
    assert client.get(f"/accounts/{path}").status_code == 404
