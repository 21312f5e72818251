"""The packet path in Python: one raw socket, one buffer in, one out, and as little as possible per packet and viewer.

Here is who is where and who watches whom; ``path_ingress`` takes datagrams, ``path_egress`` and ``path_repair`` send.
"""

import asyncio
import socket
from collections.abc import Mapping, Sequence

from media_relay.rtc.dtls import SrtpKeys
from media_relay.rtc.forwarding.incoming import IncomingStream
from media_relay.rtc.packet_path import OutgoingDescription, PathEvents, PathStatistics
from media_relay.rtc.path_egress import Egress
from media_relay.rtc.path_ingress import Ingress
from media_relay.rtc.path_repair import Repairs
from media_relay.rtc.path_state import ADDRESSES, Outgoing, Peer
from media_relay.rtc.sdp.media import Extension
from media_relay.rtc.stun import Address

SOCKET_BYTES = 4 * 2**20


class PythonPath:
    """The path itself; see ``packet_path`` for what its methods promise."""

    def __init__(self, events: PathEvents[Peer, Outgoing]) -> None:
        self.statistics = PathStatistics()
        self._socket: socket.socket | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self.by_address: dict[Address, Peer] = {}
        self.egress = Egress(self.statistics)
        self._repairs = Repairs(self.egress)
        self.ingress = Ingress(self.by_address, self.egress, events)

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
        self._socket = bound
        self.egress.open(bound)
        self.ingress.open(bound)
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(bound.fileno(), self.ingress.readable)
        return int(bound.getsockname()[1])

    def close(self) -> None:
        """See ``PacketPath``."""
        if self._socket is not None and self._loop is not None:
            self._loop.remove_reader(self._socket.fileno())
            self._socket.close()
            self._socket = None
            self.egress.close()
            self.ingress.close()

    def send(self, datagram: bytes, address: Address) -> None:
        """See ``PacketPath``."""
        self.egress.send(datagram, address)

    def send_rtcp(self, peer: Peer, data: bytes) -> None:
        """See ``PacketPath``."""
        self.egress.send_rtcp(peer, data)

    def add_peer(self, user: object) -> Peer:
        """See ``PacketPath``."""
        return Peer(user)

    def remove_peer(self, peer: Peer) -> None:
        """See ``PacketPath``."""
        for address in peer.addresses:
            if self.by_address.get(address) is peer:
                del self.by_address[address]
        peer.addresses.clear()
        for stream in list(peer.streams.values()):
            self.unbind(peer, stream)
        for outgoing in peer.outgoing:
            self._detach(outgoing)
        peer.outgoing.clear()
        peer.user = peer.address = peer.inbound = peer.outbound = peer.outbound_keys = None

    def secure(self, peer: Peer, keys: SrtpKeys) -> None:
        """See ``PacketPath``."""
        peer.secure(keys)

    def admit(self, peer: Peer, address: Address) -> None:
        """See ``PacketPath``."""
        if self.by_address.get(address) is peer:
            return
        self.by_address[address] = peer
        peer.addresses.append(address)
        while len(peer.addresses) > ADDRESSES:
            oldest = peer.addresses.popleft()
            if oldest == peer.address:  # where media is sent to stays
                peer.addresses.append(oldest)
            elif self.by_address.get(oldest) is peer:
                del self.by_address[oldest]

    def direct(self, peer: Peer, address: Address | None) -> None:
        """See ``PacketPath``."""
        peer.direct(address)

    def read_extensions(self, peer: Peer, extensions: Mapping[int, Extension]) -> None:
        """See ``PacketPath``."""
        peer.read_extensions(extensions)

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

    def select(self, outgoing: Outgoing, stream: IncomingStream | None, temporal: int, *, keep: bool = True) -> None:
        """See ``PacketPath``."""
        outgoing.temporal = temporal
        source, target = outgoing.source, outgoing.target
        if (
            source is not None
            and stream is not source
            # What was shown before must not be seen under another name.
            and (stream is None or source.owner is not stream.owner or not keep)
        ):
            source.viewers.remove(outgoing)
            outgoing.leave()
        if stream is not None and stream is (target or source):
            return
        if target is not None:
            target.waiting.remove(outgoing)
            outgoing.target = None
        if stream is not None and stream is not source:
            outgoing.target = stream
            stream.waiting.append(outgoing)

    def retransmit(self, outgoing: Outgoing, lost: Sequence[int], now: float) -> int:
        """See ``PacketPath``."""
        return self._repairs.retransmit(outgoing, lost, now)

    def probe(self, peer: Peer, octets: int, now: float) -> int:
        """See ``PacketPath``."""
        return self._repairs.probe(peer, octets, now)

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
