"""What follows for everybody of a roster when its class changes: enrolments move with it, and the waitlist moves up.

A request does it for as many people as it has time for; the rest, and what a process that died left, is done by the
worker of announcements. All of it may be done twice, and by several at once.
"""

from datetime import datetime

from neufit.domain.errors import Conflict
from neufit.stores.enrolments import EnrolmentStore
from neufit.stores.meetings import MeetingStore

AT_ONCE = 5
"""People for whom a request does it itself."""


class Rosters:
    """Changes of rosters with all that follows from them."""

    def __init__(self) -> None:
        self._enrolments, self._meetings = EnrolmentStore(), MeetingStore()

    def leave(self, meeting_id: str, user_id: str, now: datetime) -> None:
        """Somebody gives up a seat or a turn; who has none has none."""
        self._enrolments.leave(meeting_id, user_id, now)
        self.move_up(meeting_id, now, most=AT_ONCE)

    def settle(self, meeting_id: str, now: datetime, *, after: str | None = None, most: int = AT_ONCE) -> str | None:
        """Let so many enrolments follow their class, then move the waitlist up. Answer the place to go on after.

        None: all is done.
        """
        meeting = self._meetings.find(meeting_id)
        if meeting is None:
            return None
        people, place = self._enrolments.roster(meeting_id, limit=most, after=after)
        for each in people:
            try:
                self._enrolments.follow(meeting, each, now)
            except Conflict:
                return after  # it changed meanwhile: whoever comes next looks at it anew
        if place is None:
            self.move_up(meeting_id, now, most=most)
        return place

    def move_up(self, meeting_id: str, now: datetime, *, most: int) -> None:
        """Give free seats to at most so many of those who wait."""
        for _ in range(most):
            if not self._enrolments.move_up(meeting_id, now):
                return
