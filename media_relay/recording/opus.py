"""What a recording must know of Opus packets (RFC 6716, section 3; RFC 7845 for the header)."""

CLOCK_RATE = 48_000
SILENCE = b"\xfc\xff\xfe"
"""A frame of 20 ms in which nothing sounds (CELT, full band, stereo)."""
SILENCE_MS = 20.0
HEAD = b"OpusHead\x01\x02" + (0).to_bytes(2, "little") + CLOCK_RATE.to_bytes(4, "little") + bytes(3)
"""Two channels, nothing to skip, no gain. A mono packet sounds on both."""
_LONGEST_MS = 120.0


def duration_ms(packet: bytes) -> float | None:
    """How long a packet sounds; None when it is none."""
    if not packet:
        return None
    configuration, code = packet[0] >> 3, packet[0] & 3
    if configuration < 12:
        frame = (10.0, 20.0, 40.0, 60.0)[configuration & 3]
    elif configuration < 16:
        frame = (10.0, 20.0)[configuration & 1]
    else:
        frame = (2.5, 5.0, 10.0, 20.0)[configuration & 3]
    counted = packet[1] & 0x3F if len(packet) > 1 else 0
    count = (1, 2, 2, counted)[code]
    total = frame * count
    return total if 0 < total <= _LONGEST_MS else None
