"""What goes out to one client. Nobody waits for a slow reader: what it misses is made up by a snapshot."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from media_relay.metrics import Metrics
from media_relay.signalling.socket import Socket
from media_relay.tasks import end

MOST_EVENTS = 256
MOST_EVENT_BYTES = 128 * 1024


class Kind(Enum):
    """How a frame may be treated while the client is behind."""

    REPLY = auto()  # to something that the client said; reading from it waits, so there are few
    EVENT = auto()  # a snapshot makes up for it
    SLOTS = auto()  # only the latest of each of these matters
    SPEAKER = auto()
    QUALITY = auto()
    LATENCY = auto()
    LAYERS = auto()


@dataclass(frozen=True, slots=True)
class _Held:
    kind: Kind
    frame: bytes


class Outbox:
    """The frames for one client, in order. ``snapshot`` makes the frame that holds the room as it is then."""

    def __init__(self, socket: Socket, snapshot: Callable[[], bytes], metrics: Metrics) -> None:
        self._socket = socket
        self._snapshot = snapshot
        self._metrics = metrics
        self._held: deque[_Held] = deque()
        self._events = 0
        self._event_bytes = 0
        self._behind = False
        self._batch: list[bytes] = []
        self._relief: asyncio.Task[None] | None = None

    def send(self, frame: bytes, kind: Kind = Kind.REPLY) -> None:
        """Send a frame now, or when the client has taken what was sent before. Events wait for the next ``flush``."""
        if self._relief is None and not self._socket.congested:
            self._batch.append(frame)
            if kind is not Kind.EVENT:
                self.flush()
            return
        self.flush()
        if kind is Kind.EVENT:
            self._hold_event(frame)
        else:
            if kind is not Kind.REPLY:
                self._held = deque(held for held in self._held if held.kind is not kind)
            self._held.append(_Held(kind, frame))
        if self._relief is None:
            self._relief = asyncio.create_task(self._relieve())

    def flush(self) -> None:
        """Send the events that came since the last time in one write, which costs as much as a write of one."""
        if self._batch:
            self._write(b"".join(self._batch))
            self._batch.clear()

    def resynchronise(self) -> None:
        """Send the whole room, in place of the events that are held."""
        self._batch.clear()
        if self._relief is None and not self._socket.congested:
            self._metrics.add("resyncs_total")
            self._write(self._snapshot())
            return
        self._fall_behind()
        if self._relief is None:
            self._relief = asyncio.create_task(self._relieve())

    async def close(self) -> None:
        """Hold nothing any more."""
        self._held.clear()
        if self._relief is not None:
            await end([self._relief])

    def _hold_event(self, frame: bytes) -> None:
        if self._behind:
            return
        if self._events >= MOST_EVENTS or self._event_bytes + len(frame) > MOST_EVENT_BYTES:
            self._fall_behind()
            return
        self._events += 1
        self._event_bytes += len(frame)
        self._held.append(_Held(Kind.EVENT, frame))

    def _fall_behind(self) -> None:
        self._behind = True
        self._events = self._event_bytes = 0
        self._held = deque(held for held in self._held if held.kind is not Kind.EVENT)

    async def _relieve(self) -> None:
        """Send what is held as the client takes it."""
        try:
            while self._held or self._behind:
                await self._socket.relieved()
                if self._behind:
                    self._behind = False
                    self._metrics.add("resyncs_total")
                    self._write(self._snapshot())
                while self._held and not self._socket.congested:
                    held = self._held.popleft()
                    if held.kind is Kind.EVENT:
                        self._events -= 1
                        self._event_bytes -= len(held.frame)
                    self._write(held.frame)
        except ConnectionError:
            self._held.clear()
        finally:
            self._relief = None

    def _write(self, frame: bytes) -> None:
        # Whose connection has gone hears of that in its own conversation.
        try:
            self._socket.write(frame)
        except ConnectionError:
            self._held.clear()
