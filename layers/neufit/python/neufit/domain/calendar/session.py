"""The meeting that belongs to a booking: there is one since it was first accepted, under the booking's id."""

from datetime import datetime

from neufit.domain.calendar.booking import Booking, BookingStatus, StepKind
from neufit.domain.meeting import Meeting, held
from neufit.domain.room.kinds import MeetingKind


def has_meeting(booking: Booking) -> bool:
    """Whether it was accepted once."""
    return any(step.kind is StepKind.ACCEPTED for step in booking.steps)


def meeting_of(booking: Booking, there: Meeting | None, now: datetime) -> Meeting | None:
    """What the meeting of a booking has to be now; None when there needs to be none. ``there`` is the one that is."""
    standing = booking.standing
    if booking.customer_id is None:
        return None
    if standing.status is BookingStatus.ACCEPTED:
        booked = Meeting(
            meeting_id=booking.booking_id,
            kind=MeetingKind.ONE_ON_ONE,
            host_id=booking.owner_id,
            title=booking.title,
            starts_at=standing.starts_at,
            ends_at=standing.ends_at,
            attendees=(booking.customer_id,),
            created_at=now,
            booked=True,
        )
        return held(there, booked, now)
    if there is None or there.closed_at is not None:
        return there
    return there.model_copy(update={"closed_at": now})
