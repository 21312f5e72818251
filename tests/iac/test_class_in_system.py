"""The class of the samples in the system as it is started: seen by a customer who joins, revived, and ended."""

import asyncio
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, WSMsgType

from iac.local.samples.api import Person
from iac.local.samples.catalogue import CUSTOMERS, PASSWORD
from iac.local.samples.live.footage import INSTRUCTOR
from media_relay.rtc.certificate import Certificate
from media_relay.rtc.dtls import DtlsContext
from rtc_client.client import LightClient
from rtc_client.description import Wishes

Start = Callable[..., Any]
_SECONDS = 60
_ANN = CUSTOMERS[0]


class _Visit:
    """A customer in the room: follows the messages, and has three video slots."""

    def __init__(self, socket: Any, ticket: str) -> None:
        self._socket = socket
        self._ticket = ticket
        self._timers: list[dict[str, Any]] = []
        self.room: dict[str, Any] = {}
        self.slots: list[dict[str, Any]] = []
        self.closed: int | None = None
        self.client = LightClient(DtlsContext(Certificate.generate()), Wishes(audio_slots=1, video_slots=3))

    async def enter(self) -> None:
        await self._socket.send_json({"type": "hello", "ticket": self._ticket})
        self.room = (await self._socket.receive_json())["snapshot"]
        await self._socket.send_json({"type": "offer", "number": 1, "sdp": self.client.offer()})
        while (message := await self._socket.receive_json())["type"] != "answer":
            self._take(message)
        self.client.accept(message["sdp"])
        await self.client.connected()

    async def view(self, height: int) -> None:
        """Show the instructor so high, and tiles beside."""
        mids = [mid for mid, reception in self.client.receptions.items() if reception.slot.kind == "video"]
        heights = [height, *(90 for _ in mids[1:])]
        slots = [{"mid": mid, "height": pixels} for mid, pixels in zip(mids, heights, strict=True)]
        await self._socket.send_json({"type": "view", "slots": slots})

    async def until(self, holds: Callable[[], object], what: str) -> None:
        """Follow what happens until this is so."""
        async with asyncio.timeout(_SECONDS):
            while not holds():
                assert self.closed is None or "closed" in what, f"closed with {self.closed} while waiting for {what}"
                try:
                    message = await self._socket.receive(timeout=0.1)
                except TimeoutError:
                    continue
                if message.type is WSMsgType.TEXT:
                    self._take(message.json())
                else:
                    self.closed = self._socket.close_code

    def _take(self, message: dict[str, Any]) -> None:
        if message["type"] == "slots":
            self.slots = message["video"]
        event = message.get("event", {})
        if event.get("kind") == "timer":
            self._timers.append(event["timer"])

    @property
    def starts(self) -> int:
        """How often the timer was started since."""
        return len(self._timers)

    def _shown(self, *, host: bool) -> Any:
        """The reception of the slot that holds the instructor, or somebody else."""
        people = {each["participant"]: each["role"] for each in self.room["participants"]}
        for slot in self.slots:
            if slot["participant"] is not None and (people.get(slot["participant"]) == "host") is host:
                return self.client.receptions[slot["mid"]]
        return None

    def size(self, *, host: bool = True) -> tuple[int, int] | None:
        shown = self._shown(host=host)
        return shown and shown.size

    def frames(self) -> int:
        shown = self._shown(host=True)
        return shown.frames if shown else 0


def _classes(person: Person) -> list[dict[str, Any]]:
    return [card for card in person.classes(instructor=INSTRUCTOR.user_id) if card["status"] == "live"]


def _process(children: set[int], module: bytes) -> int:
    return next(pid for pid in children if module in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0"))


def _gone(pids: set[int]) -> None:
    deadline = time.monotonic() + _SECONDS
    while alive := {pid for pid in pids if _runs(pid)}:
        assert time.monotonic() < deadline, f"left behind: {alive}"


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


async def _watch(origin: str, person: Person, system: Any, family: Callable[[int], set[int]]) -> None:
    (card,) = _classes(person)
    ticket = person.ticket(card["meetingId"])
    async with ClientSession() as session:
        socket = await session.ws_connect(f"{origin.replace('http', 'ws', 1)}/relay/live", max_msg_size=0)
        visit = _Visit(socket, ticket)
        await visit.enter()
        assert visit.room["timer"] is not None, "the timer runs when somebody comes"
        assert visit.room["exercise"]["name"] in {"Squats", "Split lunges"}
        hosts = [each for each in visit.room["participants"] if each["role"] == "host"]
        assert [(host["name"], host["camera"], host["microphone"]) for host in hosts] == [(INSTRUCTOR.name, True, True)]

        for height in (720, 180, 360):
            await visit.view(height)
            await visit.until(lambda height=height: (visit.size() or (0, 0))[1] == height, f"the layer of {height}")
        seen = visit.frames()
        await visit.until(lambda: visit.frames() > seen + 30, "a picture that moves")
        sound = next(each for each in visit.client.receptions.values() if each.slot.kind == "audio")
        await visit.until(lambda: sound.packets > 20, "sound")
        await visit.until(lambda: visit.size(host=False) == (320, 180), "the tile of a customer")

        os.kill(_process(family(system.popen.pid), b"iac.local.samples.live"), signal.SIGKILL)
        await asyncio.to_thread(system.wait_for, "The class process ended (exit status -9)")
        before, starts = visit.frames(), visit.starts
        await visit.until(lambda: visit.frames() > before + 30, "the instructor, who comes back")
        assert visit.starts > starts, "with the timer"
        assert [again["meetingId"] for again in _classes(person)] == [card["meetingId"]]

        system.popen.send_signal(signal.SIGINT)
        await visit.until(lambda: visit.closed is not None, "being closed")
        assert visit.closed == 4410, "the instructor has ended the class"
        visit.client.close()


@pytest.mark.timeout(600)  # three starts, and the recording of the class, on a machine that may be busy
async def test_a_customer_finds_a_class_that_is_live_and_it_ends_with_the_system(
    start: Start, family: Callable[[int], set[int]]
) -> None:
    """When the system says that it is ready there is a class to be in: all layers, sound, tiles, a timer that runs.

    The bots that were killed come back. Ctrl-C ends the class and every process; a start without classes shows none,
    even after one that was killed.
    """
    system = start("-m", "iac.local", NEUFIT_LIVE_CLASS="1")
    origin = system.wait_for("is ready", 240).rsplit(" ", 1)[1]
    children = family(system.popen.pid)
    person = Person(origin, _ANN.user_id, PASSWORD)
    person.sign_up(_ANN.name, _ANN.zip_code, "customer")
    person.sign_in()
    await _watch(origin, person, system, family)
    assert system.popen.wait(30) == 0
    _gone(children)

    system = start("-m", "iac.local", NEUFIT_LIVE_CLASS="1")
    system.wait_for("is ready")
    assert len(_classes(person)) == 1
    children = family(system.popen.pid)
    for pid in {system.popen.pid, *children}:
        os.kill(pid, signal.SIGKILL)
    _gone({system.popen.pid, *children})

    system = start("-m", "iac.local")
    system.wait_for("is ready")
    assert _classes(person) == []
    assert system.end(signal.SIGINT) == 0
