"""VP8 as three simulcast layers of three temporal layers each, without an encoder: right outside, noise inside.

The payload descriptor (RFC 7741) and the frame header (RFC 6386, section 9.1) are what an encoder in L1T3 writes; the
compressed partitions hold the number of the frame and when it was sent, and then noise.
"""

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

PAYLOAD = 1150  # bytes of a frame in one packet
TEMPORAL_PATTERN = (0, 2, 1, 2)
_STAMP = struct.Struct("!Id")
_NOISE = os.urandom(2**18)


def payloads(frame: bytes, picture: int, tl0: int, temporal: int, *, sync: bool) -> Iterator[tuple[bytes, bool]]:
    """A frame of L1T3 as RTP payloads (RFC 7741, section 4.2), each with whether it is the last.

    ``picture`` has 15 bits, ``tl0`` eight; ``sync`` says that the frame depends on the base layer only.
    """
    flags = bytes((0xF0, 0x80 | picture >> 8, picture & 0xFF, tl0, temporal << 6 | sync << 5))
    for start in range(0, len(frame), PAYLOAD):
        # X; N (no frame depends on it) for the highest layer; S at the first packet of the partition
        first = 0x80 | (0x20 if temporal == 2 else 0) | (0x10 if start == 0 else 0)
        yield bytes((first,)) + flags + frame[start : start + PAYLOAD], start + PAYLOAD >= len(frame)


class VideoSource(Protocol):
    """What a camera sends as one simulcast layer."""

    @property
    def fps(self) -> float:
        """Frames a second."""

    def frame(self, now: float) -> Iterator[tuple[bytes, bool]]:
        """Payloads of the next frame, each with whether it is the last."""

    def refresh(self) -> None:
        """A keyframe is wanted."""


@dataclass
class Layer:
    """One simulcast layer: its size, frames a second, bit/s; the number of its next picture.

    A keyframe is ``KEYFRAME`` times as large as the mean frame.
    """

    width: int
    height: int
    fps: float
    bitrate: int
    picture: int = 0
    tl0: int = -1
    position: int = 0
    keyframe_wanted: bool = True
    keyframes: int = field(default=0, init=False)

    KEYFRAME = 5.0

    def frame(self, now: float) -> Iterator[tuple[bytes, bool]]:
        """Payloads of the next frame, each with whether it is the last."""
        keyframe, self.keyframe_wanted = self.keyframe_wanted, False
        if keyframe:
            self.position = 0
            self.keyframes += 1
        temporal = TEMPORAL_PATTERN[self.position % 4]
        # In L1T3 the first frame of the second highest layer refers to the base only: a viewer may go up there.
        sync = keyframe or (temporal > 0 and self.position % 4 in {1, 2})
        self.position += 1
        self.picture = (self.picture + 1) & 0x7FFF
        if temporal == 0:
            self.tl0 = (self.tl0 + 1) & 0xFF
        size = max(64, int(self.bitrate / self.fps / 8 * (self.KEYFRAME if keyframe else 1)))
        body = self._header(keyframe, size) + _STAMP.pack(self.picture, now)
        body += _NOISE[: size - len(body)]
        yield from payloads(body, self.picture, self.tl0, temporal, sync=sync)

    def refresh(self) -> None:
        """The next frame is a keyframe."""
        self.keyframe_wanted = True

    def _header(self, keyframe: bool, size: int) -> bytes:  # noqa: FBT001 -- a bit of the header
        first_partition = min(size, 2**19 - 1)
        tag = (not keyframe) | 1 << 4 | first_partition << 5
        head = tag.to_bytes(3, "little")
        return head + b"\x9d\x01\x2a" + struct.pack("<HH", self.width, self.height) if keyframe else head


def stamp(payload: bytes) -> tuple[int, float] | None:
    """Picture number and sending time of the packet that begins a frame of ``Layer``; None for other packets.

    ``payload`` begins with a descriptor that a relay may have rewritten, in the form that ``Layer`` writes.
    """
    if len(payload) < 40 or not payload[0] & 0x10:
        return None
    at = 6 + (3 if payload[6] & 1 else 10)
    number, sent = _STAMP.unpack_from(payload, at)
    return number, sent


def camera(fps: float = 30.0, scale: float = 1.0) -> list[Layer]:
    """Layers q, h and f of 720p at the rates that Chromium gives them, times ``scale``."""
    return [
        Layer(320, 180, fps, int(150_000 * scale)),
        Layer(640, 360, fps, int(500_000 * scale)),
        Layer(1280, 720, fps, int(2_000_000 * scale)),
    ]
