"""The whole plane with light clients as peers: joining, forwarding, repairing, switching, leaving."""

import asyncio
import random
from collections.abc import Callable

import pytest

from media_relay.rtc.certificate import Certificate
from media_relay.rtc.dtls import DtlsContext
from media_relay.rtc.media import (
    Connected,
    Disconnected,
    Layer,
    LayerChanged,
    Level,
    MediaEvent,
    Patience,
    Publishing,
    Seat,
)
from media_relay.rtc.plane import MediaPlane
from neufit.domain.errors import Gone, Invalid
from neufit.domain.room.kinds import Source
from rtc_client.client import LightClient
from rtc_client.description import Wishes
from rtc_client.pictures import camera
from tests.relay.rtc.network import Network

CLIENT = DtlsContext(Certificate.generate())
EVERYTHING = frozenset(Source)


class Member:
    """A light client in a room, with what its relay's peer told."""

    def __init__(self, plane: MediaPlane, name: str, room: str = "room", **wishes) -> None:
        both = {"microphone": True, "camera": True, "audio_slots": 2, "video_slots": 2}
        self.client = LightClient(CLIENT, Wishes(**{**both, **wishes}))
        self.events: list[MediaEvent] = []
        self.changed = asyncio.Event()
        self.peer = plane.join(name, room, publishes=EVERYTHING, slots=(4, 4), notify=self._heard)

    def _heard(self, event: MediaEvent) -> None:
        self.events.append(event)

    async def connect(self, network: Network | None = None) -> "Member":
        answer = self.peer.answer(self.client.offer())
        self.client.accept(answer if network is None else network.through(answer))
        async with asyncio.timeout(20):
            await self.client.connected()
        self.audio, self.video = self.peer.mids()
        return self

    def slot(self, index: int = 0):
        return self.client.receptions[self.video[index]]

    def sound(self, index: int = 0):
        return self.client.receptions[self.audio[index]]

    def last(self, kind: type) -> MediaEvent | None:
        return next((event for event in reversed(self.events) if isinstance(event, kind)), None)


async def until(done: Callable[[], object], seconds: float = 30.0) -> None:
    """Wait for something that others count, and of which they tell nobody."""
    async with asyncio.timeout(seconds):
        while not done():  # noqa: ASYNC110 -- see above
            await asyncio.sleep(0.02)


@pytest.fixture
async def plane(request):
    plane = MediaPlane("127.0.0.1", 0, ["127.0.0.1"], getattr(request, "param", Patience()))
    await plane.open()
    yield plane
    await plane.close()


@pytest.fixture
async def join(plane):
    members = []

    async def join(name: str, network: Network | None = None, room: str = "room", **wishes) -> Member:
        members.append(Member(plane, name, room, **wishes))
        return await members[-1].connect(network)

    yield join
    for member in members:
        member.client.close()


@pytest.fixture
async def network(plane):
    network = await Network(("127.0.0.1", plane.candidates()[0][1])).open()
    yield network
    network.close()


async def test_a_viewer_sees_and_hears_the_publisher(join):
    """Whole frames of the largest layer after a while, sound, nothing lost; the events say so."""
    host, viewer = await join("host"), await join("viewer")
    host.client.publish(camera(scale=0.5), sound=True)
    viewer.peer.receive_video([Seat(viewer.video[0], "host", 720, 0)])
    viewer.peer.receive_audio([Seat(viewer.audio[0], "host")])
    await until(lambda: viewer.slot().size == (1280, 720) and viewer.slot().frames > 60 and viewer.sound().packets > 50)
    assert (viewer.slot().lost, viewer.sound().lost, viewer.sound().missing) == (0, 0, {})
    assert viewer.last(LayerChanged) == LayerChanged(viewer.video[0], Layer.S2T2, paused=False)
    assert Connected() in viewer.events
    assert Publishing(Source.CAMERA, active=True) in host.events
    await until(lambda: host.last(Level))
    assert host.last(Level).loudness > 90
    assert host.peer.statistics().packets_in > 100
    assert viewer.peer.statistics().packets_out > 100
    assert viewer.slot().last_report  # a sender report came


async def test_what_is_lost_on_the_way_is_sent_again(join, network):
    """With 5 % loss toward the viewer and from the publisher all frames come whole but for a few."""
    host, viewer = await join("host", network), await join("viewer", network)
    host.client.publish(camera(scale=0.3), sound=True)
    viewer.peer.receive_video([Seat(viewer.video[0], "host", 180, 0)])
    viewer.peer.receive_audio([Seat(viewer.audio[0], "host")])
    await until(lambda: viewer.slot().frames > 10)
    network.up.loss = network.down.loss = 0.05
    frames = viewer.slot().frames
    await until(lambda: viewer.slot().frames > frames + 120 and viewer.sound().recovered > 2)
    slot = viewer.slot()
    assert slot.recovered > 3
    assert slot.lost <= slot.recovered / 5
    assert viewer.peer.statistics().retransmitted > 0
    assert host.peer.statistics().nacks_out > 0


