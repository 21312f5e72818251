"""What clients send and get about what a person did."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import Field, model_validator

from functions.http import ApiModel
from functions.parameters import Cursor
from neufit.domain.workout_log import MAX_DAYS_BACK, LogKind

Zone = Annotated[
    str, Field(min_length=1, max_length=64, examples=["Europe/Berlin"], description="the person's IANA time zone")
]
_Id = Annotated[str, Field(min_length=1, max_length=64)]
_DAY_MS = 24 * 3_600_000


class DoneRequest(ApiModel):
    """What was done: a video or a meeting, one of the two."""

    media_id: _Id | None = None
    meeting_id: _Id | None = None
    zone: Zone
    day: Annotated[
        date | None,
        Field(description=f"The local day, of a video: today, or up to {MAX_DAYS_BACK} days back. Left out, today."),
    ] = None
    active_ms: Annotated[
        int | None,
        Field(ge=0, le=_DAY_MS, description="The time that counts, at most all of it, which is what it is left out."),
    ] = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.media_id is None) == (self.meeting_id is None):
            raise ValueError("name either a mediaId or a meetingId")
        if self.meeting_id is not None and self.day is not None:
            raise ValueError("a meeting took place on its own day")
        return self


class EntryQuery(ApiModel):
    """Which entry of one's history."""

    entry_id: Annotated[str, Field(min_length=1, max_length=200)]


class HistoryQuery(ApiModel):
    """Which page of one's history."""

    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=50)] = 24


class SummaryQuery(ApiModel):
    """In which zone today is, and about which video it is asked whether it is done today."""

    zone: Zone


class DoneQuery(SummaryQuery):
    """Which video, and in which zone today is."""

    media_id: _Id


class HistoryItem(ApiModel):
    """A workout that was done. ``subjectId`` is the id of the video or the meeting, ``title`` is as it was then."""

    entry_id: str
    day: date
    kind: LogKind
    subject_id: str
    title: str
    instructor_id: str
    active_ms: int
    at: datetime


class HistoryPage(ApiModel):
    """A page of workouts, newest day first."""

    items: list[HistoryItem]
    cursor: str | None


class DoneToday(ApiModel):
    """Today's entry of a video; null when it is not done today."""

    entry: HistoryItem | None


class Total(ApiModel):
    """Workouts and their time together."""

    workouts: int
    active_ms: int


class StreakInfo(ApiModel):
    """The run that goes on, and the longest that there was."""

    current: int
    longest: int


class DaySum(Total):
    """What was done on one day."""

    day: date


class HistorySummary(ApiModel):
    """Totals and streaks up to today, and each day with a workout of the last 52 weeks. Weeks begin on Monday."""

    today: date
    week: Total
    month: Total
    all: Total
    day_streak: StreakInfo
    week_streak: StreakInfo
    days: list[DaySum]
