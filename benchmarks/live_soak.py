"""Joins and leaves all the time: memory, file descriptors and tables of a media plane that must stay flat.

A host publishes to light clients that come, watch for a while and go: two of three say good-bye, one vanishes (and is
replaced when that name comes again). The relay is a process of its own. Rows are samples; the first
half lets memory settle, and ``growth`` compares the medians of the third and the fourth quarter.

    python benchmarks/live_soak.py [--seconds 20]
"""

import argparse
import asyncio
import json
import os
import platform
import random
import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "layers/neufit/python")]

from benchmarks.load.live_server import RelayServer  # noqa: E402  # the path is set above
from media_relay.rtc.certificate import Certificate  # noqa: E402
from media_relay.rtc.dtls import DtlsContext  # noqa: E402
from rtc_client.client import LightClient  # noqa: E402
from rtc_client.description import Wishes  # noqa: E402
from rtc_client.pictures import camera  # noqa: E402

RESULT = ROOT / "benchmarks/results/live_soak.json"
AT_ONCE = 8
STAY_SECONDS = (0.5, 2.0)
SAMPLES = 40


class SoakServer(RelayServer):
    """The relay under test, that also tells how large its tables are."""

    def sizes(self) -> dict[str, int]:
        """How much is held for peers; every name in use is a peer that was joined and not forgotten."""
        plane = self._plane
        return {
            "peers": len(plane._peers),  # noqa: SLF001  # tables are what is measured
            "addresses": len(plane.ice.peers),
            "ufrags": len(plane.ice._by_ufrag),  # noqa: SLF001
            "paths": len(plane.path.by_address),
        }


async def serve() -> None:
    """Answer commands in lines of JSON until standard input ends."""
    server = SoakServer()
    await server.open()
    reader = asyncio.StreamReader(limit=2**20)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        command = json.loads(line)
        told: dict[str, object] = {}
        if "join" in command:
            told["answer"] = await server.join(command["join"], command["offer"], publishes=command["publishes"])
        elif "watch" in command:
            server.watch(command["watch"], "host")
        else:
            told = dict(server.sizes())
        print(json.dumps(told), flush=True)


class Soak:
    """One run. Names are used again and again, as people come back."""

    def __init__(self, process: asyncio.subprocess.Process, seconds: float) -> None:
        self._process = process
        self._seconds = seconds
        self._lock = asyncio.Lock()
        self._context = DtlsContext(Certificate.generate())
        self._end = time.monotonic() + seconds
        self.joins = self.failures = 0
        self.rows: list[dict[str, float]] = []

    async def ask(self, **command: object) -> dict[str, object]:
        """Send a command and wait for what comes back."""
        async with self._lock:
            self._process.stdin.write(json.dumps(command).encode() + b"\n")
            return json.loads(await self._process.stdout.readline())

    async def join(self, name: str, *, publishes: bool) -> LightClient:
        """Connect somebody."""
        client = LightClient(self._context, Wishes(camera=publishes, video_slots=0 if publishes else 1))
        told = await self.ask(join=name, publishes=publishes, offer=client.offer())
        client.accept(told["answer"])
        async with asyncio.timeout(20):
            await client.connected()
        return client

    async def guest(self, number: int) -> None:
        """Come, watch and go until the time is over."""
        chance = random.Random(number)  # noqa: S311  # not a secret
        while time.monotonic() < self._end:
            try:
                client = await self.join(f"guest {number}", publishes=False)
            except TimeoutError:
                self.failures += 1
                continue
            await self.ask(watch=[f"guest {number}"])
            await asyncio.sleep(chance.uniform(*STAY_SECONDS))
            (reception,) = client.receptions.values()
            self.failures += not reception.packets
            self.joins += 1
            if self.joins % 3:
                client.close()
            else:
                client.vanish()

    async def watch(self) -> None:
        """Note a sample every so often."""
        begun = time.monotonic()
        while time.monotonic() < self._end:
            await asyncio.sleep(self._seconds / SAMPLES)
            proc = Path(f"/proc/{self._process.pid}")
            sizes = await self.ask(sizes=True)
            pages = int((proc / "statm").read_text().split()[1])
            files = sum(1 for _ in (proc / "fd").iterdir())
            taken = {"second": time.monotonic() - begun, "joins": self.joins, "rss_kib": pages * 4, "files": files}
            self.rows.append(taken | sizes)

    async def run(self) -> None:
        """The whole of it."""
        host = await self.join("host", publishes=True)
        host.publish(camera(scale=0.1))
        await asyncio.gather(self.watch(), *(self.guest(number) for number in range(AT_ONCE)))
        host.close()

    def growth(self, name: str) -> float:
        """By how much the median of the fourth quarter is above that of the third."""
        values = [row[name] for row in self.rows]
        third, fourth = values[len(values) // 2 : len(values) * 3 // 4], values[len(values) * 3 // 4 :]
        return statistics.median(fourth) - statistics.median(third)


async def soak(seconds: float) -> Soak:
    """Run it beside a relay that is ended with it."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, __file__, "--serve", stdin=pipe, stdout=pipe)
    try:
        run = Soak(process, seconds)
        await run.run()
    finally:
        process.terminate()
        await process.wait()
    return run


def report(run: Soak) -> None:
    """Print the table and keep it as JSON."""
    names = list(run.rows[0])
    print("".join(f"{name:>11}" for name in names))
    for row in run.rows[:: max(1, len(run.rows) // 10)]:
        print("".join(f"{row[name]:>11.0f}" for name in names))
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    common = {"peer": None, "ratio": None, "when": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine}
    last = run.rows[-1]
    values = [
        ("soak: joins", run.joins, "joins"),
        ("soak: joins without media", run.failures, "joins"),
        ("soak: memory at the end", last["rss_kib"] / 1024, "MiB"),
        ("soak: growth of memory, last quarter over the one before", run.growth("rss_kib") / 1024, "MiB"),
        ("soak: growth of open files", run.growth("files"), "files"),
        ("soak: growth of peers", run.growth("peers"), "peers"),
        ("soak: growth of addresses", run.growth("addresses"), "entries"),
    ]
    for name, value, unit in values:
        print(f"{name:<62} {value:>10.3g} {unit}")
    RESULT.parent.mkdir(exist_ok=True)
    rows = [{"name": name, "value": value, "unit": unit} | common for name, value, unit in values]
    RESULT.write_text(json.dumps(rows, indent=2) + "\n")


def main() -> None:
    """Run it; ``--serve`` is the process under test."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--serve", action="store_true")
    wanted = parser.parse_args()
    if wanted.serve:
        asyncio.run(serve())
    else:
        report(asyncio.run(soak(wanted.seconds)))


if __name__ == "__main__":
    main()
