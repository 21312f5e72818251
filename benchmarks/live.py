"""What a packet to a viewer costs: CPU seconds of the server per million egress packets.

One publisher sends video of 2.5 Mbit/s (30 bursts a second of nine packets) to 30 viewers, and of a third of that to
200 (the load's own process must keep up); all clients are on loopback in the process that measures. Servers take turns,
medians of the rounds. Compared are the relay with light clients, aiortc's own path, and Janus (Debian's package; or
unpacked, with JANUS_PREFIX naming where) when it is there; both with clients of aiortc, since light ones don't play the
full ICE that they need. No client decodes.

    python benchmarks/live.py [--seconds 5] [--rounds 3]
"""

import argparse
import asyncio
import json
import os
import platform
import socket
import statistics
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "layers/neufit/python")]

from aiortc import (  # noqa: E402  # the path is set above
    RTCBundlePolicy,
    RTCConfiguration,
    RTCPeerConnection,
    RTCSessionDescription,
)

from benchmarks.load import janus  # noqa: E402
from media_relay.rtc import rtp  # noqa: E402
from media_relay.rtc.certificate import Certificate  # noqa: E402
from media_relay.rtc.dtls import DtlsContext  # noqa: E402
from rtc_client.client import LightClient  # noqa: E402
from rtc_client.description import Wishes  # noqa: E402
from rtc_client.pictures import Layer  # noqa: E402

RESULT = ROOT / "benchmarks/results/live.json"
SERVER = ROOT / "benchmarks/load/live_server.py"
# Viewers, and the publisher's bit/s.
SCENES = ((30, 2_500_000), (200, 830_000))
PATIENCE = 60.0


@dataclass(frozen=True)
class Measure:
    """One row of the result."""

    name: str
    value: float
    unit: str
    peer: str | None = None
    ratio: float | None = None


def cpu_seconds(pid: int) -> float:
    """CPU time of all threads of a process so far; nanoseconds are counted by the scheduler."""
    tasks = Path(f"/proc/{pid}/task")
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir()) / 1e9


class Server:
    """A server in a process of its own that is spoken to in lines of JSON."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def ask(self, **command: object) -> dict[str, str]:
        """Send a command and wait for what comes back."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(command).encode() + b"\n")
        line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError("The server under test has ended.")
        answer: dict[str, str] = json.loads(line)
        return answer

    def cpu(self) -> float:
        """CPU seconds so far."""
        return cpu_seconds(self._process.pid)


@asynccontextmanager
async def serving(kind: str) -> AsyncIterator[Server]:
    """The server of this kind, ended at the end."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(SERVER), kind, stdin=pipe, stdout=pipe, limit=2**20
    )
    try:
        yield Server(process)
    finally:
        process.terminate()
        await process.wait()


async def until(done, seconds: float = PATIENCE) -> None:
    """Wait for something that is counted by others."""
    async with asyncio.timeout(seconds):
        while not done():  # noqa: ASYNC110  # see above
            await asyncio.sleep(0.05)


class Scene:
    """A publisher and its viewers at one server."""

    def __init__(self, viewers: int, bitrate: int) -> None:
        self._bitrate = bitrate
        self._names = [f"viewer {number}" for number in range(viewers)]

    def packets(self) -> list[int]:
        """How many packets each viewer has."""
        raise NotImplementedError

    def cpu(self) -> float:
        """CPU seconds of the server so far."""
        raise NotImplementedError

    def egress(self) -> int:
        """How many packets the server had to send so far; what arrived, where the clients keep up."""
        return sum(self.packets())

    async def join(self, name: str) -> None:
        """Connect somebody."""
        raise NotImplementedError

    async def publish(self) -> None:
        """Begin to send, to all."""
        raise NotImplementedError

    async def end(self) -> None:
        """All leave."""
        raise NotImplementedError

    async def begin(self) -> float:
        """Join all and wait until all get something; CPU seconds that one viewer's joining cost."""
        await self.join("publisher")
        before = self.cpu()
        for name in self._names:
            await self.join(name)
        cost = (self.cpu() - before) / len(self._names)
        await self.publish()
        await until(lambda: min(self.packets()) > 30)
        return cost

    async def measure(self, seconds: float) -> tuple[float, float]:
        """CPU seconds per million packets that were to be sent, and how many a second arrived."""
        cpu, packets, egress = self.cpu(), sum(self.packets()), self.egress()
        began = asyncio.get_running_loop().time()
        await asyncio.sleep(seconds)
        elapsed = asyncio.get_running_loop().time() - began
        arrived = sum(self.packets()) - packets
        return 1e6 * (self.cpu() - cpu) / max(1, self.egress() - egress), arrived / elapsed


