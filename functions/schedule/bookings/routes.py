"""``/schedule``: calendars, and the bookings in them."""

from typing import cast

from functions.http import Access, Call, operation
from functions.parameters import SessionHeaders
from functions.schedule.blueprint import TAG, blueprint
from functions.schedule.bookings import reading, steps
from functions.schedule.bookings.reading import Page
from functions.schedule.bookings.schemas import (
    AddHeaders,
    AddToSchedule,
    CalendarEvent,
    CalendarQuery,
    CancelQuery,
    EventDetails,
    EventKind,
    EventQuery,
    EventStep,
    MoveOnSchedule,
    RequestPage,
    RequestQuery,
    ScheduleData,
    SchedulePerson,
    ScheduleReceipt,
    StepChoice,
    StepRequest,
)
from functions.schedule.bookings.steps import Desk, Wish, span_of
from neufit.domain.calendar.booking import Booking, BookingStatus, Entry, StepKind
from neufit.domain.calendar.intervals import days_from
from neufit.domain.errors import FieldError, Invalid
from neufit.domain.meeting import Meeting, closes_at, opens_at
from neufit.domain.user import user_key

_DONE = {
    BookingStatus.PENDING: "The request waits for an answer.",
    BookingStatus.ACCEPTED: "It is on the calendar.",
    BookingStatus.DECLINED: "The request is declined.",
    BookingStatus.CANCELLED: "It is cancelled.",
    BookingStatus.EXPIRED: "Nobody answered in time.",
}
_KINDS = {
    StepChoice.ACCEPT: StepKind.ACCEPTED,
    StepChoice.DECLINE: StepKind.DECLINED,
    StepChoice.PROPOSE: StepKind.PROPOSED,
    StepChoice.RESCHEDULE: StepKind.RESCHEDULED,
    StepChoice.CANCEL: StepKind.CANCELLED,
    StepChoice.UNDO: StepKind.UNDONE,
}


def _person(page: Page, user_id: str) -> SchedulePerson:
    return SchedulePerson(user_id=user_id, display_name=page.names.get(user_key(user_id), user_id))


def _booked(call: Call, page: Page, entry: Entry) -> CalendarEvent:
    standing, status = entry.standing, entry.status(call.services.clock())
    meeting = status is BookingStatus.ACCEPTED and not entry.personal
    return CalendarEvent(
        event_id=entry.booking_id,
        kind=EventKind.EVENT if entry.personal else EventKind.SESSION,
        booked=True,
        title=entry.title,
        start_time=standing.starts_at,
        end_time=standing.ends_at,
        status=status,
        instructor=None if entry.personal else _person(page, entry.owner_id),
        customer=None if entry.customer_id is None else _person(page, entry.customer_id),
        awaiting=standing.awaiting if status is BookingStatus.PENDING else None,
        held_until=standing.held_until if status is BookingStatus.PENDING else None,
        meeting_id=entry.booking_id if meeting else None,
        joinable_from=opens_at(standing.starts_at) if meeting else None,
        joinable_until=closes_at(standing.ends_at) if meeting else None,
        revision=entry.revision,
    )


def _held(page: Page, meeting: Meeting) -> CalendarEvent:
    customer = next(iter(meeting.attendees), None) if meeting.pair else None
    return CalendarEvent(
        event_id=meeting.meeting_id,
        kind=EventKind.SESSION if meeting.pair else EventKind.CLASS,
        title=meeting.title,
        booked=False,
        start_time=meeting.starts_at,
        end_time=meeting.ends_at,
        status=BookingStatus.CANCELLED if meeting.cancelled else BookingStatus.ACCEPTED,
        instructor=_person(page, meeting.host_id),
        customer=None if customer is None else _person(page, customer),
        awaiting=None,
        held_until=None,
        meeting_id=meeting.meeting_id,
        joinable_from=meeting.joinable_from,
        joinable_until=meeting.joinable_until,
        revision=meeting.revision,
    )


def _receipt(call: Call, booking: Booking) -> ScheduleReceipt:
    status = booking.status(call.services.clock())
    return ScheduleReceipt(message=_DONE[status], event_id=booking.booking_id, status=status, revision=booking.revision)


@operation(
    blueprint,
    "GET",
    "/schedule",
    id="getSchedule",
    summary="One's calendar for some days",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    query=CalendarQuery,
    answer=ScheduleData,
)
def get_schedule(call: Call) -> ScheduleData:
    """Events, requests, sessions and classes, by start."""
    within = days_from(call.query.from_ or call.services.clock(), call.query.range)
    page = reading.calendar(call.me.user_id, within, Desk.of(call.services))
    events = [_booked(call, page, each) for each in page.entries] + [_held(page, each) for each in page.meetings]
    return ScheduleData(
        user_id=call.me.user_id,
        start_time=within.starts_at,
        end_time=within.ends_at,
        events=sorted(events, key=lambda each: (each.start_time, each.event_id)),
    )


