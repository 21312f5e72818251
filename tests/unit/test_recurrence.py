"""Recurrence rules: what is taken, what is refused, and that wall clocks keep their time over changes of them."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from neufit.domain.calendar.zones import instant, wall_clock, zone_names, zone_of
from neufit.domain.errors import Invalid
from neufit.domain.recurrence import MAX_INSTANCES, MAX_SPAN, occurrences, read_rule
from neufit.domain.series import Series, Timing, retimed

BERLIN = zone_of("Europe/Berlin")
LATE = datetime(2040, 1, 1, tzinfo=UTC)


reading = datetime.fromisoformat


def expand(rule, starts, zone=BERLIN, last=LATE):
    return occurrences(read_rule(rule, zone), starts, zone, last=last)


def test_weekly_classes_keep_their_time_of_day():
    """Berlin's clocks change on 29 March: 18:00 is 17:00 UTC before it and 16:00 after it."""
    found = expand("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4", reading("2026-03-24T18:00"))
    assert [f"{at:%d %H:%M}" for at in found] == ["24 17:00", "26 17:00", "31 16:00", "02 16:00"]


def test_months_and_weeks_of_months():
    """The first Monday of a month, the last Friday, the 31st where there is one."""
    assert [at.day for at in expand("FREQ=MONTHLY;BYDAY=1MO;COUNT=3", reading("2026-01-05T09:00"))] == [5, 2, 2]
    assert [at.day for at in expand("FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", reading("2026-01-30T09:00"))] == [30, 27, 27]
    assert [at.month for at in expand("FREQ=MONTHLY;COUNT=3", reading("2026-01-31T09:00"))] == [1, 3, 5]


@pytest.mark.parametrize("until", ["20260303", "20260303T180000", "20260303T170000Z", "20260303T235959Z"])
def test_until_is_included(until):
    """A day with all of it, a time on the wall clock, an instant."""
    assert len(expand(f"FREQ=DAILY;UNTIL={until}", reading("2026-03-01T18:00"))) == 3


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "nonsense",
        "FREQ=SECONDLY;COUNT=5",
        "FREQ=MINUTELY;COUNT=5",
        "FREQ=HOURLY;COUNT=5",
        "FREQ=YEARLY;COUNT=5",
        "FREQ=DAILY",
        "FREQ=DAILY;COUNT=5;UNTIL=20260401",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=-1",
        "FREQ=DAILY;COUNT=201",
        "FREQ=DAILY;COUNT=1000000000000000000000000",
        "FREQ=DAILY;COUNT=5;INTERVAL=0",
        "FREQ=DAILY;COUNT=5;INTERVAL=999999999",
        "FREQ=DAILY;COUNT=5;COUNT=6",
        "FREQ=DAILY;COUNT=5;BYSETPOS=1",
        "FREQ=DAILY;COUNT=5;BYHOUR=1,2,3",
        "FREQ=DAILY;COUNT=5;X-EVIL=1",
        "FREQ=DAILY;;COUNT=5",
        "FREQ=DAILY;COUNT",
        "FREQ=DAILY;COUNT=\u0665",
        "FREQ=WEEKLY;COUNT=5;BYDAY=XX",
        "FREQ=WEEKLY;COUNT=5;BYDAY=1MO",
        "FREQ=WEEKLY;COUNT=5;BYDAY=MO,MO",
        "FREQ=MONTHLY;COUNT=5;BYDAY=6MO",
        "FREQ=MONTHLY;COUNT=5;BYDAY=0MO",
        "FREQ=WEEKLY;COUNT=5;WKST=8",
        "FREQ=DAILY;UNTIL=20260230",
        "FREQ=DAILY;UNTIL=00000000",
        "FREQ=DAILY;UNTIL=99999999T999999Z",
        "FREQ=DAILY;UNTIL=tomorrow",
        "FREQ=DAILY;UNTIL=00010101T000000Z",
        "FREQ=DAILY;COUNT=5\r\nDTSTART:20200101T000000Z",
        "FREQ=DAILY;COUNT=5;" + "A" * 300,
    ],
)
def test_rules_that_are_not_taken(rule):
    """Each is refused with the field that is wrong."""
    with pytest.raises(Invalid) as refused:
        expand(rule, reading("2026-03-01T18:00"))
    assert [each.field for each in refused.value.fields] in (["rule"], ["startTime"])


