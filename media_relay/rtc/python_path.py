"""The packet path in Python: one raw socket, one buffer in, one out, and as little as possible per packet and viewer.

A packet for a viewer is a header packed in one call, a copy of the body that all viewers of the same form share, the
picture id in its place, and libsrtp on the buffer. What one turn of the event loop made for a viewer leaves together,
runs of equal size in one send that the kernel cuts apart (UDP GSO), where the kernel can. asyncio's transports would
cost as much again as all of that.

It is longer than a module should be, because the loop over viewers is written out: every call in it would be seen.
"""

import asyncio
import errno
import secrets
import socket
import time
from collections import deque
from collections.abc import Mapping, Sequence
from struct import Struct
from typing import Any

from media_relay.rtc import red, rtp, srtp
from media_relay.rtc.dtls import SrtpKeys
from media_relay.rtc.forwarding.incoming import Codec, IncomingStream, MediaPacket
from media_relay.rtc.forwarding.layout import PASSED, Layout, Stamp
from media_relay.rtc.forwarding.outgoing import FILLER, OutgoingStream
from media_relay.rtc.packet_path import (
    MOST_SSRCS,
    OutgoingDescription,
    PathEvents,
    PathStatistics,
    PeerCounts,
)
from media_relay.rtc.rtp import SequenceUnwrapper
from media_relay.rtc.sdp.media import Extension
from media_relay.rtc.stun import Address, Malformed

# Datagrams read in one turn of the event loop, before others have theirs.
TURN = 64
SOCKET_BYTES = 4 * 2**20
ADDRESSES = 4
HISTORY = 512
DEPARTURES = 4096
ARRIVALS = 4096
# The same packet is sent again at most once in so many seconds.
REPEAT_SECONDS = 0.02
# Packets that are cut out of one send (the kernel takes 64, and 64 KiB in all), and that wait for all viewers together.
MOST_SEGMENTS = 40
MOST_WAITING = 512
# Bytes of a packet that holds nothing else (the format's most), and packets of a probe at one time.
PADDING = 255
MOST_PROBES = 64
# RTP stays below what any path carries in one piece, with all that is put before and behind it.
LARGEST_DATAGRAM = 1500
_BUFFER = 2048
_TICKS = 4000

_HEADER = Struct("!BBHII")
_WITH_TRANSPORT = Struct("!BBHIIHHBH")
_WITH_SEND_TIME = Struct("!BBHIIHHI")
_PICTURE = Struct("!H")
_PICTURE_TL0 = Struct("!HB")
_U16 = Struct("!H")
_U32 = Struct("!I")
_ONE_BYTE = 0xBEDE
_NATIVE_U16 = Struct("=H")
# Linux; Python's socket module doesn't name them.
_SOL_UDP = 17
_UDP_SEGMENT = 103
_NO_SEGMENTS = frozenset({errno.EIO, errno.EINVAL, errno.ENOPROTOOPT, errno.EOPNOTSUPP, errno.EMSGSIZE})


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


class Peer:
    """A peer's keys, addresses and counts."""

    def __init__(self, user: Any) -> None:  # noqa: ANN401 -- the path doesn't look at it
        self.user = user
        self.counts = PeerCounts()
        self.address: Address | None = None
        self.addresses: deque[Address] = deque()
        self.inbound: srtp.Keys | None = None
        self.outbound: Any = None
        self.outbound_keys: srtp.Keys | None = None
        self.ssrcs: set[int] = set()
        self.streams: dict[int, IncomingStream] = {}
        self.repairs: dict[int, IncomingStream] = {}
        self.outgoing: list[Outgoing] = []
        self.extensions: Mapping[int, Extension] = {}
        self.transport = 0
        self.departed_at = [0.0] * DEPARTURES
        self.departed_bytes = [0] * DEPARTURES
        self.unwrapper = SequenceUnwrapper()
        self.arrivals: deque[tuple[int, int]] = deque(maxlen=ARRIVALS)
        self.batch: list[bytes] = []

    def departures(self, base: int, count: int) -> tuple[Sequence[float], Sequence[int]]:
        """See ``PacketPath``."""
        first = self.transport - ((self.transport - base) & 0xFFFF)
        times, sizes = self.departed_at, self.departed_bytes
        place = first % DEPARTURES
        if first >= max(0, self.transport - DEPARTURES) and first + count <= self.transport:
            beyond = place + count - DEPARTURES
            if beyond <= 0:
                return times[place : place + count], sizes[place : place + count]
            return times[place:] + times[:beyond], sizes[place:] + sizes[:beyond]
        known = range(max(0, self.transport - DEPARTURES), self.transport)
        places = [number % DEPARTURES if number in known else -1 for number in range(first, first + count)]
        return [times[at] for at in places], [sizes[at] if at >= 0 else 0 for at in places]


