"""What clients send and get about bookings and calendars."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from functions.http import ApiModel
from functions.parameters import Cursor, Moment, SessionHeaders
from neufit.domain.calendar.booking import BookingStatus, StepKind
from neufit.domain.user import Line, Prose, UserId

EventId = Annotated[str, Field(min_length=1, max_length=64)]
Reason = Annotated[Prose, Field(max_length=500, description="seen by both")]
Revision = Annotated[int, Field(ge=0, description="Refuse when it was changed since this revision.")]


class EventKind(StrEnum):
    """What stands in a calendar."""

    SESSION = "session"
    EVENT = "event"
    CLASS = "class"


class StepChoice(StrEnum):
    """What somebody can do to a booking."""

    ACCEPT = "accept"
    DECLINE = "decline"
    PROPOSE = "propose"
    RESCHEDULE = "reschedule"
    CANCEL = "cancel"
    UNDO = "undo"


class AddHeaders(SessionHeaders):
    """Who asks, and by what a repeated request is known."""

    idempotency_key: Annotated[
        str | None,
        Field(
            alias="Idempotency-Key",
            min_length=1,
            max_length=100,
            description="An event is made once for each key of a person; a repeated request answers the same one.",
        ),
    ] = None


class CalendarQuery(ApiModel):
    """Which days of one's calendar."""

    range: Annotated[int, Field(ge=1, le=92, description="the number of days")] = 30
    from_: Annotated[Moment | None, Field(alias="from", description="the first moment; now by default")] = None


class EventQuery(ApiModel):
    """Which event."""

    event_id: EventId


class CancelQuery(ApiModel):
    """Which event to take off, and why."""

    event_id: Annotated[EventId | None, Field(description="it has to be said: the public API had no way to")] = None
    reason: Reason = ""


class AddToSchedule(ApiModel):
    """What to put on whose calendar: an event on one's own, a request for a session on an instructor's."""

    user_id: Annotated[UserId | None, Field(description="the user's schedule to update; one's own by default")] = None
    start_time: Moment | None = None
    end_time: Moment | None = None
    title: Line | None = None
    reason: Reason = ""


class MoveOnSchedule(ApiModel):
    """Another time for an event. Without ``eventId`` it is the one with this user that begins at ``startTime``.

    What was accepted moves at once; of a request it is a proposal, which the other one has to answer.
    """

    event_id: EventId | None = None
    user_id: Annotated[UserId | None, Field(description="whom the event is with, when there is no eventId")] = None
    start_time: Moment | None = None
    end_time: Moment | None = None
    reason: Reason = ""
    revision: Revision | None = None


class StepRequest(ApiModel):
    """A step of a booking. ``propose`` and ``reschedule`` name a time, the others none."""

    event_id: EventId
    step: StepChoice
    start_time: Moment | None = None
    end_time: Moment | None = None
    reason: Reason = ""
    revision: Revision | None = None


class ScheduleReceipt(ApiModel):
    """That it was done, and where the event stands."""

    message: str
    event_id: str
    status: BookingStatus
    revision: int


class SchedulePerson(ApiModel):
    """Somebody in a calendar."""

    user_id: str
    display_name: str


class CalendarEvent(ApiModel):
    """What stands in a calendar. ``instructor`` is null for a personal event, ``customer`` for a class too.

    What is ``booked`` is changed by ``/schedule``, and ``/schedule/event`` tells its steps; the rest are meetings,
    which their hosts change by ``/meet``. A request waits for ``awaiting`` until ``heldUntil``. What has a
    ``meetingId`` can be joined from ``joinableFrom`` until ``joinableUntil``.
    """

    event_id: str
    kind: EventKind
    booked: bool
    title: str
    start_time: datetime
    end_time: datetime
    status: BookingStatus
    instructor: SchedulePerson | None
    customer: SchedulePerson | None
    awaiting: Annotated[str | None, Field(description="the user id of who has to answer")]
    held_until: datetime | None
    meeting_id: str | None
    joinable_from: datetime | None
    joinable_until: datetime | None
    revision: int


class ScheduleData(ApiModel):
    """The days of a calendar that were asked for, and what stands in them, by start."""

    user_id: str
    start_time: datetime
    end_time: datetime
    events: list[CalendarEvent]


class EventStep(ApiModel):
    """A step that was taken: by whom (null: nobody of the two) and why, and the time before it where it moved."""

    step: StepKind
    by: str | None
    at: datetime
    reason: str
    start_time_before: datetime | None
    end_time_before: datetime | None


class EventDetails(CalendarEvent):
    """An event with all that it went through, the oldest first, and what who asks can do now.

    ``instructorZone`` is the zone in which the instructor of a session says when there are sessions.
    """

    instructor_zone: str | None
    steps: list[EventStep]
    choices: list[StepChoice]


class RequestState(StrEnum):
    """Which requests are meant."""

    OPEN = "open"
    ENDED = "ended"


class RequestQuery(ApiModel):
    """Open: those that wait for an answer, by start. Ended: what was declined or cancelled, the latest first."""

    state: RequestState = RequestState.OPEN
    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=50)] = 24


class RequestPage(ApiModel):
    """A page of requests; ``cursor`` is null at the end."""

    items: list[CalendarEvent]
    cursor: str | None
