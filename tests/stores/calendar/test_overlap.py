"""Overlap is impossible: thousands who try at once, races for an answer, and whatever people do in any order."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Barrier

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from neufit.domain.calendar.booking import Act, accepted, added, cancelled, declined, moved, undone
from neufit.domain.calendar.intervals import Interval
from neufit.domain.errors import Conflict, Forbidden

from .conftest import CELL, Diary, Died

NUMBERS = count(1)
CROWD = 12
TRIES = 2000


def at_once(attempts):
    """Run each in a thread of its own, all from the same moment on: what came of them, None for a conflict."""
    gate = Barrier(len(attempts))

    def run(attempt):
        gate.wait()
        try:
            return attempt()
        except Conflict:
            return None

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(run, attempts))


def test_two_thousand_tries(diary):
    """Sessions and events at colliding and partly overlapping times, from many threads: who wins is whole and alone.

    Every try that lost could not be had afterwards either: nobody was refused for nothing.
    """
    dice = random.Random(4)  # noqa: S311  # the same tries in every run
    people = [f"crowd_{next(NUMBERS)}" for _ in range(6)]
    tries = [(*dice.sample(people, 2), dice.randrange(60), dice.choice([1, 2, 3])) for _ in range(TRIES)]

    def attempt(told):
        who, whom, start, length = told
        span = diary.span(start, length)
        try:
            if start % 2:
                return diary.ask(who, whom, span)
            return diary.add(added(f"{who}{next(NUMBERS)}", Act(who, diary.now), title="Away", span=span))
        except Conflict:
            return None

    with ThreadPoolExecutor(CROWD) as pool:
        won = [booking for booking in pool.map(attempt, tries) if booking]
    active = diary.check()
    assert {booking.booking_id for booking in active} == {booking.booking_id for booking in won}
    assert len(won) > 60
    assert [told for told in tries[:20] if attempt(told)] == []
    assert len(diary.check()) == len(active)


@pytest.mark.parametrize("length", [3, 12])
def test_races_for_one_time(diary, length):
    """Twelve who ask for times that overlap: one gets it."""
    for _ in range(3):
        anna = f"anna_{next(NUMBERS)}"
        attempts = [
            lambda place=place, anna=anna: diary.ask(f"{anna}_{place}", anna, diary.span(place % length, length))
            for place in range(CROWD)
        ]
        won = [booking for booking in at_once(attempts) if booking]
        assert 1 <= len(won) <= 2  # those at both ends need not overlap
        assert len(diary.check()) >= len(won)


def test_races_for_an_answer(diary):
    """Accepting, declining, cancelling, proposing at the same moment: one step is taken, whole."""
    for _ in range(4):
        anna, bob = f"anna_{next(NUMBERS)}", f"bob_{next(NUMBERS)}"
        booking = diary.ask(bob, anna, diary.span(0, 4))
        steps = [
            (accepted, anna, []),
            (accepted, anna, []),
            (declined, anna, []),
            (cancelled, bob, []),
            (moved, anna, [diary.span(2, 4)]),
            (moved, bob, [diary.span(9, 4)]),
        ]
        attempts = [
            lambda what=what, by=by, args=args, booking=booking: diary.step(booking, what, by, *args)
            for what, by, args in steps
        ]
        won = [each for each in at_once(attempts) if each]
        assert len(won) == 1
        assert diary.store.get(booking.booking_id) == won[0]
        diary.check()


def test_a_request_races_with_what_frees_its_time(diary):
    """A session moves away while others ask for its old and its new time: all of it stays consistent."""
    for _ in range(4):
        anna, bob = f"anna_{next(NUMBERS)}", f"bob_{next(NUMBERS)}"
        booking = diary.step(diary.ask(bob, anna, diary.span(0, 6)), accepted, anna)
        at_once(
            [
                lambda anna=anna, booking=booking: diary.step(booking, moved, anna, diary.span(4, 6)),
                *(
                    lambda start=start, anna=anna, bob=bob: diary.ask(f"{bob}_{start}", anna, diary.span(start, 3))
                    for start in (0, 1, 5, 8, 9)
                ),
            ]
        )
        diary.check()


def calendar_machine(dying):
    """Three people who do whatever comes to their mind on the real store, and processes that die."""

    class Calendars(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            family = f"f{next(NUMBERS)}_"
            self.diary = Diary(now=datetime(2026, 3, 2, 9, tzinfo=UTC))
            self.people, self.left_over = [f"{family}{name}" for name in ("anna", "bob", "carl")], False

        def attempt(self, what, death):
            try:
                if death is None:
                    what()
                    return
                with dying(death[0], written=death[1]):
                    what()
            except Died:
                self.left_over = True
            except (Conflict, Forbidden):
                pass

        def ahead(self, start, length):
            now = self.diary.now
            first = datetime(2026, 3, 2, 9, tzinfo=UTC) + CELL * -((datetime(2026, 3, 2, 9, tzinfo=UTC) - now) // CELL)
            return Interval(first + start * CELL, first + (start + length) * CELL)

        people = st.integers(0, 2)
        spans = st.tuples(st.integers(0, 40), st.sampled_from([1, 3, 6, 24]))
        deaths = st.none() | st.tuples(st.integers(1, 3), st.booleans())

        @rule(who=people, whom=people, span=spans, buffers=st.sampled_from([0, 5, 10]), death=deaths)
        def ask(self, who, whom, span, buffers, death):
            buffer = timedelta(minutes=buffers)
            if who == whom:
                event = added(
                    f"{self.people[who]}{next(NUMBERS)}",
                    Act(self.people[who], self.diary.now),
                    title="Away",
                    span=self.ahead(*span),
                )
                self.attempt(lambda: self.diary.add(event), death)
            else:
                self.attempt(
                    lambda: self.diary.ask(
                        self.people[who], self.people[whom], self.ahead(*span), buffers=(buffer, buffer)
                    ),
                    death,
                )

        @precondition(lambda self: self.diary.ids)
        @rule(
            data=st.data(),
            who=people,
            what=st.sampled_from([accepted, accepted, declined, cancelled, moved, moved, undone]),
            span=spans,
            death=deaths,
        )
        def act(self, data, who, what, span, death):
            ids = sorted({booking.booking_id for booking in self.diary.all()})
            if not ids:
                return
            booking = self.diary.store.get(data.draw(st.sampled_from(ids)))
            args = [self.ahead(*span)] if what is moved else []
            self.attempt(lambda: self.diary.step(booking, what, self.people[who], *args), death)

        @rule(hours=st.sampled_from([0.1, 1, 20]))
        def time_goes_by(self, hours):
            self.diary.now += timedelta(hours=hours)

        @invariant()
        def nobody_is_twice_at_one_time(self):
            self.diary.check(whole=not self.left_over)

    return Calendars


def test_whatever_people_do(store_settings, dying):
    """In any order, with processes that die at any transaction: accepted and held ones never overlap and are whole."""
    run_state_machine_as_test(
        calendar_machine(dying),
        settings=settings(
            max_examples=12,
            stateful_step_count=14,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
