"""What the packet path keeps of a peer and of a viewer's m-lines: keys, addresses, what left and what came."""

import secrets
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from media_relay.rtc import srtp
from media_relay.rtc.dtls import SrtpKeys
from media_relay.rtc.forwarding.incoming import IncomingStream, MediaPacket
from media_relay.rtc.forwarding.layout import Layout
from media_relay.rtc.forwarding.outgoing import FILLER, OutgoingStream
from media_relay.rtc.forwarding.run import Run
from media_relay.rtc.packet_path import OutgoingDescription, PeerCounts
from media_relay.rtc.rtp import SequenceUnwrapper
from media_relay.rtc.sdp.media import Extension
from media_relay.rtc.stun import Address

ADDRESSES = 4
HISTORY = 512
DEPARTURES = 4096
ARRIVALS = 4096
# Packets that were sent again, until those are forgotten for which that was long ago.
REPEATED = 256


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


class Sent(NamedTuple):
    """A packet as a viewer got it. ``picture`` and ``tl0`` are only meant where the packet has them."""

    number: int
    packet: MediaPacket
    timestamp: int
    picture: int
    tl0: int


# A run, and what was added to its sequence numbers, timestamps, frames and TL0PICIDX.
Shifted = tuple[Run, int, int, int, int]
# Number, and the sealed bytes.
Sealed = tuple[int, bytes]


class Outgoing(OutgoingStream):
    """An m-line of a viewer with its history: rings by number, of what all viewers share or of what was sealed.

    ``repeated`` holds when packets were sent again lately.
    """

    __slots__ = (
        "codecs",
        "description",
        "history",
        "layout",
        "octets",
        "packets",
        "peer",
        "repair",
        "repeated",
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
        self.history: list[Shifted | None] | None = None
        self.repeated: dict[int, float] = {}
        self.sealed: list[Sealed | None] | None = None
        self.codecs = dict(description.payload_types)
        if description.repeats and description.repair_ssrc is not None:
            self.history = [None] * HISTORY
        elif description.repeats:
            self.sealed = [None] * HISTORY

    def remember(self, run: Run, numbers: Sequence[int], pictures: Sequence[int], *, whole: bool) -> None:
        """Keep what a run's packets were sent as; of a run that isn't ``whole`` negative numbers weren't."""
        history = self.history
        if history is None:
            return
        if whole:
            shifts = numbers[0] - run.first.sequence, self.timestamp_offset, pictures[0] - run.first.frame
            shifted = (run, *shifts, self.tl0_offset)
            place, count = numbers[0] % HISTORY, len(numbers)
            if run.gapless and place + count <= HISTORY:
                history[place : place + count] = [shifted] * count
            else:
                for number in numbers:
                    history[number % HISTORY] = shifted
            return
        for packet, number, picture in zip(run.packets, numbers, pictures, strict=True):
            if number >= 0 and picture != FILLER:
                shifts = number - packet.sequence, self.timestamp_offset, picture - packet.frame
                history[number % HISTORY] = (run, *shifts, self.tl0_offset)

    def sent(self, number: int) -> Sent | None:
        """What was sent under a number, if that is still known."""
        shifted = None if self.history is None else self.history[number % HISTORY]
        if shifted is None:
            return None
        run, by, time, frames, tl0 = shifted
        if number - by not in run.sequences:
            return None
        packet = run.packets[run.sequences.index(number - by)]
        return Sent(
            number, packet, (packet.timestamp + time) & 0xFFFFFFFF, packet.frame + frames, packet.tl0 + tl0 & 0xFF
        )

    def repeat(self, number: int, now: float, pause: float) -> bool:
        """Whether a packet may be sent again, since that wasn't done in the last ``pause`` seconds."""
        repeated = self.repeated
        if now - repeated.get(number, -pause) < pause:
            return False
        if len(repeated) >= REPEATED:
            self.repeated = repeated = {one: at for one, at in repeated.items() if now - at < pause}
        repeated[number] = now
        return True
