"""Redundant audio (RFC 2198): what of a packet is the newest frame, for those who don't understand the copies."""

from media_relay.rtc.stun import Malformed

MOST_BLOCKS = 8


def primary(data: bytes) -> bytes:
    """The payload of the last block, which is the newest. Raise Malformed when the blocks don't fit."""
    at = copies = 0
    for _ in range(MOST_BLOCKS):
        if at >= len(data):
            break
        if not data[at] & 0x80:
            if at + 1 + copies >= len(data):
                break
            return data[at + 1 + copies :]
        if at + 4 > len(data):
            break
        copies += (data[at + 2] & 0x03) << 8 | data[at + 3]
        at += 4
    raise Malformed("The blocks of redundant audio don't fit.")
