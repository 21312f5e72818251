"""Packets of a frame that leave one after the other, as browsers send them, and not all at once."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator


class Pacer:
    """Sends the packets of one stream at a pace in bit/s, frame after frame.

    A packet is drawn from its frame when it is sent. ``send`` takes a payload, the frame's timestamp, and whether the
    payload is the frame's last.
    """

    def __init__(self, send: Callable[[bytes, int, bool], None], pace: float) -> None:
        self._send = send
        self._octets_a_second = pace / 8
        self._frames: deque[tuple[Iterator[tuple[bytes, bool]], int]] = deque()
        self._loop = asyncio.get_running_loop()
        self._due: float | None = None

    def add(self, frame: Iterator[tuple[bytes, bool]], timestamp: int) -> None:
        """Send a frame as soon as those before it are sent."""
        self._frames.append((frame, timestamp))
        if self._due is None:
            self._due = self._loop.time()
            self._next()

    def _next(self) -> None:
        """Send what is due by now, and come back for the rest."""
        due = self._due
        while self._frames and due is not None:
            if due > self._loop.time():
                self._due = due
                self._loop.call_at(due, self._next)
                return
            frame, timestamp = self._frames[0]
            payload, last = next(frame)
            if last:
                self._frames.popleft()
            self._send(payload, timestamp, last)
            due += len(payload) / self._octets_a_second
        self._due = None
