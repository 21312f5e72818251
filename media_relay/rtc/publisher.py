"""What one peer publishes: its streams by source and layer, and the feedback that it gets.

A stream is known by the mid and the rid in its first packets, by its SSRC when the offer names it, or by its payload
type when only one m-line has that. Keyframes are asked for at most once in 500 ms of a stream, however many want one.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from media_relay.rtc import rtcp, transport_cc
from media_relay.rtc.forwarding.incoming import Codec, Description, IncomingStream, Tap
from media_relay.rtc.forwarding.rate import Rate
from media_relay.rtc.media import Layer
from media_relay.rtc.policy.downgrade import Rung
from media_relay.rtc.rtp import RtpPacket
from media_relay.rtc.sdp.media import Extension, Kind, Media
from neufit.domain.room.kinds import Source

SOURCES = {Kind.AUDIO: Source.MICROPHONE, Kind.VIDEO: Source.CAMERA}
SPATIAL_LAYERS = 3
KEYFRAME_SECONDS = 0.5
# A layer that a browser has paused for want of bandwidth sends nothing.
ACTIVE_SECONDS = 1.5
FEEDBACK_PACKETS = 150
LONGEST_GAP = 300
CLOCK_SECONDS = 60.0
NTP_ERA = 2.0**32
# Heights to reckon with until a keyframe has told its size (VP8 tells it, H.264 does not here).
HEIGHTS = (180, 360, 720)


@dataclass(slots=True)
class _Line:
    """An m-line on which the peer sends."""

    media: Media
    source: Source
    payload_types: dict[int, Codec]
    retransmissions: dict[int, int]
    nack: bool
    ssrcs: dict[int, int | None]
    repairs: dict[int, int]


@dataclass(slots=True)
class Published:
    """A stream with its rates: ``rates`` are those up to each temporal layer, in bit/s."""

    line: _Line
    stream: IncomingStream
    rates: list[float] = field(default_factory=lambda: [0.0] * 4)
    temporal: list[Rate] = field(default_factory=lambda: [Rate() for _ in range(4)])
    asked: float = float("-inf")
    # How many keyframes there had been when one was wanted; None: none is.
    wanted: int | None = None


class Publisher:
    """The sending side of a peer. Times in seconds of the relay's steady clock, unless said otherwise."""

    def __init__(self, ssrc: int) -> None:
        self.ssrc = ssrc
        self.nacks = 0
        self.keyframe_requests = 0
        self.lost_share = 0.0
        self._lines: dict[str, _Line] = {}
        self._ids: dict[Extension, int] = {}
        self._published: dict[tuple[Source, int], Published] = {}
        self._silent: set[Source] = set()
        self._tap: Tap | None = None
        self._clock: deque[tuple[float, float]] = deque(maxlen=128)
        self._feedback = 0
        self._told: int | None = None

    def configure(self, lines: Iterable[Media]) -> None:
        """Take what was negotiated; streams that are there stay."""
        self._lines.clear()
        self._ids.clear()
        for media in lines:
            self._ids |= media.extensions
            self._lines[media.mid] = _Line(
                media,
                SOURCES[media.kind],
                {codec.payload_type: Codec(codec.name) for codec in media.codecs},
                {codec.rtx: codec.payload_type for codec in media.codecs if codec.rtx is not None},
                any("nack" in codec.feedback for codec in media.codecs),
                {stream.ssrc: stream.rtx for stream in media.streams},
                {stream.rtx: stream.ssrc for stream in media.streams if stream.rtx is not None},
            )

    @property
    def publishes(self) -> bool:
        """Whether it ever sent media."""
        return bool(self._published)

    def streams(self) -> list[IncomingStream]:
        """All that are bound."""
        return [published.stream for published in self._published.values()]

    def find(self, source: Source, spatial: int) -> IncomingStream | None:
        """The stream of a layer, when it was ever there."""
        published = self._published.get((source, spatial))
        return None if published is None else published.stream

    def recognize(self, packet: RtpPacket, owner: object) -> tuple[IncomingStream, IncomingStream | None] | None:
        """The stream that a packet of an unknown SSRC belongs to, and the one whose place it takes; None when none."""
        line = self._line(packet)
        if line is None:
            return None
        rid = packet.extensions.get(self._ids.get(Extension.RID, 0))
        repaired = packet.extensions.get(self._ids.get(Extension.REPAIRED_RID, 0))
        is_repair = packet.payload_type in line.retransmissions
        if not is_repair and packet.payload_type not in line.payload_types:
            return None
        if line.media.rids:
            spatial = self._spatial(line, repaired if is_repair else rid)
            if spatial is None:
                return None
        else:
            spatial = 0
        key = (line.source, spatial)
        found = self._published.get(key)
        if is_repair:
            if found is None:
                return None
            found.stream.repair_ssrc = packet.ssrc
            return found.stream, None
        description = Description(
            line.source,
            spatial,
            line.media.codecs[0].clock_rate,
            line.payload_types,
            line.retransmissions,
            nack=line.nack,
        )
        stream = IncomingStream(packet.ssrc, description, owner)
        stream.repair_ssrc = line.ssrcs.get(packet.ssrc)
        stream.silent = line.source in self._silent
        stream.tap = self._tap
        self._published[key] = Published(line, stream)
        return stream, None if found is None else found.stream

    def _line(self, packet: RtpPacket) -> _Line | None:
        mid = packet.extensions.get(self._ids.get(Extension.MID, 0))
        if mid is not None:
            return self._lines.get(mid.decode("ascii", "replace"))
        for line in self._lines.values():
            if packet.ssrc in line.ssrcs or packet.ssrc in line.repairs:
                return line
        typed = [
            line
            for line in self._lines.values()
            if packet.payload_type in line.payload_types or packet.payload_type in line.retransmissions
        ]
        return typed[0] if len(typed) == 1 else None

    @staticmethod
    def _spatial(line: _Line, rid: bytes | None) -> int | None:
        name = b"" if rid is None else rid
        rids = line.media.rids[:SPATIAL_LAYERS]
        return next((index for index, known in enumerate(rids) if known.encode() == name), None)

    def silence(self, source: Source, *, silent: bool) -> None:
        """Forward nothing of a source, or forward it again."""
        (self._silent.add if silent else self._silent.discard)(source)
        for (of, _), published in self._published.items():
            if of is source:
                published.stream.silent = silent

    def record(self, tap: Tap | None) -> None:
        """Let this one hear of every packet of all streams from now on; None: nobody."""
        self._tap = tap
        for stream in self.streams():
            stream.tap = tap

    def active(self, source: Source, now: float) -> bool:
        """Whether packets of this source flow."""
        return any(
            of is source and now - published.stream.last_arrival < ACTIVE_SECONDS
            for (of, _), published in self._published.items()
        )

    def audio(self) -> IncomingStream | None:
        """The microphone's stream, unless it is silenced."""
        stream = self.find(Source.MICROPHONE, 0)
        return None if stream is None or stream.silent else stream

    def measure(self, now: float) -> None:
        """Bring the rates up to date; call it several times a second."""
        for published in self._published.values():
            total = 0.0
            for layer, rate in enumerate(published.temporal):
                total += rate.sample(published.stream.temporal_octets[layer], now)
                published.rates[layer] = total

    def audio_rate(self) -> float:
        """What the microphone takes, in bit/s."""
        published = self._published.get((Source.MICROPHONE, 0))
        return 0.0 if published is None else published.rates[-1]

    def rungs(self, now: float) -> list[Rung]:
        """The camera's layers that are sent now, from small to large; none while it is silenced."""
        rungs: list[Rung] = []
        for spatial in range(SPATIAL_LAYERS):
            published = self._published.get((Source.CAMERA, spatial))
            if published is None or published.stream.silent or now - published.stream.last_arrival > ACTIVE_SECONDS:
                continue
            size = published.stream.size
            height = HEIGHTS[spatial] if size is None else min(size)
            rates = published.rates
            if spatial == 0 and rates[0] < rates[2]:
                lower = [0, 1] if rates[0] < rates[1] < rates[2] else [0]
                rungs += [Rung(Layer(Layer.S0T0 + temporal), rates[temporal], height) for temporal in lower]
            rungs.append(Rung(Layer(Layer.S0T2 + spatial), rates[-1], height))
        return rungs

    def want_keyframe(self, stream: IncomingStream, now: float) -> bytes | None:
        """A keyframe is needed. What to send for it now, if anything; if it is too soon it comes with ``feedback``."""
        published = self._published.get((stream.description.source, stream.description.spatial))
        if published is None or published.stream is not stream:
            return None
        if not stream.waiting:
            published.wanted = stream.keyframes
        return self._ask(published, now)

    def _ask(self, published: Published, now: float) -> bytes | None:
        stream = published.stream
        if published.wanted is not None and stream.keyframes > published.wanted:
            published.wanted = None
        if now - published.asked < KEYFRAME_SECONDS or (published.wanted is None and not stream.waiting):
            return None
        published.asked = now
        published.wanted = None
        self.keyframe_requests += 1
        return rtcp.picture_loss(self.ssrc, published.stream.ssrc)

    def feedback(self, arrivals: Sequence[tuple[int, int]], round_trip: float, now: float) -> list[bytes]:
        """What to send: arrivals for the sender's estimate, what is missing, keyframes that are still wanted."""
        packets: list[bytes] = []
        for published in self._published.values():
            stream = published.stream
            if stream.missing:
                due = stream.due(now, round_trip)
                if due:
                    self.nacks += len(due)
                    packets.append(rtcp.nack(self.ssrc, stream.ssrc, due))
            if stream.description.source is Source.CAMERA and not stream.silent:
                asked = self._ask(published, now)
                if asked is not None:
                    packets.append(asked)
        if arrivals:
            packets += self._transport_feedback(arrivals)
        return packets

    def _transport_feedback(self, arrivals: Sequence[tuple[int, int]]) -> list[bytes]:
        """Feedbacks small enough for one datagram each. A gap that is too long to be loss isn't reported as loss."""
        media = next((published.stream.ssrc for published in self._published.values()), 0)
        packets: list[bytes] = []
        part: list[tuple[int, int]] = []

        def end() -> None:
            if not part:
                return
            base = part[0][0]
            if self._told is not None and 0 < base - self._told <= LONGEST_GAP:
                base = self._told + 1
            packets.append(transport_cc.write(self.ssrc, media, self._feedback, part, base))
            self._feedback += 1
            self._told = part[-1][0]
            part.clear()

        for number, ticks in arrivals:
            if part and (len(part) >= FEEDBACK_PACKETS or number - part[-1][0] > LONGEST_GAP):
                end()
            part.append((number, ticks))
        end()
        return packets

    def take_report(self, report: rtcp.SenderReport, round_trip: float, now: float, wall: float) -> None:
        """Note a sender report's clock. ``wall`` is the relay's time in seconds since 1900."""
        stream = next((one for one in self.streams() if one.ssrc == report.ssrc), None)
        if stream is None:
            return
        seconds = report.ntp / (1 << 32)
        # NTP's seconds begin anew in 2036: of two clocks the nearer one is meant.
        self._clock.append((now, (wall - seconds + NTP_ERA / 2) % NTP_ERA - NTP_ERA / 2))
        while now - self._clock[0][0] > CLOCK_SECONDS:
            self._clock.popleft()
        # The report that was on its way for the shortest time; half of a round trip is what that took.
        offset = min(difference for _, difference in self._clock) - round_trip / 2
        stream.clock = (seconds, report.timestamp, now)
        stream.last_report = (report.ntp >> 16 & 0xFFFFFFFF, now)
        for one in self.streams():
            one.clock_offset = offset

    def blocks(self, now: float) -> list[rtcp.ReportBlock]:
        """What of each stream arrived, for a report."""
        blocks: list[rtcp.ReportBlock] = []
        worst = 0
        for published in self._published.values():
            stream = published.stream
            if now - stream.last_arrival > 4 * ACTIVE_SECONDS:
                continue
            fraction, lost, highest, jitter = stream.report()
            worst = max(worst, fraction)
            middle, came = stream.last_report or (0, now)
            delay = int(65536 * (now - came)) if middle else 0
            blocks.append(rtcp.ReportBlock(stream.ssrc, fraction, lost, highest, jitter, middle, delay))
        self.lost_share += 0.3 * (worst / 256 - self.lost_share)
        return blocks

    def end(self, ssrcs: Sequence[int]) -> None:
        """These SSRCs said good-bye."""
        for stream in self.streams():
            if stream.ssrc in ssrcs:
                stream.last_arrival = float("-inf")

    def close(self) -> None:
        """Nothing is published any more: let go of the streams, which know whose they are."""
        self.record(None)
        self._published.clear()
