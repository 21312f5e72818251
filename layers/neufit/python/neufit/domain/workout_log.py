"""What people did: workouts marked done, by the local day on which that was, and the streaks and sums of it.

A workout is done at most once on one day: doing it again on another day counts again, pressing twice does not. The day
is the one that the person's own calendar showed then, and it stays that day wherever the person travels later. So a
change of clocks or of zones never moves what was done, and a streak is a run of dates, not of hours.

A streak lasts until the day (the week) after its last one is over: who has not trained yet today still has it. Weeks
begin on Monday (ISO 8601).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from neufit.domain.calendar.zones import wall_clock, zone_of
from neufit.domain.errors import Conflict, FieldError, Invalid
from neufit.domain.meeting import Meeting, MeetingStatus
from neufit.domain.room.kinds import MeetingKind

MAX_DAYS_BACK = 14
"""So many days later somebody who trained without a connection can still say so."""
HEAT_WEEKS = 52
ATTENDED = timedelta(minutes=5)
"""So long a meeting must have gone on before it can count as attended."""


class LogKind(StrEnum):
    """What was done."""

    VIDEO = "video"
    GROUP_CLASS = "group_class"
    ONE_ON_ONE = "one_on_one"
    SHARED_WORKOUT = "shared_workout"


class LoggedWorkout(BaseModel):
    """One workout that somebody did. ``subject_id`` is a video's or a meeting's id; ``title`` is as it was then.

    ``ms`` is the time that counts, ``day`` the local date of that person in ``zone``.
    """

    model_config = ConfigDict(frozen=True)

    user_id: str
    day: date
    zone: str
    kind: LogKind
    subject_id: str
    title: str
    instructor_id: str
    ms: int
    at: datetime

    @property
    def entry_id(self) -> str:
        """What names it in the log of its person: the same workout on the same day has the same."""
        return entry_id(self.day, self.kind, self.subject_id)


def entry_id(day: date, kind: LogKind, subject_id: str) -> str:
    """The name of an entry; entries sort by their day."""
    return f"{day.isoformat()}.{kind.value}.{subject_id}"


@dataclass(frozen=True, slots=True)
class Sum:
    """So many workouts of so many milliseconds together."""

    workouts: int = 0
    ms: int = 0


@dataclass(frozen=True, slots=True)
class Streak:
    """A run of days, or weeks, with a workout in each: the one that goes on, and the longest there was."""

    current: int
    longest: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What somebody did up to a day of his or her own calendar. ``recent`` are the days of the last 52 weeks."""

    today: date
    week: Sum
    month: Sum
    all: Sum
    days: Streak
    weeks: Streak
    recent: Mapping[date, Sum]


def local_day(at: datetime, zone: str) -> date:
    """The date that a calendar shows at an instant in this IANA zone. Raise Invalid when there is no such zone."""
    return wall_clock(at, zone_of(zone)).date()


def counted_day(wanted: date | None, today: date) -> date:
    """The day under which something is noted: today unless said. Raise Invalid for what can't be remembered so late."""
    if wanted is None:
        return today
    if not today - timedelta(days=MAX_DAYS_BACK) <= wanted <= today:
        detail = f"must be today or one of the {MAX_DAYS_BACK} days before"
        raise Invalid(f"The day {detail}.", fields=[FieldError("day", detail)])
    return wanted


def attended_ms(meeting: Meeting, now: datetime, present_ms: int | None) -> int:
    """How long somebody was in a meeting, by what the client says and what is possible, in milliseconds.

    Raise Conflict for a meeting that did not take place, or has hardly begun.
    """
    if meeting.status(now) is MeetingStatus.CANCELLED:
        raise Conflict("This meeting was cancelled.", code="meeting-cancelled")
    until = min(now, meeting.closed_at or meeting.joinable_until)
    if until < meeting.starts_at + ATTENDED:
        raise Conflict("This meeting has not gone on long enough to count.", code="too-early")
    most = (min(until, meeting.ends_at) - meeting.starts_at) // timedelta(milliseconds=1)
    return most if present_ms is None else min(present_ms, most)


def kind_of(kind: MeetingKind) -> LogKind:
    """How a meeting of this kind is noted."""
    return LogKind(kind.value)


def day_streak(days: Iterable[date], today: date) -> Streak:
    """The runs of consecutive days among ``days``.

    A day after ``today``, which there is when somebody travelled west, belongs to the run that goes on.
    """
    return _streak((day.toordinal() for day in days), today.toordinal())


def week_streak(days: Iterable[date], today: date) -> Streak:
    """The runs of consecutive weeks, from Monday to Sunday, with a day among ``days`` in each."""
    return _streak((_week(day) for day in days), _week(today))


def summary(days: Mapping[date, Sum], today: date) -> Summary:
    """What comes out of all days with their sums."""
    done = {day: each for day, each in days.items() if each.workouts > 0}
    monday = today - timedelta(days=today.weekday())
    since = monday - timedelta(weeks=HEAT_WEEKS - 1)
    return Summary(
        today=today,
        week=_total(each for day, each in done.items() if day >= monday),
        month=_total(each for day, each in done.items() if (day.year, day.month) == (today.year, today.month)),
        all=_total(done.values()),
        days=day_streak(done, today),
        weeks=week_streak(done, today),
        recent={day: done[day] for day in sorted(done) if day >= since},
    )


def _total(sums: Iterable[Sum]) -> Sum:
    found = list(sums)
    return Sum(sum(each.workouts for each in found), sum(each.ms for each in found))


def _week(day: date) -> int:
    """The number of a day's week. Day 1 of the proleptic calendar is a Monday."""
    return (day.toordinal() - 1) // 7


def _streak(numbers: Iterable[int], now: int) -> Streak:
    longest = run = 0
    last: int | None = None
    for number in sorted(set(numbers)):
        run = run + 1 if last is not None and number == last + 1 else 1
        longest = max(longest, run)
        last = number
    return Streak(run if last is not None and last >= now - 1 else 0, longest)
