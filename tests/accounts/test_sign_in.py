"""A person signs in with e-mail and password, at a workspace or at the public address."""

import pytest

from tests.clients import Browser
from tests.factories import cast


def _form(user, password=cast.PASSWORD):
    return {"login": user.email, "password": password}


def test_a_member_signs_in_at_a_workspace_and_comes_to_its_start_page(acme, alice):
    answer = Browser(acme).post("/accounts/login/", _form(alice))
    assert (answer.status_code, "_auth_user_id" in answer.client.session) == (302, True)


def test_a_wrong_password_is_refused(acme, alice):
    answer = Browser(acme).post("/accounts/login/", _form(alice, "wrong password"))
    assert (answer.status_code, "_auth_user_id" in answer.client.session) == (200, False)


def test_the_address_is_found_in_any_case(acme, alice):
    answer = Browser(acme).post("/accounts/login/", {"login": alice.email.upper(), "password": cast.PASSWORD})
    assert answer.status_code == 302


def test_a_person_who_is_no_longer_active_does_not_get_in(acme, alice):
    alice.is_active = False
    alice.save()
    answer = Browser(acme).post("/accounts/login/", _form(alice))
    assert "_auth_user_id" not in answer.client.session


def test_nobody_can_sign_up(client, rows):
    body = {"email": "new@acme.example", "password1": cast.PASSWORD}
    client.post("/accounts/signup/", body)
    from apps.accounts.models import User

    assert not User.objects.filter(email="new@acme.example").exists()


def test_a_member_who_is_signed_in_sees_public_pages(client, alice):
    client.force_login(alice)
    assert client.get("/accounts/password/change/").status_code == 200


@pytest.mark.parametrize("name", ["stranger", "mallory"])
def test_who_belongs_elsewhere_has_no_role_here(request, acme, name):
    from apps.accounts.selectors import actor_of

    assert actor_of(request.getfixturevalue(name), acme).role is None
