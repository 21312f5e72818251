"""Writes an answer (RFC 8829, section 5.3) to what was negotiated."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from ipaddress import ip_address

from media_relay.rtc.dtls import Role
from media_relay.rtc.ice import Credentials
from media_relay.rtc.sdp.media import Codec, Direction, Kind, Media, Stream
from media_relay.rtc.sdp.negotiation import Negotiation

_HOST_PREFERENCE = 126  # RFC 8445, section 5.1.2.1


@dataclass(frozen=True, slots=True)
class LocalTransport:
    """How to reach the relay: its ICE credentials for this peer, its certificate's fingerprint, its addresses.

    ``candidates`` are pairs of an IP address and a UDP port, the preferred one first.
    """

    credentials: Credentials
    fingerprint: str
    candidates: Sequence[tuple[str, int]]


def answer(negotiation: Negotiation, local: LocalTransport) -> str:
    """The text of the answer, with CRLF line ends. All candidates are in it: nothing trickles after."""
    return "".join(f"{line}\r\n" for line in _lines(negotiation, local))


def _lines(negotiation: Negotiation, local: LocalTransport) -> Iterator[str]:
    yield "v=0"
    yield f"o=- {negotiation.session} {negotiation.version} IN IP4 127.0.0.1"
    yield "s=-"
    yield "t=0 0"
    yield "a=ice-lite"
    yield f"a=group:BUNDLE {' '.join(negotiation.bundle)}"
    yield "a=msid-semantic: WMS *"
    for line in negotiation.media:
        if line.direction is Direction.STOPPED:
            yield from _stopped(line)
        else:
            yield from _media(line, negotiation, local)


def _stopped(line: Media) -> Iterator[str]:
    form = "webrtc-datachannel" if line.kind is Kind.APPLICATION else "0"
    yield f"m={line.kind} 0 {line.protocol} {form}"
    yield "c=IN IP4 0.0.0.0"
    if line.mid:
        yield f"a=mid:{line.mid}"
    if line.kind is not Kind.APPLICATION:
        yield "a=inactive"


def _media(line: Media, negotiation: Negotiation, local: LocalTransport) -> Iterator[str]:
    payloads = [codec.payload_type for codec in line.codecs]
    payloads += [codec.rtx for codec in line.codecs if codec.rtx is not None]
    yield f"m={line.kind} 9 {line.protocol} {' '.join(map(str, payloads))}"
    yield "c=IN IP4 0.0.0.0"
    yield f"a=mid:{line.mid}"
    # One m-line would do for a browser; aiortc takes them from the last one of its transport.
    yield from _candidates(local.candidates)
    yield f"a=ice-ufrag:{local.credentials.ufrag}"
    yield f"a=ice-pwd:{local.credentials.password}"
    yield f"a=fingerprint:sha-256 {local.fingerprint}"
    yield f"a=setup:{'passive' if negotiation.role is Role.SERVER else 'active'}"
    for extension, identifier in line.extensions.items():
        yield f"a=extmap:{identifier} {extension}"
    yield f"a={line.direction}"
    if line.direction is Direction.SEND:
        # Who is in a slot changes, so each slot is a stream of its own that nothing is synchronised with.
        yield f"a=msid:slot-{line.mid} slot-{line.mid}"
    yield "a=rtcp-mux"
    if line.reduced_size:
        yield "a=rtcp-rsize"
    for codec in line.codecs:
        yield from _codec(codec)
    for rid in line.rids:
        yield f"a=rid:{rid} recv"
    if line.rids:
        yield f"a=simulcast:recv {';'.join(line.rids)}"
    if line.direction is Direction.SEND and line.slot is not None:
        yield from _slot(line.slot, negotiation.cname)


def _slot(slot: Stream, cname: str) -> Iterator[str]:
    if slot.rtx is not None:
        yield f"a=ssrc-group:FID {slot.ssrc} {slot.rtx}"
    for ssrc in (slot.ssrc, slot.rtx):
        if ssrc is not None:
            yield f"a=ssrc:{ssrc} cname:{cname}"


def _codec(codec: Codec) -> Iterator[str]:
    channels = f"/{codec.channels}" if codec.channels > 1 else ""
    yield f"a=rtpmap:{codec.payload_type} {codec.name}/{codec.clock_rate}{channels}"
    for feedback in codec.feedback:
        yield f"a=rtcp-fb:{codec.payload_type} {feedback}"
    if codec.parameters:
        yield f"a=fmtp:{codec.payload_type} {codec.parameters}"
    if codec.rtx is not None:
        yield f"a=rtpmap:{codec.rtx} rtx/{codec.clock_rate}"
        yield f"a=fmtp:{codec.rtx} apt={codec.payload_type}"


def _candidates(addresses: Sequence[tuple[str, int]]) -> Iterator[str]:
    """Host candidates (RFC 8839, section 5.1) for the one component that there is."""
    for index, (host, port) in enumerate(addresses):
        priority = (_HOST_PREFERENCE << 24) + ((65535 - index) << 8) + 255
        yield f"a=candidate:{index + 1} 1 udp {priority} {ip_address(host)} {port} typ host"
    yield "a=end-of-candidates"
