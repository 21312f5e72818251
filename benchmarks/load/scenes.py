"""A publisher and its viewers at a media server, all of them in this process; no client decodes."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from socket import SOCK_STREAM

from benchmarks.load import janus
from benchmarks.load.servers import PATIENCE, Server, cpu_seconds, free_port, serving, until
from media_relay.rtc.certificate import Certificate
from media_relay.rtc.dtls import DtlsContext
from rtc_client.client import LightClient
from rtc_client.description import Wishes
from rtc_client.pictures import Layer

# Until all viewers get (almost) all that is published: those who report by TWCC begin with less, and are probed.
SETTLING = 25.0
SETTLED = 0.95
WINDOW = 1.0
# How many join at one time.
TOGETHER = 20
# What a viewer without TWCC says that it can take, in bit/s.
BANDWIDTH = 20_000_000


class Scene(ABC):
    """A publisher and its viewers, light clients that leave packets sealed, at one server."""

    def __init__(self, viewers: int, bitrate: int, *, transport_cc: bool) -> None:
        self._bitrate = bitrate
        self._names = [f"viewer {number}" for number in range(viewers)]
        context = DtlsContext(Certificate.generate())
        wishes = Wishes(video_slots=1, transport_cc=transport_cc)
        self._clients = {name: LightClient(context, wishes, watchful=False) for name in self._names}
        self._clients["publisher"] = LightClient(context, Wishes(camera=True, layers=1))
        self._joining = 0.0
        self._first = 0

    @abstractmethod
    def cpu(self) -> float:
        """CPU seconds of the server so far."""

    @abstractmethod
    async def negotiate(self, name: str, client: LightClient) -> None:
        """Offer and answer."""

    def packets(self) -> list[int]:
        """How many packets each viewer has."""
        return [sum(one.packets for one in self._clients[name].receptions.values()) for name in self._names]

    def published(self) -> int:
        """How many packets were published."""
        camera = self._clients["publisher"].camera
        return sum(stream.packets for stream in camera.streams) if camera is not None else 0

    async def join(self, name: str) -> None:
        """Connect somebody."""
        client = self._clients[name]
        if not client.wishes.transport_cc:
            client.bandwidth = BANDWIDTH
        await self.negotiate(name, client)
        async with asyncio.timeout(PATIENCE):
            await client.connected()

    async def publish(self) -> None:
        """Begin to send, to all."""
        self._clients["publisher"].publish([Layer(1280, 720, 30.0, self._bitrate)])

    async def end(self) -> None:
        """All leave."""
        for client in self._clients.values():
            client.close()

    async def begin(self) -> None:
        """Join all, and wait until all get all."""
        await self.join("publisher")
        cpu = self.cpu()
        for first in range(0, len(self._names), TOGETHER):
            await asyncio.gather(*map(self.join, self._names[first : first + TOGETHER]))
        await self.publish()
        await until(lambda: min(self.packets()) > 0)
        self._joining, self._first = self.cpu() - cpu, sum(self.packets())
        loop = asyncio.get_running_loop()
        end = loop.time() + SETTLING
        while loop.time() < end:
            before, published = self.packets(), self.published()
            await asyncio.sleep(WINDOW)
            least = min(now - then for now, then in zip(self.packets(), before, strict=True))
            if least >= SETTLED * (self.published() - published):
                break

    async def measure(self, seconds: float) -> tuple[float, float, float]:
        """CPU seconds per packet that arrived, the share of all packets that arrived, CPU seconds of a join.

        A join is all from the first message to the first packet of media, without what forwarding cost meanwhile.
        """
        cpu, packets, published = self.cpu(), sum(self.packets()), self.published()
        await asyncio.sleep(seconds)
        arrived = sum(self.packets()) - packets
        cost = (self.cpu() - cpu) / max(1, arrived)
        owed = (self.published() - published) * len(self._names)
        return cost, arrived / max(1, owed), (self._joining - self._first * cost) / len(self._names)


class RelayScene(Scene):
    """At the relay."""

    def __init__(self, server: Server, viewers: int, bitrate: int, *, transport_cc: bool) -> None:
        super().__init__(viewers, bitrate, transport_cc=transport_cc)
        self._server = server

    def cpu(self) -> float:
        """CPU seconds of the server so far."""
        return self._server.cpu()

    async def negotiate(self, name: str, client: LightClient) -> None:
        """Offer and answer."""
        found = await self._server.ask(join=name, publishes=name == "publisher", offer=client.offer())
        client.accept(found["answer"])

    async def publish(self) -> None:
        """Begin to send, to all."""
        await super().publish()
        await self._server.ask(watch=self._names, of="publisher")


class JanusScene(Scene):
    """At a room of Janus."""

    def __init__(self, server: janus.Janus, viewers: int, bitrate: int) -> None:
        super().__init__(viewers, bitrate, transport_cc=False)
        self._janus = server

    def cpu(self) -> float:
        """CPU seconds of the server so far."""
        return cpu_seconds(self._janus.process.pid)

    async def negotiate(self, name: str, client: LightClient) -> None:
        """Offer and answer."""
        if name == "publisher":
            client.accept(await self._janus.publish(client.offer()))
        else:
            await self._janus.subscribe(client)


class AiortcScene(RelayScene):
    """At aiortc, which forwards under the publisher's own SSRC: viewers have never heard of it."""

    def packets(self) -> list[int]:
        """How many packets each viewer has."""
        return [self._clients[name].heard["stray"] for name in self._names]


@asynccontextmanager
async def scene_of(kind: str, viewers: int, bitrate: int) -> AsyncIterator[Scene]:
    """A scene at a fresh server of this kind (relay-twcc, relay-remb, janus, aiortc), which is ended at the end."""
    if kind == "janus":
        async with janus.running(free_port(SOCK_STREAM)) as server:
            await server.begin()
            yield JanusScene(server, viewers, bitrate)
    elif kind == "aiortc":
        async with serving(kind) as process:
            yield AiortcScene(process, viewers, bitrate, transport_cc=False)
    else:
        async with serving("relay") as process:
            yield RelayScene(process, viewers, bitrate, transport_cc=kind == "relay-twcc")
