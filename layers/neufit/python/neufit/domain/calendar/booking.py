"""What a booking goes through: asked for, answered, moved, called off; each step with who did it and why.

A session is between an instructor and a customer. It is ``pending`` while one of the two has to answer: at first the
instructor, after a proposal of another time whoever did not propose it. A personal event of one person is ``accepted``
from the start. All functions are pure: they give the booking as it is after the step, or raise.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from neufit.domain.calendar.intervals import Interval
from neufit.domain.errors import Conflict, Forbidden
from neufit.domain.user import user_key

HOLD = timedelta(hours=48)
"""An unanswered request keeps its time for so long, at most until its start."""
UNDO_WITHIN = timedelta(minutes=15)
"""So soon after it whoever took a step can take it back."""
MAX_STEPS = 40
"""After so many steps only answers and calling off are left."""
MAX_PENDING = 5
"""Requests of one person that may wait for answers."""


class BookingStatus(StrEnum):
    """Where a booking stands. ``expired`` is a request that nobody answered in time."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class StepKind(StrEnum):
    """What somebody did to a booking. ``withdrawn`` is the one step that is nobody's."""

    REQUESTED = "requested"
    ADDED = "added"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    PROPOSED = "proposed"
    RESCHEDULED = "rescheduled"
    CANCELLED = "cancelled"
    UNDONE = "undone"
    WITHDRAWN = "withdrawn"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Standing(_Frozen):
    """What a step can change: the status, when it takes place, and who has to answer until when."""

    status: BookingStatus
    starts_at: datetime
    ends_at: datetime
    awaiting: str | None = None
    held_until: datetime | None = None

    @property
    def span(self) -> Interval:
        """When it takes place."""
        return Interval(self.starts_at, self.ends_at)


class Step(_Frozen):
    """One step: who took it (None: nobody), when and why, and where the booking stood before."""

    kind: StepKind
    by: str | None = None
    at: datetime
    reason: str = ""
    before: Standing | None = None


class Entry(_Frozen):
    """A booking as it stands in calendars. ``owner_id`` is its instructor; or whose personal event it is.

    ``customer_id`` is None for personal events. ``buffer_before`` and ``buffer_after`` are the owner's, as they were
    when it was asked for. Times are UTC.
    """

    booking_id: str
    owner_id: str
    customer_id: str | None = None
    title: str
    buffer_before: timedelta = timedelta()
    buffer_after: timedelta = timedelta()
    standing: Standing
    created_at: datetime
    revision: int = 0

    @property
    def people(self) -> tuple[str, ...]:
        """Whose time it takes."""
        return (self.owner_id,) if self.customer_id is None else (self.owner_id, self.customer_id)

    @property
    def personal(self) -> bool:
        """Whether it is somebody's own event."""
        return self.customer_id is None

    def claims(self, user_id: str) -> Interval:
        """What it takes of a person's time: the owner's with the buffers."""
        span = self.standing.span
        if user_key(user_id) != user_key(self.owner_id):
            return span
        return Interval(span.starts_at - self.buffer_before, span.ends_at + self.buffer_after)

    def status(self, now: datetime) -> BookingStatus:
        """Where it stands now."""
        held = self.standing.held_until
        expired = self.standing.status is BookingStatus.PENDING and held is not None and now >= held
        return BookingStatus.EXPIRED if expired else self.standing.status

    def active(self, now: datetime) -> bool:
        """Whether it takes anybody's time."""
        return self.status(now) in {BookingStatus.PENDING, BookingStatus.ACCEPTED}

    def includes(self, user_id: str) -> bool:
        """Whether it is a booking of this person."""
        return user_key(user_id) in {user_key(each) for each in self.people}

    def other_than(self, user_id: str) -> str | None:
        """The other one of the two; None for a personal event."""
        return next((each for each in self.people if user_key(each) != user_key(user_id)), None)


class Booking(Entry):
    """A booking with all that it went through, the newest step last. ``revision`` counts the writes."""

    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """Who takes a step, when, and why."""

    by: str
    at: datetime
    reason: str = ""


def requested(
    booking_id: str,
    act: Act,
    *,
    instructor_id: str,
    title: str,
    span: Interval,
    buffers: tuple[timedelta, timedelta] = (timedelta(), timedelta()),
) -> Booking:
    """A customer asks an instructor for a session, whose ``buffers`` before and after it these are."""
    return Booking(
        booking_id=booking_id,
        owner_id=instructor_id,
        customer_id=act.by,
        title=title,
        buffer_before=buffers[0],
        buffer_after=buffers[1],
        standing=_pending(span, instructor_id, act.at),
        steps=(Step(kind=StepKind.REQUESTED, by=act.by, at=act.at, reason=act.reason),),
        created_at=act.at,
    )


def added(booking_id: str, act: Act, *, title: str, span: Interval) -> Booking:
    """Somebody's own event."""
    return Booking(
        booking_id=booking_id,
        owner_id=act.by,
        title=title,
        standing=Standing(status=BookingStatus.ACCEPTED, starts_at=span.starts_at, ends_at=span.ends_at),
        steps=(Step(kind=StepKind.ADDED, by=act.by, at=act.at, reason=act.reason),),
        created_at=act.at,
    )


