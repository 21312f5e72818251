"""Free slots: inside the hours, on the grid, away from what is busy, not too soon and not too far ahead."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neufit.domain.calendar.availability import (
    Availability,
    DayOff,
    ExtraHours,
    WeeklyHours,
    check_availability,
    check_slot,
    open_hours,
    slots,
)
from neufit.domain.calendar.cells import CELL, LONGEST_EVENT, LONGEST_SESSION, cells, check_times, longest
from neufit.domain.calendar.intervals import Interval, covered, touched, union
from neufit.domain.errors import Invalid

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WEEK = Interval(MONDAY, MONDAY + 7 * DAY)


def availability(**fields) -> Availability:
    """Mondays from 9 to 12 in London, sessions of an hour, no notice."""
    told = {
        "zone": "Europe/London",
        "weekly": (WeeklyHours(weekday=0, starts=9 * 60, ends=12 * 60),),
        "notice_minutes": 0,
        "horizon_days": 60,
    }
    return Availability(**{**told, **fields})


def starts(found) -> list[str]:
    return [f"{each.starts_at:%d %H:%M}" for each in found]


def test_the_slots_of_a_week():
    """One each hour from the beginning of the hours; in a winter week London is UTC."""
    assert starts(slots(availability(), WEEK, MONDAY)) == ["02 09:00", "02 10:00", "02 11:00"]
    often = availability(every_minutes=30, session_minutes=90)
    assert starts(slots(often, WEEK, MONDAY)) == ["02 09:00", "02 09:30", "02 10:00", "02 10:30"]


def test_exceptions():
    """Days off take the weekly hours away, extra hours stay and add to them."""
    off = availability(days_off=(DayOff(first=MONDAY.date() - DAY, last=MONDAY.date()),))
    assert slots(off, WEEK, MONDAY) == []
    extra = (ExtraHours(day=MONDAY.date(), starts=15 * 60, ends=16 * 60),)
    assert starts(slots(off.model_copy(update={"extra": extra}), WEEK, MONDAY)) == ["02 15:00"]
    longer = availability(extra=(ExtraHours(day=MONDAY.date(), starts=12 * 60, ends=13 * 60),))
    assert starts(slots(longer, WEEK, MONDAY)) == ["02 09:00", "02 10:00", "02 11:00", "02 12:00"]


def test_hours_that_touch_are_one():
    """A session can begin before midnight and end after it, when both days have the hours."""
    night = availability(
        weekly=(WeeklyHours(weekday=0, starts=23 * 60, ends=1440), WeeklyHours(weekday=1, starts=0, ends=60)),
        every_minutes=30,
    )
    assert starts(slots(night, WEEK, MONDAY)) == ["02 23:00", "02 23:30", "03 00:00"]


def test_notice_and_horizon():
    """What begins too soon or too far ahead is no slot."""
    assert starts(slots(availability(notice_minutes=90), WEEK, MONDAY + 8 * HOUR)) == ["02 10:00", "02 11:00"]
    far = Interval(MONDAY, MONDAY + 100 * DAY)
    assert len(slots(availability(horizon_days=14), far, MONDAY)) == 6
    assert slots(availability(), far, MONDAY + 200 * DAY) == []


def test_buffers_keep_away_from_what_is_busy():
    """The buffers of a session must be free too; that they lie outside of the hours is nobody's concern."""
    busy = [Interval(MONDAY + 10 * HOUR, MONDAY + 11 * HOUR)]
    assert starts(slots(availability(), WEEK, MONDAY, busy)) == ["02 09:00", "02 11:00"]
    before = availability(buffer_before_minutes=5)
    assert starts(slots(before, WEEK, MONDAY, busy)) == ["02 09:00"]
    after = availability(buffer_after_minutes=5)
    assert starts(slots(after, WEEK, MONDAY, busy)) == ["02 11:00"]


@pytest.mark.parametrize(
    ("session", "code"),
    [
        (Interval(MONDAY + 9 * HOUR, MONDAY + 10 * HOUR), None),
        (Interval(MONDAY + 9 * HOUR, MONDAY + 11 * HOUR), "session-length"),
        (Interval(MONDAY + 9 * HOUR + 5 * MINUTE, MONDAY + 10 * HOUR + 5 * MINUTE), "outside-availability"),
        (Interval(MONDAY + 12 * HOUR, MONDAY + 13 * HOUR), "outside-availability"),
        (Interval(MONDAY + 33 * HOUR, MONDAY + 34 * HOUR), "outside-availability"),
        (Interval(MONDAY, MONDAY + HOUR), "short-notice"),
        (Interval(MONDAY + 77 * DAY + 8 * HOUR, MONDAY + 77 * DAY + 9 * HOUR), "beyond-horizon"),
    ],
)
def test_a_time_that_is_asked_for_is_one_of_the_slots(session, code):
    """Each reason has its code."""
    if code is None:
        check_slot(availability(), session, MONDAY + HOUR)
        return
    with pytest.raises(Invalid) as refused:
        check_slot(availability(), session, MONDAY + HOUR)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"zone": "Mars/Olympus"}, ["zone"]),
        ({"weekly": (WeeklyHours(weekday=0, starts=600, ends=600),)}, ["weekly.0"]),
        ({"weekly": (WeeklyHours(weekday=0, starts=600, ends=601),)}, ["weekly.0"]),
        ({"extra": (ExtraHours(day=MONDAY.date(), starts=600, ends=1445),)}, ["extra.0"]),
        ({"days_off": (DayOff(first=MONDAY.date(), last=MONDAY.date() - DAY),)}, ["daysOff.0"]),
        ({"session_minutes": 14}, ["sessionMinutes"]),
        ({"session_minutes": 190}, ["sessionMinutes"]),
        ({"every_minutes": 7, "notice_minutes": -5}, ["everyMinutes", "noticeMinutes"]),
        ({"buffer_before_minutes": 35, "horizon_days": 0}, ["bufferBeforeMinutes", "horizonDays"]),
    ],
)
def test_what_can_not_be(fields, wrong):
    """All that is wrong is named."""
    with pytest.raises(Invalid) as refused:
        check_availability(availability(**fields))
    assert [each.field for each in refused.value.fields] == wrong
    check_availability(availability())


