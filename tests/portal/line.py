"""A socket of one person to one workspace, as it comes out of the routing."""

import json
from typing import Any

from asgiref.testing import ApplicationCommunicator

from apps.portal import consumers

PATIENCE = 30.0  # seconds: a machine may be busy; nothing waits longer than it must


class Line(ApplicationCommunicator):
    """`one = Line(vera, acme); await one.open()`, then `hear`, `say`, `code`, `hang_up`."""

    def __init__(self, user: Any, room: Any, *, since: int | None = None, session: Any = None) -> None:
        query = b"" if since is None else f"since={since}".encode()
        scope = {
            "type": "websocket", "path": "/ws/live/", "headers": [], "user": user, "workspace": room,
            "query_string": query, "session": session,
        }  # fmt: skip
        super().__init__(self.heard(consumers.Live.as_asgi()), scope)
        self.is_deaf = False

    def heard(self, consumer: Any) -> Any:
        """As a server hands on what is sent: with an OSError once the page has gone."""

        async def app(scope: Any, receive: Any, send: Any) -> None:
            async def hand_on(message: Any) -> None:
                if self.is_deaf:
                    raise ConnectionResetError
                await send(message)

            await consumer(scope, receive, hand_on)

        return app

    async def open(self) -> None:
        """The handshake is always accepted: a refused one carries no code."""
        await self.send_input({"type": "websocket.connect"})
        assert (await self.receive_output(PATIENCE))["type"] == "websocket.accept"

    async def hear(self, topic: str = "") -> Any:
        """The next message, or the next about a topic."""
        while True:
            said = json.loads((await self.receive_output(PATIENCE))["text"])
            if topic in {"", said["topic"]}:
                return said if not topic else said["message"]

    async def say(self, content: Any) -> None:
        """Send something."""
        text = content if isinstance(content, str) else json.dumps(content)
        await self.send_input({"type": "websocket.receive", "text": text})

    async def code(self) -> int:
        """The code it is closed with."""
        while True:
            said = await self.receive_output(PATIENCE)
            if said["type"] == "websocket.close":
                return int(said["code"])

    def vanish(self) -> None:
        """The page goes: what is sent to it fails, and nothing says so first."""
        self.is_deaf = True

    async def hang_up(self) -> None:
        """The page is closed."""
        await self.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.wait(PATIENCE)
