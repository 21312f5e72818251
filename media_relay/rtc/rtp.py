"""RTP packets (RFC 3550, section 5.1) and their header extensions (RFC 8285).

Strict, because anyone who has joined may send anything: all that ``parse`` ever raises is ``Malformed``.
"""

from dataclasses import dataclass
from struct import Struct

from media_relay.rtc.stun import Malformed

HEADER_BYTES = 12
# What a relay's own packets and those of browsers stay far below, and no path of the Internet carries whole.
LARGEST = 1500
# Payload types that would be taken for RTCP on the same port (RFC 5761, section 4).
RTCP_TYPES = range(64, 96)

_HEADER = Struct("!BBHII")
_U16 = Struct("!H")
_PROFILE_LENGTH = Struct("!HH")
_ONE_BYTE = 0xBEDE
_TWO_BYTE = 0x1000


@dataclass(slots=True)
class RtpPacket:
    """A packet taken apart. ``extensions`` maps the local ids (1 to 255) to their values; padding is taken off."""

    marker: bool
    payload_type: int
    sequence: int
    timestamp: int
    ssrc: int
    extensions: dict[int, bytes]
    payload: bytes
    padding: int = 0


def parse(data: bytes) -> RtpPacket:  # noqa: C901 -- one check a field, in the order of the header
    """Read a whole packet (without SRTP's tag). Raise Malformed when it isn't one."""
    size = len(data)
    if not HEADER_BYTES <= size <= LARGEST:
        raise Malformed("An RTP packet has 12 to 1500 bytes.")
    first, second, sequence, timestamp, ssrc = _HEADER.unpack_from(data)
    payload_type = second & 0x7F
    if first >> 6 != 2 or payload_type in RTCP_TYPES:
        raise Malformed("The header is not one of RTP.")
    at = HEADER_BYTES + 4 * (first & 0x0F)
    extensions: dict[int, bytes] = {}
    if first & 0x10:
        if at + 4 > size:
            raise Malformed("The header extension is cut off.")
        profile, words = _PROFILE_LENGTH.unpack_from(data, at)
        at += 4
        end = at + 4 * words
        if end > size:
            raise Malformed("The header extension is cut off.")
        if profile == _ONE_BYTE:
            extensions = _one_byte_extensions(data, at, end)
        elif profile & 0xFFF0 == _TWO_BYTE:
            extensions = _two_byte_extensions(data, at, end)
        at = end
    if at > size:
        raise Malformed("The header is cut off.")
    end = size
    padding = 0
    if first & 0x20:
        padding = data[-1]
        end -= padding
        if padding == 0 or end < at:
            raise Malformed("The padding is longer than the packet.")
    return RtpPacket(bool(second & 0x80), payload_type, sequence, timestamp, ssrc, extensions, data[at:end], padding)


def _one_byte_extensions(data: bytes, at: int, end: int) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    while at < end:
        head = data[at]
        at += 1
        if head == 0:
            continue
        identity = head >> 4
        if identity == 15:  # RFC 8285, section 4.2: what follows is to be ignored
            break
        stop = at + (head & 0x0F) + 1
        if identity == 0 or stop > end:
            raise Malformed("A header extension element is cut off.")
        found[identity] = data[at:stop]
        at = stop
    return found


def _two_byte_extensions(data: bytes, at: int, end: int) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    while at < end:
        identity = data[at]
        at += 1
        if identity == 0:
            continue
        if at >= end:
            raise Malformed("A header extension element is cut off.")
        stop = at + 1 + data[at]
        if stop > end:
            raise Malformed("A header extension element is cut off.")
        found[identity] = data[at + 1 : stop]
        at = stop
    return found


def extension_block(elements: dict[int, bytes]) -> bytes:
    """Header extension with its four bytes of profile and length, in the one-byte form where that can say it.

    Empty for no elements. Ids 1 to 14 with values of 1 to 16 bytes go into the one-byte form; ids up to 255 with values
    up to 255 bytes into the other.
    """
    if not elements:
        return b""
    if all(0 < identity < 15 and 0 < len(value) <= 16 for identity, value in elements.items()):
        profile = _ONE_BYTE
        body = b"".join(bytes((identity << 4 | len(value) - 1,)) + value for identity, value in elements.items())
    else:
        profile = _TWO_BYTE
        body = b"".join(bytes((identity, len(value))) + value for identity, value in elements.items())
    body += bytes(-len(body) % 4)
    return _PROFILE_LENGTH.pack(profile, len(body) // 4) + body


def serialize(packet: RtpPacket) -> bytes:
    """The packet as bytes, without contributing sources."""
    block = extension_block(packet.extensions)
    first = 0x80 | (0x10 if block else 0) | (0x20 if packet.padding else 0)
    second = packet.payload_type | (0x80 if packet.marker else 0)
    header = _HEADER.pack(first, second, packet.sequence, packet.timestamp, packet.ssrc)
    padding = bytes(packet.padding - 1) + bytes((packet.padding,)) if packet.padding else b""
    return header + block + packet.payload + padding


def original(payload: bytes) -> tuple[int, bytes]:
    """Sequence number and payload of the packet that a retransmission (RFC 4588, section 4) carries."""
    if len(payload) < 2:
        raise Malformed("A retransmission holds no original sequence number.")
    return _U16.unpack_from(payload)[0], payload[2:]


class SequenceUnwrapper:
    """Sixteen-bit numbers that go on for ever: each nearest to the largest before it (RFC 3711, section 3.3.1)."""

    __slots__ = ("_largest",)

    def __init__(self) -> None:
        self._largest: int | None = None

    def unwrap(self, sequence: int) -> int:
        """The extended number; starts at ``sequence`` + 65536, so that older ones aren't negative."""
        largest = self._largest
        if largest is None:
            self._largest = extended = sequence + 0x10000
            return extended
        delta = (sequence - largest) & 0xFFFF
        extended = largest + (delta if delta < 0x8000 else delta - 0x10000)
        if extended > largest:
            self._largest = extended
        return extended
