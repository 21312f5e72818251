"""What follows from changes of a class for many people: in steps that may be repeated, by whoever comes."""

from datetime import timedelta

import pytest

from neufit.domain.announcement import Announcement
from neufit.domain.errors import NotFound
from neufit.domain.notice import NoticeKind
from neufit.rosters import AT_ONCE, Rosters, unsettled
from neufit.stores.announcements import AnnouncementRow

HOUR = timedelta(hours=1)


@pytest.fixture
def rosters(store_settings):
    return Rosters()


def told(meeting_id, kind):
    """Who is to hear of something of a class."""
    rows = [Announcement.model_validate_json(row.told) for row in AnnouncementRow.scan()]
    return sorted(
        who for each in rows if (each.subject.id, each.kind) == (meeting_id, kind) for who in each.audience.user_ids
    )


def settle(rosters, studio, meeting_id, most):
    """As the worker does it: page by page. How many pages it took."""
    pages, place = 1, rosters.settle(meeting_id, studio.now, most=most)
    while place is not None:
        pages, place = pages + 1, rosters.settle(meeting_id, studio.now, after=place, most=most)
    return pages


def test_a_roster_follows_page_by_page(studio, rosters):
    """Everybody, each once, however small the pages; the one who is busy loses the seat and hears of it once."""
    klass = studio.plan(None)
    people = [f"page_{number}" for number in range(7)]
    for who in people:
        studio.enrol(klass, who)
    moved = studio.move(klass, 3 * HOUR)
    studio.busy("page_3", moved.span)
    assert settle(rosters, studio, klass, most=2) == 4
    settle(rosters, studio, klass, most=3)
    assert studio.names(klass)[0] == [who for who in people if who != "page_3"]
    assert told(klass, NoticeKind.SEAT_LOST) == ["page_3"]
    studio.check(klass)


def test_what_a_request_does_the_worker_ends(studio, rosters):
    """Of many who wait a few get their seats at once; each seat that is told of gives the next ones theirs."""
    klass = studio.plan(1)
    people = [f"queue_{number:02}" for number in range(AT_ONCE + 4)]
    for who in people:
        studio.enrol(klass, who)
    meeting = studio.change(klass, capacity=20)
    rosters.settle_some(klass, studio.now)
    rosters.settle_some(klass, studio.now)
    while studio.meetings.get(klass).waiting:
        before = studio.meetings.get(klass).waiting
        settle(rosters, studio, klass, most=3)
        assert studio.meetings.get(klass).waiting < before
    assert told(klass, NoticeKind.SEAT_GIVEN) == people[1:]
    assert unsettled(meeting, studio.now).audience.user_ids == ()
    studio.check(klass)


def test_nobody_hears_of_a_block_from_a_waitlist(studio, rosters):
    """Who is blocked while waiting is passed over in silence; the next one gets the seat."""
    klass = studio.plan(1)
    for who in ("apart_1", "apart_2", "apart_3"):
        studio.enrol(klass, who)
    studio.block(klass, "apart_2")
    rosters.leave(klass, "apart_1", studio.tick())
    assert studio.names(klass) == (["apart_3"], [])
    assert told(klass, NoticeKind.SEAT_LOST) == []
    assert told(klass, NoticeKind.SEAT_GIVEN) == ["apart_3"]
    studio.check(klass)


def test_no_seat_goes_to_who_has_left(studio, rosters):
    """Whose account was closed while waiting is passed over, and doesn't come back."""
    klass = studio.plan(1)
    for who in ("stay_1", "left_2", "stay_3"):
        studio.enrol(klass, who)
    studio.close_account("left_2")
    rosters.leave(klass, "stay_1", studio.tick())
    assert studio.names(klass) == (["stay_3"], [])
    assert told(klass, NoticeKind.SEAT_GIVEN) == ["stay_3"]
    assert told(klass, NoticeKind.SEAT_LOST) == []
    with pytest.raises(NotFound):
        studio.enrol(klass, "left_2")
    studio.check(klass)


def test_a_class_that_was_renamed_meanwhile(studio, rosters):
    """Whoever follows what the class was before looks at it anew, and goes on."""
    klass = studio.plan(3)
    for who in ("ren_1", "ren_2"):
        studio.enrol(klass, who)
    stale = studio.move(klass, 2 * HOUR)
    studio.change(klass, title="Renamed")
    for enrolment in studio.roster(klass):
        rosters._follow(stale, enrolment, studio.now, lambda *_: None)
    studio.check(klass)
