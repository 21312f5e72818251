"""Meetings: group classes, one-on-one sessions and shared workouts, when they take place and who belongs to them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, StrEnum

from pydantic import BaseModel, ConfigDict

from neufit.domain.calendar.cells import LONGEST_SESSION, rounded_out
from neufit.domain.calendar.intervals import Interval
from neufit.domain.errors import Conflict, FieldError, Invalid
from neufit.domain.room.kinds import MeetingKind, MeetingRole
from neufit.domain.user import user_key

OPENS_BEFORE = timedelta(minutes=15)
"""A meeting can be joined from so long before its start."""
GRACE = timedelta(minutes=15)
"""A meeting that runs over can be joined, and extended, for so long after its end."""
SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(hours=4)
"""Of a class. A session takes the time of two people, which bounds it further (``longest_of``)."""
USUAL = timedelta(hours=1)
"""The length of a meeting whose end isn't said."""
AROUND_VIDEO = timedelta(minutes=15)
"""What a shared workout is longer than its video, unless said."""
MAX_SHARED = 20
"""Shared workouts to come that one person can have made."""
HORIZON = timedelta(days=366)
"""A meeting starts at most so far ahead."""
MAX_ATTENDEES = 20
"""People that a host can put on the list; a class is open to others beside them.

A class that moves takes its time and changes all of its places in one transaction, which bounds their number.
"""
MAX_CAPACITY = 10_000
MAX_TOPICS = 8


class MeetingStatus(StrEnum):
    """Where a meeting stands. Only ``cancelled`` and an early ``ended`` are acts of somebody, the rest is time."""

    SCHEDULED = "scheduled"
    LIVE = "live"
    ENDED = "ended"
    CANCELLED = "cancelled"


class Meeting(BaseModel):
    """A meeting as stored. Times are UTC and whole minutes; ``attendees`` are user ids, never the host's.

    ``closed_at`` is when its host called it off: before the start it was cancelled then, later it ended. ``opened_at``
    is set when it was moved although people could join already. ``revision`` counts what was changed. ``booked`` ones
    take place when the calendars of the two say so.

    ``capacity`` are the seats of a class, None for as many as come. ``enrolled``, ``waiting`` and ``arrived`` count its
    roster (``domain/enrolment.py``); no host changes them. A class of a series knows it and its ``recurrence_id``: when
    the series' rule has it begin, wherever it was moved.

    A shared workout watches ``media_id``; with ``steering`` everybody may play, pause and seek. It takes nobody's time.
    """

    model_config = ConfigDict(frozen=True)

    meeting_id: str
    kind: MeetingKind
    host_id: str
    title: str
    description: str = ""
    topics: tuple[str, ...] = ()
    starts_at: datetime
    ends_at: datetime
    attendees: tuple[str, ...] = ()
    created_at: datetime
    closed_at: datetime | None = None
    opened_at: datetime | None = None
    revision: int = 0
    booked: bool = False
    capacity: int | None = None
    enrolled: int = 0
    waiting: int = 0
    arrived: int = 0
    series_id: str | None = None
    recurrence_id: datetime | None = None
    media_id: str | None = None
    steering: bool = False

    @property
    def span(self) -> Interval:
        """When it takes place."""
        return Interval(self.starts_at, self.ends_at)

    @property
    def claimants(self) -> tuple[str, ...]:
        """Whose time it takes by itself: the host's, of a session also the other one's. A booking takes its own."""
        if self.booked or self.shared or self.closed_at is not None:
            return ()
        return (self.host_id,) if self.public else (self.host_id, *self.attendees)

    def claims(self) -> dict[str, Interval]:
        """What it takes of whose time, in whole cells, by user id."""
        return dict.fromkeys(self.claimants, rounded_out(self.span))

    @property
    def joinable_from(self) -> datetime:
        """From when on people are let in."""
        return opens_at(self.starts_at)

    @property
    def first_ticket(self) -> datetime:
        """Before this nobody can have got a ticket."""
        return min(self.opened_at or self.joinable_from, self.joinable_from)

    @property
    def joinable_until(self) -> datetime:
        """When the last one is let in, and the room closes."""
        return closes_at(self.ends_at)

    @property
    def public(self) -> bool:
        """Whether it is listed for everybody who is signed in."""
        return self.kind is MeetingKind.GROUP_CLASS

    @property
    def pair(self) -> bool:
        """Whether it is between two people and nobody else."""
        return self.kind is MeetingKind.ONE_ON_ONE

    @property
    def shared(self) -> bool:
        """Whether people watch one video together. Who knows its id, from the link, may come."""
        return self.kind is MeetingKind.SHARED_WORKOUT

    @property
    def cancelled(self) -> bool:
        """Whether it was called off before its start."""
        return self.closed_at is not None and self.closed_at < self.starts_at

    def status(self, now: datetime) -> MeetingStatus:
        """Where it stands."""
        if self.closed_at is not None:
            return MeetingStatus.CANCELLED if self.cancelled else MeetingStatus.ENDED
        if now < self.starts_at:
            return MeetingStatus.SCHEDULED
        return MeetingStatus.LIVE if now < self.ends_at else MeetingStatus.ENDED

    def role_of(self, user_id: str) -> MeetingRole | None:
        """The part that this person plays; None when it is not for them."""
        if user_key(user_id) == user_key(self.host_id):
            return MeetingRole.HOST
        return None if self.pair and not self.attended_by(user_id) else MeetingRole.CUSTOMER

    def attended_by(self, user_id: str) -> bool:
        """Whether this person is on the list."""
        return user_key(user_id) in {user_key(attendee) for attendee in self.attendees}

    def check_joinable(self, now: datetime) -> None:
        """Raise Conflict, saying why, unless people are let in now."""
        self.check_open(now)
        if now < self.joinable_from:
            raise Conflict(f"It is too early: this meeting opens at {_minute(self.joinable_from)}.", code="too-early")

    def check_open(self, now: datetime) -> None:
        """Raise Conflict when it is over or was called off."""
        if self.closed_at is not None and self.status(now) is MeetingStatus.CANCELLED:
            raise Conflict("This meeting was cancelled.", code="meeting-cancelled")
        if self.closed_at is not None or now >= self.joinable_until:
            raise Conflict("This meeting is over.", code="meeting-ended")


