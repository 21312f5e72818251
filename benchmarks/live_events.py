"""How soon everybody in a class sees what happens in it: timer and repetitions to 200 clients.

The relay is a process of its own with its log in it; 200 WebSockets come from the process that measures, so what it
takes to read 200 messages there is in the numbers. From sending a command to its event at each client, one command at a
time, five a second: the timer paused and resumed by the host, and repetitions of the others in turn. Of three rounds,
in turn, the medians of the quantiles.

    python benchmarks/live_events.py [--clients 200] [--commands 30] [--rounds 3]
"""

import argparse
import asyncio
import itertools
import json
import os
import socket
import statistics
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "layers/neufit/python")]

import aiohttp

from benchmarks.load.report import Measure, quantile, report
from benchmarks.load.servers import free_port
from media_relay.application import LIVE_PATH
from neufit.contracts.tickets import LiveTicket
from neufit.domain.room.kinds import MeetingKind, MeetingRole, Source
from neufit.ids import new_id
from neufit.signing import PemSigner, new_private_key

PACE = 0.2
PATIENCE = 30.0
HOST = "host"
PLAN = {"rounds": 50, "work_ms": 20_000, "rest_ms": 10_000}


def ticket(signer: PemSigner, name: str) -> str:
    """The right to be in the class."""
    now = datetime.now(UTC)
    is_host = name == HOST
    return LiveTicket(
        jti=new_id(now),
        user_id=name,
        name=name,
        meeting_id="class",
        kind=MeetingKind.GROUP_CLASS,
        role=MeetingRole.HOST if is_host else MeetingRole.CUSTOMER,
        publishes=frozenset(Source),
        moderates=is_host,
        issued_at=now,
        ends_at=now + timedelta(hours=1),
    ).sign(signer)


class Member:
    """One in the class, who notes when events come."""

    def __init__(self, connection: aiohttp.ClientWebSocketResponse) -> None:
        self._connection = connection
        self._loop = asyncio.get_running_loop()
        self._numbers = itertools.count(1)
        self.arrivals: dict[str, float] = {}
        self.reading: asyncio.Task[None] | None = None

    async def enter(self, token: str) -> None:
        """Say hello, and begin to read when welcome."""
        await self._connection.send_str(json.dumps({"type": "hello", "ticket": token, "after": 0, "log": ""}))
        async with asyncio.timeout(PATIENCE):
            while (message := json.loads((await self._connection.receive()).data))["type"] != "welcome":
                pass
        self._numbers = itertools.count(message["number"] + 1)
        self.reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for frame in self._connection:
            now = self._loop.time()
            text: str = frame.data
            if '"event"' not in text[:40]:
                continue
            for kind in ("rep", "timer"):
                if f'"kind":"{kind}"' in text or f'"kind": "{kind}"' in text:
                    self.arrivals[kind] = now

    async def command(self, **action: object) -> None:
        """Do something."""
        number = next(self._numbers)
        await self._connection.send_str(json.dumps({"type": "command", "number": number, "action": action}))


@asynccontextmanager
async def relay(signer: PemSigner) -> AsyncIterator[str]:
    """The relay as a process; where it is."""
    port = free_port(socket.SOCK_STREAM)
    settings = {
        "NEUFIT_RELAY_PORT": str(port),
        "NEUFIT_RTC_PORT": "0",
        "NEUFIT_TICKET_KEY": signer.public_pem,
        "NEUFIT_RELAY_CONNECTIONS_PER_VIEWER": "1000",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'layers/neufit/python'}",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "media_relay", env=os.environ | settings, stderr=asyncio.subprocess.DEVNULL, cwd=ROOT
    )
    try:
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", port)
                except OSError:
                    if process.returncode is not None:
                        raise RuntimeError("The relay didn't start.") from None
                    await asyncio.sleep(0.1)
                else:
                    writer.close()
                    break
        yield f"http://127.0.0.1:{port}{LIVE_PATH}"
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def spread(kind: str, who: Member, action: dict[str, object], members: list[Member]) -> list[float]:
    """Seconds from a command to its event at each member."""
    loop = asyncio.get_running_loop()
    for member in members:
        member.arrivals.pop(kind, None)
    began = loop.time()
    await who.command(**action)
    async with asyncio.timeout(PATIENCE):
        while not all(kind in member.arrivals for member in members):  # noqa: ASYNC110  # many tasks set them
            await asyncio.sleep(0.01)
    found = [member.arrivals[kind] - began for member in members]
    await asyncio.sleep(max(0.0, began + PACE - loop.time()))
    return found


async def measure(clients: int, commands: int, rounds: int) -> list[Measure]:
    """All rounds with one class."""
    signer = PemSigner(new_private_key())
    quantiles: dict[tuple[str, float], list[float]] = {}
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(relay(signer))
        session = await stack.enter_async_context(aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)))
        members: list[Member] = []
        for name in [HOST, *(f"person-{number}" for number in range(clients - 1))]:
            connection = await session.ws_connect(url, max_msg_size=2**22)
            stack.push_async_callback(connection.close)
            member = Member(connection)
            await member.enter(ticket(signer, name))
            members.append(member)
        host, *others = members
        await spread("timer", host, {"kind": "timer", "do": "start", "plan": PLAN}, members)
        turns, timer = itertools.cycle(others), itertools.cycle(("pause", "resume"))
        for _ in range(rounds):
            found: dict[str, list[float]] = {"timer": [], "rep": []}
            for _ in range(commands):
                found["timer"] += await spread("timer", host, {"kind": "timer", "do": next(timer)}, members)
                found["rep"] += await spread("rep", next(turns), {"kind": "rep", "delta": 1}, members)
            for kind, seconds in found.items():
                for share in (0.5, 0.99):
                    quantiles.setdefault((kind, share), []).append(1000 * quantile(seconds, share))
        for member in members:
            if member.reading is not None:
                member.reading.cancel()
    names = {"timer": "timer", "rep": "repetition"}
    return [
        Measure(f"{names[kind]} to {clients} clients, p{round(100 * share)}", round(statistics.median(values), 1), "ms")
        for (kind, share), values in quantiles.items()
    ]


def main() -> None:
    """Measure, and keep what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--commands", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    report(asyncio.run(measure(wanted.clients, wanted.commands, wanted.rounds)), "live_events")


if __name__ == "__main__":
    main()
