"""The light client beside a relay in miniature: one socket, and the real STUN, ICE, DTLS and SDP; one slot filled."""

import asyncio
import socket

import pytest

from benchmarks.load.webrtc.client import LightClient
from benchmarks.load.webrtc.description import RIDS, Wishes
from benchmarks.load.webrtc.pictures import camera
from media_relay.rtc import rtcp, rtp, srtp, stun
from media_relay.rtc.certificate import Certificate
from media_relay.rtc.dtls import DtlsContext, DtlsEndpoint, DtlsError
from media_relay.rtc.ice import IceLite
from media_relay.rtc.sdp.answer import LocalTransport, answer
from media_relay.rtc.sdp.media import Direction, Extension, Kind
from media_relay.rtc.sdp.negotiation import Terms, negotiate

RELAY, CLIENT = DtlsContext(Certificate.generate()), DtlsContext(Certificate.generate())


class Miniature(asyncio.DatagramProtocol):
    """Echoes a client's layer ``f`` and sound into its own slots, with sequence numbers as they are."""

    def __init__(self):
        self.ice = IceLite()
        self.negotiation = None
        self.dtls = None
        self.keys = None
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
            self.dtls = DtlsEndpoint(RELAY, negotiation.role, negotiation.remote.fingerprints, loop.time())
        elif negotiation.restarts(self.negotiation):
            self.ice.restart("peer")
        self.negotiation = negotiation
        address = self.transport.get_extra_info("sockname")[:2]
        own = fingerprint or RELAY.certificate.fingerprint
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
            self.heard += rtcp.parse(plain)
            return
        packet = rtp.parse(plain)
        names = self.negotiation.media[0].extensions | self.negotiation.media[1].extensions
        if packet.extensions[names[Extension.MID]] == b"0":
            self.levels.add(packet.extensions[names[Extension.AUDIO_LEVEL]][0])
            packet.ssrc = self.line(Kind.AUDIO, Direction.SEND).slot.ssrc
            self.send(packet)
            return
        rid = packet.extensions.get(names[Extension.RID], b"").decode()
        repaired = packet.extensions.get(names[Extension.REPAIRED_RID], b"").decode()
        if rid:
            self.layers.setdefault(rid, packet.ssrc)
        slot = self.line(Kind.VIDEO, Direction.SEND).slot
        if self.echoed in {rid, repaired}:
            packet.ssrc = slot.ssrc if rid else slot.rtx
            self.send(packet)

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
        async with asyncio.timeout(20):
            while not done():
                self.changed.clear()
                await self.changed.wait()


@pytest.fixture
async def relay():
    loop = asyncio.get_running_loop()
    transport, miniature = await loop.create_datagram_endpoint(
        Miniature, local_addr=("127.0.0.1", 0), family=socket.AF_INET
    )
    yield miniature
    transport.close()


@pytest.fixture
async def make_client():
    clients = []

    def make(**wishes):
        both = {"microphone": True, "camera": True, "audio_slots": 1, "video_slots": 1}
        clients.append(LightClient(CLIENT, Wishes(**{**both, **wishes})))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


async def join(relay, client):
    client.accept(relay.answer(client.offer()))
    async with asyncio.timeout(20):
        await client.connected()
    return client.receptions["3"]


async def test_it_connects_and_its_media_comes_whole(relay, make_client):
    """Three layers with their rids go out; what comes back are whole frames of the largest layer's size, and sound."""
    client = make_client()
    video = await join(relay, client)
    client.publish(camera(), sound=True)
    await relay.until(lambda: video.frames >= 20 and len(relay.layers) == 3)
    assert set(relay.layers) == set(RIDS)
    assert (video.keyframes, video.size, video.missing, video.lost) == (1, (1280, 720), {}, 0)
    assert client.receptions["2"].packets > 5
    assert relay.levels == {0x80 | 30}
    assert all(0 <= latency < 5 for latency in video.latencies)
    assert len(video.latencies) == video.frames