class LightScene(Scene):
    """With light clients."""

    def __init__(self, server: Server, viewers: int, bitrate: int, *, transport_cc: bool) -> None:
        super().__init__(viewers, bitrate)
        self._server = server
        context = DtlsContext(Certificate.generate())
        wishes = Wishes(video_slots=1, transport_cc=transport_cc)
        self._clients = {name: LightClient(context, wishes, watchful=transport_cc) for name in self._names}
        self._clients["publisher"] = LightClient(context, Wishes(camera=True, layers=1))

    def packets(self) -> list[int]:
        """How many packets each viewer has."""
        return [sum(one.packets for one in self._clients[name].receptions.values()) for name in self._names]

    async def join(self, name: str) -> None:
        """Connect somebody."""
        client = self._clients[name]
        if not client.wishes.transport_cc:
            client.bandwidth = 10_000_000
        found = await self._server.ask(join=name, publishes=name == "publisher", offer=client.offer())
        client.accept(found["answer"])
        async with asyncio.timeout(PATIENCE):
            await client.connected()

    def cpu(self) -> float:
        """CPU seconds of the server so far."""
        return self._server.cpu()

    async def publish(self) -> None:
        """Begin to send, to all."""
        self._clients["publisher"].publish([Layer(1280, 720, 30.0, self._bitrate)])
        await self._server.ask(watch=self._names, of="publisher")

    async def end(self) -> None:
        """All leave."""
        for client in self._clients.values():
            client.close()


class AiortcScene(Scene):
    """With clients of aiortc, whose transports count what comes and send what is made; nothing is coded."""

    def __init__(self, server: Server | None, viewers: int, bitrate: int) -> None:
        super().__init__(viewers, bitrate)
        self._server = server
        self._connections = {}
        self._counts = dict.fromkeys(self._names, 0)
        self._sending: asyncio.Task | None = None
        self._fed = 0

    def egress(self) -> int:
        """What was fed, for each viewer: many clients of aiortc in one process don't keep up."""
        return self._fed * len(self._names)

    def packets(self) -> list[int]:
        """How many packets each viewer has."""
        return list(self._counts.values())

    def cpu(self) -> float:
        """CPU seconds of the server so far."""
        return self._server.cpu()

    def connection(self, name: str) -> RTCPeerConnection:
        """A new one, for somebody."""
        self._connections[name] = RTCPeerConnection(
            RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)
        )
        return self._connections[name]

    def count(self, name: str) -> None:
        """Count what comes to a viewer, in place of taking it in."""

        async def note(data: bytes, arrival_time_ms: int) -> None:  # noqa: ARG001  # the hook's signature
            self._counts[name] += 1

        transport = self._connections[name].getTransceivers()[0].receiver.transport
        transport._handle_rtp_data = note  # noqa: SLF001  # see above

    async def join(self, name: str) -> None:
        """Connect somebody."""
        connection = self.connection(name)
        publishes = name == "publisher"
        connection.addTransceiver("video", direction="sendonly" if publishes else "recvonly")
        await connection.setLocalDescription(await connection.createOffer())
        offer = connection.localDescription.sdp
        found = await self._server.ask(join=name, publishes=publishes, offer=offer)
        if not publishes:
            self.count(name)
        await connection.setRemoteDescription(RTCSessionDescription(found["answer"], "answer"))
        await until(lambda: connection.connectionState == "connected")

    async def publish(self) -> None:
        """Begin to send, to all."""
        await self._server.ask(watch=self._names, of="publisher")
        transport = self._connections["publisher"].getTransceivers()[0].sender.transport
        self._sending = asyncio.create_task(self._send(transport._send_rtp, 97))  # noqa: SLF001  # see above

    async def _send(self, send: Callable[[bytes], Awaitable[None]], payload_type: int) -> None:
        layer, loop = Layer(1280, 720, 30.0, self._bitrate), asyncio.get_running_loop()
        due = loop.time()
        while True:
            due += 1 / layer.fps
            await asyncio.sleep(max(0.0, due - loop.time()))
            for payload, last in layer.frame(loop.time()):
                self._fed += 1
                timestamp = int(due * 90000) & 0xFFFFFFFF
                packet = rtp.RtpPacket(last, payload_type, self._fed & 0xFFFF, timestamp, 1, {}, payload)
                await send(rtp.serialize(packet))

    async def end(self) -> None:
        """All leave."""
        if self._sending is not None:
            self._sending.cancel()
        for connection in self._connections.values():
            await connection.close()


