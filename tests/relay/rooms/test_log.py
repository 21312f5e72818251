"""The log of a room: one suite for the one in this process and the one at a server."""

import asyncio
from contextlib import AsyncExitStack, aclosing, suppress

import pytest

from media_relay.rooms import valkey_log
from media_relay.rooms.entries import Commanded, Left, Opened
from media_relay.rooms.log import KEPT_RECORDS, InProcessLogs, LogLost
from media_relay.rooms.log_clock import LogClock
from media_relay.rooms.replica import KEEP_EVERY, RECENT, Replica
from media_relay.rooms.valkey_log import ValkeyLogs
from neufit.clock import system_clock
from neufit.domain.errors import Unavailable
from neufit.domain.room.actions import ACTION
from neufit.domain.room.kinds import MeetingKind
from neufit.domain.room.state import Room
from tests.relay.rooms.strategies import joined

EMPTY = Room("room", MeetingKind.GROUP_CLASS)
UNTIL = 4_000_000_000_000


@pytest.fixture(params=["process", "valkey"])
async def make_logs(request):
    """Make the logs as one relay has them; in one process there is one relay only."""
    async with AsyncExitStack() as stack:
        if request.param == "process":
            logs = InProcessLogs(system_clock)
            yield lambda: logs
            return
        server = request.getfixturevalue("log_server")

        def connect():
            logs = ValkeyLogs(server.url)
            stack.push_async_callback(logs.close)
            return logs

        yield connect


@pytest.fixture
async def valkey_logs(log_server):
    """Make the logs as one relay has them, at the server."""
    async with AsyncExitStack() as stack:

        def connect():
            logs = ValkeyLogs(log_server.url)
            stack.push_async_callback(logs.close)
            return logs

        yield connect


class Ear:
    """A listener that keeps what it hears, and lets others wait for it."""

    def __init__(self):
        self.transitions = []
        self.loads = 0
        self._heard = asyncio.Event()

    def changed(self, transition):
        self.transitions.append(transition)
        self._heard.set()

    def replaced(self):
        self.loads += 1
        self._heard.set()

    async def until(self, condition):
        while not condition():
            self._heard.clear()
            await self._heard.wait()


@pytest.fixture
async def replicate():
    """Replicas of the room, stopped with the test."""
    async with AsyncExitStack() as stack:

        async def start(logs, name="north"):
            log = await logs.open(EMPTY, UNTIL)
            replica, ear = Replica(log, EMPTY, name), Ear()
            stack.push_async_callback(replica.stop)
            await replica.start(ear)
            return replica, ear

        yield start


def chat(number, text="hello"):
    action = ACTION.validate_python({"kind": "chat", "text": text})
    return Commanded(participant="host", number=number, action=action)


async def take(log, after, count):
    """So many records after a place."""
    found = []
    async with aclosing(log.read(after)) as records:
        while len(found) < count:
            found.append(await anext(records))
    return found


async def test_places_have_no_gaps_and_time_never_goes_back(make_logs):
    """Entries come back as they were put in, numbered from 1, also to one who was waiting for them."""
    log = await make_logs().open(EMPTY, UNTIL)
    waiting = asyncio.create_task(take(log, 0, 3))
    entries = [joined("host"), chat(1, "ü"), Left(participant="host", relay="north", connection="c1", goodbye=True)]
    seqs = [await log.append(entry, EMPTY) for entry in entries]
    records = await waiting
    assert seqs == [record.seq for record in records] == [1, 2, 3]
    assert [record.entry for record in records] == entries
    assert [record.time for record in records] == sorted(record.time for record in records)
    assert await take(log, 1, 2) == records[1:]


async def test_two_who_append_at_once_get_one_order(make_logs):
    """Everybody reads the same order, whoever wrote."""
    logs = [await make_logs().open(EMPTY, UNTIL) for _ in range(2)]
    await asyncio.gather(*(log.append(chat(number), EMPTY) for number in range(1, 21) for log in logs))
    first, second = [await take(log, 0, 40) for log in logs]
    assert first == second
    assert [record.seq for record in first] == list(range(1, 41))


