"""What a relay must know of H.264 payloads (RFC 6184): which NAL units begin in them.

Single NAL units, STAP-A and FU-A, as packetization modes 0 and 1 have them; others are Malformed.
"""

from struct import Struct

from media_relay.rtc.stun import Malformed

_U16 = Struct("!H")
IDR = 5
SPS = 7
PPS = 8
_STAP_A = 24
_FU_A = 28


def begun(data: bytes) -> list[int]:
    """Types of the NAL units that begin in the payload. Raise Malformed."""
    if not data:
        raise Malformed("An H.264 payload without a NAL unit.")
    if data[0] & 0x80:
        raise Malformed("The forbidden bit of the NAL unit is set.")
    kind = data[0] & 0x1F
    if 1 <= kind <= 23:
        return [kind]
    if kind == _STAP_A:
        return _aggregated(data)
    if kind == _FU_A:
        if len(data) < 3:
            raise Malformed("The fragmentation unit is cut off.")
        return [data[1] & 0x1F] if data[1] & 0x80 else []
    raise Malformed("A kind of NAL unit that packetization mode 1 has not.")


def _aggregated(data: bytes) -> list[int]:
    """Types of the NAL units in a STAP-A, of which there is at least one."""
    kinds: list[int] = []
    at = 1
    while at < len(data):
        if at + 3 > len(data):
            raise Malformed("The aggregation packet is cut off.")
        length = _U16.unpack_from(data, at)[0]
        if length == 0 or at + 2 + length > len(data):
            raise Malformed("The aggregation packet is cut off.")
        kinds.append(data[at + 2] & 0x1F)
        at += 2 + length
    if not kinds:
        raise Malformed("An aggregation packet without NAL units.")
    return kinds
