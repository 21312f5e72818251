"""Transport-wide congestion feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01): when packets arrived.

Every viewer sends it ten times a second or more and each tells of tens of packets, so what is usual, all came and none
more than 64 ms after the one before it, is read without a loop over packets.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from struct import Struct
from typing import NamedTuple

from media_relay.rtc.stun import Malformed

FORMAT = 15  # of RTPFB
# A browser reports a few hundred packets at most in one feedback; the format could claim 65,535 in twenty bytes.
MOST_STATUSES = 8192
TICKS_PER_SECOND = 4000  # 250 us
WRAP = 1 << 32  # 24 bits of 64 ms, in ticks
_TICKS_PER_REFERENCE = 256
_RTPFB = 205
_NOT, _SMALL, _LARGE, _RESERVED = range(4)

_HEAD = Struct("!HHI")
_PACKET = Struct("!BBHIIHHI")
_U16 = Struct("!H")
# Status symbols of seven one-bit, and of four two-bit ones.
_ONE_BIT = [bytes(bits >> shift & 1 for shift in range(6, -1, -1)) for bits in range(128)]
_TWO_BITS = [bytes(bits >> shift & 3 for shift in range(6, -1, -2)) for bits in range(256)]
_SYMBOLS = [bytes((symbol,)) for symbol in range(4)]


class TransportFeedback(NamedTuple):
    """When packets arrived, by their transport-wide number: that of ``arrivals[i]`` is ``base`` + i (mod 65536).

    Arrivals are in ticks of 250 us of the receiver's clock (which wraps at 2^32 ticks), None for what didn't arrive.
    ``number`` counts feedbacks (mod 256).
    """

    sender: int
    media: int
    base: int
    number: int
    arrivals: tuple[int | None, ...]


def is_feedback(data: bytes) -> bool:
    """Whether RTCP begins with transport feedback. Browsers send that alone."""
    return len(data) > 1 and data[1] == _RTPFB and data[0] & 0x1F == FORMAT


def read(sender: int, media: int, body: bytes) -> TransportFeedback:
    """Read what follows the RTCP header, without padding. Raise Malformed when it isn't whole."""
    if len(body) < 16:
        raise Malformed("The transport feedback is cut off.")
    base, count, tail = _HEAD.unpack_from(body, 8)
    if not 0 < count <= MOST_STATUSES:
        raise Malformed("The transport feedback reports nothing, or too much.")
    statuses, at = _statuses(body, count)
    time = (tail >> 8) * _TICKS_PER_REFERENCE
    if statuses.count(_SMALL) < count:
        return TransportFeedback(sender, media, base, tail & 0xFF, _arrivals(body, at, statuses, time))
    if at + count > len(body):
        raise Malformed("The transport feedback is cut off.")
    arrivals = tuple(accumulate(body[at : at + count], initial=time))[1:]
    if arrivals[-1] >= WRAP:
        arrivals = tuple(arrival % WRAP for arrival in arrivals)
    return TransportFeedback(sender, media, base, tail & 0xFF, arrivals)


def _statuses(body: bytes, count: int) -> tuple[bytearray, int]:
    """The symbols of the packet status chunks, and where the deltas begin."""
    statuses = bytearray()
    at, size = 16, len(body)
    while len(statuses) < count:
        if at + 2 > size:
            raise Malformed("The transport feedback is cut off.")
        chunk = body[at] << 8 | body[at + 1]
        at += 2
        if chunk < 0x8000:
            run = chunk & 0x1FFF
            if not run:
                raise Malformed("A run of no packets.")
            statuses += _SYMBOLS[chunk >> 13] * min(run, count - len(statuses))
        elif chunk & 0x4000:
            statuses += _TWO_BITS[chunk >> 8 & 0x3F][1:] + _TWO_BITS[chunk & 0xFF]
        else:
            statuses += _ONE_BIT[chunk >> 7 & 0x7F] + _ONE_BIT[chunk & 0x7F]
    del statuses[count:]
    return statuses, at


def _arrivals(body: bytes, at: int, statuses: bytearray, time: int) -> tuple[int | None, ...]:
    arrivals: list[int | None] = []
    try:
        for status in statuses:
            if status == _NOT:
                arrivals.append(None)
                continue
            if status == _SMALL:
                time += body[at]
                at += 1
            elif status == _LARGE:
                delta = body[at] << 8 | body[at + 1]
                time += delta if delta < 0x8000 else delta - 0x10000
                at += 2
            else:
                raise Malformed("A packet status that is reserved.")
            arrivals.append(time % WRAP)
    except IndexError as error:
        raise Malformed("The transport feedback is cut off.") from error
    return tuple(arrivals)


def write(sender: int, media: int, number: int, arrivals: Sequence[tuple[int, int]], base: int | None = None) -> bytes:
    """The RTCP packet on packets, at least one: (extended transport-wide number, arrival in ticks), rising.

    ``base`` is the first number to report on, at most that of the first arrival; without it that one. Numbers span less
    than ``MOST_STATUSES``, and each arrival is within 8 s of the one before it.
    """
    base = arrivals[0][0] if base is None else base
    reference = arrivals[0][1] // _TICKS_PER_REFERENCE
    statuses = bytearray()
    deltas = bytearray()
    expected, time = base, reference * _TICKS_PER_REFERENCE
    for sequence, arrival in arrivals:
        if sequence > expected:
            statuses += bytes(sequence - expected)
        delta = arrival - time
        if 0 <= delta <= 255:
            statuses.append(_SMALL)
            deltas.append(delta)
        else:
            statuses.append(_LARGE)
            deltas += _U16.pack(max(-0x8000, min(0x7FFF, delta)) & 0xFFFF)
        time = arrival
        expected = sequence + 1
    body = b"".join(_chunks(statuses)) + deltas
    padding = -len(body) % 4
    if padding:
        body += bytes(padding - 1) + bytes((padding,))
    first = 0x80 | (0x20 if padding else 0) | FORMAT
    words = (_PACKET.size + len(body)) // 4 - 1
    tail = (reference & 0xFFFFFF) << 8 | number & 0xFF
    return _PACKET.pack(first, _RTPFB, words, sender, media, base & 0xFFFF, len(statuses), tail) + body


def _chunks(statuses: bytearray) -> Iterator[bytes]:
    """Packet status chunks: a run where seven or more are alike, else a vector of seven two-bit symbols."""
    at, count = 0, len(statuses)
    while at < count:
        symbol = statuses[at]
        rest = len(statuses[at : at + 0x1FFF].lstrip(_SYMBOLS[symbol]))
        run = min(0x1FFF, count - at) - rest
        if run >= 7:
            yield _U16.pack(symbol << 13 | run)
            at += run
        else:
            chunk = 0xC000
            for index, status in enumerate(statuses[at : at + 7]):
                chunk |= status << (12 - 2 * index)
            yield _U16.pack(chunk)
            at += 7