async def test_rooms_have_logs_of_their_own(make_logs):
    """What is said in one room is not heard in another; a room opened again goes on."""
    logs = make_logs()
    here = await logs.open(EMPTY, UNTIL)
    there = await logs.open(Room("elsewhere", MeetingKind.ONE_ON_ONE), UNTIL)
    await here.append(joined("host"), EMPTY)
    assert await there.append(joined("anna"), EMPTY) == 1
    again = await logs.open(EMPTY, UNTIL)
    assert again.id == here.id != there.id
    assert (await take(again, 0, 1))[0].entry.participant == "host"
    assert (await there.load()).kind is MeetingKind.ONE_ON_ONE


async def test_a_kept_room_lets_its_past_go(make_logs):
    """Who comes late gets the kept room and what follows; who is too far behind hears that it is lost."""
    log = await make_logs().open(EMPTY, UNTIL)
    for number in range(1, KEPT_RECORDS + 301):
        seq = await log.append(chat(number), EMPTY)
    kept = Room("room", MeetingKind.GROUP_CLASS, seq=seq - 5, time=7)
    await log.keep(kept)
    assert await log.load() == kept
    await log.keep(EMPTY)
    assert await log.load() == kept
    assert [record.seq for record in await take(log, seq - 5, 5)] == list(range(seq - 4, seq + 1))
    with pytest.raises(LogLost):
        await take(log, 0, 1)


async def test_the_time_of_the_log_is_that_of_its_entries(make_logs):
    """What ``now`` says before and after an entry surrounds the entry's time, up to a round trip."""
    logs = make_logs()
    log = await logs.open(EMPTY, UNTIL)
    before = logs.now()
    await log.append(joined("host"), EMPTY)
    after = logs.now()
    (record,) = await take(log, 0, 1)
    assert before - 50 <= record.time <= after + 50


async def test_replicas_are_one(make_logs, replicate):
    """Two relays that write at once hold the same room, and each hears of everything in the same order."""
    (north, ear), (south, other) = await replicate(make_logs(), "north"), await replicate(make_logs(), "south")
    await north.submit(joined("host"))
    await asyncio.gather(*(one.submit(chat(number)) for number in range(1, 30) for one in (north, south)))
    seq = max(north.room.seq, south.room.seq)
    await ear.until(lambda: north.room.seq >= seq)
    await other.until(lambda: south.room.seq >= seq)
    assert north.room == south.room
    assert [message.id for message in north.room.chat] == sorted(message.id for message in north.room.chat)
    assert [one.after.seq for one in ear.transitions] == list(range(1, seq + 1))
    assert north.room.numbers["host"] == 29


async def test_what_happened_since_is_known_for_a_while(make_logs, replicate):
    """A client that comes back gets the transitions after its place; another log, or too far back, gets none."""
    replica, _ = await replicate(make_logs())
    await replica.submit(joined("host"))
    place = replica.room.seq
    for number in range(1, 4):
        await replica.submit(chat(number))
    assert [one.after.seq for one in replica.since(replica.log_id, place)] == [place + 1, place + 2, place + 3]
    assert replica.since(replica.log_id, replica.room.seq) == []
    assert replica.since(replica.log_id, replica.room.seq + 1) is None
    assert replica.since("another", place) is None
    for number in range(4, RECENT + 10):
        await replica.submit(chat(number))
    assert replica.since(replica.log_id, place) is None


async def test_a_room_opened_again_is_as_it_was(make_logs, replicate):
    """What was kept and what came after make the room; connections of the process before are away."""
    logs = make_logs()
    first, _ = await replicate(logs)
    await first.submit(joined("host"))
    for number in range(1, KEEP_EVERY + 20):
        await first.submit(chat(number))
    chats = first.room.chat
    await first.stop()
    second, _ = await replicate(logs)
    assert second.room.chat == chats
    assert second.room.participants["host"].away_since is not None


async def test_a_server_that_lost_everything_gets_it_back(valkey_logs, log_server, replicate):
    """What a relay knows is not lost with the log server's memory; other relays load the room again."""
    (north, _), (south, ear) = await replicate(valkey_logs(), "north"), await replicate(valkey_logs(), "south")
    await north.submit(joined("host"))
    await north.submit(chat(1))
    await ear.until(lambda: south.room.seq == north.room.seq)
    before, log_id = north.room, north.log_id
    log_server.flush()
    await north.submit(chat(2, "after the failure"))
    assert [message.text for message in north.room.chat] == ["hello", "after the failure"]
    assert north.room.seq == before.seq + 1
    assert north.log_id != log_id
    await ear.until(lambda: south.log_id == north.log_id and south.room.seq == north.room.seq)
    assert south.room == north.room
    assert ear.loads == 2


