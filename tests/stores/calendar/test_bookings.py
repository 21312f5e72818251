"""Bookings as stored: whole or not there, nobody twice at one time, whatever dies in between."""

from datetime import timedelta
from itertools import count

import pytest

from neufit.domain.calendar.booking import (
    HOLD,
    Act,
    BookingStatus,
    StepKind,
    accepted,
    added,
    cancelled,
    declined,
    moved,
    undone,
)
from neufit.domain.calendar.cells import LONGEST_EVENT, LONGEST_SESSION, MAX_BUFFER
from neufit.domain.calendar.intervals import Interval
from neufit.domain.errors import Conflict, NotFound
from neufit.domain.user import Role, User
from neufit.stores.blocks import BlockStore
from neufit.stores.booking_rows import BookingRow, CalendarEntryRow
from neufit.stores.cells import CellRow
from neufit.stores.occupancy import MOVE_WITHIN
from neufit.stores.users import UserStore

from .conftest import CELL, Died

NUMBERS = count(1)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def pair():
    """An instructor and a customer whom no other test knows."""
    number = next(NUMBERS)
    return f"Anna_{number}", f"Bob_{number}"


def taken(attempt) -> None:
    with pytest.raises(Conflict) as refused:
        attempt()
    assert refused.value.code == "time-taken"


def test_a_request_takes_the_time_of_both(diary, pair):
    """Until it is declined nobody else gets it, of either; ids are one whatever their case."""
    anna, bob = pair
    booking = diary.ask(bob, anna, diary.span(0, 12))
    taken(lambda: diary.ask("carl", anna.upper(), diary.span(11, 12)))
    taken(lambda: diary.ask(bob.upper(), "dora", diary.span(-1, 2)))
    diary.ask("carl", anna, diary.span(12, 12))
    diary.check()
    diary.step(booking, declined, anna)
    diary.ask("erik", anna, diary.span(0, 12))
    diary.check()


def test_buffers_are_taken_of_the_instructor_only(diary, pair):
    """The next session begins after the buffer; the customer is free at once."""
    anna, bob = pair
    diary.ask(bob, anna, diary.span(0, 12), buffers=(5 * MINUTE, 10 * MINUTE))
    for start in (-12, 12, 13):
        taken(lambda start=start: diary.ask(f"x_{bob}", anna, diary.span(start, 12)))
    diary.ask(bob, f"y_{anna}", diary.span(12, 12))
    diary.ask(f"x_{bob}", anna, diary.span(14, 12))
    diary.check()


def test_a_hold_runs_out(diary, pair):
    """Then others have the time, and the request can't be accepted any more; what was accepted lasts."""
    anna, bob = pair
    far = Interval(diary.now + 9 * DAY, diary.now + 9 * DAY + HOUR)
    late, kept = diary.ask(bob, anna, far), diary.ask(bob, anna, Interval(far.ends_at, far.ends_at + HOUR))
    diary.step(kept, accepted, anna)
    diary.now += HOLD
    with pytest.raises(Conflict) as refused:
        diary.step(late, accepted, anna)
    assert refused.value.code == "request-expired"
    diary.ask(f"x_{bob}", anna, far)
    taken(lambda: diary.ask(f"x_{bob}", anna, Interval(far.ends_at, far.ends_at + HOUR)))
    diary.check()


def test_accepting_claims_again(diary, pair):
    """Should the time have been given to somebody while a slow clock still thought it held, accepting fails whole."""
    anna, bob = pair
    far = Interval(diary.now + 9 * DAY, diary.now + 9 * DAY + HOUR)
    late, early = diary.ask(bob, anna, far), diary.now
    diary.now += HOLD
    winner = diary.ask(f"x_{bob}", anna, far)
    diary.now = early + HOLD - MINUTE
    taken(lambda: diary.step(late, accepted, anna))
    assert diary.meetings.find(late.booking_id) is None
    diary.now = early + HOLD
    assert diary.step(winner, accepted, anna).standing.status is BookingStatus.ACCEPTED
    diary.check()


