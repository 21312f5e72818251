"""One cache of segments for all viewers: bounded in bytes, least recently used goes first, each object read once."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Generic, TypeVar

from media_relay.metrics import Metrics

Read = Callable[[str], Awaitable[bytes]]
T = TypeVar("T")


class SingleFlight(Generic[T]):
    """Work that is done once for all who ask for it at the same time.

    One who stops waiting ends his waiting only. A failure reaches those who wait and is not remembered.
    """

    def __init__(self) -> None:
        self._flights: dict[str, asyncio.Task[T]] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._flights

    def start(self, key: str, work: Callable[[], Coroutine[None, None, T]]) -> "asyncio.Task[T]":
        """The work under way for this key, begun if there is none. Don't await it bare: cancelling would reach it."""
        flight = self._flights.get(key)
        if flight is None:
            flight = self._flights[key] = asyncio.create_task(work())
            flight.add_done_callback(lambda done: self._land(key, done))
        return flight

    async def wait(self, key: str, work: Callable[[], Coroutine[None, None, T]]) -> T:
        """What the work gives."""
        return await asyncio.shield(self.start(key, work))

    async def close(self) -> None:
        """Give up what is under way."""
        flights = list(self._flights.values())
        for flight in flights:
            flight.cancel()
        await asyncio.gather(*flights, return_exceptions=True)

    def _land(self, key: str, flight: "asyncio.Task[T]") -> None:
        del self._flights[key]
        if not flight.cancelled():
            flight.exception()  # nobody may be waiting any more; a failure that nobody looks at would be logged as lost


class SegmentCache:
    """Objects by key. What is stored under ``pub/`` never changes, so nothing ever goes stale."""

    def __init__(self, read: Read, capacity: int, metrics: Metrics) -> None:
        self._read = read
        self._capacity = capacity
        self._metrics = metrics
        self._objects: OrderedDict[str, bytes] = OrderedDict()
        self._flights: SingleFlight[bytes] = SingleFlight()
        self._bytes = 0

    @property
    def size(self) -> int:
        """Bytes held."""
        return self._bytes

    def peek(self, key: str) -> bytes | None:
        """The object if it is in memory; it counts as used."""
        content = self._objects.get(key)
        if content is not None:
            self._objects.move_to_end(key)
            self._metrics.add("cache_hits_total")
        return content

    async def get(self, key: str) -> bytes:
        """The object, from memory or read. Raise what the read raises."""
        content = self.peek(key)
        if content is not None:
            return content
        if key in self._flights:
            self._metrics.add("cache_hits_total")
        return await self._flights.wait(key, partial(self._fly, key))

    def warm(self, key: str) -> None:
        """Start reading an object that will be wanted soon."""
        if key not in self._objects:
            self._flights.start(key, partial(self._fly, key))

    async def close(self) -> None:
        """Give up the reads that are under way."""
        await self._flights.close()

    async def _fly(self, key: str) -> bytes:
        self._metrics.add("cache_misses_total")
        content = await self._read(key)
        self._keep(key, content)
        return content

    def _keep(self, key: str, content: bytes) -> None:
        if len(content) > self._capacity:
            return
        self._objects[key] = content
        self._bytes += len(content)
        while self._bytes > self._capacity:
            _, oldest = self._objects.popitem(last=False)
            self._bytes -= len(oldest)
        self._metrics.set("cache_bytes", self._bytes)
