"""One participant's media at this relay: the transport, what it publishes and what it receives.

It is longer than a module should be, because all events of one peer's life act on the same few times and states.
"""

import secrets
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from media_relay.rtc import rtcp
from media_relay.rtc.dtls import DtlsContext, DtlsEndpoint, DtlsError
from media_relay.rtc.forwarding.incoming import IncomingStream, Tap
from media_relay.rtc.ice import IceLite
from media_relay.rtc.media import (
    Connected,
    Disconnected,
    MediaEvent,
    Patience,
    PeerStatistics,
    Publishing,
    Quality,
    Seat,
)
from media_relay.rtc.packet_path import PacketPath
from media_relay.rtc.policy.quality import quality
from media_relay.rtc.publisher import SOURCES, Publisher
from media_relay.rtc.rtp import RtpPacket
from media_relay.rtc.sdp.answer import LocalTransport, answer
from media_relay.rtc.sdp.media import Direction, Kind
from media_relay.rtc.sdp.negotiation import Negotiation, Terms, negotiate
from media_relay.rtc.stun import Address, Malformed
from media_relay.rtc.transport_cc import TransportFeedback
from media_relay.rtc.viewer import PROBE_SECONDS, Viewer
from neufit.domain.errors import Gone
from neufit.domain.room.kinds import Source

CONSENT_SECONDS = 30.0
REPORT_SECONDS = 1.0
MEASURE_SECONDS = 0.25
DECIDE_SECONDS = 0.5
# How often handshakes are looked at.
LOOK_SECONDS = 0.1
# What is due so soon after something else is done along with it: of hundreds of peers each look has its price.
TOGETHER_SECONDS = 0.03
# At the latest after so long the transport-wide feedback leaves.
FEEDBACK_SECONDS = 0.05
MOST_BLOCKS = 31
REPORTS_PER_DATAGRAM = 24
_KINDS = {source: kind for kind, source in SOURCES.items()}


class Surroundings(Protocol):
    """What a peer needs of the plane and of its room."""

    path: PacketPath[Any, Any]
    ice: IceLite["Peer"]
    dtls: DtlsContext
    patience: Patience

    def now(self) -> float:
        """The steady clock, in seconds."""

    def wall(self) -> float:
        """Seconds since 1900, as NTP counts."""

    def candidates(self) -> Sequence[tuple[str, int]]:
        """Where the relay is reached."""

    def tell(self, notify: Callable[[MediaEvent], None], event: MediaEvent) -> None:
        """Call ``notify`` soon, from the event loop."""

    def publisher(self, room: str, participant: str) -> "Peer | None":
        """Another peer of the room."""

    def dirty(self, peer: "Peer") -> None:
        """What this peer publishes has changed: those who see it decide anew."""

    def leave(self, peer: "Peer") -> None:
        """The peer is closed."""


