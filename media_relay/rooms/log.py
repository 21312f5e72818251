"""The log of a room: what every relay applies, in one order. Its interface, and the one in this process."""

import asyncio
import secrets
from collections import deque
from collections.abc import AsyncGenerator
from typing import Protocol

from media_relay.rooms.entries import AnyEntry, Record
from neufit.clock import Clock
from neufit.domain.room.state import Room

KEPT_RECORDS = 1000
"""So many records before the latest snapshot are kept, for relays that lag a little."""


class LogLost(Exception):
    """What was read so far can't be gone on from: it was trimmed, or the log is another one. Reload the room."""


class RoomLog(Protocol):
    """One room's log.

    All methods raise ``neufit.domain.errors.Unavailable`` when the log does not answer; what was to be appended may be
    in it nevertheless, once or twice: entries are made so that this does no harm.
    """

    @property
    def id(self) -> str:
        """Names this log. It changes when the log had to be made anew."""

    async def load(self) -> Room:
        """The room as it was kept last; what came after is to be read."""

    async def append(self, entry: AnyEntry, known: Room) -> int:
        """Put an entry at the end and return its place. ``known`` is what the caller has applied.

        A log that has lost what the caller knows already (its server failed over) is made anew from ``known``. Raise
        LogLost when another relay has done that before.
        """

    def read(self, after: int) -> AsyncGenerator[Record, None]:
        """The records after a place, without gaps and without end. Raise LogLost."""

    async def keep(self, room: Room) -> None:
        """Keep the room as it is now; what lies far behind it is forgotten."""


class Logs(Protocol):
    """The logs of all rooms."""

    async def open(self, empty: Room, until: int) -> RoomLog:
        """The log of a room, made from the empty room when there is none. Nobody asks for it long after ``until``."""

    def now(self) -> float:
        """The time of the logs, ms since the epoch."""

    async def close(self) -> None:
        """Let go of what is held."""


class InProcessLog:
    """A room's log in memory, for one relay alone."""

    def __init__(self, empty: Room, clock: Clock, until: int) -> None:
        self.id = secrets.token_urlsafe(9)
        self.until = until
        self._clock = clock
        self._kept = empty
        self._records: deque[Record] = deque()
        self._seq = empty.seq
        self._time = empty.time
        self._more = asyncio.Event()

    async def load(self) -> Room:
        """The room as it was kept last."""
        return self._kept

    async def append(self, entry: AnyEntry, known: Room) -> int:  # noqa: ARG002 -- this log loses nothing
        """Put an entry at the end."""
        self._seq += 1
        self._time = max(self._time, int(self._clock().timestamp() * 1000))
        self._records.append(Record(self._seq, self._time, entry))
        self._more.set()
        return self._seq

    async def read(self, after: int) -> AsyncGenerator[Record, None]:
        """The records after a place."""
        while True:
            first = self._seq - len(self._records) + 1
            if after + 1 < first:
                raise LogLost
            if after >= self._seq:
                self._more = more = asyncio.Event() if self._more.is_set() else self._more
                await more.wait()
                continue
            record = self._records[after + 1 - first]
            after = record.seq
            yield record

    async def keep(self, room: Room) -> None:
        """Keep the room as it is now."""
        if room.seq > self._kept.seq:
            self._kept = room
        while self._records and self._records[0].seq <= self._kept.seq - KEPT_RECORDS:
            self._records.popleft()


class InProcessLogs:
    """Logs in memory. Those whose meeting is over are forgotten when others are opened."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._logs: dict[str, InProcessLog] = {}

    async def open(self, empty: Room, until: int) -> InProcessLog:
        """The log of a room."""
        now = self.now()
        for room in [room for room, log in self._logs.items() if log.until < now]:
            del self._logs[room]
        log = self._logs.setdefault(empty.id, InProcessLog(empty, self._clock, until))
        log.until = max(log.until, until)
        return log

    def now(self) -> float:
        """The time of this machine, ms since the epoch."""
        return self._clock().timestamp() * 1000

    async def close(self) -> None:
        """Nothing is held."""
