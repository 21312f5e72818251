"""``/schedule``: from a request to a session and what becomes of it, seen by both."""

from datetime import datetime, timedelta

import pytest

SLOT = ("2026-03-02T14:00:00Z", "2026-03-02T15:00:00Z")
NEXT = ("2026-03-02T15:00:00Z", "2026-03-02T16:00:00Z")


def test_asked_accepted_and_joined(office, api, clock):
    """Both see the same event; it becomes a meeting that opens 15 minutes before its start."""
    coach, bob = office.coach(), api.customer(displayName="Bob")
    event_id = office.session(bob, coach)
    for person in (bob, coach):
        (event,) = office.calendar(person, range=7)
        assert (event["eventId"], event["status"], event["awaiting"]) == (event_id, "pending", coach.user_id)
        assert (event["startTime"], event["endTime"]) == SLOT
        assert (event["instructor"]["displayName"], event["customer"]["displayName"]) == ("Coach Anna", "Bob")
        assert (event["booked"], event["meetingId"]) == (True, None)
        assert office.event(person, event_id).json["instructorZone"] == "America/New_York"
        assert office.requests(person) == [event_id]
    assert office.step(coach, event_id, "accept", reason="See you").status == 200
    (event,) = office.calendar(bob)
    assert (event["status"], event["meetingId"], event["joinableFrom"]) == (
        "accepted",
        event_id,
        "2026-03-02T13:45:00Z",
    )
    assert office.requests(bob) == []
    join = {"headers": bob.headers, "query": {"meetingId": event_id}, "json": {}}
    assert api.post("/meet", **join).code == "too-early"
    clock.now = datetime.fromisoformat("2026-03-02T13:45:00Z")
    bob, coach = api.sign_in(bob.user_id), api.sign_in(coach.user_id)
    assert api.post("/meet", **{**join, "headers": bob.headers}).status == 200
    assert api.post("/meet", headers=coach.headers, query={"meetingId": event_id}, json={}).status == 200


def test_every_step_is_seen_with_its_reason(office, api):
    """Proposed, accepted, moved, cancelled, undone: who, why, from when; and what each can do next."""
    coach, bob = office.coach(), api.customer()
    event_id = office.session(bob, coach)
    times = {"startTime": NEXT[0], "endTime": NEXT[1]}
    assert office.step(coach, event_id, "propose", reason="I am late", **times).json["status"] == "pending"
    assert office.event(coach, event_id).json["choices"] == ["propose", "cancel", "undo"]
    assert office.event(bob, event_id).json["choices"] == ["accept", "decline", "propose", "cancel"]
    assert office.step(coach, event_id, "accept").status == 403
    assert office.step(bob, event_id, "accept").json["status"] == "accepted"
    back = {"startTime": SLOT[0], "endTime": SLOT[1]}
    assert office.step(bob, event_id, "reschedule", **back).json["status"] == "accepted"
    assert office.step(coach, event_id, "cancel", reason="I am ill").json["status"] == "cancelled"
    assert office.calendar(bob) == office.calendar(coach) == []
    assert office.requests(bob, state="ended") == office.requests(coach, state="ended") == [event_id]
    assert office.event(bob, event_id).json["choices"] == []
    assert office.step(coach, event_id, "undo").json["status"] == "accepted"
    told = office.event(bob, event_id).json
    assert [(step["step"], step["by"], step["reason"]) for step in told["steps"]] == [
        ("requested", bob.user_id, ""),
        ("proposed", coach.user_id, "I am late"),
        ("accepted", bob.user_id, ""),
        ("rescheduled", bob.user_id, ""),
        ("cancelled", coach.user_id, "I am ill"),
        ("undone", coach.user_id, ""),
    ]
    assert (told["steps"][1]["startTimeBefore"], told["startTime"]) == (SLOT[0], SLOT[0])
    assert office.requests(bob, state="ended") == []
    assert api.get("/meet", headers=bob.headers, query={"meetingId": event_id}).json["status"] == "scheduled"


