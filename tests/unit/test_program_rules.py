"""Programs: what counts as done in them, what comes next, and what can't be in one."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neufit.domain.errors import Conflict, Invalid
from neufit.domain.program import (
    Level,
    Program,
    ProgramStatus,
    Week,
    check_media,
    check_move,
    check_published,
    progress,
)

SINCE = date(2026, 11, 2)
MEDIA = st.sampled_from(["a", "b", "c", "d", "e"])
WEEKS = st.lists(
    st.lists(st.lists(MEDIA, max_size=3).map(tuple), min_size=7, max_size=7).map(lambda days: Week(days=tuple(days))),
    max_size=4,
).map(tuple)
DONE = st.lists(st.tuples(st.integers(-5, 40).map(lambda each: SINCE + timedelta(days=each)), MEDIA), max_size=40)
PLAYABLE = st.sets(MEDIA)
TODAY = SINCE + timedelta(days=40)


def program(weeks=(), **values):
    made = datetime(2026, 11, 1, tzinfo=UTC)
    return Program(
        **{"program_id": "p", "owner_id": "coach", "title": "P", "level": Level.BEGINNER, "created_at": made, **values},
        weeks=weeks,
    )


def week(*days):
    """A week that begins with these days (``"ab"`` are two workouts)."""
    return Week(days=tuple(tuple(day) for day in [*days, *[""] * (7 - len(days))]))


@given(WEEKS, DONE, PLAYABLE)
def test_every_workout_is_done_or_a_hole_or_to_come(weeks, done, playable):
    """The three never overlap, the next is the first to come, and holes are left out of the whole."""
    plan = program(weeks)
    far = progress(plan, SINCE, TODAY, done, playable)
    slots = list(plan.slots())
    to_come = [slot for slot in slots if slot not in far.done and slot not in far.holes]
    assert not far.done & far.holes
    assert far.next == (to_come[0] if to_come else None)
    assert far.total == len(slots) - len(far.holes)
    assert all(slot.media_id in playable for slot in to_come)
    assert all(slot.media_id not in playable for slot in far.holes)


@given(WEEKS, DONE, PLAYABLE, st.tuples(st.integers(0, 40).map(lambda each: SINCE + timedelta(days=each)), MEDIA))
def test_doing_one_more_only_helps(weeks, done, playable, more):
    """What was done stays done, and no more than one slot is done by one workout."""
    plan = program(weeks)
    before = progress(plan, SINCE, TODAY, done, playable)
    after = progress(plan, SINCE, TODAY, [*done, more], playable)
    assert before.done <= after.done
    assert len(after.done) <= len(before.done) + 1


@given(WEEKS, DONE, PLAYABLE)
def test_the_order_and_repeats_of_marks_do_not_matter(weeks, done, playable):
    """A mark is one per video and day, however often it is told."""
    plan = program(weeks)
    assert progress(plan, SINCE, TODAY, done, playable) == progress(
        plan, SINCE, TODAY, [*reversed(done), *done], playable
    )


@given(WEEKS, DONE)
def test_days_before_joining_count_for_nothing(weeks, done):
    """A program is begun anew by who joins it anew."""
    plan = program(weeks)
    later = [(day, media_id) for day, media_id in done if day >= SINCE]
    assert progress(plan, SINCE, TODAY, done, set("abcde")) == progress(plan, SINCE, TODAY, later, set("abcde"))


def test_a_video_that_stands_twice_is_done_by_two_days():
    """The first mark does the first of them."""
    plan = program((week("a", "", "a"),))
    once = progress(plan, SINCE, SINCE, [(SINCE, "a")], {"a"})
    assert [slot.day for slot in once.done] == [0]
    assert once.next is not None
    assert once.next.day == 2
    twice = progress(plan, SINCE, SINCE, [(SINCE, "a"), (SINCE + timedelta(days=1), "a")], {"a"})
    assert twice.finished


def test_holes_block_nobody():
    """A program whose last video is gone is finished without it; with nothing left it is not."""
    plan = program((week("a", "b"),))
    far = progress(plan, SINCE, SINCE, [(SINCE, "a")], {"a"})
    assert far.finished
    assert far.total == 1
    assert not progress(plan, SINCE, SINCE, [], set()).finished


@pytest.mark.parametrize(("passed", "expected"), [(0, (0, 0)), (6, (0, 6)), (7, (1, 0)), (13, (1, 6)), (14, None)])
def test_where_the_plan_is_today(passed, expected):
    """Counted from the day of joining; after its last day nowhere."""
    plan = program((week("a"), week("b")))
    assert progress(plan, SINCE, SINCE + timedelta(days=passed), [], {"a"}).scheduled == expected


@pytest.mark.parametrize("weeks", [(), (week(),), (week("a"), week())])
def test_nothing_empty_is_published(weeks):
    """There is something to do in each week."""
    with pytest.raises(Invalid):
        check_published(program(weeks))
    check_published(program((week("a"), week("", "", "b"))))


def test_media_are_named_where_they_can_not_be():
    """By their place; what was in it before may stay."""
    plan = program((week("ab", "c"),))
    check_media(plan, ["c"], {"a", "b"})
    with pytest.raises(Invalid) as refused:
        check_media(plan, [], {"a"})
    assert [each.field for each in refused.value.fields] == ["weeks.0.days.0.1", "weeks.0.days.1.0"]


def test_a_published_program_is_no_draft_again():
    """It can be archived, and come back."""
    check_move(ProgramStatus.DRAFT, ProgramStatus.PUBLISHED)
    check_move(ProgramStatus.PUBLISHED, ProgramStatus.ARCHIVED)
    check_move(ProgramStatus.ARCHIVED, ProgramStatus.PUBLISHED)
    with pytest.raises(Conflict):
        check_move(ProgramStatus.PUBLISHED, ProgramStatus.DRAFT)
