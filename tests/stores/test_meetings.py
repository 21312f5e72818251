"""Meetings as stored: the row and its places in listings move together."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from neufit.domain.calendar.booking import Act, added
from neufit.domain.calendar.intervals import Interval
from neufit.domain.errors import Conflict, NotFound, Unavailable
from neufit.domain.meeting import LONGEST, MAX_ATTENDEES, Meeting
from neufit.domain.room.kinds import MeetingKind
from neufit.domain.user import user_key
from neufit.ids import derived_id, new_id
from neufit.stores.bookings import BookingStore
from neufit.stores.cells import CellRow
from neufit.stores.meeting_rows import MeetingPlaceRow
from neufit.stores.meetings import CLASSES, MeetingStore, person

HOUR = timedelta(hours=1)


@pytest.fixture
def meetings(store_settings):
    return MeetingStore()


@pytest.fixture
def make(meetings, clock):
    """A function that writes a meeting of a host of its own."""

    def put(**fields):
        meeting_id = new_id(clock())
        told = {
            "meeting_id": meeting_id,
            "kind": MeetingKind.GROUP_CLASS,
            "host_id": f"Host_{meeting_id[-8:]}",
            "title": "Morning flow",
            "starts_at": clock(),
            "ends_at": clock() + HOUR,
            "created_at": clock(),
        }
        made = Meeting(**{**told, **fields})
        return meetings.create(made, clock())

    return put


def rows():
    return sorted((row.listing, row.place) for row in MeetingPlaceRow.scan())


def ids(listed):
    return listed[0]


def test_a_meeting_comes_back_as_stored(meetings, make, clock):
    """With topics and list in their order; making it again answers it."""
    made = make(topics=("yoga", "strength"), attendees=("Bob", "anna"), description="Bring a mat.")
    assert meetings.get(made.meeting_id) == made
    assert meetings.get_many([made.meeting_id, "none"]) == {made.meeting_id: made}
    assert meetings.find("none") is None
    with pytest.raises(NotFound):
        meetings.get("none")
    other = made.model_copy(update={"title": "Another one"})
    assert meetings.create(other, clock()) == made


def test_where_meetings_are_listed(meetings, make, clock):
    """Classes among the classes and with each person; one-on-one sessions with the two only."""
    group = make(attendees=("Carl_1",))
    pair = make(kind=MeetingKind.ONE_ON_ONE, attendees=("Carl_1",))
    assert group.meeting_id in ids(meetings.listed(CLASSES, clock(), limit=50))
    assert pair.meeting_id not in ids(meetings.listed(CLASSES, clock(), limit=50))
    assert set(ids(meetings.listed(person("CARL_1"), clock(), limit=50))) == {group.meeting_id, pair.meeting_id}
    assert ids(meetings.listed(person(pair.host_id), clock(), limit=50)) == [pair.meeting_id]
    of_kind = meetings.listed(person("carl_1"), clock(), limit=50, kind=MeetingKind.ONE_ON_ONE)
    assert ids(of_kind) == [pair.meeting_id]
    hosted = meetings.listed(person("carl_1"), clock(), limit=50, host_id=group.host_id.upper())
    assert ids(hosted) == [group.meeting_id]


def test_listings_go_by_start_and_leave_out_what_is_over(meetings, make, clock):
    """A page ends at its limit, the next one goes on there; what ends exactly then is over."""
    host = "Order_1"
    late, soon, live, over = (
        make(host_id=host, starts_at=clock() + start, ends_at=clock() + end)
        for start, end in ((2 * HOUR, 3 * HOUR), (HOUR, 2 * HOUR), (-LONGEST + HOUR, HOUR), (-LONGEST, -LONGEST + HOUR))
    )
    first, place = meetings.listed(person(host), clock(), limit=2)
    rest, end = meetings.listed(person(host), clock(), limit=2, after=place)
    assert first + rest == [live.meeting_id, soon.meeting_id, late.meeting_id]
    assert end is None
    ended = over.ends_at
    assert over.meeting_id in ids(meetings.listed(person(host), ended - HOUR, limit=9))
    assert over.meeting_id not in ids(meetings.listed(person(host), ended, limit=9))


def test_a_meeting_that_moves_is_listed_once(meetings, make, clock):
    """New time, new list: every old place is gone, every new one there, in one transaction."""
    full = tuple(f"guest_{number}" for number in range(MAX_ATTENDEES))
    made = make(attendees=full)
    others = tuple(f"friend_{number}" for number in range(MAX_ATTENDEES))
    starts_at = made.starts_at + HOUR
    after = made.model_copy(update={"attendees": others, "starts_at": starts_at, "ends_at": starts_at + HOUR})
    written = meetings.replace(made, after, clock())
    assert written.revision == 1
    assert meetings.get(made.meeting_id) == written
    mine = [row for row in rows() if row[1].endswith(made.meeting_id)]
    assert {listing for listing, _ in mine} == {CLASSES, person(made.host_id), *map(person, others)}
    assert len({place for _, place in mine}) == 1


def test_what_was_called_off_leaves_the_classes(meetings, make, clock):
    """It stays with its people; one that ended early is over from then on."""
    cancelled, ended = make(starts_at=clock() + HOUR, ends_at=clock() + 2 * HOUR), make()
    clock.advance(timedelta(minutes=10))
    for made in (cancelled, ended):
        meetings.replace(made, made.model_copy(update={"closed_at": clock()}), clock())
    assert not {cancelled.meeting_id, ended.meeting_id} & set(ids(meetings.listed(CLASSES, clock(), limit=50)))
    assert ids(meetings.listed(person(cancelled.host_id), clock(), limit=5)) == [cancelled.meeting_id]
    assert ids(meetings.listed(person(ended.host_id), clock(), limit=5)) == []


def test_of_two_who_change_one_revision_one_wins(meetings, make, clock):
    """The other gets Conflict, and only the winner's places are there."""
    made = make()
    start = Barrier(6)

    def move(number):
        starts_at = made.starts_at + number * HOUR
        after = made.model_copy(update={"starts_at": starts_at, "ends_at": starts_at + HOUR, "title": str(number)})
        start.wait()
        try:
            return meetings.replace(made, after, clock())
        except (Conflict, Unavailable):  # busy is an honest answer too
            return None

    with ThreadPoolExecutor(6) as pool:
        won = [each for each in pool.map(move, range(1, 7)) if each is not None]
    assert len(won) == 1
    assert meetings.get(made.meeting_id) == won[0]
    assert len([row for row in rows() if row[1].endswith(made.meeting_id)]) == 2


