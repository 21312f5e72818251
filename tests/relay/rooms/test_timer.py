"""The workout timer, against the list of its phases written out."""

from hypothesis import given
from hypothesis import strategies as st

from neufit.domain.room import timer as timers
from neufit.domain.room.timer import Phase, position
from tests.relay.rooms.strategies import plans

moments = st.integers(0, 2**41)


def phases(plan):
    """Every phase as (phase, round, length), in order."""
    yield Phase.COUNTDOWN, 1, plan.countdown_ms
    for number in range(1, plan.rounds + 1):
        yield Phase.WORK, number, plan.work_ms
        if number < plan.rounds:
            yield Phase.REST, number, plan.rest_ms


@given(plans, moments, st.integers(-1000, 700_000))
def test_it_stands_where_the_list_of_phases_says(plan, began, later):
    """At any moment the phase, round and remaining time are those of the plan written out; before it, its beginning."""
    found = position(timers.start(plan, began), began + later)
    left = max(0, later)
    for phase, number, length in phases(plan):
        if left < length:
            assert found[:3] == (phase, number, length - left)
            return
        left -= length
    assert found == (Phase.DONE, plan.rounds, 0, plan.length_ms)


@given(plans, moments, st.integers(0, 300_000), st.integers(0, 300_000), st.integers(0, 300_000))
def test_a_pause_takes_no_time_of_the_plan(plan, began, ran, paused, ran_on):
    """Where it stands after a pause is where it would stand without one."""
    timer = timers.start(plan, began)
    held = timers.pause(timer, began + ran)
    assert position(held, began + ran + paused) == position(timer, began + ran)
    resumed = timers.resume(held, began + ran + paused)
    assert position(resumed, began + ran + paused + ran_on) == position(timer, began + ran + ran_on)


@given(plans, moments, st.integers(0, 300_000), st.booleans())
def test_skipping_goes_to_the_next_phase(plan, began, ran, paused):
    """One phase further, at its beginning; a timer that was held stays held; at the end it stays at the end."""
    timer = timers.start(plan, began)
    if paused:
        timer = timers.pause(timer, began + ran)
    before = position(timer, began + ran)
    skipped = timers.skip(timer, began + ran)
    after = position(skipped, began + ran)
    assert after.elapsed_ms == before.elapsed_ms + before.remaining_ms
    assert (skipped.paused_at is not None) == paused
    real = [(phase, number, length) for phase, number, length in phases(plan) if length]
    starts = [sum(length for _, _, length in real[:index]) for index in range(len(real))] + [plan.length_ms]
    assert after.elapsed_ms in starts
    assert after.phase is not before.phase or after.phase is Phase.DONE or plan.rest_ms == 0


@given(plans, moments, st.integers(0, 300_000))
def test_all_phases_can_be_skipped(plan, began, ran):
    """Skipping again and again ends in done, through phases that never come back."""
    timer, seen = timers.start(plan, began), []
    for _ in range(2 * plan.rounds + 2):
        seen.append(position(timer, began + ran).elapsed_ms)
        timer = timers.skip(timer, began + ran)
    assert seen == sorted(seen)
    assert position(timer, began + ran).phase is Phase.DONE
    assert not timers.running(timer, began + ran)
