"""Sessions as Django keeps them in the database, read by one statement by hand: every page asks for one."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from apps.core.sql import fetch, table

DATA = f"SELECT session_data FROM {table(Session)} WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """Named by `SESSION_ENGINE`; writing is Django's."""

    def load(self) -> dict[str, Any]:
        """What the session holds; a session that is gone or over holds nothing and loses its key."""
        rows = fetch(DATA, [self.session_key, timezone.now()])
        if not rows:
            self._session_key = None
            return {}
        return self.decode(rows[0][0])
