"""A stream as a publisher sends it: its packets with numbers that don't wrap, its statistics, and what is missing."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from media_relay.rtc import h264, vp8
from media_relay.rtc.rtp import RtpPacket, SequenceUnwrapper
from media_relay.rtc.sdp.media import Extension
from media_relay.rtc.stun import Malformed
from neufit.domain.room.kinds import Source

HISTORY = 512
# A jump further than this is another beginning, not loss.
LONGEST_GAP = 1000
MOST_MISSING = 256
NACK_TRIES = 10
NACK_AGE = 1.5
# Reordering is commoner than loss: what is missing is asked for when it is still missing a little later.
NACK_WAIT = 0.01


class Codec(StrEnum):
    """What can be forwarded, by its registered name. RED is Opus with copies of earlier frames (RFC 2198)."""

    VP8 = "VP8"
    H264 = "H264"
    OPUS = "opus"
    RED = "red"


@dataclass(slots=True)
class MediaPacket:
    """A packet as it is kept and forwarded; ``sequence`` and ``frame`` are numbers that don't wrap.

    ``frame`` is -1 where the codec has no picture ids, ``tl0`` where it has no TL0PICIDX. ``opens`` says that decoding
    can begin here. ``extensions`` holds what is passed on to viewers, by name.
    """

    sequence: int
    timestamp: int
    marker: bool
    codec: Codec
    payload: bytes
    frame: int
    tl0: int
    temporal: int
    sync: bool
    opens: bool
    extensions: Mapping[Extension, bytes]


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of a stream when its first packet is bound.

    ``spatial`` is the layer's place in the offer's list of rids, 0 the smallest. ``payload_types`` maps those of the
    codecs, ``retransmissions`` those of RTX to those that they repeat.
    """

    source: Source
    spatial: int
    clock_rate: int
    payload_types: dict[int, Codec]
    retransmissions: dict[int, int]
    nack: bool


Tap = Callable[["IncomingStream", MediaPacket, float], None]
"""Takes a packet of a stream and when it came (s, the steady clock). Called for each: must return at once."""


