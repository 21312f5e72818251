"""What can't take place any more is called off, without a word about why: two are apart, or somebody has left.

All of it may run again; what was called off stays so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from functions.composition import Services
from neufit.domain.calendar.availability import MAX_HORIZON
from neufit.domain.calendar.booking import Entry, withdrawn
from neufit.domain.calendar.cells import LONGEST_SESSION
from neufit.domain.calendar.intervals import Interval
from neufit.domain.calendar.session import has_meeting, meeting_of
from neufit.domain.errors import Conflict
from neufit.domain.meeting import LONGEST, Meeting, closed
from neufit.domain.meeting_telling import of_change
from neufit.domain.user import user_key
from neufit.rosters import Rosters
from neufit.stores.announcements import AnnouncementStore
from neufit.stores.bookings import BookingStore
from neufit.stores.meetings import MeetingStore, person

_TRIES = 4
_PAGE = 100
_FAR = MAX_HORIZON + LONGEST_SESSION + LONGEST


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Calls off what lies ahead of ``now``. Raise Conflict when somebody keeps changing it at the same time."""

    bookings: BookingStore
    meetings: MeetingStore
    rosters: Rosters
    announcements: AnnouncementStore
    now: datetime

    @classmethod
    def of(cls, services: Services) -> "Withdrawal":
        """With the stores of this process, from now on."""
        return cls(services.bookings, services.meetings, services.rosters, services.announcements, services.clock())

    def between(self, user_id: str, other_id: str) -> None:
        """All that the two have ahead with each other."""
        for who, host in ((user_id, other_id), (other_id, user_id)):
            for meeting_id in self._ahead(who, host_id=host):
                # A turn in a waitlist is passed over when it comes.
                self._end_part(meeting_id, who, self.now + _FAR)
        ahead = Interval(self.now, self.now + _FAR)
        self._withdraw(self.bookings.calendar(user_id, ahead, with_other=other_id))

    def everything(self, user_id: str, until: datetime | None = None) -> None:
        """All that somebody has with others and that begins before ``until`` (None: ever)."""
        last = self.now + _FAR if until is None else min(until, self.now + _FAR)
        ahead = Interval(self.now, last)
        if last <= self.now:
            return
        self._withdraw(entry for entry in self.bookings.calendar(user_id, ahead) if not entry.personal)
        for meeting_id in self._ahead(user_id):
            self._end_part(meeting_id, user_id, last)

    def _ahead(self, user_id: str, *, host_id: str | None = None) -> Iterable[str]:
        place: str | None = None
        while True:
            ids, place = self.meetings.listed(person(user_id), self.now, limit=_PAGE, after=place, host_id=host_id)
            yield from ids
            if place is None:
                return

    def _withdraw(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            for tries_left in reversed(range(_TRIES)):
                booking = self.bookings.get(entry.booking_id)
                if not booking.active(self.now) or booking.standing.ends_at <= self.now:
                    break
                after = withdrawn(booking, self.now)
                there = self.meetings.find(booking.booking_id) if has_meeting(booking) else None
                meeting = meeting_of(after, there, self.now)
                changed = None if meeting is None or meeting == there else (there, meeting)
                try:
                    self.bookings.replace(booking, after, self.now, changed)
                except Conflict:
                    if not tries_left:
                        raise
                else:
                    break

    def _end_part(self, meeting_id: str, user_id: str, last: datetime) -> None:
        """A seat is given up; what needs this person, as its host or one of two, is called off."""
        for tries_left in reversed(range(_TRIES)):
            meeting = self.meetings.find(meeting_id)
            if meeting is None or meeting.booked or meeting.starts_at >= last:
                return
            if not meeting.pair and user_key(meeting.host_id) != user_key(user_id):
                self.rosters.leave(meeting_id, user_id, self.now)
                return
            try:
                self._close(meeting)
            except Conflict:
                if not tries_left:
                    raise
            else:
                return

    def _close(self, meeting: Meeting) -> None:
        after = closed(meeting, self.now)
        if after == meeting:
            return
        announced = of_change(
            meeting, after.model_copy(update={"revision": meeting.revision + 1}), self.now, neutral=True
        )
        written = self.meetings.replace(meeting, after, self.now, announced)
        self.announcements.wake(announced, self.now)
        if meeting.enrolled or meeting.waiting:
            self.rosters.settle_some(written.meeting_id, self.now)