def test_a_step_is_taken_once(diary, pair):
    """Of two who act on one revision, one does; asking again with the same id is one request."""
    anna, bob = pair
    booking = diary.ask(bob, anna, diary.span(0, 12))
    assert diary.ask(bob, anna, diary.span(0, 12), key=booking.booking_id) == booking
    diary.step(booking, accepted, anna)
    with pytest.raises(Conflict):
        diary.step(booking, declined, anna)
    assert diary.store.get(booking.booking_id).standing.status is BookingStatus.ACCEPTED
    diary.check()


def test_a_whole_life(diary, pair):
    """Asked, moved, accepted, moved, cancelled, undone: the meeting and both calendars follow at each step."""
    anna, bob = pair
    booking = diary.ask(bob, anna, diary.span(0, 12))
    for what, by, args, status in (
        (moved, anna, [diary.span(6, 12)], BookingStatus.PENDING),
        (accepted, bob, [], BookingStatus.ACCEPTED),
        (moved, bob, [diary.span(0, 12)], BookingStatus.ACCEPTED),
        (cancelled, anna, [], BookingStatus.CANCELLED),
        (undone, anna, [], BookingStatus.ACCEPTED),
        (moved, anna, [diary.span(100, 12)], BookingStatus.ACCEPTED),
        (undone, anna, [], BookingStatus.ACCEPTED),
        (cancelled, bob, [], BookingStatus.CANCELLED),
    ):
        booking = diary.step(booking, what, by, *args)
        assert booking.standing.status is status
        diary.check()
        for who in pair:
            listed = diary.store.calendar(who, diary.span(-20, 400))
            ended, _ = diary.store.ended(who, limit=10)
            here, gone = (listed, ended) if status is not BookingStatus.CANCELLED else (ended, listed)
            assert gone == []
            assert [(each.booking_id, each.standing, each.revision) for each in here] == [
                (booking.booking_id, booking.standing, booking.revision)
            ]
    assert diary.meetings.get(booking.booking_id).closed_at == diary.now
    assert [step.kind for step in diary.store.get(booking.booking_id).steps].count(StepKind.UNDONE) == 2


def test_undoing_needs_the_time(diary, pair):
    """What somebody else has got meanwhile stays with them."""
    anna, bob = pair
    booking = diary.step(diary.step(diary.ask(bob, anna, diary.span(0, 12)), accepted, anna), cancelled, bob)
    diary.ask(f"x_{bob}", anna, diary.span(3, 3))
    taken(lambda: diary.step(booking, undone, bob))
    assert diary.meetings.get(booking.booking_id).closed_at is not None
    diary.check()


