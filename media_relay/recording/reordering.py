"""Packets of one stream in their order, after retransmission: what is late is waited for while it may still come."""

from collections.abc import Callable, Iterator

from media_relay.rtc.forwarding.incoming import MediaPacket

MOST_WAITING = 2048
"""Packets held while one is missing: at 8 Mbit/s for longer than a retransmission is asked for."""
LONGEST_GAP = 3000
"""A jump further than this is another beginning of the stream."""


class Reordering:
    """The packets of one stream; ``awaits`` says of a sequence number whether that packet may still come.

    The relay asks for lost packets itself (``IncomingStream.due``) and knows when it has given one up: there is no time
    limit of its own here.
    """

    def __init__(self, awaits: Callable[[int], bool]) -> None:
        self._awaits = awaits
        self._next: int | None = None
        self._waiting: dict[int, MediaPacket] = {}

    def push(self, packet: MediaPacket) -> Iterator[tuple[MediaPacket, bool]]:
        """Take a packet; give those that can go on, each with whether anything before it is missing for good."""
        if self._next is None or packet.sequence > self._next + LONGEST_GAP:
            self._waiting.clear()
            began, self._next = self._next is None, packet.sequence + 1
            yield packet, not began
            return
        if packet.sequence < self._next:
            return
        self._waiting[packet.sequence] = packet
        yield from self.release()

    def release(self) -> Iterator[tuple[MediaPacket, bool]]:
        """Give those that can go on by now."""
        gap = False
        while self._waiting and self._next is not None:
            packet = self._waiting.pop(self._next, None)
            if packet is not None:
                yield packet, gap
                gap = False
            elif self._awaits(self._next) and len(self._waiting) <= MOST_WAITING:
                return
            else:
                gap = True
            self._next += 1
