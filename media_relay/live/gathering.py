"""Those who are in one room at this relay: what happens goes out to each of them as far as it concerns them."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from media_relay.live.member import Member
from media_relay.live.outbox import Kind
from media_relay.live.parking import Parking
from media_relay.live.pause import Pause
from media_relay.live.reception import Reception
from media_relay.live.speakers import Speakers
from media_relay.metrics import Metrics
from media_relay.rooms.changes import Change, EndsChange, RecordingChange, RoomEnded, RosterChange, Transition
from media_relay.rooms.replica import Replica
from media_relay.rooms.visibility import Audience, Perspective, event, needs_snapshot, room_view
from media_relay.rtc.media import Level
from media_relay.signalling.closing import Ended, Removed
from media_relay.signalling.socket import text_frame
from neufit.contracts.live import (
    ConnectionQuality,
    Event,
    Latency,
    Layers,
    Snapshot,
    Speaker,
    ViewerLatency,
    ViewerLayer,
)
from neufit.domain.errors import Gone, NeufitError
from neufit.domain.room.kinds import MeetingRole
from neufit.domain.room.state import Room

EVENT_PAUSE = 0.02
"""Seconds between two writes of events: the first goes out at once, those that follow closely go together."""

SEATING_PAUSE = 0.1
"""Seconds between two seatings: many may come and speak at once."""

SPEAKER_PAUSE = 0.25
HOST_PAUSE = 1.0


class Recorders(Protocol):
    """Who records rooms."""

    def follow(self, gathering: "Gathering") -> None:
        """What the room says, or whose media is here, may be different."""

    def close_room(self, gathering: "Gathering") -> None:
        """The room closes here."""


class Gathering:
    """The members of a room at this relay; listens to the room's replica.

    ``now`` is the time of the log in ms; ``rejoin`` is told who got lost with a log, ``end`` whose media has to end,
    ``recorders`` what concerns the room's recording.
    """

    def __init__(
        self,
        replica: Replica,
        metrics: Metrics,
        *,
        now: Callable[[], float],
        rejoin: Callable[["Gathering", Member], None],
        end: Callable[[Reception], None],
        recorders: Recorders,
    ) -> None:
        self.members: dict[str, Member] = {}
        self.replica = replica
        self._metrics = metrics
        self._now = now
        self._rejoin = rejoin
        self._recorders = recorders
        self.parking = Parking(end)
        self._over: asyncio.TimerHandle | None = None
        self._speakers = Speakers()
        self._latencies: dict[str, float] = {}
        self._flushing = Pause(EVENT_PAUSE, self._flush)
        self._seating = Pause(SEATING_PAUSE, self._seat)
        self._speaking = Pause(SPEAKER_PAUSE, self._tell_speakers)
        self._informing = Pause(HOST_PAUSE, self._tell_hosts)
        self._showing = Pause(HOST_PAUSE, self._tell_layers)

    @property
    def room(self) -> Room:
        """The room as of now."""
        return self.replica.room

    def enter(self, member: Member) -> None:
        """Tell this one too from now on. An older connection of the same person is told nothing more."""
        self.members[member.id] = member

    def leave(self, member: Member) -> None:
        """Tell this one nothing more."""
        if self.members.get(member.id) is member:
            del self.members[member.id]
            self._latencies.pop(member.id, None)
            self._speakers.silent(member.id)
            self._speaking.request()

    def close(self) -> None:
        """Nobody is here any more."""
        self._recorders.close_room(self)
        if self._over is not None:
            self._over.cancel()
        self.parking.close()
        for pause in (self._flushing, self._seating, self._speaking, self._informing, self._showing):
            pause.cancel()

    # -- the room -----------------------------------------------------------------------------------------------------

    def changed(self, transition: Transition) -> None:
        """An entry was applied: tell each member what it means for him or her."""
        members = [member for member in self.members.values() if not needs_snapshot(transition, member.id)]
        for change in transition.changes:
            self._tell(transition, change, members)
        for member in self.members.values():
            if needs_snapshot(transition, member.id):
                member.outbox.resynchronise()
        for change in transition.changes:
            self._follow(change)

    def replaced(self) -> None:
        """The room was loaded anew: everybody gets it whole, and who got lost with the log comes in again."""
        for member in list(self.members.values()):
            member.outbox.resynchronise()
            me = self.room.participants.get(member.id)
            if me is None or me.presence.get(member.relay) != member.connection:
                self._rejoin(self, member)
        if self.room.ended_at is not None:
            self._end(Ended("The host has ended the meeting."))
        self._end_in_time()
        self._recorders.follow(self)
        self._seating.request()

    def receptions(self) -> list[tuple[str, Reception]]:
        """The media of everybody here, and of those who may come back."""
        return [*((member.id, member.reception) for member in self.members.values()), *self.parking]

    def snapshot(self, participant: str) -> bytes:
        """The frame that holds the whole room as this participant may see it."""
        room = self.room
        view = room_view(room, participant)
        return text_frame(Snapshot(log=self.replica.log_id, seq=room.seq, time=room.time, snapshot=view))

    def frames(self, transition: Transition, participant: str) -> list[bytes]:
        """What one participant is told of a transition."""
        found = []
        for change in transition.changes:
            frame = self._frame(transition, change, Perspective(transition, change).of(participant))
            if frame is not None:
                found.append(frame)
        return found

    def _tell(self, transition: Transition, change: Change, members: list[Member]) -> None:
        frames: dict[Audience, bytes | None] = {}
        perspective = Perspective(transition, change)
        sent = 0
        for member in members:
            viewers = perspective.of(member.id)
            if viewers not in frames:
                frames[viewers] = self._frame(transition, change, viewers)
            frame = frames[viewers]
            if frame is not None:
                member.outbox.send(frame, Kind.EVENT)
                sent += 1
        self._metrics.add("events_total", sent)
        self._flushing.request()

    def _flush(self) -> None:
        for member in self.members.values():
            member.outbox.flush()

    @staticmethod
    def _frame(transition: Transition, change: Change, viewers: Audience) -> bytes | None:
        told = event(transition, change, viewers)
        if told is None:
            return None
        room, actor = transition.after, transition.actor if viewers.meets_actor else None
        return text_frame(Event(seq=room.seq, time=room.time, participant=actor, event=told))

    def _follow(self, change: Change) -> None:
        """What a change means for connections and media here."""
        if isinstance(change, RoomEnded):
            self._end(Ended("The host has ended the meeting."))
        if isinstance(change, EndsChange):
            self._end_in_time()
        if isinstance(change, RecordingChange):
            self._recorders.follow(self)
        if not isinstance(change, RosterChange):
            return
        member = self.members.get(change.subject)
        for participant, reception in self.receptions():
            if participant == change.subject and change.after is not None:
                reception.obey(change.after)
        if change.after is None:
            self.parking.end(change.subject)
        if member is not None and change.removed:
            member.place.end(Removed("The host has removed you from this meeting."))
        if change.after is None or not change.after.microphone:
            self._speakers.silent(change.subject)
            self._speaking.request()
        self._seating.request()

    def _end(self, error: NeufitError) -> None:
        for member in self.members.values():
            member.place.end(error)

    def _end_in_time(self) -> None:
        """End it all when the meeting's time is over; a later end may be known by then."""
        if self._over is not None:
            self._over.cancel()
            self._over = None
        if self.room.ends_at:
            left = (self.room.ends_at - self._now()) / 1000
            loop = asyncio.get_running_loop()
            self._over = loop.call_later(max(0.0, left), self._end, Gone("The meeting is over."))

    # -- media --------------------------------------------------------------------------------------------------------

    def seat(self) -> None:
        """Somebody wants to see others, or can be seen: seat everybody anew, soon."""
        self._seating.request()

    def heard(self, participant: str, level: Level) -> None:
        """The media plane heard somebody."""
        me = self.room.participants.get(participant)
        if me is None or not me.microphone:
            return
        before = self._speakers.order()
        self._speakers.heard(participant, level.loudness, speaking=level.speaking, dominant=level.dominant)
        after = self._speakers.order()
        if set(before) != set(after) or before[:1] != after[:1]:
            self._speaking.request()

    def rate(self, member: Member, quality: int) -> None:
        """The quality of somebody's connection is different."""
        member.quality = quality
        if not member.hosts:
            message = ConnectionQuality(quality={member.id: quality})
            member.outbox.send(text_frame(message), Kind.QUALITY)
        self._informing.request()

    def report(self, member: Member, latency_ms: float) -> None:
        """A viewer measured how late the host's picture is."""
        self._latencies[member.id] = latency_ms
        self._metrics.observe("viewer_latency_ms", latency_ms)
        self._informing.request()

    def shown(self, member: Member) -> None:
        """Another layer comes to somebody, or another one's."""
        member.tell_slots()
        self._showing.request()

    def _seat(self) -> None:
        speakers = self._speakers.order()
        for _, reception in self.receptions():
            reception.seat(self.room, speakers)
        self._recorders.follow(self)
        for member in list(self.members.values()):
            member.tell_slots()
        self._showing.request()

    def _tell_speakers(self) -> None:
        speakers = self._speakers.order()
        for member in list(self.members.values()):
            audible = member.audible(self.room, speakers)
            if audible is not None:
                member.outbox.send(text_frame(Speaker(participants=audible)), Kind.SPEAKER)
        self._seating.request()

    def _tell_hosts(self) -> None:
        qualities = {member.id: member.quality for member in self.members.values() if member.quality is not None}
        viewers = [ViewerLatency(participant=name, latency_ms=late) for name, late in self._latencies.items()]
        for member in list(self.members.values()):
            if member.ticket.role is MeetingRole.HOST:
                member.outbox.send(text_frame(ConnectionQuality(quality=qualities)), Kind.QUALITY)
                if viewers:
                    member.outbox.send(text_frame(Latency(viewers=tuple(viewers))), Kind.LATENCY)

    def _tell_layers(self) -> None:
        for host in list(self.members.values()):
            if host.ticket.role is MeetingRole.HOST:
                found = ((member.id, member.reception.layer_of(host.id)) for member in self.members.values())
                viewers = tuple(
                    ViewerLayer(participant=viewer, layer=shown[0].label, paused=shown[1])
                    for viewer, shown in found
                    if shown is not None
                )
                host.tell_layers(Layers(viewers=viewers))
