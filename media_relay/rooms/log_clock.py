"""The time of a log that lies elsewhere, as it is known here.

Cristian's algorithm ("Probabilistic clock synchronization", 1989): the server's answer was true in the middle of the
round trip; the shortest of the last eight round trips is believed, its error is at most half of it.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import NamedTuple

from media_relay.tasks import end
from neufit.domain.errors import Unavailable

SAMPLES = 8
PAUSE_SECONDS = 5.0


class Sample(NamedTuple):
    """One exchange: how long it took and what to add to our clock to have the server's, in ms."""

    round_trip: float
    offset: float


class LogClock:
    """A clock that follows another one. ``ask`` answers the other's ms since the epoch."""

    def __init__(self, ask: Callable[[], Awaitable[float]], monotonic: Callable[[], float] = time.monotonic) -> None:
        self._ask = ask
        self._monotonic = monotonic
        self._samples: deque[Sample] = deque(maxlen=SAMPLES)
        self._task: asyncio.Task[None] | None = None

    async def measure(self) -> None:
        """Ask once. Raise Unavailable."""
        sent = self._monotonic() * 1000
        told = await self._ask()
        received = self._monotonic() * 1000
        self._samples.append(Sample(received - sent, told - (sent + received) / 2))

    async def start(self) -> None:
        """Begin to follow; measured once when it returns. A second time changes nothing. Raise Unavailable."""
        if self._task is None:
            await self.measure()
        if self._task is None:
            self._task = asyncio.create_task(self._follow())

    async def stop(self) -> None:
        """Follow no more."""
        task, self._task = self._task, None
        if task is not None:
            await end([task])

    def now(self) -> float:
        """The other's time, ms since the epoch."""
        if not self._samples:
            return time.time() * 1000
        return self._monotonic() * 1000 + min(self._samples).offset

    async def _follow(self) -> None:
        while True:
            with suppress(Unavailable):
                await self.measure()
            await asyncio.sleep(PAUSE_SECONDS if len(self._samples) == SAMPLES else 0.05)
