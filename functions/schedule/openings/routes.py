"""``/schedule/availability`` and ``/schedule/slots``: when instructors can be booked."""

from itertools import groupby
from typing import cast

from functions.http import Access, Call, operation
from functions.parameters import SessionHeaders
from functions.schedule.blueprint import TAG, blueprint
from functions.schedule.bookings.schemas import SchedulePerson
from functions.schedule.openings import usecases
from functions.schedule.openings.schemas import (
    AvailabilityData,
    AvailabilityRequest,
    DayOffItem,
    ExtraHoursItem,
    FreeSlot,
    FreeSlots,
    SlotDay,
    SlotQuery,
    Weekday,
    WeeklyHoursItem,
)
from neufit.domain.calendar.availability import Availability, DayOff, ExtraHours, WeeklyHours
from neufit.domain.calendar.intervals import days_from

_DAYS = list(Weekday)


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _data(hours: Availability) -> AvailabilityData:
    return AvailabilityData(
        zone=hours.zone,
        weekly=[
            WeeklyHoursItem(weekday=_DAYS[each.weekday], start=_clock(each.starts), end=_clock(each.ends))
            for each in hours.weekly
        ],
        days_off=[DayOffItem(first=each.first, last=each.last) for each in hours.days_off],
        extra=[ExtraHoursItem(day=each.day, start=_clock(each.starts), end=_clock(each.ends)) for each in hours.extra],
        session_minutes=hours.session_minutes,
        every_minutes=hours.every_minutes,
        buffer_before_minutes=hours.buffer_before_minutes,
        buffer_after_minutes=hours.buffer_after_minutes,
        notice_minutes=hours.notice_minutes,
        horizon_days=hours.horizon_days,
        revision=hours.revision,
    )


def _hours(body: AvailabilityRequest) -> Availability:
    return Availability(
        zone=body.zone,
        weekly=tuple(
            WeeklyHours(weekday=_DAYS.index(each.weekday), starts=_minutes(each.start), ends=_minutes(each.end))
            for each in body.weekly
        ),
        days_off=tuple(DayOff(first=each.first, last=each.last) for each in body.days_off),
        extra=tuple(
            ExtraHours(day=each.day, starts=_minutes(each.start), ends=_minutes(each.end)) for each in body.extra
        ),
        session_minutes=body.session_minutes,
        every_minutes=body.every_minutes,
        buffer_before_minutes=body.buffer_before_minutes,
        buffer_after_minutes=body.buffer_after_minutes,
        notice_minutes=body.notice_minutes,
        horizon_days=body.horizon_days,
    )


@operation(
    blueprint,
    "GET",
    "/schedule/availability",
    id="getAvailability",
    summary="When one takes sessions",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    answer=AvailabilityData,
    problems=(404,),
)
def get_availability(call: Call) -> AvailabilityData:
    """One's own; others see the free slots only."""
    return _data(usecases.read(call.me, availability=call.services.availability))


@operation(
    blueprint,
    "PUT",
    "/schedule/availability",
    id="setAvailability",
    summary="Say when one takes sessions",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    body=AvailabilityRequest,
    answer=AvailabilityData,
    problems=(403, 409),
)
def set_availability(call: Call) -> AvailabilityData:
    """Replaces all of it. What was booked already stays."""
    services, body = call.services, cast("AvailabilityRequest", call.body)
    written = usecases.write(
        call.me, _hours(body), body.revision, availability=services.availability, users=services.users
    )
    return _data(written)


@operation(
    blueprint,
    "GET",
    "/schedule/slots",
    id="listSlots",
    summary="Free slots of an instructor, in one's own zone",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    query=SlotQuery,
    answer=FreeSlots,
    problems=(404,),
)
def list_slots(call: Call) -> FreeSlots:
    """What can be asked for now, and isn't taken of either calendar."""
    services, query = call.services, call.query
    found = usecases.free(
        call.me,
        query.instructor,
        days_from(query.from_ or services.clock(), query.range),
        query.zone,
        availability=services.availability,
        users=services.users,
        blocks=services.blocks,
        clock=services.clock,
    )
    offered = [
        FreeSlot(start_time=each.starts_at, end_time=each.ends_at, local_start=each.starts_at.astimezone(found.zone))
        for each in found.slots
    ]
    return FreeSlots(
        instructor=SchedulePerson(user_id=found.instructor.user_id, display_name=found.instructor.display_name),
        zone=found.zone.key,
        session_minutes=found.hours.session_minutes,
        days=[
            SlotDay(day=day, slots=list(slots))
            for day, slots in groupby(offered, key=lambda each: each.local_start.date())
        ],
    )
