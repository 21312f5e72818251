"""What the relay adds on the way of a packet when it is busy: from the publisher's send to the viewer's socket.

Classes of a trainer and 20 viewers (2.5 Mbit/s, 30 frames a second of ten packets) are filled until the relay's process
takes 70 % of a core: once with the packets of a frame spread as browsers send them (at two and a half times the rate,
libwebrtc's pacing factor), once with each frame as a burst, which is harder. Then the same with one class that is made
larger instead, paced. Viewers come while the relay takes less, and leave while it takes more; the rows say what it
really took. All clients are in this process. Every packet holds the time at which it was given to SRTP and
the socket, and is taken to have come when the kernel put it into the viewer's, so what this process itself does late
isn't in it. Those who join a class first and last are sampled: who joined first is served first. The others fill the
relay's time only: once they have media they let the kernel drop it, or this process would need more than the relay.
Beside it packets straight from socket to socket, and how long the relay waited for a CPU that others had: where that is
more than a few percent, it is the machine that is measured. Of three windows the medians of the quantiles.

    python benchmarks/live_latency.py [--seconds 4] [--rounds 3] [--share 70]
"""

import argparse
import asyncio
import socket
import statistics
import struct
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "layers/neufit/python")]

from benchmarks.load.report import Measure, quantile, report
from benchmarks.load.servers import PATIENCE, Server, serving, until
from media_relay.rtc.certificate import Certificate
from media_relay.rtc.dtls import DtlsContext
from rtc_client.client import LightClient
from rtc_client.description import VP8, Wishes
from rtc_client.pictures import Layer
from rtc_client.timestamps import arrived_at, begin_stamping

BITRATE = 2_500_000
PACE = 2.5 * BITRATE
VIEWERS = 20
MOST_VIEWERS = 400
FIRST_VIEWERS = 60
# How often the load is looked at, and how near to what is asked it has to come.
STEPS = 10
NEAR = 0.03
# How long the estimates of the first viewers take to rise, how long others take to come and to be gone, and over how
# long CPU time is measured.
RISE_SECONDS = 6.0
SETTLE_SECONDS = 1.5
LOOK_SECONDS = 3.0
TELL_SECONDS = 1.2
# What those who fill say that they can take, in bit/s.
BANDWIDTH = 20_000_000
# Viewers of a class (None: one class holds all), and the pace.
SCENES = ((VIEWERS, PACE), (VIEWERS, None), (None, PACE))
STAMP = struct.Struct("!Q")


class StampedLayer(Layer):
    """Every packet ends with the time at which it was made."""

    def frame(self, now: float) -> Iterator[tuple[bytes, bool]]:
        """Payloads of the next frame, each with whether it is the last."""
        for payload, last in super().frame(now):
            yield payload[: -STAMP.size] + STAMP.pack(time.time_ns()), last


class Sample:
    """A viewer that opens its packets and notes how old they were when they came (ns)."""

    def __init__(self, client: LightClient, found: list[int]) -> None:
        self._client, self._found = client, found
        # There is no way in for it, since nobody else needs to know when the kernel had a packet.
        client.transport._on_rtp = self._take  # noqa: SLF001
        begin_stamping(client.transport._socket)  # noqa: SLF001

    def _take(self, data: bytes) -> None:
        self._client._on_sealed(memoryview(data))  # noqa: SLF001  # counted and reported, but not put together
        if data[1] & 0x7F == VP8:
            came = int(1e9 * self._client.transport.arrived())
            self._found.append(came - STAMP.unpack(data[-STAMP.size :])[0])


@dataclass
class Class:
    """A room with its trainer; ``fill`` are the viewers that aren't sampled."""

    name: str
    trainer: LightClient
    sampled: list[LightClient] = field(default_factory=list)
    fill: list[LightClient] = field(default_factory=list)
    joined: int = 0

    @property
    def viewers(self) -> int:
        """How many there are."""
        return len(self.sampled) + len(self.fill)