def opens_at(starts_at: datetime) -> datetime:
    """From when on people are let into a meeting that starts then."""
    return starts_at - OPENS_BEFORE


def closes_at(ends_at: datetime) -> datetime:
    """Until when people are let into a meeting that ends then."""
    return ends_at + GRACE


class Unlimited(Enum):
    """What a capacity changes to when there are to be as many seats as people come."""

    UNLIMITED = "unlimited"


@dataclass(frozen=True, slots=True)
class Changes:
    """What a host wants to be different; None is left as it is."""

    title: str | None = None
    description: str | None = None
    topics: tuple[str, ...] | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    attendees: tuple[str, ...] | None = None
    capacity: int | Unlimited | None = None


def longest_of(kind: MeetingKind) -> timedelta:
    """How long a meeting of this kind can be."""
    return LONGEST_SESSION if kind is MeetingKind.ONE_ON_ONE else LONGEST


def usual_length(runtime_ms: int) -> timedelta:
    """How long a shared workout lasts unless said: its video, and some time before and after, as far as one can be."""
    minutes = -(-runtime_ms // 60_000)
    return min(timedelta(minutes=minutes) + AROUND_VIDEO, LONGEST)


def planned_times(
    kind: MeetingKind,
    starts_at: datetime | None,
    ends_at: datetime | None,
    now: datetime,
    *,
    usual: timedelta = USUAL,
) -> tuple[datetime, datetime]:
    """Start and end of a new meeting: now unless said, and the usual length. Raise Invalid naming what can't be."""
    start = now.replace(second=0, microsecond=0) if starts_at is None else starts_at
    _check(_wrong_start(start, now))
    end = start + usual if ends_at is None else ends_at
    _check(_wrong_end(start, end, now, longest_of(kind)))
    return start, end


def check_capacity(kind: MeetingKind, capacity: int | None) -> None:
    """Raise Invalid unless a meeting of this kind can have so many seats."""
    if capacity is not None and kind is not MeetingKind.GROUP_CLASS:
        _check([FieldError("capacity", "belongs to group classes")])


def changed(meeting: Meeting, changes: Changes, now: datetime) -> Meeting:
    """The meeting with these changes. Moving the start alone keeps the length.

    Raise Conflict when it is over or was called off, or when the start of one that has begun is to move; Invalid
    naming the times that can't be.
    """
    meeting.check_open(now)
    if meeting.booked and (changes.starts_at, changes.ends_at, changes.attendees) != (None, None, None):
        raise Conflict(_BOOKED, code="booked")
    start, end = meeting.starts_at, meeting.ends_at
    if changes.starts_at is not None and changes.starts_at != start:
        if now >= start:
            raise Conflict("This meeting has begun; only its end can be moved.", code="meeting-begun")
        _check(_wrong_start(changes.starts_at, now))
        start, end = changes.starts_at, end + (changes.starts_at - start)
    if changes.ends_at is not None:
        end = changes.ends_at
    if (start, end) != (meeting.starts_at, meeting.ends_at):
        _check(_wrong_end(start, end, now, longest_of(meeting.kind)))
    values: dict[str, object] = {
        "title": changes.title,
        "description": changes.description,
        "topics": changes.topics,
        "attendees": changes.attendees,
    }
    given = {name: value for name, value in values.items() if value is not None}
    if changes.capacity is not None:
        seats = None if isinstance(changes.capacity, Unlimited) else changes.capacity
        check_capacity(meeting.kind, seats)
        given["capacity"] = seats
    return _at(meeting, start, end, now).model_copy(update=given)


def closed(meeting: Meeting, now: datetime) -> Meeting:
    """The meeting called off: before its start it is cancelled, later it ends now; what is over stays as it is.

    Raise Conflict for one that was booked and has not begun: it is cancelled in the calendar.
    """
    if meeting.closed_at is not None or now >= meeting.joinable_until:
        return meeting
    if meeting.booked and now < meeting.starts_at:
        raise Conflict(_BOOKED, code="booked")
    return meeting.model_copy(update={"closed_at": now})


def held(meeting: Meeting | None, booked: Meeting, now: datetime) -> Meeting:
    """The meeting of an accepted booking: as ``booked`` when there is none yet, else the one that is there, moved.

    It takes place again when it was called off.
    """
    if meeting is None:
        return booked
    return _at(meeting, booked.starts_at, booked.ends_at, now).model_copy(update={"closed_at": None})


def _at(meeting: Meeting, start: datetime, end: datetime, now: datetime) -> Meeting:
    """The meeting at another time. Who could join already may have a ticket from before."""
    opened = {"opened_at": meeting.first_ticket} if start != meeting.starts_at and now >= meeting.first_ticket else {}
    return meeting.model_copy(update={**opened, "starts_at": start, "ends_at": end})


_BOOKED = "This session was booked. Move or cancel it in the calendar, where the other one is asked too."


def attendees_of(kind: MeetingKind, host_id: str, user_ids: Iterable[str]) -> tuple[str, ...]:
    """The list of a meeting: each once, without its host. Raise Invalid when a one-on-one isn't with one person."""
    listed = {user_key(user_id): user_id for user_id in user_ids}
    listed.pop(user_key(host_id), None)
    if kind is MeetingKind.ONE_ON_ONE and len(listed) != 1:
        raise Invalid(
            "A one-on-one session is between you and one other person: name one in users.",
            fields=[FieldError("users", "must name one other person")],
        )
    return tuple(listed.values())


def _wrong_start(start: datetime, now: datetime) -> list[FieldError]:
    if not _whole_minutes(start):
        return [FieldError("startTime", "must be a whole minute")]
    if start < now.replace(second=0, microsecond=0):
        return [FieldError("startTime", "is in the past")]
    if start > now + HORIZON:
        return [FieldError("startTime", f"is more than {HORIZON.days} days ahead")]
    return []


def _wrong_end(start: datetime, end: datetime, now: datetime, longest: timedelta) -> list[FieldError]:
    if not _whole_minutes(end):
        return [FieldError("endTime", "must be a whole minute")]
    if end <= now:
        return [FieldError("endTime", "is in the past")]
    if end - start < SHORTEST:
        return [FieldError("endTime", f"must be at least {SHORTEST.seconds // 60} minutes after the start")]
    if end - start > longest:
        return [FieldError("endTime", f"must be within {longest // timedelta(minutes=1)} minutes of the start")]
    return []


def _whole_minutes(moment: datetime) -> bool:
    return not moment.second and not moment.microsecond


def _check(wrong: Sequence[FieldError]) -> None:
    if wrong:
        raise Invalid(" ".join(f"{each.field} {each.detail}." for each in wrong), fields=wrong)


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