@pytest.mark.parametrize(
    ("rule", "starts", "field"),
    [
        ("FREQ=WEEKLY;BYDAY=TU;COUNT=3", reading("2026-03-23T18:00"), "startTime"),
        ("FREQ=WEEKLY;COUNT=54", reading("2026-03-23T18:00"), "rule"),
        ("FREQ=DAILY;UNTIL=20270401", reading("2026-03-23T18:00"), "rule"),
        ("FREQ=DAILY;UNTIL=20261101", reading("2026-03-23T18:00"), "rule"),
        ("FREQ=MONTHLY;BYDAY=5MO;INTERVAL=12;COUNT=200", reading("2026-03-30T18:00"), "rule"),
        ("FREQ=DAILY;UNTIL=20260101", reading("2026-03-23T18:00"), "startTime"),
    ],
)
def test_series_that_are_too_long_or_begin_elsewhere(rule, starts, field):
    """The first class is one that the rule names, the last within a year, and there are at most 200."""
    with pytest.raises(Invalid) as refused:
        expand(rule, starts)
    assert [each.field for each in refused.value.fields] == [field]


def test_a_series_ends_before_what_can_be_planned():
    """What would be further ahead than classes can be planned is refused, not cut off."""
    with pytest.raises(Invalid):
        expand("FREQ=WEEKLY;COUNT=10", reading("2026-03-24T18:00"), last=datetime(2026, 5, 1, tzinfo=UTC))


@given(st.text(max_size=60) | st.text(alphabet="FREQ=DAILYWKMOTUCN;,0123456789-+BYUTZ", max_size=80))
def test_whatever_is_sent_is_a_rule_or_refused(text):
    """Nothing else comes out of it."""
    with suppress(Invalid):
        assert 0 < len(expand(text, reading("2026-03-01T18:00"))) <= MAX_INSTANCES


RULES = st.builds(
    lambda freq, interval, days, count: ";".join(
        [f"FREQ={freq}", f"INTERVAL={interval}", *([f"BYDAY={','.join(days)}"] if days else []), f"COUNT={count}"]
    ),
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY"]),
    st.integers(1, 4),
    st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), unique=True, max_size=3),
    st.integers(1, 60),
)


@settings(max_examples=300)
@given(
    rule=RULES,
    zone=st.sampled_from(sorted(zone_names())),
    day=st.dates(date(2025, 1, 1), date(2034, 12, 1)),
    minute=st.integers(0, 24 * 60 - 1),
)
def test_expansion_agrees_with_dateutil_in_every_zone(rule, zone, day, minute):
    """The same readings of the wall clock, each as the first instant that shows it or more, in order and apart."""
    clock = time(minute // 60, minute % 60)
    there = zone_of(zone)
    starts = rrulestr(rule, dtstart=datetime.combine(day, clock))[0]  # the first day that the rule names
    readings = list(rrulestr(rule, dtstart=starts))
    if readings[-1] > starts + MAX_SPAN:
        with pytest.raises(Invalid):
            expand(rule, starts, there, last=LATE)
        return
    found = expand(rule, starts, there, last=LATE)
    assert found == [instant(each, there) for each in readings]
    assert all(one < other for one, other in pairwise(found))
    for at, told in zip(found, readings, strict=True):
        shown = wall_clock(at, there)
        assert shown == told or (shown > told and wall_clock(at - timedelta(seconds=1), there) < told)


def series(**fields):
    told = {
        "series_id": "s1",
        "host_id": "anna",
        "title": "Spin",
        "zone": "Europe/Berlin",
        "starts": reading("2026-03-24T18:00"),
        "minutes": 45,
        "rule": "FREQ=WEEKLY;COUNT=4",
        "created_at": datetime(2026, 3, 1, tzinfo=UTC),
    }
    return Series(**{**told, **fields})


def test_exceptions_are_days_of_the_zone():
    """They count for COUNT, and are left out."""
    found = series(exceptions=(date(2026, 3, 31),)).recurrences()
    assert [f"{at:%m-%d}" for at in found] == ["03-24", "04-07", "04-14"]


def test_another_time_of_day_from_a_class_on():
    """Ids stay, so that who is enrolled stays; a later change takes the place of those after it."""
    plain = series()
    first, second, third, fourth = plain.recurrences()
    late = Timing(since=second, at=time(20, 30), minutes=60)
    changed = plain.model_copy(update={"timings": retimed((), late)})
    assert changed.span(first) == plain.span(first)
    assert f"{changed.span(second).starts_at:%H:%M}" == "18:30"
    assert changed.span(fourth).ends_at - changed.span(fourth).starts_at == timedelta(hours=1)
    assert changed.meeting_id(second) == plain.meeting_id(second)
    early = Timing(since=first, at=time(7), minutes=45)
    assert retimed(changed.timings, early) == (early,)
    assert retimed(changed.timings, Timing(since=third, at=time(7), minutes=45))[0] == late
