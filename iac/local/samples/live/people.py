"""What the sample people do in class."""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable

from aiohttp import ClientError, ClientSession
from urllib3.exceptions import HTTPError

from iac.local.samples.api import Person, Refused
from iac.local.samples.catalogue import CUSTOMERS, OMAR, PASSWORD, VIDEOS
from iac.local.samples.live.conversation import Closed, Conversation, joined
from iac.local.samples.live.recording import Recording
from iac.local.samples.live.timetable import Class, current, missing, present
from media_relay.rtc.certificate import Certificate
from media_relay.rtc.dtls import DtlsContext, DtlsError
from neufit.clock import system_clock
from rtc_client.client import LightClient
from rtc_client.description import Wishes

VIDEO = VIDEOS[1]
"""What the instructor shows: it is made before the system says that it is ready."""

INSTRUCTOR = OMAR
COMPANY = CUSTOMERS[1:5]
"""Customers who take part; the first one is left to whoever follows the README."""

_TITLE = "Legs of steel, live"
_REPLACED, _REMOVED = 4409, 4403
_PAUSE = 3.0
_CHEERS = (
    "Heels down, chest up. You are doing fine.",
    "If the knees complain, go half as deep.",
    "Count with me: the button is beside the timer.",
    "Drink something in the break.",
)
_GREETINGS = ("Hi all!", "Hello from the kitchen floor", "Made it, just in time", "Good to see you again")


class Host:
    """The house as sample people reach it: the API at ``origin`` (http), the relay at ``relay`` (ws)."""

    def __init__(self, origin: str, session: ClientSession) -> None:
        self.origin = origin
        self.relay = f"{origin.replace('http', 'ws', 1)}/relay/live"
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
    """Holds one class after the other: shows the recorded clip, with the shared timer in step."""

    def __init__(self, host: Host, recording: Callable[[Callable[[], None]], Recording]) -> None:
        self._host = host
        self._record = recording
        self._person = Person(host.origin, INSTRUCTOR.user_id, PASSWORD)
        self._context = DtlsContext(Certificate.generate())
        self._cheers = itertools.cycle(_CHEERS)
        self._until = 0.0

    async def run(self) -> None:
        """Teach for ever."""
        await persist(self._teach, lambda: self._until - time.time())

    async def _teach(self) -> None:
        meeting = await asyncio.to_thread(self._plan)
        self._until = meeting.ends_at.timestamp()
        await self._host.attend(self._person, meeting, self._hold)

    def _plan(self) -> Class:
        """The class to hold now; those that are missing are made."""
        self._person.sign_in()
        for start in missing(self._classes(), system_clock()):
            self._person.plan_class(_TITLE, VIDEO.description, list(VIDEO.topics), start.isoformat())
        meeting = current(self._classes(), system_clock())
        if meeting is None:
            raise Refused(404, {"detail": "the class is not listed"})
        return meeting

    def _classes(self) -> list[Class]:
        return [Class.of(card) for card in self._person.classes(instructor=INSTRUCTOR.user_id)]

    async def _hold(self, room: Conversation) -> None:
        began = asyncio.Event()
        client = LightClient(self._context, Wishes(microphone=True, camera=True, transport_cc=False))
        recording = self._record(began.set)
        try:
            await room.connect(client)
            await room.do("set_media", camera=True, microphone=True)
            client.publish(recording.layers, sound=recording.sound)
            for number in itertools.count():
                async with asyncio.timeout(max(0.0, self._until - time.time())):
                    await began.wait()
                began.clear()
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
    """Comes and goes, counts, raises a hand now and then, and says hello."""

    def __init__(self, host: Host, place: int) -> None:
        self._host = host
        self._place = place
        self._person = Person(host.origin, COMPANY[place].user_id, PASSWORD)
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
            await self._host.attend(self._person, meeting, self._train)

    def _find(self) -> Class | None:
        self._person.sign_in()
        classes = [Class.of(card) for card in self._person.classes(instructor=INSTRUCTOR.user_id)]
        meeting = current(classes, system_clock())
        if meeting is None:
            self._person.sign_out()
        return meeting

    async def _train(self, room: Conversation) -> None:
        await room.do("chat", text=_GREETINGS[self._place])
        for number in itertools.count(1):
            await asyncio.sleep(2.4 + self._place * 0.4)
            if not present(self._place, time.time()):
                return
            if room.exercise is not None and room.timer is not None:
                await room.do("rep", delta=1)
            if number % 60 in {25, 29}:
                await room.do("hand", raised=number % 60 == 25)