def test_cancelling_ends_the_meeting(office, api):
    """Nobody joins it any more; and what was booked is moved and cancelled in the calendar only."""
    coach, bob = office.coach(), api.customer()
    event_id = office.accepted(bob, coach)
    meeting = {"headers": coach.headers, "query": {"meetingId": event_id}}
    assert api.put("/meet", **meeting, json={"endTime": NEXT[1]}).code == "booked"
    assert api.delete("/meet", **meeting).code == "booked"
    assert api.put("/meet", **meeting, json={"title": "Knees"}).status == 200
    gone = api.delete("/schedule", headers=bob.headers, query={"eventId": event_id, "reason": "Flu"})
    assert gone.json["status"] == "cancelled"
    assert api.get("/meet", **meeting).json["status"] == "cancelled"
    assert office.step(coach, event_id, "accept").code == "booking-cancelled"


def test_the_public_api(office, api):
    """Its times and its bodies: one's own event, found again by whose it is and when it begins."""
    bob = api.customer()
    own = office.ask(bob, bob, "03-02-2026 20:00:00 UTC", "03-02-2026 21:00:00 UTC")
    assert own.status == 200
    body = {"userId": bob.user_id, "startTime": "03-02-2026 20:00:00 UTC", "endTime": "03-02-2026 20:30:00 UTC"}
    moved = api.put("/schedule", headers=bob.headers, json=body)
    assert (moved.status, moved.json["eventId"]) == (200, own.json["eventId"])
    reply = api.get("/schedule", headers=bob.headers, query={"range": 7})
    assert (reply.json["userId"], reply.json["startTime"], reply.json["endTime"]) == (
        bob.user_id,
        "2026-03-02T09:00:00Z",
        "2026-03-09T09:00:00Z",
    )
    (event,) = reply.json["events"]
    assert (event["kind"], event["endTime"], event["instructor"]) == ("event", "2026-03-02T20:30:00Z", None)
    assert api.delete("/schedule", headers=bob.headers).fields == ["eventId"]
    assert api.delete("/schedule", headers=bob.headers, query={"eventId": event["eventId"]}).status == 200
    assert office.calendar(bob) == []
    later = {**body, "startTime": "03-03-2026 20:00:00 UTC", "endTime": "03-03-2026 20:30:00 UTC"}
    assert api.put("/schedule", headers=bob.headers, json=later).status == 404


def test_repeating_a_request(office, api):
    """The same key is one event; the same step twice is one step; an old revision is refused."""
    coach, bob = office.coach(), api.customer()
    first, second = (office.ask(bob, coach, *SLOT, key="k1") for _ in range(2))
    assert first.json == second.json
    event_id = first.json["eventId"]
    assert office.step(coach, event_id, "decline").json == office.step(coach, event_id, "decline").json
    again = office.ask(bob, coach, *SLOT, key="k2").json
    moved = {"eventId": again["eventId"], "startTime": NEXT[0], "endTime": NEXT[1]}
    one, two = (api.put("/schedule", headers=bob.headers, json=moved) for _ in range(2))
    assert one.json == two.json
    assert office.step(coach, again["eventId"], "accept", revision=again["revision"]).status == 409


@pytest.mark.parametrize(
    ("start", "end", "wrong"),
    [
        (SLOT[1], SLOT[0], ["endTime"]),
        (SLOT[0], SLOT[0], ["endTime"]),
        (SLOT[0], "2027-03-02T14:00:00Z", ["endTime"]),
        ("2026-03-01T14:00:00Z", "2026-03-01T15:00:00Z", ["startTime"]),
        ("2026-03-02T14:00:30Z", SLOT[1], ["startTime"]),
        ("2026-03-02T14:02:00Z", "2026-03-02T15:02:00Z", ["startTime", "endTime"]),
        (SLOT[0], "2026-03-02T14:30:00Z", ["endTime"]),
        ("2026-03-02T20:00:00Z", "2026-03-02T21:00:00Z", ["startTime"]),
        ("2026-03-02T09:30:00Z", "2026-03-02T10:30:00Z", ["startTime"]),
        ("2026-06-01T13:00:00Z", "2026-06-01T14:00:00Z", ["startTime"]),
    ],
)
def test_times_that_can_not_be(office, api, start, end, wrong):
    """End before start, zero, a year, the past, half minutes, off the cells, too short, outside, too soon, too far."""
    coach, bob = office.coach(), api.customer()
    reply = office.ask(bob, coach, start, end)
    assert (reply.status, reply.fields) == (400, wrong)
    assert office.calendar(coach) == []


