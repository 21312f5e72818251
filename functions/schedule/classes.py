"""The time that meetings take which were not booked: classes, and sessions that an instructor made directly."""

from datetime import datetime, timedelta

from neufit.domain.calendar.intervals import Interval
from neufit.domain.errors import Conflict
from neufit.stores.meetings import MeetingStore, person


def check_no_class(owner_id: str, span: Interval, booking_id: str, *, meetings: MeetingStore) -> None:
    """Raise Conflict when a meeting of this person takes some of the time, other than that of the booking itself."""
    for meeting_id, taken in meetings.taking(person(owner_id), span):
        if meeting_id != booking_id and taken.meets(span):
            raise Conflict("This time is taken. Pick another one.", code="time-taken")


def of_others(entries: set[str], owner_id: str, within: Interval, *, meetings: MeetingStore) -> list[Interval]:
    """The time that meetings of this person take which are not among the bookings ``entries``."""
    return [taken for meeting_id, taken in meetings.taking(person(owner_id), within) if meeting_id not in entries]


def day_from(moment: datetime, days: int) -> Interval:
    """So many days of 24 hours from a moment on."""
    return Interval(moment, moment + timedelta(days=days))
