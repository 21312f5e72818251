"""RTCP: compound and reduced-size packets (RFC 3550, section 6; RFC 5506) and the feedback that WebRTC uses.

Sender and receiver reports, BYE, generic NACK and PLI (RFC 4585), FIR (RFC 5104), REMB
(draft-alvestrand-rmcat-remb-03) and transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01).
``parse`` leaves out what it doesn't know; all that it ever raises is ``Malformed``.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from struct import Struct

from media_relay.rtc.stun import Malformed

LARGEST = 1500
MOST_PACKETS = 64
# A browser reports a few hundred packets at most in one feedback; the format could claim 65,535 in twenty bytes.
MOST_STATUSES = 8192
TICKS_PER_SECOND = 4000  # transport-wide feedback counts in 250 us
TRANSPORT_WRAP = 1 << 32  # 24 bits of 64 ms, in ticks
_TICKS_PER_REFERENCE = 256

_SR = 200
_RR = 201
_SDES = 202
_BYE = 203
_RTPFB = 205
_PSFB = 206
_NACK = 1
_TRANSPORT = 15
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
_TRANSPORT_HEAD = Struct("!HHI")


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


@dataclass(frozen=True, slots=True)
class TransportFeedback:
    """When packets arrived, by their transport-wide number: that of ``arrivals[i]`` is ``base`` + i (mod 65536).

    Arrivals are in ticks of 250 us of the receiver's clock (which wraps at 2^32 ticks), None for what didn't arrive.
    ``number`` counts feedbacks (mod 256).
    """

    sender: int
    media: int
    base: int
    number: int
    arrivals: tuple[int | None, ...]


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
    if format_ == _TRANSPORT:
        return _transport_feedback(sender, media, body)
    return None


def _transport_feedback(sender: int, media: int, body: bytes) -> TransportFeedback:
    if len(body) < 16:
        raise Malformed("The transport feedback is cut off.")
    base, count, tail = _TRANSPORT_HEAD.unpack_from(body, 8)
    if not 0 < count <= MOST_STATUSES:
        raise Malformed("The transport feedback reports nothing, or too much.")
    statuses, at = _statuses(body, count)
    return TransportFeedback(
        sender, media, base, tail & 0xFF, _arrivals(body, at, statuses, (tail >> 8) * _TICKS_PER_REFERENCE)
    )


def _statuses(body: bytes, count: int) -> tuple[list[int], int]:
    """The symbols of the packet status chunks, and where the deltas begin."""
    statuses: list[int] = []
    at = 16
    while len(statuses) < count:
        if at + 2 > len(body):
            raise Malformed("The transport feedback is cut off.")
        chunk = _U16.unpack_from(body, at)[0]
        at += 2
        if not chunk & 0x8000:
            statuses += [chunk >> 13 & 3] * min(chunk & 0x1FFF, count - len(statuses))
            if not chunk & 0x1FFF:
                raise Malformed("A run of no packets.")
        elif chunk & 0x4000:
            statuses += [chunk >> shift & 3 for shift in range(12, -1, -2)]
        else:
            statuses += [chunk >> shift & 1 for shift in range(13, -1, -1)]
    del statuses[count:]
    return statuses, at


def _arrivals(body: bytes, at: int, statuses: Sequence[int], time: int) -> tuple[int | None, ...]:
    arrivals: list[int | None] = []
    try:
        for status in statuses:
            if status == 1:
                time += body[at]
                at += 1
            elif status == 2:
                delta = _U16.unpack_from(body, at)[0]
                time += delta if delta < 0x8000 else delta - 0x10000
                at += 2
            elif status == 3:
                raise Malformed("A packet status that is reserved.")
            else:
                arrivals.append(None)
                continue
            arrivals.append(time % TRANSPORT_WRAP)
    except (IndexError, ValueError, struct.error) as error:
        raise Malformed("The transport feedback is cut off.") from error
    return tuple(arrivals)


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


def transport_feedback(
    sender: int, media: int, number: int, arrivals: Sequence[tuple[int, int]], base: int | None = None
) -> bytes:
    """Feedback on packets, at least one: (extended transport-wide number, arrival in ticks of 250 us), rising.

    ``base`` is the first number to report on, at most that of the first arrival; without it that one. Numbers span less
    than ``MOST_STATUSES``, and each arrival is within 8 s of the one before it.
    """
    base = arrivals[0][0] if base is None else base
    reference = arrivals[0][1] // _TICKS_PER_REFERENCE
    statuses: list[int] = []
    deltas = bytearray()
    expected, time = base, reference * _TICKS_PER_REFERENCE
    for sequence, arrival in arrivals:
        statuses += [0] * (sequence - expected)
        delta = arrival - time
        if 0 <= delta <= 255:
            statuses.append(1)
            deltas.append(delta)
        else:
            statuses.append(2)
            deltas += _U16.pack(max(-0x8000, min(0x7FFF, delta)) & 0xFFFF)
        time = arrival
        expected = sequence + 1
    head = _TRANSPORT_HEAD.pack(base & 0xFFFF, len(statuses), (reference & 0xFFFFFF) << 8 | number & 0xFF)
    body = _U32.pack(sender) + _U32.pack(media) + head + b"".join(_chunks(statuses)) + bytes(deltas)
    padding = -len(body) % 4
    if padding:
        body += bytes(padding - 1) + bytes((padding,))
    framed = bytearray(_framed(_RTPFB, _TRANSPORT, body))
    if padding:
        framed[0] |= 0x20
    return bytes(framed)


def _chunks(statuses: Sequence[int]) -> Iterator[bytes]:
    """Packet status chunks: a run where seven or more are alike, else a vector of seven two-bit symbols."""
    at = 0
    while at < len(statuses):
        run = 1
        while at + run < len(statuses) and statuses[at + run] == statuses[at] and run < 0x1FFF:
            run += 1
        if run >= 7:
            yield _U16.pack(statuses[at] << 13 | run)
            at += run
        else:
            chunk = 0xC000
            for index, status in enumerate(statuses[at : at + 7]):
                chunk |= status << (12 - 2 * index)
            yield _U16.pack(chunk)
            at += 7
