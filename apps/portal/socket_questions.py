"""What a socket asks the database and Valkey, in its workspace. Called from threads."""

from typing import Any

from django_tenants.utils import tenant_context

from apps.accounts.selectors import actor_of
from apps.core import policy
from apps.core.context import Actor
from apps.core.selectors import events
from apps.core.services import presence
from apps.tenants import selectors

NOT_HERE = 4404


class Question:
    """The questions of one socket: who is this, what is new, who is here."""

    SIGNED_OUT = 4401

    def __init__(self, scope: dict[str, Any], resource: str, action: str) -> None:
        self.user, self.room, self.session = scope.get("user"), scope.get("workspace"), scope.get("session")
        self.resource, self.action = resource, action
        self.session_key = getattr(self.session, "session_key", None)

    def who(self) -> Actor | None:
        """The person, if they are signed in and a member of an open workspace right now."""
        if self.room is None or self.user is None or not self.user.is_authenticated or self._session_ended():
            return None
        self.user.refresh_from_db(fields=["is_active", "picture"])
        room = selectors.workspace(self.room.slug)
        if room is None or selectors.why_closed(room) or not self.user.is_active:
            return None
        actor = actor_of(self.user, room)
        return actor if actor.role is not None and policy.allows(actor, self.resource, self.action) else None

    def why(self) -> int:
        """The code to close with when `who` is nobody any more."""
        return self.SIGNED_OUT if self._session_ended() else NOT_HERE

    def _session_ended(self) -> bool:
        return bool(self.session_key) and not self.session.exists(self.session_key)  # type: ignore[union-attr]

    def since(self, cursor: int) -> events.News:
        """What is new; a negative cursor asks for nothing but the place to go on from."""
        with tenant_context(self.room):
            return events.News(events.cursor_now()) if cursor < 0 else events.since(cursor)

    def enter(self, place: str, socket: str, doing: str) -> None:
        """This person is at a record."""
        user: Any = self.user
        who = {"id": user.pk, "name": str(user), "doing": doing, "picture": user.picture}
        presence.enter(self.room.schema_name, place, socket=socket, who=who)  # type: ignore[union-attr]

    def leave(self, place: str, socket: str) -> None:
        """This person has left a record."""
        presence.leave(self.room.schema_name, place, socket=socket)  # type: ignore[union-attr]

    def present(self, place: str) -> list[dict[str, Any]]:
        """The others at a record."""
        found = presence.present(self.room.schema_name, place)  # type: ignore[union-attr]
        return [one for one in found if one["id"] != self.user.pk]  # type: ignore[union-attr]
