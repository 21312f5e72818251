"""From payloads of RTP to whole pictures, and which of them a decoder can use when some are lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from media_relay.recording.avc import ParameterSets, nal_units
from media_relay.rtc.forwarding.incoming import Codec, MediaPacket
from media_relay.rtc.h264 import IDR, PPS, SPS
from media_relay.rtc.stun import Malformed
from media_relay.rtc.vp8 import descriptor_bytes, picture_size

LARGEST_FRAME = 4 * 2**20
"""Bytes of a picture; what claims more is dropped."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A whole picture as its container holds it. ``size`` (width, height) and ``private`` come with keyframes."""

    timestamp: int
    data: bytes
    keyframe: bool
    size: tuple[int, int] | None = None
    private: bytes = b""


class Assembler(Protocol):
    """Puts payloads together. ``waiting``: nothing can be used before the next keyframe."""

    waiting: bool

    def push(self, packet: MediaPacket, *, gap: bool) -> Frame | None:
        """Take the next packet; ``gap``: some before it are lost. The frame that it ends, if that can be used."""


def assembler(codec: Codec) -> Assembler:
    """What puts frames of this codec together."""
    return Vp8Assembler() if codec is Codec.VP8 else H264Assembler()


class _Parts:
    """The packets of the frame that is being received, from its first on, as long as none is missing."""

    def __init__(self) -> None:
        self._packets: list[MediaPacket] = []
        self._bytes = 0

    def begin(self, packet: MediaPacket) -> None:
        """Another frame begins with this packet."""
        self._packets, self._bytes = [packet], len(packet.payload)

    def add(self, packet: MediaPacket) -> bool:
        """Take one more of the same frame; whether it could be."""
        self._bytes += len(packet.payload)
        if not self._packets or self._packets[0].timestamp != packet.timestamp or self._bytes > LARGEST_FRAME:
            self.drop()
            return False
        self._packets.append(packet)
        return True

    def drop(self) -> None:
        """Something of this frame is missing."""
        self._packets, self._bytes = [], 0

    def end(self) -> Sequence[MediaPacket]:
        """The frame is whole."""
        packets = self._packets
        self.drop()
        return packets


class Vp8Assembler:
    """VP8 (RFC 7741). After a loss a frame counts when what it builds upon is there.

    Frames of the lowest temporal layer form a chain by TL0PICIDX. A frame above it is used when its TL0PICIDX is that
    of the last one of the chain, and nothing was lost since a frame that says that it needs the chain only (Y bit).
    Without these fields everything waits for a keyframe.
    """

    def __init__(self) -> None:
        self.waiting = True
        self._parts = _Parts()
        self._picture = -1
        self._chain = -1
        self._chain_only = False

    def push(self, packet: MediaPacket, *, gap: bool) -> Frame | None:
        """See ``Assembler``."""
        if gap:
            self._parts.drop()
        first = packet.payload[0] & 0x1F == 0x10  # S set, partition 0
        if first:
            self._parts.begin(packet)
        elif not self._parts.add(packet):
            return None
        if gap and packet.frame < 0:
            self.waiting = True
        if not packet.marker:
            return None
        return self._whole(self._parts.end())

    def _whole(self, packets: Sequence[MediaPacket]) -> Frame | None:
        head = packets[0]
        if not self._usable(head):
            return None
        data = b"".join(packet.payload[descriptor_bytes(packet.payload) :] for packet in packets)
        return Frame(head.timestamp, data, head.opens, picture_size(data) if head.opens else None)

    def _usable(self, head: MediaPacket) -> bool:
        follows = head.frame == self._picture + 1 or head.frame < 0
        self._picture = head.frame
        if head.opens:
            self.waiting = self._chain_only = False
            self._chain = head.tl0
            return True
        if self.waiting:
            return False
        if head.tl0 < 0 or self._chain < 0:
            self.waiting = not follows
            return follows
        self._chain_only |= not follows
        if head.temporal == 0:
            self.waiting = head.tl0 != (self._chain + 1) & 0xFF
            self._chain = head.tl0
            return not self.waiting
        if head.tl0 != self._chain:
            self.waiting = True
            return False
        self._chain_only &= not head.sync
        return not self._chain_only


class H264Assembler:
    """H.264 (RFC 6184, packetization modes 0 and 1) as ISO/IEC 14496-15 stores it: NAL units behind their lengths.

    Nothing says what a picture builds upon, so after any loss everything waits for a keyframe. Parameter sets stay in
    the pictures too, because those of another layer differ.
    """

    def __init__(self) -> None:
        self.waiting = True
        self._parts = _Parts()
        self._open = False
        self._sets = ParameterSets()

    def push(self, packet: MediaPacket, *, gap: bool) -> Frame | None:
        """See ``Assembler``."""
        if gap:
            self._parts.drop()
            self.waiting, self._open = True, packet.marker
            return None  # it may be the end of a frame whose beginning is lost
        if not self._open:
            self._parts.begin(packet)
            self._open = True
        elif not self._parts.add(packet):
            self.waiting = True
            self._parts.begin(packet)
        if not packet.marker:
            return None
        self._open = False
        try:
            units = nal_units([part.payload for part in self._parts.end()])
        except Malformed:
            self.waiting = True
            return None
        return self._whole(packet.timestamp, units)

    def _whole(self, timestamp: int, units: Sequence[bytes]) -> Frame | None:
        kinds = {unit[0] & 0x1F for unit in units}
        for unit in units:
            if unit[0] & 0x1F in {SPS, PPS}:
                self._sets.take(unit)
        keyframe = IDR in kinds
        if not units or (self.waiting and not (keyframe and self._sets.complete)):
            return None
        self.waiting = False
        data = b"".join(len(unit).to_bytes(4) + unit for unit in units)
        if not keyframe:
            return Frame(timestamp, data, keyframe=False)
        return Frame(timestamp, data, keyframe=True, size=self._sets.size, private=self._sets.configuration())
