"""Rosters as stored: never over capacity, in order, and each enrolment whole."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from neufit.domain.calendar.intervals import Interval
from neufit.domain.enrolment import LATE, EnrolmentState
from neufit.domain.errors import Conflict, NotFound, Unavailable

HOUR = timedelta(hours=1)
ENROLLED, WAITING = EnrolmentState.ENROLLED, EnrolmentState.WAITING


def test_seats_then_turns(studio):
    """First come first served; the same again changes nothing; who leaves makes room for the first who waits."""
    klass = studio.plan(2)
    states = [studio.enrol(klass, who) for who in ("ann_1", "ben_1", "cid_1", "dot_1", "ann_1", "CID_1")]
    assert states == [ENROLLED, ENROLLED, WAITING, WAITING, ENROLLED, WAITING]
    assert studio.names(klass) == (["ann_1", "ben_1"], ["cid_1", "dot_1"])
    assert studio.store.position(studio.store.find(klass, "dot_1")) == 2
    studio.check(klass)
    studio.leave(klass, "ann_1")
    studio.leave(klass, "ann_1")
    assert studio.names(klass) == (["ben_1", "cid_1"], ["dot_1"])
    studio.leave(klass, "dot_1")
    studio.check(klass)


def test_without_a_capacity_everybody_has_a_seat(studio):
    """And the count says how many."""
    klass = studio.plan(None)
    assert {studio.enrol(klass, f"many_{number}") for number in range(5)} == {ENROLLED}
    assert studio.check(klass).enrolled == 5


def test_who_has_something_else_can_not_enrol(studio):
    """The refusal says what it is, and nothing is written; a class that only touches it is no trouble."""
    klass, next_one = studio.plan(5), studio.plan(5, starts_in=2 * HOUR)
    span = studio.meetings.get(klass).span
    studio.busy("eve_1", Interval(span.starts_at + HOUR / 2, span.ends_at))
    with pytest.raises(Conflict, match="you have “Away”") as refused:
        studio.enrol(klass, "eve_1")
    assert refused.value.code == "time-taken"
    assert studio.store.find(klass, "eve_1") is None
    assert studio.enrol(next_one, "eve_1") is ENROLLED
    studio.check(klass)
    studio.check(next_one)


def test_who_waits_claims_nothing_and_is_passed_over_when_busy(studio):
    """The seat goes to the next one; whoever was passed over waits no longer."""
    klass = studio.plan(1)
    for who in ("fay_1", "gus_1", "hal_1"):
        studio.enrol(klass, who)
    studio.busy("gus_1", studio.meetings.get(klass).span)
    told = []
    studio.store.leave(klass, "fay_1", studio.tick(), lambda _, who: told.append(("awaited", who.user_id)))
    gave, skipped = (lambda _, who, what=what: told.append((what, who.user_id)) for what in ("gave", "skipped"))
    while studio.store.move_up(klass, studio.now, gave, skipped):
        pass
    assert studio.names(klass) == (["hal_1"], [])
    assert [told[0], ("skipped", "gus_1"), told[-1]] == [("awaited", "fay_1"), ("skipped", "gus_1"), ("gave", "hal_1")]
    studio.check(klass)


def test_capacity_raised_and_lowered(studio):
    """More seats are given at once; with fewer nobody is thrown out, and nobody gets in until there is room."""
    klass = studio.plan(1)
    for who in ("ida_1", "jan_1", "kit_1", "leo_1"):
        studio.enrol(klass, who)
    studio.change(klass, capacity=3)
    studio.settle(klass)
    assert studio.names(klass) == (["ida_1", "jan_1", "kit_1"], ["leo_1"])
    studio.change(klass, capacity=1)
    studio.settle(klass)
    for who, left in (("ida_1", 2), ("jan_1", 1)):
        studio.leave(klass, who)
        assert studio.check(klass).enrolled == left
        assert studio.enrol(klass, "leo_1") is WAITING
    studio.leave(klass, "kit_1")
    assert studio.names(klass) == (["leo_1"], [])
    studio.change(klass, capacity=None)
    assert studio.enrol(klass, "max_1") is ENROLLED
    studio.check(klass)


def test_a_class_that_moves_takes_its_people_along(studio):
    """Who has something else then loses the seat, which goes to who waits."""
    klass = studio.plan(2)
    for who in ("nan_1", "oli_1", "pia_1"):
        studio.enrol(klass, who)
    moved = studio.move(klass, 3 * HOUR)
    studio.busy("nan_1", moved.span)
    lost = []
    for enrolment in studio.roster(klass):
        studio.store.follow(moved, enrolment, studio.now, lambda _, who: lost.append(who.user_id))
    studio.settle(klass)
    assert set(lost) == {"nan_1"}
    assert studio.names(klass) == (["oli_1", "pia_1"], [])
    studio.check(klass)
    studio.settle(klass)
    studio.check(klass)


def test_a_worker_that_is_late_moves_nobody_back(studio):
    """Who acts on what a class was before it moved again is refused."""
    klass = studio.plan(2)
    studio.enrol(klass, "quin_1")
    stale = studio.move(klass, 3 * HOUR)
    studio.move(klass, HOUR)
    with pytest.raises(Conflict):
        studio.store.follow(stale, studio.store.find(klass, "quin_1"), studio.now)
    studio.settle(klass)
    studio.check(klass)


def test_a_class_that_is_called_off_frees_its_people(studio):
    """They keep their places, so that their calendars say so, and nobody enrols any more."""
    klass = studio.plan(2)
    studio.enrol(klass, "ria_1")
    studio.change(klass, closed_at=studio.now)
    studio.settle(klass)
    studio.check(klass)
    with pytest.raises(Conflict) as refused:
        studio.enrol(klass, "sam_1")
    assert refused.value.code == "meeting-cancelled"


def test_people_who_are_apart(studio):
    """For who is blocked by the host, or blocked the host, there is no such class; who waits is passed over."""
    klass = studio.plan(1)
    studio.enrol(klass, "vic_1")
    studio.enrol(klass, "uma_apart")
    for who in ("tim_apart", "uma_apart"):
        studio.block(klass, who)
    with pytest.raises(NotFound):
        studio.enrol(klass, "tim_apart")
    studio.leave(klass, "vic_1")
    assert studio.names(klass) == ([], [])
    studio.check(klass)


def test_at_the_door(studio):
    """Seats are kept for who enrolled until some minutes after the start; then they are for who came."""
    klass = studio.plan(2)
    for who in ("wes_1", "xia_1"):
        studio.enrol(klass, who)
    studio.now = studio.meetings.get(klass).starts_at
    studio.store.arrive(klass, "wes_1", studio.now)
    with pytest.raises(Conflict) as refused:
        studio.store.arrive(klass, "yan_1", studio.now)
    assert refused.value.code == "class-full"
    studio.now += LATE
    studio.store.arrive(klass, "yan_1", studio.now)
    for who in ("xia_1", "zoe_1"):
        with pytest.raises(Conflict):
            studio.store.arrive(klass, who, studio.now)
    for who in ("wes_1", "yan_1"):
        studio.store.arrive(klass, who, studio.now)  # once more, after a short loss
    meeting = studio.check(klass)
    assert (meeting.enrolled, meeting.arrived) == (2, 2)


def test_who_comes_in_without_enrolling_takes_a_seat(studio):
    """Nothing is put into a calendar; whoever enrols then finds one seat less."""
    klass = studio.plan(2, starts_in=HOUR / 6)
    studio.store.arrive(klass, "abe_2", studio.tick())
    assert studio.enrol(klass, "bea_2") is ENROLLED
    assert studio.enrol(klass, "cal_2") is WAITING
    assert studio.check(klass).enrolled == 2


@pytest.mark.parametrize("capacity", [1, 7])
def test_many_enrol_at_one_moment(studio, capacity):
    """As many get in as there are seats, and all others wait, each once; nobody is lost."""
    klass, people, start = studio.plan(capacity), [f"rush_{capacity}_{number}" for number in range(24)], Barrier(12)

    def enrol(number):
        mine = people[number::12]
        start.wait()
        for who in mine:
            for _ in range(20):
                try:
                    studio.store.enrol(klass, who, studio.now)
                    break
                except (Conflict, Unavailable):  # busy is an honest answer: one comes again
                    continue

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(enrol, range(12)))
    meeting = studio.check(klass)
    assert (meeting.enrolled, meeting.waiting) == (capacity, len(people) - capacity)


def test_many_come_and_go_at_one_moment(studio):
    """Whatever meets whatever, seats are never given twice, and afterwards nobody waits beside a free seat."""
    klass, start = studio.plan(3), Barrier(8)

    def act(number):
        who = f"churn_{number}"
        start.wait()
        for turn in range(6):
            try:
                if turn % 2:
                    studio.store.leave(klass, who, studio.now)
                    while studio.store.move_up(klass, studio.now):
                        pass
                else:
                    studio.store.enrol(klass, who, studio.now)
            except (Conflict, Unavailable):
                continue
            finally:
                assert studio.meetings.get(klass).enrolled <= 3

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(8)))
    studio.settle(klass)
    studio.check(klass)
