"""Who a session belongs to, read by one statement by hand: every page asks for it."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from apps.accounts.models import User
from apps.core.sql import comma, fetch, table

FIELDS = [field.attname for field in User._meta.concrete_fields]
PERSON = f"SELECT {comma(FIELDS)} FROM {table(User)} WHERE id = %s"


class SignedIn(AuthenticationBackend):
    """Signs in as allauth does, and finds the person of a session again."""

    def get_user(self, user_id: Any) -> User | None:
        """The person, or None for one who is gone or may not sign in."""
        rows = fetch(PERSON, [user_id])
        if not rows:
            return None
        user = User.from_db("default", FIELDS, rows[0])
        return user if self.user_can_authenticate(user) else None
