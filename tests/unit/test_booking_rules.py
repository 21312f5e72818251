"""What a booking goes through, and who may do what to it when."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from neufit.domain.calendar.booking import (
    HOLD,
    MAX_STEPS,
    UNDO_WITHIN,
    Act,
    Booking,
    BookingStatus,
    StepKind,
    accepted,
    added,
    cancelled,
    declined,
    moved,
    requested,
    undoable_by,
    undone,
    withdrawn,
)
from neufit.domain.calendar.intervals import Interval
from neufit.domain.errors import Conflict, Forbidden, NeufitError

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SPAN, OTHER = Interval(NOW + DAY, NOW + DAY + HOUR), Interval(NOW + 2 * DAY, NOW + 2 * DAY + HOUR)
ANNA, BOB = "Coach_Anna", "bob"


def asked(**buffers) -> Booking:
    """Bob asks Anna for an hour tomorrow."""
    return requested("b", Act(BOB, NOW, "My knee"), instructor_id=ANNA, title="Session", span=SPAN, **buffers)


def by(who, after=MINUTE, reason="") -> Act:
    return Act(who, NOW + after, reason)


def refused(step) -> str:
    with pytest.raises(NeufitError) as error:
        step()
    return error.value.code


def test_asked_and_accepted():
    """The instructor answers, in any spelling of the id; every step says who, when and why."""
    booking = asked()
    assert (booking.status(NOW), booking.standing.awaiting) == (BookingStatus.PENDING, ANNA)
    done = accepted(booking, by("coach_anna", reason="With pleasure"))
    assert (done.status(NOW), done.standing.awaiting, done.standing.held_until) == (BookingStatus.ACCEPTED, None, None)
    assert [(step.kind, step.by, step.reason) for step in done.steps] == [
        (StepKind.REQUESTED, BOB, "My knee"),
        (StepKind.ACCEPTED, "coach_anna", "With pleasure"),
    ]
    assert refused(lambda: accepted(done, by(ANNA))) == "already-accepted"


def test_who_asked_does_not_answer():
    """Bob can't accept or decline what he asked for, nor Anna what she proposed."""
    booking = asked()
    for answer in (accepted, declined):
        with pytest.raises(Forbidden):
            answer(booking, by(BOB))
    proposal = moved(booking, by(ANNA), OTHER)
    with pytest.raises(Forbidden):
        accepted(proposal, by(ANNA))
    assert accepted(proposal, by(BOB)).standing.span == OTHER


def test_a_proposal_turns_who_answers():
    """Each may propose another time; the other one has to answer, and has the whole time for it."""
    proposal = moved(asked(), by(ANNA, HOUR), OTHER)
    assert (proposal.standing.awaiting, proposal.standing.span) == (BOB, OTHER)
    assert proposal.standing.held_until == OTHER.starts_at
    again = moved(proposal, by(BOB, 2 * HOUR), SPAN)
    assert (again.standing.awaiting, again.steps[-1].kind) == (ANNA, StepKind.PROPOSED)


def test_what_nobody_answers_expires():
    """After two days, or at its start; then nothing is left to do, and its time is free."""
    soon = asked()
    assert soon.standing.held_until == SPAN.starts_at
    late = requested(
        "b", Act(BOB, NOW), instructor_id=ANNA, title="x", span=Interval(NOW + 9 * DAY, NOW + 9 * DAY + HOUR)
    )
    assert late.standing.held_until == NOW + HOLD
    assert late.active(NOW + HOLD - MINUTE)
    assert (late.status(NOW + HOLD), late.active(NOW + HOLD)) == (BookingStatus.EXPIRED, False)
    for step in (accepted, declined, cancelled, lambda booking, act: moved(booking, act, OTHER)):
        assert refused(lambda step=step: step(late, by(ANNA, HOLD))) == "request-expired"


@pytest.mark.parametrize(
    ("off", "code"),
    [(cancelled, "booking-cancelled"), (declined, "booking-declined"), (withdrawn, "booking-cancelled")],
)
def test_what_was_called_off_stays_so(off, code):
    """Accepting what was cancelled, moving what was declined: refused with what happened."""
    gone = withdrawn(asked(), NOW) if off is withdrawn else off(asked(), by(ANNA))
    for step in (accepted, declined, cancelled, lambda booking, act: moved(booking, act, OTHER)):
        assert refused(lambda step=step: step(gone, by(ANNA))) == code