@operation(
    blueprint,
    "POST",
    "/schedule",
    id="addToSchedule",
    summary="Put an event on someone's calendar",
    tag=TAG,
    access=Access.SESSION,
    headers=AddHeaders,
    body=AddToSchedule,
    answer=ScheduleReceipt,
    problems=(403, 404, 409),
)
def add_to_schedule(call: Call) -> ScheduleReceipt:
    """On one's own it is there at once; an instructor is asked for a session."""
    body = cast("AddToSchedule", call.body)
    wish = Wish(
        user_id=body.user_id,
        span=span_of(body.start_time, body.end_time),
        title=body.title,
        reason=body.reason,
        key=call.headers.idempotency_key,
    )
    return _receipt(call, steps.add(call.me, wish, Desk.of(call.services)))


@operation(
    blueprint,
    "PUT",
    "/schedule",
    id="moveOnSchedule",
    summary="Move an event on someone's calendar, including one's own",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    body=MoveOnSchedule,
    answer=ScheduleReceipt,
    problems=(403, 404, 409),
)
def move_on_schedule(call: Call) -> ScheduleReceipt:
    """What was accepted moves at once; a request becomes a proposal to the other one."""
    body, desk = cast("MoveOnSchedule", call.body), Desk.of(call.services)
    span = span_of(body.start_time, body.end_time)
    event_id = body.event_id or steps.at_start(call.me, body.user_id, span, desk)
    moved = steps.take(
        call.me, event_id, StepKind.RESCHEDULED, desk, span=span, reason=body.reason, revision=body.revision
    )
    return _receipt(call, moved)


@operation(
    blueprint,
    "DELETE",
    "/schedule",
    id="removeFromSchedule",
    summary="Remove an event from someone's calendar, including one's own",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    query=CancelQuery,
    answer=ScheduleReceipt,
    problems=(403, 404, 409),
)
def remove_from_schedule(call: Call) -> ScheduleReceipt:
    """Either of the two cancels a session or takes back a request; it goes from both calendars."""
    if call.query.event_id is None:
        raise Invalid("Say which event.", fields=[FieldError("eventId", "is needed")])
    desk, reason = Desk.of(call.services), call.query.reason
    gone = steps.take(call.me, call.query.event_id, StepKind.CANCELLED, desk, reason=reason)
    return _receipt(call, gone)


@operation(
    blueprint,
    "GET",
    "/schedule/event",
    id="getEvent",
    summary="An event with all that it went through",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    query=EventQuery,
    answer=EventDetails,
    problems=(404,),
)
def get_event(call: Call) -> EventDetails:
    """For the two whose it is: the steps with their reasons, and what can be done now."""
    desk = Desk.of(call.services)
    booking, page = reading.event(call.me, call.query.event_id, desk)
    hours = None if booking.personal else desk.availability.find(booking.owner_id)
    return EventDetails(
        **_booked(call, page, booking).model_dump(),
        instructor_zone=None if hours is None else hours.zone,
        steps=[
            EventStep(
                step=step.kind,
                by=step.by,
                at=step.at,
                reason=step.reason,
                start_time_before=None if step.before is None else step.before.starts_at,
                end_time_before=None if step.before is None else step.before.ends_at,
            )
            for step in booking.steps
        ],
        choices=reading.choices(booking, call.me.user_id, call.services.clock()),
    )


@operation(
    blueprint,
    "POST",
    "/schedule/step",
    id="takeStep",
    summary="Accept, decline, propose another time, reschedule, cancel, or undo one's last step",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    body=StepRequest,
    answer=ScheduleReceipt,
    problems=(403, 404, 409),
)
def take_step(call: Call) -> ScheduleReceipt:
    """The other one sees the step and its reason at once. The same step twice changes nothing."""
    body = cast("StepRequest", call.body)
    moves = body.step in {StepChoice.PROPOSE, StepChoice.RESCHEDULE}
    if not moves and (body.start_time is not None or body.end_time is not None):
        fields = [FieldError("step", "goes with no time; propose or reschedule does")]
        raise Invalid("Only proposing and rescheduling name a time.", fields=fields)
    after = steps.take(
        call.me,
        body.event_id,
        _KINDS[body.step],
        Desk.of(call.services),
        span=span_of(body.start_time, body.end_time) if moves else None,
        reason=body.reason,
        revision=body.revision,
    )
    return _receipt(call, after)


@operation(
    blueprint,
    "GET",
    "/schedule/requests",
    id="listRequests",
    summary="Requests that wait for an answer, or those that came to nothing",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    query=RequestQuery,
    answer=RequestPage,
)
def list_requests(call: Call) -> RequestPage:
    """One's own, asked by or of oneself."""
    query = call.query
    page = reading.requests(
        call.me,
        query.state,
        limit=query.limit,
        cursor=query.cursor,
        desk=Desk.of(call.services),
        cursors=call.services.cursors,
    )
    return RequestPage(items=[_booked(call, page, each) for each in page.entries], cursor=page.cursor)
