"""What leaves the packet path in Python: headers are written, packets sealed, and runs of them sent in one go.

Packets that came together are made and sent viewer by viewer: one copy of what all viewers of a layout share, then a
header packed in one call for each, the picture id in its place, and libsrtp in the same buffer, while this viewer's
keys are at hand. They leave in one send that the kernel cuts apart (UDP GSO), where it can, and the first viewers have
theirs before the last ones' are made. asyncio's transports would cost as much again as all of that.

The loop over viewers and packets is written out, because every call in it would be seen.
"""

import socket
import time
from collections.abc import Sequence
from struct import Struct

from media_relay.rtc import srtp
from media_relay.rtc.forwarding.incoming import Codec, MediaPacket
from media_relay.rtc.forwarding.layout import Stamp
from media_relay.rtc.forwarding.outgoing import FILLER
from media_relay.rtc.forwarding.run import Run
from media_relay.rtc.packet_path import PathStatistics
from media_relay.rtc.path_state import DEPARTURES, HISTORY, Outgoing, Peer
from media_relay.rtc.path_template import NO_SEGMENTS, ONE_BYTE, Piece, Template, Train, cuts_apart, trains
from media_relay.rtc.stun import Address

# Packets that are made together at most, and room for them.
MOST_PACKETS = 32
BUFFER = 65536

_HEADER = Struct("!BBHII")
_WITH_TRANSPORT = Struct("!HHIIIBH")
_WITH_SEND_TIME = Struct("!HHIIII")
PICTURE = Struct("!H")
PICTURE_TL0 = Struct("!HB")
_EXTENDED = 0x9000  # version 2 with an extension, as the first 16 bits


