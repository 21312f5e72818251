"""Floods of STUN, ClientHello and signalling beside a class: bounded tables, no state for strangers, whole media.

Each flood waits for the relay to have read what was sent before it sends more, so that nothing is lost in the kernel,
and what counts is what the relay makes of it.
"""

import asyncio
import socket
from contextlib import ExitStack

import aiohttp
import pytest

from media_relay.rtc import stun
from media_relay.rtc.certificate import Certificate
from media_relay.rtc.dtls import DtlsContext, DtlsEndpoint, Role
from media_relay.rtc.ice import STRANGER_BURST, STRANGERS
from media_relay.rtc.plane import MediaPlane
from tests.relay.live.media import advanced, showing, slot_of, until

MALLORY = DtlsContext(Certificate.generate())
AT_ONCE = 64
MOST_CONNECTIONS = 40


@pytest.fixture
async def relay(start_relay):
    """Here the relay has a real media plane, and room for few connections."""
    plane = MediaPlane("127.0.0.1", 0, ())
    return await start_relay(plane=plane, relay_connections=MOST_CONNECTIONS, relay_hello_seconds=60.0)


@pytest.fixture
async def pair(enter, bring_media):
    """A host who publishes and a viewer; whatever a test does, the viewer gets all that the relay got."""
    host, anna = await enter("host"), await enter("anna")
    await bring_media(host, publishes=True, scale=0.1)
    viewer = await bring_media(anna)
    await host.do("set_media", camera=True, microphone=True)
    slots = await anna.until(showing("host"))
    shown = [viewer.receptions[slot_of(slots, "host", kind)] for kind in ("video", "audio")]
    for slot in shown:
        await advanced(lambda slot=slot: slot.packets, 10)
    yield host, anna
    for slot in shown:
        await advanced(lambda slot=slot: slot.packets, 10)
        assert (slot.lost, slot.missing) == (0, {})
    await host.settle()
    await anna.settle()


class Mallory:
    """Sends datagrams to the relay, each from an address of its own when asked; ``heard`` is what came back."""

    def __init__(self, plane):
        self._plane = plane
        self._relay = plane.candidates()[0]
        self.sent = 0
        self.heard = []

    def refused(self):
        """How many datagrams the relay has dropped or refused so far."""
        return sum(self._plane.ice.dropped.values()) + self._plane.path.statistics.unknown_address

    async def flood(self, datagrams, hosts=("127.0.0.1",)):
        """Send them in turn from these hosts, a new port for each host."""
        before, sent = self.refused(), 0
        with ExitStack() as stack:
            doors = []
            for number, datagram in enumerate(datagrams):
                if len(doors) < len(hosts):
                    door = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
                    door.setblocking(False)
                    door.bind((hosts[number], 0))
                    doors.append(door)
                doors[number % len(hosts)].sendto(datagram, self._relay)
                sent += 1
                if sent % AT_ONCE == 0:
                    await self._read(before + sent, doors)
            await self._read(before + sent, doors)
        self.sent += sent

    async def _read(self, refused, doors):
        await until(lambda: self.refused() >= refused)
        for door in doors[-AT_ONCE:]:
            try:
                while True:
                    self.heard.append(door.recv(2048))
            except BlockingIOError:
                pass


def check(username, key=b"a password of 24 letters"):
    """A binding request, as a browser makes it."""
    return stun.binding_request(username, key, priority=1, tie_breaker=1, nominate=True)


def client_hello():
    """The first flight of somebody with a certificate of his own."""
    return DtlsEndpoint(MALLORY, Role.CLIENT, frozenset(), 0.0).start(0.0)[0]


def tables(plane):
    """All that the relay holds for peers, by their names and addresses."""
    agents = plane.ice._by_ufrag
    return set(plane._peers), dict(plane.ice.peers), dict(plane.path.by_address), set(agents)


async def test_checks_of_strangers_cost_a_bounded_table(relay, pair):
    """Unknown ufrags from one host are refused, then not even answered; 4,300 hosts fill no more than the table."""
    plane = relay.plane
    before, mallory = tables(plane), Mallory(plane)
    requests = [check(f"nobody{number}:here") for number in range(int(STRANGER_BURST) + 400)]
    await mallory.flood(requests)
    assert plane.ice.dropped["401"] >= STRANGER_BURST
    assert plane.ice.dropped["flood"] > 0
    assert max(map(len, mallory.heard)) <= min(map(len, requests))  # nobody is flooded by what we answer
    assert {stun.parse(reply).error for reply in mallory.heard} == {401}
    for first in range(0, STRANGERS + 204, 100):
        hosts = [f"127.1.{number // 250}.{number % 250 + 1}" for number in range(first, first + 100)]
        await mallory.flood(requests[:100], hosts)
    assert len(plane.ice._strangers) == STRANGERS
    assert len(plane.ice._known) <= 4
    assert tables(plane) == before


async def test_handshakes_of_strangers_meet_no_state(relay, pair, enter, bring_media):
    """ClientHello from 200 hosts, before and while somebody joins: no byte back, and the newcomer is connected."""
    plane = relay.plane
    before, mallory = tables(plane), Mallory(plane)
    hosts = [f"127.2.0.{number + 1}" for number in range(200)]
    await mallory.flood([client_hello()] * 600, hosts)
    assert mallory.heard == []
    assert tables(plane) == before
    # One who knows the name of a peer that isn't connected yet, but not its password, from the same host.
    newcomer = await enter("bob")
    racing = asyncio.create_task(bring_media(newcomer))
    await until(lambda: set(plane.ice._by_ufrag) - before[3] or racing.done())
    for ufrag in set(plane.ice._by_ufrag) - before[3]:
        await mallory.flood([check(f"{ufrag}:here"), client_hello()] * 50)
    await racing
    assert {stun.parse(reply).error for reply in mallory.heard} <= {401}
    assert len(plane.path.by_address) == len(before[2]) + 1


async def test_connections_and_messages_are_bounded(relay, pair, knock, enter):
    """Who talks too much is closed; connections beyond the limit are turned away, and held ones keep nobody out."""
    talkers = [await enter(f"talker{number}") for number in range(4)]
    for talker in talkers:
        for _ in range(600):
            await talker.say("ping", sent=1)
    assert [(await talker.until_closed())[0] for talker in talkers] == [4429] * 4
    await until(lambda: relay.count("connections") == 2)
    silent = [await knock(relay) for _ in range(MOST_CONNECTIONS - 2)]
    for _ in range(10):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
            await knock(relay)
        assert refusal.value.status == 503
    assert relay.count("connections") == MOST_CONNECTIONS
    for person in silent:
        await person.socket.close()
    await until(lambda: relay.count("connections") == 2)
    await enter("late")
