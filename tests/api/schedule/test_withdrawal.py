"""What becomes of sessions and classes when somebody leaves, or is suspended."""

from datetime import datetime

import pytest

from functions.withdrawal import Withdrawal


@pytest.fixture
def classes(api):
    """Make a class of this host; enrol people."""

    def make(host, start: str, *people, capacity: int = 1) -> str:
        plan = {"kind": "group_class", "title": "Spin", "startTime": start, "capacity": capacity}
        meeting_id = api.post("/meet", headers=host.headers, json=plan).json["meetingId"]
        for person in people:
            reply = api.post("/meet/enrolment", headers=person.headers, json={"meetingId": meeting_id})
            assert reply.status == 200, reply.content
        return meeting_id

    return make


def leave(api, person):
    reply = api.delete("/user", headers={**person.headers, "userPassword": person.password})
    assert reply.status == 200, reply.content


def test_a_customer_leaves(office, api, classes):
    """The instructor's sessions with this person are called off, nobody is named; a seat goes to who waits for it."""
    coach, bob, carl = office.coach(), api.customer(), api.customer()
    pending, agreed = office.session(bob, coach), office.accepted(bob, coach, place=1)
    klass = classes(coach, "2026-03-05T14:00:00Z", bob, carl)
    kept = office.accepted(carl, coach, place=2)
    leave(api, bob)
    for event_id in (pending, agreed):
        told = office.event(coach, event_id).json
        assert (told["status"], told["steps"][-1]["step"], told["steps"][-1]["by"]) == ("cancelled", "withdrawn", None)
    assert [each["eventId"] for each in office.calendar(coach)] == [kept, klass]
    assert {each["eventId"] for each in office.calendar(carl)} == {kept, klass}


def test_an_instructor_leaves(office, api, classes):
    """Sessions and classes are off for everybody who was to come; their time is free for other things."""
    coach, bob = office.coach(), api.customer()
    agreed = office.accepted(bob, coach)
    klass = classes(coach, "2026-03-05T14:00:00Z", bob)
    leave(api, coach)
    assert office.event(bob, agreed).json["status"] == "cancelled"
    assert [each["status"] for each in office.calendar(bob) if each["eventId"] == klass] in ([], ["cancelled"])
    assert api.post("/meet", headers=bob.headers, query={"meetingId": klass}, json={}).status in {404, 409}
    for start, end in (
        ("2026-03-02T14:00:00Z", "2026-03-02T15:00:00Z"),
        ("2026-03-05T14:00:00Z", "2026-03-05T15:00:00Z"),
    ):
        own = {"startTime": start, "endTime": end}
        assert api.post("/schedule", headers=bob.headers, json=own).status == 200


def test_while_a_suspension_lasts(office, api, classes):
    """What begins before its end is called off, what comes later stays; one's own events stay too."""
    coach, bob = office.coach(), api.customer()
    before, after = office.accepted(bob, coach), office.accepted(bob, coach, place=3)
    soon, later = (classes(coach, f"2026-03-0{day}T18:00:00Z") for day in (2, 4))
    own = {"startTime": "2026-03-02T20:00:00Z", "endTime": "2026-03-02T21:00:00Z"}
    event_id = api.post("/schedule", headers=coach.headers, json=own).json["eventId"]
    for _ in range(2):
        until = datetime.fromisoformat("2026-03-03T00:00:00Z")
        Withdrawal.of(api.services).everything(coach.user_id, until)
        left = [each["eventId"] for each in office.calendar(coach) if each["status"] == "accepted"]
        assert set(left) == {after, later, event_id}
    assert office.event(bob, before).json["status"] == "cancelled"
    assert office.event(bob, after).json["status"] == "accepted"
    assert api.get("/meet", headers=bob.headers, query={"meetingId": soon}).json["status"] == "cancelled"


def test_a_time_that_is_over(office, api):
    """A suspension that has ended calls nothing off."""
    coach, bob = office.coach(), api.customer()
    event_id = office.accepted(bob, coach)
    Withdrawal.of(api.services).everything(coach.user_id, api.services.clock())
    assert office.event(bob, event_id).json["status"] == "accepted"


def test_a_block_calls_off_what_was_planned_without_booking(office, api, classes):
    """The session of the two is off and its time is free for both; the seat in the class of either is given up."""
    coach, bob = office.coach(), api.customer()
    times = {"startTime": "2026-03-04T18:00:00Z", "endTime": "2026-03-04T19:00:00Z"}
    plan = {"kind": "one_on_one", "title": "Ours", "users": [bob.user_id], **times}
    session = api.post("/meet", headers=coach.headers, json=plan).json["meetingId"]
    klass = classes(coach, "2026-03-05T14:00:00Z", bob)
    blocked = api.post("/community/blocks", headers=bob.headers, json={"userId": coach.user_id})
    assert blocked.status == 200, blocked.content
    assert api.services.meetings.get(session).cancelled
    assert api.services.meetings.get(klass).enrolled == 0
    for person in (coach, bob):
        assert api.post("/schedule", headers=person.headers, json=times).status == 200
