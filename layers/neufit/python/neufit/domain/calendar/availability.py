"""When an instructor takes sessions: weekly hours by a zone's wall clock, with exceptions, and the slots in them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from neufit.domain.calendar.cells import LONGEST_SESSION, MAX_BUFFER, cell_aligned
from neufit.domain.calendar.intervals import Interval, covered, touched, union
from neufit.domain.calendar.zones import instant, wall_clock, zone_of
from neufit.domain.errors import FieldError, Invalid

DAY = 24 * 60
"""Minutes on the wall clock; the end of hours that last until midnight."""
SHORTEST_SESSION = timedelta(minutes=15)
MAX_HOURS = 50
"""Weekly hours that one instructor can have."""
MAX_EXCEPTIONS = 100
"""Days off, and extra hours, each."""
MAX_HORIZON = timedelta(days=366)
MAX_NOTICE = timedelta(days=30)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class WeeklyHours(_Frozen):
    """Hours of each week. ``weekday`` is 0 on Mondays; times are minutes since midnight on the wall clock."""

    weekday: int
    starts: int
    ends: int


class DayOff(_Frozen):
    """Days of that zone, from ``first`` to ``last``, on which the weekly hours don't hold."""

    first: date
    last: date


class ExtraHours(_Frozen):
    """Hours of one day beside the weekly ones, a day off included. Times are minutes since midnight."""

    day: date
    starts: int
    ends: int


class Availability(_Frozen):
    """When, for how long and how far ahead somebody can be asked for a session. Durations are minutes, or days.

    Sessions take ``session_minutes`` and can begin each ``every_minutes`` from the beginning of the hours on. Before
    and after each the instructor has a buffer. ``revision`` counts the changes.
    """

    zone: str
    weekly: tuple[WeeklyHours, ...] = ()
    days_off: tuple[DayOff, ...] = ()
    extra: tuple[ExtraHours, ...] = ()
    session_minutes: int = 60
    every_minutes: int = 60
    buffer_before_minutes: int = 0
    buffer_after_minutes: int = 0
    notice_minutes: int = 12 * 60
    horizon_days: int = 60
    revision: int = 0

    @property
    def session(self) -> timedelta:
        """How long a session takes."""
        return timedelta(minutes=self.session_minutes)

    @property
    def before(self) -> timedelta:
        """The buffer before a session."""
        return timedelta(minutes=self.buffer_before_minutes)

    @property
    def after(self) -> timedelta:
        """The buffer after a session."""
        return timedelta(minutes=self.buffer_after_minutes)

    def claimed(self, session: Interval) -> Interval:
        """What a session takes of the instructor's time: itself and the buffers."""
        return Interval(session.starts_at - self.before, session.ends_at + self.after)

    def askable(self, now: datetime) -> Interval:
        """Between which instants sessions asked for now may begin."""
        return Interval(now + timedelta(minutes=self.notice_minutes), now + timedelta(days=self.horizon_days))


