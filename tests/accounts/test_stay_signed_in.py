"""A session, from one page to the next."""

from typing import Any

from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from apps.accounts.models import User


def test_a_session_says_who_it_is(alice: User, acme: Any, client: Client) -> None:
    client.force_login(alice)
    assert client.get("/t/acme/brands/").status_code == 200


def test_one_that_is_over_or_gone_says_nobody(alice: User, acme: Any, client: Client) -> None:
    client.force_login(alice)
    Session.objects.update(expire_date=timezone.now())
    assert client.get("/t/acme/brands/").status_code == 302
    client.force_login(alice)
    Session.objects.all().delete()
    assert client.get("/t/acme/brands/").status_code == 302


def test_a_person_who_may_no_longer_sign_in_is_out_at_once(alice: User, acme: Any, client: Client) -> None:
    client.force_login(alice)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert client.get("/t/acme/brands/").status_code == 302


def test_sessions_from_before_our_own_way_of_finding_people_still_work(alice: User, acme: Any, client: Client) -> None:
    client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/t/acme/brands/").status_code == 200
