"""The log of workouts on the real store: once a day, sums that follow, pages and what is read in how many queries."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from neufit.domain.workout_log import LoggedWorkout, LogKind, Sum
from neufit.stores.workout_log import WorkoutLogStore

DAY = date(2026, 3, 2)


@pytest.fixture
def log(store_settings):
    return WorkoutLogStore()


def workout(clock, person, subject="v1", *, day=DAY, kind=LogKind.VIDEO, ms=60_000):
    return LoggedWorkout(
        user_id=person,
        day=day,
        zone="UTC",
        kind=kind,
        subject_id=subject,
        title="Row",
        instructor_id="coach",
        ms=ms,
        at=clock(),
    )


def test_a_workout_counts_once_on_a_day(log, clock):
    """Many at once note one; the next day counts again."""
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: log.mark(workout(clock, "Ann")), range(8)))
    assert {each.entry_id for each in found} == {"2026-03-02.video.v1"}
    log.mark(workout(clock, "ann", day=DAY + timedelta(days=1)))
    assert log.days("ann") == {DAY: Sum(1, 60_000), DAY + timedelta(days=1): Sum(1, 60_000)}


def test_a_meeting_counts_once_in_every_zone(log, clock):
    """Where it is another day, the first entry is answered."""
    first = log.mark(workout(clock, "bob", "m1", kind=LogKind.GROUP_CLASS))
    again = log.mark(workout(clock, "bob", "m1", kind=LogKind.GROUP_CLASS, day=DAY + timedelta(days=1)))
    assert again == first
    log.undo("bob", first.entry_id)
    assert log.mark(workout(clock, "bob", "m1", kind=LogKind.GROUP_CLASS, day=DAY + timedelta(days=1))).day > DAY


def test_taking_back_takes_the_sums_along_once(log, clock):
    """However often, and at once."""
    made = log.mark(workout(clock, "eve"))
    log.mark(workout(clock, "eve", "v2", ms=5))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: log.undo("eve", made.entry_id), range(8)))
    assert log.days("eve") == {DAY: Sum(1, 5)}
    log.undo("eve", "2026-03-02.video.nothing")


def test_pages_hold_each_workout_once_newest_day_first(log, clock):
    """Whatever the size of a page."""
    for back in range(7):
        log.mark(workout(clock, "pat", f"v{back}", day=DAY - timedelta(days=back)))
    for limit in (1, 2, 3, 7, 8):
        found, after = log.page("pat", limit=limit)
        while after is not None:
            more, after = log.page("pat", limit=limit, after=after)
            found += more
        assert [each.subject_id for each in found] == [f"v{back}" for back in range(7)]


def test_what_was_done_since_a_day(log, clock):
    """Videos only, oldest first, the day itself included."""
    for back in range(4):
        log.mark(workout(clock, "sam", f"v{back}", day=DAY - timedelta(days=back)))
    log.mark(workout(clock, "sam", "m", kind=LogKind.ONE_ON_ONE))
    since = log.videos_since("sam", DAY - timedelta(days=2))
    assert since == [(DAY - timedelta(days=back), f"v{back}") for back in (2, 1, 0)]
