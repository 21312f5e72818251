"""What follows for everybody of a roster when its class changes: enrolments move with it, and the waitlist moves up.

A request does it for as many people as it has time for; the rest, and what a process that died left, is done by the
worker of announcements, which settles the class of whatever is told of a class. All of it may be done twice, and by
several at once.
"""

from contextlib import suppress
from datetime import datetime

from pynamodb.transactions import TransactWrite

from neufit.domain.announcement import Announcement, People, Subject, SubjectKind
from neufit.domain.enrolment import Enrolment
from neufit.domain.errors import Conflict
from neufit.domain.meeting import Meeting
from neufit.domain.notice import NoticeKind
from neufit.stores.announcements import AnnouncementStore
from neufit.stores.enrolments import Also, EnrolmentStore
from neufit.stores.meetings import MeetingStore

AT_ONCE = 5
"""People for whom a request does it itself."""
_TRIES = 5
_BUSY = "You have something else at this time."


class Rosters:
    """Changes of rosters with all that follows from them."""

    def __init__(self, announcements: AnnouncementStore | None = None) -> None:
        self._enrolments, self._meetings = EnrolmentStore(), MeetingStore()
        self._announcements = announcements or AnnouncementStore()

    def leave(self, meeting_id: str, user_id: str, now: datetime) -> None:
        """Somebody gives up a seat or a turn; who has none has none."""
        meeting = self._meetings.get(meeting_id)

        def also(writes: TransactWrite, gone: Enrolment) -> None:
            # Tells nobody: whoever works it off moves the waitlist up, should this process die before it does.
            self._announcements.write(writes, _told(NoticeKind.SEAT_GIVEN, meeting, gone, now, people=()))

        self._enrolments.leave(meeting_id, user_id, now, also)
        with suppress(Conflict):  # the worker does it
            self.move_up(meeting_id, now, most=AT_ONCE)

    def settle(self, meeting_id: str, now: datetime, *, after: str | None = None, most: int = AT_ONCE) -> str | None:
        """Let so many enrolments follow their class, then move the waitlist up. Answer the place to go on after.

        None: all is done.
        """
        meeting = self._meetings.find(meeting_id)
        if meeting is None:
            return None
        people, place = self._enrolments.roster(meeting_id, limit=most, after=after)

        def lost(writes: TransactWrite, who: Enrolment) -> None:
            self._announcements.write(writes, _told(NoticeKind.SEAT_LOST, meeting, who, now, detail=_BUSY))

        for each in people:
            self._follow(meeting, each, now, lost)
        if place is None:
            self.move_up(meeting_id, now, most=most)
        return place

    def settle_some(self, meeting_id: str, now: datetime) -> None:
        """What a request does of it. Where others come between, the worker does it."""
        with suppress(Conflict):
            self.settle(meeting_id, now)

    def _follow(self, meeting: Meeting, enrolment: Enrolment, now: datetime, lost: Also) -> None:
        """Let one enrolment follow its class; if either was changed meanwhile, as they are then. Raise Conflict."""
        for tries_left in reversed(range(_TRIES)):
            try:
                self._enrolments.follow(meeting, enrolment, now, lost)
            except Conflict:
                there = self._meetings.find(meeting.meeting_id)
                mine = self._enrolments.find(meeting.meeting_id, enrolment.user_id)
                if there is None or mine is None:
                    return
                if not tries_left:
                    raise
                meeting, enrolment = there, mine
            else:
                return

    def move_up(self, meeting_id: str, now: datetime, *, most: int) -> None:
        """Give free seats to at most so many of those who wait. Each hears of it, which moves up the next ones."""
        meeting = self._meetings.find(meeting_id)
        if meeting is None:
            return
        told: list[Announcement] = []

        def gave(writes: TransactWrite, who: Enrolment) -> None:
            told[:] = [_told(NoticeKind.SEAT_GIVEN, meeting, who, now)]
            self._announcements.write(writes, *told)

        def skipped(writes: TransactWrite, who: Enrolment) -> None:
            told[:] = [_told(NoticeKind.SEAT_LOST, meeting, who, now, detail=_BUSY)]
            self._announcements.write(writes, *told)

        def apart(writes: TransactWrite, who: Enrolment) -> None:
            # Tells nobody: a block is nothing that anybody hears of. The next ones move up after it all the same.
            told[:] = [_told(NoticeKind.SEAT_GIVEN, meeting, who, now, people=())]
            self._announcements.write(writes, *told)

        for _ in range(most):
            if not self._enrolments.move_up(meeting_id, now, gave, skipped, apart):
                return
            self._announcements.wake(told, now)


def unsettled(meeting: Meeting, now: datetime) -> Announcement:
    """An announcement that tells nobody: whoever works it off settles the class, as of this revision."""
    return Announcement.of(
        NoticeKind.SEAT_GIVEN,
        Subject(kind=SubjectKind.MEETING, id=meeting.meeting_id, revision=str(meeting.revision)),
        People(user_ids=()),
        now,
        link=f"/live/{meeting.meeting_id}",
        title=meeting.title,
    )


def _told(
    kind: NoticeKind,
    meeting: Meeting,
    who: Enrolment,
    now: datetime,
    *,
    people: tuple[str, ...] | None = None,
    detail: str = "",
) -> Announcement:
    """What one person hears of a seat. A turn is told of once: its revision says since when that person stood there."""
    revision = f"{who.user_id}-{who.since.isoformat()}-{who.revision}"
    return Announcement.of(
        kind,
        Subject(kind=SubjectKind.MEETING, id=meeting.meeting_id, revision=revision),
        People(user_ids=(who.user_id,) if people is None else people),
        now,
        link=f"/live/{meeting.meeting_id}",
        title=meeting.title,
        detail=detail,
        starts_at=meeting.starts_at,
    )
