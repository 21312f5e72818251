"""Peers that forge, replay and pretend, against the real plane; what nobody sent is never forwarded."""

import asyncio
import socket
from dataclasses import replace

import pytest

from media_relay.rtc.certificate import Certificate
from media_relay.rtc.dtls import DtlsContext, DtlsEndpoint, DtlsError, Role
from media_relay.rtc.media import Connected, Disconnected, Seat
from media_relay.rtc.plane import MediaPlane
from neufit.domain.errors import Forbidden
from neufit.domain.room.kinds import Source
from rtc_client.client import LightClient
from rtc_client.description import Wishes
from rtc_client.pictures import camera

CONTEXT = DtlsContext(Certificate.generate())
EVERYTHING = frozenset(Source)
FORGED = 200
WISHES = Wishes(microphone=True, camera=True, audio_slots=2, video_slots=2)


class Member:
    """A light client with its relay's peer. ``sealed`` holds the media that it sent, as it went out."""

    def __init__(
        self, plane: MediaPlane, name: str, context: DtlsContext = CONTEXT, *, publishes=EVERYTHING, wishes=WISHES
    ) -> None:
        self.client = LightClient(context, wishes)
        self.events, self.sealed = [], []
        self.peer = plane.join(name, "room", publishes=publishes, slots=(2, 2), notify=self.events.append)
        self._send = self.client.transport.send_raw
        self.client.transport.send_raw = self._keep

    def _keep(self, datagram) -> None:
        if 127 < datagram[0] < 192 and not 191 < datagram[1] < 224:
            self.sealed.append(bytes(datagram))
        self._send(datagram)

    def send(self, datagram: bytes) -> None:
        """Send it as it is, from the client's own address."""
        self._send(datagram)

    async def connect(self) -> "Member":
        self.client.accept(self.peer.answer(self.client.offer()))
        async with asyncio.timeout(20):
            await self.client.connected()
        self.audio, self.video = self.peer.mids()
        return self

    def slot(self):
        return self.client.receptions[self.video[0]]


async def until(done) -> None:
    """Wait for something that others count, and of which they tell nobody."""
    async with asyncio.timeout(30):
        while not done():  # noqa: ASYNC110 -- see above
            await asyncio.sleep(0.02)


@pytest.fixture
async def plane():
    plane = MediaPlane("127.0.0.1", 0, ["127.0.0.1"])
    await plane.open()
    yield plane
    await plane.close()


@pytest.fixture
async def pair(plane):
    """A host that publishes, and a viewer that sees it."""
    host, viewer = await Member(plane, "host").connect(), await Member(plane, "viewer").connect()
    host.client.publish(camera(scale=0.1))
    viewer.peer.receive_video([Seat(viewer.video[0], "host", 180, 0)])
    await until(lambda: viewer.slot().frames > 10)
    yield host, viewer
    host.client.close()
    viewer.client.close()


@pytest.fixture
def stranger(plane):
    """A socket that no ICE check ever validated, connected to the relay."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bound:
        bound.setblocking(False)
        bound.connect(("127.0.0.1", plane.candidates()[0][1]))
        yield bound


def tampered(sealed: bytes) -> bytes:
    return sealed[:-1] + bytes((sealed[-1] ^ 1,))


def other_ssrc(sealed: bytes) -> bytes:
    return sealed[:8] + b"\x12\x34\x56\x78" + sealed[12:]


def as_it_was(sealed: bytes) -> bytes:
    return sealed


@pytest.mark.parametrize("change", [tampered, other_ssrc, as_it_was])
async def test_forged_and_replayed_media_is_dropped_and_counted(plane, pair, change):
    """Changed, of another SSRC, or sent again: not authentic, counted, not forwarded; the true media goes on."""
    host, viewer = pair
    host.client.stop_publishing()
    arrived = host.peer.statistics().packets_in
    await until(lambda: plane.path.statistics.packets_in and host.client.transport.sent)
    refused = plane.path.statistics.not_authentic
    sent_on = viewer.slot().packets
    for sealed in (host.sealed * FORGED)[-FORGED:]:
        host.send(change(sealed))
        await asyncio.sleep(0)
    await until(lambda: plane.path.statistics.not_authentic >= refused + FORGED)
    assert host.peer.statistics().packets_in - arrived <= len(host.sealed)
    assert viewer.slot().packets - sent_on < FORGED / 4  # what was under way, and repairs
    frames = viewer.slot().frames
    host.client.publish(camera(scale=0.1))
    await until(lambda: viewer.slot().frames > frames + 20)


async def test_true_media_from_another_address_is_dropped_and_counted(plane, pair, stranger):
    """Even authentic packets count only from an address that ICE validated."""
    host, viewer = pair
    before = plane.path.statistics.unknown_address
    copies = host.sealed[-20:]
    for sealed in copies:
        stranger.send(sealed)
    await until(lambda: plane.path.statistics.unknown_address >= before + len(copies))
    frames = viewer.slot().frames
    await until(lambda: viewer.slot().frames > frames + 20)
    assert viewer.slot().missing == {}


async def test_a_handshake_from_an_address_without_ice_is_not_answered(plane, pair, stranger):
    """The ClientHello race: who is quicker with DTLS than the peer with ICE gets no byte, and the peer its media."""
    late = Member(plane, "late")
    answer = late.peer.answer(late.client.offer())
    hello = DtlsEndpoint(CONTEXT, Role.CLIENT, frozenset({plane.dtls.certificate.fingerprint}), 0.0).start(0.0)
    for _ in range(50):
        for flight in hello:
            stranger.send(flight)
    late.client.accept(answer)
    async with asyncio.timeout(20):
        await late.client.connected()
    await until(lambda: Connected() in late.events)
    with pytest.raises(BlockingIOError):
        stranger.recv(2048)
    late.client.close()


async def test_another_certificate_than_the_offered_one_ends_media(plane, pair):
    """The fingerprint of the offer isn't that of the handshake: no keys, a reason, and nothing stays in the tables."""
    _, viewer = pair
    known = dict(plane.ice.peers)
    liar = Member(plane, "liar", DtlsContext(Certificate.generate()))
    liar.client._fingerprint = CONTEXT.certificate.fingerprint
    liar.client.accept(liar.peer.answer(liar.client.offer()))
    await until(lambda: Disconnected("dtls-failed") in liar.events)
    assert Connected() not in liar.events
    assert plane.publisher("room", "liar") is None
    await until(lambda: plane.ice.peers == known)
    frames = viewer.slot().frames
    await until(lambda: viewer.slot().frames > frames + 20)
    if liar.client.transport.connected.done():
        assert isinstance(liar.client.transport.connected.exception(), DtlsError | None)
    liar.client.vanish()


async def test_who_may_not_publish_is_not_forwarded(plane, pair):
    """To offer media without the right is refused; sent all the same, on m-lines that receive, it reaches nobody."""
    _, viewer = pair
    with pytest.raises(Forbidden, match="may not send"):
        await Member(plane, "speaker", publishes=frozenset()).connect()
    listening = replace(WISHES, microphone=False, camera=False)
    watcher = await Member(plane, "watcher", publishes=frozenset(), wishes=listening).connect()
    watcher.client.publish(camera(scale=0.1), sound=True)
    viewer.peer.receive_video([Seat(viewer.video[1], "watcher", 180, 0)])
    await until(lambda: watcher.client.transport.sent > 200)
    assert viewer.client.receptions[viewer.video[1]].packets == 0
    watcher.client.close()
