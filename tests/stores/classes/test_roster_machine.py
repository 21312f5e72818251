"""A class, its roster and what people have beside it, against a model of a list."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from neufit.domain.calendar.intervals import Interval
from neufit.domain.errors import Conflict
from neufit.ids import new_id

HOUR = timedelta(hours=1)
PEOPLE = st.sampled_from(["a", "b", "c", "d", "e"])
HOURS = st.integers(1, 4)


def test_a_roster_is_what_a_list_would_be(studio):
    """Whatever comes in whatever order: the same people have seats and wait, in order, and all is whole."""

    class Roster(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.run, self.capacity, self.hour = new_id(studio.tick())[-8:].lower(), 2, 1
            self.seated: set[str] = set()
            self.queue: list[str] = []
            self.busy: set[tuple[str, int]] = set()
            self.klass = studio.plan(self.capacity)
            self.start = studio.meetings.get(self.klass).starts_at

        def name(self, who: str) -> str:
            return f"{who}_{self.run}"

        def taken(self, who: str, hour: int) -> bool:
            return (who, hour) in self.busy or (who in self.seated and hour == self.hour)

        def settle(self) -> None:
            studio.settle(self.klass)
            self.seated -= {who for who in self.seated if (who, self.hour) in self.busy}
            while self.queue and (self.capacity is None or len(self.seated) < self.capacity):
                who = self.queue.pop(0)
                if (who, self.hour) not in self.busy:
                    self.seated.add(who)

        @rule(who=PEOPLE)
        def enrol(self, who: str) -> None:
            there = who in self.seated or who in self.queue
            free = not self.queue and (self.capacity is None or len(self.seated) < self.capacity)
            try:
                studio.enrol(self.klass, self.name(who))
                refused = False
            except Conflict as conflict:
                refused = conflict.code == "time-taken"
            assert refused == (not there and free and self.taken(who, self.hour))
            if there or refused:
                return
            if free:
                self.seated.add(who)
            else:
                self.queue.append(who)

        @rule(who=PEOPLE)
        def leave(self, who: str) -> None:
            self.seated.discard(who)
            self.queue = [each for each in self.queue if each != who]
            studio.store.leave(self.klass, self.name(who), studio.tick())
            self.settle()

        @rule(seats=st.none() | st.integers(1, 4))
        def resize(self, seats: int | None) -> None:
            self.capacity = seats
            studio.change(self.klass, capacity=seats)
            self.settle()

        @rule(hour=HOURS)
        def move(self, hour: int) -> None:
            studio.move(self.klass, (hour - self.hour) * HOUR)
            self.hour = hour
            self.settle()

        @rule(who=PEOPLE, hour=HOURS)
        def other_plans(self, who: str, hour: int) -> None:
            at = self.start + (hour - 1) * HOUR
            try:
                studio.busy(self.name(who), Interval(at, at + HOUR))
                refused = False
            except Conflict:
                refused = True
            assert refused == self.taken(who, hour)
            if not refused:
                self.busy.add((who, hour))

        @invariant()
        def same(self) -> None:
            seated, queue = studio.names(self.klass)
            assert set(seated) == {self.name(who) for who in self.seated}
            assert queue == [self.name(who) for who in self.queue]
            studio.check(self.klass)

    run_state_machine_as_test(Roster, settings=settings(max_examples=8, stateful_step_count=14, deadline=None))