def taken_by(user_id):
    """The cells of a person: when the first one begins and how many there are, by what takes them."""
    cells = {}
    for row in CellRow.query(user_key(user_id), consistent_read=True):
        cells.setdefault(row.holder, []).append(row.cell)
    return {holder: (names[0], len(names)) for holder, names in cells.items()}


def test_a_meeting_takes_the_time_of_its_people(make, clock, meetings):
    """In whole five minutes; of a class the host's only, and none any more when it was called off."""
    odd = clock() + timedelta(minutes=3)
    klass = make(host_id="Busy_1", starts_at=odd, ends_at=odd + timedelta(minutes=5), attendees=("Guest_1",))
    assert taken_by("busy_1") == {klass.meeting_id: ("2026-03-02T09:00", 2)}
    assert taken_by("guest_1") == {}
    later = clock() + HOUR
    pair = make(
        kind=MeetingKind.ONE_ON_ONE, host_id="Busy_1", attendees=("Guest_1",), starts_at=later, ends_at=later + HOUR
    )
    assert taken_by("guest_1") == {pair.meeting_id: ("2026-03-02T10:00", 12)}
    with pytest.raises(Conflict, match="you have “Morning flow” from 2026-03-02 10:00 to 11:00 UTC") as refused:
        make(host_id="BUSY_1", starts_at=later + timedelta(minutes=59), ends_at=later + 2 * HOUR)
    assert refused.value.code == "time-taken"
    for made in (klass, pair):
        meetings.replace(made, made.model_copy(update={"closed_at": clock()}), clock())
    assert taken_by("busy_1") == taken_by("guest_1") == {}


