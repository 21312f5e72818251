"""Works announcements off: from the outbox into inboxes, then e-mail.

One run tells one page of an audience, notes how far it came and has another go on, so ten thousand people are many
short runs. It may die anywhere and run twice: a notice has the same id each time, an e-mail is marked when it was sent.
"""

import json
import logging
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from enum import StrEnum
from functools import cached_property

from functions.announcing.audience import PAGE, Audiences
from functions.announcing.mail import Letters
from functions.announcing.wording import worded
from neufit.clock import Clock
from neufit.domain.announcement import Announcement, SubjectKind, reminder
from neufit.domain.calendar.booking import Booking, BookingStatus
from neufit.domain.calendar.telling import reminder_of
from neufit.domain.comment import Comment
from neufit.domain.errors import NotFound, Unavailable
from neufit.domain.media import Media, Status
from neufit.domain.meeting import Meeting
from neufit.domain.notice import TOPICS, Notice, NoticeKind, NoticeTopic
from neufit.domain.program import Program, ProgramStatus
from neufit.domain.user import User
from neufit.mailer import Mailer, MailRefused
from neufit.rosters import Rosters
from neufit.stores.announcements import AnnouncementStore, Lease, Waiting
from neufit.stores.bookings import BookingStore
from neufit.stores.comments import CommentStore
from neufit.stores.media import MediaStore
from neufit.stores.meetings import MeetingStore
from neufit.stores.notices import NoticeStore
from neufit.stores.programs import ProgramStore

log = logging.getLogger(__name__)

_SWEPT = 100
"""Announcements of one partition that one sweep wakes at most."""
_SETTLING = frozenset({NoticeKind.CLASS_MOVED, NoticeKind.CLASS_CANCELLED, NoticeKind.SEAT_GIVEN, NoticeKind.SEAT_LOST})
"""After these the enrolments of a class follow it, and its waitlist moves up."""


class _Phase(StrEnum):
    TELL = "tell"
    SETTLE = "settle"


@dataclass(frozen=True)
class Teller:
    """What announcements are worked off with; without ``mailer`` no e-mail is sent."""

    announcements: AnnouncementStore
    notices: NoticeStore
    audiences: Audiences
    bookings: BookingStore
    meetings: MeetingStore
    media: MediaStore
    programs: ProgramStore
    comments: CommentStore
    rosters: Rosters
    clock: Clock
    mailer: Mailer | None
    letters: Letters

    def sweep(self) -> int:
        """Wake whoever tells what is due; answer how much that was."""
        waiting = self.announcements.due(self.clock(), limit=_SWEPT)
        for each in waiting:
            self.announcements.wake_at(each)
        return len(waiting)

    def work_off(self, waiting: Waiting) -> None:
        """Tell one page of an announcement, if it is nobody else's. What it raises leaves it for the next one."""
        lease = self.announcements.lease(waiting, self.clock())
        if lease is None:
            return
        try:
            progress = self._go_on(lease)
        except Exception:
            self.announcements.keep(lease, lease.progress)  # the next one needs not wait for the lease's end
            raise
        if progress is None:
            self.announcements.close(lease, self._next(lease.announcement))
        elif self.announcements.keep(lease, progress):
            self.announcements.wake_at(waiting)

    def _go_on(self, lease: Lease) -> str | None:
        """One page. Answer how far it came; None: it is done."""
        told = lease.announcement
        start = json.loads(lease.progress) if lease.progress else {"phase": _Phase.TELL, "after": None}
        after: str | None = start["after"]
        if start["phase"] == _Phase.TELL:
            subject = _Subject(told, self)
            if self.clock() < told.expires_at and subject.stands:
                people, place = self.audiences.page(told, after)
                self._tell(told, people, subject.whose)
                if place is not None:
                    return json.dumps({"phase": _Phase.TELL, "after": place})
            if told.kind not in _SETTLING:
                return None
            after = None
        place = self.rosters.settle(told.subject.id, self.clock(), after=after, most=PAGE)
        return None if place is None else json.dumps({"phase": _Phase.SETTLE, "after": place})

    def _tell(self, told: Announcement, user_ids: list[str], whose: str | None) -> None:
        now = self.clock()
        actor = None if told.by is None else self.audiences.users.find(told.by)
        if TOPICS[told.kind] is NoticeTopic.NEWS and (actor is None or actor.suspended(now)):
            return
        title, detail = worded(told, None if actor is None else actor.display_name)
        people = self.audiences.to_tell(told, user_ids, whose, now)
        notices = [(self._noted(told, person, title, detail), person) for person in people]
        if self.mailer is None:
            return
        # Only when all have their notices: no inbox waits for mail.
        for notice, person in notices:
            off = TOPICS[told.kind] in person.mail_off
            silent = person.suspended(now) and TOPICS[told.kind] is not NoticeTopic.MODERATION
            if person.email is not None and not off and not silent:
                self._mail(notice, person, self.mailer)

    def _noted(self, told: Announcement, person: User, title: str, detail: str) -> Notice:
        """The notice of one person, which is in the inbox now."""
        notice = Notice(
            notice_id=told.notice_id(person.key),
            kind=told.kind,
            at=told.due_at,
            title=title,
            detail=detail,
            link=told.link,
            by=told.by,
            starts_at=told.starts_at,
            starts_before=told.starts_before,
        )
        self.notices.add(person.user_id, notice)
        return notice

    def _mail(self, notice: Notice, person: User, mailer: Mailer) -> None:
        """Send the e-mail about a notice, unless that was done. One that SES never takes counts as sent."""
        if not self.notices.begin_mail(person.user_id, notice.notice_id, self.clock()):
            return
        try:
            mailer.send(self.letters.write(notice, person))
        except MailRefused as refused:
            log.info("an e-mail was refused", extra={"notice_id": notice.notice_id, "why": str(refused)})
        except (ValueError, MessageError) as wrong:
            # What can't be written never can: the others must not wait for it. Its words may hold the address.
            why = type(wrong).__name__
            log.warning("an e-mail can't be written", extra={"notice_id": notice.notice_id, "why": why})
        except Unavailable:
            self.notices.end_mail(person.user_id, notice.notice_id, sent=False)
            raise
        self.notices.end_mail(person.user_id, notice.notice_id, sent=True)

    def _next(self, told: Announcement) -> Announcement | None:
        """What follows from what was told: the next reminder, while its subject takes place as told."""
        subject, now = _Subject(told, self), max(self.clock(), told.due_at)
        if told.starts_at is None or subject.starts_at != told.starts_at:
            return None
        if told.kind is NoticeKind.REMINDER and told.audience.kind != "subscribers":
            return reminder(told.subject, told.audience, told.starts_at, now, title=told.title, link=told.link)
        if subject.booking is not None:
            return reminder_of(subject.booking, now)
        return None