class JanusScene(AiortcScene):
    """Clients of aiortc at a mountpoint of Janus, which is fed with plain RTP."""

    def __init__(self, server: janus.Janus, feed: int, viewers: int, bitrate: int) -> None:
        super().__init__(None, viewers, bitrate)
        self._janus, self._feed = server, feed

    def cpu(self) -> float:
        """CPU seconds of the server so far."""
        return cpu_seconds(self._janus.process.pid)

    async def join(self, name: str) -> None:
        """Connect somebody; the publisher needs no connection."""
        if name == "publisher":
            return
        handle, offer = await self._janus.offer()
        connection = self.connection(name)
        await connection.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        self.count(name)
        await connection.setLocalDescription(await connection.createAnswer())
        await self._janus.start(handle, connection.localDescription.sdp)
        await until(lambda: connection.connectionState == "connected")

    async def publish(self) -> None:
        """Begin to send, to all."""
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            asyncio.DatagramProtocol, remote_addr=("127.0.0.1", self._feed)
        )

        async def send(data: bytes) -> None:  # as aiortc's
            transport.sendto(data)

        self._sending = asyncio.create_task(self._send(send, 96))
        self._sending.add_done_callback(lambda _: transport.close())


def free_port(kind: socket.SocketKind) -> int:
    """A port that nobody has right now."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def scene_of(kind: str, viewers: int, bitrate: int, *, transport_cc: bool) -> AsyncIterator[Scene]:
    """A scene at a fresh server, which is ended at the end."""
    if kind == "janus":
        feed = free_port(socket.SOCK_DGRAM)
        async with janus.running(free_port(socket.SOCK_STREAM)) as server:
            await server.begin(feed)
            yield JanusScene(server, feed, viewers, bitrate)
        return
    async with serving(kind) as server:
        if kind == "aiortc":
            yield AiortcScene(server, viewers, bitrate)
        else:
            yield LightScene(server, viewers, bitrate, transport_cc=transport_cc)


async def one(
    kind: str, viewers: int, bitrate: int, seconds: float, *, transport_cc: bool = False
) -> tuple[float, float, float]:
    """A fresh server: cost of a packet (us), packets a second, cost of a join (ms)."""
    async with scene_of(kind, viewers, bitrate, transport_cc=transport_cc) as scene:
        try:
            join = await scene.begin()
            cost, rate = await scene.measure(seconds)
        finally:
            await scene.end()
        return cost, rate, 1000 * join


async def compare(kinds: list[str], seconds: float, rounds: int) -> list[Measure]:
    """All servers in turn, in all scenes."""
    rows: list[Measure] = []
    for viewers, bitrate in SCENES:
        found: dict[str, list[tuple[float, float, float]]] = {}
        for _ in range(rounds):
            for kind in kinds:
                found.setdefault(kind, []).append(await one(kind, viewers, bitrate, seconds))
            if viewers == SCENES[0][0]:
                with_feedback = await one("relay", viewers, bitrate // 3, seconds, transport_cc=True)
                found.setdefault("relay, with TWCC feedback", []).append(with_feedback)
        for kind, results in found.items():
            cost, rate, join = (statistics.median(column) for column in zip(*results, strict=True))
            peer = next((other for other in ("janus", "aiortc") if other in found and kind.startswith("relay")), None)
            ratio = round(cost / statistics.median(one[0] for one in found[peer]), 2) if peer else None
            rows.append(
                Measure(f"{kind}: CPU per million packets to {viewers} viewers", round(cost, 2), "s", peer, ratio)
            )
            rows.append(Measure(f"{kind}: packets to {viewers} viewers", round(rate), "1/s"))
            rows.append(Measure(f"{kind}: CPU of a join at {viewers} viewers", round(join, 2), "ms"))
    return rows


def report(rows: list[Measure]) -> None:
    """Print the table and keep it as JSON."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    when = datetime.now(UTC).isoformat(timespec="seconds")
    for row in rows:
        ratio = f"{row.ratio:>6.2f} x {row.peer}" if row.peer else ""
        print(f"{row.name:<62} {row.value:>10g} {row.unit:<6} {ratio}")
    RESULT.parent.mkdir(exist_ok=True)
    values = [vars(row) | {"when": when, "machine": machine} for row in rows]
    RESULT.write_text(json.dumps(values, indent=2) + "\n")


def main() -> None:
    """Run it all; what isn't installed is left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--servers", default="relay,aiortc,janus")
    wanted = parser.parse_args()
    kinds = wanted.servers.split(",")
    if "janus" in kinds and janus.executable() is None:
        kinds.remove("janus")
        print("Janus isn't installed: the comparison with it is left out")
    report(asyncio.run(compare(kinds, wanted.seconds, wanted.rounds)))


if __name__ == "__main__":
    main()
