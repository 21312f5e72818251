"""What a relay must know of H.264 payloads (RFC 6184): where a picture begins that needs no other.

Single NAL units, STAP-A and FU-A, as packetization modes 0 and 1 have them; others are Malformed.
"""

from struct import Struct

from media_relay.rtc.stun import Malformed

_U16 = Struct("!H")
_IDR = 5
_SPS = 7
_STAP_A = 24
_FU_A = 28


def is_keyframe_start(data: bytes) -> bool:
    """Whether the payload holds a sequence parameter set or the beginning of an IDR picture. Raise Malformed."""
    if not data:
        raise Malformed("An H.264 payload without a NAL unit.")
    if data[0] & 0x80:
        raise Malformed("The forbidden bit of the NAL unit is set.")
    kind = data[0] & 0x1F
    if 1 <= kind <= 23:
        return kind in {_IDR, _SPS}
    if kind == _STAP_A:
        return any(unit in {_IDR, _SPS} for unit in _aggregated(data))
    if kind == _FU_A:
        if len(data) < 3:
            raise Malformed("The fragmentation unit is cut off.")
        return bool(data[1] & 0x80) and data[1] & 0x1F in {_IDR, _SPS}
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
