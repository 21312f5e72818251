"""What two people who are apart from now on had agreed on is called off, without a word about why."""

from neufit.clock import Clock
from neufit.domain.calendar.availability import MAX_HORIZON
from neufit.domain.calendar.booking import withdrawn
from neufit.domain.calendar.cells import LONGEST_SESSION
from neufit.domain.calendar.intervals import Interval
from neufit.domain.calendar.session import has_meeting, meeting_of
from neufit.domain.errors import Conflict
from neufit.stores.bookings import BookingStore
from neufit.stores.meetings import MeetingStore

_TRIES = 4


def withdraw(user_id: str, other_id: str, *, bookings: BookingStore, meetings: MeetingStore, clock: Clock) -> None:
    """Take back all that the two have ahead. May run again; raise Conflict when somebody keeps changing it."""
    now = clock()
    ahead = Interval(now, now + MAX_HORIZON + LONGEST_SESSION)
    for entry in bookings.calendar(user_id, ahead, with_other=other_id):
        for tries_left in reversed(range(_TRIES)):
            booking = bookings.get(entry.booking_id)
            if not booking.active(now) or booking.standing.ends_at <= now:
                break
            after = withdrawn(booking, now)
            there = meetings.find(booking.booking_id) if has_meeting(booking) else None
            meeting = meeting_of(after, there, now)
            changed = None if meeting is None or meeting == there else (there, meeting)
            try:
                bookings.replace(booking, after, now, changed)
            except Conflict:
                if not tries_left:
                    raise
            else:
                break