def test_others_are_not_told_what_takes_their_time(make, clock):
    """Whoever makes a session hears that the other one's time is taken, not by what."""
    make(host_id="Secret_1", title="Rehearsal")
    with pytest.raises(Conflict) as refused:
        make(kind=MeetingKind.ONE_ON_ONE, host_id="Curious_1", attendees=("Secret_1",))
    assert refused.value.detail == "This time is taken. Pick another one."


def test_a_meeting_that_can_not_move_stays(make, clock, meetings):
    """With all that it was; what it moves to in part may be its own time."""
    one = make(host_id="Mover_1")
    other = make(host_id="Mover_1", starts_at=clock() + 2 * HOUR, ends_at=clock() + 3 * HOUR)
    over = one.model_copy(update={"starts_at": clock() + HOUR, "ends_at": clock() + 3 * HOUR})
    before = rows(), taken_by("mover_1")
    with pytest.raises(Conflict):
        meetings.replace(one, over, clock())
    assert (rows(), taken_by("mover_1"), meetings.get(one.meeting_id)) == (*before, one)
    half = one.model_copy(update={"starts_at": clock() + HOUR / 2, "ends_at": clock() + 3 * HOUR / 2})
    meetings.replace(one, half, clock())
    assert taken_by("mover_1") == {
        one.meeting_id: ("2026-03-02T09:30", 12),
        other.meeting_id: ("2026-03-02T11:00", 12),
    }


def test_a_long_class_with_a_full_list_moves(make, clock, meetings):
    """More than one transaction holds: its new time is claimed first, the old one is let go last."""
    full = tuple(f"crowd_{number}" for number in range(MAX_ATTENDEES))
    made = make(host_id="Long_1", attendees=full, ends_at=clock() + LONGEST)
    start = clock() + LONGEST + timedelta(minutes=3)
    meetings.replace(made, made.model_copy(update={"starts_at": start, "ends_at": start + LONGEST}), clock())
    assert taken_by("long_1") == {made.meeting_id: ("2026-03-02T13:00", 49)}


def test_a_booking_and_a_class_that_take_one_time(make, clock, meetings):
    """Of many who try at the same moment one gets it, whatever they try to put there."""
    start = Barrier(6)

    def book(_):
        at = Interval(clock() + HOUR, clock() + 2 * HOUR)
        event = added(new_id(clock()), Act("Both_1", clock()), title="Dentist", span=at)
        start.wait()
        return BookingStore().create(event, clock()).booking_id

    def hold(_):
        start.wait()
        span = {"starts_at": clock() + HOUR, "ends_at": clock() + 2 * HOUR}
        return make(host_id="Both_1", **span).meeting_id

    def tried(number):
        try:
            return (book if number % 2 else hold)(number)
        except (Conflict, Unavailable):
            return None

    with ThreadPoolExecutor(6) as pool:
        won = [each for each in pool.map(tried, range(6)) if each is not None]
    assert len(won) == 1
    assert taken_by("both_1") == {won[0]: ("2026-03-02T10:00", 12)}


def test_ids_of_repeated_requests():
    """The same parts give the same id in the form of all others; other parts, and other borders, another one."""
    assert derived_id("meeting", "anna", "key") == derived_id("meeting", "anna", "key")
    assert len({derived_id("a", "bc"), derived_id("ab", "c"), derived_id("abc")}) == 3
    assert len(derived_id("x")) == 26
