"""What leaves the packet path in Python: headers are written, packets sealed, and runs of them sent in one go.

A packet for a viewer is a header packed in one call, a copy of the body that all viewers of the same form share, the
picture id in its place, and libsrtp on the buffer. What one turn of the event loop made for a viewer leaves together,
runs of equal size in one send that the kernel cuts apart (UDP GSO), where the kernel can. asyncio's transports would
cost as much again as all of that.

It is longer than a module should be, because the loop over viewers is written out: every call in it would be seen.
"""

import errno
import socket
import time
from collections.abc import Sequence
from struct import Struct

from media_relay.rtc import red, srtp
from media_relay.rtc.forwarding.incoming import Codec, MediaPacket
from media_relay.rtc.forwarding.layout import Layout, Stamp
from media_relay.rtc.forwarding.outgoing import FILLER
from media_relay.rtc.packet_path import PathStatistics
from media_relay.rtc.path_state import DEPARTURES, HISTORY, Outgoing, Peer
from media_relay.rtc.stun import Address, Malformed

BUFFER = 2048
# Packets that are cut out of one send (the kernel takes 64, and 64 KiB in all), and that wait for all viewers together.
MOST_SEGMENTS = 40
MOST_WAITING = 512

_HEADER = Struct("!BBHII")
_WITH_TRANSPORT = Struct("!BBHIIHHBH")
_WITH_SEND_TIME = Struct("!BBHIIHHI")
PICTURE = Struct("!H")
PICTURE_TL0 = Struct("!HB")
_ONE_BYTE = 0xBEDE
_NATIVE_U16 = Struct("=H")
# Linux; Python's socket module doesn't name them.
_SOL_UDP = 17
_UDP_SEGMENT = 103
_NO_SEGMENTS = frozenset({errno.EIO, errno.EINVAL, errno.ENOPROTOOPT, errno.EOPNOTSUPP, errno.EMSGSIZE})


def _cuts_apart(bound: socket.socket) -> bool:
    """Whether the kernel knows UDP GSO (Linux 4.18 and later)."""
    try:
        bound.getsockopt(_SOL_UDP, _UDP_SEGMENT)
    except OSError:
        return False
    return True


def _plain(payload: bytes) -> bytes:
    """The newest frame in redundant audio; empty when it can't be found."""
    try:
        return red.primary(payload)
    except Malformed:
        return b""


