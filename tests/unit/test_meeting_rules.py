"""Meetings: when they can be joined, what can be changed when, who they are for."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neufit.domain.calendar.intervals import Interval
from neufit.domain.errors import Conflict, Invalid
from neufit.domain.meeting import (
    GRACE,
    HORIZON,
    LONGEST,
    OPENS_BEFORE,
    SHORTEST,
    USUAL,
    Changes,
    Meeting,
    MeetingStatus,
    Unlimited,
    attendees_of,
    changed,
    closed,
    held,
    longest_of,
    planned_times,
)
from neufit.domain.room.kinds import MeetingKind, MeetingRole

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CLASS = MeetingKind.GROUP_CLASS
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(second=0, microsecond=0, tzinfo=UTC)
moments = st.integers(-10_000, 10_000).map(lambda seconds: NOON + timedelta(seconds=seconds))
minutes = st.integers(-600, 600_000).map(lambda each: NOON + each * MINUTE)


def meeting(**fields) -> Meeting:
    told = {
        "meeting_id": "m",
        "kind": MeetingKind.GROUP_CLASS,
        "host_id": "Anna",
        "title": "Morning flow",
        "starts_at": NOON,
        "ends_at": NOON + HOUR,
        "created_at": NOON - HOUR,
    }
    return Meeting(**{**told, **fields})


def wrong(error: pytest.ExceptionInfo) -> list[str]:
    return [each.field for each in error.value.fields]


@pytest.mark.parametrize(
    ("after_start", "status", "code"),
    [
        (-OPENS_BEFORE - MINUTE, MeetingStatus.SCHEDULED, "too-early"),
        (-OPENS_BEFORE, MeetingStatus.SCHEDULED, None),
        (timedelta(), MeetingStatus.LIVE, None),
        (HOUR - MINUTE, MeetingStatus.LIVE, None),
        (HOUR, MeetingStatus.ENDED, None),
        (HOUR + GRACE - MINUTE, MeetingStatus.ENDED, None),
        (HOUR + GRACE, MeetingStatus.ENDED, "meeting-ended"),
    ],
)
def test_a_meeting_opens_before_its_start_and_closes_after_its_end(after_start, status, code) -> None:
    """15 minutes before until 15 minutes after; the borders belong to the open side at the start only."""
    now = NOON + after_start
    assert meeting().status(now) is status
    if code is None:
        meeting().check_joinable(now)
    else:
        with pytest.raises(Conflict) as refused:
            meeting().check_joinable(now)
        assert refused.value.code == code


@pytest.mark.parametrize(
    ("closed", "status", "code"),
    [(-MINUTE, MeetingStatus.CANCELLED, "meeting-cancelled"), (MINUTE, MeetingStatus.ENDED, "meeting-ended")],
)
def test_what_was_called_off_is_over(closed, status, code) -> None:
    """Before its start it was cancelled, later it ended; nobody joins or changes it whatever the time."""
    off = meeting(closed_at=NOON + closed)
    assert off.status(NOON + 2 * MINUTE) is status
    for refused in (lambda: off.check_joinable(NOON), lambda: changed(off, Changes(title="x"), NOON)):
        with pytest.raises(Conflict) as error:
            refused()
        assert error.value.code == code


def test_what_was_booked_moves_in_the_calendar_only() -> None:
    """Its times and people, and calling it off before it begins; its host names it, and ends it while it runs."""
    booked = meeting(kind=MeetingKind.ONE_ON_ONE, attendees=("Bob",), booked=True)
    early = NOON - HOUR
    for change in (Changes(starts_at=NOON + HOUR), Changes(ends_at=NOON + HOUR), Changes(attendees=("Carl",))):
        with pytest.raises(Conflict) as refused:
            changed(booked, change, early)
        assert refused.value.code == "booked"
    with pytest.raises(Conflict):
        closed(booked, early)
    assert changed(booked, Changes(title="Knees"), early).title == "Knees"
    assert closed(booked, NOON + MINUTE).closed_at == NOON + MINUTE
    assert closed(meeting(), early).closed_at == early
    over = NOON + HOUR + GRACE
    assert closed(booked, over) == booked


def test_the_meeting_of_a_booking_follows_it() -> None:
    """It is made, moved with the tickets of before in mind, and takes place again after it was called off."""
    booked = meeting(kind=MeetingKind.ONE_ON_ONE, attendees=("Bob",), booked=True)
    assert held(None, booked, NOON - HOUR) == booked
    there = booked.model_copy(update={"title": "Knees", "closed_at": NOON - HOUR, "revision": 3})
    later = booked.model_copy(update={"starts_at": NOON + HOUR, "ends_at": NOON + 2 * HOUR})
    again = held(there, later, NOON - OPENS_BEFORE)
    assert (again.title, again.closed_at, again.revision) == ("Knees", None, 3)
    assert (again.starts_at, again.opened_at) == (NOON + HOUR, NOON - OPENS_BEFORE)


def test_who_plays_which_part() -> None:
    """The host by any spelling of the id; everybody in a class; only the two in a one-on-one."""
    pair = meeting(kind=MeetingKind.ONE_ON_ONE, attendees=("Bob",))
    assert meeting().role_of("anna") is pair.role_of("ANNA") is MeetingRole.HOST
    assert meeting().role_of("carl") is pair.role_of("bob") is MeetingRole.CUSTOMER
    assert pair.role_of("carl") is None


def test_a_meeting_starts_now_and_lasts_an_hour_unless_said() -> None:
    """Now is the minute that runs, so that every time of a meeting is a whole minute."""
    now = NOON + timedelta(seconds=42, microseconds=7)
    assert planned_times(CLASS, None, None, now) == (NOON, NOON + USUAL)
    assert planned_times(CLASS, NOON + HOUR, None, now) == (NOON + HOUR, NOON + HOUR + USUAL)


@pytest.mark.parametrize(
    ("start", "end", "fields"),
    [
        (NOON, NOON, ["endTime"]),
        (NOON + HOUR, NOON + 2 * MINUTE, ["endTime"]),
        (NOON + HOUR, NOON + HOUR + SHORTEST - MINUTE, ["endTime"]),
        (NOON, NOON + LONGEST + MINUTE, ["endTime"]),
        (NOON, NOON + timedelta(days=365), ["endTime"]),
        (NOON - MINUTE, NOON + HOUR, ["startTime"]),
        (NOON - HOUR, NOON - MINUTE, ["startTime"]),
        (FIRST, NOON + HOUR, ["startTime"]),
        (LAST, None, ["startTime"]),
        (NOON, LAST, ["endTime"]),
        (NOON + HORIZON + MINUTE, NOON + HORIZON + HOUR, ["startTime"]),
        (NOON + timedelta(seconds=30), NOON + HOUR, ["startTime"]),
        (NOON, NOON + timedelta(minutes=30, microseconds=1), ["endTime"]),
    ],
)
def test_times_that_can_not_be(start, end, fields) -> None:
    """End before start, no length, a year long, in the past, half minutes: named, for a new one and for a change."""
    with pytest.raises(Invalid) as refused:
        planned_times(CLASS, start, end, NOON)
    assert wrong(refused) == fields
    before = meeting(starts_at=NOON + 2 * HOUR, ends_at=NOON + 3 * HOUR)
    with pytest.raises(Invalid) as refused:
        changed(before, Changes(starts_at=start, ends_at=end), NOON)
    assert wrong(refused) == fields


def test_moving_the_start_keeps_the_length() -> None:
    """Unless an end is said too."""
    moved = changed(meeting(), Changes(starts_at=NOON + HOUR), NOON - HOUR)
    assert (moved.starts_at, moved.ends_at) == (NOON + HOUR, NOON + 2 * HOUR)
    cut = changed(meeting(), Changes(starts_at=NOON + HOUR, ends_at=NOON + HOUR + SHORTEST), NOON - HOUR)
    assert cut.ends_at == NOON + HOUR + SHORTEST


def test_what_has_begun_can_be_extended_and_not_moved() -> None:
    """Also in the minutes of grace; saying the start that it has changes nothing."""
    now = NOON + HOUR + MINUTE
    assert changed(meeting(), Changes(ends_at=NOON + 2 * HOUR), now).ends_at == NOON + 2 * HOUR
    assert changed(meeting(), Changes(starts_at=NOON, title="x"), now).title == "x"
    with pytest.raises(Conflict) as refused:
        changed(meeting(), Changes(starts_at=NOON + 2 * HOUR), now)
    assert refused.value.code == "meeting-begun"
    with pytest.raises(Conflict):
        changed(meeting(), Changes(ends_at=NOON + 2 * HOUR), NOON + HOUR + GRACE)
    with pytest.raises(Invalid):
        changed(meeting(), Changes(ends_at=NOON + LONGEST + MINUTE), now)


def test_renaming_looks_at_no_times() -> None:
    """A title can be changed at any time before the end, whatever the times are."""
    odd = meeting(ends_at=NOON + timedelta(hours=9))
    assert changed(odd, Changes(title="Evening flow"), NOON).title == "Evening flow"
    assert changed(odd, Changes(), NOON) == odd


@given(now=moments, start=st.none() | minutes, end=st.none() | minutes)
def test_whatever_is_taken_is_a_meeting_that_can_be_held(now, start, end) -> None:
    """Either Invalid, or whole minutes, ahead, of a length within bounds: for new meetings and for changes."""
    try:
        starts_at, ends_at = planned_times(CLASS, start, end, now)
    except Invalid:
        pass
    else:
        assert SHORTEST <= ends_at - starts_at <= LONGEST
        assert now - MINUTE < starts_at <= now + HORIZON
        assert ends_at > now
    try:
        after = changed(meeting(), Changes(starts_at=start, ends_at=end), now)
    except (Invalid, Conflict):
        return
    assert SHORTEST <= after.ends_at - after.starts_at <= LONGEST
    assert after.starts_at == NOON or now < NOON
    assert after.ends_at == NOON + HOUR or after.ends_at > now


@given(now=moments)
def test_status_and_joining_agree(now) -> None:
    """A meeting that is live can be joined; one that can be joined is no longer than its grace ended."""
    status = meeting().status(now)
    try:
        meeting().check_joinable(now)
    except Conflict:
        assert status is not MeetingStatus.LIVE
    else:
        assert meeting().joinable_from <= now < meeting().joinable_until


def test_a_list_names_each_once_and_never_the_host() -> None:
    """Spellings of one id are one person."""
    assert attendees_of(MeetingKind.GROUP_CLASS, "Anna", ["bob", "ANNA", "BOB", "carl"]) == ("BOB", "carl")
    assert attendees_of(MeetingKind.GROUP_CLASS, "Anna", []) == ()
    assert attendees_of(MeetingKind.ONE_ON_ONE, "Anna", ["anna", "bob"]) == ("bob",)


@pytest.mark.parametrize("users", [[], ["anna"], ["bob", "carl"]])
def test_a_one_on_one_is_with_one(users) -> None:
    """Nobody, oneself, two others: refused."""
    with pytest.raises(Invalid) as refused:
        attendees_of(MeetingKind.ONE_ON_ONE, "Anna", users)
    assert wrong(refused) == ["users"]


def test_a_session_is_as_long_as_two_people_can_be_booked():
    """It takes the time of both in one transaction, a class that of its host."""
    for kind in (MeetingKind.GROUP_CLASS, MeetingKind.ONE_ON_ONE):
        longest = longest_of(kind)
        assert planned_times(kind, NOON, NOON + longest, NOON) == (NOON, NOON + longest)
        with pytest.raises(Invalid) as refused:
            planned_times(kind, NOON, NOON + longest + timedelta(minutes=1), NOON)
        assert wrong(refused) == ["endTime"]


def test_whose_time_a_meeting_takes():
    """Whole five minutes of its host, of a session also of the other one; nobody's when it is off, or was booked."""
    odd = {"starts_at": NOON + timedelta(minutes=3), "ends_at": NOON + timedelta(minutes=41)}
    whole = Interval(NOON, NOON + timedelta(minutes=45))
    klass = meeting(**odd, attendees=("bob",))
    assert klass.claims() == {klass.host_id: whole}
    pair = meeting(**odd, kind=MeetingKind.ONE_ON_ONE, attendees=("bob",))
    assert pair.claims() == {pair.host_id: whole, "bob": whole}
    for off in (klass.model_copy(update={"closed_at": NOON}), pair.model_copy(update={"booked": True})):
        assert off.claims() == {}


def test_seats_belong_to_classes():
    """A class gets as many as are said, or as come; a session has none."""
    klass = meeting(starts_at=NOON + HOUR, ends_at=NOON + 2 * HOUR, capacity=8)
    assert changed(klass, Changes(title="Renamed"), NOON).capacity == 8
    assert changed(klass, Changes(capacity=2), NOON).capacity == 2
    assert changed(klass, Changes(capacity=Unlimited.UNLIMITED), NOON).capacity is None
    pair = meeting(kind=MeetingKind.ONE_ON_ONE, attendees=("bob",))
    with pytest.raises(Invalid) as refused:
        changed(pair, Changes(capacity=2), NOON)
    assert wrong(refused) == ["capacity"]
