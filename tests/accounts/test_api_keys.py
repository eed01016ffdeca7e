"""A key speaks for one person in one workspace, within its scopes, until it is taken away."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from rest_framework.exceptions import AuthenticationFailed, NotFound
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from apps.accounts.authentication import ApiKeyAuthentication
from apps.accounts.models import ApiKey, Membership
from apps.accounts.permissions import TABLE
from apps.accounts.services import NotAMember, UnknownScope, create_api_key, key_of
from apps.core import policy


@pytest.fixture
def key(acme, bob):
    """A key of Bob's."""
    return create_api_key(workspace=acme, user=bob, scopes=["brands:read"])


def _ask(secret, header="Authorization"):
    value = f"Bearer {secret}" if header == "Authorization" else secret
    request = Request(APIRequestFactory().get("/api/v1/brands", headers={header: value}))
    return ApiKeyAuthentication().authenticate(request), request._request


def test_only_a_salted_hash_is_kept(key):
    row = ApiKey.objects.values().get()
    assert key.secret.startswith(f"cb_{key.row.prefix}_")
    assert not any(key.secret in str(value) or key.secret.split("_", 2)[2] in str(value) for value in row.values())
    assert row["digest"] != row["salt"]


def test_two_keys_of_one_person_differ(acme, bob):
    one, two = (create_api_key(workspace=acme, user=bob, scopes=["*"]) for _ in range(2))
    assert (one.secret, one.row.digest, one.row.salt) != (two.secret, two.row.digest, two.row.salt)


@pytest.mark.parametrize("header", ["Authorization", "X-API-Key"])
def test_a_key_in_its_workspace_is_its_owner(key, in_acme, bob, header):
    (user, row), request = _ask(key.secret, header)
    assert (user, row) == (bob, key.row)
    assert (request.actor.role, request.actor.scopes) == ("analyst", frozenset({"brands:read"}))


def test_no_key_is_no_answer(in_acme):
    assert ApiKeyAuthentication().authenticate(Request(APIRequestFactory().get("/"))) is None


@pytest.mark.parametrize("secret", ["cb_", "cb_x_y", "nonsense", "cb_000000000000_x", "é"])
def test_a_wrong_key_is_refused(in_acme, secret):
    with pytest.raises(AuthenticationFailed):
        _ask(secret)


def test_a_key_with_one_letter_changed_is_refused(key):
    assert key_of(key.secret) == key.row
    assert key_of(key.secret[:-1] + ("a" if key.secret[-1] != "a" else "b")) is None


def test_an_expired_key_is_refused(in_acme, bob):
    past, future = timezone.now() - timedelta(seconds=1), timezone.now() + timedelta(hours=1)
    old = create_api_key(workspace=in_acme, user=bob, scopes=["*"], expires_at=past)
    new = create_api_key(workspace=in_acme, user=bob, scopes=["*"], expires_at=future)
    assert (key_of(old.secret), key_of(new.secret)) == (None, new.row)


def test_a_revoked_key_is_refused(key):
    ApiKey.objects.update(revoked_at=timezone.now())
    assert key_of(key.secret) is None


def test_a_key_of_a_person_no_longer_active_is_refused(key, bob):
    bob.is_active = False
    bob.save()
    assert key_of(key.secret) is None


def test_a_key_of_another_workspace_finds_nothing_here(key, in_globex):
    with pytest.raises(NotFound):
        _ask(key.secret)


def test_a_key_outside_any_workspace_finds_nothing(key):
    connection.set_schema_to_public()
    with pytest.raises(NotFound):
        _ask(key.secret)


@pytest.mark.parametrize("end", ["suspended", "gone"])
def test_a_key_whose_owner_left_finds_nothing(key, in_acme, bob, end):
    place = Membership.objects.filter(user=bob)
    place.update(suspended_at=timezone.now()) if end == "suspended" else place.delete()
    with pytest.raises(NotFound):
        _ask(key.secret)


def test_use_is_noted_once_a_minute(key, in_acme, django_assert_max_num_queries):
    _ask(key.secret)
    assert ApiKey.objects.get().last_used_at is not None
    with django_assert_max_num_queries(2):
        _ask(key.secret)


def test_a_stranger_gets_no_key(acme, stranger):
    with pytest.raises(NotAMember):
        create_api_key(workspace=acme, user=stranger, scopes=["*"])


@pytest.mark.parametrize("scopes", [[], ["brands:fly"], ["nothing"], ["*", "nothing"]])
def test_a_scope_that_names_nothing_is_refused(acme, bob, scopes):
    with pytest.raises(UnknownScope):
        create_api_key(workspace=acme, user=bob, scopes=scopes)


@pytest.mark.parametrize(
    ("scopes", "resource", "action", "allowed"),
    [
        (["*"], "brands", "update", True),
        (["read"], "brands", "read", True),
        (["read"], "brands", "update", False),
        (["write"], "brands", "update", True),
        (["brands"], "brands", "update", True),
        (["brands"], "skus", "read", False),
        (["brands:read"], "brands", "read", True),
        (["brands:read"], "brands", "update", False),
        (["brands:update"], "brands", "update", True),
        (["brands:update"], "brands", "read", False),
        (["brands:write"], "brands", "read", True),
        (["imports:create"], "imports", "create", True),
        (["*"], "brands", "delete", False),
    ],
)
def test_a_key_may_do_what_both_its_scopes_and_its_owners_role_allow(  # noqa: PLR0917
    in_acme, bob, scopes, resource, action, allowed
):
    made = create_api_key(workspace=in_acme, user=bob, scopes=scopes)
    _answer, request = _ask(made.secret)
    assert policy.allows(request.actor, resource, action) is allowed


def test_every_resource_can_at_least_be_read_by_an_admin():
    assert all("read" in actions for actions in TABLE.values())


def test_asking_about_a_right_nobody_knows_is_an_error(rows):
    from apps.core.context import SYSTEM

    with pytest.raises(policy.UnknownPermission):
        policy.allows(SYSTEM, "brands", "fly")