def accepted(booking: Booking, act: Act) -> Booking:
    """Whoever has to answer says yes."""
    _check_awaited(booking, act)
    span = booking.standing.span
    return _after(booking, act, StepKind.ACCEPTED, _settled(BookingStatus.ACCEPTED, span))


def declined(booking: Booking, act: Act) -> Booking:
    """Whoever has to answer says no."""
    _check_awaited(booking, act)
    return _after(booking, act, StepKind.DECLINED, _settled(BookingStatus.DECLINED, booking.standing.span))


def moved(booking: Booking, act: Act, span: Interval) -> Booking:
    """Another time: of a request as a proposal that the other one has to answer, of what was accepted at once.

    Raise Conflict when it has begun, is over or was called off, or was moved about too often.
    """
    _check_open(booking, act)
    if len(booking.steps) >= MAX_STEPS:
        raise Conflict("This booking was changed too often. Cancel it and make a new one.", code="too-many-steps")
    other = booking.other_than(act.by)
    if booking.standing.status is BookingStatus.PENDING and other is not None:
        return _after(booking, act, StepKind.PROPOSED, _pending(span, other, act.at))
    return _after(booking, act, StepKind.RESCHEDULED, _settled(BookingStatus.ACCEPTED, span))


def cancelled(booking: Booking, act: Act) -> Booking:
    """Either of the two calls it off, before its end. Raise Conflict."""
    if booking.standing.ends_at <= act.at:
        raise Conflict("This session is over.", code="session-over")
    _check_active(booking, act.at)
    return _after(booking, act, StepKind.CANCELLED, _settled(BookingStatus.CANCELLED, booking.standing.span))


def withdrawn(booking: Booking, at: datetime) -> Booking:
    """It can't take place any more, and nobody of the two is told why."""
    step = Step(kind=StepKind.WITHDRAWN, by=None, at=at, reason=_NOTICE, before=booking.standing)
    standing = _settled(BookingStatus.CANCELLED, booking.standing.span)
    return booking.model_copy(update={"standing": standing, "steps": (*booking.steps, step)})


_NOTICE = "This session can't take place."
_UNDOABLE = {StepKind.DECLINED, StepKind.CANCELLED, StepKind.PROPOSED, StepKind.RESCHEDULED}


def undoable_by(booking: Booking, user_id: str, now: datetime) -> bool:
    """Whether this person can take back the last step: it is their own, fresh, and not too late for."""
    last = booking.steps[-1]
    return (
        last.kind in _UNDOABLE
        and last.by is not None
        and user_key(last.by) == user_key(user_id)
        and now < last.at + UNDO_WITHIN
        and last.before is not None
        and now < last.before.starts_at
        and (last.before.held_until is None or now < last.before.held_until)
        and len(booking.steps) < MAX_STEPS
        and booking.status(now) is not BookingStatus.EXPIRED
    )


def undone(booking: Booking, act: Act) -> Booking:
    """The last step is taken back; the booking stands as it did before, if its time is still free. Raise Conflict."""
    before = booking.steps[-1].before
    if before is None or not undoable_by(booking, act.by, act.at):
        minutes = UNDO_WITHIN // timedelta(minutes=1)
        raise Conflict(
            f"Only your own last step can be undone, within {minutes} minutes, before the session begins.",
            code="not-undoable",
        )
    return _after(booking, act, StepKind.UNDONE, before)


def _pending(span: Interval, awaiting: str, now: datetime) -> Standing:
    return Standing(
        status=BookingStatus.PENDING,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        awaiting=awaiting,
        held_until=min(now + HOLD, span.starts_at),
    )


def _settled(status: BookingStatus, span: Interval) -> Standing:
    return Standing(status=status, starts_at=span.starts_at, ends_at=span.ends_at)


def _after(booking: Booking, act: Act, kind: StepKind, standing: Standing) -> Booking:
    step = Step(kind=kind, by=act.by, at=act.at, reason=act.reason, before=booking.standing)
    return booking.model_copy(update={"standing": standing, "steps": (*booking.steps, step)})


def _check_awaited(booking: Booking, act: Act) -> None:
    _check_active(booking, act.at)
    awaited = booking.standing.awaiting
    if awaited is None:
        raise Conflict("This is accepted already.", code="already-accepted")
    if user_key(awaited) != user_key(act.by):
        raise Forbidden("The other one has to answer this.", code="not-awaited")


def _check_open(booking: Booking, act: Act) -> None:
    _check_active(booking, act.at)
    if booking.standing.starts_at <= act.at:
        raise Conflict("This has begun; it can't be moved any more.", code="session-begun")


def _check_active(booking: Booking, now: datetime) -> None:
    match booking.status(now):
        case BookingStatus.CANCELLED:
            raise Conflict("This was cancelled.", code="booking-cancelled")
        case BookingStatus.DECLINED:
            raise Conflict("This was declined.", code="booking-declined")
        case BookingStatus.EXPIRED:
            raise Conflict("Nobody answered this request in time. Ask again.", code="request-expired")
