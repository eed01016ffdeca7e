"""Sockets: members hear their workspace, nobody else hears anything."""

import json
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from channels.layers import get_channel_layer
from django.contrib.auth.models import AnonymousUser

from apps.core.services.live import group
from apps.portal import consumers

pytestmark = pytest.mark.commits


class Line(ApplicationCommunicator):
    """A socket of one person to one workspace, as it comes out of the routing."""

    def __init__(self, user: Any, room: Any) -> None:
        scope = {"type": "websocket", "path": "/ws/live/", "headers": [], "user": user, "workspace": room}
        super().__init__(consumers.Live.as_asgi(), scope)

    async def open(self) -> None:
        """The handshake is always accepted: a refused one carries no code."""
        await self.send_input({"type": "websocket.connect"})
        assert (await self.receive_output())["type"] == "websocket.accept"

    async def hear(self) -> Any:
        """The next message."""
        return json.loads((await self.receive_output())["text"])

    async def code(self) -> int:
        """The code it is closed with."""
        return int((await self.receive_output())["code"])

    async def hang_up(self) -> None:
        """The page is closed."""
        await self.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.wait()


async def test_a_member_hears_the_workspace(acme: Any, vera: Any) -> None:
    one = Line(vera, acme)
    await one.open()
    await one.send_input({"type": "websocket.receive", "text": "not even JSON"})
    payload = {"type": "live.message", "topic": "job", "message": {"id": 1}}
    await get_channel_layer().group_send(group(acme.schema_name), payload)
    assert await one.hear() == {"topic": "job", "message": {"id": 1}}
    await get_channel_layer().group_send(group("w_globex"), payload)
    assert await one.receive_nothing()
    await one.hang_up()


async def test_others_are_closed_with_4404(acme: Any, mallory: Any) -> None:
    for user, room in ((mallory, acme), (AnonymousUser(), acme), (mallory, None)):
        one = Line(user, room)
        await one.open()
        assert await one.code() == 4404


async def test_one_who_is_put_out_stops_hearing(acme: Any, vera: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from apps.accounts.models import Membership

    monkeypatch.setattr(consumers, "LOOK_AGAIN", 0.05)
    one = Line(vera, acme)
    await one.open()
    await sync_to_async(Membership.objects.filter(user=vera).delete)()
    assert await one.code() == 4404
