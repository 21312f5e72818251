"""Rosters of classes: who has a seat, who waits for one, and who is let in when seats are taken.

A class without a capacity takes everybody. With one, whoever enrols while a seat is free, and nobody waits, has a seat;
later ones wait, first come first served. A class can be entered without enrolling while seats are free: that takes one,
without putting anything into a calendar. Until ``LATE`` after the start a seat is kept for who enrolled; from then on
seats are for those who came, as gyms and booking services have it, so that nobody stands outside of an empty room.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from neufit.domain.calendar.cells import rounded_out
from neufit.domain.calendar.intervals import Interval
from neufit.domain.errors import Conflict, Forbidden
from neufit.domain.meeting import Meeting
from neufit.domain.room.kinds import MeetingRole

LATE = timedelta(minutes=10)
"""So long after the start seats are kept for those who enrolled."""
MAX_WAITING = 1000
"""People that can wait for one class."""


class EnrolmentState(StrEnum):
    """Where somebody stands. ``here`` came in without enrolling."""

    ENROLLED = "enrolled"
    WAITING = "waiting"
    HERE = "here"


class Enrolment(BaseModel):
    """One person in a roster, ``since`` when.

    ``span`` is the time that it takes of that person. ``counted`` ones take one of the seats; those who came in when
    seats of absent people were given away do not. ``revision`` counts the writes.
    """

    model_config = ConfigDict(frozen=True)

    meeting_id: str
    user_id: str
    state: EnrolmentState
    since: datetime
    span: Interval | None = None
    arrived_at: datetime | None = None
    counted: bool = True
    revision: int = 0

    @property
    def claimed(self) -> Interval | None:
        """The whole cells of that time."""
        return None if self.span is None else rounded_out(self.span)


def check_enrollable(meeting: Meeting, role: MeetingRole, now: datetime) -> None:
    """Raise Conflict or Forbidden unless people of this role can enrol in this meeting now."""
    if not meeting.public:
        raise Conflict("Only group classes are enrolled in.", code="not-a-class")
    if role is MeetingRole.HOST:
        raise Forbidden("This is your own class.", code="own-class")
    meeting.check_open(now)
    if now >= meeting.ends_at:
        raise Conflict("This meeting is over.", code="meeting-ended")


def has_seat(meeting: Meeting) -> bool:
    """Whether who comes now gets a seat: one is free, and nobody waits for it."""
    return meeting.capacity is None or (meeting.enrolled < meeting.capacity and not meeting.waiting)


def can_move_up(meeting: Meeting, now: datetime) -> bool:
    """Whether the first of those who wait gets a seat."""
    free = meeting.capacity is None or meeting.enrolled < meeting.capacity
    return bool(meeting.waiting) and free and meeting.closed_at is None and now < meeting.ends_at


def wanted_span(meeting: Meeting) -> Interval | None:
    """The time that a class takes of those who are enrolled: none when it was called off."""
    return None if meeting.closed_at is not None else meeting.span


def admitted(meeting: Meeting, mine: Enrolment | None, now: datetime) -> bool:
    """Whether somebody whose seat (None: has none) this is comes in now, when seats are limited.

    Raise Conflict (``class-full``) when all seats are taken.
    """
    if meeting.capacity is None or (mine is not None and mine.arrived_at is not None):
        return True
    enrolled = mine is not None and mine.state is EnrolmentState.ENROLLED
    if now < meeting.starts_at + LATE:
        if enrolled or has_seat(meeting):
            return True
        raise Conflict(
            "Every seat of this class is taken. Join the waitlist, or come back "
            f"{LATE // timedelta(minutes=1)} minutes after the start: seats of those who did not come are free then.",
            code="class-full",
        )
    if meeting.arrived < meeting.capacity:
        return True
    raise Conflict("Every seat of this class is taken.", code="class-full")
