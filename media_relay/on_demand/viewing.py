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
from neufit.domain.errors import Invalid, NeufitError, NotFound, Unavailable

ClientMessage = Hello | Ack | Seek | Quality


class Viewing:
    """One viewer of one publication, from hello to the end of the connection.

    Whatever happens (a message, a read that landed, a moment that came, a peer that takes more) changes the stream and
    then pumps it: what it asks for is done at once, in the same turn of the loop.
    """

    def __init__(self, socket: Socket, publication: Publication, stream: Stream, metrics: Metrics) -> None:
        self._socket = socket
        self._publication = publication
        self._stream = stream
        self._metrics = metrics
        self._loop = asyncio.get_running_loop()
        self._alarm: asyncio.TimerHandle | None = None
        self._relief: asyncio.Task[None] | None = None
        self._reads: set[asyncio.Task[None]] = set()
        self._fault: asyncio.Future[None] = self._loop.create_future()

    async def run(self, messages: AsyncIterator[ClientMessage]) -> None:
        """Stream until the viewer goes. Raise a domain error that ends the stream, ConnectionError."""
        self._pump()
        hearing = asyncio.create_task(self._hear(messages))
        try:
            done, _ = await asyncio.wait({hearing, self._fault}, return_when=asyncio.FIRST_COMPLETED)
            for outcome in done:
                outcome.result()
        finally:
            self._fault.cancel()
            if self._alarm is not None:
                self._alarm.cancel()
            tasks = {hearing, *self._reads} | ({self._relief} if self._relief else set())
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
            self._pump()

    def _pump(self) -> None:
        """Do what the stream asks for until it asks for nothing, or the peer takes no more."""
        while self._relief is None:
            action = self._stream.next(self._loop.time())
            match action:
                case Deliver(pieces, size):
                    self._metrics.add("sent_bytes_total", size)
                    self._socket.deliver(pieces)
                    if self._socket.congested:
                        self._relief = asyncio.create_task(self._socket.relieved())
                        self._relief.add_done_callback(self._relieved)
                case Idle(until):
                    self._sleep(until)
                    return
                case Say(message):
                    self._count(message)
                    self._socket.say(message)
                case Fetch(item):
                    self._fetch(item)
                case Warm(names):
                    for name in names:
                        self._publication.warm(name)
                case _:
                    assert_never(action)

    def _sleep(self, until: float | None) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = None if until is None else self._loop.call_at(until, self._resume)

    def _resume(self) -> None:
        """Pump from a callback, where an error would reach nobody."""
        if self._fault.done():
            return
        try:
            self._pump()
        except (NeufitError, ConnectionError) as error:
            self._fault.set_exception(error)

    def _relieved(self, relief: "asyncio.Task[None]") -> None:
        self._relief = None
        self._settle(relief)

    def _settle(self, task: "asyncio.Task[None]") -> None:
        """A task is over: one that failed ends the viewing, any other lets it go on."""
        if task.cancelled() or self._fault.done():
            return
        error = task.exception()
        if error is not None:
            self._fault.set_exception(error)
        else:
            self._resume()

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
            await self._publication.manifest(anew=True)
            raise Unavailable("A part of this video is missing.")
        self._stream.revise(await self._publication.manifest())
        self._stream.missing(item, self._loop.time())

    def _landed(self, read: "asyncio.Task[None]") -> None:
        self._reads.discard(read)
        self._settle(read)

    def _count(self, message: RelayMessage) -> None:
        if isinstance(message, Switched) and message.why in {"up", "down"}:
            self._metrics.add(f"switches_{message.why}_total")
