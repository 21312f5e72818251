"""One receiving m-line of a viewer: whoever is shown in it, the viewer gets one stream without a seam.

Sequence numbers, timestamps, VP8 picture ids and TL0PICIDX go on over every change of source and of layer, and what is
left out leaves no gap. Video changes its source at keyframes only.

Temporal layers go down at the next frame and up, one at a time, at frames that say that they need lower layers only
(``Y`` of RFC 7741). A packet that comes late finds the numbers that were kept for it, whatever the layer now is.
"""

from collections.abc import Sequence

from media_relay.rtc.forwarding.incoming import IncomingStream, MediaPacket
from media_relay.rtc.forwarding.numbering import Numbering
from media_relay.rtc.forwarding.run import Run

NO_PICTURE = -1
FILLER = -2
HIGHEST_TEMPORAL = 3  # of the two bits that VP8 has for it
# Between the last frame of one source and the first of the next, at least: equal timestamps would be one frame.
_SMALLEST_STEP = 0.001
_LONGEST_STEP = 10.0


class OutgoingStream:
    """Renumbers packets for one viewer. ``source`` is what is forwarded, ``target`` what is waited for.

    After ``admit`` has returned a number, ``timestamp_offset``, ``picture`` and ``tl0_offset`` say what else to write
    into the packet. ``picture`` is ``NO_PICTURE`` where there is none, and ``FILLER`` when the number was kept for a
    packet of a frame that is left out: then it is to be sent empty.
    """

    __slots__ = (
        "_arrival",
        "_current",
        "_numbers",
        "_pictures",
        "_skipping",
        "_temporal",
        "_timestamp",
        "_tl0",
        "clock_rate",
        "picture",
        "source",
        "target",
        "temporal",
        "timestamp_offset",
        "tl0_offset",
    )

    def __init__(self, clock_rate: int, sequence: int, timestamp: int, picture: int) -> None:
        self.clock_rate = clock_rate
        self.source: IncomingStream | None = None
        self.target: IncomingStream | None = None
        # The highest temporal layer that is wanted, and the one that is sent.
        self.temporal = HIGHEST_TEMPORAL
        self._temporal = HIGHEST_TEMPORAL
        self._numbers = Numbering(0, sequence)
        self._pictures = Numbering(0, picture)
        self._current = NO_PICTURE
        self._skipping = False
        self._timestamp = 0
        self._arrival: float | None = None
        self._tl0 = 0
        self.timestamp_offset = timestamp
        self.tl0_offset = 0
        self.picture = NO_PICTURE

    @property
    def last(self) -> int:
        """The largest number given so far."""
        return self._numbers.last

    def admit(self, packet: MediaPacket, now: float) -> int:
        """The outgoing number (it doesn't wrap) of a packet of the source; -1 when it is not to be sent."""
        sequence = packet.sequence
        numbers = self._numbers
        if sequence <= numbers.highest:
            return self._late(packet)
        if packet.timestamp != self._timestamp:
            self._begin(packet, now)
        if self._skipping:
            numbers.skip(sequence)
            return -1
        numbers.highest = sequence
        self.picture = self._current
        return sequence + numbers.offset

    def admit_run(self, run: Run, now: float) -> tuple[Sequence[int], Sequence[int], bool]:
        """What ``admit`` says of each packet of a run: its number, its ``picture``; and whether all are sent as usual.

        That needs no look at each of them.
        """
        numbers, pictures = self._numbers, self._pictures
        first, last = run.first, run.last
        begins = first.timestamp != self._timestamp
        if not run.orderly or first.sequence <= numbers.highest or (self._skipping and not begins):
            return self._admit_each(run, now)
        if first.frame < 0:
            if not begins and self._current != NO_PICTURE:
                return self._admit_each(run, now)
            self._current = NO_PICTURE
            found: Sequence[int] = run.frames
        else:
            goes_on = first.frame == pictures.highest and self._current == first.frame + pictures.offset
            if not (run.temporal <= self._temporal <= self.temporal) or not (
                first.frame > pictures.highest if begins else goes_on
            ):
                return self._admit_each(run, now)
            offset = pictures.offset
            found = [frame + offset for frame in run.frames]
            pictures.highest, self._current = last.frame, found[-1]
            if run.tl0 >= 0:
                self._tl0 = run.tl0 + self.tl0_offset
        if begins or last.timestamp != first.timestamp:
            self._arrival = now
            self._timestamp = last.timestamp
        self._skipping = False
        self.picture = self._current
        numbers.highest = last.sequence
        offset = numbers.offset
        return [sequence + offset for sequence in run.sequences], found, True

    def _admit_each(self, run: Run, now: float) -> tuple[Sequence[int], Sequence[int], bool]:
        found = [(self.admit(packet, now), self.picture) for packet in run.packets]
        return [number for number, _ in found], [picture for _, picture in found], False

    def splice(self, packet: MediaPacket, source: IncomingStream, now: float) -> None:
        """Go on with another source, whose first packet for this viewer this is."""
        last = self._timestamp + self.timestamp_offset
        step = self._step(packet, source, now)
        self.source, self.target = source, None
        self._numbers = Numbering(packet.sequence, self._numbers.last + 1)
        if packet.frame >= 0:
            self._pictures = Numbering(packet.frame, self._pictures.last + 1)
        if packet.tl0 >= 0:
            self.tl0_offset = self._tl0 + 1 - packet.tl0
        self.timestamp_offset = last + step - packet.timestamp
        self._timestamp = packet.timestamp - 1  # so that the packet begins a frame
        self._temporal = self.temporal

    def leave(self) -> None:
        """Nothing is sent until the next source comes in."""
        self.source = None

    def _step(self, packet: MediaPacket, source: IncomingStream, now: float) -> int:
        """Media time since the last frame: by the publisher's clock within its layers, by arrival otherwise."""
        if self._arrival is None:
            return 0
        before = self.source
        seconds = now - self._arrival
        if before is not None and before.owner is source.owner:
            since, until = before.media_time(self._timestamp), source.media_time(packet.timestamp)
            if since is not None and until is not None:
                seconds = until - since
        return int(self.clock_rate * min(max(seconds, _SMALLEST_STEP), _LONGEST_STEP))

    def _begin(self, packet: MediaPacket, now: float) -> None:
        """Decide on a frame by the first packet of it that came."""
        self._arrival = now
        self._timestamp = packet.timestamp
        self._skipping = False
        frame = packet.frame
        if frame < 0:
            self._current = NO_PICTURE
            return
        if self.temporal < self._temporal:
            self._temporal = self.temporal
        elif packet.temporal == self._temporal + 1 <= self.temporal and packet.sync:
            self._temporal = packet.temporal
        pictures = self._pictures
        if frame <= pictures.highest:
            # Numbers that don't rise with time: a sender that counts in its own way gets its own numbers back.
            self._current = frame + pictures.offset
        elif packet.temporal > self._temporal:
            pictures.skip(frame)
            self._skipping = True
        else:
            self._current = pictures.advance(frame)
            if packet.tl0 >= 0:
                self._tl0 = packet.tl0 + self.tl0_offset

    def _late(self, packet: MediaPacket) -> int:
        number = self._numbers.late(packet.sequence)
        if number is None:
            return -1
        self.picture = NO_PICTURE
        if packet.frame >= 0:
            picture = self._pictures.late(packet.frame)
            self.picture = FILLER if picture is None else picture
        return number
