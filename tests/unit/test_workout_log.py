"""Streaks and sums of workouts: runs of local dates, whatever clocks and zones do."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neufit.domain.calendar.zones import zone_names
from neufit.domain.errors import Conflict, Invalid
from neufit.domain.meeting import Meeting
from neufit.domain.room.kinds import MeetingKind
from neufit.domain.workout_log import (
    HEAT_WEEKS,
    MAX_DAYS_BACK,
    Sum,
    attended_ms,
    counted_day,
    day_streak,
    local_day,
    summary,
    week_streak,
)

TODAY = date(2026, 11, 24)
DAYS = st.sets(st.integers(-400, 0).map(lambda back: TODAY + timedelta(days=back)), max_size=60)
ZONES = st.sampled_from(sorted(zone_names()))
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001


def naive_streak(days, today):
    """The same by walking from day to day."""
    start = today if today in days else today - timedelta(days=1)
    current = 0
    while start - timedelta(days=current) in days:
        current += 1
    longest = max((sum(1 for _ in walk(day, days)) for day in days), default=0)
    return current, longest


def walk(day, days):
    while day in days:
        yield day
        day += timedelta(days=1)


@given(DAYS)
def test_a_streak_is_the_run_that_ends_today_or_yesterday(days):
    """Both runs are those that one finds by walking through the calendar."""
    found = day_streak(days, TODAY)
    assert (found.current, found.longest) == naive_streak(days, TODAY)


@given(DAYS)
def test_weeks_are_runs_of_their_mondays(days):
    """A week counts by any of its days, Monday to Sunday."""
    mondays = {day - timedelta(days=day.weekday()) for day in days}
    this = TODAY - timedelta(days=TODAY.weekday())
    current, at = 0, this if this in mondays else this - timedelta(weeks=1)
    while at in mondays:
        current, at = current + 1, at - timedelta(weeks=1)
    found = week_streak(days, TODAY)
    assert found.current == current
    assert found.longest >= found.current


@given(DAYS, st.integers(0, 400).map(lambda back: TODAY - timedelta(days=back)))
def test_one_day_more_never_shortens_a_streak(days, more):
    """Training on another day makes no run shorter, and undoing it brings back what was."""
    before, after = day_streak(days, TODAY), day_streak(days | {more}, TODAY)
    assert after.current >= before.current
    assert after.longest >= before.longest
    assert day_streak((days | {more}) - ({more} - days), TODAY) == before


@given(ZONES, INSTANTS, st.integers(2, 40))
def test_who_trains_each_day_at_the_same_hour_has_a_streak_over_changes_of_clocks(zone, first, count):
    """At noon by the own clock on each day: as many days as one trained, though days last 23 or 25 hours."""
    there = ZoneInfo(zone)
    noon = first.astimezone(there).replace(hour=12, minute=0, second=0, microsecond=0, tzinfo=None)
    moments = [(noon + timedelta(days=each)).replace(tzinfo=there).astimezone(UTC) for each in range(count)]
    days = {local_day(at, zone) for at in moments}
    skipped = {noon.date() + timedelta(days=each) for each in range(count)} - days
    if not skipped:  # a zone that moved over the date line had no such day at all
        assert day_streak(days, local_day(moments[-1], zone)).current == count


@given(ZONES, ZONES, INSTANTS, st.integers(1, 30))
def test_travelling_breaks_no_streak(home, away, now, length):
    """Asked from another zone at the same moment, where it is the day before, the same or the next, it goes on."""
    here, there = local_day(now, home), local_day(now, away)
    days = {here - timedelta(days=back) for back in range(length)}
    if there <= here + timedelta(days=1):  # two dates further is what nobody's evening can be
        assert day_streak(days, there).current == length


@given(st.integers(1, 200))
def test_a_streak_lasts_until_the_end_of_today(length):
    """Up to yesterday it goes on, up to the day before it is over."""
    days = {TODAY - timedelta(days=back) for back in range(1, length + 1)}
    assert day_streak(days, TODAY).current == length
    assert day_streak(days, TODAY + timedelta(days=1)).current == 0
    assert day_streak(days, TODAY + timedelta(days=1)).longest == length


@given(st.dictionaries(st.integers(-500, 0), st.tuples(st.integers(0, 4), st.integers(0, 10**7)), max_size=80))
def test_sums_add_up(found):
    """All is everything; week and month are parts of it, the year's days lie in 52 weeks, days without any are left."""
    days = {TODAY + timedelta(days=back): Sum(*each) for back, each in found.items()}
    made = summary(days, TODAY)
    assert made.all.workouts == sum(each.workouts for each in days.values())
    assert made.week.workouts <= made.all.workouts
    assert made.month.ms <= made.all.ms
    assert all(each.workouts > 0 for each in made.recent.values())
    if made.recent:
        assert min(made.recent) > TODAY - timedelta(weeks=HEAT_WEEKS)


@pytest.mark.parametrize("back", [0, 1, MAX_DAYS_BACK])
def test_a_day_can_be_noted_late(back):
    """Within two weeks."""
    assert counted_day(TODAY - timedelta(days=back), TODAY) == TODAY - timedelta(days=back)


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), TODAY - timedelta(days=MAX_DAYS_BACK + 1)])
def test_other_days_are_refused(day):
    """Not tomorrow, and not what nobody remembers."""
    with pytest.raises(Invalid) as refused:
        counted_day(day, TODAY)
    assert refused.value.fields[0].field == "day"


def meeting(**changes):
    start = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    values = {
        "meeting_id": "m",
        "kind": MeetingKind.GROUP_CLASS,
        "host_id": "coach",
        "title": "Row",
        "starts_at": start,
        "ends_at": start + timedelta(minutes=45),
        "created_at": start - timedelta(days=1),
    }
    return Meeting(**{**values, **changes})


def test_no_more_counts_than_there_was():
    """By the meeting's length, what passed of it, and what the client says, whichever is least."""
    held = meeting()
    minute = 60_000
    assert attended_ms(held, held.ends_at, None) == 45 * minute
    assert attended_ms(held, held.starts_at + timedelta(minutes=20), None) == 20 * minute
    assert attended_ms(held, held.ends_at, 10 * minute) == 10 * minute
    assert attended_ms(held, held.ends_at, 99 * minute) == 45 * minute
    ended = meeting(closed_at=held.starts_at + timedelta(minutes=30))
    assert attended_ms(ended, held.ends_at, None) == 30 * minute


@pytest.mark.parametrize(
    ("changes", "after", "code"),
    [
        ({"closed_at": datetime(2026, 11, 24, 8, 0, tzinfo=UTC)}, 60, "meeting-cancelled"),
        ({}, -5, "too-early"),
        ({}, 4, "too-early"),
        ({"closed_at": datetime(2026, 11, 24, 9, 3, tzinfo=UTC)}, 60, "too-early"),
    ],
)
def test_what_did_not_take_place_is_not_attended(changes, after, code):
    """Cancelled, ahead, or hardly begun."""
    held = meeting(**changes)
    with pytest.raises(Conflict) as refused:
        attended_ms(held, held.starts_at + timedelta(minutes=after), None)
    assert refused.value.code == code