def test_whom_nobody_can_book(office, api):
    """Nobody, customers, instructors without hours; and a time that isn't said."""
    bob, idle = api.customer(), api.instructor()
    for whom, status in ((idle, 403), (api.customer(), 403)):
        assert office.ask(bob, whom, *SLOT).status == status
    assert api.post("/schedule", headers=bob.headers, json={"userId": "nobody_x"}).fields == ["startTime", "endTime"]
    gone = api.post(
        "/schedule", headers=bob.headers, json={"userId": "nobody_x", "startTime": SLOT[0], "endTime": SLOT[1]}
    )
    assert gone.status == 404


def test_others_have_no_part_in_it(office, api):
    """A third person neither sees nor changes it: it isn't there."""
    coach, bob, eve = office.coach(), api.customer(), api.customer()
    event_id = office.session(bob, coach)
    assert office.event(eve, event_id).status == 404
    for step in ("accept", "decline", "cancel", "undo"):
        assert office.step(eve, event_id, step).status == 404
    moved = {"eventId": event_id, "startTime": NEXT[0], "endTime": NEXT[1]}
    assert api.put("/schedule", headers=eve.headers, json=moved).status == 404
    assert api.delete("/schedule", headers=eve.headers, query={"eventId": event_id}).status == 404
    assert office.event(bob, event_id).json["revision"] == 0


def test_a_time_is_given_once(office, api):
    """Not to another customer, nor while one is somewhere else oneself, nor while the instructor holds a class."""
    coach, other, bob, carl = office.coach(), office.coach(), api.customer(), api.customer()
    office.session(bob, coach)
    assert office.ask(carl, coach, *SLOT).code == "time-taken"
    assert office.ask(bob, other, *SLOT).code == "time-taken"
    klass = {"kind": "group_class", "title": "Flow", "startTime": NEXT[0], "endTime": NEXT[1]}
    made = api.post("/meet", headers=coach.headers, json=klass)
    assert made.status == 200
    assert office.ask(carl, coach, *NEXT).code == "time-taken"
    assert [event["kind"] for event in office.calendar(coach)] == ["session", "class"]
    assert [slot["startTime"] for slot in office.slots(carl, coach, range=1)] == ["2026-03-02T16:00:00Z"]


def test_requests_are_few(office, api):
    """Five wait for answers at most, so nobody keeps a calendar to themselves."""
    coach, bob = office.coach(), api.customer()
    for _ in range(5):
        office.session(bob, coach)
    slot = office.slots(bob, coach)[0]
    assert office.ask(bob, coach, slot["startTime"], slot["endTime"]).code == "too-many-requests"
    assert len(office.requests(coach, limit=2)) == 5


def test_what_nobody_answers(office, api, clock):
    """It expires at its start at the latest, and its time is free then."""
    coach, bob = office.coach(), api.customer()
    event_id = office.session(bob, coach, place=7)
    clock.advance(timedelta(hours=48))
    bob, coach = api.sign_in(bob.user_id), api.sign_in(coach.user_id)
    assert office.event(bob, event_id).json["status"] == "expired"
    assert office.step(coach, event_id, "accept").code == "request-expired"
    assert office.requests(bob) == []


def test_a_blocked_pair(office, api):
    """No slots, no request; what they had is cancelled with a neutral notice, and nobody undoes that."""
    coach, bob = office.coach(), api.customer()
    pending, agreed = office.session(bob, coach), office.accepted(bob, coach, place=1)
    for _ in range(2):
        assert api.post("/community/blocks", headers=bob.headers, json={"userId": coach.user_id}).status == 200
    for event_id in (pending, agreed):
        told = office.event(coach, event_id).json
        assert (told["status"], told["steps"][-1]["step"], told["steps"][-1]["by"]) == ("cancelled", "withdrawn", None)
        assert told["steps"][-1]["reason"] == "This session can't take place."
        assert told["choices"] == []
        assert office.step(bob, event_id, "undo").status == 409
    assert api.get("/schedule/slots", headers=bob.headers, query={"instructor": coach.user_id}).status == 404
    assert office.ask(bob, coach, *SLOT).status == 404
    assert office.calendar(coach) == []


def test_a_calendar_costs_two_queries(office, api, operations):
    """However much stands in it; free slots cost two."""
    coach, bob = office.coach(), api.customer()
    office.accepted(bob, coach)
    operations.clear()
    office.calendar(bob, range=7)
    assert operations.count("Query") == 2
    assert len(operations) <= 5
    operations.clear()
    office.slots(bob, coach, range=31)
    assert operations.count("Query") == 2
    assert len(operations) <= 7
