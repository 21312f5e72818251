"""Boxes of ISO base media files (ISO/IEC 14496-12): reading and writing, no more than we need."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

Buffer = bytes | bytearray | memoryview

_LARGE = 1


class DamagedBoxes(Exception):
    """Bytes that are not the boxes that they should be."""


class Box(NamedTuple):
    """Where a box lies in its buffer: ``start`` of its header, ``body`` of its content, ``end``."""

    kind: bytes
    start: int
    body: int
    end: int


def boxes(buffer: Buffer, start: int = 0, end: int | None = None) -> Iterator[Box]:
    """The boxes that follow each other in a part of a buffer. Raise DamagedBoxes when they don't fit into it."""
    stop = len(buffer) if end is None else end
    while start < stop:
        if start + 8 > stop:
            raise DamagedBoxes(f"half a box header at {start}")
        size, kind = struct.unpack_from(">I4s", buffer, start)
        body = start + 8
        if size == _LARGE and start + 16 <= stop:
            (size,) = struct.unpack_from(">Q", buffer, body)
            body += 8
        if size < body - start or start + size > stop:
            raise DamagedBoxes(f"a box at {start} claims {size} bytes")
        yield Box(bytes(kind), start, body, start + size)
        start += size


def find(buffer: Buffer, *path: bytes, start: int = 0, end: int | None = None) -> Box:
    """The first box at a path of nested boxes. Raise DamagedBoxes when there is none."""
    found = None
    for kind in path:
        found = next((box for box in boxes(buffer, start, end) if box.kind == kind), None)
        if found is None:
            raise DamagedBoxes(f"no box {kind!r}")
        start, end = found.body, found.end
    if found is None:
        raise DamagedBoxes("no path")
    return found


def box(kind: bytes, *content: bytes) -> bytes:
    """A box."""
    size = 8 + sum(len(piece) for piece in content)
    return b"".join((struct.pack(">I4s", size, kind), *content))


def full_box(kind: bytes, version: int, flags: int, *content: bytes) -> bytes:
    """A box with a version and flags."""
    return box(kind, struct.pack(">I", version << 24 | flags), *content)


def packed(format_: str, *values: int | bytes) -> bytes:
    """Values in network byte order."""
    return struct.pack(">" + format_, *values)


UNITY_MATRIX = packed("9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
"""Shows a picture as it is."""
SAMPLE_IS_SYNC = 0x02000000
"""Sample flags of a sample that depends on no other."""
NOT_SYNC_BIT = 0x00010000
