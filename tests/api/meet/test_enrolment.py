"""``/meet/enrolment``: seats, waitlists and rosters over the API."""

from datetime import timedelta

import pytest

from neufit.domain.announcement import Announcement, Enrolled, People, Subscribers
from neufit.domain.notice import NoticeKind
from neufit.domain.subscription import Source
from neufit.stores.announcements import AnnouncementRow


def state(reply):
    assert reply.status == 200, reply.content
    return reply.json["state"], reply.json["position"]


def test_enrolling_and_leaving(gym, api):
    """A seat puts the class into the calendar and takes the time; the waitlist moves up by itself."""
    anna, bob, carl = api.instructor(), api.customer(displayName="Bob"), api.customer(displayName="Carl")
    klass = gym.meeting(anna, startTime=gym.at(hours=2), capacity=1)
    assert state(gym.enrol(bob, klass)) == ("enrolled", None)
    assert state(gym.enrol(carl, klass)) == ("waiting", 1)
    assert state(gym.enrol(bob, klass)) == ("enrolled", None)
    assert gym.calendar(bob) == [(klass, "2026-03-02T11:00:00Z")]
    assert gym.calendar(carl) == []
    assert gym.upcoming(bob, mine=True) == [klass]
    card = gym.read(carl, klass).json
    told = (card["capacity"], card["enrolled"], card["waiting"], card["myState"])
    assert told == (1, 1, None, "waiting")
    assert gym.read(anna, klass).json["waiting"] == 1
    assert state(gym.leave(bob, klass)) == ("none", None)
    assert state(gym.leave(bob, klass)) == ("none", None)
    assert state(gym.roster(carl, klass)) == ("enrolled", None)
    assert gym.calendar(carl) == [(klass, "2026-03-02T11:00:00Z")]
    assert gym.calendar(bob) == []


def test_two_things_at_one_time(gym, api):
    """Neither a class beside a session, nor the other way round; the answer says what it is that takes the time."""
    anna, berta, bob = api.instructor(), api.instructor(), api.customer()
    one = gym.meeting(anna, startTime=gym.at(hours=2), title="Spin")
    other = gym.meeting(berta, startTime=gym.at(hours=2, minutes=30))
    gym.enrol(bob, one)
    reply = gym.enrol(bob, other)
    assert (reply.status, reply.code) == (409, "time-taken")
    assert "“Spin” from 2026-03-02 11:00 to 12:00 UTC" in reply.json["detail"]
    times = {"startTime": gym.at(hours=2), "endTime": gym.at(hours=3)}
    assert api.post("/schedule", headers=bob.headers, json=times).code == "time-taken"
    gym.leave(bob, one)
    assert gym.enrol(bob, other).status == 200


def test_the_roster_is_for_the_host(gym, api):
    """With names and states, page by page; others see counts and their own place; blocked people are in none."""
    anna = api.instructor()
    klass = gym.meeting(anna, startTime=gym.at(hours=2), capacity=2)
    people = [api.customer(displayName=name) for name in ("Bob", "Carl", "Dora")]
    for person in people:
        gym.enrol(person, klass)
    seen, cursor = [], None
    for _ in range(4):
        page = gym.roster(anna, klass, limit=1, **({"cursor": cursor} if cursor else {})).json
        seen += [(item["displayName"], item["state"], item["arrived"]) for item in page["items"]]
        cursor = page["cursor"]
        if cursor is None:
            break
    assert sorted(seen[:2]) == [("Bob", "enrolled", False), ("Carl", "enrolled", False)]
    assert seen[2:] == [("Dora", "waiting", False)]
    told = gym.roster(people[2], klass).json
    assert (told["items"], told["enrolled"], told["waiting"], told["position"]) == ([], 2, 1, 1)
    gym.block(people[0], anna)
    assert gym.roster(people[0], klass).status == gym.enrol(people[0], klass).status == 404
    assert [item["displayName"] for item in gym.roster(anna, klass).json["items"]] == ["Carl", "Dora"]
    assert gym.calendar(people[0]) == []
    assert gym.roster(people[2], klass).json["state"] == "enrolled"  # the seat went on


