"""Local time against an oracle: what clocks show, minute by minute, around every transition of 2025 to 2035.

The oracle knows the way from an instant to a clock's reading only, and looks for the way back by trying.
"""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib import resources
from itertools import pairwise

import pytest

from neufit.domain.calendar.availability import Availability, DayOff, ExtraHours, WeeklyHours, open_hours
from neufit.domain.calendar.intervals import Interval
from neufit.domain.calendar.zones import instant, wall_clock, zone_names, zone_of
from neufit.domain.errors import Invalid

BEGIN, END = datetime(2025, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
CELL = timedelta(minutes=5)
AROUND = 5 * HOUR


@cache
def distinct_zones() -> tuple[str, ...]:
    """One name for each set of rules: links and zones that share their file are one."""
    data = resources.files("tzdata") / "zoneinfo"
    return tuple({data.joinpath(*name.split("/")).read_bytes(): name for name in sorted(zone_names())}.values())


@cache
def transitions() -> tuple[tuple[str, datetime], ...]:
    """Each change of an offset: a zone, and the first minute after it.

    Zones whose clocks do the same at the same instant are one; they are alike for as long around it as is looked at.
    """
    found = {}
    days = [BEGIN + DAY * count for count in range((END - BEGIN).days + 1)]
    for name in distinct_zones():
        zone = zone_of(name)
        offsets = [day.astimezone(zone).utcoffset() for day in days]
        for (day, before), (_, after) in pairwise(zip(days, offsets, strict=True)):
            if before != after:
                first, last = 0, 24 * 60
                while last - first > 1:
                    middle = (first + last) // 2
                    same = (day + MINUTE * middle).astimezone(zone).utcoffset() == before
                    first, last = (middle, last) if same else (first, middle)
                found.setdefault((day + MINUTE * last, before, after), name)
    return tuple((name, at) for (at, _, _), name in found.items())


@cache
def readings(name, around):
    """Each fifth minute around an instant, and the latest reading that the clock has shown until then."""
    zone = zone_of(name)
    minutes = [around - AROUND + CELL * count for count in range(2 * int(AROUND / CELL))]
    shown, latest = [], datetime.min  # noqa: DTZ901  # readings are naive
    for minute in minutes:
        latest = max(latest, wall_clock(minute, zone))
        shown.append(latest)
    return minutes, shown


def test_every_zone_is_read_from_the_package():
    """All names of the database, links too; what isn't one is refused with the field's name."""
    assert {"America/New_York", "Asia/Tokyo", "UTC", "Europe/Kiev"} <= zone_names()
    assert len(zone_names()) > 590
    for name in ("Mars/Olympus", "", "../etc/passwd", "america/new_york", "EST5EDT4", "posixrules", "Europe"):
        with pytest.raises(Invalid) as refused:
            zone_of(name)
        assert (refused.value.code, refused.value.fields[0].field) == ("unknown-zone", "zone")


def test_the_oracle_sees_transitions():
    """Those that everybody knows are there, of all kinds: half an hour, at midnight, in Ramadan."""
    there = set(transitions())
    assert {at for _, at in there} >= {
        datetime(2026, 3, 8, 7, tzinfo=UTC),  # New York
        datetime(2026, 4, 4, 15, tzinfo=UTC),  # Lord Howe, half an hour
        datetime(2026, 3, 28, 22, tzinfo=UTC),  # Beirut, at midnight
        datetime(2026, 2, 15, 2, tzinfo=UTC),  # Casablanca, Ramadan
    }
    assert len(there) > 500
    assert all(at.minute % 5 == 0 for _, at in there), "finer than the oracle looks"


def test_readings_are_the_first_instant_that_shows_them_or_more():
    """Around every transition: what comes twice is the first, what is left out is where the clock goes on."""
    gaps = folds = 0
    for name, at in transitions():
        zone = zone_of(name)
        minutes, shown = readings(name, at)
        jump = wall_clock(at, zone) - wall_clock(at - MINUTE, zone) - MINUTE
        gaps, folds = gaps + (jump > timedelta()), folds + (jump < timedelta())
        edges = wall_clock(at - MINUTE, zone) + MINUTE, wall_clock(at, zone)
        reading = min(edges) - HOUR
        while reading <= max(edges) + HOUR:
            assert instant(reading, zone) == minutes[bisect_left(shown, reading)], (name, reading)
            reading += CELL
    assert gaps > 200
    assert folds > 200


def test_hours_and_days_off_keep_the_wall_clock():
    """Weekly hours around every transition, its day off, and extra hours on that day: as clocks show them."""
    for name, at in transitions():
        zone = zone_of(name)
        minutes, shown = readings(name, at)
        day = wall_clock(at, zone).date()
        middle = wall_clock(at, zone).hour * 60
        starts, ends = max(0, middle - 95), min(24 * 60, middle + 65)
        hours = Availability(
            zone=name, weekly=tuple(WeeklyHours(weekday=each, starts=starts, ends=ends) for each in range(7))
        )
        within = Interval(at - HOUR, at + HOUR)

        def first(reading, shown=shown, minutes=minutes):
            return minutes[bisect_left(shown, reading)]

        midnight = datetime.combine(day, time())
        expected = Interval(first(midnight + MINUTE * starts), first(midnight + MINUTE * ends))
        assert expected in open_hours(hours, within), name
        off = hours.model_copy(update={"days_off": (DayOff(first=day, last=day),)})
        rest = open_hours(off, within)
        assert not any(each.meets(expected) for each in rest), name
        assert all(
            wall_clock(each.starts_at, zone).date() != day and wall_clock(each.ends_at - MINUTE, zone).date() != day
            for each in rest
        ), name
        extra = off.model_copy(update={"extra": (ExtraHours(day=day, starts=starts, ends=ends),)})
        assert expected in open_hours(extra, within), name


@pytest.mark.parametrize(
    ("zone", "day", "hours", "length"),
    [
        ("America/New_York", date(2026, 3, 8), (60, 240), 2 * HOUR),
        ("America/New_York", date(2026, 3, 8), (135, 165), timedelta()),
        ("America/New_York", date(2026, 11, 1), (60, 120), 2 * HOUR),
        ("America/New_York", date(2026, 11, 1), (60, 90), HOUR / 2),
        ("Australia/Lord_Howe", date(2026, 10, 4), (60, 180), 3 * HOUR / 2),
        ("Africa/Cairo", date(2026, 4, 24), (0, 120), HOUR),
        ("Europe/London", date(2026, 7, 1), (0, 24 * 60), DAY),
        ("Europe/London", date(2026, 3, 29), (0, 24 * 60), 23 * HOUR),
        ("Europe/London", date(2026, 10, 25), (0, 24 * 60), 25 * HOUR),
    ],
)
def test_how_long_hours_are(zone, day, hours, length):
    """Hours on days that are short or long, by hand."""
    given = Availability(zone=zone, extra=(ExtraHours(day=day, starts=hours[0], ends=hours[1]),))
    noon = instant(datetime.combine(day, time(12)), zone_of(zone))
    found = open_hours(given, Interval(noon, noon + MINUTE))
    assert sum((each.ends_at - each.starts_at for each in found), timedelta()) == length
