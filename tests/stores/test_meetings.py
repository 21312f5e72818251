"""Meetings as stored: the row and its places in listings move together."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from neufit.domain.errors import Conflict, NotFound, Unavailable
from neufit.domain.meeting import LONGEST, MAX_ATTENDEES, Meeting
from neufit.domain.room.kinds import MeetingKind
from neufit.ids import derived_id, new_id
from neufit.stores.meetings import CLASSES, MeetingPlaceRow, MeetingStore, person

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
        meetings.create(made)
        return made

    return put


def rows():
    return sorted((row.listing, row.place) for row in MeetingPlaceRow.scan())


def ids(listed):
    return listed[0]


def test_a_meeting_comes_back_as_stored(meetings, make):
    """With topics and list in their order."""
    made = make(topics=("yoga", "strength"), attendees=("Bob", "anna"), description="Bring a mat.")
    assert meetings.get(made.meeting_id) == made
    assert meetings.get_many([made.meeting_id, "none"]) == {made.meeting_id: made}
    assert meetings.find("none") is None
    with pytest.raises(NotFound):
        meetings.get("none")
    with pytest.raises(Conflict):
        meetings.create(made)


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
    """A page ends at its limit, the next one goes on there; what ends exactly now is over."""
    host = "Order_1"
    late, soon, live, over = (
        make(host_id=host, starts_at=clock() + start, ends_at=clock() + end)
        for start, end in ((2 * HOUR, 3 * HOUR), (HOUR, 2 * HOUR), (-LONGEST + HOUR, HOUR), (-HOUR, timedelta()))
    )
    first, place = meetings.listed(person(host), clock(), limit=2)
    rest, end = meetings.listed(person(host), clock(), limit=2, after=place)
    assert first + rest == [live.meeting_id, soon.meeting_id, late.meeting_id]
    assert end is None
    assert over.meeting_id in ids(meetings.listed(person(host), clock() - HOUR, limit=9))


def test_a_meeting_that_moves_is_listed_once(meetings, make, clock):
    """New time, new list: every old place is gone, every new one there, in one transaction."""
    full = tuple(f"guest_{number}" for number in range(MAX_ATTENDEES))
    made = make(attendees=full)
    others = tuple(f"friend_{number}" for number in range(MAX_ATTENDEES))
    starts_at = made.starts_at + HOUR
    after = made.model_copy(update={"attendees": others, "starts_at": starts_at, "ends_at": starts_at + HOUR})
    written = meetings.replace(made, after)
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
        meetings.replace(made, made.model_copy(update={"closed_at": clock()}))
    assert not {cancelled.meeting_id, ended.meeting_id} & set(ids(meetings.listed(CLASSES, clock(), limit=50)))
    assert ids(meetings.listed(person(cancelled.host_id), clock(), limit=5)) == [cancelled.meeting_id]
    assert ids(meetings.listed(person(ended.host_id), clock(), limit=5)) == []


def test_of_two_who_change_one_revision_one_wins(meetings, make):
    """The other gets Conflict, and only the winner's places are there."""
    made = make()
    start = Barrier(6)

    def move(number):
        starts_at = made.starts_at + number * HOUR
        after = made.model_copy(update={"starts_at": starts_at, "ends_at": starts_at + HOUR, "title": str(number)})
        start.wait()
        try:
            return meetings.replace(made, after)
        except (Conflict, Unavailable):  # busy is an honest answer too
            return None

    with ThreadPoolExecutor(6) as pool:
        won = [each for each in pool.map(move, range(1, 7)) if each is not None]
    assert len(won) == 1
    assert meetings.get(made.meeting_id) == won[0]
    assert len([row for row in rows() if row[1].endswith(made.meeting_id)]) == 2


def test_ids_of_repeated_requests():
    """The same parts give the same id in the form of all others; other parts, and other borders, another one."""
    assert derived_id("meeting", "anna", "key") == derived_id("meeting", "anna", "key")
    assert len({derived_id("a", "bc"), derived_id("ab", "c"), derived_id("abc")}) == 3
    assert len(derived_id("x")) == 26