# Number, packet, timestamp, picture, TL0PICIDX, whether it is marked, when it was last sent again.
_Sent = tuple[int, MediaPacket, int, int, int, int, float]
# Number, the sealed bytes, when they were last sent again.
_Sealed = tuple[int, bytes, float]


class Outgoing(OutgoingStream):
    """An m-line of a viewer with its history."""

    __slots__ = (
        "codecs",
        "description",
        "history",
        "layout",
        "octets",
        "packets",
        "peer",
        "repair",
        "sealed",
        "ssrc",
    )

    def __init__(self, peer: Peer, description: OutgoingDescription) -> None:
        start = secrets.randbits
        super().__init__(description.clock_rate, start(15), start(32), start(15))
        self.peer = peer
        self.ssrc = description.ssrc
        self.description = description
        self.packets = 0
        self.octets = 0
        self.layout = Layout.of(description.extensions)
        self.repair = start(15)
        self.history: list[_Sent | None] | None = None
        self.sealed: list[_Sealed | None] | None = None
        self.codecs = dict(description.payload_types)
        if description.repeats and description.repair_ssrc is not None:
            self.history = [None] * HISTORY
        elif description.repeats:
            self.sealed = [None] * HISTORY


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


class PythonPath:
    """The path itself; see ``packet_path`` for what its methods promise."""

    def __init__(self, events: PathEvents[Peer, Outgoing]) -> None:
        self.statistics = PathStatistics()
        self._events = events
        self._socket: socket.socket | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._by_address: dict[Address, Peer] = {}
        self._in, self._in_view = srtp.new_buffer(_BUFFER)
        self._out, self._out_view = srtp.new_buffer(_BUFFER)
        self._prefixes = [self._out_view[:size] for size in range(_BUFFER + 1)]
        self._length = srtp.new_length()
        # Peers with sealed packets that wait for the end of the turn, how many packets that are, and whether the kernel
        # cuts runs apart.
        self._pending: list[Peer] = []
        self._waiting = 0
        self._segments = False

    def open(self, host: str, port: int) -> int:
        """See ``PacketPath``."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        bound = socket.socket(family, socket.SOCK_DGRAM)
        try:
            bound.setblocking(False)  # noqa: FBT003 -- the standard library's signature
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SOCKET_BYTES)
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SOCKET_BYTES)
            bound.bind((host, port))
        except OSError:
            bound.close()
            raise
        self._segments = _cuts_apart(bound)
        self._socket = bound
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(bound.fileno(), self._readable)
        return int(bound.getsockname()[1])

    def close(self) -> None:
        """See ``PacketPath``."""
        if self._socket is not None and self._loop is not None:
            self._loop.remove_reader(self._socket.fileno())
            self._socket.close()
            self._socket = None

    def send(self, datagram: bytes, address: Address) -> None:
        """See ``PacketPath``."""
        if self._socket is None:
            return
        try:
            self._socket.sendto(datagram, address)
        except OSError:
            self.statistics.unsent += 1

    def add_peer(self, user: object) -> Peer:
        """See ``PacketPath``."""
        return Peer(user)

    def remove_peer(self, peer: Peer) -> None:
        """See ``PacketPath``."""
        for address in peer.addresses:
            if self._by_address.get(address) is peer:
                del self._by_address[address]
        peer.addresses.clear()
        for stream in list(peer.streams.values()):
            self.unbind(peer, stream)
        for outgoing in peer.outgoing:
            self._detach(outgoing)
        peer.outgoing.clear()
        peer.batch.clear()
        peer.address = peer.inbound = peer.outbound = peer.outbound_keys = None

    def secure(self, peer: Peer, keys: SrtpKeys) -> None:
        """See ``PacketPath``."""
        peer.inbound = srtp.Keys(keys.profile.number, keys.remote, inbound=True)
        peer.outbound_keys = srtp.Keys(keys.profile.number, keys.local, inbound=False)
        peer.outbound = peer.outbound_keys.handle

    def admit(self, peer: Peer, address: Address) -> None:
        """See ``PacketPath``."""
        if self._by_address.get(address) is peer:
            return
        self._by_address[address] = peer
        peer.addresses.append(address)
        while len(peer.addresses) > ADDRESSES:
            oldest = peer.addresses.popleft()
            if oldest == peer.address:  # where media is sent to stays
                peer.addresses.append(oldest)
            elif self._by_address.get(oldest) is peer:
                del self._by_address[oldest]

    def direct(self, peer: Peer, address: Address | None) -> None:
        """See ``PacketPath``."""
        peer.address = address

    def read_extensions(self, peer: Peer, extensions: Mapping[int, Extension]) -> None:
        """See ``PacketPath``."""
        peer.extensions = dict(extensions)

    def bind(self, peer: Peer, stream: IncomingStream) -> None:
        """See ``PacketPath``."""
        peer.streams[stream.ssrc] = stream
        if stream.repair_ssrc is not None:
            peer.repairs[stream.repair_ssrc] = stream

    def unbind(self, peer: Peer, stream: IncomingStream) -> None:
        """See ``PacketPath``."""
        if peer.streams.get(stream.ssrc) is stream:
            del peer.streams[stream.ssrc]
        if stream.repair_ssrc is not None and peer.repairs.get(stream.repair_ssrc) is stream:
            del peer.repairs[stream.repair_ssrc]
        for outgoing in (*stream.viewers, *stream.waiting):
            self._detach(outgoing)

    def add_outgoing(self, peer: Peer, description: OutgoingDescription) -> Outgoing:
        """See ``PacketPath``."""
        outgoing = Outgoing(peer, description)
        peer.outgoing.append(outgoing)
        return outgoing

    def _detach(self, outgoing: Outgoing) -> None:
        if outgoing.source is not None:
            outgoing.source.viewers.remove(outgoing)
        if outgoing.target is not None:
            outgoing.target.waiting.remove(outgoing)
        outgoing.source = outgoing.target = None

    def select(self, outgoing: Outgoing, stream: IncomingStream | None, temporal: int) -> None:
        """See ``PacketPath``."""
        outgoing.temporal = temporal
        if stream is not None and stream is (outgoing.target or outgoing.source):
            return
        if outgoing.target is not None:
            outgoing.target.waiting.remove(outgoing)
            outgoing.target = None
        source = outgoing.source
        if stream is not None and stream is source:
            return
        if source is not None and (stream is None or source.owner is not stream.owner):
            # What was shown before must not be seen under another name.
            source.viewers.remove(outgoing)
            outgoing.leave()
        if stream is not None:
            outgoing.target = stream
            stream.waiting.append(outgoing)

    def _readable(self) -> None:
        try:
            self._drain()
        finally:
            self._flush()

    def _drain(self) -> None:
        receive = self._socket.recvfrom_into if self._socket is not None else None
        if receive is None:
            return
        view = self._in_view
        for _ in range(TURN):
            try:
                size, address = receive(view)
            except BlockingIOError:
                return
            except OSError:
                continue  # an ICMP error about something that was sent
            now = time.monotonic()
            first = view[0] if size else 0
            if 128 <= first <= 191:
                peer = self._by_address.get(address)
                if peer is None or peer.inbound is None:
                    self.statistics.unknown_address += 1
                elif 192 <= view[1] <= 223:
                    self._rtcp(peer, size, now)
                else:
                    self._rtp(peer, size, now)
            elif first < 64 and size:
                self._events.control(bytes(view[:size]), address, now)
            if self._socket is None:
                return

    def _known(self, peer: Peer, at: int) -> int | None:
        """The SSRC in the buffer; None when the peer has used too many."""
        ssrc: int = _U32.unpack_from(self._in_view, at)[0]
        return ssrc if ssrc in peer.ssrcs or len(peer.ssrcs) < MOST_SSRCS else None

    def _rtcp(self, peer: Peer, size: int, now: float) -> None:
        ssrc = self._known(peer, 4) if 12 <= size <= LARGEST_DATAGRAM else None
        self._length[0] = size
        if ssrc is None or srtp.unprotect_rtcp(peer.inbound.handle, self._in, self._length):  # type: ignore[union-attr]  # checked by the caller
            self.statistics.not_authentic += 1
            return
        peer.ssrcs.add(ssrc)
        self._events.rtcp(peer, bytes(self._in_view[: self._length[0]]), now)

    def _rtp(self, peer: Peer, size: int, now: float) -> None:
        ssrc = self._known(peer, 8) if rtp.HEADER_BYTES <= size <= LARGEST_DATAGRAM else None
        self._length[0] = size
        if ssrc is None or srtp.unprotect(peer.inbound.handle, self._in, self._length):  # type: ignore[union-attr]  # checked by the caller
            self.statistics.not_authentic += 1
            return
        peer.ssrcs.add(ssrc)
        try:
            packet = rtp.parse(bytes(self._in_view[: self._length[0]]))
        except Malformed:
            self.statistics.malformed += 1
            return
        counts, statistics = peer.counts, self.statistics
        counts.packets_in += 1
        counts.bytes_in += size
        counts.last_arrival = now
        statistics.packets_in += 1
        statistics.bytes_in += size
        extensions: dict[Extension, bytes] = {}
        for identity, value in packet.extensions.items():
            name = peer.extensions.get(identity)
            if name is Extension.TRANSPORT_WIDE_CC and len(value) == 2:
                peer.arrivals.append((peer.unwrapper.unwrap(_U16.unpack(value)[0]), int(now * _TICKS)))
            elif name in PASSED and name is not None and 0 < len(value) <= 16:
                extensions[name] = value
        self._take(peer, packet, extensions, now)

    def _take(self, peer: Peer, packet: rtp.RtpPacket, extensions: dict[Extension, bytes], now: float) -> None:
        stream = peer.streams.get(packet.ssrc) or peer.repairs.get(packet.ssrc)
        if stream is None:
            stream = self._events.unknown(peer, packet, now)
            if stream is None:
                return
        captured = extensions.get(Extension.ABSOLUTE_CAPTURE_TIME)
        if captured is not None and len(captured) in {8, 16} and stream.clock_offset is not None:
            # Viewers know the relay's clock, not the publisher's.
            offset = int(stream.clock_offset * (1 << 32)).to_bytes(8, "big", signed=True)
            extensions[Extension.ABSOLUTE_CAPTURE_TIME] = captured[:8] + offset
        if packet.ssrc == stream.ssrc:
            media = stream.receive(packet, extensions, now)
        elif packet.payload:
            try:
                sequence, payload = rtp.original(packet.payload)
            except Malformed:
                self.statistics.malformed += 1
                return
            media = stream.repair(packet, payload, sequence, now)
        else:
            return
        if media is not None and not stream.silent:
            self._spread(stream, media, now)

    def _spread(self, stream: IncomingStream, packet: MediaPacket, now: float) -> None:
        if packet.opens and stream.waiting:
            joining: list[Outgoing] = list(stream.waiting)
            stream.waiting.clear()
            for outgoing in joining:
                if outgoing.source is not None:
                    outgoing.source.viewers.remove(outgoing)
                outgoing.splice(packet, stream, now)
                stream.viewers.append(outgoing)
            self._forward(stream.viewers, packet, now)
            # Packets of the keyframe that overtook its first one.
            for later in stream.after(packet.sequence):
                self._forward(joining, later, now)
            for outgoing in joining:
                self._events.switched(outgoing)
        elif stream.viewers:
            self._forward(stream.viewers, packet, now)

    def _flush(self) -> None:
        """Send what waits, each viewer's packets in their order."""
        for peer in self._pending:
            packets, peer.batch = peer.batch, []
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

    def _forward(self, viewers: Sequence[Outgoing], packet: MediaPacket, now: float) -> None:  # noqa: C901, PLR0912, PLR0915 -- see the module's docstring
        if self._socket is None:
            return
        out, view, prefixes, length = self._out, self._out_view, self._prefixes, self._length
        protect, pending = srtp.protect, self._pending
        pack_transport, pack_send_time = _WITH_TRANSPORT.pack_into, _WITH_SEND_TIME.pack_into
        pack_picture, pack_picture_tl0 = _PICTURE.pack_into, _PICTURE_TL0.pack_into
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
                peer.departed_at[transport % DEPARTURES] = now
                peer.departed_bytes[transport % DEPARTURES] = total
            packed = bytes(prefixes[total])
            batch = peer.batch
            if not batch:
                pending.append(peer)
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
            self._flush()

    def _stamped(self, viewer: Outgoing, header: tuple[int, int, int, int], packet: MediaPacket) -> tuple[int, int]:
        """Write a header (type, number, timestamp, SSRC) and extensions; where they end, and the transport number."""
        layout, view = viewer.layout, self._out_view
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

    def _seal(self, peer: Peer, size: int, transport: int, now: float) -> bool:
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
        end, transport = self._stamped(viewer, (types[0], number, timestamp, viewer.ssrc), packet)
        self._out_view[0] |= 0x20
        self._out_view[end] = 1
        self._seal(viewer.peer, end + 1, transport, time.monotonic())

    def retransmit(self, outgoing: Outgoing, lost: Sequence[int], now: float) -> int:
        """See ``PacketPath``."""
        count = 0
        last = outgoing.last
        for sequence in lost:
            number = last - ((last - sequence) & 0xFFFF)
            place = number % HISTORY
            if outgoing.history is not None:
                entry = outgoing.history[place]
                if entry is not None and entry[0] == number and now - entry[6] >= REPEAT_SECONDS:
                    outgoing.history[place] = (*entry[:6], now)
                    count += self._repair(outgoing, entry, now) > 0
            elif outgoing.sealed is not None:
                kept = outgoing.sealed[place]
                if kept is not None and kept[0] == number and now - kept[2] >= REPEAT_SECONDS:
                    outgoing.sealed[place] = (kept[0], kept[1], now)
                    if outgoing.peer.address is not None:
                        self.send(kept[1], outgoing.peer.address)
                        count += 1
        outgoing.peer.counts.retransmitted += count
        self.statistics.retransmitted += count
        return count

    def _repair(self, outgoing: Outgoing, entry: _Sent, now: float) -> int:
        """Send a packet again on the stream of RTX (RFC 4588); its bytes, 0 when it can't be sent."""
        number, packet, timestamp, picture, tl0, marker, _ = entry
        types = outgoing.codecs.get(packet.codec)
        ssrc = outgoing.description.repair_ssrc
        if types is None or types[1] is None or ssrc is None:
            return 0
        outgoing.repair += 1
        end, transport = self._stamped(outgoing, (types[1] | marker, outgoing.repair, timestamp, ssrc), packet)
        view = self._out_view
        _U16.pack_into(view, end, number & 0xFFFF)
        size = end + 2 + len(packet.payload)
        view[end + 2 : size] = packet.payload
        if picture >= 0:
            if packet.tl0 >= 0:
                _PICTURE_TL0.pack_into(view, end + 4, 0x8000 | picture & 0x7FFF, tl0)
            else:
                _PICTURE.pack_into(view, end + 4, 0x8000 | picture & 0x7FFF)
        return size if self._seal(outgoing.peer, size, transport, now) else 0

    def _pad(self, outgoing: Outgoing, now: float) -> int:
        """Send nothing but padding on the stream of RTX; its bytes, 0 when it can't be sent."""
        ssrc = outgoing.description.repair_ssrc
        repair_type = next((again for _, again in outgoing.codecs.values() if again is not None), None)
        if ssrc is None or repair_type is None:
            return 0
        outgoing.repair += 1
        stamped = (repair_type, outgoing.repair, outgoing.timestamp_offset & 0xFFFFFFFF, ssrc)
        end, transport = self._stamped(outgoing, stamped, _NOTHING)
        self._out_view[0] |= 0x20
        size = end + PADDING
        self._out_view[end:size] = bytes(PADDING - 1) + bytes((PADDING,))
        return size if self._seal(outgoing.peer, size, transport, now) else 0

    def probe(self, peer: Peer, octets: int, now: float) -> int:
        """See ``PacketPath``."""
        sent = 0
        able = [stream for stream in peer.outgoing if stream.history is not None]
        outgoing = max(able, key=lambda stream: (stream.source is not None, stream.octets), default=None)
        if outgoing is None or outgoing.history is None:
            return 0
        back = 0
        for _ in range(MOST_PROBES):
            entry = outgoing.history[(outgoing.last - back) % HISTORY]
            if entry is not None:
                sent += self._repair(outgoing, entry, now)
            elif back == 0:
                sent += self._pad(outgoing, now)
            if sent >= octets:
                break
            # What there is, newest first, and again when it isn't enough.
            back = 0 if entry is None or back == HISTORY - 1 else back + 1
        return sent

    def send_rtcp(self, peer: Peer, data: bytes) -> None:
        """See ``PacketPath``."""
        if peer.outbound is None or peer.address is None or self._socket is None:
            return
        self._out_view[: len(data)] = data
        self._length[0] = len(data)
        if srtp.protect_rtcp(peer.outbound, self._out, self._length):
            self.statistics.unsent += 1
            return
        try:
            self._socket.sendto(self._prefixes[self._length[0]], peer.address)
        except OSError:
            self.statistics.unsent += 1

    def departures(self, peer: Peer, base: int, count: int) -> tuple[Sequence[float], Sequence[int]]:
        """See ``PacketPath``."""
        return peer.departures(base, count)

    def arrivals(self, peer: Peer) -> list[tuple[int, int]]:
        """See ``PacketPath``."""
        if not peer.arrivals:
            return []
        arrivals = dict(peer.arrivals)
        peer.arrivals.clear()
        return sorted(arrivals.items())
