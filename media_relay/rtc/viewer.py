"""What one peer receives: who is in which slot, in which layer, and what its network carries."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from media_relay.rtc import rtcp
from media_relay.rtc.forwarding.incoming import Codec, IncomingStream
from media_relay.rtc.media import Layer, LayerChanged, Seat
from media_relay.rtc.packet_path import OutgoingDescription, PacketPath
from media_relay.rtc.policy.bandwidth import BandwidthEstimator
from media_relay.rtc.policy.downgrade import UP_SHARE, Decision, Memory, Tile, decide
from media_relay.rtc.publisher import Publisher
from media_relay.rtc.sdp.media import Extension, Kind, Media
from media_relay.rtc.transport_cc import TransportFeedback
from neufit.domain.room.kinds import Source

# Where no feedback tells what the network carries, loss alone decides, down from this (bit/s).
WITHOUT_FEEDBACK = 3_000_000.0
# A layer that takes so much more than the network carries ends before the smaller one is there: in the time until then
# it would fill the network's queue for as long again, and sound would wait behind it.
FLOOD_SHARE = 1.5
PROBE_SECONDS = 0.1
PROBE_FIRST = 0.2
PROBE_AGAIN = 1.0
PROBE_LONGEST = 30.0
# What a viewer may have sent again: a share of what its network carries, for so many seconds at once, in packets of a
# usual size. More would keep a network busy with the past that has just become too thin for the present.
REPAIR_SHARE = 0.4
REPAIR_SECONDS = 0.5
REPAIR_LEAST = 10.0
REPAIR_BITS = 8000
_NTP_EPOCH = 2_208_988_800  # seconds from 1900 to 1970
_HIGHEST_TEMPORAL = 3


class Publishers(Protocol):
    """Who publishes in the room."""

    def __call__(self, participant: str) -> Publisher | None:
        """The publisher of this name, if there is one that the media of may be seen."""


class Viewer:
    """The receiving side of a peer. Times in seconds of the relay's steady clock, unless said otherwise."""

    def __init__(
        self,
        path: PacketPath[Any, Any],
        peer: object,
        publishers: Publishers,
        keyframe: Callable[[IncomingStream], None],
        changed: Callable[[LayerChanged], None],
    ) -> None:
        self.estimator = BandwidthEstimator()
        self.round_trip: float | None = None
        self.loss = 0.0
        self.nacks = 0
        self.decision: Decision | None = None
        self._path, self._peer = path, peer
        self._publishers, self._keyframe, self._changed = publishers, keyframe, changed
        self._lines: dict[str, tuple[Kind, Any]] = {}
        self._by_ssrc: dict[int, Any] = {}
        self._seats: dict[Kind, dict[str, Seat]] = {Kind.AUDIO: {}, Kind.VIDEO: {}}
        self._memory = Memory()
        self._sound = 0.0
        self._layers: dict[str, tuple[str | None, Layer, bool]] = {}
        self._reports: deque[tuple[int, float]] = deque(maxlen=64)
        self._transport = False
        self._repairs, self._repaired = REPAIR_LEAST, 0.0
        self._probe_at: float | None = None
        self._probe_pause = PROBE_AGAIN
        self._probed_from = 0.0

    def configure(self, lines: Iterable[Media]) -> None:
        """Take what was negotiated; m-lines that are there stay as they are."""
        for media in lines:
            if media.mid in self._lines or media.slot is None:
                continue
            description = OutgoingDescription(
                media.mid,
                media.slot.ssrc,
                media.slot.rtx,
                media.codecs[0].clock_rate,
                {Codec(codec.name): (codec.payload_type, codec.rtx) for codec in media.codecs},
                media.extensions,
                any("nack" in codec.feedback for codec in media.codecs),
            )
            outgoing = self._path.add_outgoing(self._peer, description)
            self._lines[media.mid] = (media.kind, outgoing)
            self._by_ssrc[media.slot.ssrc] = outgoing
            if Extension.TRANSPORT_WIDE_CC in media.extensions:
                self._transport = True
        if not self._transport and not self.estimator.measured:
            self.estimator = BandwidthEstimator(WITHOUT_FEEDBACK)

    def mids(self) -> tuple[list[str], list[str]]:
        """Receiving m-lines, audio and video, in the order of the offer."""
        kinds = [[mid for mid, (of, _) in self._lines.items() if of is kind] for kind in (Kind.AUDIO, Kind.VIDEO)]
        return kinds[0], kinds[1]

    def seat(self, kind: Kind, seats: Sequence[Seat]) -> None:
        """Who is where from now on; m-lines that aren't named are empty."""
        self._seats[kind] = {
            seat.mid: seat for seat in seats if seat.mid in self._lines and self._lines[seat.mid][0] is kind
        }

    def sees(self, participant: str) -> bool:
        """Whether anything of this participant is in a slot."""
        return any(seat.participant == participant for seats in self._seats.values() for seat in seats.values())

    def refresh(self, now: float) -> None:
        """Decide anew on everything."""
        self._listen()
        self._watch(now)

    def _listen(self) -> None:
        for mid, (kind, outgoing) in self._lines.items():
            if kind is Kind.AUDIO:
                seat = self._seats[Kind.AUDIO].get(mid)
                publisher = None if seat is None or seat.participant is None else self._publishers(seat.participant)
                self._path.select(outgoing, None if publisher is None else publisher.audio(), _HIGHEST_TEMPORAL)

    def _audio_rate(self) -> float:
        publishers = (
            self._publishers(seat.participant) for seat in self._seats[Kind.AUDIO].values() if seat.participant
        )
        return sum(publisher.audio_rate() for publisher in publishers if publisher is not None)

    def _watch(self, now: float) -> None:
        tiles: list[Tile] = []
        for seat in self._seats[Kind.VIDEO].values():
            publisher = None if seat.participant is None else self._publishers(seat.participant)
            if publisher is not None and seat.participant is not None:
                tiles.append(Tile(seat.mid, seat.participant, seat.height, seat.priority, publisher.rungs(now)))
        self._sound = self._audio_rate()
        decision = decide(self.estimator.bitrate, self._sound, tiles, self._memory, now)
        self.decision, self._memory = decision, decision.memory
        shown = {tile.mid: tile for tile in tiles}
        for mid, (kind, outgoing) in self._lines.items():
            if kind is Kind.VIDEO:
                self._show(mid, outgoing, shown.get(mid), decision.layers.get(mid, Layer.NONE))

    def _show(self, mid: str, outgoing: Any, tile: Tile | None, layer: Layer) -> None:  # noqa: ANN401 -- the path's own
        publisher = self._publishers(tile.participant) if tile is not None else None
        stream = None
        if publisher is not None and layer is not Layer.NONE:
            stream = publisher.find(Source.CAMERA, layer.spatial)
        temporal = layer.temporal if layer < Layer.S0T2 else _HIGHEST_TEMPORAL
        self._path.select(outgoing, stream, temporal, keep=not self._floods(outgoing.source, tile))
        if stream is not None and outgoing.target is stream:
            self._keyframe(stream)
        paused = tile is not None and bool(tile.usable()) and layer is Layer.NONE
        state = (None if tile is None else tile.participant, layer, paused)
        if self._layers.get(mid, (None, Layer.NONE, False)) != state:
            self._layers[mid] = state
            self._changed(LayerChanged(mid, layer, paused))

    def _floods(self, source: IncomingStream | None, tile: Tile | None) -> bool:
        """Whether what is shown takes so much more than there is that nothing else gets through meanwhile."""
        if source is None or tile is None:
            return False
        spatial = source.description.spatial
        rate = max((rung.rate for rung in tile.rungs if rung.layer.spatial == spatial), default=0.0)
        return rate > FLOOD_SHARE * self.estimator.bitrate

    def take_nack(self, nack: rtcp.Nack, now: float) -> None:
        """Send again what is asked for, as far as a client may ask."""
        outgoing = self._by_ssrc.get(nack.media)
        if outgoing is None:
            return
        self.nacks += len(nack.lost)
        rate = REPAIR_SHARE * self.estimator.bitrate / REPAIR_BITS
        most = max(REPAIR_LEAST, rate * REPAIR_SECONDS)
        self._repairs = min(most, self._repairs + max(rate, 2 * REPAIR_LEAST) * (now - self._repaired))
        self._repaired = now
        self._repairs -= self._path.retransmit(outgoing, nack.lost[: int(self._repairs)], now)

    def wanted_streams(self, ssrcs: Sequence[int]) -> list[IncomingStream]:
        """The streams behind these slots, of which a keyframe is asked for."""
        outgoing = [self._by_ssrc[ssrc] for ssrc in ssrcs if ssrc in self._by_ssrc]
        return [stream for one in outgoing if (stream := one.target or one.source) is not None]

    def take_feedback(self, feedback: TransportFeedback, now: float) -> None:
        """What arrived at the viewer, and when."""
        departures = self._path.departures(self._peer, feedback.base, len(feedback.arrivals))
        overused = self.estimator.overused_at
        self.estimator.feedback(departures, feedback.arrivals, self.round_trip or 0.1, now)
        if self.estimator.overused_at != overused:
            self._watch(now)

    def take_estimate(self, estimate: rtcp.ReceiverEstimate) -> None:
        """The viewer's own estimate, where it sends no transport-wide feedback."""
        if not self._transport:
            self.estimator.remote(float(estimate.bitrate))

    def take_blocks(self, blocks: Sequence[rtcp.ReportBlock], now: float) -> None:
        """What the viewer says of the slots: loss, and the round trip by the sender reports that it had."""
        ours = [block for block in blocks if block.ssrc in self._by_ssrc]
        if not ours:
            return
        lost = max(block.fraction_lost for block in ours) / 256
        self.loss += 0.3 * (lost - self.loss)
        if not self._transport:
            self.estimator.report(lost, now)
        for block in ours:
            sent = next((at for middle, at in self._reports if middle == block.last_report), None)
            if block.last_report and sent is not None:
                measured = max(0.0, now - sent - block.delay / 65536)
                self.round_trip = measured if self.round_trip is None else 0.7 * self.round_trip + 0.3 * measured

    def reports(self, now: float) -> list[rtcp.SenderReport]:
        """A sender report for each slot whose source has a clock. NTP is the relay's clock, which viewers know."""
        reports: list[rtcp.SenderReport] = []
        for _, outgoing in self._lines.values():
            stream: IncomingStream | None = outgoing.source
            if stream is None or stream.clock is None or stream.clock_offset is None or outgoing.packets == 0:
                continue
            seconds, timestamp, came = stream.clock
            elapsed = now - came
            ntp = int((seconds + stream.clock_offset + elapsed) * (1 << 32)) & 0xFFFFFFFFFFFFFFFF
            media = timestamp + outgoing.timestamp_offset + int(elapsed * outgoing.clock_rate)
            self._reports.append((ntp >> 16 & 0xFFFFFFFF, now))
            reports.append(
                rtcp.SenderReport(
                    outgoing.ssrc,
                    ntp,
                    media & 0xFFFFFFFF,
                    outgoing.packets & 0xFFFFFFFF,
                    outgoing.octets & 0xFFFFFFFF,
                )
            )
        return reports

    def probe_due(self, now: float) -> float | None:
        """The rate to probe with from now on (bit/s), when there is more to be had than is known to fit."""
        decision = self.decision
        if not self._transport or decision is None or decision.wanted == 0 or self.estimator.probing(now):
            return None
        wanted = (decision.wanted + self._sound) / UP_SHARE * 1.1
        bitrate = self.estimator.bitrate
        if wanted <= bitrate:
            self._probe_pause = PROBE_AGAIN
            return None
        if self._probe_at is None:
            self._probe_at = now + PROBE_FIRST
        if now < self._probe_at or now - self.estimator.overused_at < PROBE_AGAIN:
            return None
        # Who got no further with the last probe waits longer for the next.
        self._probe_pause = (
            PROBE_AGAIN if bitrate > 1.1 * self._probed_from else min(PROBE_LONGEST, 2 * self._probe_pause)
        )
        self._probe_at = now + self._probe_pause
        self._probed_from = bitrate
        return min(wanted, 2 * bitrate)

    def close(self) -> None:
        """Nobody is shown any more: let go of those who were asked and told."""
        self._publishers, self._keyframe, self._changed = _nobody, _nothing, _nothing


def _nobody(participant: str) -> None:
    """There is no such publisher."""


def _nothing(_: object) -> None:
    """Whatever it is, nothing follows."""


def ntp_seconds(unix: float) -> float:
    """Seconds since 1900, as NTP counts, for seconds since 1970."""
    return unix + _NTP_EPOCH
