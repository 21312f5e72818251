"""What one participant says, from the welcome to the end of the connection, and what is done about it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import assert_never

from media_relay.live.gathering import Gathering
from media_relay.live.media import MediaPlane
from media_relay.live.member import Member
from media_relay.live.traffic import Traffic
from media_relay.metrics import Metrics
from media_relay.recording.service import Recordings
from media_relay.rooms.changes import Refusal
from media_relay.rooms.entries import Commanded
from media_relay.rooms.log import Logs
from media_relay.rooms.rights import refuse_action
from media_relay.rtc.media import Connected, Disconnected, LayerChanged, Level, MediaEvent, Publishing, Quality
from media_relay.signalling.closing import MediaLost
from media_relay.signalling.rate import Bucket
from media_relay.signalling.socket import Socket, text_frame
from media_relay.tasks import end
from neufit.contracts.live import (
    Answer,
    AnyClientMessage,
    Applied,
    Command,
    Hello,
    Offer,
    Ping,
    Pong,
    Refused,
    Report,
    View,
)
from neufit.domain.errors import Gone, Invalid, TooManyRequests, Unavailable
from neufit.domain.room.actions import AnyRequest, Chat, RecordingStarted, StartRecording
from neufit.domain.room.kinds import MeetingKind

MOST_COMMANDS = 64
"""Commands of one client that wait for the log."""

RETRY_SECONDS = 10.0
"""For so long a command that the log did not answer may be expected again."""

SLOTS = {MeetingKind.GROUP_CLASS: (6, 9), MeetingKind.ONE_ON_ONE: (1, 1), MeetingKind.SHARED_WORKOUT: (6, 9)}
"""How many receiving m-lines of audio and of video a client may offer."""

_NOT_NOW = "The room can't take this right now. Try again."
_GONE = "The media connection was lost. Connect again."
_LOST = {
    "never-connected": "No media connection came about. UDP may be blocked on the way to the relay.",
    "dtls-failed": "The media connection could not be secured.",
}


class Participation:
    """The conversation with one member."""

    def __init__(
        self,
        socket: Socket,
        member: Member,
        gathering: Gathering,
        *,
        logs: Logs,
        plane: MediaPlane,
        traffic: Traffic,
        recordings: Recordings,
        metrics: Metrics,
    ) -> None:
        self._socket = socket
        self._member = member
        self._gathering = gathering
        self._logs = logs
        self._plane = plane
        self._traffic = traffic
        self._recordings = recordings
        self._metrics = metrics
        self._loop = asyncio.get_running_loop()
        self._commands: asyncio.Queue[Command] = asyncio.Queue(MOST_COMMANDS)
        self._command_rate = Bucket(self._loop.time(), per_second=10, burst=40)
        self._chat_rate = Bucket(self._loop.time(), per_second=1, burst=6)
        self._offer_rate = Bucket(self._loop.time(), per_second=1, burst=8)
        self._report_rate = Bucket(self._loop.time(), per_second=1, burst=2)

    async def run(self, messages: AsyncIterator[AnyClientMessage]) -> None:
        """Hear what the client says until it goes. Raise a domain error that closes the connection."""
        doing = asyncio.create_task(self._do_commands())
        try:
            async for message in messages:
                self._take(message)
                # Who doesn't read what we answer is not heard either.
                if self._socket.congested:
                    await self._socket.relieved()
        finally:
            await end([doing])

    def notice(self, event: MediaEvent) -> None:
        """The media plane tells something about this member."""
        member = self._member
        match event:
            case LayerChanged():
                self._gathering.shown(member)
            case Level():
                self._gathering.heard(member.id, event)
            case Quality(value):
                self._gathering.rate(member, value)
            case Disconnected(reason):
                self._metrics.add("media_disconnects_total")
                if reason != "silent":
                    member.place.end(MediaLost(_LOST.get(reason, _GONE)))
            case Connected():
                self._metrics.add("media_connects_total")
            case Publishing():
                pass  # whose camera is on is known from the room; what flows shows in the layers
            case _:
                assert_never(event)

    def _take(self, message: AnyClientMessage) -> None:
        match message:
            case Ping(sent=sent):
                now = self._logs.now()
                self._member.outbox.send(text_frame(Pong(sent=sent, received=now, replied=self._logs.now())))
            case Command():
                self._queue(message)
            case Offer():
                self._answer(message)
            case View():
                self._member.reception.look(message)
                self._gathering.seat()
            case Report(latency_ms=latency_ms):
                if self._report_rate.take(self._loop.time()):
                    self._gathering.report(self._member, latency_ms)
            case Hello():
                raise Invalid("hello: it was said already")
            case _:
                assert_never(message)

    def _answer(self, offer: Offer) -> None:
        member = self._member
        if not self._offer_rate.take(self._loop.time()):
            raise TooManyRequests("Too many offers.")
        reception, ticket = member.reception, member.ticket
        certificates = frozenset(line.strip() for line in offer.sdp.splitlines() if line.startswith("a=fingerprint:"))
        if certificates != reception.certificates:
            # Another certificate is another connection of the client: there is nothing to restart.
            self._traffic.end(reception)
            reception.certificates = certificates
        peer = reception.peer or reception.begin(
            lambda notify: self._plane.join(
                member.id,
                ticket.meeting_id,
                publishes=ticket.publishes,
                slots=SLOTS[ticket.kind],
                notify=notify,
            )
        )
        try:
            answer = peer.answer(offer.sdp)
        except Gone:
            raise MediaLost(_GONE) from None
        me = self._gathering.room.participants.get(member.id)
        if me is not None:
            reception.obey(me)
        member.outbox.send(text_frame(Answer(number=offer.number, sdp=answer)))
        self._gathering.seat()

    def _queue(self, command: Command) -> None:
        if self._is_done(command):
            return
        now = self._loop.time()
        if not self._command_rate.take(now) or (isinstance(command.action, Chat) and not self._chat_rate.take(now)):
            self._refuse(command.number, "too-fast", "That was too fast. Wait a moment.")
            return
        try:
            self._commands.put_nowait(command)
        except asyncio.QueueFull:
            self._refuse(command.number, "too-fast", "That was too fast. Wait a moment.")

    async def _do_commands(self) -> None:
        """Do one command after the other, in the order in which they were said.

        One whose fate is not known is said again with its number, which counts only while none with a larger number
        was applied: so later ones wait for it, as long as it may be expected.
        """
        unsure, until = 0, 0.0
        while True:
            command = await self._commands.get()
            if command.number > unsure and self._loop.time() < until:
                self._refuse(command.number, Unavailable.code, _NOT_NOW)
                continue
            until = 0.0
            try:
                await self._do(command)
            except Unavailable as error:
                self._refuse(command.number, error.code, error.detail)
                unsure, until = command.number, self._loop.time() + RETRY_SECONDS

    def _is_done(self, command: Command) -> bool:
        """Whether a command was applied before; it is said again."""
        member, room = self._member, self._gathering.room
        done = command.number <= room.numbers.get(member.id, 0)
        if done:
            member.outbox.send(text_frame(Applied(number=command.number, seq=room.seq)))
        return done

    async def _do(self, command: Command) -> None:
        """Put a command into the log, unless it is known to be refused or was done already."""
        member, room = self._member, self._gathering.room
        if self._is_done(command):
            return
        now = replace(room, time=max(room.time, int(self._logs.now())))
        refusal = refuse_action(now, room.participants.get(member.id), command.action)
        action: AnyRequest | RecordingStarted | Refusal = command.action if refusal is None else refusal
        if isinstance(action, StartRecording):
            action = self._recordings.admit(action, member.ticket)
        if isinstance(action, Refusal):
            refusal = action
        else:
            self._metrics.add("commands_total")
            entry = Commanded(participant=member.id, number=command.number, action=action)
            transition = await self._gathering.replica.submit(entry)
            refusal = transition.refusal
        if refusal is not None:
            self._refuse(command.number, refusal.code, refusal.detail)
        else:
            member.outbox.send(text_frame(Applied(number=command.number, seq=transition.after.seq)))

    def _refuse(self, number: int, code: str, detail: str) -> None:
        self._metrics.add("refusals_total")
        self._member.outbox.send(text_frame(Refused(number=number, code=code, detail=detail)))
