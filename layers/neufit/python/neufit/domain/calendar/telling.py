"""What the people of a booking hear of each step: who took it knows of it, the other one is told, with the reason.

One announcement stands for a step, whatever follows of it. Reminders begin with what was accepted: who works the
announcement off writes the first.
"""

from collections.abc import Mapping
from datetime import datetime

from neufit.domain.announcement import Announcement, People, Subject, SubjectKind, reminder
from neufit.domain.calendar.booking import Booking, BookingStatus, StepKind
from neufit.domain.notice import NoticeKind

_KINDS: Mapping[StepKind, NoticeKind] = {
    StepKind.REQUESTED: NoticeKind.SESSION_REQUESTED,
    StepKind.ACCEPTED: NoticeKind.SESSION_ACCEPTED,
    StepKind.DECLINED: NoticeKind.SESSION_DECLINED,
    StepKind.PROPOSED: NoticeKind.SESSION_PROPOSED,
    StepKind.RESCHEDULED: NoticeKind.SESSION_MOVED,
    StepKind.CANCELLED: NoticeKind.SESSION_CANCELLED,
    StepKind.UNDONE: NoticeKind.SESSION_RESTORED,
    StepKind.WITHDRAWN: NoticeKind.SESSION_WITHDRAWN,
}


def announcements_of(booking: Booking) -> tuple[Announcement, ...]:
    """What is to be told of the last step of a booking: nothing of somebody's own event.

    What can't take place any more, for no reason of the two, is told to both and names nobody.
    """
    step = booking.steps[-1]
    if booking.customer_id is None:
        return ()
    moved = step.before is not None and step.before.span != booking.standing.span
    told = Announcement.of(
        _KINDS[step.kind],
        _subject(booking).model_copy(update={"revision": f"{len(booking.steps)}-{step.at.isoformat()}"}),
        People(user_ids=booking.people),
        step.at,
        link=link_of(booking),
        title=booking.title,
        detail="" if step.by is None else step.reason,
        by=step.by,
        starts_at=booking.standing.starts_at,
        starts_before=step.before.starts_at if moved and step.before is not None else None,
    )
    return (told,)


def reminder_of(booking: Booking, now: datetime) -> Announcement | None:
    """The next reminder of a session that takes place; None when there is none to give."""
    standing = booking.standing
    if standing.status is not BookingStatus.ACCEPTED or booking.personal:
        return None
    people = People(user_ids=booking.people)
    return reminder(_subject(booking), people, standing.starts_at, now, title=booking.title, link=link_of(booking))


def link_of(booking: Booking) -> str:
    """Where the web application shows a booking."""
    return f"/calendar/events/{booking.booking_id}"


def _subject(booking: Booking) -> Subject:
    return Subject(kind=SubjectKind.BOOKING, id=booking.booking_id)