class Peer:
    """See ``plane.MediaPeer`` for what callers may rely on."""

    def __init__(
        self,
        plane: Surroundings,
        participant: str,
        room: str,
        terms: tuple[frozenset[Source], tuple[int, int]],
        notify: Callable[[MediaEvent], None],
    ) -> None:
        publishes, slots = terms
        self.participant, self.room = participant, room
        self.closed = self.connected = False
        self.path_peer = plane.path.add_peer(self)
        self.publisher = Publisher(secrets.randbits(31) | 1)
        self.viewer = Viewer(plane.path, self.path_peer, self._find, self._want_keyframe, self.tell)
        self._plane = plane
        self._terms = Terms(frozenset(_KINDS[source] for source in publishes), slots, redundancy=True)
        self._notify = notify
        self._negotiation: Negotiation | None = None
        self._dtls: DtlsEndpoint | None = None
        self._started = self._secured = False
        self._joined = self._heard = plane.now()
        # When the next tick is due, and what for.
        self.due = 0.0
        self._decide_at = self._report_at = self._feedback_at = self._measure_at = self._look_at = 0.0
        self._active: dict[Source, bool] = dict.fromkeys(publishes, False)
        self._rungs: tuple[Any, ...] = ()
        self._quality = 3
        self._probe: tuple[float, float] | None = None
        self._final: PeerStatistics | None = None

    def answer(self, offer: str) -> str:
        """The answer to an offer; see ``plane.MediaPeer``."""
        if self.closed:
            raise Gone("The media connection is closed. Open a new one.")
        plane, now = self._plane, self._plane.now()
        negotiation = negotiate(offer, self._terms, self._negotiation)
        if self._negotiation is None:
            plane.ice.register(self, now)
            self._dtls = DtlsEndpoint(plane.dtls, negotiation.role, negotiation.remote.fingerprints, now)
        elif negotiation.restarts(self._negotiation):
            plane.ice.restart(self)
        self._negotiation = negotiation
        receiving = [media for media in negotiation.media if media.direction is Direction.RECEIVE]
        sending = [media for media in negotiation.media if media.direction is Direction.SEND]
        plane.path.read_extensions(
            self.path_peer, {number: name for media in receiving for name, number in media.extensions.items()}
        )
        self.publisher.configure(receiving)
        self.viewer.configure(sending)
        local = LocalTransport(plane.ice.credentials(self), plane.dtls.certificate.fingerprint, plane.candidates())
        return answer(negotiation, local)

    def receive_video(self, seats: Sequence[Seat]) -> None:
        """Who is shown where from now on."""
        self._seat(Kind.VIDEO, seats)

    def receive_audio(self, seats: Sequence[Seat]) -> None:
        """Who is heard where from now on."""
        self._seat(Kind.AUDIO, seats)

    def _seat(self, kind: Kind, seats: Sequence[Seat]) -> None:
        if not self.closed:
            self.viewer.seat(kind, seats)
            self.viewer.refresh(self._plane.now())

    def mids(self) -> tuple[Sequence[str], Sequence[str]]:
        """The receiving m-lines, audio and video, in the order of the offer."""
        return self.viewer.mids()

    def silence(self, source: Source, silent: bool) -> None:  # noqa: FBT001 -- the source is what it is about
        """Forward nothing of this source, or forward it again."""
        self.publisher.silence(source, silent=silent)
        if not self.closed:
            self._plane.dirty(self)

    def record(self, tap: Tap | None) -> None:
        """Let this one hear of all packets that come; None: nobody."""
        if not self.closed:
            self.publisher.record(tap)

    def want_keyframe(self, stream: IncomingStream) -> None:
        """A picture of this stream that stands alone is wanted."""
        self._want_keyframe(stream)

    def statistics(self) -> PeerStatistics:
        """What was counted so far."""
        if self._final is not None:
            return self._final
        counts, outgoing, streams = self.path_peer.counts, self.path_peer.outgoing, self.publisher.streams()
        return PeerStatistics(
            packets_in=counts.packets_in,
            bytes_in=counts.bytes_in,
            packets_out=sum(one.packets for one in outgoing),
            bytes_out=sum(one.octets for one in outgoing),
            lost_in=sum(stream.lost for stream in streams),
            nacks_in=self.viewer.nacks,
            nacks_out=self.publisher.nacks,
            retransmitted=counts.retransmitted,
            keyframe_requests=self.publisher.keyframe_requests,
            bandwidth=self.viewer.estimator.bitrate if self.viewer.estimator.measured else None,
            round_trip=self.viewer.round_trip,
            loss_out=self.viewer.loss,
        )

    def close(self) -> None:
        """End it. A second time changes nothing."""
        if self.closed:
            return
        self._final = self.statistics()
        self.closed = True
        plane = self._plane
        address = plane.ice.selected(self) if self._negotiation is not None else None
        if self._dtls is not None and address is not None:
            self._send(self._dtls.close(), address)
        # Nothing refers back to the peer from now on: the collector doesn't see libraries' memory, and would come late.
        self._dtls = None
        plane.path.remove_peer(self.path_peer)
        plane.ice.forget(self)
        plane.leave(self)
        self.publisher.close()
        self.viewer.close()
        self._notify = lambda _: None

    def checked(self, address: Address, moved: Address | None, now: float) -> None:
        """An authentic ICE check came from this address; ``moved``: send there from now on."""
        self._heard = now
        self._plane.path.admit(self.path_peer, address)
        if not self._started and self._dtls is not None:
            self._started = True
            self._send(self._dtls.start(now), address)
        if moved is not None:
            self._plane.path.direct(self.path_peer, moved)
        self._connect(now)

    def take_dtls(self, datagram: bytes, address: Address, now: float) -> None:
        """A DTLS datagram came from an address that was validated for this peer."""
        if self._dtls is None or self.closed:
            return
        try:
            self._send(self._dtls.receive(datagram, now), address)
        except DtlsError as failure:
            self._fail(failure, address)
            return
        if self._dtls.keys is not None and not self._secured:
            self._secured = True
            self._plane.path.secure(self.path_peer, self._dtls.keys)
            self._connect(now)
        elif self._dtls.closed:
            self._end("gone")  # it said good-bye

    def _connect(self, now: float) -> None:
        address = self._plane.ice.selected(self)
        if self.connected or not self._secured or address is None:
            return
        self.connected = True
        self._heard = self.due = now
        self._plane.path.direct(self.path_peer, address)
        self._tell(Connected())
        self._tell(Quality(self._quality))
        self.viewer.refresh(now)

    def _fail(self, failure: DtlsError, address: Address) -> None:
        self._send(failure.farewell, address)
        self._end("dtls-failed")

    def _end(self, reason: str) -> None:
        if not self.closed:
            self._tell(Disconnected(reason))
            self.close()

    def _send(self, datagrams: Sequence[bytes], address: Address) -> None:
        for datagram in datagrams:
            self._plane.path.send(datagram, address)

    def _tell(self, event: MediaEvent) -> None:
        self._plane.tell(self._notify, event)

    def tell(self, event: MediaEvent) -> None:
        """Let the owner of the peer know something about it."""
        if not self.closed:
            self._tell(event)

    def _find(self, participant: str) -> Publisher | None:
        found = self._plane.publisher(self.room, participant)
        return None if found is None else found.publisher

    def _want_keyframe(self, stream: IncomingStream) -> None:
        owner = stream.owner
        if isinstance(owner, Peer) and not owner.closed:
            packet = owner.publisher.want_keyframe(stream, self._plane.now())
            if packet is not None:
                self._plane.path.send_rtcp(owner.path_peer, packet)

    def unknown(self, packet: RtpPacket) -> IncomingStream | None:
        """A packet of an SSRC that isn't bound yet."""
        found = self.publisher.recognize(packet, self)
        if found is None:
            return None
        stream, previous = found
        if previous is not None and previous is not stream:
            self._plane.path.unbind(self.path_peer, previous)
        self._plane.path.bind(self.path_peer, stream)
        self.due = self._feedback_at  # nothing was due for who published nothing
        self._plane.dirty(self)
        return stream

    def take_rtcp(self, data: bytes, now: float) -> None:
        """Feedback and reports of this peer."""
        try:
            packets = rtcp.parse(data)
        except Malformed:
            self._plane.path.statistics.malformed += 1
            return
        self._heard = now
        round_trip = self.viewer.round_trip or 0.0
        for packet in packets:
            if isinstance(packet, TransportFeedback):
                self.viewer.take_feedback(packet, now)
            elif isinstance(packet, rtcp.Nack):
                self.viewer.take_nack(packet, now)
            elif isinstance(packet, rtcp.KeyframeRequest):
                for stream in self.viewer.wanted_streams(packet.media):
                    self._want_keyframe(stream)
            elif isinstance(packet, rtcp.ReceiverEstimate):
                self.viewer.take_estimate(packet)
            elif isinstance(packet, rtcp.Bye):
                self.publisher.end(packet.ssrcs)
            else:
                if isinstance(packet, rtcp.SenderReport):
                    self.publisher.take_report(packet, round_trip, now, self._plane.wall())
                self.viewer.take_blocks(packet.blocks, now)

    def tick(self, now: float) -> None:
        """What is due by time."""
        soon = now + TOGETHER_SECONDS
        if soon >= self._look_at:
            shaking = not self.connected or self._dtls is None or self._dtls.deadline is not None
            self._look_at = self.due = now + (LOOK_SECONDS if shaking else MEASURE_SECONDS)
            if not self._alive(now):
                return
        if not self.connected:
            return
        path = self._plane.path
        if now >= self._feedback_at and self.publisher.publishes:
            self._feedback_at = now + FEEDBACK_SECONDS
            arrivals = path.arrivals(self.path_peer)
            for packet in self.publisher.feedback(arrivals, self.viewer.round_trip or 0.1, now):
                path.send_rtcp(self.path_peer, packet)
        if soon >= self._measure_at:
            self._measure_at = now + MEASURE_SECONDS
            self.publisher.measure(now)
            self._notice(now)
        if soon >= self._decide_at:
            self._decide_at = now + DECIDE_SECONDS
            self.viewer.refresh(now)
        if soon >= self._report_at:
            self._report_at = now + REPORT_SECONDS
            self._report(now)
        self.due = min(self._look_at, self._measure_at, self._decide_at, self._report_at)
        if self.publisher.publishes:
            self.due = min(self.due, self._feedback_at)

    def _alive(self, now: float) -> bool:
        """Look at the handshake and at how long nothing was heard; False when the peer was closed."""
        if self._dtls is not None and self._dtls.deadline is not None and now >= self._dtls.deadline:
            address = self._plane.ice.selected(self)
            try:
                flight = self._dtls.tick(now)
                if address is not None:
                    self._send(flight, address)
            except DtlsError:
                self._end("never-connected" if not self._secured else "dtls-failed")
                return False
        if not self.connected and not self._secured:
            if now - self._joined > self._plane.patience.connect:
                self._end("never-connected")
            return not self.closed
        patience = self._plane.patience
        silent = now - max(self._heard, self.path_peer.counts.last_arrival)
        if silent > patience.gone:
            self._end("gone")
        elif silent > patience.silent and self.connected:
            self.connected = False
            self._tell(Disconnected("silent"))
            self._tell(Quality(0))
        elif silent <= patience.silent and not self.connected:
            self._connect(now)
        if silent > CONSENT_SECONDS:
            self._plane.path.direct(self.path_peer, None)
        return not self.closed

    def _notice(self, now: float) -> None:
        """Tell what began or stopped to flow, and how good the connection is."""
        for source, before in self._active.items():
            active = self.publisher.active(source, now)
            if active != before:
                self._active[source] = active
                self._tell(Publishing(source, active))
        rungs = tuple(rung.layer for rung in self.publisher.rungs(now))
        if rungs != self._rungs:
            self._rungs = rungs
            self._plane.dirty(self)
        value = quality(self.viewer.loss, self.publisher.lost_share, self.viewer.round_trip, self.viewer.decision)
        if value != self._quality:
            self._quality = value
            self._tell(Quality(value))

    def _report(self, now: float) -> None:
        """Sender and receiver reports in compound packets that fit a datagram each."""
        reports = self.viewer.reports(now)
        blocks = self.publisher.blocks(now)[:MOST_BLOCKS]
        if not reports and not blocks:
            return
        name = rtcp.description(self.publisher.ssrc, f"{self.publisher.ssrc:08x}")
        head = rtcp.receiver_report(rtcp.ReceiverReport(self.publisher.ssrc, tuple(blocks))) if blocks else b""
        if head:
            self._plane.path.send_rtcp(self.path_peer, head + name)
        for first in range(0, len(reports), REPORTS_PER_DATAGRAM):
            part = reports[first : first + REPORTS_PER_DATAGRAM]
            self._plane.path.send_rtcp(self.path_peer, b"".join(map(rtcp.sender_report, part)) + name)

    def probe(self, now: float, seconds: float) -> bool:
        """Go on with a probe, or begin one that is due; whether one is under way. ``seconds`` until the next call."""
        if self.closed or not self.connected:
            self._probe = None
            return False
        if self._probe is None:
            rate = self.viewer.probe_due(now)
            if rate is None:
                return False
            self._probe = (now + PROBE_SECONDS, rate)
            self.viewer.estimator.probe(now, now + PROBE_SECONDS)
        until, rate = self._probe
        if now >= until:
            self._probe = None
            return False
        self._plane.path.probe(self.path_peer, int(rate * seconds / 8), now)
        return True
