"""RTCP: compound and reduced-size packets (RFC 3550, section 6; RFC 5506) and the feedback that WebRTC uses.

Sender and receiver reports, BYE, generic NACK and PLI (RFC 4585), FIR (RFC 5104), REMB
(draft-alvestrand-rmcat-remb-03) and what ``transport_cc`` has.
``parse`` leaves out what it doesn't know; all that it ever raises is ``Malformed``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from struct import Struct

from media_relay.rtc import transport_cc
from media_relay.rtc.stun import Malformed
from media_relay.rtc.transport_cc import TransportFeedback

LARGEST = 1500
MOST_PACKETS = 64

_SR = 200
_RR = 201
_SDES = 202
_BYE = 203
_RTPFB = 205
_PSFB = 206
_NACK = 1
_PLI = 1
_FIR = 4
_APPLICATION = 15

_HEADER = Struct("!BBH")
_U16 = Struct("!H")
_U32 = Struct("!I")
_SENDER_INFO = Struct("!QIII")
_BLOCK = Struct("!IIIIII")
_FEEDBACK = Struct("!BBHII")
_PAIR = Struct("!HH")


@dataclass(frozen=True, slots=True)
class ReportBlock:
    """What one receiver says of one stream. ``fraction_lost`` in 1/256, ``delay`` (since the last SR) in 1/65536 s."""

    ssrc: int
    fraction_lost: int
    lost: int
    highest: int
    jitter: int
    last_report: int
    delay: int


@dataclass(frozen=True, slots=True)
class SenderReport:
    """``ntp`` is the sender's clock (32.32 bits since 1900) at the moment of the media time ``timestamp``."""

    ssrc: int
    ntp: int
    timestamp: int
    packets: int
    octets: int
    blocks: tuple[ReportBlock, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiverReport:
    """A report of who sends nothing."""

    ssrc: int
    blocks: tuple[ReportBlock, ...] = ()


@dataclass(frozen=True, slots=True)
class Bye:
    """These sources are gone."""

    ssrcs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Nack:
    """Sequence numbers of the stream ``media`` that didn't arrive."""

    sender: int
    media: int
    lost: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class KeyframeRequest:
    """A PLI or a FIR: ``media`` are the streams of which a keyframe is needed."""

    sender: int
    media: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReceiverEstimate:
    """A REMB: the receiver's estimate of what can be sent to it, in bit/s."""

    sender: int
    bitrate: int
    ssrcs: tuple[int, ...]


Rtcp = SenderReport | ReceiverReport | Bye | Nack | KeyframeRequest | ReceiverEstimate | TransportFeedback


def parse(data: bytes) -> list[Rtcp]:
    """Read a datagram's packets in order. Raise Malformed when any of them isn't whole."""
    size = len(data)
    if not 4 <= size <= LARGEST:
        raise Malformed("RTCP has 4 to 1500 bytes.")
    found: list[Rtcp] = []
    at = count = 0
    while at < size:
        count += 1
        if at + 4 > size or count > MOST_PACKETS:
            raise Malformed("The RTCP header is cut off, or there are too many packets.")
        first, kind, words = _HEADER.unpack_from(data, at)
        end = at + 4 + 4 * words
        if first >> 6 != 2 or end > size:
            raise Malformed("The RTCP packet is cut off.")
        body = data[at + 4 : end]
        if first & 0x20:
            if end != size or not body or not 0 < body[-1] <= len(body):
                raise Malformed("The padding is longer than the RTCP packet.")
            body = body[: len(body) - body[-1]]
        packet = _packet(kind, first & 0x1F, body)
        if packet is not None:
            found.append(packet)
        at = end
    return found


def _packet(kind: int, count: int, body: bytes) -> Rtcp | None:
    if kind == _SR:
        if len(body) < 24 + 24 * count:
            raise Malformed("The sender report is cut off.")
        ntp, timestamp, packets, octets = _SENDER_INFO.unpack_from(body, 4)
        return SenderReport(_U32.unpack_from(body)[0], ntp, timestamp, packets, octets, _blocks(body, 24, count))
    if kind == _RR:
        if len(body) < 4 + 24 * count:
            raise Malformed("The receiver report is cut off.")
        return ReceiverReport(_U32.unpack_from(body)[0], _blocks(body, 4, count))
    if kind == _BYE:
        if len(body) < 4 * count:
            raise Malformed("The BYE is cut off.")
        return Bye(tuple(_U32.unpack_from(body, 4 * index)[0] for index in range(count)))
    if kind in {_RTPFB, _PSFB}:
        if len(body) < 8:
            raise Malformed("The feedback is cut off.")
        sender, media = _U32.unpack_from(body)[0], _U32.unpack_from(body, 4)[0]
        return (
            _transport_layer(count, sender, media, body)
            if kind == _RTPFB
            else _payload_specific(count, sender, media, body)
        )
    return None


def _blocks(body: bytes, at: int, count: int) -> tuple[ReportBlock, ...]:
    blocks = []
    for index in range(count):
        ssrc, loss, highest, jitter, last_report, delay = _BLOCK.unpack_from(body, at + 24 * index)
        lost = loss & 0xFFFFFF
        if lost & 0x800000:
            lost -= 0x1000000
        blocks.append(ReportBlock(ssrc, loss >> 24, lost, highest, jitter, last_report, delay))
    return tuple(blocks)


def _transport_layer(format_: int, sender: int, media: int, body: bytes) -> Rtcp | None:
    if format_ == _NACK:
        if len(body) < 12:
            raise Malformed("A NACK that names nothing.")
        lost: list[int] = []
        for at in range(8, len(body) - 3, 4):
            first, mask = _PAIR.unpack_from(body, at)
            lost.append(first)
            lost += [(first + bit + 1) & 0xFFFF for bit in range(16) if mask >> bit & 1]
        return Nack(sender, media, tuple(lost))
    if format_ == transport_cc.FORMAT:
        return transport_cc.read(sender, media, body)
    return None


def _payload_specific(format_: int, sender: int, media: int, body: bytes) -> Rtcp | None:
    if format_ == _PLI:
        return KeyframeRequest(sender, (media,))
    if format_ == _FIR:
        return KeyframeRequest(sender, tuple(_U32.unpack_from(body, at)[0] for at in range(8, len(body) - 7, 8)))
    if format_ == _APPLICATION and body[8:12] == b"REMB":
        if len(body) < 16 or len(body) < 16 + 4 * body[12]:
            raise Malformed("The REMB is cut off.")
        bits = int.from_bytes(body[13:16], "big")
        ssrcs = tuple(_U32.unpack_from(body, 16 + 4 * index)[0] for index in range(body[12]))
        return ReceiverEstimate(sender, (bits & 0x3FFFF) << (bits >> 18), ssrcs)
    return None


def _framed(kind: int, count: int, body: bytes) -> bytes:
    return _HEADER.pack(0x80 | count, kind, len(body) // 4) + body


def _packed_blocks(blocks: Sequence[ReportBlock]) -> bytes:
    return b"".join(
        _BLOCK.pack(
            block.ssrc,
            block.fraction_lost << 24 | max(-0x800000, min(0x7FFFFF, block.lost)) & 0xFFFFFF,
            block.highest,
            block.jitter,
            block.last_report,
            block.delay,
        )
        for block in blocks
    )


def sender_report(report: SenderReport) -> bytes:
    """The report as bytes, with at most 31 blocks."""
    body = _U32.pack(report.ssrc) + _SENDER_INFO.pack(report.ntp, report.timestamp, report.packets, report.octets)
    return _framed(_SR, len(report.blocks), body + _packed_blocks(report.blocks))


def receiver_report(report: ReceiverReport) -> bytes:
    """The report as bytes, with at most 31 blocks."""
    return _framed(_RR, len(report.blocks), _U32.pack(report.ssrc) + _packed_blocks(report.blocks))


def description(ssrc: int, name: str) -> bytes:
    """An SDES packet with the canonical name that every compound packet must carry."""
    text = name.encode()[:255]
    item = bytes((1, len(text))) + text + b"\0"
    return _framed(_SDES, 1, _U32.pack(ssrc) + item + bytes(-len(item) % 4))


def nack(sender: int, media: int, lost: Sequence[int]) -> bytes:
    """A generic NACK for these sequence numbers (0 to 65535, in rising order), of which there is at least one."""
    pairs: list[bytes] = []
    first = mask = None
    for number in lost:
        if first is None or mask is None or (number - first) & 0xFFFF > 16:
            if first is not None and mask is not None:
                pairs.append(_PAIR.pack(first, mask))
            first, mask = number, 0
        elif number != first:
            mask |= 1 << (((number - first) & 0xFFFF) - 1)
    if first is not None and mask is not None:
        pairs.append(_PAIR.pack(first, mask))
    return _framed(_RTPFB, _NACK, _U32.pack(sender) + _U32.pack(media) + b"".join(pairs))


def picture_loss(sender: int, media: int) -> bytes:
    """A PLI: a keyframe of the stream ``media``, please."""
    return _framed(_PSFB, _PLI, _U32.pack(sender) + _U32.pack(media))


def receiver_estimate(sender: int, bitrate: int, ssrcs: Sequence[int]) -> bytes:
    """A REMB; the bitrate loses what 18 bits don't hold."""
    exponent = max(0, bitrate.bit_length() - 18)
    bits = exponent << 18 | bitrate >> exponent
    tail = b"".join(_U32.pack(ssrc) for ssrc in ssrcs)
    body = _U32.pack(sender) + bytes(4) + b"REMB" + bytes((len(ssrcs),)) + bits.to_bytes(3, "big") + tail
    return _framed(_PSFB, _APPLICATION, body)
