"""What clients send and get about hours and free slots."""

import re
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from functions.http import ApiModel
from functions.parameters import Moment
from functions.schedule.bookings.schemas import Revision, SchedulePerson
from neufit.domain.calendar.availability import MAX_EXCEPTIONS, MAX_HOURS

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")


def _reading(text: str) -> str:
    if not _CLOCK.fullmatch(text):
        raise ValueError("must be a time of day from 00:00 to 24:00")
    return text


ClockTime = Annotated[
    str,
    StringConstraints(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$", max_length=5),
    AfterValidator(_reading),
    Field(examples=["09:00"], description="what the wall clock of the zone shows; a day ends at 24:00"),
]
ZoneName = Annotated[str, Field(min_length=1, max_length=64, examples=["Europe/Berlin"])]
Minutes = Annotated[int, Field(ge=0, le=2**31)]


class Weekday(StrEnum):
    """A day of the week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class WeeklyHoursItem(ApiModel):
    """Hours of each week."""

    weekday: Weekday
    start: ClockTime
    end: ClockTime


class DayOffItem(ApiModel):
    """Days on which the weekly hours don't hold, both included."""

    first: date
    last: date


class ExtraHoursItem(ApiModel):
    """Hours of one day beside the weekly ones."""

    day: date
    start: ClockTime
    end: ClockTime


class AvailabilityRequest(ApiModel):
    """When an instructor takes sessions, by the wall clock of ``zone``.

    Sessions take ``sessionMinutes`` and begin each ``everyMinutes`` from the beginning of the hours on. One is asked
    ``noticeMinutes`` ahead at least, ``horizonDays`` at most.
    """

    zone: ZoneName
    weekly: Annotated[list[WeeklyHoursItem], Field(default_factory=list, max_length=MAX_HOURS)]
    days_off: Annotated[list[DayOffItem], Field(default_factory=list, max_length=MAX_EXCEPTIONS)]
    extra: Annotated[list[ExtraHoursItem], Field(default_factory=list, max_length=MAX_EXCEPTIONS)]
    session_minutes: Minutes = 60
    every_minutes: Minutes = 60
    buffer_before_minutes: Minutes = 0
    buffer_after_minutes: Minutes = 0
    notice_minutes: Minutes = 720
    horizon_days: Minutes = 60
    revision: Annotated[Revision, Field(description="of what is replaced; 0 when there was none")] = 0


class AvailabilityData(AvailabilityRequest):
    """When an instructor takes sessions, as it is kept."""


class SlotQuery(ApiModel):
    """Whose free slots, from when on, and in which zone their days are."""

    instructor: Annotated[str, Field(min_length=1, max_length=64, description="the user id of the instructor")]
    zone: Annotated[ZoneName, Field(description="the IANA zone of who looks")] = "UTC"
    from_: Annotated[Moment | None, Field(alias="from", description="the first moment; now by default")] = None
    range: Annotated[int, Field(ge=1, le=31, description="the number of days")] = 7


class FreeSlot(ApiModel):
    """A session that can be asked for, as an instant and by the wall clock of who looks."""

    start_time: datetime
    end_time: datetime
    local_start: datetime


class SlotDay(ApiModel):
    """The slots that begin on one day of the zone of who looks."""

    day: date
    slots: list[FreeSlot]


class FreeSlots(ApiModel):
    """Free slots by days; days without any are left out."""

    instructor: SchedulePerson
    zone: str
    session_minutes: int
    days: list[SlotDay]