def test_who_can_not_enrol(gym, api, clock):
    """The host, in sessions, in what is over or was called off; and nobody without a session."""
    anna, bob = api.instructor(), api.customer()
    klass = gym.meeting(anna, endTime=gym.at(minutes=30))
    pair = gym.pair(api.instructor(), bob)
    assert (gym.enrol(anna, klass).status, gym.enrol(anna, klass).code) == (403, "own-class")
    assert (gym.enrol(bob, pair).status, gym.enrol(bob, pair).code) == (409, "not-a-class")
    assert gym.enrol(api.customer(), pair).status == 404
    assert gym.enrol(bob, "nothing").status == 404
    clock.advance(timedelta(minutes=30))
    bob, anna = api.sign_in(bob.user_id), api.sign_in(anna.user_id)
    assert gym.enrol(bob, klass).code == "meeting-ended"
    later = gym.meeting(anna, startTime=gym.at(hours=1))
    gym.close(anna, later)
    assert gym.enrol(bob, later).code == "meeting-cancelled"
    assert api.post("/meet/enrolment", json={"meetingId": later}).status == 401


@pytest.mark.parametrize("capacity", [0, 10_001, -1, "many", 1.5])
def test_capacities_that_can_not_be(gym, api, capacity):
    """Each is named."""
    reply = gym.make(api.instructor(), capacity=capacity)
    assert (reply.status, reply.fields) == (400, ["capacity"])


def test_a_session_has_no_seats(gym, api):
    """Capacity belongs to classes."""
    anna, bob = api.instructor(), api.customer()
    reply = gym.make(anna, kind="one_on_one", users=[bob.user_id], capacity=5)
    assert (reply.status, reply.fields) == (400, ["capacity"])
    pair = gym.pair(anna, bob)
    assert gym.change(anna, pair, capacity=5).fields == ["capacity"]


def test_the_host_changes_the_seats(gym, api):
    """More seats go to those who wait, fewer throw nobody out, null is as many as come, left out is as it was."""
    anna, people = api.instructor(), [api.customer() for _ in range(3)]
    klass = gym.meeting(anna, startTime=gym.at(hours=2), capacity=1)
    for person in people:
        gym.enrol(person, klass)
    gym.change(anna, klass, capacity=2)
    assert [gym.roster(person, klass).json["state"] for person in people] == ["enrolled", "enrolled", "waiting"]
    gym.change(anna, klass, capacity=1)
    gym.change(anna, klass, title="Renamed")
    told = gym.read(anna, klass).json
    assert (told["capacity"], told["enrolled"], told["waiting"]) == (1, 2, 1)
    gym.change(anna, klass, capacity=None)
    told = gym.read(anna, klass).json
    assert (told["capacity"], told["enrolled"], told["waiting"]) == (None, 3, 0)


def test_a_class_that_moves_and_is_cancelled(gym, api):
    """Its people's calendars and time follow; who has something else then loses the seat."""
    anna, bob, carl = api.instructor(), api.customer(), api.customer()
    klass = gym.meeting(anna, startTime=gym.at(hours=2), capacity=2)
    other = gym.meeting(api.instructor(), startTime=gym.at(hours=5))
    for person in (bob, carl):
        gym.enrol(person, klass)
    gym.enrol(carl, other)
    gym.change(anna, klass, startTime=gym.at(hours=5))
    assert gym.calendar(bob) == [(klass, "2026-03-02T14:00:00Z")]
    assert gym.calendar(carl) == [(other, "2026-03-02T14:00:00Z")]
    assert gym.read(anna, klass).json["enrolled"] == 1
    times = {"startTime": gym.at(hours=5), "endTime": gym.at(hours=6)}
    assert api.post("/schedule", headers=bob.headers, json=times).code == "time-taken"
    gym.close(anna, klass)
    assert api.post("/schedule", headers=bob.headers, json=times).status == 200


