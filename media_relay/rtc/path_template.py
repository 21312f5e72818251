"""What all viewers of one layout get of a run of packets, laid out once, and sent in as few sends as may be."""

import errno
import socket
from collections.abc import Sequence
from struct import Struct
from typing import Any, NamedTuple

from media_relay.rtc import red
from media_relay.rtc.forwarding.incoming import Codec
from media_relay.rtc.forwarding.layout import Layout
from media_relay.rtc.forwarding.run import Run
from media_relay.rtc.stun import Malformed

# Packets that are cut out of one send. The kernel takes 64, and 64 KiB in all.
MOST_SEGMENTS = 40
# Linux; Python's socket module doesn't name them.
SOL_UDP = 17
UDP_SEGMENT = 103
NO_SEGMENTS = frozenset({errno.EIO, errno.EINVAL, errno.ENOPROTOOPT, errno.EOPNOTSUPP, errno.EMSGSIZE})
ONE_BYTE = 0xBEDE0000  # the first 32 bits of an extension, with its words to come
_NATIVE_U16 = Struct("=H")
# libsrtp wants packets to begin at multiples of four.
_ALIGNMENT = 16


class Piece(NamedTuple):
    """One packet's place in the buffer: where its header and its picture id begin, and its bytes without the tag.

    ``pointer`` is the header as libsrtp takes it, ``sealed`` what leaves; ``extension`` the first 32 bits of that.
    """

    at: int
    pointer: Any
    size: int
    picture_at: int
    marker: int
    extension: int
    timestamp: int
    tl0: int
    sealed: memoryview


class Train(NamedTuple):
    """Packets that leave in one send; all have the first one's size, but the last may be smaller."""

    packets: Sequence[memoryview]
    ancillary: Sequence[tuple[int, int, bytes]]


def trains(packets: Sequence[memoryview]) -> list[Train]:
    """Cut packets into as few sends as UDP GSO can take."""
    found: list[Train] = []
    first, count = 0, len(packets)
    while first < count:
        size = len(packets[first])
        end, most = first + 1, min(count, first + MOST_SEGMENTS)
        while end < most and len(packets[end]) == size:
            end += 1
        if end < most and len(packets[end]) < size:
            end += 1
        found.append(Train(packets[first:end], [(SOL_UDP, UDP_SEGMENT, _NATIVE_U16.pack(size))]))
        first = end
    return found


def cuts_apart(bound: socket.socket) -> bool:
    """Whether the kernel knows UDP GSO (Linux 4.18 and later)."""
    try:
        bound.getsockopt(SOL_UDP, UDP_SEGMENT)
    except OSError:
        return False
    return True


class Template:
    """A run as viewers of one layout get it who understand ``codec``, with room behind each packet for SRTP's tag.

    ``octets`` is what the buffer is filled with before headers are written, ``sizes`` what leaves of each packet. Where
    it isn't ``whole``, packets have no piece (None), since such viewers get nothing of them.
    """

    __slots__ = ("codec", "layout", "octets", "packets", "pieces", "sizes", "tag", "trains", "whole")

    def __init__(self, run: Run, layout: Layout, codec: Codec, tag: int, buffer: tuple[Any, memoryview]) -> None:
        memory, view = buffer
        self.packets, self.layout, self.codec, self.tag = run.packets, layout, codec, tag
        self.pieces: list[Any] = []
        parts: list[bytes] = []
        at = 0
        for packet in run.packets:
            payload = packet.payload if packet.codec is codec else _plain(packet.payload)
            if not payload:
                self.pieces.append(None)
                continue
            words, tail = layout.tail(packet)
            body = bytes(layout.head) + tail + payload
            size, end = len(body), len(body) + tag
            self.pieces.append(
                Piece(
                    at,
                    memory + at,
                    size,
                    at + layout.head + len(tail) + 2,
                    0x80 if packet.marker else 0,
                    ONE_BYTE | words,
                    packet.timestamp,
                    packet.tl0,
                    view[at : at + end],
                )
            )
            parts.append(body.ljust(end + -end % _ALIGNMENT, b"\0"))
            at += len(parts[-1])
        self.octets = b"".join(parts)
        self.whole = len(parts) == len(self.pieces)
        packets = [piece.sealed for piece in self.pieces if piece is not None]
        self.sizes = [len(packet) for packet in packets]
        self.trains = trains(packets)


def _plain(payload: bytes) -> bytes:
    """The newest frame in redundant audio; empty when it can't be found."""
    try:
        return red.primary(payload)
    except Malformed:
        return b""