def test_a_session_is_as_long_as_one_transaction_allows():
    """185 minutes for two, 375 for one; the error says so."""
    assert (LONGEST_SESSION, LONGEST_EVENT) == (185 * MINUTE, 375 * MINUTE)
    for people, most in ((2, LONGEST_SESSION), (1, LONGEST_EVENT)):
        assert longest(people) == most
        check_times(Interval(MONDAY, MONDAY + most), MONDAY, people=people, horizon=DAY)
        with pytest.raises(Invalid) as refused:
            check_times(Interval(MONDAY, MONDAY + most + CELL), MONDAY, people=people, horizon=DAY)
        assert f"within {most // MINUTE} minutes" in refused.value.detail


@pytest.mark.parametrize(
    ("start", "end", "wrong"),
    [
        (HOUR, HOUR, ["endTime"]),
        (HOUR, timedelta(), ["endTime"]),
        (HOUR, 365 * DAY, ["endTime"]),
        (-HOUR, HOUR, ["startTime"]),
        (MINUTE / 2, HOUR, ["startTime"]),
        (MINUTE, 62 * MINUTE, ["startTime", "endTime"]),
        (61 * DAY, 61 * DAY + HOUR, ["startTime"]),
    ],
)
def test_times_that_can_not_be(start, end, wrong):
    """End before start, no length, a year, the past, half minutes, off the cells, too far ahead."""
    with pytest.raises(Invalid) as refused:
        check_times(Interval(MONDAY + start, MONDAY + end), MONDAY, people=2, horizon=60 * DAY)
    assert [each.field for each in refused.value.fields] == wrong


points = st.integers(0, 300).map(lambda count: MONDAY + count * CELL)
spans = st.tuples(points, st.integers(0, 40)).map(lambda pair: Interval(pair[0], pair[0] + pair[1] * CELL))


@given(spans=st.lists(spans), probe=spans)
def test_sets_of_intervals_hold_the_same_cells(spans, probe):
    """Joined they hold what they held, in order, apart; looking something up agrees with looking at each cell."""
    joined = union(spans)
    held = {cell for span in spans for cell in cells(span)}
    assert {cell for span in joined for cell in cells(span)} == held
    assert all(one.ends_at < other.starts_at for one, other in pairwise(joined))
    wanted = set(cells(probe))
    assert touched(joined, probe) == bool(wanted & held) or not wanted
    assert covered(joined, probe) == (wanted <= held) or not wanted


@st.composite
def availabilities(draw):
    """Any that can be."""
    hours = st.tuples(st.integers(0, 287), st.integers(1, 288)).filter(lambda pair: pair[0] < pair[1])
    weekly = draw(st.lists(st.tuples(st.integers(0, 6), hours), max_size=6))
    return Availability(
        zone=draw(st.sampled_from(["Europe/London", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"])),
        weekly=tuple(WeeklyHours(weekday=day, starts=5 * a, ends=5 * b) for day, (a, b) in weekly),
        session_minutes=5 * draw(st.integers(3, 37)),
        every_minutes=5 * draw(st.integers(3, 30)),
        buffer_before_minutes=5 * draw(st.integers(0, 6)),
        buffer_after_minutes=5 * draw(st.integers(0, 6)),
        notice_minutes=5 * draw(st.integers(0, 600)),
        horizon_days=draw(st.integers(1, 60)),
    )


@given(given=availabilities(), offset=st.integers(0, 250), busy=st.lists(spans, max_size=5))
def test_whatever_is_offered_can_be_asked_for(given, offset, busy):
    """Each slot is a session inside the hours, whole cells, free with its buffers, and stays when others are taken."""
    check_availability(given)
    now = MONDAY + offset * DAY
    within = Interval(now, now + 10 * DAY)
    shifted = [Interval(each.starts_at + offset * DAY, each.ends_at + offset * DAY) for each in busy]
    offered, all_of_them = slots(given, within, now, shifted), slots(given, within, now)
    hours = open_hours(given, within)
    assert set(offered) <= set(all_of_them)
    for each in all_of_them:
        check_slot(given, each, now)
        check_times(each, now, people=2, horizon=60 * DAY)
        assert any(opened.covers(each) for opened in hours)
        claimed = given.claimed(each)
        assert (each in offered) == (not any(claimed.meets(span) for span in shifted if span[0] < span[1]))
