"""Series of classes: a rule, and the classes that it makes.

Each class of a series is a meeting of its own. Its ``recurrence_id`` is when the rule has it begin, and its id follows
from both, so that making it again makes nothing. One that was moved or cancelled by itself is an exception, which
changes of the series leave where it is.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from pydantic import BaseModel, ConfigDict

from neufit.domain.calendar.intervals import Interval
from neufit.domain.calendar.zones import instant, wall_clock, zone_of
from neufit.domain.meeting import HORIZON, Meeting
from neufit.domain.recurrence import occurrences, read_rule
from neufit.domain.room.kinds import MeetingKind
from neufit.ids import derived_id

MAX_EXCEPTIONS = 200


class Timing(BaseModel):
    """From which recurrence on its classes begin at which time of day, and how long they are."""

    model_config = ConfigDict(frozen=True)

    since: datetime
    at: time
    minutes: int


class Series(BaseModel):
    """A series as stored. ``starts`` is naive: the first class, by the wall clock of ``zone``; ``rule`` is an RRULE.

    On days among ``exceptions`` there is none. ``timings`` are later changes of the time of day, in order.
    ``revision`` counts the changes.
    """

    model_config = ConfigDict(frozen=True)

    series_id: str
    host_id: str
    title: str
    description: str = ""
    topics: tuple[str, ...] = ()
    capacity: int | None = None
    zone: str
    starts: datetime
    minutes: int
    rule: str
    exceptions: tuple[date, ...] = ()
    timings: tuple[Timing, ...] = ()
    created_at: datetime
    revision: int = 0

    def recurrences(self) -> list[datetime]:
        """When its classes begin by its rule, in order. Raise Invalid for a rule that isn't taken."""
        zone = zone_of(self.zone)
        found = occurrences(read_rule(self.rule, zone), self.starts, zone, last=self.created_at + HORIZON)
        off = set(self.exceptions)
        return [each for each in found if wall_clock(each, zone).date() not in off]

    def meeting_id(self, recurrence: datetime) -> str:
        """The id of one of its classes."""
        return derived_id("series", self.series_id, recurrence.isoformat())

    def span(self, recurrence: datetime) -> Interval:
        """When one of its classes is, unless it was moved by itself."""
        begins, minutes = recurrence, self.minutes
        for timing in self.timings:
            if timing.since <= recurrence:
                begins, minutes = self.at(recurrence, timing.at), timing.minutes
        return Interval(begins, begins + timedelta(minutes=minutes))

    def at(self, recurrence: datetime, clock: time) -> datetime:
        """A time of day of the day of one of its classes."""
        zone = zone_of(self.zone)
        return instant(datetime.combine(wall_clock(recurrence, zone).date(), clock), zone)

    def meeting(self, recurrence: datetime, now: datetime) -> Meeting:
        """One of its classes, as it is made."""
        span = self.span(recurrence)
        return Meeting(
            meeting_id=self.meeting_id(recurrence),
            kind=MeetingKind.GROUP_CLASS,
            host_id=self.host_id,
            title=self.title,
            description=self.description,
            topics=self.topics,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            created_at=now,
            capacity=self.capacity,
            series_id=self.series_id,
            recurrence_id=recurrence,
        )


def retimed(timings: Sequence[Timing], timing: Timing) -> tuple[Timing, ...]:
    """The timings when another one is in force from its recurrence on."""
    return (*(each for each in timings if each.since < timing.since), timing)
