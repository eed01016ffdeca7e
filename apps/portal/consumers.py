"""The socket of a page: hears what changes in its workspace, as long as its person belongs there."""

import asyncio
from contextlib import suppress
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from apps.accounts.selectors import actor_of
from apps.core import policy
from apps.core.services.live import group
from apps.tenants import selectors

NOT_HERE = 4404
LOOK_AGAIN = 60


class Live(AsyncJsonWebsocketConsumer):
    """Sends {topic, message}; listens to nothing but its own closing."""

    resource, action = "live", "read"
    room: Any = None
    watch: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        """Members only. The handshake is always accepted: a refused one cannot carry a code."""
        self.room = self.scope.get("workspace")
        if not await self._belongs():
            await self.accept()
            await self.close(NOT_HERE)
            return
        await self.channel_layer.group_add(group(self.room.schema_name), self.channel_name)
        await self.accept()
        self.watch = asyncio.create_task(self._watch())

    async def disconnect(self, code: int) -> None:
        """Leave the group."""
        if self.watch is not None:
            self.watch.cancel()
            with suppress(asyncio.CancelledError):
                await self.watch
            await self.channel_layer.group_discard(group(self.room.schema_name), self.channel_name)

    async def receive_json(self, content: Any, **_kwargs: Any) -> None:
        """Pages have nothing to say here."""

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None, **_kwargs: Any) -> None:
        """Whatever arrives is dropped unread."""

    async def live_message(self, event: dict[str, Any]) -> None:
        """Hand on what a service told."""
        await self.send_json({"topic": event["topic"], "message": event["message"]})

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOK_AGAIN)
            if not await self._belongs():
                await self.close(NOT_HERE)
                return

    @database_sync_to_async
    def _belongs(self) -> bool:
        """Whether the person is, right now, a member of an open workspace."""
        user = self.scope.get("user")
        if self.room is None or user is None or not user.is_authenticated:
            return False
        user.refresh_from_db(fields=["is_active"])
        room = selectors.workspace(self.room.slug)
        if room is None or selectors.why_closed(room) or not user.is_active:
            return False
        actor = actor_of(user, room)
        return actor.role is not None and policy.allows(actor, self.resource, self.action)
