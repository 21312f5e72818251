"""The shell around a stream: carries out what the state machine asks for, on one connection."""

import asyncio
from collections.abc import AsyncIterator
from typing import assert_never

from media_relay.metrics import Metrics
from media_relay.on_demand.actions import Deliver, Fetch, Idle, Item, Say, Warm
from media_relay.on_demand.publication import Publication
from media_relay.on_demand.stream import Stream
from media_relay.signalling.socket import Socket
from neufit.contracts.on_demand import Ack, Hello, Quality, RelayMessage, Seek, Switched
from neufit.domain.errors import Invalid, NotFound, Unavailable

ClientMessage = Hello | Ack | Seek | Quality


class Viewing:
    """One viewer of one publication, from hello to the end of the connection."""

    def __init__(self, socket: Socket, publication: Publication, stream: Stream, metrics: Metrics) -> None:
        self._socket = socket
        self._publication = publication
        self._stream = stream
        self._metrics = metrics
        self._loop = asyncio.get_running_loop()
        self._wake = asyncio.Event()
        self._reads: set[asyncio.Task[None]] = set()
        self._fault: asyncio.Future[None] = self._loop.create_future()

    async def run(self, messages: AsyncIterator[ClientMessage]) -> None:
        """Stream until the viewer goes. Raise a domain error that ends the stream, ConnectionError."""
        tasks = {asyncio.create_task(self._hear(messages)), asyncio.create_task(self._send())}
        try:
            done, _ = await asyncio.wait({*tasks, self._fault}, return_when=asyncio.FIRST_COMPLETED)
            for outcome in done:
                outcome.result()
        finally:
            self._fault.cancel()
            tasks |= self._reads
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _hear(self, messages: AsyncIterator[ClientMessage]) -> None:
        """Pass on what the viewer says."""
        async for message in messages:
            match message:
                case Ack():
                    self._stream.acknowledge(message, self._loop.time())
                case Seek():
                    self._stream.seek(message, self._loop.time())
                    for read in self._reads:
                        read.cancel()
                case Quality():
                    self._stream.choose(message)
                case Hello():
                    raise Invalid("hello: it was said already")
                case _:
                    assert_never(message)
            self._wake.set()

    async def _send(self) -> None:
        """Do what the stream asks for, and wait when it asks for nothing."""
        while True:
            action = self._stream.next(self._loop.time())
            if isinstance(action, Idle):
                await self._idle(action)
            else:
                await self._do(action)

    async def _idle(self, idle: Idle) -> None:
        # Nothing ran between the stream's answer and this line, so no event is lost here.
        self._wake.clear()
        alarm = None if idle.until is None else self._loop.call_at(idle.until, self._wake.set)
        try:
            await self._wake.wait()
        finally:
            if alarm is not None:
                alarm.cancel()

    async def _do(self, action: Say | Fetch | Warm | Deliver) -> None:
        match action:
            case Deliver(pieces):
                self._metrics.add("sent_bytes_total", sum(len(payload) for _, payload in pieces))
                await self._socket.deliver(pieces)
            case Say(message):
                self._count(message)
                await self._socket.say(message)
            case Fetch(item):
                self._fetch(item)
            case Warm(names):
                for name in names:
                    self._publication.warm(name)
            case _:
                assert_never(action)

    def _fetch(self, item: Item) -> None:
        """Hand over what is in memory at once; read the rest beside."""
        content = self._publication.peek(item.name)
        if content is not None:
            self._stream.loaded(item, content)
            return
        read = asyncio.create_task(self._read(item))
        self._reads.add(read)
        read.add_done_callback(self._landed)

    async def _read(self, item: Item) -> None:
        try:
            content = await self._publication.segment(item.name)
        except NotFound:
            await self._revise(item)
        except Unavailable:
            self._stream.failed(item, self._loop.time())
        else:
            self._stream.loaded(item, content)

    async def _revise(self, item: Item) -> None:
        """A segment isn't there: find out whether it will be."""
        if self._stream.complete:
            raise Unavailable("A part of this video is missing.")
        self._stream.revise(await self._publication.manifest())
        self._stream.missing(item, self._loop.time())

    def _landed(self, read: "asyncio.Task[None]") -> None:
        """A read is over; one that failed for good ends the stream."""
        self._reads.discard(read)
        if not read.cancelled() and not self._fault.done():
            error = read.exception()
            if error is not None:
                self._fault.set_exception(error)
        self._wake.set()

    def _count(self, message: RelayMessage) -> None:
        if isinstance(message, Switched) and message.why in {"up", "down"}:
            self._metrics.add(f"switches_{message.why}_total")
