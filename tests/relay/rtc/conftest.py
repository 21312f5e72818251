"""A relay in miniature: one socket, and the real STUN, ICE, DTLS, SRTP and SDP."""

import asyncio
import socket

import pytest

from media_relay.rtc import rtcp, rtp, srtp, stun
from media_relay.rtc.certificate import Certificate
from media_relay.rtc.dtls import DtlsContext, DtlsEndpoint, DtlsError
from media_relay.rtc.ice import IceLite
from media_relay.rtc.plane import MediaPlane
from media_relay.rtc.sdp.answer import LocalTransport, answer
from media_relay.rtc.sdp.media import Direction, Extension, Kind
from media_relay.rtc.sdp.negotiation import Terms, negotiate


class Miniature(asyncio.DatagramProtocol):
    """Echoes one layer of a client's camera, and its sound, into its own slots, with sequence numbers as they are.

    ``echoed`` is the layer's rid, empty for a camera that sends one stream.

    What the client asks of its slot, keyframes and what is missing, is asked of its camera.
    """

    def __init__(self):
        self.context = DtlsContext(Certificate.generate())
        self.ice = IceLite()
        self.negotiation = None
        self.dtls = None
        self.keys = None
        self.alerts = []
        self.echoed = "f"
        self.layers = {}
        self.heard = []
        self.levels = set()
        self.changed = asyncio.Event()
        self.memory, self.view = srtp.new_buffer(2200)
        self.length = srtp.new_length()

    def connection_made(self, transport):
        self.transport = transport

    def answer(self, offer, fingerprint=None):
        loop = asyncio.get_running_loop()
        negotiation = negotiate(offer, Terms(frozenset(Kind), (4, 4)), self.negotiation)
        if self.negotiation is None:
            self.ice.register("peer", loop.time())
            self.dtls = DtlsEndpoint(self.context, negotiation.role, negotiation.remote.fingerprints, loop.time())
        elif negotiation.restarts(self.negotiation):
            self.ice.restart("peer")
        self.negotiation = negotiation
        address = self.transport.get_extra_info("sockname")[:2]
        own = fingerprint or self.context.certificate.fingerprint
        return answer(negotiation, LocalTransport(self.ice.credentials("peer"), own, [address]))

    def line(self, kind, direction):
        return next(line for line in self.negotiation.media if (line.kind, line.direction) == (kind, direction))

    def datagram_received(self, data, address):
        now = asyncio.get_running_loop().time()
        if stun.is_stun(data):
            outcome = self.ice.handle(data, address, now)
            if outcome.reply:
                self.transport.sendto(outcome.reply, address)
        elif address not in self.ice.peers:
            return
        elif data[0] < 64:
            try:
                replies = self.dtls.receive(data, now)
            except DtlsError as failure:
                self.alerts.append(failure.reason)
                replies = failure.farewell
            for reply in replies:
                self.transport.sendto(reply, address)
            if self.dtls.keys and not self.keys:
                keys = self.dtls.keys
                self.keys = [
                    srtp.Keys(keys.profile.number, key, inbound=inbound)
                    for key, inbound in ((keys.remote, True), (keys.local, False))
                ]
        elif self.keys:
            self.media(data)
        self.changed.set()

    def media(self, data):
        is_rtcp = 191 < data[1] < 224
        plain = self.through(srtp.unprotect_rtcp if is_rtcp else srtp.unprotect, self.keys[0], data)
        if is_rtcp:
            for feedback in rtcp.parse(plain):
                self.heard.append(feedback)
                self.ask(feedback)
            return
        packet = rtp.parse(plain)
        names = self.negotiation.media[0].extensions | self.negotiation.media[1].extensions
        if packet.extensions[names[Extension.MID]] == b"0":
            self.levels.update(packet.extensions.get(names[Extension.AUDIO_LEVEL], b"")[:1])
            packet.ssrc = self.line(Kind.AUDIO, Direction.SEND).slot.ssrc
            self.send(packet)
            return
        rid = packet.extensions.get(names.get(Extension.RID), b"").decode()
        repaired = packet.extensions.get(names.get(Extension.REPAIRED_RID), b"").decode()
        if not repaired:
            self.layers.setdefault(rid, packet.ssrc)
        slot = self.line(Kind.VIDEO, Direction.SEND).slot
        if self.echoed in {rid, repaired}:
            packet.ssrc = slot.rtx if repaired else slot.ssrc
            self.send(packet)

    def ask(self, feedback):
        layer, slot = self.layers.get(self.echoed), self.line(Kind.VIDEO, Direction.SEND).slot
        if layer is not None and isinstance(feedback, rtcp.Nack) and feedback.media == slot.ssrc:
            self.emit(srtp.protect_rtcp, rtcp.nack(1, layer, feedback.lost))
        if layer is not None and isinstance(feedback, rtcp.KeyframeRequest) and slot.ssrc in feedback.media:
            self.emit(srtp.protect_rtcp, rtcp.picture_loss(1, layer))

    def send(self, packet):
        self.emit(srtp.protect, rtp.serialize(packet))

    def emit(self, function, plain):
        self.transport.sendto(self.through(function, self.keys[1], plain), self.ice.selected("peer"))

    def through(self, function, keys, data):
        self.view[: len(data)] = data
        self.length[0] = len(data)
        assert function(keys.handle, self.memory, self.length) == 0
        return bytes(self.view[: self.length[0]])

    async def until(self, done):
        async with asyncio.timeout(60):
            while not done():
                self.changed.clear()
                await self.changed.wait()


@pytest.fixture
async def miniature():
    loop = asyncio.get_running_loop()
    transport, relay = await loop.create_datagram_endpoint(
        Miniature, local_addr=("127.0.0.1", 0), family=socket.AF_INET
    )
    yield relay
    transport.close()


@pytest.fixture
async def plane():
    """A media plane on a free port."""
    plane = MediaPlane("127.0.0.1", 0, ["127.0.0.1"])
    await plane.open()
    yield plane
    await plane.close()