class IncomingStream:
    """One SSRC of a publisher, its retransmissions included. Streams of the same ``owner`` share a clock."""

    def __init__(self, ssrc: int, description: Description, owner: object) -> None:
        self.ssrc = ssrc
        self.owner = owner
        self.description = description
        self.repair_ssrc: int | None = None
        self.silent = False
        # Who records the stream hears of every packet that isn't silenced.
        self.tap: Tap | None = None
        # The path's m-lines of viewers that get this stream, and those that will from its next keyframe on.
        self.viewers: list[Any] = []
        self.waiting: list[Any] = []
        self.packets = 0
        self.octets = 0
        self.malformed = 0
        # Bytes by temporal layer, of which rates are measured.
        self.temporal_octets = [0, 0, 0, 0]
        self.size: tuple[int, int] | None = None
        self.keyframes = 0
        self.last_arrival = 0.0
        # Audio levels (RFC 6464: 127 is silence) since somebody last looked.
        self.levels: deque[int] = deque(maxlen=32)
        # The sender's clock: (NTP seconds, RTP timestamp, when the report came), from its last sender report.
        self.clock: tuple[float, int, float] | None = None
        # What to add to the sender's clock to get the relay's (seconds), when it is known.
        self.clock_offset: float | None = None
        # The middle of the last sender report's NTP time, and when it came: what a report block tells back.
        self.last_report: tuple[int, float] | None = None
        self._unwrapper = SequenceUnwrapper()
        self._pictures = SequenceUnwrapper()
        self._parameters = False
        self._highest = -1
        self._first = -1
        self._jitter = 0.0
        self._transit: float | None = None
        self._missing: dict[int, list[float]] = {}
        self._recent: list[MediaPacket | None] = [None] * HISTORY
        self._reported = (0, 0)

    def receive(self, packet: RtpPacket, extensions: Mapping[Extension, bytes], now: float) -> MediaPacket | None:
        """Take in a packet of this stream; None when it is a duplicate, padding only, too old, or can't be forwarded.

        ``extensions`` are the ones to pass on, by name; ``now`` in seconds.
        """
        sequence = self._unwrapper.unwrap(packet.sequence)
        if not self._count(sequence, packet, now):
            return None
        codec = self.description.payload_types.get(packet.payload_type)
        if codec is None or not packet.payload:
            return None
        level = extensions.get(Extension.AUDIO_LEVEL)
        if level is not None:
            self.levels.append(level[0] & 0x7F)
        try:
            media = self._media(sequence, packet, codec, extensions)
        except Malformed:
            self.malformed += 1
            return None
        self.temporal_octets[media.temporal] += len(packet.payload)
        self._recent[sequence % HISTORY] = media
        return media

    def repair(self, packet: RtpPacket, payload: bytes, sequence: int, now: float) -> MediaPacket | None:
        """Take in what a retransmission carried: ``payload`` with the original ``sequence`` number (0 to 65535)."""
        original_type = self.description.retransmissions.get(packet.payload_type)
        if original_type is None or self._highest < 0:
            return None
        self.last_arrival = now
        again = RtpPacket(packet.marker, original_type, sequence, packet.timestamp, self.ssrc, {}, payload)
        return self.receive(again, {}, now)

    def _count(self, sequence: int, packet: RtpPacket, now: float) -> bool:
        """Statistics (RFC 3550, appendix A); whether the packet is new."""
        if self._highest < 0 or sequence > self._highest + LONGEST_GAP:
            self._first = sequence
            self._highest = sequence - 1
            self._missing.clear()
            self.packets = 0
            self._reported = (0, 0)
        if sequence > self._highest:
            for lost in range(self._highest + 1, sequence):
                self._missing[lost] = [now, 0.0, 0]
            self._highest = sequence
            while len(self._missing) > MOST_MISSING:
                del self._missing[next(iter(self._missing))]
        elif self._missing.pop(sequence, None) is None:
            return False
        self.packets += 1
        self.octets += len(packet.payload)
        self.last_arrival = now
        transit = now * self.description.clock_rate - packet.timestamp
        if self._transit is not None:
            difference = abs(transit - self._transit)
            # A timestamp that wraps is no jitter.
            if difference < self.description.clock_rate * 10:
                self._jitter += (difference - self._jitter) / 16
        self._transit = transit
        return True

    def _media(
        self, sequence: int, packet: RtpPacket, codec: Codec, extensions: Mapping[Extension, bytes]
    ) -> MediaPacket:
        payload, frame, tl0, temporal, sync, opens = packet.payload, -1, -1, 0, False, True
        if codec is Codec.VP8:
            descriptor = vp8.parse(payload)
            payload, opens = descriptor.payload, descriptor.keyframe
            if descriptor.picture is not None:
                # Numbers of fewer bits are moved up so that they wrap where the unwrapper expects it.
                shift = 16 - descriptor.picture_bits
                frame = self._pictures.unwrap(descriptor.picture << shift) >> shift
                temporal, sync = descriptor.temporal, descriptor.sync
                if descriptor.tl0 is not None:
                    tl0 = descriptor.tl0
            if descriptor.size is not None:
                self.size = descriptor.size
        elif codec is Codec.H264:
            begun = h264.begun(payload)
            self._parameters |= h264.SPS in begun
            # Where parameter sets come with the pictures, an IDR picture is of no use without the one before it.
            opens = h264.SPS in begun or (h264.IDR in begun and not self._parameters)
        self.keyframes += opens
        return MediaPacket(
            sequence, packet.timestamp, packet.marker, codec, payload, frame, tl0, temporal, sync, opens, extensions
        )

    def media_time(self, timestamp: int) -> float | None:
        """The sender's clock, in seconds, at a media time; None before its first sender report."""
        if self.clock is None:
            return None
        seconds, then, _ = self.clock
        ticks = (timestamp - then) & 0xFFFFFFFF
        return seconds + (ticks if ticks < 1 << 31 else ticks - (1 << 32)) / self.description.clock_rate

    def after(self, sequence: int) -> list[MediaPacket]:
        """Packets that came before ``sequence`` did, though they follow it."""
        later = (self._recent[number % HISTORY] for number in range(sequence + 1, self._highest + 1))
        return [packet for packet in later if packet is not None and packet.sequence > sequence]

    def due(self, now: float, round_trip: float) -> list[int]:
        """Sequence numbers (0 to 65535) to ask the publisher for now; each at most ten times, once a round trip."""
        if not self.description.nack:
            self._missing.clear()
            return []
        asked: list[int] = []
        given_up: list[int] = []
        for sequence, state in self._missing.items():
            since, last, tries = state
            if now - since > NACK_AGE or tries >= NACK_TRIES:
                given_up.append(sequence)
            elif now - since >= NACK_WAIT and now - last >= max(round_trip, 0.02):
                state[1], state[2] = now, tries + 1
                asked.append(sequence & 0xFFFF)
        for sequence in given_up:
            del self._missing[sequence]
        return asked

    @property
    def missing(self) -> bool:
        """Whether anything is missing that may still come."""
        return bool(self._missing)

    def awaits(self, sequence: int) -> bool:
        """Whether this packet (a number that doesn't wrap) is missing and may still come."""
        return sequence in self._missing

    @property
    def lost(self) -> int:
        """Packets that were expected and didn't come, so far."""
        return 0 if self._highest < 0 else max(0, self._highest - self._first + 1 - self.packets)

    def report(self) -> tuple[int, int, int, int]:
        """For a report block: fraction lost since the last call in 1/256, lost in all, highest number, jitter."""
        expected = self._highest - self._first + 1
        before_expected, before_packets = self._reported
        self._reported = (expected, self.packets)
        interval = expected - before_expected
        lost = interval - (self.packets - before_packets)
        fraction = 0 if interval <= 0 or lost <= 0 else min(255, 256 * lost // interval)
        return fraction, expected - self.packets, self._highest & 0xFFFFFFFF, int(self._jitter)
