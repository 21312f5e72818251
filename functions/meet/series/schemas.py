"""What clients send and get about series of classes."""

import re
from datetime import date, datetime, time
from typing import Annotated

from pydantic import Field, PlainValidator, WithJsonSchema

from functions.http import ApiModel
from functions.meet.schemas import Capacity, MeetingPerson, RosterState, Topics
from functions.parameters import Moment
from neufit.domain.meeting import LONGEST, SHORTEST, MeetingStatus
from neufit.domain.recurrence import MAX_RULE
from neufit.domain.room.kinds import MeetingRole
from neufit.domain.series import MAX_EXCEPTIONS
from neufit.domain.user import Line, Prose

_LOCAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_MINUTE = 60
_YEARS = (2000, 9000)
"""Years that leave room for zones and whole series on either side, in what a datetime can hold."""


def _local(value: object) -> datetime:
    if not isinstance(value, str) or not _LOCAL.fullmatch(value):
        raise ValueError("must be a day and a time of a wall clock, without a zone: 2026-06-30T18:00")
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError("is a day that there isn't") from None
    if not _YEARS[0] <= at.year <= _YEARS[1]:
        raise ValueError("is too far away")
    return at


def _clock(value: object) -> time:
    if not isinstance(value, str) or not _CLOCK.fullmatch(value):
        raise ValueError("must be a time of day from 00:00 to 23:59")
    return time.fromisoformat(value)


LocalTime = Annotated[
    datetime,
    PlainValidator(_local),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": _LOCAL.pattern,
            "description": "what the wall clock of the zone shows",
            "examples": ["2026-06-30T18:00"],
        }
    ),
]
Clock = Annotated[
    time,
    PlainValidator(_clock),
    WithJsonSchema({"type": "string", "pattern": f"^{_CLOCK.pattern}$", "examples": ["18:00"]}),
]
SeriesId = Annotated[str, Field(min_length=1, max_length=64)]
Minutes = Annotated[int, Field(ge=SHORTEST.seconds // _MINUTE, le=LONGEST.seconds // _MINUTE)]
Recurrence = Annotated[
    Moment | None,
    Field(alias="from", description="the recurrenceTime of the first class that is meant; all that haven't begun"),
]


class SeriesQuery(ApiModel):
    """Which series is meant."""

    series_id: SeriesId


class CancelSeriesQuery(SeriesQuery):
    """Which series, and from which of its classes on."""

    from_: Recurrence = None


class SeriesRequest(ApiModel):
    """A new series. The first class is at ``startTime`` by the wall clock of ``zone``, the others follow from ``rule``.

    ``rule`` is an RRULE of RFC 5545: FREQ (DAILY, WEEKLY, MONTHLY), INTERVAL, BYDAY, WKST and an end by COUNT or UNTIL,
    within 366 days and 200 classes. On days among ``exceptions`` there is no class.
    """

    title: Line
    description: Prose = ""
    topics: Annotated[Topics, Field(default_factory=list)]
    capacity: Capacity = None
    zone: Annotated[str, Field(min_length=1, max_length=64, examples=["Europe/Berlin"])]
    start_time: LocalTime
    duration_minutes: Minutes
    rule: Annotated[str, Field(max_length=MAX_RULE, examples=["FREQ=WEEKLY;BYDAY=TU,TH;COUNT=20"])]
    exceptions: Annotated[list[date], Field(default_factory=list, max_length=MAX_EXCEPTIONS)]


class SeriesChange(ApiModel):
    """What is to be different of the classes that haven't begun, from one on. ``startTime`` is a time of day.

    Classes that were moved by themselves keep their time. The days of a series stay: cancel the classes that follow,
    and plan another one.
    """

    from_: Recurrence = None
    title: Line | None = None
    description: Prose | None = None
    topics: Topics | None = None
    capacity: Capacity = None
    start_time: Clock | None = None
    duration_minutes: Minutes | None = None


class SeriesClass(ApiModel):
    """A class of a series. ``moved`` says that it isn't when the series would have it."""

    meeting_id: str
    recurrence_time: datetime
    start_time: datetime
    end_time: datetime
    status: MeetingStatus
    moved: bool
    capacity: int | None
    enrolled: int
    waiting: int | None
    my_state: RosterState


class SeriesInformation(ApiModel):
    """A series with its classes, by their recurrences. ``role`` is the part of who asks."""

    series_id: str
    title: str
    description: str
    topics: list[str]
    instructor: MeetingPerson
    role: MeetingRole
    capacity: int | None
    zone: str
    start_time: Annotated[str, Field(description="of the first class, by the wall clock of the zone")]
    duration_minutes: int
    rule: str
    exceptions: list[date]
    classes: list[SeriesClass]


class SeriesReceipt(ApiModel):
    """That it was done."""

    message: str
    series_id: str
    meeting_ids: list[str]
