"""What comes into the packet path in Python: datagrams are told apart, opened, and handed on to whoever watches."""

import socket
import time
from struct import Struct

from media_relay.rtc import rtp, srtp
from media_relay.rtc.forwarding.incoming import IncomingStream, MediaPacket
from media_relay.rtc.forwarding.layout import PASSED
from media_relay.rtc.packet_path import MOST_SSRCS, PathEvents
from media_relay.rtc.path_egress import MOST_PACKETS, Egress
from media_relay.rtc.path_state import Outgoing, Peer
from media_relay.rtc.sdp.media import Extension
from media_relay.rtc.stun import Address, Malformed
from media_relay.rtc.transport_cc import TICKS_PER_SECOND
from neufit.domain.room.kinds import Source

# Datagrams read in one turn of the event loop, before others have theirs.
TURN = 64
# Packets for viewers that these become, about as many as are made in five milliseconds.
MOST_COPIES = 768
# RTP stays below what any path carries in one piece, with all that is put before and behind it.
LARGEST_DATAGRAM = 1500
_BUFFER = 2048
_U16 = Struct("!H")
_U32 = Struct("!I")


class Ingress:
    """The receiving side of the path. ``peers`` are those of which media is taken, by address."""

    def __init__(self, peers: dict[Address, Peer], egress: Egress, events: PathEvents[Peer, Outgoing]) -> None:
        self.statistics = egress.statistics
        self._peers, self._egress, self._events = peers, egress, events
        self._socket: socket.socket | None = None
        self._in, self._in_view = srtp.new_buffer(_BUFFER)
        self._length = srtp.new_length()
        # What came in this turn for those who watch, by stream, and how many packets for viewers that makes.
        self._runs: dict[IncomingStream, list[MediaPacket]] = {}
        self._copies = 0

    def open(self, bound: socket.socket) -> None:
        """Read from this socket from now on."""
        self._socket = bound

    def close(self) -> None:
        """Read nothing any more."""
        self._socket = None

    def readable(self) -> None:
        """Take what has come, and send what that makes."""
        try:
            self._drain()
        finally:
            self._forward_all()
            self._copies = 0

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
                peer = self._peers.get(address)
                if peer is None or peer.inbound is None:
                    self.statistics.unknown_address += 1
                elif 192 <= view[1] <= 223:
                    self._rtcp(peer, size, now)
                else:
                    self._rtp(peer, size, now)
            elif first < 64 and size:
                self._events.control(bytes(view[:size]), address, now)
            if self._socket is None or self._copies >= MOST_COPIES:
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
                peer.arrivals.append((peer.unwrapper.unwrap(_U16.unpack(value)[0]), int(now * TICKS_PER_SECOND)))
            elif name in PASSED and name is not None and 0 < len(value) <= 16:
                extensions[name] = value
        self._take(peer, packet, extensions, now)

    def _take(self, peer: Peer, packet: rtp.RtpPacket, extensions: dict[Extension, bytes], now: float) -> None:
        stream = peer.streams.get(packet.ssrc) or peer.repairs.get(packet.ssrc)
        if stream is None:
            self._forward_all()  # another stream may lose its place
            stream = self._events.unknown(peer, packet, now)
            if stream is None:
                return
        captured = extensions.get(Extension.ABSOLUTE_CAPTURE_TIME)
        if captured is not None and len(captured) in {8, 16} and stream.clock_offset is not None:
            # Viewers know the relay's clock, not the publisher's. The field is signed and takes half of an era of NTP.
            offset = int(stream.clock_offset * (1 << 32)) & 0xFFFFFFFFFFFFFFFF
            extensions[Extension.ABSOLUTE_CAPTURE_TIME] = captured[:8] + offset.to_bytes(8)
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
            if stream.tap is not None:
                stream.tap(stream, media, now)
            self._spread(stream, media, now)

    def _spread(self, stream: IncomingStream, packet: MediaPacket, now: float) -> None:
        """Note a packet for those who get it; where this packet changes who they are, send what was noted first."""
        if packet.opens and (stream.waiting or (stream.viewers and stream.description.spatial > 0)):
            self._forward(stream)
            _let_go(stream)
            self._let_in(stream, packet, now)
        elif stream.viewers:
            run = self._runs.setdefault(stream, [])
            if run and (len(run) == MOST_PACKETS or run[-1].codec is not packet.codec):
                self._forward(stream)
                run = self._runs.setdefault(stream, [])
            run.append(packet)
            self._copies += len(stream.viewers)

    def _let_in(self, stream: IncomingStream, packet: MediaPacket, now: float) -> None:
        """Send a packet with which those who waited begin."""
        joining: list[Outgoing] = list(stream.waiting)
        stream.waiting.clear()
        for outgoing in joining:
            if outgoing.source is not None:
                outgoing.source.viewers.remove(outgoing)
            outgoing.splice(packet, stream, now)
            stream.viewers.append(outgoing)
        self._egress.forward(stream.viewers, [packet])
        # Packets of the keyframe that overtook its first one.
        for later in stream.after(packet.sequence) if joining else ():
            self._egress.forward(joining, [later])
        for outgoing in joining:
            self._events.switched(outgoing)

    def _forward_all(self) -> None:
        """Send all that was noted. Sound goes first: it is little, and late sound is heard."""
        for stream in [stream for stream in self._runs if stream.description.source is Source.MICROPHONE]:
            self._forward(stream)
        for stream in tuple(self._runs):
            self._forward(stream)

    def _forward(self, stream: IncomingStream) -> None:
        """Send what was noted of a stream."""
        run = self._runs.pop(stream, None)
        if run:
            self._egress.forward(stream.viewers, run)


def _let_go(stream: IncomingStream) -> None:
    """A keyframe comes: viewers that wait for a smaller layer of the same publisher don't get it.

    Browsers answer a request for a keyframe of one layer with keyframes of all, the largest first. The network that has
    just become too thin for this layer would be busy with it when the one that was asked for comes.
    """
    for outgoing in tuple(stream.viewers):
        target = outgoing.target
        if (
            target is not None
            and target.owner is stream.owner
            and target.description.spatial < stream.description.spatial
        ):
            stream.viewers.remove(outgoing)
            outgoing.leave()