async def test_who_knew_more_than_the_one_that_restored_goes_back_to_it(valkey_logs, log_server, replicate):
    """The first relay that makes the log anew decides; one that knew more loads the room, so all are one again."""
    (north, _), (south, ear) = await replicate(valkey_logs(), "north"), await replicate(valkey_logs(), "south")
    await north.submit(joined("host"))
    await ear.until(lambda: south.room.seq == north.room.seq)
    known = south.room
    await north.submit(chat(1, "lost"))
    await ear.until(lambda: south.room.seq == north.room.seq)
    log_server.flush()
    log = await valkey_logs().open(EMPTY, UNTIL)
    log_server.flush()
    await log.append(Opened(relay="third"), known)
    await north.submit(chat(2, "again"))
    await south.submit(Opened(relay="nobody"))
    await ear.until(lambda: south.room.seq == north.room.seq)
    assert south.room == north.room
    assert [message.text for message in north.room.chat] == ["again"]


async def test_a_server_that_comes_back_is_found_again(valkey_logs, log_server, replicate, monkeypatch):
    """While the server is down entries are refused as unavailable; afterwards all goes on by itself."""
    monkeypatch.setattr(valkey_log, "TRIES", 1)
    (north, _), (south, ear) = await replicate(valkey_logs(), "north"), await replicate(valkey_logs(), "south")
    await north.submit(joined("host"))
    log_server.kill()
    with pytest.raises(Unavailable):
        await north.submit(chat(1, "nobody hears"))
    log_server.start()
    transition = None
    while transition is None:
        with suppress(Unavailable):
            transition = await north.submit(chat(2, "back"))
    await ear.until(lambda: any(message.text == "back" for message in south.room.chat))
    assert south.room == north.room


async def test_a_fault_of_ours_stops_no_room(make_logs, replicate, caplog):
    """A listener that fails is logged, the room is loaded anew and goes on."""
    replica, ear = await replicate(make_logs())
    await replica.submit(joined("host"))
    hear, ear.changed = ear.changed, None
    await replica.submit(chat(1))
    ear.changed = hear
    await ear.until(lambda: ear.loads == 2)
    await replica.submit(chat(2, "still here"))
    assert [message.text for message in replica.room.chat] == ["hello", "still here"]
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == ["following a room failed"]


async def test_a_record_that_can_not_be_read_loses_the_log(valkey_logs, log_server):
    """What another version wrote, or a hand, never reaches a room."""
    logs = valkey_logs()
    log = await logs.open(EMPTY, UNTIL)
    await log.append(joined("host"), EMPTY)
    await logs._client.xadd("neufit:{room}:entries", {"log": log.id, "time": "1", "entry": "{}"}, id="2-0")
    assert len(await take(log, 0, 1)) == 1
    with pytest.raises(LogLost):
        await take(log, 0, 2)


async def test_rooms_that_are_over_are_forgotten(clock):
    """The in-process log of a meeting goes when its time is over and another is opened."""
    logs = InProcessLogs(clock)
    now = int(logs.now())
    first = await logs.open(EMPTY, now + 1000)
    assert (await logs.open(EMPTY, now + 1000)).id == first.id
    clock.now += type(clock.now - clock.now)(seconds=2)
    assert (await logs.open(EMPTY, now + 5000)).id != first.id


@pytest.mark.parametrize("offset", [-300_000.0, 0.0, 300_000.0])
async def test_the_shortest_round_trip_is_believed(offset):
    """A clock that is minutes ahead or behind is followed to half of the shortest round trip."""
    moments = iter([0.0, 0.1, 0.2, 0.204, 0.3, 0.35, 0.4])
    answers = iter([50 + 40, 202 + 1, 325 - 20])

    async def ask():
        return offset + next(answers)

    clock = LogClock(ask, lambda: next(moments))
    for _ in range(3):
        await clock.measure()
    assert clock.now() == pytest.approx(400 + offset, abs=2)
