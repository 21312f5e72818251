"""The narrow interface of the packet path: what is done for every packet, apart from everything that is decided.

A path owns the UDP socket. It takes datagrams in, tells media from control by the first byte (RFC 7983), unprotects
once, forwards to viewers with what must be rewritten, protects and sends. STUN, DTLS, decrypted RTCP and streams that
it hasn't met go up through ``PathEvents``; who is forwarded to whom comes down through ``PacketPath``. There is the one
in Python (``python_path``), made to be read; one in native code can take its place if it does the following.

- Never block, never raise for what the network sends or refuses. What can't be sent now is dropped and counted.
- Take media only from addresses that were admitted for the peer; let at most ``MOST_SSRCS`` different SSRCs of a peer
  through to libsrtp, which keeps state for each.
- Keep one history of what came in, which all viewers' NACKs are answered from; constant memory per viewer.
- Renumber as ``forwarding.outgoing`` says; a property test holds that module beside what leaves a native path.
- Number every packet to a viewer transport-wide where its m-line has that extension, and remember departures.
- Send nothing twice under one SRTP index unless it is the same bytes: RTX has numbers of its own, and what has no RTX
  is repeated as it was sealed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from media_relay.rtc.dtls import SrtpKeys
from media_relay.rtc.forwarding.incoming import Codec, IncomingStream
from media_relay.rtc.rtp import RtpPacket
from media_relay.rtc.sdp.media import Extension
from media_relay.rtc.stun import Address

MOST_SSRCS = 64


@dataclass(frozen=True, slots=True)
class OutgoingDescription:
    """One receiving m-line of a viewer.

    ``payload_types`` holds for each codec the payload type and the one of its RTX (None: none). ``repeats`` says
    whether NACKs may come.
    """

    mid: str
    ssrc: int
    repair_ssrc: int | None
    clock_rate: int
    payload_types: Mapping[Codec, tuple[int, int | None]]
    extensions: Mapping[Extension, int]
    repeats: bool


@dataclass(slots=True)
class PathStatistics:
    """Counts of the whole path since it was opened."""

    packets_in: int = 0
    packets_out: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    retransmitted: int = 0
    unknown_address: int = 0
    not_authentic: int = 0
    malformed: int = 0
    unsent: int = 0


@dataclass(slots=True)
class PeerCounts:
    """Counts of one peer."""

    packets_in: int = 0
    bytes_in: int = 0
    retransmitted: int = 0
    last_arrival: float = 0.0


class PathPeer(Protocol):
    """A peer as the path knows it."""

    counts: PeerCounts
    user: Any


class PathOutgoing(Protocol):
    """An m-line of a viewer as the path knows it. Numbers and octets are those of sender reports."""

    description: OutgoingDescription
    source: IncomingStream | None
    target: IncomingStream | None
    temporal: int
    timestamp_offset: int
    packets: int
    octets: int


P = TypeVar("P", bound=PathPeer)
M = TypeVar("M", bound=PathOutgoing)
P_contra = TypeVar("P_contra", bound=PathPeer, contravariant=True)
M_contra = TypeVar("M_contra", bound=PathOutgoing, contravariant=True)


class PathEvents(Protocol[P_contra, M_contra]):
    """What goes up. All are called on the event loop's thread, and must return soon."""

    def control(self, datagram: bytes, address: Address, now: float) -> None:
        """STUN or DTLS came, from anywhere."""

    def rtcp(self, peer: P_contra, data: bytes, now: float) -> None:
        """An authentic RTCP datagram of this peer, decrypted."""

    def unknown(self, peer: P_contra, packet: RtpPacket, now: float) -> IncomingStream | None:
        """An authentic packet of an SSRC that isn't bound. The stream that it belongs to, bound by now, or None."""

    def switched(self, outgoing: M_contra) -> None:
        """A viewer's m-line goes on with another source, after a keyframe."""


class PacketPath(Protocol[P, M]):
    """What goes down. Methods that name a peer or an m-line that was removed do nothing."""

    statistics: PathStatistics

    def open(self, host: str, port: int) -> int:
        """Bind the UDP socket and begin to read on the running event loop; the port that it got. Raise OSError."""

    def close(self) -> None:
        """Give the socket back. Nothing is called any more."""

    def send(self, datagram: bytes, address: Address) -> None:
        """Send STUN or DTLS as it is."""

    def add_peer(self, user: object) -> P:
        """Make room for a peer, without keys and addresses."""

    def remove_peer(self, peer: P) -> None:
        """Forget a peer, its streams and its m-lines."""

    def secure(self, peer: P, keys: SrtpKeys) -> None:
        """Media can be decrypted and encrypted from now on."""

    def admit(self, peer: P, address: Address) -> None:
        """Take media of this peer from this address too; the path may forget all but the last few."""

    def direct(self, peer: P, address: Address | None) -> None:
        """Send to this address from now on; None: send nothing."""

    def send_rtcp(self, peer: P, data: bytes) -> None:
        """Encrypt a compound or reduced-size packet and send it."""

    def read_extensions(self, peer: P, extensions: Mapping[int, Extension]) -> None:
        """What the header extensions of the peer's packets mean, by id."""

    def bind(self, peer: P, stream: IncomingStream) -> None:
        """Forward packets of this SSRC, and of its RTX, to whoever has selected the stream."""

    def unbind(self, peer: P, stream: IncomingStream) -> None:
        """No longer; whoever had selected it has nothing selected."""

    def add_outgoing(self, peer: P, description: OutgoingDescription) -> M:
        """Make an m-line of a viewer, with nothing selected."""

    def select(self, outgoing: M, stream: IncomingStream | None, temporal: int, *, keep: bool = True) -> None:
        """Forward this stream up to this temporal layer.

        Audio changes at once, video at the next keyframe of the new stream; until then the old stream goes on if it has
        the same owner and ``keep`` says so, otherwise nothing is sent. On the way to a smaller layer the old one ends
        with its own next keyframe: that costs most, and is answered to the same request. None: nothing from now on.
        """

    def retransmit(self, outgoing: M, lost: Sequence[int], now: float) -> int:
        """Send again what the viewer asked for by NACK; how many packets that were."""

    def probe(self, peer: P, octets: int, now: float) -> int:
        """Send about so many bytes that carry nothing new, on a stream of RTX; how many bytes that were."""

    def departures(self, peer: P, base: int, count: int) -> tuple[Sequence[float], Sequence[int]]:
        """When (seconds) and how large (bytes) packets from number ``base`` on left; 0 bytes: not known any more."""

    def arrivals(self, peer: P) -> list[tuple[int, int]]:
        """Transport-wide numbers (extended) and arrivals (250 us) since the last call, in order, each number once."""