class Egress:
    """The sending side of the path. ``view`` is the buffer in which packets are made."""

    def __init__(self, statistics: PathStatistics) -> None:
        self.statistics = statistics
        self._socket: socket.socket | None = None
        self._out, self.view = srtp.new_buffer(BUFFER)
        self._prefixes = [self.view[:size] for size in range(BUFFER + 1)]
        self._length = srtp.new_length()
        # Peers with sealed packets that wait for the end of the turn, how many packets that are, and whether the kernel
        # cuts runs apart.
        self._pending: list[Peer] = []
        self._waiting = 0
        self._segments = False

    def open(self, bound: socket.socket) -> None:
        """Send on this socket from now on."""
        self._segments = _cuts_apart(bound)
        self._socket = bound

    def close(self) -> None:
        """Send nothing any more."""
        self._socket = None

    def send(self, datagram: bytes, address: Address) -> None:
        """Send bytes as they are."""
        if self._socket is None:
            return
        try:
            self._socket.sendto(datagram, address)
        except OSError:
            self.statistics.unsent += 1

    def send_rtcp(self, peer: Peer, data: bytes) -> None:
        """Seal and send RTCP."""
        if peer.outbound is None or peer.address is None or self._socket is None:
            return
        self.view[: len(data)] = data
        self._length[0] = len(data)
        if srtp.protect_rtcp(peer.outbound, self._out, self._length):
            self.statistics.unsent += 1
            return
        try:
            self._socket.sendto(self._prefixes[self._length[0]], peer.address)
        except OSError:
            self.statistics.unsent += 1

    def flush(self) -> None:
        """Send what waits, each viewer's packets in their order."""
        clock = time.monotonic
        for peer in self._pending:
            packets, peer.batch = peer.batch, []
            # What waited here while others were served isn't the network's delay.
            now, departed = clock(), peer.departed_at
            for number in range(peer.waiting_from, peer.transport):
                departed[number % DEPARTURES] = now
            address = peer.address
            if address is None or self._socket is None:
                self.statistics.unsent += len(packets)
                continue
            first, count = 0, len(packets)
            while first < count:
                size = len(packets[first])
                end, most = first + 1, min(count, first + MOST_SEGMENTS)
                while end < most and len(packets[end]) == size:
                    end += 1
                if end < most and len(packets[end]) < size:
                    end += 1  # the last one may be smaller
                self._send_run(packets[first:end], size, address)
                first = end
        self._pending.clear()
        self._waiting = 0

    def _send_run(self, packets: list[bytes], size: int, address: Address) -> None:
        """Send packets of one size, of which the last may be smaller."""
        if self._socket is None:
            return
        statistics = self.statistics
        if len(packets) > 1 and self._segments:
            try:
                sent = self._socket.sendmsg(packets, [(_SOL_UDP, _UDP_SEGMENT, _NATIVE_U16.pack(size))], 0, address)
            except BlockingIOError:
                statistics.unsent += len(packets)
                return
            except OSError as error:
                if error.errno not in _NO_SEGMENTS:
                    statistics.unsent += len(packets)
                    return
                self._segments = False  # an interface that can't; one by one from now on
            else:
                statistics.packets_out += len(packets)
                statistics.bytes_out += sent
                return
        for packet in packets:
            try:
                statistics.bytes_out += self._socket.sendto(packet, address)
            except OSError:
                statistics.unsent += 1
            else:
                statistics.packets_out += 1

    def forward(self, viewers: Sequence[Outgoing], packet: MediaPacket, now: float) -> None:  # noqa: C901, PLR0912, PLR0915 -- see the module's docstring
        """Make a packet for each viewer; ``flush`` sends them."""
        if self._socket is None:
            return
        out, view, prefixes, length = self._out, self.view, self._prefixes, self._length
        protect, pending = srtp.protect, self._pending
        pack_transport, pack_send_time = _WITH_TRANSPORT.pack_into, _WITH_SEND_TIME.pack_into
        pack_picture, pack_picture_tl0 = PICTURE.pack_into, PICTURE_TL0.pack_into
        by_transport, by_send_time = Stamp.TRANSPORT, Stamp.SEND_TIME
        codec, timestamp_in, tl0 = packet.codec, packet.timestamp, packet.tl0
        marker = 0x80 if packet.marker else 0
        send_time = int(now * 262144) & 0xFFFFFF  # 6.18 fixed point seconds
        layout: Layout | None = None
        kind: Codec | None = None
        words = head = place = size = element = 0
        body = payload = b""
        stamp = by_transport
        unsent = sealed = 0
        for viewer in viewers:
            peer = viewer.peer
            if peer.address is None or peer.outbound is None:  # ICE comes before DTLS
                continue
            number = viewer.admit(packet, now)
            if number < 0:
                continue
            if viewer.layout is not layout or codec is not kind:
                layout = viewer.layout
                kind = codec if codec in viewer.codecs else Codec.OPUS
                words, tail = layout.tail(packet)
                payload = packet.payload
                if kind is not codec:
                    payload = _plain(payload)
                body = tail + payload
                head, stamp, element = layout.head, layout.stamp, layout.element
                place = head + len(tail) + 2
                size = head + len(body)
            picture = viewer.picture
            if picture == FILLER:
                self._fill(viewer, number, packet)
                continue
            types = viewer.codecs.get(kind)
            if types is None or not payload:
                continue
            second = types[0] | marker
            timestamp = (timestamp_in + viewer.timestamp_offset) & 0xFFFFFFFF
            if stamp is by_transport:
                transport = peer.transport
                peer.transport = transport + 1
                short, ssrc = number & 0xFFFF, viewer.ssrc
                pack_transport(
                    view, 0, 0x90, second, short, timestamp, ssrc, 0xBEDE, words, element, transport & 0xFFFF
                )
            elif stamp is by_send_time:
                transport = -1
                where = (number & 0xFFFF, timestamp, viewer.ssrc)
                pack_send_time(view, 0, 0x90, second, *where, _ONE_BYTE, words, element << 24 | send_time)
            else:
                transport = -1
                first = 0x90 if words else 0x80
                _HEADER.pack_into(view, 0, first, second, number & 0xFFFF, timestamp, viewer.ssrc)
            view[head:size] = body
            tl0_out = 0
            if picture >= 0:
                if tl0 >= 0:
                    tl0_out = (tl0 + viewer.tl0_offset) & 0xFF
                    pack_picture_tl0(view, place, 0x8000 | picture & 0x7FFF, tl0_out)
                else:
                    pack_picture(view, place, 0x8000 | picture & 0x7FFF)
            length[0] = size
            if protect(peer.outbound, out, length):
                unsent += 1
                continue
            total = length[0]
            if transport >= 0:
                peer.departed_bytes[transport % DEPARTURES] = total
            packed = bytes(prefixes[total])
            batch = peer.batch
            if not batch:
                pending.append(peer)
                peer.waiting_from = peer.transport - (transport >= 0)
            batch.append(packed)
            sealed += 1
            viewer.packets += 1
            viewer.octets += size
            if viewer.history is not None:
                viewer.history[number % HISTORY] = (number, packet, timestamp, picture, tl0_out, second & 0x80, 0.0)
            elif viewer.sealed is not None:
                viewer.sealed[number % HISTORY] = (number, packed, 0.0)
        self.statistics.unsent += unsent
        self._waiting += sealed
        if self._waiting >= MOST_WAITING:
            self.flush()

    def stamp(self, viewer: Outgoing, header: tuple[int, int, int, int], packet: MediaPacket) -> tuple[int, int]:
        """Write a header (type, number, timestamp, SSRC) and extensions; where they end, and the transport number."""
        layout, view = viewer.layout, self.view
        second, number, timestamp, ssrc = header
        words, tail = layout.tail(packet)
        transport = -1
        if layout.stamp is Stamp.TRANSPORT:
            transport = viewer.peer.transport
            viewer.peer.transport += 1
            stamp = (words, layout.element, transport & 0xFFFF)
            _WITH_TRANSPORT.pack_into(view, 0, 0x90, second, number & 0xFFFF, timestamp, ssrc, _ONE_BYTE, *stamp)
        elif layout.stamp is Stamp.SEND_TIME:
            stamped = layout.element << 24 | int(time.monotonic() * 262144) & 0xFFFFFF
            _WITH_SEND_TIME.pack_into(
                view, 0, 0x90, second, number & 0xFFFF, timestamp, ssrc, _ONE_BYTE, words, stamped
            )
        else:
            _HEADER.pack_into(view, 0, 0x90 if words else 0x80, second, number & 0xFFFF, timestamp, ssrc)
        end = layout.head + len(tail)
        view[layout.head : end] = tail
        return end, transport

    def seal(self, peer: Peer, size: int, transport: int, now: float) -> bool:
        """Protect and send what is in the buffer; whether it left."""
        self._length[0] = size
        address, keys = peer.address, peer.outbound
        if address is None or keys is None or self._socket is None or srtp.protect(keys, self._out, self._length):
            self.statistics.unsent += 1
            return False
        total = self._length[0]
        if transport >= 0:
            peer.departed_at[transport % DEPARTURES] = now
            peer.departed_bytes[transport % DEPARTURES] = total
        try:
            self._socket.sendto(self._prefixes[total], address)
        except OSError:
            self.statistics.unsent += 1
            return False
        self.statistics.packets_out += 1
        self.statistics.bytes_out += total
        return True

    def _fill(self, viewer: Outgoing, number: int, packet: MediaPacket) -> None:
        """Send an empty packet under a number that was kept for one that is left out: else it would be asked for."""
        types = viewer.codecs.get(packet.codec)
        if types is None:
            return
        timestamp = (packet.timestamp + viewer.timestamp_offset) & 0xFFFFFFFF
        end, transport = self.stamp(viewer, (types[0], number, timestamp, viewer.ssrc), packet)
        self.view[0] |= 0x20
        self.view[end] = 1
        self.seal(viewer.peer, end + 1, transport, time.monotonic())