class Classes:
    """Classes of so many viewers (None: one class of all) at a relay, whose trainers send at a pace or in bursts."""

    def __init__(self, server: Server, size: int | None, pace: float | None) -> None:
        self.server = server
        self.size = size
        self.pace = pace
        self.found: list[int] = []
        self._context = DtlsContext(Certificate.generate())
        self._classes: list[Class] = []
        self._opened = 0

    @property
    def viewers(self) -> int:
        """How many there are."""
        return sum(one.viewers for one in self._classes)

    def __str__(self) -> str:
        each = f"{len(self._classes)} classes of up to {self.size}, {self.viewers} viewers"
        return (f"one class of {self.viewers}" if self.size is None else each) + (
            ", paced" if self.pace else ", bursts"
        )

    async def _join(self, name: str, room: str, wishes: Wishes, *, watchful: bool = False) -> LightClient:
        client = LightClient(self._context, wishes, watchful=watchful)
        found = await self.server.ask(join=name, room=room, publishes=wishes.camera, offer=client.offer())
        client.accept(found["answer"])
        async with asyncio.timeout(PATIENCE):
            await client.connected()
        return client

    async def _open(self) -> Class:
        """A class with its trainer."""
        name = f"class {self._opened}"
        self._opened += 1
        trainer = await self._join(f"{name} trainer", name, Wishes(camera=True, layers=1))
        trainer.publish([StampedLayer(1280, 720, 30.0, BITRATE)], pace=self.pace)
        self._classes.append(Class(name, trainer))
        return self._classes[-1]

    async def grow(self, count: int) -> None:
        """So many more viewers."""
        while count > 0:
            room = self._classes[-1] if self._classes else None
            if room is None or (self.size is not None and room.viewers >= self.size):
                room = await self._open()
            more = count if self.size is None else min(count, self.size - room.viewers)
            await self._enter(room, more)
            count -= more

    async def _enter(self, room: Class, count: int) -> None:
        """So many more viewers of a class, the first and the last of which are sampled."""
        loop = asyncio.get_running_loop()
        names: list[str] = []
        fill: list[LightClient] = []
        for index in range(count):
            names.append(f"{room.name} viewer {room.joined}")
            sampled = room.joined == 0 or index == count - 1
            room.joined += 1
            wishes = Wishes(video_slots=1, transport_cc=sampled)
            client = await self._join(names[-1], room.name, wishes, watchful=sampled)
            (room.sampled if sampled else room.fill).append(client)
            if sampled:
                Sample(client, self.found)
            else:
                client.bandwidth = BANDWIDTH
                fill.append(client)
        await self.server.ask(watch=names, of=f"{room.name} trainer")
        # Until they have told what they can take, which goes along with the first report on what came.
        await until(lambda: all(one.transport.received > 0 for one in fill))
        await asyncio.sleep(TELL_SECONDS)
        for one in fill:
            loop.remove_reader(one.transport._socket)  # noqa: SLF001  # nobody else plays deaf

    def shrink(self, count: int) -> None:
        """So many fewer viewers: of the newest class, which ends with the last of them."""
        while count > 0 and self._classes:
            room = self._classes[-1]
            (room.fill or room.sampled).pop().close()
            if not room.viewers:
                self._classes.pop().trainer.close()
            count -= 1

    async def share(self, seconds: float = LOOK_SECONDS) -> float:
        """The part of a core that the relay takes."""
        loop = asyncio.get_running_loop()
        began, cpu = loop.time(), self.server.cpu()
        await asyncio.sleep(seconds)
        return (self.server.cpu() - cpu) / (loop.time() - began)

    def close(self) -> None:
        """All leave."""
        self.shrink(self.viewers)


class Direct:
    """Packets from socket to socket, a hundred a second."""

    def __init__(self) -> None:
        self.found: list[int] = []
        self._loop = asyncio.get_running_loop()
        self._receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._receiver.bind(("127.0.0.1", 0))
        self._receiver.setblocking(False)  # noqa: FBT003  # the standard library's signature
        self._sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._sender.connect(self._receiver.getsockname())
        begin_stamping(self._receiver)
        self._loop.add_reader(self._receiver, self._take)
        self._timer = self._loop.call_soon(self._send)

    def _send(self) -> None:
        self._sender.send(bytes(1192) + STAMP.pack(time.time_ns()))
        self._timer = self._loop.call_later(0.01, self._send)

    def _take(self) -> None:
        data = self._receiver.recv(2048)
        self.found.append(arrived_at(self._receiver) - STAMP.unpack(data[-STAMP.size :])[0])

    def close(self) -> None:
        """No more."""
        self._timer.cancel()
        self._loop.remove_reader(self._receiver)
        self._receiver.close()
        self._sender.close()


async def load(classes: Classes, share: float) -> None:
    """Let viewers come and go until the relay takes this share of a core, as near as it gets in a few steps."""
    await classes.grow(FIRST_VIEWERS)
    await asyncio.sleep(RISE_SECONDS)
    for _ in range(STEPS):
        taken = await classes.share()
        if abs(taken - share) <= NEAR:
            return
        # What is there at most doubles. A relay that is full doesn't tell how much too much it has.
        wanted = min(2 * classes.viewers, round(classes.viewers * share / max(taken, 0.01)), MOST_VIEWERS)
        if wanted >= classes.viewers:
            await classes.grow(wanted - classes.viewers)
        else:
            classes.shrink(classes.viewers - wanted)
        await asyncio.sleep(SETTLE_SECONDS)


async def scene(size: int | None, pace: float | None, share: float, seconds: float, rounds: int) -> list[Measure]:
    """Load a fresh relay, and measure."""
    async with serving("relay") as server:
        classes, direct = Classes(server, size, pace), Direct()
        try:
            await load(classes, share)
            name = str(classes)
            takes: list[float] = []
            waited = server.waited()
            began = asyncio.get_running_loop().time()
            windows: list[tuple[list[int], list[int]]] = []
            for _ in range(rounds):
                classes.found.clear()
                direct.found.clear()
                takes.append(await classes.share(seconds))
                windows.append((list(classes.found), list(direct.found)))
            waiting = (server.waited() - waited) / (asyncio.get_running_loop().time() - began)
        finally:
            direct.close()
            classes.close()
    rows = [Measure(f"{name}: CPU of the relay, {100 * share:.0f} asked", round(100 * statistics.median(takes)), "%")]
    rows.append(Measure(f"{name}: waiting of the relay for a CPU", round(100 * waiting), "%"))
    for part in (0.5, 0.99):
        ours, straight = (
            statistics.median(quantile(window[index], part) / 1e6 for window in windows) for index in (0, 1)
        )
        label = f"p{round(100 * part)}"
        rows.append(Measure(f"{name}: added latency, {label}", round(ours, 3), "ms", "direct", round(ours / straight)))
        rows.append(Measure(f"{name}: socket to socket beside it, {label}", round(straight, 3), "ms"))
    return rows


async def measure(share: float, seconds: float, rounds: int) -> list[Measure]:
    """All loads."""
    rows: list[Measure] = []
    for size, pace in SCENES:
        rows += await scene(size, pace, share, seconds, rounds)
    return rows


def main() -> None:
    """Measure, and keep what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--share", type=float, default=70.0)
    wanted = parser.parse_args()
    report(asyncio.run(measure(wanted.share / 100, wanted.seconds, wanted.rounds)), "live_latency")


if __name__ == "__main__":
    main()