class _Subject:
    """What an announcement is about, as it is now; read when it is asked for."""

    def __init__(self, told: Announcement, teller: Teller) -> None:
        self._told, self._teller = told, teller

    @cached_property
    def booking(self) -> Booking | None:
        """The booking that it is about."""
        if self._told.subject.kind is not SubjectKind.BOOKING:
            return None
        try:
            return self._teller.bookings.get(self._told.subject.id)
        except NotFound:
            return None

    @cached_property
    def meeting(self) -> Meeting | None:
        """The meeting that it is about."""
        about = self._told.subject
        return self._teller.meetings.find(about.id) if about.kind is SubjectKind.MEETING else None

    @cached_property
    def media(self) -> Media | None:
        """The video that it is about."""
        if self._told.subject.kind is not SubjectKind.MEDIA:
            return None
        try:
            return self._teller.media.get(self._told.subject.id)
        except NotFound:
            return None

    @cached_property
    def program(self) -> Program | None:
        """The program that it is about."""
        about = self._told.subject
        if about.kind is not SubjectKind.PROGRAM:
            return None
        return self._teller.programs.get_many([about.id]).get(about.id)

    @cached_property
    def comment(self) -> Comment | None:
        """The comment that it is about: the revision of its video."""
        about = self._told.subject
        if about.kind is not SubjectKind.MEDIA:
            return None
        try:
            return self._teller.comments.get(about.id, about.revision)
        except NotFound:
            return None

    @property
    def starts_at(self) -> datetime | None:
        """When it takes place; None when it does not."""
        if self.booking is not None and self.booking.standing.status is BookingStatus.ACCEPTED:
            return self.booking.standing.starts_at
        if self.meeting is not None and self.meeting.closed_at is None:
            return self.meeting.starts_at
        return None

    @property
    def stands(self) -> bool:
        """Whether it is still to be told. What happened is; what lies ahead, or can be seen, only while it does."""
        match self._told.kind:
            case NoticeKind.REMINDER:
                stands = self.starts_at is not None and self.starts_at == self._told.starts_at
            case NoticeKind.NEW_CLASS:
                stands = self.starts_at is not None and self.starts_at > self._teller.clock()
            case NoticeKind.INVITED:
                stands = self.starts_at is not None
            case NoticeKind.NEW_VIDEO:
                stands = self.media is not None and self.media.status is Status.AVAILABLE
            case NoticeKind.NEW_PROGRAM:
                stands = self.program is not None and self.program.status is ProgramStatus.PUBLISHED
            case NoticeKind.COMMENT:
                stands = self.comment is not None and self.comment.hidden_at is None
            case _:
                stands = True
        return stands

    @property
    def whose(self) -> str | None:
        """From whom nobody may be apart who is told."""
        if self._told.kind is NoticeKind.REMINDER and self.meeting is not None:
            return self.meeting.host_id
        return self._told.by
