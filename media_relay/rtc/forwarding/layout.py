"""How the header extensions of one viewer's m-line are written, so that packets for many viewers are made once."""

from collections.abc import Mapping
from enum import Enum, auto
from typing import ClassVar

from media_relay.rtc.forwarding.incoming import MediaPacket
from media_relay.rtc.rtp import HEADER_BYTES
from media_relay.rtc.sdp.media import Extension

# What is passed on from publisher to viewer as it came.
PASSED = (Extension.AUDIO_LEVEL, Extension.ABSOLUTE_CAPTURE_TIME)
LARGEST_ONE_BYTE_ID = 14


class Stamp(Enum):
    """What the relay itself says in each packet, first in the extension: the one that congestion feedback needs."""

    TRANSPORT = auto()
    SEND_TIME = auto()
    NOTHING = auto()


_STAMP_BYTES = {Stamp.TRANSPORT: 3, Stamp.SEND_TIME: 4, Stamp.NOTHING: 0}


class Layout:
    """The form of a packet's header: ``stamp`` and the element's first byte, then what is passed on.

    There is one for all viewers with the same ids, so ``is`` tells whether two viewers get the same bytes.
    """

    __slots__ = ("element", "head", "passed", "stamp")

    _made: ClassVar[dict[tuple[tuple[Extension, int], ...], "Layout"]] = {}

    def __init__(self, extensions: Mapping[Extension, int]) -> None:
        transport = extensions.get(Extension.TRANSPORT_WIDE_CC)
        send_time = extensions.get(Extension.ABSOLUTE_SEND_TIME)
        self.element = 0
        self.stamp = Stamp.NOTHING
        if transport is not None:
            self.stamp, self.element = Stamp.TRANSPORT, transport << 4 | 1
        elif send_time is not None:
            self.stamp, self.element = Stamp.SEND_TIME, send_time << 4 | 2
        self.head = HEADER_BYTES + (4 + _STAMP_BYTES[self.stamp] if self.stamp is not Stamp.NOTHING else 0)
        self.passed = [(name, extensions[name]) for name in PASSED if name in extensions]

    @classmethod
    def of(cls, extensions: Mapping[Extension, int]) -> "Layout":
        """The layout for these ids."""
        usable = {name: identity for name, identity in extensions.items() if 0 < identity <= LARGEST_ONE_BYTE_ID}
        key = tuple(sorted((name, usable[name]) for name in usable))
        found = cls._made.get(key)
        if found is None:
            found = cls._made[key] = cls(usable)
            if len(cls._made) > 256:  # ids come from clients
                del cls._made[next(iter(cls._made))]
        return found

    def tail(self, packet: MediaPacket) -> tuple[int, bytes]:
        """What follows the stamp: the extension's length in words, and its bytes up to the payload.

        Without a stamp the bytes hold the extension's own first four bytes too; without any extension there are none.
        """
        elements = b"".join(
            bytes((identity << 4 | len(value) - 1,)) + value
            for name, identity in self.passed
            if (value := packet.extensions.get(name)) is not None
        )
        size = _STAMP_BYTES[self.stamp] + len(elements)
        if size == 0:
            return 0, b""
        elements += bytes(-size % 4)
        words = (size + 3) // 4
        if self.stamp is Stamp.NOTHING:
            elements = b"\xbe\xde" + words.to_bytes(2, "big") + elements
        return words, elements
