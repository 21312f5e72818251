"""What two people who are apart from now on had agreed on is called off, without a word about why."""

from datetime import datetime

from neufit.clock import Clock
from neufit.domain.calendar.availability import MAX_HORIZON
from neufit.domain.calendar.booking import withdrawn
from neufit.domain.calendar.cells import LONGEST_SESSION
from neufit.domain.calendar.intervals import Interval
from neufit.domain.calendar.session import has_meeting, meeting_of
from neufit.domain.errors import Conflict
from neufit.rosters import Rosters
from neufit.stores.bookings import BookingStore
from neufit.stores.meetings import MeetingStore, person

_TRIES = 4
_PAGE = 100


def withdraw(
    user_id: str, other_id: str, *, bookings: BookingStore, meetings: MeetingStore, rosters: Rosters, clock: Clock
) -> None:
    """Take back all that the two have ahead. May run again; raise Conflict when somebody keeps changing it."""
    now = clock()
    for who, host in ((user_id, other_id), (other_id, user_id)):
        _leave_classes(who, host, now, meetings=meetings, rosters=rosters)
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


def _leave_classes(user_id: str, host_id: str, now: datetime, *, meetings: MeetingStore, rosters: Rosters) -> None:
    """Give up this person's seats in classes of a host. A turn is passed over when it comes."""
    place: str | None = None
    while True:
        ids, place = meetings.listed(person(user_id), now, limit=_PAGE, after=place, host_id=host_id)
        for meeting_id in ids:
            rosters.leave(meeting_id, user_id, now)
        if place is None:
            return
