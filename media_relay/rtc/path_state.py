"""What the packet path keeps of a peer and of a viewer's m-lines: keys, addresses, what left and what came."""

import secrets
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

from media_relay.rtc import srtp
from media_relay.rtc.dtls import SrtpKeys
from media_relay.rtc.forwarding.incoming import IncomingStream, MediaPacket
from media_relay.rtc.forwarding.layout import Layout
from media_relay.rtc.forwarding.outgoing import OutgoingStream
from media_relay.rtc.packet_path import OutgoingDescription, PeerCounts
from media_relay.rtc.rtp import SequenceUnwrapper
from media_relay.rtc.sdp.media import Extension
from media_relay.rtc.stun import Address

ADDRESSES = 4
HISTORY = 512
DEPARTURES = 4096
ARRIVALS = 4096


class Peer:
    """A peer's keys, addresses and counts.

    ``departed_at`` (seconds) and ``departed_bytes`` are rings by transport-wide number, of which ``transport`` is the
    next; ``tag`` is what SRTP makes a packet longer by.
    """

    __slots__ = (
        "address",
        "addresses",
        "arrivals",
        "counts",
        "departed_at",
        "departed_bytes",
        "extensions",
        "inbound",
        "outbound",
        "outbound_keys",
        "outgoing",
        "repairs",
        "ssrcs",
        "streams",
        "tag",
        "transport",
        "unwrapper",
        "user",
    )

    def __init__(self, user: Any) -> None:  # noqa: ANN401 -- the path doesn't look at it
        self.user = user
        self.counts = PeerCounts()
        self.address: Address | None = None
        self.addresses: deque[Address] = deque()
        self.inbound: srtp.Keys | None = None
        self.outbound: Any = None
        self.outbound_keys: srtp.Keys | None = None
        self.tag = 0
        self.ssrcs: set[int] = set()
        self.streams: dict[int, IncomingStream] = {}
        self.repairs: dict[int, IncomingStream] = {}
        self.outgoing: list[Outgoing] = []
        self.extensions: Mapping[int, Extension] = {}
        self.transport = 0
        self.departed_at = [0.0] * DEPARTURES
        self.departed_bytes = [0] * DEPARTURES
        self.unwrapper = SequenceUnwrapper()
        self.arrivals: deque[tuple[int, int]] = deque(maxlen=ARRIVALS)

    def secure(self, keys: SrtpKeys) -> None:
        """Media can be decrypted and encrypted from now on."""
        self.inbound = srtp.Keys(keys.profile.number, keys.remote, inbound=True)
        self.outbound_keys = srtp.Keys(keys.profile.number, keys.local, inbound=False)
        self.outbound = self.outbound_keys.handle
        self.tag = keys.profile.tag_length

    def direct(self, address: Address | None) -> None:
        """Media goes there."""
        self.address = address

    def read_extensions(self, extensions: Mapping[int, Extension]) -> None:
        """What the header extensions of the peer's packets mean."""
        self.extensions = dict(extensions)

    def depart(self, sizes: Sequence[int], now: float) -> None:
        """Packets of these sizes leave under the next transport-wide numbers."""
        count, place = len(sizes), self.transport % DEPARTURES
        self.transport += count
        fit = min(count, DEPARTURES - place)
        self.departed_at[place : place + fit] = [now] * fit
        self.departed_bytes[place : place + fit] = sizes[:fit]
        if fit < count:
            self.departed_at[: count - fit] = [now] * (count - fit)
            self.departed_bytes[: count - fit] = sizes[fit:]

    def departures(self, base: int, count: int) -> tuple[Sequence[float], Sequence[int]]:
        """See ``PacketPath``."""
        first = self.transport - ((self.transport - base) & 0xFFFF)
        times, sizes = self.departed_at, self.departed_bytes
        place = first % DEPARTURES
        if first >= max(0, self.transport - DEPARTURES) and first + count <= self.transport:
            beyond = place + count - DEPARTURES
            if beyond <= 0:
                return times[place : place + count], sizes[place : place + count]
            return times[place:] + times[:beyond], sizes[place:] + sizes[:beyond]
        known = range(max(0, self.transport - DEPARTURES), self.transport)
        places = [number % DEPARTURES if number in known else -1 for number in range(first, first + count)]
        return [times[at] for at in places], [sizes[at] if at >= 0 else 0 for at in places]


# Number, packet, timestamp, picture, TL0PICIDX, whether it is marked, when it was last sent again.
Sent = tuple[int, MediaPacket, int, int, int, int, float]
# Number, the sealed bytes, when they were last sent again.
Sealed = tuple[int, bytes, float]


class Outgoing(OutgoingStream):
    """An m-line of a viewer with its history."""

    __slots__ = (
        "codecs",
        "description",
        "history",
        "layout",
        "octets",
        "packets",
        "peer",
        "repair",
        "sealed",
        "ssrc",
    )

    def __init__(self, peer: Peer, description: OutgoingDescription) -> None:
        start = secrets.randbits
        super().__init__(description.clock_rate, start(15), start(32), start(15))
        self.peer = peer
        self.ssrc = description.ssrc
        self.description = description
        self.packets = 0
        self.octets = 0
        self.layout = Layout.of(description.extensions)
        self.repair = start(15)
        self.history: list[Sent | None] | None = None
        self.sealed: list[Sealed | None] | None = None
        self.codecs = dict(description.payload_types)
        if description.repeats and description.repair_ssrc is not None:
            self.history = [None] * HISTORY
        elif description.repeats:
            self.sealed = [None] * HISTORY
