"""The VP8 payload descriptor (RFC 7741, section 4.2) and what a frame's first bytes say (RFC 6386, section 9.1)."""

from dataclasses import dataclass
from struct import Struct

from media_relay.rtc.stun import Malformed

_U16_LE = Struct("<HH")


@dataclass(slots=True)
class Vp8Payload:
    """A payload taken apart. Fields that weren't there are None.

    ``payload`` is the whole payload with the picture id in its 15-bit form, so that it stands in bytes 2 and 3 and
    TL0PICIDX, when there, in byte 4: what is rewritten per viewer has one place. ``picture_bits`` says where the
    sender's numbers wrap. ``size`` is (width, height) of a keyframe.
    """

    payload: bytes
    start: bool
    keyframe: bool
    picture: int | None
    picture_bits: int
    tl0: int | None
    temporal: int
    sync: bool
    size: tuple[int, int] | None


def parse(data: bytes) -> Vp8Payload:  # noqa: C901, PLR0912 -- the descriptor is a row of optional fields
    """Read a payload. Raise Malformed when its descriptor is cut off or nothing follows it.

    ``keyframe`` and ``size`` are those of a packet that begins a frame; other packets don't show it.
    """
    size = len(data)
    if size < 2:
        raise Malformed("The VP8 descriptor is cut off.")
    first = data[0]
    at = 1
    picture = tl0 = None
    bits = 15
    temporal = 0
    sync = False
    payload = data
    if first & 0x80:
        flags = data[1]
        at = 2
        if flags & 0x80:
            if size < 4:
                raise Malformed("The VP8 descriptor is cut off.")
            picture = data[2]
            if picture & 0x80:
                picture = (picture & 0x7F) << 8 | data[3]
                at = 4
            else:
                at = 3
                bits = 7
                payload = b"%b\x80%b" % (data[:2], data[2:])
        if flags & 0x40:
            if at >= size:
                raise Malformed("The VP8 descriptor is cut off.")
            tl0 = data[at]
            at += 1
        if flags & 0x30:
            if at >= size:
                raise Malformed("The VP8 descriptor is cut off.")
            if flags & 0x20:
                temporal = data[at] >> 6
                sync = bool(data[at] & 0x20)
            at += 1
    if at >= size:
        raise Malformed("A VP8 descriptor without a payload.")
    start = first & 0x1F == 0x10  # S set and partition index 0: the first packet of a frame
    keyframe = start and not data[at] & 1
    shape = None
    if keyframe and size >= at + 10 and data[at + 3 : at + 6] == b"\x9d\x01\x2a":
        shape = _sides(data, at + 6)
    return Vp8Payload(payload, start, keyframe, picture, bits, tl0, temporal, sync, shape)


def descriptor_bytes(payload: bytes) -> int:
    """How long the descriptor of a payload from ``parse`` is, whose picture id has two bytes."""
    if not payload[0] & 0x80:
        return 1
    flags = payload[1]
    return 2 + (2 if flags & 0x80 else 0) + bool(flags & 0x40) + bool(flags & 0x30)


def picture_size(frame: bytes) -> tuple[int, int] | None:
    """(width, height) that the beginning of a keyframe says (RFC 6386, section 9.1)."""
    if len(frame) < 10 or frame[3:6] != b"\x9d\x01\x2a":
        return None
    return _sides(frame, 6)


def _sides(data: bytes, at: int) -> tuple[int, int]:
    """Fourteen bits each; the two above say how a player might scale it."""
    width, height = _U16_LE.unpack_from(data, at)
    return width & 0x3FFF, height & 0x3FFF