async def test_it_reports_as_a_browser_does(relay, make_client):
    """Sender and receiver reports and TWCC feedback come by themselves."""
    client = make_client()
    await join(relay, client)
    client.publish(camera(), sound=True)

    def kinds():
        return {type(packet) for packet in relay.heard}

    await relay.until(lambda: {rtcp.SenderReport, rtcp.ReceiverReport, rtcp.TransportFeedback} <= kinds())
    reports = [packet for packet in relay.heard if isinstance(packet, rtcp.SenderReport)]
    assert {report.ssrc for report in reports} >= set(relay.layers.values())


async def test_without_twcc_it_tells_its_bandwidth(relay, make_client):
    """With REMB only, its reports hold the estimate that it was told to have."""
    client = make_client(transport_cc=False)
    client.bandwidth = 250_000
    await join(relay, client)
    client.publish(camera())
    await relay.until(lambda: any(isinstance(packet, rtcp.ReceiverEstimate) for packet in relay.heard))
    assert next(p for p in relay.heard if isinstance(p, rtcp.ReceiverEstimate)).bitrate == 250_000
    assert not any(isinstance(packet, rtcp.TransportFeedback) for packet in relay.heard)


async def test_what_it_misses_it_asks_for(relay, make_client):
    """Of a lossy path it asks for what is missing; answered by retransmission, its frames are whole."""
    client = make_client()
    video = await join(relay, client)
    arrived = 0

    def lose_every_seventh(datagram):
        nonlocal arrived
        arrived += 127 < datagram[0] < 192
        return arrived % 7 != 0

    client.transport.gate = lose_every_seventh

    def answer_nacks():
        for nack in [packet for packet in relay.heard if isinstance(packet, rtcp.Nack)]:
            relay.heard.remove(nack)
            if nack.media == video.slot.ssrc:  # the miniature keeps no history: the publisher does
                plain = rtcp.nack(1, relay.layers["f"], nack.lost)
                relay.emit(srtp.protect_rtcp, plain)
        return video.recovered >= 10 and video.frames >= 30

    client.publish(camera())
    await relay.until(answer_nacks)
    assert client.camera.streams[2].retransmitted >= 10


async def test_it_sends_a_keyframe_when_asked(relay, make_client):
    """A PLI of one layer makes its next frame a keyframe, and no other layer's."""
    client = make_client()
    video = await join(relay, client)
    client.publish(camera())
    await relay.until(lambda: video.frames >= 3)
    relay.emit(srtp.protect_rtcp, rtcp.picture_loss(1, relay.layers["f"]))
    await relay.until(lambda: video.keyframes == 2)
    assert [layer.keyframes for layer in client.camera.layers] == [1, 1, 2]


async def test_it_asks_for_keyframes_seldom(relay, make_client):
    """Two requests at once are one PLI."""
    client = make_client()
    await join(relay, client)
    client.request_keyframe("3")
    client.request_keyframe("3")
    await relay.until(lambda: any(isinstance(packet, rtcp.KeyframeRequest) for packet in relay.heard))
    assert sum(isinstance(packet, rtcp.KeyframeRequest) for packet in relay.heard) == 1


async def test_it_changes_its_network_and_restarts_ice(relay, make_client):
    """Another socket, and then other credentials: the media goes on with the same keys."""
    client = make_client()
    video = await join(relay, client)
    client.publish(camera())
    await relay.until(lambda: video.frames >= 3)
    keys = relay.dtls.keys
    before = client.transport.address
    client.transport.move()
    await relay.until(lambda: relay.ice.selected("peer") == client.transport.address)
    assert client.transport.address != before
    client.accept(relay.answer(client.offer(restart=True)))
    assert relay.negotiation.version == 2
    frames = video.frames
    await relay.until(lambda: video.frames >= frames + 5)
    await relay.until(lambda: len(relay.ice._by_ufrag) == 1)
    assert relay.dtls.keys is keys


async def test_a_wrong_fingerprint_ends_it(relay, make_client):
    """A client whose relay shows another certificate than the answer says has no keys and fails."""
    client = make_client()
    client.accept(relay.answer(client.offer(), ":".join(["AB"] * 32)))
    with pytest.raises(DtlsError, match="fingerprint"):
        await client.connected()


async def test_its_end_is_told(relay, make_client):
    """Closing tells the relay."""
    client = make_client()
    await join(relay, client)
    client.close()
    await relay.until(lambda: relay.dtls.closed)