async def test_a_slot_changes_who_is_in_it_without_a_seam(join):
    """Numbers go on over a change of participant; each begins with a keyframe."""
    first, second, viewer = await join("first"), await join("second"), await join("viewer")
    for host in (first, second):
        host.client.publish(camera(scale=0.2))
    for round_ in range(4):
        keyframes = viewer.slot().keyframes
        frames = viewer.slot().frames
        viewer.peer.receive_video([Seat(viewer.video[0], ("first", "second")[round_ % 2], 180, 0)])
        await until(lambda k=keyframes, f=frames: viewer.slot().keyframes > k and viewer.slot().frames > f + 10)
    assert (viewer.slot().lost, viewer.slot().missing) == (0, {})
    assert first.client.camera.streams[0].ssrc != viewer.slot().slot.ssrc


async def test_silence_stops_and_begins_again(join):
    """Nothing of a silenced source is forwarded; afterwards it begins with a keyframe."""
    host, viewer = await join("host"), await join("viewer")
    host.client.publish(camera(scale=0.2), sound=True)
    viewer.peer.receive_video([Seat(viewer.video[0], "host", 180, 0)])
    viewer.peer.receive_audio([Seat(viewer.audio[0], "host")])
    await until(lambda: viewer.slot().frames > 10 and viewer.sound().packets > 10)
    host.peer.silence(Source.CAMERA, True)
    host.peer.silence(Source.MICROPHONE, True)
    await until(lambda: viewer.last(LayerChanged).layer is Layer.NONE)
    packets, sound, keyframes = viewer.slot().packets, viewer.sound().packets, viewer.slot().keyframes
    incoming = host.peer.statistics().packets_in
    await until(lambda: host.peer.statistics().packets_in > incoming + 100)
    assert (viewer.slot().packets, viewer.sound().packets) == (packets, sound)
    host.peer.silence(Source.CAMERA, False)
    host.peer.silence(Source.MICROPHONE, False)
    await until(lambda: viewer.slot().keyframes > keyframes and viewer.sound().packets > sound + 10)
    assert viewer.slot().missing == {}


async def test_a_thin_network_costs_resolution_and_never_sound(join, network):
    """Throttled to 400 kbit/s the viewer comes down to the smallest resolution; all of the sound still comes."""
    host, viewer = await join("host"), await join("viewer", network)
    host.client.publish(camera(), sound=True)
    viewer.peer.receive_video([Seat(viewer.video[0], "host", 720, 0)])
    viewer.peer.receive_audio([Seat(viewer.audio[0], "host")])
    await until(lambda: viewer.slot().size == (1280, 720) and viewer.slot().frames > 30)
    network.down.rate = 400_000.0
    await until(lambda: viewer.last(LayerChanged).layer <= Layer.S0T2)
    await until(lambda: viewer.slot().size == (320, 180))
    frames = viewer.slot().frames
    await until(lambda: viewer.slot().frames > frames + 60)
    # What the network's own queue dropped before the relay could know of it is behind us.
    packets, lost, frames = viewer.sound().packets, viewer.sound().lost, viewer.slot().frames
    await until(lambda: viewer.sound().packets > packets + 150)
    assert viewer.sound().lost - lost < 8
    assert viewer.slot().frames > frames + 60  # of 90 that the publisher made meanwhile
    network.down.rate = None
    await until(lambda: viewer.slot().size == (1280, 720), 60)


async def test_rooms_are_apart(join):
    """The same name in another room is somebody else."""
    host, other, viewer = await join("host"), await join("host", room="other"), await join("viewer", room="other")
    host.client.publish(camera(scale=0.2))
    viewer.peer.receive_video([Seat(viewer.video[0], "host", 180, 0)])
    await until(lambda: host.peer.statistics().packets_in > 100)
    assert viewer.slot().packets == 0
    other.client.publish(camera(scale=0.2))
    await until(lambda: viewer.slot().frames > 5)


async def test_who_joins_again_takes_the_place_of_the_older_one(plane, join):
    """The newest connection of a participant wins; the older one is closed, and asking it is refused."""
    first = await join("host")
    second = await join("host")
    viewer = await join("viewer")
    second.client.publish(camera(scale=0.2))
    viewer.peer.receive_video([Seat(viewer.video[0], "host", 180, 0)])
    await until(lambda: viewer.slot().frames > 5)
    with pytest.raises(Gone):
        first.peer.answer(first.client.offer())
    first.peer.close()
    viewer.peer.close()
    viewer.peer.close()
    assert plane.publisher("room", "host") is not None


