"""What is sent again: answers to NACKs, by RTX (RFC 4588) or as they were sealed, and probes made of the same."""

from collections.abc import Sequence
from struct import Struct

from media_relay.rtc.forwarding.incoming import Codec, MediaPacket
from media_relay.rtc.path_egress import PICTURE, PICTURE_TL0, Egress
from media_relay.rtc.path_state import HISTORY, Outgoing, Peer, Sent

# The same packet is sent again at most once in so many seconds.
REPEAT_SECONDS = 0.02
# Bytes of a packet that holds nothing else (the format's most), and packets of a probe at one time.
PADDING = 255
MOST_PROBES = 64
_U16 = Struct("!H")

_NOTHING = MediaPacket(
    sequence=0,
    timestamp=0,
    marker=False,
    codec=Codec.VP8,
    payload=b"",
    frame=-1,
    tl0=-1,
    temporal=0,
    sync=False,
    opens=False,
    extensions={},
)


class Repairs:
    """Sends again through ``egress``."""

    def __init__(self, egress: Egress) -> None:
        self._egress = egress

    def retransmit(self, outgoing: Outgoing, lost: Sequence[int], now: float) -> int:
        """Answer a NACK; how many packets that were."""
        count = 0
        last = outgoing.last
        for sequence in lost:
            number = last - ((last - sequence) & 0xFFFF)
            if outgoing.history is not None:
                sent = outgoing.sent(number)
                if sent is not None and outgoing.repeat(number, now, REPEAT_SECONDS):
                    count += self._repair(outgoing, sent, now) > 0
            elif outgoing.sealed is not None and outgoing.peer.address is not None:
                kept = outgoing.sealed[number % HISTORY]
                if kept is not None and kept[0] == number and outgoing.repeat(number, now, REPEAT_SECONDS):
                    self._egress.send(kept[1], outgoing.peer.address)
                    count += 1
        outgoing.peer.counts.retransmitted += count
        self._egress.statistics.retransmitted += count
        return count

    def probe(self, peer: Peer, octets: int, now: float) -> int:
        """Send about so many bytes of what was sent before; how many that were."""
        sent = 0
        able = [stream for stream in peer.outgoing if stream.history is not None]
        outgoing = max(able, key=lambda stream: (stream.source is not None, stream.octets), default=None)
        if outgoing is None or outgoing.history is None:
            return 0
        back = 0
        for _ in range(MOST_PROBES):
            entry = outgoing.sent(outgoing.last - back)
            if entry is not None:
                sent += self._repair(outgoing, entry, now)
            elif back == 0:
                sent += self._pad(outgoing, now)
            if sent >= octets:
                break
            # What there is, newest first, and again when it isn't enough.
            back = 0 if entry is None or back == HISTORY - 1 else back + 1
        return sent

    def _repair(self, outgoing: Outgoing, entry: Sent, now: float) -> int:
        """Send a packet again on the stream of RTX (RFC 4588); its bytes, 0 when it can't be sent."""
        number, packet, timestamp, picture, tl0 = entry
        marker = 0x80 if packet.marker else 0
        types = outgoing.codecs.get(packet.codec)
        ssrc = outgoing.description.repair_ssrc
        if types is None or types[1] is None or ssrc is None:
            return 0
        outgoing.repair += 1
        end, transport = self._egress.stamp(outgoing, (types[1] | marker, outgoing.repair, timestamp, ssrc), packet)
        view = self._egress.view
        _U16.pack_into(view, end, number & 0xFFFF)
        size = end + 2 + len(packet.payload)
        view[end + 2 : size] = packet.payload
        if picture >= 0:
            if packet.tl0 >= 0:
                PICTURE_TL0.pack_into(view, end + 4, 0x8000 | picture & 0x7FFF, tl0)
            else:
                PICTURE.pack_into(view, end + 4, 0x8000 | picture & 0x7FFF)
        return size if self._egress.seal(outgoing.peer, size, transport, now) else 0

    def _pad(self, outgoing: Outgoing, now: float) -> int:
        """Send nothing but padding on the stream of RTX; its bytes, 0 when it can't be sent."""
        ssrc = outgoing.description.repair_ssrc
        repair_type = next((again for _, again in outgoing.codecs.values() if again is not None), None)
        if ssrc is None or repair_type is None:
            return 0
        outgoing.repair += 1
        stamped = (repair_type, outgoing.repair, outgoing.timestamp_offset & 0xFFFFFFFF, ssrc)
        end, transport = self._egress.stamp(outgoing, stamped, _NOTHING)
        self._egress.view[0] |= 0x20
        size = end + PADDING
        self._egress.view[end:size] = bytes(PADDING - 1) + bytes((PADDING,))
        return size if self._egress.seal(outgoing.peer, size, transport, now) else 0
