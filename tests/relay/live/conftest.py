"""People in live sessions: tickets, connections, and a client that keeps what it is told."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from media_relay.application import LIVE_PATH
from media_relay.rtc.certificate import Certificate
from media_relay.rtc.dtls import DtlsContext
from media_relay.rtc.plane import MediaPlane
from rtc_client.client import LightClient
from rtc_client.description import Wishes
from rtc_client.pictures import camera

CLIENT = DtlsContext(Certificate.generate())
OFFER = "audio=a0,a1 video=v0,v1,v2"


@dataclass
class Person:
    """A client of the protocol. ``messages`` are all that came, ``seq`` the last number of the log."""

    id: str
    socket: aiohttp.ClientWebSocketResponse
    messages: list[dict[str, Any]] = field(default_factory=list)
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    log: str = ""
    seq: int = 0

    async def say(self, kind: str, **fields: Any) -> None:
        await self.socket.send_str(json.dumps({"type": kind, **fields}))

    async def command(self, kind: str, *, number: int | None = None, **fields: Any) -> int:
        number = next(self.numbers) if number is None else number
        await self.say("command", number=number, action={"kind": kind, **fields})
        return number

    async def do(self, kind: str, **fields: Any) -> dict[str, Any]:
        """A command, and what the relay says to it."""
        number = await self.command(kind, **fields)
        return await self.until(
            lambda message: message["type"] in {"applied", "refused"} and message["number"] == number
        )

    async def step(self) -> dict[str, Any] | None:
        """The next message, or None when the connection has ended."""
        frame = await self.socket.receive(timeout=60)
        if frame.type is not aiohttp.WSMsgType.TEXT:
            return None
        message: dict[str, Any] = json.loads(frame.data)
        self.messages.append(message)
        if "seq" in message and message["type"] in {"welcome", "event", "snapshot"}:
            assert message["seq"] >= self.seq
            self.seq = message["seq"]
            self.log = message.get("log", self.log)
        return message

    async def until(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        while (message := await self.step()) is not None:
            if wanted(message):
                return message
        raise AssertionError(f"closed with {self.socket.close_code} before that")

    async def until_message(self, kind: str) -> dict[str, Any]:
        return await self.until(lambda message: message["type"] == kind)

    async def until_event(self, kind: str, **fields: Any) -> dict[str, Any]:
        """The next event of a kind whose fields are these."""
        found = await self.until(
            lambda message: (
                message["type"] == "event"
                and message["event"]["kind"] == kind
                and all(message["event"][name] == value for name, value in fields.items())
            )
        )
        event: dict[str, Any] = found["event"]
        return event

    async def until_closed(self) -> tuple[int, str]:
        """The code and the reason that the connection ends with."""
        while True:
            frame = await self.socket.receive(timeout=60)
            if frame.type is aiohttp.WSMsgType.CLOSE:
                return frame.data, frame.extra
            assert frame.type is aiohttp.WSMsgType.TEXT, frame
            self.messages.append(json.loads(frame.data))

    async def settle(self) -> None:
        """Everything that was on its way has come: the answer to a ping comes after it."""
        await self.say("ping", sent=len(self.messages))
        await self.until(lambda message: message["type"] == "pong")

    def events(self, kind: str) -> list[dict[str, Any]]:
        found = [message["event"] for message in self.messages if message["type"] == "event"]
        return [event for event in found if event["kind"] == kind]

    async def offer(self, sdp: str = OFFER) -> dict[str, Any]:
        await self.say("offer", number=1, sdp=sdp)
        return await self.until_message("answer")


@pytest.fixture
async def knock() -> AsyncIterator[Callable[..., Any]]:
    """Open sockets to the live path of relays; they are closed with the test."""
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)))

        async def open_socket(running: Any, user: str = "", **options: Any) -> Person:
            socket = await session.ws_connect(running.origin + LIVE_PATH, max_msg_size=2**22, **options)
            stack.push_async_callback(socket.close)
            return Person(user, socket)

        yield open_socket


@pytest.fixture
def enter(
    relay: Any, knock: Callable[..., Awaitable[Person]], make_live_ticket: Callable[..., str]
) -> Callable[..., Awaitable[Person]]:
    """Come into a meeting and wait for the welcome; ``hello`` and ``claims`` by their names."""

    async def come(user: str, *, at: Any = None, after: int = 0, log: str = "", **claims: Any) -> Person:
        person = await knock(at or relay, user)
        await person.say("hello", ticket=make_live_ticket(user, **claims), after=after, log=log)
        welcome = await person.until_message("welcome")
        person.numbers = itertools.count(welcome["number"] + 1)
        return person

    return come


@pytest.fixture
async def relay_with_media(start_relay: Callable[..., Awaitable[Any]]) -> Any:
    """A relay with its media plane on a free port."""
    return await start_relay(plane=MediaPlane("127.0.0.1", 0, ()))


@pytest.fixture
async def bring_media() -> AsyncIterator[Callable[..., Awaitable[LightClient]]]:
    """Media for a person: a light client that offers over the person's socket, closed with the test."""
    clients: list[LightClient] = []

    async def offer(person: Person, *, publishes: bool = False, slots: int = 2, scale: float = 1.0) -> LightClient:
        wishes = Wishes(microphone=publishes, camera=publishes, audio_slots=slots, video_slots=slots)
        client = LightClient(CLIENT, wishes)
        clients.append(client)
        client.accept((await person.offer(client.offer()))["sdp"])
        async with asyncio.timeout(20):
            await client.connected()
        if publishes:
            client.publish(camera(scale=scale), sound=True)
        return client

    yield offer
    for client in clients:
        client.close()
