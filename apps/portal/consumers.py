"""The socket of a page: hears what changes in its workspace, and says where its person is.

It is heard from as long as the person belongs there: a look around every few seconds closes it otherwise, and makes
good what no word came of.
"""

import asyncio
import re
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from apps.core.context import Actor
from apps.core.services.live import group, person_group
from apps.portal import news
from apps.portal.socket_questions import NOT_HERE, Question

LOOK_AGAIN = 20
LONGEST = 200
REMEMBERED = 2_000
PLACE = re.compile(r"^(brands|skus|importers|imports|proposals|quarantine):[1-9][0-9]{0,17}$")


class Live(AsyncJsonWebsocketConsumer):
    """Sends {topic, message}; hears {here, doing}: which record the page shows, and whether it is being edited."""

    resource, action = "live", "read"
    room: Any = None
    ask: Question
    actor: Actor | None = None
    watch: asyncio.Task[None] | None = None
    here, doing, cursor = "", "", 0
    is_closed = False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """However it ends, nobody stays behind: a page may close while it is being told something, which ASGI says by an
        OSError before it says that the page has gone."""
        try:
            with suppress(OSError):
                await super().__call__(scope, receive, send)
        finally:
            await self._leave()

    async def connect(self) -> None:
        """Members only. The handshake is always accepted: a refused one cannot carry a code."""
        self.room, self.told = self.scope.get("workspace"), dict[int, None]()
        self.ask = Question(self.scope, self.resource, self.action)
        self.actor = await database_sync_to_async(self.ask.who)()
        await self.accept()
        if self.actor is None:
            await self.close(NOT_HERE)
            return
        for name in self._groups():
            await self.channel_layer.group_add(name, self.channel_name)
        await self._catch_up(self._asked())
        self.watch = asyncio.create_task(self._watch())

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None, **_kwargs: Any) -> None:
        """Whatever is no short JSON is dropped unread."""
        if self.watch is None or text_data is None or len(text_data) > LONGEST:
            return
        with suppress(ValueError):
            await self.receive_json(await self.decode_json(text_data))

    async def receive_json(self, content: Any, **_kwargs: Any) -> None:
        """The page says where it is: a record, or nowhere."""
        here = content.get("here") if isinstance(content, dict) else None
        if not isinstance(here, str) or self.actor is None:
            return
        if here and not (PLACE.match(here) and news.may_hear(self.actor, here)):
            return
        await self._go(here, "edit" if content.get("doing") == "edit" else "see")

    # --- what others tell ----------------------------------------------------------------

    async def live_message(self, event: dict[str, Any]) -> None:
        """Hand on what a service told."""
        await self.send_json({"topic": event["topic"], "message": event["message"]})

    async def live_event(self, event: dict[str, Any]) -> None:
        """A fact has been committed."""
        await self._tell([event["event"]])

    async def live_present(self, event: dict[str, Any]) -> None:
        """Somebody came to this record, or went."""
        if event["place"] == self.here:
            await self._faces()

    async def live_signed_out(self, event: dict[str, Any]) -> None:
        """This person signed out; only sockets of that session close."""
        if event["session"] == self.ask.session_key:
            await self.close(self.ask.SIGNED_OUT)

    # --- what we do ------------------------------------------------------------------------

    async def close(self, code: Any = None, reason: Any = None) -> None:
        """From our side; what would be told after it is not."""
        self.is_closed = True
        await super().close(code, reason)

    async def send_json(self, content: Any, close: Any = False) -> None:
        """To the page, while it is open."""
        if not self.is_closed:
            await super().send_json(content, close)

    async def _leave(self) -> None:
        """The record and the groups."""
        if self.watch is None:
            return
        self.watch.cancel()
        await asyncio.wait([self.watch])
        await self._go("", "")
        for name in self._groups():
            await self.channel_layer.group_discard(name, self.channel_name)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOK_AGAIN)
            actor = await database_sync_to_async(self.ask.who)()
            if actor is None:
                await self.close(await database_sync_to_async(self.ask.why)())
                return
            self.actor = actor
            if self.here:
                await database_sync_to_async(self.ask.enter)(self.here, self.channel_name, self.doing)
                await self._faces()
            await self._catch_up(self.cursor)

    async def _catch_up(self, cursor: int) -> None:
        """Tell what was written since, and where to go on from after a break."""
        found = await database_sync_to_async(self.ask.since)(cursor)
        self.cursor = found.cursor
        if found.is_whole:
            await self._tell(found.events)
        await self.send_json({"topic": "cursor", "message": {"cursor": found.cursor, "whole": found.is_whole}})

    async def _tell(self, events: list[dict[str, Any]]) -> None:
        fresh = [event for event in events if event["id"] not in self.told]
        self.told.update(dict.fromkeys(event["id"] for event in fresh))
        while len(self.told) > REMEMBERED:
            del self.told[next(iter(self.told))]
        if self.actor is not None and (heard := news.for_person(self.actor, fresh)):
            await self.send_json({"topic": "news", "message": {"events": heard}})

    async def _go(self, here: str, doing: str) -> None:
        if (here, doing) == (self.here, self.doing):
            return
        before, self.here, self.doing = self.here, here, doing
        if before and before != here:
            await database_sync_to_async(self.ask.leave)(before, self.channel_name)
            await self._say_who(before)
            await self.channel_layer.group_discard(self._at(before), self.channel_name)
        if here:
            await self.channel_layer.group_add(self._at(here), self.channel_name)
            await database_sync_to_async(self.ask.enter)(here, self.channel_name, doing)
            await self._say_who(here)

    async def _say_who(self, place: str) -> None:
        await self.channel_layer.group_send(self._at(place), {"type": "live.present", "place": place})

    async def _faces(self) -> None:
        people = await database_sync_to_async(self.ask.present)(self.here)
        await self.send_json({"topic": "present", "message": {"here": self.here, "people": people}})

    def _at(self, place: str) -> str:
        return group(self.room.schema_name, f"at.{place.replace(':', '.')}")

    def _groups(self) -> list[str]:
        return [group(self.room.schema_name), person_group(self.actor.user_id or 0)] if self.actor else []

    def _asked(self) -> int:
        """The cursor the page came with; a page without one has seen everything."""
        given = parse_qs(self.scope.get("query_string", b"").decode("latin-1")).get("since", [""])[0]
        return int(given) if given.isdecimal() and len(given) < len(str(2**63)) else -1