def test_at_the_door_of_a_full_class(gym, api, clock):
    """Who enrolled gets in; others when there is room, which takes a seat, or when seats of absent people are free."""
    anna, bob, carl, dora = api.instructor(), api.customer(), api.customer(), api.customer()
    klass = gym.meeting(anna, startTime=gym.at(minutes=10), capacity=2)
    gym.enrol(bob, klass)
    assert gym.join(carl, klass).status == 200
    assert gym.join(carl, klass).status == 200
    refused = gym.join(dora, klass)
    assert (refused.status, refused.code) == (409, "class-full")
    assert gym.join(anna, klass).status == 200
    clock.advance(timedelta(minutes=20))
    anna, bob, dora = (api.sign_in(each.user_id) for each in (anna, bob, dora))
    assert gym.join(dora, klass).status == 200
    assert gym.join(bob, klass).code == "class-full"
    assert [item["arrived"] for item in gym.roster(anna, klass).json["items"]].count(True) == 2


def test_what_enrolling_costs(gym, api, operations):
    """A class without a capacity is joined without a write; enrolling is one transaction."""
    anna, bob = api.instructor(), api.customer()
    klass = gym.meeting(anna)
    operations.clear()
    assert gym.join(bob, klass).status == 200
    assert operations.count("TransactWriteItems") == 0
    operations.clear()
    gym.enrol(bob, klass)
    assert operations.count("TransactWriteItems") == 1
    assert len(operations) <= 7


def announced(kind):
    """What waits to be told of this kind: to whom, of what."""
    rows = [Announcement.model_validate_json(row.told) for row in AnnouncementRow.scan()]
    return [each for each in rows if each.kind is kind]


def test_what_people_hear(gym, api):
    """A new class, that it moved and was cancelled, a seat that was given, and one that was lost: once each."""
    anna, bob, carl, dora = api.instructor(), api.customer(), api.customer(), api.customer()
    klass = gym.meeting(anna, title="Heard", startTime=gym.at(days=2), capacity=1, topics=["yoga"])
    mine = [each for each in announced(NoticeKind.NEW_CLASS) if each.subject.id == klass]
    assert [each.audience for each in mine] == [
        Subscribers(sources=(Source.instructor(anna.user_id), Source.topic("yoga")))
    ]
    for person in (bob, carl, dora):
        gym.enrol(person, klass)
    gym.leave(bob, klass)
    given = [each.audience for each in announced(NoticeKind.SEAT_GIVEN) if each.subject.id == klass]
    assert sorted(each.user_ids for each in given) == [(), (carl.user_id,)]
    times = {"startTime": gym.at(days=3), "endTime": gym.at(days=3, hours=1)}
    assert api.post("/schedule", headers=carl.headers, json=times).status == 200
    gym.change(anna, klass, startTime=times["startTime"])
    moved = [each for each in announced(NoticeKind.CLASS_MOVED) if each.subject.id == klass]
    assert [(each.audience, each.starts_before is not None) for each in moved] == [(Enrolled(meeting_id=klass), True)]
    lost = [each.audience for each in announced(NoticeKind.SEAT_LOST) if each.subject.id == klass]
    assert lost == [People(user_ids=(carl.user_id,))]
    assert gym.roster(dora, klass).json["state"] == "enrolled"
    gym.close(anna, klass)
    gym.close(anna, klass)
    assert len([each for each in announced(NoticeKind.CLASS_CANCELLED) if each.subject.id == klass]) == 1
    assert len([each for each in announced(NoticeKind.REMINDER) if each.subject.id == klass]) == 2  # of either time


def test_a_series_is_news_once(gym, api):
    """Subscribers hear of its first class; its people are reminded of each."""
    body = {
        "title": "Spin",
        "zone": "UTC",
        "startTime": "2026-03-09T18:00",
        "durationMinutes": 45,
        "rule": "FREQ=DAILY;COUNT=5",
    }
    anna = api.instructor()
    ids = api.post("/meet/series", headers=anna.headers, json=body).json["meetingIds"]
    assert [each.subject.id for each in announced(NoticeKind.NEW_CLASS) if each.subject.id in ids] == [ids[0]]
    assert {each.subject.id for each in announced(NoticeKind.REMINDER)} >= set(ids)
