"""People come and go for minutes: memory, files and tables of a relay that must stay as they are.

The relay is a process of its own, signalling and media. A host publishes, one viewer stays and must miss nothing, and
eight names come by their WebSockets, watch for a while and go in turn: with a goodbye, by ending their media, or cut
off (and again under the same name while the relay still keeps their media).

What settles first: the allocator, and what a room keeps on purpose, which is its last 1,000 log entries (two for each
join), the last 256 states that they led to, and the tickets of the last minute. So the slope of memory is that of what
comes after the first 1,000 joins, or of the second half when there were fewer. The default is short for ``make bench``;
the whole soak is ten minutes:

    python benchmarks/live_soak.py --seconds 600
"""

import argparse
import asyncio
import json
import logging
import random
import socket
import statistics
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "layers/neufit/python")]

import aiohttp
from aiohttp import web

from benchmarks.load.report import Measure, report
from iac.local.samples.live.conversation import Closed, Conversation
from media_relay.application import LIVE_PATH, build
from media_relay.rtc.certificate import Certificate
from media_relay.rtc.dtls import DtlsContext
from media_relay.rtc.plane import MediaPlane
from media_relay.settings import RelaySettings
from neufit.contracts.tickets import LiveTicket
from neufit.domain.room.kinds import MeetingKind, MeetingRole, Source
from neufit.ids import new_id
from neufit.signing import PemSigner, new_private_key
from rtc_client.client import LightClient
from rtc_client.description import Wishes
from rtc_client.pictures import camera

AT_ONCE = 8
STAY_SECONDS = (0.3, 1.0)
SETTLED_JOINS = 1000
SAMPLE_SECONDS = 5.0
LEAST_SAMPLES = 12
HOST, VIEWER = "host", "viewer"
TABLES = ("connections", "peers", "addresses", "ufrags", "paths")


async def serve(key: str) -> None:
    """Be the relay: say the port, and for each line of standard input how large the tables are."""
    plane = MediaPlane("127.0.0.1", 0, ())
    # There is no store: live sessions need none.
    nowhere = {"aws_endpoint": "http://127.0.0.1:9", "media_bucket": "none"}
    logging.getLogger("media_relay").setLevel(logging.ERROR)
    relay = build(RelaySettings(**nowhere, ticket_key=key), plane)
    runner = web.AppRunner(relay.application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(json.dumps({"port": runner.addresses[0][1]}), flush=True)
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while await reader.readline():
        sizes = {
            "connections": len(relay.admission),
            "peers": len(plane._peers),  # noqa: SLF001  # tables are what is measured
            "addresses": len(plane.ice.peers),
            "ufrags": len(plane.ice._by_ufrag),  # noqa: SLF001
            "paths": len(plane.path.by_address),
            "blocks": sys.getallocatedblocks(),
        }
        print(json.dumps(sizes), flush=True)
    await runner.cleanup()


class Person:
    """Somebody in the class, with media."""

    def __init__(self, connection: aiohttp.ClientWebSocketResponse, client: LightClient) -> None:
        self._connection = connection
        self.client = client
        self.conversation = Conversation(connection)
        self._listening: asyncio.Task[None] | None = None

    async def enter(self, ticket: str) -> None:
        """Say hello and agree on media. Raise Closed, TimeoutError."""
        async with asyncio.timeout(20):
            await self.conversation.hello(ticket)
            self._listening = asyncio.create_task(self.conversation.listen())
            await self.conversation.connect(self.client)

    async def leave(self, way: int) -> None:
        """Go in one of three ways; returns when the connection has ended."""
        match way:
            case 0:
                await self._connection.close()
                self.client.vanish()
            case 1:
                self.client.close()
            case _:
                self._connection.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
                self.client.vanish()
        if self._listening is not None:
            with suppress(Closed):
                await self._listening
        await self._connection.close()


class Soak:
    """One run. ``rows`` are the samples; names are used again and again, as people come back."""

    def __init__(self, relay: asyncio.subprocess.Process, url: str, signer: PemSigner, seconds: float) -> None:
        self._relay = relay
        self._url = url
        self._signer = signer
        self._seconds = seconds
        self._context = DtlsContext(Certificate.generate())
        self._end = time.monotonic() + seconds
        self.joins = self.failures = 0
        self.rows: list[dict[str, float]] = []

    async def run(self) -> None:
        """The whole of it."""
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
            host = await self._join(session, HOST)
            host.client.publish(camera(scale=0.1), sound=True)
            await host.conversation.do("set_media", camera=True, microphone=True)
            viewer = await self._join(session, VIEWER)
            guests = [self._come_and_go(session, number) for number in range(AT_ONCE)]
            await asyncio.gather(self._watch(viewer.client), *guests)
            await viewer.leave(0)
            await host.leave(0)

    async def _join(self, session: aiohttp.ClientSession, name: str) -> Person:
        host = name == HOST
        now = datetime.now(UTC)
        ticket = LiveTicket(
            jti=new_id(now),
            user_id=name,
            name=name,
            meeting_id="class",
            kind=MeetingKind.GROUP_CLASS,
            role=MeetingRole.HOST if host else MeetingRole.CUSTOMER,
            publishes=frozenset(Source) if host else frozenset(),
            moderates=host,
            issued_at=now,
            ends_at=now + timedelta(days=1),
        )
        wishes = Wishes(microphone=host, camera=host, audio_slots=0 if host else 1, video_slots=0 if host else 1)
        connection = await session.ws_connect(self._url, max_msg_size=0)
        person = Person(connection, LightClient(self._context, wishes))
        try:
            await person.enter(ticket.sign(self._signer))
        except BaseException:
            person.client.vanish()
            await connection.close()
            raise
        return person

    async def _come_and_go(self, session: aiohttp.ClientSession, number: int) -> None:
        chance = random.Random(number)  # noqa: S311  # not a secret
        way = number
        while time.monotonic() < self._end:
            try:
                person = await self._join(session, f"guest {number}")
            except (Closed, TimeoutError):
                self.failures += 1
                continue
            await asyncio.sleep(chance.uniform(*STAY_SECONDS))
            self.failures += not any(reception.packets for reception in person.client.receptions.values())
            self.joins += 1
            way += 1
            await person.leave(way % 3)

    async def _watch(self, viewer: LightClient) -> None:
        """Take a sample every so often."""
        begun = time.monotonic()
        every = min(SAMPLE_SECONDS, self._seconds / LEAST_SAMPLES)
        while time.monotonic() < self._end:
            await asyncio.sleep(every)
            proc = Path(f"/proc/{self._relay.pid}")
            slots = viewer.receptions.values()
            taken = {
                "second": time.monotonic() - begun,
                "joins": self.joins,
                "rss_kib": int((proc / "statm").read_text().split()[1]) * 4,
                "files": sum(1 for _ in (proc / "fd").iterdir()),
                "packets": sum(slot.packets for slot in slots),
                "lost": sum(slot.lost for slot in slots),
                "pause_ms": 1000 * max(slot.longest_pause for slot in slots),
            }
            self.rows.append(taken | await _ask(self._relay))

    def settled(self) -> list[dict[str, float]]:
        """The samples that were taken when what settles had time to."""
        half = len(self.rows) // 2
        later = [row for row in self.rows if row["joins"] >= SETTLED_JOINS]
        return later if len(later) >= LEAST_SAMPLES // 2 else self.rows[half:]

    def slope(self) -> float:
        """By how many MiB memory grows in 1,000 joins once it has settled: the line of least squares."""
        settled = self.settled()
        joins, memory = [row["joins"] for row in settled], [row["rss_kib"] for row in settled]
        return statistics.linear_regression(joins, memory).slope * 1000 / 1024

    def growth(self, name: str) -> float:
        """By how much the median of the second half of the settled samples is above that of the first."""
        values = [row[name] for row in self.settled()]
        middle = len(values) // 2
        return statistics.median(values[middle:]) - statistics.median(values[:middle])


async def _ask(relay: asyncio.subprocess.Process) -> dict[str, Any]:
    """The relay's answer to a line."""
    assert relay.stdin is not None
    assert relay.stdout is not None
    relay.stdin.write(b"\n")
    answer: dict[str, Any] = json.loads(await relay.stdout.readline())
    return answer


@asynccontextmanager
async def relay_process(key: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, int]]:
    """A relay that takes tickets of this key, and its port; it is ended at the end."""
    pipe = asyncio.subprocess.PIPE
    relay = await asyncio.create_subprocess_exec(sys.executable, __file__, "--serve", key, stdin=pipe, stdout=pipe)
    try:
        assert relay.stdout is not None
        yield relay, json.loads(await relay.stdout.readline())["port"]
    finally:
        relay.terminate()
        await relay.wait()


