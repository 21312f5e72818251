"""What the sample people do in class."""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path

from aiohttp import ClientError, ClientSession
from urllib3.exceptions import HTTPError

from iac.local.samples.api import Person, Refused
from iac.local.samples.catalogue import PASSWORD
from iac.local.samples.live.classes import Classes, find
from iac.local.samples.live.conversation import Closed, Conversation, joined
from iac.local.samples.live.footage import COMPANY, VIDEO
from iac.local.samples.live.lines import CHEERS, chatter
from iac.local.samples.live.recording import HOME, STAGE, Recording
from iac.local.samples.live.timetable import Class, present
from iac.local.samples.progress import finished
from iac.local.settings import LocalSettings
from media_relay.rtc.certificate import Certificate
from media_relay.rtc.dtls import DtlsContext, DtlsError
from rtc_client.client import LightClient
from rtc_client.description import Wishes

_REPLACED, _REMOVED = 4409, 4403
_PAUSE = 3.0
_LINE_SECONDS = 100
"""How often somebody writes, about."""


class Host:
    """The house as sample people reach it: the API at ``origin`` (http), the relay at ``relay`` (ws)."""

    def __init__(self, settings: LocalSettings, session: ClientSession) -> None:
        self.origin = settings.front_endpoint
        self.relay = f"{self.origin.replace('http', 'ws', 1)}/relay/live"
        self.furnished = finished(settings.state)
        self.context = DtlsContext(Certificate.generate())
        self.session = session

    async def attend(self, person: Person, meeting: Class, act: Callable[[Conversation], Awaitable[None]]) -> None:
        """Be in a class until ``act`` is done. Raise what of it or the connection fails."""
        ticket = await asyncio.to_thread(self._ticket, person, meeting)
        async with joined(self.session, self.relay, ticket) as conversation:
            listening = asyncio.ensure_future(conversation.listen())
            acting = asyncio.ensure_future(act(conversation))
            try:
                await asyncio.wait({listening, acting}, return_when=asyncio.FIRST_COMPLETED)
                for task in (listening, acting):
                    if task.done():
                        task.result()
            finally:
                listening.cancel()
                acting.cancel()
                await asyncio.gather(listening, acting, return_exceptions=True)

    @staticmethod
    def _ticket(person: Person, meeting: Class) -> str:
        ticket = person.ticket(meeting.meeting_id)
        person.sign_out()
        return ticket


async def persist(visit: Callable[[], Awaitable[None]], aside: Callable[[], float]) -> None:
    """Come back after every end. Who was replaced or sent out stays away for ``aside()`` seconds."""
    while True:
        pause = _PAUSE
        try:
            await visit()
        except Closed as closed:
            if closed.code in {_REPLACED, _REMOVED}:
                pause = max(pause, aside())
        except (Refused, ClientError, HTTPError, DtlsError, OSError):
            pause = 2 * _PAUSE
        await asyncio.sleep(pause)


class Instructor:
    """Holds one class after the other: shows the recorded clip, with the shared timer in step.

    ``tried`` is set once the class can be seen, or could not be held.
    """

    def __init__(self, host: Host, classes: Classes, recording: Path) -> None:
        self.tried = asyncio.Event()
        self._host = host
        self._classes = classes
        self._recording = recording
        self._room: Conversation | None = None
        self._out = asyncio.Event()
        self._cheers = itertools.cycle(CHEERS)
        self._until = 0.0

    async def run(self) -> None:
        """Teach for ever."""
        await persist(self._teach, lambda: self._until - time.time())

    async def end(self) -> None:
        """End the class for all who are there: the room then closes everybody's connection, the instructor's too."""
        if self._room is not None:
            with suppress(ClientError, OSError, TimeoutError):
                await self._room.do("end")
                await asyncio.wait_for(self._out.wait(), _PAUSE)

    async def _teach(self) -> None:
        try:
            person, meeting = await asyncio.to_thread(self._classes.plan)
            self._until = meeting.ends_at.timestamp()
            await self._host.attend(person, meeting, self._hold)
        finally:
            self.tried.set()
            self._room = None
            self._out.set()

    async def _hold(self, room: Conversation) -> None:
        self._room = room
        self._out.clear()
        began = asyncio.Event()
        client = LightClient(self._host.context, Wishes(microphone=True, camera=True, transport_cc=False))
        recording = Recording(self._recording, STAGE, began.set)
        try:
            await room.connect(client)
            await room.do("set_media", camera=True, microphone=True)
            client.publish(recording.layers, sound=recording.sound)
            for number in itertools.count():
                async with asyncio.timeout(max(0.0, self._until - time.time())):
                    await began.wait()
                began.clear()
                self.tried.set()
                await self._lead(room, number)
        except TimeoutError:
            await room.do("end")
        finally:
            client.close()

    async def _lead(self, room: Conversation, number: int) -> None:
        """One run of the clip: the timer starts with it, the exercises are named when they begin."""
        intervals = VIDEO.clip.intervals
        work = [interval for interval in intervals if not interval.rest]
        rest = next((interval.seconds for interval in intervals if interval.rest), 0)
        plan = {"rounds": len(work), "work_ms": work[0].seconds * 1000, "rest_ms": rest * 1000, "countdown_ms": 0}
        await room.do("timer", do="start", plan=plan)
        if number % 10 == 4:
            await room.do("chat", text=next(self._cheers))
        for interval in work:
            await room.do("exercise", name=interval.exercise.name, goal=30)
            if interval is not work[-1]:
                await asyncio.sleep(interval.seconds + rest)


class Customer:
    """Comes and goes, counts, raises a hand now and then, and writes; shows ``recording`` where there is a camera."""

    def __init__(self, host: Host, place: int, recording: Path | None) -> None:
        self._host = host
        self._place = place
        self._recording = recording
        self._known = host.furnished
        self._person = Person(host.origin, COMPANY[place].user_id, PASSWORD)
        self._lines: Iterator[str] = chatter(place)
        self._until = 0.0

    async def run(self) -> None:
        """Take part for ever."""
        await persist(self._visit, lambda: self._until - time.time())

    async def _visit(self) -> None:
        if not present(self._place, time.time()):
            return
        meeting = await asyncio.to_thread(self._find)
        if meeting is not None:
            self._until = meeting.ends_at.timestamp()
            await self._host.attend(self._person, meeting, self._take_part)

    def _find(self) -> Class | None:
        if not self._known:
            customer = COMPANY[self._place]
            self._person.sign_up(customer.name, customer.zip_code, "customer")
            self._known = True
        self._person.sign_in()
        meeting = find(self._person)
        if meeting is None:
            self._person.sign_out()
        return meeting

    async def _take_part(self, room: Conversation) -> None:
        if self._recording is None:
            await self._train(room)
            return
        client = LightClient(self._host.context, Wishes(camera=True, layers=1, transport_cc=False))
        try:
            await room.connect(client)
            await room.do("share", scope="class")
            await room.do("set_media", camera=True)
            client.publish(Recording(self._recording, HOME).layers)
            await self._train(room)
        finally:
            client.close()

    async def _train(self, room: Conversation) -> None:
        await room.do("chat", text=next(self._lines))
        pace = 2.4 + self._place * 0.4
        speaks_every = round(_LINE_SECONDS / pace)
        for number in itertools.count(1):
            await asyncio.sleep(pace)
            if not present(self._place, time.time()):
                return
            if room.exercise is not None and room.working(time.time()):
                await room.do("rep", delta=1)
            if number % speaks_every == 0:
                await room.do("chat", text=next(self._lines))
            if number % 60 in {25, 29}:
                await room.do("hand", raised=number % 60 == 25)