def check_availability(wanted: Availability) -> None:
    """Raise Invalid naming everything in it that can't be."""
    zone_of(wanted.zone)
    wrong: list[FieldError] = []
    given: tuple[tuple[str, Sequence[WeeklyHours | ExtraHours]], ...] = (
        ("weekly", wanted.weekly),
        ("extra", wanted.extra),
    )
    for name, all_hours in given:
        for place, hours in enumerate(all_hours):
            if not 0 <= hours.starts < hours.ends <= DAY:
                wrong.append(FieldError(f"{name}.{place}", "must begin before it ends, within one day"))
            elif not (cell_aligned(hours.starts) and cell_aligned(hours.ends)):
                wrong.append(FieldError(f"{name}.{place}", "must begin and end at whole five minutes"))
    wrong += [
        FieldError(f"daysOff.{place}", "ends before it begins")
        for place, off in enumerate(wanted.days_off)
        if off.last < off.first
    ]
    longest = LONGEST_SESSION // timedelta(minutes=1)
    bounds = (
        ("sessionMinutes", wanted.session_minutes, SHORTEST_SESSION // timedelta(minutes=1), longest),
        ("everyMinutes", wanted.every_minutes, SHORTEST_SESSION // timedelta(minutes=1), DAY),
        ("bufferBeforeMinutes", wanted.buffer_before_minutes, 0, MAX_BUFFER // timedelta(minutes=1)),
        ("bufferAfterMinutes", wanted.buffer_after_minutes, 0, MAX_BUFFER // timedelta(minutes=1)),
        ("noticeMinutes", wanted.notice_minutes, 0, MAX_NOTICE // timedelta(minutes=1)),
    )
    for name, minutes, least, most in bounds:
        if not least <= minutes <= most or not cell_aligned(minutes):
            wrong.append(FieldError(name, f"must be {least} to {most} minutes, in steps of five"))
    if not 1 <= wanted.horizon_days <= MAX_HORIZON.days:
        wrong.append(FieldError("horizonDays", f"must be 1 to {MAX_HORIZON.days} days"))
    if wrong:
        raise Invalid(f"Look at: {', '.join(each.field for each in wrong[:5])}.", fields=wrong)


def open_hours(availability: Availability, within: Interval) -> list[Interval]:
    """The hours of an instructor on all days that ``within`` touches, as instants, in order and apart."""
    return union(_hours(availability, within))


def _hours(availability: Availability, within: Interval) -> list[Interval]:
    """The same hours as they were given, one for each day."""
    zone = zone_of(availability.zone)
    first, last = (wall_clock(at, zone).date() for at in within)
    days = [first + timedelta(days=count) for count in range(-1, (last - first).days + 2)]
    off = {day for day in days if any(each.first <= day <= each.last for each in availability.days_off)}
    weekly = [
        _between(day, each.starts, each.ends, zone)
        for day in days
        for each in availability.weekly
        if each.weekday == day.weekday() and day not in off
    ]
    extra = [_between(each.day, each.starts, each.ends, zone) for each in availability.extra if each.day in days]
    return [each for each in (*weekly, *extra) if each.starts_at < each.ends_at]


def _between(day: date, starts: int, ends: int, zone: ZoneInfo) -> Interval:
    midnight = datetime.combine(day, time())
    return Interval(
        instant(midnight + timedelta(minutes=starts), zone), instant(midnight + timedelta(minutes=ends), zone)
    )


def slots(availability: Availability, within: Interval, now: datetime, busy: Iterable[Interval] = ()) -> list[Interval]:
    """The sessions that can be asked for now and begin in ``within``, in order. None, with its buffers, is ``busy``.

    Sessions begin at a fixed step from where each day's hours begin, so that what is taken never moves the others.
    """
    askable = availability.askable(now)
    begin, end = max(within.starts_at, askable.starts_at), min(within.ends_at, askable.ends_at)
    if begin >= end:
        return []
    hours = _hours(availability, Interval(begin, end))
    opened, taken = union(hours), union(busy)
    step = timedelta(minutes=availability.every_minutes)
    starts = {each.starts_at + count * step for each in hours for count in range(-(-(each[1] - each[0]) // step))}
    sessions = (Interval(at, at + availability.session) for at in sorted(starts) if begin <= at < end)
    return [each for each in sessions if covered(opened, each) and not touched(taken, availability.claimed(each))]


def check_slot(availability: Availability, session: Interval, now: datetime) -> None:
    """Raise Invalid, saying why, unless this is one of the sessions that can be asked for now."""
    askable, start = availability.askable(now), session.starts_at
    if session.ends_at - start != availability.session:
        raise Invalid(
            f"This instructor's sessions take {availability.session_minutes} minutes.",
            code="session-length",
            fields=[FieldError("endTime", f"must be {availability.session_minutes} minutes after the start")],
        )
    if start < askable.starts_at:
        raise Invalid(
            f"This instructor asks for {availability.notice_minutes} minutes of notice.",
            code="short-notice",
            fields=[FieldError("startTime", "is too soon")],
        )
    if start >= askable.ends_at:
        raise Invalid(
            f"This instructor can be booked {availability.horizon_days} days ahead at most.",
            code="beyond-horizon",
            fields=[FieldError("startTime", "is too far ahead")],
        )
    if session not in slots(availability, Interval(start, session.ends_at), now):
        raise Invalid(
            "The instructor takes no session at this time. Pick one of the free slots.",
            code="outside-availability",
            fields=[FieldError("startTime", "is not the beginning of a slot")],
        )
