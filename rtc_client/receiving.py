"""What a client receives: each slot is a stream that must be whole, counted as a browser's receiver sees it."""

from collections import OrderedDict
from dataclasses import dataclass, field

from media_relay.rtc import rtcp, rtp, transport_cc
from rtc_client.description import VP8, VP8_RTX, Slot
from rtc_client.pictures import stamp

NACK_AGAIN = 0.1
NACK_TRIES = 10
GIVE_UP = 1.0
MOST_MISSING = 512
MOST_FRAMES = 64


@dataclass
class _Frame:
    first: int | None = None
    last: int | None = None
    packets: int = 0
    keyframe: bool = False
    latency: float | None = None


@dataclass
class Missing:
    """A packet that hasn't come: since when, when it was asked for last, how often."""

    since: float
    asked: float
    tries: int = 1


@dataclass
class Reception:
    """Counts of a slot. ``lost`` never came, ``recovered`` came by retransmission; frames are whole ones.

    ``size`` is that of the last keyframe, ``latencies`` are seconds from sending to reception of frames that
    ``pictures`` stamped on the same clock; ``longest_pause`` is the longest time between whole frames, in seconds.
    """

    slot: Slot
    clock_rate: int
    packets: int = 0
    octets: int = 0
    duplicates: int = 0
    recovered: int = 0
    lost: int = 0
    frames: int = 0
    keyframes: int = 0
    size: tuple[int, int] | None = None
    latencies: list[float] = field(default_factory=list)
    longest_pause: float = 0.0
    last_frame: float | None = None
    missing: dict[int, Missing] = field(default_factory=dict)
    highest: int | None = None
    last_report: int = 0
    reported_at: float = 0.0
    _unwrap: rtp.SequenceUnwrapper = field(default_factory=rtp.SequenceUnwrapper)
    _base: int = 0
    _jitter: float = 0.0
    _transit: float | None = None
    _expected_before: int = 0
    _received_before: int = 0
    _frames: OrderedDict[int, _Frame] = field(default_factory=OrderedDict)

    def take(self, packet: rtp.RtpPacket, now: float) -> list[int]:
        """Count a packet; return the sequence numbers to ask for because of it."""
        if packet.payload_type == VP8_RTX:
            if packet.ssrc != self.slot.rtx or len(packet.payload) < 2:
                return []  # padding that probes the path
            sequence, packet.payload = rtp.original(packet.payload)
        else:
            sequence = packet.sequence
            self._measure_jitter(packet.timestamp, now)
        extended = self._unwrap.unwrap(sequence)
        gap: list[int] = []
        if self.highest is None:
            self.highest = self._base = extended
        elif extended > self.highest:
            gap = list(range(self.highest + 1, extended))[-MOST_MISSING:]
            self.highest = extended
            self.missing |= {number: Missing(now, now) for number in gap}
        elif self.missing.pop(extended, None) is None:
            self.duplicates += 1
            return []
        else:
            self.recovered += 1
        self.packets += 1
        self.octets += len(packet.payload)
        if self.slot.kind == "video" and packet.payload:
            self._assemble(packet, extended, now)
        return [number & 0xFFFF for number in gap]

    def count(self, sequence: int, octets: int) -> None:
        """Count a packet that isn't looked into; nothing is asked for again."""
        extended = self._unwrap.unwrap(sequence)
        if self.highest is None:
            self._base = extended
        self.highest = extended if self.highest is None else max(self.highest, extended)
        self.packets += 1
        self.octets += octets

    def again(self, now: float) -> tuple[list[int], bool]:
        """Sequence numbers to ask for once more, and whether something is given up (a keyframe is needed then)."""
        asked: list[int] = []
        given_up = False
        for number, missing in list(self.missing.items()):
            if now - missing.since > GIVE_UP or missing.tries >= NACK_TRIES:
                del self.missing[number]
                self.lost += 1
                given_up = True
            elif now - missing.asked >= NACK_AGAIN:
                missing.asked = now
                missing.tries += 1
                asked.append(number & 0xFFFF)
        return asked, given_up and self.slot.kind == "video"

    def report(self, now: float) -> rtcp.ReportBlock | None:
        """The block of a receiver report (RFC 3550, appendix A.3); None before anything came."""
        if self.highest is None:
            return None
        expected = self.highest - self._base + 1
        lost_now = (expected - self._expected_before) - (self.packets - self._received_before)
        span = expected - self._expected_before
        self._expected_before, self._received_before = expected, self.packets
        return rtcp.ReportBlock(
            ssrc=self.slot.ssrc,
            fraction_lost=max(0, min(255, 256 * lost_now // span)) if span else 0,
            lost=max(0, expected - self.packets),
            highest=self.highest & 0xFFFFFFFF,
            jitter=int(self._jitter),
            last_report=self.last_report,
            delay=int((now - self.reported_at) * 65536) if self.last_report else 0,
        )

    def _measure_jitter(self, timestamp: int, now: float) -> None:
        transit = now * self.clock_rate - timestamp
        if self._transit is not None:
            change = abs(transit - self._transit) % 2**32
            self._jitter += (min(change, 2**32 - change) - self._jitter) / 16
        self._transit = transit

    def _assemble(self, packet: rtp.RtpPacket, extended: int, now: float) -> None:
        frame = self._frames.setdefault(packet.timestamp, _Frame())
        frame.packets += 1
        payload = packet.payload
        if packet.payload_type in {VP8, VP8_RTX} and payload[0] & 0x17 == 0x10:
            frame.first = extended
            frame.keyframe = len(payload) > 16 and not payload[6] & 1
            if frame.keyframe:
                width, height = payload[12:14], payload[14:16]
                self.size = int.from_bytes(width, "little") & 0x3FFF, int.from_bytes(height, "little") & 0x3FFF
            marked = stamp(payload)
            frame.latency = None if marked is None else now - marked[1]
        if packet.marker:
            frame.last = extended
        if frame.first is not None and frame.last is not None and frame.packets == frame.last - frame.first + 1:
            del self._frames[packet.timestamp]
            self._complete(frame, now)
        elif len(self._frames) > MOST_FRAMES:
            self._frames.popitem(last=False)

    def _complete(self, frame: _Frame, now: float) -> None:
        self.frames += 1
        self.keyframes += frame.keyframe
        if self.last_frame is not None:
            self.longest_pause = max(self.longest_pause, now - self.last_frame)
        self.last_frame = now
        if frame.latency is not None:
            self.latencies.append(frame.latency)


def clear_element(datagram: memoryview, identity: int) -> bytes | None:
    """The value of a one-byte header extension element (RFC 8285) of a sealed packet, where it has that."""
    at = 12 + 4 * (datagram[0] & 0x0F)
    if not datagram[0] & 0x10 or len(datagram) < at + 4 or (datagram[at], datagram[at + 1]) != (0xBE, 0xDE):
        return None
    end = min(at + 4 + 4 * (datagram[at + 2] << 8 | datagram[at + 3]), len(datagram))
    at += 4
    while at < end:
        head = datagram[at]
        if head >> 4 == identity:
            return bytes(datagram[at + 1 : at + 2 + (head & 0x0F)])
        at += 1 if head == 0 else 2 + (head & 0x0F)
    return None


class Arrivals:
    """When packets with transport-wide numbers came, until the next feedback (TWCC)."""

    def __init__(self) -> None:
        self._unwrap = rtp.SequenceUnwrapper()
        self._arrivals: dict[int, int] = {}
        self._count = 0

    def note(self, number: bytes, now: float) -> None:
        """A packet has arrived."""
        self._arrivals.setdefault(
            self._unwrap.unwrap(int.from_bytes(number, "big")), int(now * transport_cc.TICKS_PER_SECOND)
        )

    def feedback(self, sender: int, media: int) -> bytes | None:
        """The RTCP packet that tells; None when nothing arrived."""
        if not self._arrivals:
            return None
        arrivals, self._arrivals = sorted(self._arrivals.items()), {}
        self._count += 1
        return transport_cc.write(sender, media, self._count - 1, arrivals)
