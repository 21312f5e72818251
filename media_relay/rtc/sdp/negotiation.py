"""What to answer to an offer: a pure function of the offer, what was agreed before, and what the peer may do.

The m-lines stay in their places (JSEP): a browser that offers again keeps what it had, with the same SSRCs in its
slots. The peer publishes at most one audio and one video stream, in the first m-lines that it would send on; each
m-line that it would only receive on is a slot.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from media_relay.rtc.dtls import Role
from media_relay.rtc.sdp.codecs import accepted
from media_relay.rtc.sdp.description import refuse
from media_relay.rtc.sdp.media import Direction, Kind, Media, Setup, Stream, Transport
from media_relay.rtc.sdp.offer import Offer, OfferedMedia, read
from neufit.domain.errors import Forbidden

# A source of random bits, as ``secrets.randbits``: takes how many, gives a number.
Bits = Callable[[int], int]

_WANTED = {
    Kind.AUDIO: "Opus",
    Kind.VIDEO: "VP8, or H.264 in Constrained Baseline with packetization-mode=1",
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What a peer may do: which kinds it may publish, how many slots it may have, whether RED is wanted for audio."""

    publishes: frozenset[Kind]
    slots: tuple[int, int]  # audio, video
    redundancy: bool = False


@dataclass(frozen=True, slots=True)
class Negotiation:
    """What was agreed upon. ``session`` and ``version`` number the relay's description (its o-line).

    ``bundle`` holds the mids of the accepted m-lines, the one whose transport is used first; ``cname`` is that of all
    slots; ``role`` is the relay's in DTLS.
    """

    session: int
    version: int
    cname: str
    remote: Transport
    role: Role
    bundle: tuple[str, ...]
    media: tuple[Media, ...]

    def restarts(self, previous: "Negotiation") -> bool:
        """Whether the peer asks for an ICE restart: then the answer needs new credentials (RFC 8839, section 4.4.3)."""
        before, now = previous.remote, self.remote
        return (before.ufrag, before.password) != (now.ufrag, now.password)

    def find(self, mid: str) -> Media | None:
        """The m-line of this mid, when it is there and not stopped."""
        return next((line for line in self.media if line.mid == mid and line.direction is not Direction.STOPPED), None)


def negotiate(
    text: str, terms: Terms, previous: Negotiation | None = None, bits: Bits = secrets.randbits
) -> Negotiation:
    """Decide on an offer. Raise Invalid that names what is missing, wrong, or different from before.

    Raise Forbidden when it would send what the peer may not publish.
    """
    offer = read(text)
    role = _role(offer.transport.setup, previous)
    if previous is not None:
        _compare(offer, previous)
    publishing = _choose(offer, previous, terms)
    slots = {mid for mid, direction in publishing.items() if direction is Direction.SEND}
    ssrcs = _Ssrcs(offer, previous, bits)
    before = {} if previous is None else {line.mid: line.slot for line in previous.media if line.slot is not None}
    media: list[Media] = []
    for line in offer.media:
        if line.stopped:
            media.append(Media(line.mid, line.kind, Direction.STOPPED, line.protocol))
            continue
        agreed = _agree(line, publishing[line.mid], redundancy=terms.redundancy)
        if line.mid in slots:
            agreed = replace(agreed, slot=before.get(line.mid) or ssrcs.slot(agreed))
        elif line.mid in before:
            agreed = replace(agreed, slot=before[line.mid])
        media.append(agreed)
    return Negotiation(
        session=bits(62) if previous is None else previous.session,
        version=1 if previous is None else previous.version + 1,
        cname=f"{bits(64):016x}" if previous is None else previous.cname,
        remote=offer.transport,
        role=role,
        bundle=offer.bundle,
        media=tuple(media),
    )


