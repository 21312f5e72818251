"""Who has left is freed: counted by objects and by the bytes that libraries hold, with the garbage collector off.

The collector does not see what OpenSSL and libsrtp hold for a peer, some 60 KiB, and comes late: a peer in a circle of
references is as bad as a leak while people come and go.
"""

import asyncio
import ctypes
import gc
import weakref

import pytest

from media_relay.rtc import srtp
from media_relay.rtc.certificate import Certificate
from media_relay.rtc.dtls import DtlsContext, DtlsEndpoint, DtlsError, Role
from media_relay.rtc.media import Connected, Disconnected, Seat
from media_relay.rtc.path_state import Outgoing
from media_relay.rtc.path_state import Peer as PathPeer
from media_relay.rtc.plane import MediaPlane
from neufit.domain.room.kinds import Source
from rtc_client.client import LightClient
from rtc_client.description import Wishes
from rtc_client.pictures import camera
from tests.relay.live.media import until

CLIENT = DtlsContext(Certificate.generate())
HANDSHAKES = 200


class _Allocations(ctypes.Structure):
    """``struct mallinfo2`` of glibc."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd"),
            *("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"),
        )
    )


def allocated() -> int:
    """Bytes that are allocated by anybody in this process, in glibc's count."""
    library = ctypes.CDLL(None)
    if not hasattr(library, "mallinfo2"):
        pytest.skip("this libc doesn't count what is allocated")
    library.mallinfo2.restype = _Allocations
    found = library.mallinfo2()
    return found.uordblks + found.hblkhd


@pytest.fixture
def no_collector():
    """What isn't freed by its last reference stays."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
async def plane():
    plane = MediaPlane("127.0.0.1", 0, ["127.0.0.1"])
    await plane.open()
    yield plane
    await plane.close()


def handshake(context, expected, disturb=lambda datagram: datagram):
    """One between two endpoints, until keys or failure; both are closed."""
    client = DtlsEndpoint(context, Role.CLIENT, expected, 0.0)
    server = DtlsEndpoint(context, Role.SERVER, frozenset({context.certificate.fingerprint}), 0.0)
    try:
        flight, to_server = client.start(0.0), True
        while flight:
            receiver = server if to_server else client
            flight = [sent for datagram in flight for sent in receiver.receive(disturb(datagram), 0.0)]
            to_server = not to_server
    except DtlsError:
        pass
    keys = client.keys
    if keys is not None:
        for key, inbound in ((keys.local, False), (keys.remote, True)):
            srtp.Keys(keys.profile.number, key, inbound=inbound)
    client.close()
    server.close()
    return keys is not None


@pytest.mark.parametrize("fate", ["secured", "mistaken", "garbled"])
def test_a_handshake_leaves_no_native_memory(no_collector, fate):
    """SSL, BIO, certificates, sessions and SRTP contexts of 200 handshakes are given back, also when they fail."""
    right = frozenset({CLIENT.certificate.fingerprint})
    expected = right if fate != "mistaken" else frozenset({"00:" * 31 + "00"})
    cut = (lambda datagram: datagram[:40]) if fate == "garbled" else (lambda datagram: datagram)
    assert handshake(CLIENT, expected, cut) == (fate == "secured")
    for _ in range(30):
        handshake(CLIENT, expected, cut)
    before = allocated()
    for _ in range(HANDSHAKES):
        handshake(CLIENT, expected, cut)
    assert allocated() - before < 200 * HANDSHAKES


def path_objects():
    """What the packet path holds for peers: they are of a form that nobody can refer to weakly."""
    return sum(isinstance(one, PathPeer | Outgoing) for one in gc.get_objects())


class Coming:
    """Somebody who joins the host's room to watch."""

    def __init__(self, plane, name, context=CLIENT):
        self.client = LightClient(context, Wishes(microphone=True, camera=True, audio_slots=1, video_slots=1))
        self.events = []
        self.peer = plane.join(name, "room", publishes=frozenset(Source), slots=(1, 1), notify=self.events.append)

    async def connect(self):
        self.client.accept(self.peer.answer(self.client.offer()))
        async with asyncio.timeout(20):
            await self.client.connected()

    async def watch(self):
        await self.connect()
        self.client.publish(camera(scale=0.1), sound=True)
        self.peer.receive_video([Seat(self.peer.mids()[1][0], "host", 180, 0)])
        (_, slot) = self.client.receptions.values()
        await until(lambda: slot.frames > 1)

    def traces(self):
        """References to all that is held for it, the libraries' handles too."""
        peer = self.peer._peer
        path = peer.path_peer
        objects = [self.peer, peer, peer.viewer, peer.publisher, peer._dtls, peer._dtls._connection]
        handles = [peer._dtls._connection._ssl, path.inbound._owner, path.outbound_keys._owner]
        return [weakref.ref(one) for one in (*objects, *handles, *peer.publisher.streams())]


async def test_a_peer_is_freed_however_it_goes(no_collector, plane):
    """Goodbye, closed by the relay, replaced under its name: no object and no handle is left when it has gone."""
    host = Coming(plane, "host")
    await host.connect()
    host.client.publish(camera(scale=0.1), sound=True)
    host.peer.receive_video([Seat(host.peer.mids()[1][0], "guest", 180, 0)])
    of_the_host = path_objects()
    for round_ in range(6):
        guest = Coming(plane, "guest")
        await guest.watch()
        traces = guest.traces()
        assert all(trace() is not None for trace in traces)
        match round_ % 3:
            case 0:
                guest.client.close()
                await until(lambda guest=guest: Disconnected("gone") in guest.events)
            case 1:
                guest.peer.close()
                guest.client.vanish()
            case _:
                guest.client.vanish()
                guest = Coming(plane, "guest")
                guest.peer.close()
        del guest
        await until(lambda traces=traces: [one for trace in traces if (one := trace()) is not None] == [])
        assert path_objects() == of_the_host
    assert plane.publisher("room", "guest") is None
    host.client.close()


async def test_what_a_peer_has_sent_is_known_after_its_end(plane):
    """The counts of a peer that ended by itself are those of its end: metrics take them up later."""
    host, guest = Coming(plane, "host"), Coming(plane, "guest")
    await host.connect()
    host.client.publish(camera(scale=0.1))
    await guest.watch()
    guest.client.close()
    await until(lambda: Disconnected("gone") in guest.events)
    counts = guest.peer.statistics()
    assert min(counts.packets_in, counts.packets_out, counts.bytes_out) > 0
    assert Connected() in guest.events
    host.client.close()
