"""Many in one class, and one who can't keep up."""

import asyncio
import json
import socket

import aiohttp
from aiohttp import web

from media_relay.application import LIVE_PATH
from media_relay.live.outbox import MOST_EVENTS, Kind, Outbox
from media_relay.metrics import Metrics
from media_relay.signalling.socket import frame_head

CROWD = 199


async def test_two_hundred_see_the_same(enter, relay):
    """The host and 199 customers: each gets the timer and everybody's repetitions, in one order, with one total."""
    host = await enter("host")
    crowd = []
    # On a busy machine more at once would wait for longer than the relay lets anybody wait for the room's log.
    for first in range(0, CROWD, 20):
        some = range(first, min(first + 20, CROWD))
        crowd += await asyncio.gather(*(enter(f"person-{number}") for number in some))
    await host.do("timer", do="start", plan={"rounds": 8, "work_ms": 20_000, "rest_ms": 10_000})
    await asyncio.gather(*(person.do("rep", delta=1) for person in crowd))
    everybody = [host, *crowd]

    async def all_counted(person):
        while not any(event["total"] == CROWD for event in person.events("rep")[-1:]):
            await person.until_event("rep")

    await asyncio.gather(*(all_counted(person) for person in everybody))
    timers = {json.dumps(person.events("timer")) for person in everybody}
    assert len(timers) == 1
    told = set()
    for person in everybody:
        events = [message for message in person.messages if message["type"] == "event"]
        reps = [
            (one["seq"], one["time"], one["event"]["reps"]["participant"]) for one in events if "reps" in one["event"]
        ]
        assert len(reps) == CROWD
        told.add(tuple(reps))
    assert len(told) == 1
    assert relay.count("participants") == CROWD + 1
    assert relay.count("resyncs_total") == 0


async def test_a_slow_reader_is_made_up_to_by_a_snapshot(enter, relay, make_live_ticket):
    """One who reads nothing holds nobody up, and finds the room as it is when it reads again."""

    def narrow(address):
        made = socket.socket(address[0], address[1], address[2])
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        made.setblocking(False)
        return made

    # What the kernel would take on both ways is more than a class says.
    door = socket.create_server(("127.0.0.1", 0))
    door.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    await web.SockSite(relay.runner, door).start()
    host = await enter("host")
    connector = aiohttp.TCPConnector(socket_factory=narrow)
    async with aiohttp.ClientSession(connector=connector) as session:
        slow = await session.ws_connect(f"http://127.0.0.1:{door.getsockname()[1]}{LIVE_PATH}", max_msg_size=2**22)
        await slow.send_json({"type": "hello", "ticket": make_live_ticket("slow")})
        await host.until_event("joined")
        people = [await enter(f"talker-{number}") for number in range(80)]
        for round_ in range(6):
            text = f"{round_}" + "💪" * 490
            await asyncio.gather(*(person.do("chat", text=text) for person in people))
        await host.settle()
        last = host.seq
        assert len(host.events("chat")) == 480
        message, snapshot = {}, None
        while message.get("seq", 0) < last:
            message = json.loads((await slow.receive(timeout=60)).data)
            snapshot = message if message["type"] == "snapshot" else snapshot
        assert snapshot is not None
        assert len(snapshot["snapshot"]["chat"]) == 200
        await slow.send_json({"type": "ping", "sent": 1})
        while json.loads((await slow.receive(timeout=60)).data)["type"] != "pong":
            pass
    assert relay.count("resyncs_total") >= 1


class Pipe:
    """A socket that takes what it is given, or nothing until it is told to."""

    def __init__(self):
        self.written = []
        self.congested = True
        self.open = asyncio.Event()
        self._more = asyncio.Event()

    def write(self, frame):
        self.written.append(frame)
        self._more.set()

    async def until(self, count):
        while len(self.written) < count:
            self._more.clear()
            await self._more.wait()

    async def relieved(self):
        await self.open.wait()
        self.congested = False


def frame(text):
    return frame_head(b"\x81", len(text)) + text.encode()


async def test_what_is_held_stays_in_order_and_bounded():
    """Events wait up to a bound, then a snapshot stands for them; of slots only the latest matters; replies stay."""
    pipe, metrics = Pipe(), Metrics()
    outbox = Outbox(pipe, lambda: frame("snapshot"), metrics)
    outbox.send(frame("event"), Kind.EVENT)
    outbox.send(frame("slots 1"), Kind.SLOTS)
    outbox.send(frame("reply"))
    outbox.send(frame("slots 2"), Kind.SLOTS)
    pipe.open.set()
    await pipe.until(3)
    assert pipe.written == [frame("event"), frame("reply"), frame("slots 2")]
    pipe.written.clear()
    pipe.congested = True
    pipe.open.clear()
    for number in range(MOST_EVENTS + 10):
        outbox.send(frame(str(number)), Kind.EVENT)
    outbox.send(frame("reply"))
    pipe.open.set()
    await pipe.until(2)
    assert pipe.written == [frame("snapshot"), frame("reply")]
    assert metrics.value("resyncs_total") == 1
    pipe.written.clear()
    for text in ("one", "two"):
        outbox.send(frame(text), Kind.EVENT)
    assert not pipe.written
    outbox.send(frame("reply"))
    outbox.send(frame("three"), Kind.EVENT)
    outbox.flush()
    assert pipe.written == [frame("one") + frame("two") + frame("reply"), frame("three")]
    await outbox.close()
