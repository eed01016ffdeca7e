"""How the API knows its caller: a key in a header, or the portal's own session."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, NotFound
from rest_framework.request import Request

from apps.accounts import selectors
from apps.accounts.models import ApiKey
from apps.accounts.services import key_and_role
from apps.core import context
from apps.core.db import connection

SEEN_EVERY = timedelta(minutes=1)


def secret_of(request: Request) -> str:
    """The key a request carries, or nothing."""
    bearer = request.headers.get("Authorization", "")
    if bearer.lower().startswith("bearer "):
        return bearer[7:].strip()
    return request.headers.get("X-API-Key", "").strip()


class ApiKeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer <key>` or `X-API-Key: <key>`."""

    def authenticate(self, request: Request) -> tuple[Any, ApiKey] | None:
        """The key's owner and the key; None when no key was sent."""
        secret = secret_of(request)
        if not secret:
            return None
        found = key_and_role(secret, connection.tenant)
        if found is None:
            raise AuthenticationFailed("The key is wrong, expired or revoked.")
        key, role = found
        actor = selectors.actor_of_key(key, role, connection.tenant)
        if actor is None:
            raise NotFound
        _seen(key)
        request._request.actor = actor  # type: ignore[attr-defined]
        context.set_actor(actor)
        return key.user, key

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return 'Bearer realm="colabase"'


def _seen(key: ApiKey) -> None:
    now = timezone.now()
    if key.last_used_at is None or now - key.last_used_at > SEEN_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)


class PortalSessionAuthentication(SessionAuthentication):
    """The signed-in person of the portal; unsafe methods need the CSRF token."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        """The person and nothing, or None for a stranger. The middleware has set the actor."""
        user = getattr(request._request, "user", None)
        if user is None or not user.is_authenticated or not user.is_active:
            return None
        self.enforce_csrf(request)
        return user, None