async def test_an_ice_restart_needs_no_new_handshake(join):
    """After a restart media goes on over the same keys."""
    host, viewer = await join("host"), await join("viewer")
    host.client.publish(camera(scale=0.2))
    viewer.peer.receive_video([Seat(viewer.video[0], "host", 180, 0)])
    await until(lambda: viewer.slot().frames > 5)
    viewer.client.accept(viewer.peer.answer(viewer.client.offer(restart=True)))
    frames = viewer.slot().frames
    await until(lambda: viewer.slot().frames > frames + 30)
    assert sum(isinstance(event, Connected) for event in viewer.events) == 1


async def test_an_offer_that_is_none_is_refused_and_harms_nobody(plane, join):
    """The error says what is missing."""
    host = await join("host")
    peer = plane.join("bad", "room", publishes=EVERYTHING, slots=(1, 1), notify=host.events.append)
    with pytest.raises(Invalid):
        peer.answer("v=0\r\nrubbish")
    peer.close()
    viewer = await join("viewer")
    host.client.publish(camera(scale=0.2))
    viewer.peer.receive_video([Seat(viewer.video[0], "host", 180, 0)])
    await until(lambda: viewer.slot().frames > 5)


@pytest.mark.parametrize("plane", [Patience(silent=0.3, gone=1.0)], ids=["short"], indirect=True)
async def test_who_vanishes_is_noticed_and_forgotten(plane, join):
    """Silent after seconds, gone after more; the room doesn't know the peer any more. Times are shortened."""
    host = await join("host")
    host.client.publish(camera(scale=0.2))
    await until(lambda: host.peer.statistics().packets_in > 10)
    host.client.vanish()
    await until(lambda: Disconnected("gone") in host.events)
    assert Disconnected("silent") in host.events
    assert plane.publisher("room", "host") is None
    assert not plane.ice.peers


@pytest.mark.parametrize("plane", [Patience(connect=0.2)], ids=["short"], indirect=True)
async def test_who_never_answers_is_forgotten(plane):
    """A peer that offers and then does nothing leaves nothing behind."""
    member = Member(plane, "ghost")
    member.peer.answer(member.client.offer())
    await until(lambda: member.events == [Disconnected("never-connected")])
    assert plane.publisher("room", "ghost") is None
    member.client.vanish()


async def test_who_leaves_leaves_nothing_behind(plane, join):
    """After joins, media and leaves in several rounds no table of the process holds anything of anybody."""
    for round_ in range(3):
        host, viewer = await join(f"host {round_}"), await join(f"viewer {round_}")
        host.client.publish(camera(scale=0.2), sound=True)
        viewer.peer.receive_video([Seat(viewer.video[0], f"host {round_}", 180, 0)])
        await until(lambda v=viewer: v.slot().frames > 5)
        host.peer.close()
        viewer.client.close()  # a good-bye by DTLS
        await until(lambda v=viewer: Disconnected("gone") in v.events)
        host.client.close()
    assert not plane.ice.peers
    assert not plane._rooms
    assert not plane._peers
    assert not plane.path.by_address
    await until(lambda: plane._ticker is None)


async def test_strangers_change_nothing(plane, join):
    """Random datagrams, DTLS and media from addresses that nobody validated are dropped; media goes on."""
    host, viewer = await join("host"), await join("viewer")
    host.client.publish(camera(scale=0.2))
    viewer.peer.receive_video([Seat(viewer.video[0], "host", 180, 0)])
    await until(lambda: viewer.slot().frames > 5)
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(
        asyncio.DatagramProtocol, remote_addr=("127.0.0.1", plane.candidates()[0][1])
    )
    chance = random.Random(5)  # noqa: S311 -- not a secret
    known = dict(plane.ice.peers)
    for number in range(600):
        first = (0, 1, 20, 22, 63, 64, 128, 144, 200, 255)[number % 10]
        transport.sendto(bytes((first,)) + chance.randbytes(chance.randrange(120)))
        await asyncio.sleep(0)
    frames = viewer.slot().frames
    await until(lambda: viewer.slot().frames > frames + 20)
    transport.close()
    assert plane.ice.peers == known
    assert plane.path.statistics.unknown_address > 0
    assert viewer.slot().missing == {}


async def test_a_client_that_changes_its_network_goes_on(join):
    """From another address the first check moves everything there, with no new handshake and no new offer."""
    host, viewer = await join("host"), await join("viewer")
    host.client.publish(camera(scale=0.2))
    viewer.peer.receive_video([Seat(viewer.video[0], "host", 180, 0)])
    await until(lambda: viewer.slot().frames > 5)
    for member in (viewer, host):
        before = member.client.transport.address
        member.client.transport.move()
        assert member.client.transport.address != before
        frames = viewer.slot().frames
        await until(lambda f=frames: viewer.slot().frames > f + 20)
    assert sum(isinstance(event, Connected) for event in viewer.events) == 1
