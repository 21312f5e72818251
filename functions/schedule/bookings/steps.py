"""Making bookings and taking steps with them: what people do. Stores and clock come as arguments."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from functions.composition import Services
from neufit.clock import Clock
from neufit.domain.calendar.availability import MAX_HORIZON, check_slot
from neufit.domain.calendar.booking import (
    MAX_PENDING,
    Act,
    Booking,
    BookingStatus,
    StepKind,
    accepted,
    added,
    cancelled,
    declined,
    moved,
    requested,
    undone,
)
from neufit.domain.calendar.cells import check_times
from neufit.domain.calendar.intervals import Interval
from neufit.domain.calendar.session import has_meeting, meeting_of
from neufit.domain.errors import Conflict, FieldError, Forbidden, Invalid, NotFound
from neufit.domain.session import Session
from neufit.domain.user import Role, user_key
from neufit.ids import derived_id, new_id
from neufit.stores.availability import AvailabilityStore
from neufit.stores.blocks import BlockStore
from neufit.stores.bookings import BookingStore
from neufit.stores.meetings import MeetingStore
from neufit.stores.users import UserStore

_TITLE = "One-on-one session"
_OWN_TITLE = "Busy"
_HIDDEN = "There is no event with this id."


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants on a calendar. ``key`` names the request, so that it may be repeated."""

    user_id: str | None
    span: Interval
    title: str | None = None
    reason: str = ""
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """The stores and the clock that bookings need."""

    bookings: BookingStore
    availability: AvailabilityStore
    meetings: MeetingStore
    users: UserStore
    blocks: BlockStore
    clock: Clock

    @classmethod
    def of(cls, services: Services) -> "Desk":
        """Those of this process."""
        return cls(
            bookings=services.bookings,
            availability=services.availability,
            meetings=services.meetings,
            users=services.users,
            blocks=services.blocks,
            clock=services.clock,
        )


def add(me: Session, wish: Wish, desk: Desk) -> Booking:
    """An event of one's own, or a request to an instructor; the one that an earlier request with the same key made.

    Raise Invalid naming what can't be, NotFound for nobody, Forbidden when the other one takes no sessions, Conflict
    when it can't be had.
    """
    act = Act(me.user_id, desk.clock(), wish.reason)
    key = wish.key
    booking_id = new_id(act.at) if key is None else derived_id("booking", user_key(me.user_id), key)
    if wish.user_id is None or user_key(wish.user_id) == user_key(me.user_id):
        check_times(wish.span, act.at, people=1, horizon=MAX_HORIZON)
        event = added(booking_id, act, title=wish.title or _OWN_TITLE, span=wish.span)
        return desk.bookings.create(event, act.at)
    check_times(wish.span, act.at, people=2, horizon=MAX_HORIZON)
    instructor = desk.users.get(wish.user_id)
    if instructor.suspended(act.at) or desk.blocks.apart(me.user_id, [instructor.user_id]):
        raise NotFound("There is nobody with this user id.")
    hours = desk.availability.find(instructor.user_id) if instructor.role is Role.INSTRUCTOR else None
    if hours is None:
        raise Forbidden("This person takes no sessions.", code="takes-no-sessions")
    check_slot(hours, wish.span, act.at)
    _check_few_pending(me, act, desk)
    booking = requested(
        booking_id,
        act,
        instructor_id=instructor.user_id,
        title=wish.title or _TITLE,
        span=wish.span,
        buffers=(hours.before, hours.after),
    )
    return desk.bookings.create(booking, act.at)


def _check_few_pending(me: Session, act: Act, desk: Desk) -> None:
    ahead = desk.bookings.calendar(me.user_id, Interval(act.at, act.at + MAX_HORIZON))
    waiting = [
        each
        for each in ahead
        if each.status(act.at) is BookingStatus.PENDING and user_key(each.owner_id) != user_key(me.user_id)
    ]
    if len(waiting) >= MAX_PENDING:
        raise Conflict(f"{MAX_PENDING} of your requests wait for answers; that is the most.", code="too-many-requests")


def find(me: Session, event_id: str, desk: Desk) -> Booking:
    """A booking of one's own. Raise NotFound for all others."""
    try:
        booking = desk.bookings.get(event_id)
    except NotFound:
        raise NotFound(_HIDDEN) from None
    if not booking.includes(me.user_id):
        raise NotFound(_HIDDEN)
    return booking


def at_start(me: Session, user_id: str | None, span: Interval, desk: Desk) -> str:
    """The id of the one event of one's own, with this person if said, that begins at a time. Raise NotFound."""
    entries = desk.bookings.calendar(me.user_id, Interval(span.starts_at, span.starts_at + timedelta(minutes=1)))
    for each in entries:
        with_whom = each.other_than(me.user_id) or me.user_id
        asked = user_id is None or user_key(user_id) in {user_key(with_whom), user_key(me.user_id)}
        if asked and each.standing.starts_at == span.starts_at and each.active(desk.clock()):
            return each.booking_id
    raise NotFound("There is no such event at this time. Name its eventId.")


_STEPS: Mapping[StepKind, Callable[[Booking, Act], Booking]] = {
    StepKind.ACCEPTED: accepted,
    StepKind.DECLINED: declined,
    StepKind.CANCELLED: cancelled,
    StepKind.UNDONE: undone,
}


def take(
    me: Session,
    event_id: str,
    kind: StepKind,
    desk: Desk,
    *,
    span: Interval | None = None,
    reason: str = "",
    revision: int | None = None,
) -> Booking:
    """The booking after a step; ``span`` is the time that it moves to. The same step once more changes nothing.

    Raise NotFound, Forbidden when the other one has to answer, Invalid naming times that can't be, Conflict.
    """
    before, act = find(me, event_id, desk), Act(me.user_id, desk.clock(), reason)
    if _repeated(before, act, kind, span):
        return before
    if revision is not None and revision != before.revision:
        raise Conflict("This was changed meanwhile. Load it again and repeat.")
    after = _STEPS[kind](before, act) if span is None else _moved(before, act, span, desk)
    there = desk.meetings.find(event_id) if has_meeting(before) else None
    meeting = meeting_of(after, there, act.at)
    changed = None if meeting is None or meeting == there else (there, meeting)
    return desk.bookings.replace(before, after, act.at, changed)


def _repeated(booking: Booking, act: Act, kind: StepKind, span: Interval | None) -> bool:
    """Whether the last step was this one already: an answer got lost, or somebody clicked twice."""
    last = booking.steps[-1]
    same = last.by is not None and user_key(last.by) == user_key(act.by)
    if span is not None:
        return same and booking.active(act.at) and booking.standing.span == span
    return same and last.kind is kind


def _moved(before: Booking, act: Act, span: Interval, desk: Desk) -> Booking:
    check_times(span, act.at, people=len(before.people), horizon=MAX_HORIZON)
    if not before.personal and user_key(act.by) != user_key(before.owner_id):
        hours = desk.availability.find(before.owner_id)
        if hours is None:
            raise Forbidden("This person takes no sessions.", code="takes-no-sessions")
        check_slot(hours, span, act.at)
    return moved(before, act, span)


def span_of(starts_at: object, ends_at: object) -> Interval:
    """The time that a request names. Raise Invalid naming what is missing."""
    missing = [
        FieldError(name, "is needed") for name, at in (("startTime", starts_at), ("endTime", ends_at)) if at is None
    ]
    if missing:
        raise Invalid("Say when: startTime and endTime.", fields=missing)
    return Interval(starts_at, ends_at)  # type: ignore[arg-type]  # neither is None