def _role(setup: Setup, previous: Negotiation | None) -> Role:
    """The relay's role in DTLS. It waits where it may: a browser repeats a lost ClientHello far sooner than OpenSSL."""
    if setup is Setup.ACTPASS:
        return Role.SERVER if previous is None else previous.role
    role = Role.SERVER if setup is Setup.ACTIVE else Role.CLIENT
    if previous is not None and previous.role is not role:
        refuse("sdp", "a=setup asks for other roles in DTLS than were agreed upon. Open a new connection.")
    return role


def _compare(offer: Offer, previous: Negotiation) -> None:
    """Check that an offer goes on from what was agreed upon."""
    if offer.transport.fingerprints != previous.remote.fingerprints:
        refuse("sdp", "a=fingerprint has changed. Open a new connection for another certificate.")
    if len(offer.media) < len(previous.media):
        refuse("sdp", "The offer has fewer m-lines than before; one that is no longer needed is stopped with port 0.")
    for line, before in zip(offer.media, previous.media, strict=False):
        if before.direction is Direction.STOPPED or line.stopped:
            continue  # the place of a stopped m-line may be used again
        if (line.mid, line.kind) != (before.mid, before.kind):
            refuse(line.section.place, "The m-line has another kind or a=mid than before.")


def _choose(offer: Offer, previous: Negotiation | None, terms: Terms) -> dict[str, Direction]:
    """Directions by mid. Who had one keeps it; then it goes by the order of the m-lines."""
    before = {} if previous is None else {line.mid: line.direction for line in previous.media}
    chosen: dict[str, Direction] = {}
    for kind, most in zip((Kind.AUDIO, Kind.VIDEO), terms.slots, strict=True):
        lines = [line for line in offer.media if line.kind is kind and not line.stopped]
        chosen |= dict.fromkeys((line.mid for line in lines), Direction.INACTIVE)
        senders = [line.mid for line in lines if line.sends]
        if senders and kind not in terms.publishes:
            raise Forbidden(f"You may not send {kind.value} here. Offer only what the welcome lets you publish.")
        slots = [line.mid for line in lines if line.receives and not line.sends]
        senders.sort(key=lambda mid: before.get(mid) is not Direction.RECEIVE)
        slots.sort(key=lambda mid: before.get(mid) is not Direction.SEND)
        chosen |= dict.fromkeys(senders[:1], Direction.RECEIVE)
        chosen |= dict.fromkeys(slots[:most], Direction.SEND)
    return chosen


def _agree(line: OfferedMedia, direction: Direction, *, redundancy: bool) -> Media:
    codecs = accepted(line.section, line.kind, redundancy=redundancy)
    if not codecs:
        refuse(line.section.place, f"The m-line offers no codec that the relay forwards: {_WANTED[line.kind]}.")
    receives = direction is Direction.RECEIVE
    return Media(
        line.mid,
        line.kind,
        direction,
        line.protocol,
        codecs=codecs,
        extensions=line.extensions or {},
        reduced_size=line.section.has("rtcp-rsize"),
        rids=line.rids if receives else (),
        streams=line.streams if receives else (),
    )


class _Ssrcs:
    """Draws SSRCs that nothing else in this connection has."""

    def __init__(self, offer: Offer, previous: Negotiation | None, bits: Bits) -> None:
        self._bits = bits
        streams = [stream for line in offer.media for stream in line.streams]
        if previous is not None:
            streams += [line.slot for line in previous.media if line.slot is not None]
        self._taken = {0, None} | {stream.ssrc for stream in streams} | {stream.rtx for stream in streams}

    def slot(self, line: Media) -> Stream:
        """SSRCs of a new slot; one to retransmit on when the peer understands that."""
        retransmits = any(codec.rtx is not None for codec in line.codecs)
        return Stream(self._draw(), self._draw() if retransmits else None)

    def _draw(self) -> int:
        ssrc = 0
        while ssrc in self._taken:
            ssrc = self._bits(32)
        self._taken.add(ssrc)
        return ssrc
