"""Live sessions for whoever comes with a ticket: hello, welcome, and a good end."""

import asyncio
import secrets
from collections.abc import Callable, Coroutine
from contextlib import aclosing

from aiohttp import WSCloseCode

from media_relay.live.gathering import Gathering
from media_relay.live.gatherings import Gatherings
from media_relay.live.media import MediaPlane
from media_relay.live.member import Member
from media_relay.live.outbox import Outbox
from media_relay.live.participation import SLOTS, Participation
from media_relay.live.reception import Reception
from media_relay.live.traffic import Traffic
from media_relay.metrics import Metrics
from media_relay.recording.service import Recordings
from media_relay.rooms.changes import Refusal
from media_relay.rooms.log import Logs
from media_relay.rooms.rights import FULL, REMOVED
from media_relay.rooms.visibility import needs_snapshot, room_view
from media_relay.rtc.media import MediaEvent
from media_relay.signalling.admission import Admission, Seat
from media_relay.signalling.closing import Removed
from media_relay.signalling.edge import first_message
from media_relay.signalling.socket import Socket, text_frame
from media_relay.tasks import end
from neufit.clock import Clock
from neufit.contracts.live import CLIENT_MESSAGE, Hello, SlotCounts, Welcome
from neufit.contracts.tickets import LiveTicket
from neufit.domain.errors import Conflict, Gone, Invalid, NeufitError, TooManyRequests, Unavailable

SUPERSEDED_SECONDS = 1.0
"""After so long an older connection says that it has gone: the newer one has said long before that it is here."""

FAREWELL_SECONDS = 2.0
AGAIN_SECONDS = 1.0


