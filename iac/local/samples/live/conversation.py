"""A sample person's connection to a room: the WebSocket (``docs/signalling.md``) and the media beside it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

from neufit.domain.room.timer import Phase, Timer, TimerPlan, position
from rtc_client.client import LightClient


class Closed(Exception):
    """The relay closed the connection; ``code`` says why."""

    def __init__(self, code: int | None) -> None:
        super().__init__(f"closed with {code}")
        self.code = code


class Conversation:
    """Somebody who is in a room. ``exercise`` is the name of what everybody does."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._timer: Timer | None = None
        self.exercise: str | None = None
        self._socket = socket
        self._number = 0
        self._answers: asyncio.Queue[str] = asyncio.Queue()

    def working(self, now: float) -> bool:
        """Whether the timer says that everybody works, ``now`` (s) by the relay's clock, which is this machine's."""
        return self._timer is not None and position(self._timer, round(now * 1000)).phase is Phase.WORK

    async def hello(self, ticket: str) -> None:
        """Introduce oneself and read what is in the room. Raise Closed."""
        await self._socket.send_json({"type": "hello", "ticket": ticket})
        message = await self._receive()
        self._number = message["number"]
        self._timer = _timer(message["snapshot"]["timer"])
        self.exercise = (message["snapshot"]["exercise"] or {}).get("name")

    async def listen(self) -> None:
        """Follow what happens until the connection ends: raises Closed."""
        while True:
            message = await self._receive()
            event = message.get("event", {})
            if message["type"] == "answer":
                self._answers.put_nowait(message["sdp"])
            elif event.get("kind") == "timer":
                self._timer = _timer(event["timer"])
            elif event.get("kind") == "exercise":
                self.exercise = (event["exercise"] or {}).get("name")

    async def do(self, kind: str, **fields: object) -> None:
        """Do something in the room. What is refused is not done: a sample person doesn't insist."""
        self._number += 1
        await self._socket.send_json({"type": "command", "number": self._number, "action": {"kind": kind, **fields}})

    async def connect(self, client: LightClient) -> None:
        """Agree on media; ``listen`` must be running."""
        await self._socket.send_json({"type": "offer", "number": 1, "sdp": client.offer()})
        client.accept(await self._answers.get())
        await client.connected()

    async def look(self, heights: dict[str, int]) -> None:
        """Say how high each video slot is on screen, in px by mid."""
        slots = [{"mid": mid, "height": height} for mid, height in heights.items()]
        await self._socket.send_json({"type": "view", "slots": slots})

    async def _receive(self) -> dict[str, Any]:
        message = await self._socket.receive()
        if message.type is not WSMsgType.TEXT:
            raise Closed(self._socket.close_code)
        told: dict[str, Any] = json.loads(message.data)
        return told


def _timer(told: dict[str, Any] | None) -> Timer | None:
    return None if told is None else Timer(**told | {"plan": TimerPlan(**told["plan"])})


@asynccontextmanager
async def joined(session: ClientSession, url: str, ticket: str) -> AsyncIterator[Conversation]:
    """A conversation for as long as it is needed; it ends with a goodbye. Raise Closed, ClientError."""
    async with session.ws_connect(url, max_msg_size=0) as socket:
        conversation = Conversation(socket)
        await conversation.hello(ticket)
        yield conversation
