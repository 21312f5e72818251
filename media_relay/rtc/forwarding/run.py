"""Packets of one stream that are forwarded together: what is the same for all viewers is looked at once."""

from collections.abc import Sequence

from media_relay.rtc.forwarding.incoming import MediaPacket


class Run:
    """Packets of one codec in the order in which they came, at least one.

    ``orderly``: sequence numbers rise, and so do the frames' picture ids, if there are any. Then who gets all of it,
    and nothing yet of what follows it, renumbers it by one offset. ``gapless``: and none is missing in between.
    ``temporal`` is the highest layer in it, ``tl0`` the last TL0PICIDX (-1: none).
    """

    __slots__ = ("first", "frames", "gapless", "last", "orderly", "packets", "sequences", "temporal", "tl0")

    def __init__(self, packets: Sequence[MediaPacket]) -> None:
        self.packets = packets
        self.first, self.last = packets[0], packets[-1]
        self.sequences = [packet.sequence for packet in packets]
        self.frames = [packet.frame for packet in packets]
        self.temporal = max([packet.temporal for packet in packets])
        self.tl0 = next((packet.tl0 for packet in reversed(packets) if packet.tl0 >= 0), -1)
        self.orderly = all(map(_follows, packets, packets[1:]))
        self.gapless = self.orderly and self.last.sequence - self.first.sequence == len(packets) - 1


def _follows(before: MediaPacket, packet: MediaPacket) -> bool:
    if packet.sequence <= before.sequence:
        return False
    if before.frame < 0:
        return packet.frame < 0
    return packet.frame == before.frame if packet.timestamp == before.timestamp else packet.frame > before.frame