class Egress:
    """The sending side of the path. ``view`` is the buffer in which packets are made."""

    def __init__(self, statistics: PathStatistics) -> None:
        self.statistics = statistics
        self._socket: socket.socket | None = None
        self._out, self.view = srtp.new_buffer(BUFFER)
        self._length = srtp.new_length()
        self._segments = False  # whether the kernel cuts runs apart

    def open(self, bound: socket.socket) -> None:
        """Send on this socket from now on."""
        self._segments = cuts_apart(bound)
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
            self._socket.sendto(self.view[: self._length[0]], peer.address)
        except OSError:
            self.statistics.unsent += 1

    def forward(self, viewers: Sequence[Outgoing], packets: Sequence[MediaPacket]) -> None:  # noqa: C901, PLR0912, PLR0915 -- see the module's docstring
        """Send packets, one to ``MOST_PACKETS`` of one stream and codec, to each viewer."""
        clock, view, length = time.monotonic, self.view, self._length
        protect = srtp.protect
        pack_transport, pack_send_time = _WITH_TRANSPORT.pack_into, _WITH_SEND_TIME.pack_into
        pack_picture, pack_picture_tl0 = PICTURE.pack_into, PICTURE_TL0.pack_into
        by_transport, by_send_time = Stamp.TRANSPORT, Stamp.SEND_TIME
        run = Run(packets)
        codec, now = run.first.codec, clock()
        template: Template | None = None
        for viewer in viewers:
            peer = viewer.peer
            address, keys = peer.address, peer.outbound
            if address is None or keys is None:  # ICE comes before DTLS
                continue
            numbers, pictures, whole = viewer.admit_run(run, now)
            types, kind = viewer.codecs.get(codec), codec
            if types is None:
                types, kind = viewer.codecs.get(Codec.OPUS), Codec.OPUS
            if types is None:
                continue
            if (
                template is None
                or template.layout is not viewer.layout
                or template.codec is not kind
                or template.tag != peer.tag
            ):
                template = Template(run, viewer.layout, kind, peer.tag, (self._out, view))
            pieces, sizes, ways, octets = template.pieces, template.sizes, template.trains, template.octets
            if not whole or not template.whole:
                viewer.remember(run, numbers, pictures, whole=False)
                pieces, numbers, pictures = self._chosen(viewer, template, numbers, pictures)
                sizes = [len(piece.sealed) for piece in pieces]
                ways = trains([piece.sealed for piece in pieces])
            else:
                viewer.remember(run, numbers, pictures, whole=True)
            view[: len(octets)] = octets
            stamp, element = viewer.layout.stamp, viewer.layout.element
            second, ssrc = types[0], viewer.ssrc
            offset, tl0_offset = viewer.timestamp_offset, viewer.tl0_offset
            kept = viewer.sealed
            transport = peer.transport
            failed: list[Piece] = []
            for piece, number, picture in zip(pieces, numbers, pictures, strict=True):
                at, pointer, size, picture_at, marker, extension, timestamp, tl0, sealed = piece
                timestamp = (timestamp + offset) & 0xFFFFFFFF
                if stamp is by_transport:
                    where = second | marker | _EXTENDED, number & 0xFFFF, timestamp, ssrc
                    pack_transport(view, at, *where, extension, element, transport & 0xFFFF)
                    transport += 1
                elif stamp is by_send_time:
                    where = second | marker | _EXTENDED, number & 0xFFFF, timestamp, ssrc
                    pack_send_time(view, at, *where, extension, element << 24 | int(now * 262144) & 0xFFFFFF)
                else:
                    version = 0x90 if extension != ONE_BYTE else 0x80
                    _HEADER.pack_into(view, at, version, second | marker, number & 0xFFFF, timestamp, ssrc)
                if picture >= 0:
                    if tl0 >= 0:
                        pack_picture_tl0(view, picture_at, 0x8000 | picture & 0x7FFF, (tl0 + tl0_offset) & 0xFF)
                    else:
                        pack_picture(view, picture_at, 0x8000 | picture & 0x7FFF)
                length[0] = size
                if protect(keys, pointer, length):
                    failed.append(piece)
                if kept is not None:
                    kept[number % HISTORY] = (number, bytes(sealed))
            if failed:
                self.statistics.unsent += len(failed)
                ways = trains([piece.sealed for piece in pieces if piece not in failed])
            if stamp is by_transport:
                peer.depart(sizes, clock())
            viewer.packets += len(pieces)
            viewer.octets += sum(sizes)
            self._send(ways, address)

    def _chosen(
        self, viewer: Outgoing, template: Template, numbers: Sequence[int], pictures: Sequence[int]
    ) -> tuple[list[Piece], list[int], list[int]]:
        """The pieces that this viewer gets, with their numbers and pictures. Numbers of frames left out are filled."""
        pieces: list[Piece] = []
        chosen: tuple[list[int], list[int]] = [], []
        for packet, piece, number, picture in zip(template.packets, template.pieces, numbers, pictures, strict=True):
            if number >= 0 and picture == FILLER:
                self._fill(viewer, number, packet)
            elif number >= 0 and piece is not None:
                pieces.append(piece)
                chosen[0].append(number)
                chosen[1].append(picture)
        return pieces, *chosen

    def _send(self, ways: Sequence[Train], address: Address) -> None:
        """Send what is sealed, each train in one go."""
        statistics = self.statistics
        for packets, ancillary in ways:
            if self._socket is None:
                return
            count = len(packets)
            try:
                if count == 1:
                    octets = self._socket.sendto(packets[0], address)
                elif self._segments:
                    octets = self._socket.sendmsg(packets, ancillary, 0, address)
                else:
                    self._send([Train([packet], ()) for packet in packets], address)
                    continue
            except OSError as error:
                if count > 1 and error.errno in NO_SEGMENTS:  # an interface that can't; one by one from now on
                    self._segments = False
                    self._send([Train([packet], ()) for packet in packets], address)
                else:
                    statistics.unsent += count
            else:
                statistics.packets_out += count
                statistics.bytes_out += octets

    def stamp(self, viewer: Outgoing, header: tuple[int, int, int, int], packet: MediaPacket) -> tuple[int, int]:
        """Write a header (type, number, timestamp, SSRC) and extensions; where they end, and the transport number."""
        layout, view = viewer.layout, self.view
        second, number, timestamp, ssrc = header
        words, tail = layout.tail(packet)
        transport = -1
        where = second | _EXTENDED, number & 0xFFFF, timestamp, ssrc
        if layout.stamp is Stamp.TRANSPORT:
            transport = viewer.peer.transport
            viewer.peer.transport += 1
            _WITH_TRANSPORT.pack_into(view, 0, *where, ONE_BYTE | words, layout.element, transport & 0xFFFF)
        elif layout.stamp is Stamp.SEND_TIME:
            stamped = layout.element << 24 | int(time.monotonic() * 262144) & 0xFFFFFF  # 6.18 fixed point seconds
            _WITH_SEND_TIME.pack_into(view, 0, *where, ONE_BYTE | words, stamped)
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
            self._socket.sendto(self.view[:total], address)
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