class Live:
    """The live sessions of this process."""

    def __init__(
        self,
        admission: Admission,
        logs: Logs,
        plane: MediaPlane,
        metrics: Metrics,
        clock: Clock,
        *,
        recordings: Recordings,
        relay: str,
        hello_seconds: float,
    ) -> None:
        self._admission = admission
        self._logs = logs
        self._plane = plane
        self._metrics = metrics
        self._clock = clock
        self._relay = relay
        self._hello_seconds = hello_seconds
        self._traffic = Traffic()
        self._recordings = recordings
        self._gatherings = Gatherings(
            logs, relay, metrics, rejoin=self._rejoin, end=self._traffic.end, recorders=recordings
        )
        self._farewells: set[asyncio.Task[None]] = set()

    async def converse(self, socket: Socket, seat: Seat) -> None:
        """Serve one connection. Raise a domain error that closes it."""
        async with aclosing(socket.messages(CLIENT_MESSAGE)) as messages:
            hello = await first_message(messages, self._hello_seconds)
            if hello is None:
                return
            if not isinstance(hello, Hello):
                raise Invalid("The first message must be hello.")
            ticket = self._admission.introduce(seat, hello.ticket, LiveTicket)
            if ticket.ends_at <= self._clock():
                raise Gone("The meeting is over.")
            gathering = await self._gatherings.acquire(ticket)
            outbox = Outbox(socket, lambda: gathering.snapshot(ticket.user_id), self._metrics)
            member = Member(ticket, self._relay, secrets.token_urlsafe(9), seat, outbox, Reception(ticket.user_id))
            participation = Participation(
                socket,
                member,
                gathering,
                logs=self._logs,
                plane=self._plane,
                traffic=self._traffic,
                recordings=self._recordings,
                metrics=self._metrics,
            )
            try:
                await self._join(gathering, member)
                self._welcome(gathering, member, hello, participation.notice)
                await participation.run(messages)
            finally:
                goodbye = socket.close_code in {WSCloseCode.OK, WSCloseCode.GOING_AWAY}
                self._part(gathering, member, goodbye=goodbye)

    async def close(self) -> None:
        """Say what is to be said to the logs, then close the rooms."""
        if self._farewells:
            await asyncio.wait(self._farewells, timeout=FAREWELL_SECONDS)
        await end(self._farewells)
        await self._gatherings.close()
        await self._recordings.close()

    def measure(self) -> None:
        """Bring the metrics of media up to date."""
        receptions = [one for gathering in self._gatherings for _, one in gathering.receptions()]
        self._traffic.measure(receptions, self._plane.path_statistics(), self._metrics)

    def _members(self) -> list[Member]:
        return [member for gathering in self._gatherings for member in gathering.members.values()]

    @staticmethod
    async def _join(gathering: Gathering, member: Member) -> None:
        """Tell the log that somebody is here. Raise what closes the connection when that can't be."""
        member.announced = True
        transition = await gathering.replica.submit(member.joined())
        if transition.refusal is not None:
            member.announced = False
            raise _refused(transition.refusal)

    def _welcome(
        self, gathering: Gathering, member: Member, hello: Hello, notice: Callable[[MediaEvent], None]
    ) -> None:
        """Say hello back, with the whole room or what happened since; from now on the member hears of everything."""
        room, ticket = gathering.room, member.ticket
        self._resume_media(gathering, member, hello)
        member.reception.listener = notice
        missed = self._missed(gathering, member, hello)
        audio, video = SLOTS[ticket.kind]
        welcome = Welcome(
            participant=member.id,
            kind=ticket.kind,
            role=ticket.role,
            moderates=ticket.moderates,
            publishes=tuple(sorted(ticket.publishes)),
            log=gathering.replica.log_id,
            seq=room.seq if missed is None else hello.after,
            time=room.time,
            ends=room.ends_at,
            number=room.numbers.get(member.id, 0),
            slots=SlotCounts(audio=audio, video=video),
            media=member.reception.peer is not None,
            snapshot=room_view(room, member.id) if missed is None else None,
        )
        member.outbox.send(text_frame(welcome))
        for frame in missed or ():
            member.outbox.send(frame)
        gathering.enter(member)
        gathering.seat()
        self._metrics.add("joins_total")
        self._metrics.set("participants", len(self._members()))

    def _resume_media(self, gathering: Gathering, member: Member, hello: Hello) -> None:
        """Whoever comes back by another connection finds his or her peer as it was; a fresh page ends it."""
        older = gathering.members.get(member.id)
        reception = older.reception if older is not None else gathering.parking.take(member.id)
        if reception is None:
            return
        if not hello.log:
            self._traffic.end(reception)
            return
        if older is not None:
            older.reception = Reception(member.id)
        member.reception = reception
        reception.forget_what_was_told()

    @staticmethod
    def _missed(gathering: Gathering, member: Member, hello: Hello) -> list[bytes] | None:
        """The events since the client left off; None when it needs the whole room."""
        transitions = gathering.replica.since(hello.log, hello.after)
        if transitions is None:
            return None
        frames: list[bytes] = []
        for transition in transitions:
            before = transition.before.participants.get(member.id)
            if before is None or before.role is not member.ticket.role or needs_snapshot(transition, member.id):
                return None
            frames += gathering.frames(transition, member.id)
        return frames

    def _part(self, gathering: Gathering, member: Member, *, goodbye: bool) -> None:
        """A connection is over. Its media ends with a goodbye, else it waits a little; the log hears of it beside."""
        ending = member.place.ending.result() if member.place.ending.done() else None
        superseded = isinstance(ending, Conflict)
        goodbye = goodbye or isinstance(ending, Removed)  # there is nobody to wait for
        member.reception.listener = None  # it belongs to this conversation, which would hold itself by it
        here = member.id in gathering.room.participants and gathering.members.get(member.id) is member
        if here and not goodbye and (superseded or ending is None):
            gathering.parking.park(member.id, member.reception)
        else:
            self._traffic.end(member.reception)
        gathering.leave(member)
        self._metrics.set("participants", len(self._members()))
        pause = SUPERSEDED_SECONDS if superseded else 0.0
        self._beside(self._say_farewell(gathering, member, pause, goodbye=goodbye))

    async def _say_farewell(self, gathering: Gathering, member: Member, pause: float, *, goodbye: bool) -> None:
        try:
            await member.outbox.close()
            await asyncio.sleep(pause)
            while member.announced:
                try:
                    await gathering.replica.submit(member.left(goodbye=goodbye))
                    member.announced = False
                except Unavailable:
                    await asyncio.sleep(AGAIN_SECONDS)
        finally:
            self._gatherings.release(member.ticket)

    def _rejoin(self, gathering: Gathering, member: Member) -> None:
        """The log lost that somebody came: say it again."""
        self._beside(self._join_again(gathering, member))

    async def _join_again(self, gathering: Gathering, member: Member) -> None:
        while gathering.members.get(member.id) is member:
            try:
                await self._join(gathering, member)
            except Unavailable:
                await asyncio.sleep(AGAIN_SECONDS)
            except NeufitError as error:
                member.place.end(error)
                return
            else:
                return

    def _beside(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._farewells.add(task)
        task.add_done_callback(self._farewells.discard)


def _refused(refusal: Refusal) -> NeufitError:
    """Why somebody can't come in, as what closes the connection."""
    if refusal == REMOVED:
        return Removed(refusal.detail)
    if refusal == FULL:
        return TooManyRequests(refusal.detail)
    return Gone(refusal.detail)