def test_moving_what_was_accepted():
    """At once, by either, until it begins."""
    session = accepted(asked(), by(ANNA))
    for who in (ANNA, BOB):
        again = moved(session, by(who), OTHER)
        assert (again.status(NOW), again.standing.span, again.steps[-1].kind) == (
            BookingStatus.ACCEPTED,
            OTHER,
            StepKind.RESCHEDULED,
        )
    assert refused(lambda: moved(session, by(ANNA, DAY), OTHER)) == "session-begun"
    assert cancelled(session, by(ANNA, DAY + MINUTE)).standing.status is BookingStatus.CANCELLED
    assert refused(lambda: cancelled(session, by(ANNA, DAY + HOUR))) == "session-over"


def test_undoing():
    """Whoever took the last step takes it back within minutes; accepting is taken back by cancelling."""
    session = accepted(asked(), by(ANNA))
    for step in (lambda: cancelled(session, by(BOB)), lambda: moved(session, by(BOB), OTHER)):
        after = step()
        assert undoable_by(after, "BOB", NOW + UNDO_WITHIN)
        assert not undoable_by(after, ANNA, NOW + 2 * MINUTE)
        assert undone(after, by(BOB, 2 * MINUTE)).standing == session.standing
        assert refused(lambda after=after: undone(after, by(ANNA))) == "not-undoable"
        assert refused(lambda after=after: undone(after, by(BOB, MINUTE + UNDO_WITHIN))) == "not-undoable"
        assert refused(lambda after=after: undone(undone(after, by(BOB)), by(BOB))) == "not-undoable"
    assert undone(declined(asked(), by(ANNA)), by(ANNA)).standing == asked().standing
    assert refused(lambda: undone(session, by(ANNA))) == refused(lambda: undone(asked(), by(BOB))) == "not-undoable"
    withdrawal = withdrawn(session, NOW)
    assert withdrawal.steps[-1].by is None
    assert refused(lambda: undone(withdrawal, by(ANNA))) == "not-undoable"


def test_what_it_takes_of_whose_time():
    """The instructor's buffers are the instructor's."""
    booking = asked(buffers=(5 * MINUTE, 10 * MINUTE))
    assert booking.claims("BOB") == SPAN
    assert booking.claims("coach_anna") == Interval(SPAN.starts_at - 5 * MINUTE, SPAN.ends_at + 10 * MINUTE)
    event = added("e", Act(BOB, NOW), title="Dentist", span=SPAN)
    assert (event.people, event.personal, event.status(NOW)) == ((BOB,), True, BookingStatus.ACCEPTED)
    assert moved(event, by(BOB), OTHER).standing.span == OTHER


def test_nobody_moves_it_about_for_ever():
    """After many steps it can be answered and called off only."""
    booking = asked()
    while len(booking.steps) < MAX_STEPS:
        booking = moved(booking, by(ANNA if booking.standing.awaiting == ANNA else BOB), SPAN)
    assert refused(lambda: moved(booking, by(ANNA), OTHER)) == "too-many-steps"
    assert accepted(booking, by(booking.standing.awaiting)).standing.status is BookingStatus.ACCEPTED


class Life(RuleBasedStateMachine):
    """Two people do whatever comes to their mind, while time goes by."""

    def __init__(self):
        super().__init__()
        self.now, self.booking, self.ended = NOW, asked(), None

    @rule(minutes=st.integers(1, 3000))
    def time_goes_by(self, minutes):
        self.now += minutes * MINUTE

    @precondition(lambda self: len(self.booking.steps) < 2 * MAX_STEPS)
    @rule(
        who=st.sampled_from([ANNA, BOB]),
        what=st.sampled_from([accepted, declined, cancelled, undone, moved]),
        days=st.integers(0, 5),
    )
    def somebody_does_something(self, who, what, days):
        span = Interval(self.now + days * DAY, self.now + days * DAY + HOUR)
        before = self.booking
        try:
            self.booking = what(before, Act(who, self.now), *([span] if what is moved else []))
        except (Conflict, Forbidden):
            return
        last = self.booking.steps[-1]
        assert (last.by, last.at, last.before) == (who, self.now, before.standing)
        assert self.booking.steps[:-1] == before.steps
        assert before.status(self.now) is not BookingStatus.EXPIRED
        if what is accepted:
            assert before.standing.awaiting == who
        if not before.active(self.now):
            assert what is undone

    @invariant()
    def it_makes_sense(self):
        standing = self.booking.standing
        assert (standing.awaiting is not None) == (standing.status is BookingStatus.PENDING)
        assert (standing.held_until is not None) == (standing.status is BookingStatus.PENDING)
        assert standing.held_until is None or standing.held_until <= standing.starts_at
        accepts = [step for step in self.booking.steps if step.kind is StepKind.ACCEPTED]
        assert standing.status is not BookingStatus.ACCEPTED or accepts


test_a_life_of_a_booking = Life.TestCase