def test_the_longest_ones_fit(diary, pair):
    """185 minutes with the largest buffers, at every step; 375 minutes of one's own."""
    anna, bob = pair
    length = LONGEST_SESSION // CELL
    booking = diary.ask(bob, anna, diary.span(0, length), buffers=(MAX_BUFFER, MAX_BUFFER))
    booking = diary.step(booking, accepted, anna)
    for start in (length // 2, 200):
        booking = diary.step(booking, moved, anna, diary.span(start, length))
        diary.check()
    booking = diary.step(diary.step(booking, cancelled, bob), undone, bob)
    booking = diary.step(booking, moved, bob, diary.span(0, length))
    booking = diary.step(booking, undone, bob)
    diary.check()
    event = added("e" + anna, Act(anna, diary.now), title="Away", span=diary.span(-200, LONGEST_EVENT // CELL))
    event = diary.add(event)
    diary.step(event, moved, anna, diary.span(-150, LONGEST_EVENT // CELL))
    diary.check()


@pytest.mark.parametrize("overlap", [True, False], ids=["onto itself", "elsewhere"])
@pytest.mark.parametrize(("at", "written"), [(1, False), (1, True), (2, False), (2, True), (3, False), (3, True)])
def test_a_process_dies_while_it_moves_a_long_session(diary, dying, pair, at, written, overlap):
    """The session is whole, at the one time or the other; what is left over is gone when it is asked for."""
    anna, bob = pair
    length = LONGEST_SESSION // CELL
    booking = diary.step(diary.ask(bob, anna, diary.span(0, length)), accepted, anna)
    to = diary.span(20 if overlap else 300, length)
    with pytest.raises(Died), dying(at, written=written):
        diary.step(booking, moved, anna, to)
    diary.check(whole=False)
    there = diary.store.get(booking.booking_id)
    assert (there.standing.span == to) == ((at, written) >= (2, True))
    diary.now += MOVE_WITHIN
    diary.check(whole=False)
    free = diary.span(0, 4) if there.standing.span == to else Interval(to.ends_at - 4 * CELL, to.ends_at)
    diary.ask(f"x_{bob}", anna, free)
    diary.check(whole=False)


@pytest.mark.parametrize("written", [False, True], ids=["before it is written", "before its answer"])
def test_a_process_dies_at_any_other_step(diary, dying, pair, written):
    """Each is one transaction: it happened or it didn't."""
    anna, bob = pair
    key = f"b{next(NUMBERS)}"
    with pytest.raises(Died), dying(1, written=written):
        diary.ask(bob, anna, diary.span(0, 12), key=key)
    assert len(diary.check()) == written
    booking = diary.ask(bob, anna, diary.span(0, 12), key=key)
    for what, by, args in ((accepted, anna, []), (moved, bob, [diary.span(5, 12)]), (cancelled, anna, [])):
        with pytest.raises(Died), dying(1, written=written):
            diary.step(booking, what, by, *args)
        diary.check()
        there = diary.store.get(booking.booking_id)
        assert (there.revision == booking.revision + 1) == written
        booking = there if written else diary.step(booking, what, by, *args)
        diary.check()


def test_two_who_are_apart(diary, pair):
    """No request and no accepting, whoever of the two asked for it; declining is left."""
    anna, bob = pair
    users, blocks = UserStore(), BlockStore()
    for name in pair:
        users.create(User(user_id=name, role=Role.CUSTOMER, display_name=name, password_hash="-", created_at=diary.now))
    booking = diary.ask(bob, anna, diary.span(0, 12))
    blocks.add(users.get(bob), users.get(anna), diary.now)
    for attempt in (
        lambda: diary.ask(bob, anna, diary.span(50, 12)),
        lambda: diary.step(booking, accepted, anna),
        lambda: diary.step(booking, moved, anna, diary.span(70, 12)),
    ):
        with pytest.raises(NotFound):
            attempt()
    diary.step(booking, declined, anna)
    diary.check()
    blocks.remove(users.get(bob), anna)


def test_a_week_is_one_query_however_much_there_is(diary, pair):
    """Entries are compact: 600 sessions of a week come with one query; another person's aren't among them."""
    anna, _ = pair
    monday = diary.span(0, 1).starts_at
    booking = diary.ask(f"c_{anna}", anna, diary.span(0, 3))
    template = next(iter(CalendarEntryRow.query(f"calendar#{anna.lower()}")))
    with CalendarEntryRow.batch_write() as batch:
        for number in range(600):
            at = monday + (number + 1) * 3 * CELL
            values = {**template.attribute_values, "place": f"{at:%Y-%m-%dT%H:%M:%S.%f}#{number:026}"}
            standing = {**template.standing, "starts_at": at.isoformat(), "ends_at": (at + 3 * CELL).isoformat()}
            batch.save(CalendarEntryRow(**{**values, "standing": standing, "booking_id": f"{number:026}"}))
    made = []
    events = BookingRow._get_connection().connection.client.meta.events

    def note(model, **_):
        made.append(model.name)

    events.register("before-call.dynamodb", note)
    found = diary.store.calendar(anna, Interval(monday, monday + 7 * DAY))
    events.unregister("before-call.dynamodb", note)
    assert (len(found), made) == (601, ["Query"])
    assert found[0].booking_id == booking.booking_id
    late = diary.store.calendar(anna, Interval(monday + 2 * CELL, monday + 4 * CELL))
    assert len(late) == 2
    only = diary.store.calendar(anna, Interval(monday, monday + 7 * DAY), with_other="nobody")
    assert only == []


def test_every_row_goes_by_itself_one_day(diary, pair):
    """Cells soon after their time, bookings and entries after more than a year."""
    anna, bob = pair
    booking = diary.step(diary.ask(bob, anna, diary.span(0, 12)), accepted, anna)
    ends = booking.standing.ends_at
    cells = list(CellRow.query(anna.lower()))
    assert all(ends < row.expires_at < ends + 3 * DAY for row in cells)
    assert BookingRow.get(booking.booking_id).expires_at > ends + 366 * DAY
