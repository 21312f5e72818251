"""H.264 as files hold it: NAL units from payloads (RFC 6184), parameter sets, AVCDecoderConfigurationRecord.

Payloads come from strangers: all that is ever raised is Malformed.
"""

from collections.abc import Iterable

from media_relay.rtc.h264 import SPS
from media_relay.rtc.stun import Malformed

_STAP_A, _FU_A = 24, 28
_LARGEST_SIDE = 8192
_CHROMA_PROFILES = frozenset({44, 83, 86, 100, 110, 118, 122, 128, 134, 135, 138, 139, 244})


def nal_units(payloads: Iterable[bytes]) -> list[bytes]:
    """The NAL units of a frame from its payloads, in order. Raise Malformed."""
    units: list[bytes] = []
    fragments: bytearray | None = None
    for payload in payloads:
        kind = payload[0] & 0x1F if payload else 0
        if kind == _FU_A and len(payload) >= 3:
            if payload[1] & 0x80:
                fragments = bytearray([payload[0] & 0xE0 | payload[1] & 0x1F])
            if fragments is None:
                raise Malformed("A fragment without its beginning.")
            fragments += payload[2:]
            if payload[1] & 0x40:
                units.append(bytes(fragments))
                fragments = None
        elif fragments is not None:
            raise Malformed("Fragments that don't end.")
        elif 1 <= kind <= 23:
            units.append(payload)
        elif kind == _STAP_A:
            units += _aggregated(payload)
        else:
            raise Malformed("A kind of NAL unit that packetization mode 1 has not.")
    if fragments is not None:
        raise Malformed("Fragments that don't end.")
    return units


def _aggregated(payload: bytes) -> list[bytes]:
    units, at = [], 1
    while at < len(payload):
        length = int.from_bytes(payload[at : at + 2])
        unit = payload[at + 2 : at + 2 + length]
        if not unit or len(unit) < length:
            raise Malformed("The aggregation packet is cut off.")
        units.append(unit)
        at += 2 + length
    return units


class ParameterSets:
    """The last sequence and picture parameter sets of a stream. ``size`` is (width, height), when it can be read."""

    def __init__(self) -> None:
        self._sequence = b""
        self._picture = b""
        self.size: tuple[int, int] | None = None

    @property
    def complete(self) -> bool:
        """Whether decoding can begin."""
        return bool(self._sequence and self._picture)

    def take(self, unit: bytes) -> None:
        """One of the two."""
        if unit[0] & 0x1F != SPS:
            self._picture = unit
        elif len(unit) >= 4:
            self._sequence = unit
            try:
                self.size = picture_size(unit)
            except Malformed:
                self.size = None

    def configuration(self) -> bytes:
        """ISO/IEC 14496-15, 5.3.3.1: profile and level, lengths of four bytes, one set of each kind."""
        return b"".join(
            (
                bytes([1, *self._sequence[1:4], 0xFF, 0xE1]),
                len(self._sequence).to_bytes(2),
                self._sequence,
                b"\x01",
                len(self._picture).to_bytes(2),
                self._picture,
            )
        )


class _Bits:
    """Reads the raw bytes of a sequence parameter set bit by bit (ITU-T H.264, 7.2 and 9.1)."""

    def __init__(self, unit: bytes) -> None:
        self._data = unit.replace(b"\x00\x00\x03", b"\x00\x00")
        self._at = 0

    def bits(self, count: int) -> int:
        """An unsigned number of so many bits."""
        value = 0
        for _ in range(count):
            if self._at >= 8 * len(self._data):
                raise Malformed("The parameter set is cut off.")
            value = value << 1 | self._data[self._at >> 3] >> (7 - self._at & 7) & 1
            self._at += 1
        return value

    def golomb(self) -> int:
        """An unsigned Exp-Golomb number."""
        zeros = 0
        while not self.bits(1):
            zeros += 1
            if zeros > 32:
                raise Malformed("The parameter set holds a number that none has.")
        return (1 << zeros) - 1 + self.bits(zeros)


def picture_size(unit: bytes) -> tuple[int, int]:
    """Width and height of what a sequence parameter set describes (ITU-T H.264, 7.3.2.1.1). Raise Malformed."""
    read = _Bits(unit[1:])
    profile = read.bits(24) >> 16
    read.golomb()
    chroma = 1
    if profile in _CHROMA_PROFILES:
        chroma = read.golomb()
        if chroma == 3:
            read.bits(1)
        read.golomb()
        read.golomb()
        if read.bits(2) & 1:
            raise Malformed("Scaling matrices are not read here.")
    read.golomb()
    order = read.golomb()
    if order == 0:
        read.golomb()
    elif order == 1:
        read.bits(1)
        read.golomb()
        read.golomb()
        for _ in range(min(read.golomb(), 255)):
            read.golomb()
    read.golomb()
    read.bits(1)
    width, rows = 16 * (read.golomb() + 1), read.golomb() + 1
    frames_only = read.bits(1)
    if not frames_only:
        read.bits(1)
    height = 16 * rows * (2 - frames_only)
    read.bits(1)
    if read.bits(1):
        across, down = (2, 2) if chroma == 1 else (2, 1) if chroma == 2 else (1, 1)
        width -= across * (read.golomb() + read.golomb())
        height -= down * (2 - frames_only) * (read.golomb() + read.golomb())
    if not (0 < width <= _LARGEST_SIDE and 0 < height <= _LARGEST_SIDE):
        raise Malformed("A picture of no possible size.")
    return width, height