async def soak(seconds: float) -> Soak:
    """Run it beside a relay of its own."""
    signer = PemSigner(new_private_key())
    async with relay_process(signer.public_pem) as (relay, port):
        run = Soak(relay, f"http://127.0.0.1:{port}{LIVE_PATH}", signer, seconds)
        await run.run()
    return run


def table(run: Soak) -> None:
    """Print about a sample a minute, the first and the last."""
    every = max(1, round(60 / (run.rows[-1]["second"] / len(run.rows))))
    every = min(every, max(1, len(run.rows) // 10))
    chosen = sorted({0, *range(every - 1, len(run.rows), every), len(run.rows) - 1})
    names = list(run.rows[0])
    print("".join(f"{name:>12}" for name in names))
    for index in chosen:
        print("".join(f"{run.rows[index][name]:>12.0f}" for name in names))


def rows(run: Soak) -> list[Measure]:
    """What is kept of a run."""
    last, first = run.rows[-1], round(run.settled()[0]["joins"])
    return [
        Measure("soak: seconds", round(last["second"]), "s"),
        Measure("soak: joins", run.joins, "joins"),
        Measure("soak: joins without media", run.failures, "joins"),
        Measure("soak: memory at the end", round(last["rss_kib"] / 1024, 1), "MiB"),
        Measure(f"soak: memory per 1,000 joins, after the first {first}", round(run.slope(), 3), "MiB"),
        Measure("soak: growth of memory, of the same", round(run.growth("rss_kib") / 1024, 3), "MiB"),
        Measure("soak: growth of Python's objects, of the same", run.growth("blocks"), "blocks"),
        Measure("soak: growth of open files, of the same", run.growth("files"), "files"),
        *(
            Measure(f"soak: most {name}, with {AT_ONCE + 2} people", max(row[name] for row in run.rows), "entries")
            for name in TABLES
        ),
        Measure("soak: packets to the viewer who stays", last["packets"], "packets"),
        Measure("soak: packets that this one missed", last["lost"], "packets"),
        Measure("soak: longest time between two of this one's pictures", round(last["pause_ms"]), "ms"),
    ]


def main() -> None:
    """Run it; ``--serve`` is the process under test."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--serve", metavar="KEY", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.serve:
        asyncio.run(serve(wanted.serve))
        return
    run = asyncio.run(soak(wanted.seconds))
    table(run)
    report(rows(run), "live_soak")


if __name__ == "__main__":
    main()
