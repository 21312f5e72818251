"""``/meet/series``: many classes at once. The clock of the tests stands on Monday, 2 March 2026, 9:00 UTC."""

from datetime import timedelta

import pytest

WEEKLY = {
    "title": "Spin",
    "zone": "Europe/Berlin",
    "startTime": "2026-03-17T18:00",
    "durationMinutes": 45,
    "rule": "FREQ=WEEKLY;BYDAY=TU;COUNT=4",
    "capacity": 2,
}
STARTS = ["2026-03-17T17:00:00Z", "2026-03-24T17:00:00Z", "2026-03-31T16:00:00Z", "2026-04-07T16:00:00Z"]
"""Berlin's clocks change on 29 March."""


@pytest.fixture
def plan(api):
    """A function that plans a series; None leaves a field out."""

    def post(person, *, key=None, **fields):
        body = {name: value for name, value in {**WEEKLY, **fields}.items() if value is not None}
        headers = {**person.headers, **({"Idempotency-Key": key} if key else {})}
        return api.post("/meet/series", headers=headers, json=body)

    return post


@pytest.fixture
def read(api):
    """A function that reads the classes of a series."""

    def get(person, series_id):
        reply = api.get("/meet/series", headers=person.headers, query={"seriesId": series_id})
        assert reply.status == 200, reply.content
        return reply.json

    return get


def starts(series):
    return [each["startTime"] for each in series["classes"]]


def test_a_series_is_planned(gym, api, plan, read):
    """Its classes keep their time of day, stand in the instructor's calendar and are found by everybody."""
    anna, bob = api.instructor(displayName="Anna"), api.customer()
    reply = plan(anna, topics=["yoga"], exceptions=["2026-03-24"])
    assert reply.status == 200, reply.content
    told = read(bob, reply.json["seriesId"])
    assert starts(told) == [STARTS[0], *STARTS[2:]]
    assert (told["role"], told["rule"], told["exceptions"]) == ("customer", WEEKLY["rule"], ["2026-03-24"])
    assert told["instructor"]["displayName"] == "Anna"
    assert [each["meetingId"] for each in told["classes"]] == reply.json["meetingIds"]
    assert gym.upcoming(bob, instructor=anna.user_id) == reply.json["meetingIds"]
    card = gym.read(bob, reply.json["meetingIds"][0]).json
    assert (card["seriesId"], card["capacity"], card["topics"]) == (reply.json["seriesId"], 2, ["yoga"])
    calendar = api.get("/schedule", headers=anna.headers, query={"range": 60}).json["events"]
    assert [event["startTime"] for event in calendar] == starts(told)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"rule": "FREQ=SECONDLY;COUNT=3"}, ["rule"]),
        ({"rule": "FREQ=WEEKLY"}, ["rule"]),
        ({"rule": "FREQ=DAILY;COUNT=1000000"}, ["rule"]),
        ({"rule": "FREQ=WEEKLY;COUNT=60"}, ["rule"]),
        ({"rule": "x" * 201}, ["rule"]),
        ({"rule": "FREQ=WEEKLY;BYDAY=WE;COUNT=3"}, ["startTime"]),
        ({"startTime": "2026-03-17T18:00:00Z"}, ["startTime"]),
        ({"startTime": "2026-02-30T18:00"}, ["startTime"]),
        ({"startTime": "2026-02-24T18:00"}, ["startTime"]),
        ({"startTime": "2028-03-14T18:00"}, ["startTime"]),
        ({"startTime": "9999-06-30T18:00"}, ["startTime"]),
        ({"startTime": "0001-01-01T00:00", "rule": "FREQ=DAILY;COUNT=2", "zone": "Asia/Tokyo"}, ["startTime"]),
        ({"zone": "Mars/Olympus"}, ["zone"]),
        ({"durationMinutes": 0}, ["durationMinutes"]),
        ({"durationMinutes": 241}, ["durationMinutes"]),
        ({"capacity": 0}, ["capacity"]),
        ({"topics": ["unheard_of"]}, ["topics.0"]),
        ({"exceptions": ["2026-02-30"]}, ["exceptions.0"]),
    ],
)
def test_series_that_can_not_be(api, gym, plan, fields, wrong):
    """Each is named, and nothing is made."""
    anna = api.instructor()
    reply = plan(anna, **fields)
    assert (reply.status, reply.fields) == (400, wrong)
    assert gym.upcoming(anna, mine=True) == []


def test_who_plans_series(api, plan):
    """Instructors do."""
    assert plan(api.customer()).status == 403
    assert api.post("/meet/series", json=WEEKLY).status == 401
    reply = plan(api.instructor(), rule="FREQ=WEEKLY;BYDAY=TU;COUNT=1", exceptions=["2026-03-17"])
    assert (reply.status, reply.code) == (409, "empty-series")


def test_what_meets_something_else_is_named_and_nothing_is_made(gym, api, plan):
    """Class by class, with what it is."""
    anna = api.instructor()
    there = gym.meeting(anna, title="Yoga", startTime="2026-03-24T17:30:00Z")
    reply = plan(anna)
    assert (reply.status, reply.code, reply.fields) == (409, "time-taken", ["classes.1"])
    assert "2026-03-24 17:00 UTC meets “Yoga”" in reply.json["detail"]
    assert gym.upcoming(anna, mine=True) == [there]


def test_a_repeated_request_completes_what_a_dead_one_began(gym, api, plan, read, monkeypatch):
    """The same key answers the same series; classes that were not made yet are made."""
    anna, made = api.instructor(), []
    create = api.services.meetings.create

    def dying(meeting, now):
        if len(made) == 2:
            raise RuntimeError("the process died")
        made.append(meeting.meeting_id)
        return create(meeting, now)

    monkeypatch.setattr(api.services.meetings, "create", dying)
    assert plan(anna, key="click").status == 500
    monkeypatch.undo()
    reply = plan(anna, key="click")
    assert reply.status == 200
    assert starts(read(anna, reply.json["seriesId"])) == STARTS
    assert plan(anna, key="click").json == reply.json
    assert gym.upcoming(anna, mine=True) == reply.json["meetingIds"]


def test_enrolling_in_a_series(gym, api, plan, read):
    """In one class or in all; what can't be had is said class by class."""
    anna, bob, carl = api.instructor(), api.customer(), api.customer()
    told = plan(anna, capacity=1).json
    ids = told["meetingIds"]
    gym.enrol(carl, ids[1])
    times = {"startTime": "2026-03-31T16:00:00Z", "endTime": "2026-03-31T17:00:00Z"}
    assert api.post("/schedule", headers=bob.headers, json=times).status == 200
    reply = api.post("/meet/enrolment", headers=bob.headers, json={"seriesId": told["seriesId"]})
    assert reply.status == 200, reply.content
    assert [(each["state"], each["refused"]) for each in reply.json["classes"]] == [
        ("enrolled", None),
        ("waiting", None),
        ("none", "time-taken"),
        ("enrolled", None),
    ]
    gym.leave(carl, ids[1])
    states = [each["myState"] for each in read(bob, told["seriesId"])["classes"]]
    assert states == ["enrolled", "enrolled", "none", "enrolled"]
    query = {"seriesId": told["seriesId"]}
    assert api.delete("/meet/enrolment", headers=bob.headers, query=query).json["state"] == "none"
    assert {each["myState"] for each in read(bob, told["seriesId"])["classes"]} == {"none"}
    for wrong in ({}, {"seriesId": told["seriesId"], "meetingId": ids[0]}):
        reply = api.post("/meet/enrolment", headers=bob.headers, json=wrong)
        assert (reply.status, reply.fields) == (400, ["meetingId"])


def test_one_class_is_moved_and_one_cancelled(gym, api, plan, read):
    """They are exceptions: a later change of the time leaves them where they are; all other changes reach the moved."""
    anna, bob = api.instructor(), api.customer()
    told = plan(anna).json
    ids = told["meetingIds"]
    gym.enrol(bob, ids[2])
    gym.change(anna, ids[0], startTime="2026-03-18T10:00:00Z")
    gym.close(anna, ids[1])
    query = {"seriesId": told["seriesId"]}
    change = {"startTime": "20:30", "durationMinutes": 60, "title": "Evening spin"}
    reply = api.put("/meet/series", headers=anna.headers, query=query, json=change)
    assert reply.status == 200, reply.content
    classes = read(bob, told["seriesId"])["classes"]
    expected = ["2026-03-18T10:00:00Z", STARTS[1], "2026-03-31T18:30:00Z", "2026-04-07T18:30:00Z"]
    assert [each["startTime"] for each in classes] == expected
    assert [each["moved"] for each in classes] == [True, True, False, False]
    assert [each["status"] for each in classes] == ["scheduled", "cancelled", "scheduled", "scheduled"]
    assert gym.read(bob, ids[0]).json["title"] == "Evening spin"
    assert gym.calendar(bob) == [(ids[2], "2026-03-31T18:30:00Z")]
    again = api.put("/meet/series", headers=anna.headers, query=query, json=change)
    assert again.status == 200
    assert [each["startTime"] for each in read(bob, told["seriesId"])["classes"]] == expected


def test_this_and_the_following(gym, api, plan, read):
    """Changed or cancelled from one class on; those before it stay."""
    anna, bob = api.instructor(), api.customer()
    told = plan(anna).json
    query = {"seriesId": told["seriesId"]}
    since = read(anna, told["seriesId"])["classes"][2]["recurrenceTime"]
    change = {"from": since, "startTime": "07:00", "capacity": None}
    assert api.put("/meet/series", headers=anna.headers, query=query, json=change).status == 200
    classes = read(bob, told["seriesId"])["classes"]
    assert [each["startTime"][11:16] for each in classes] == ["17:00", "17:00", "05:00", "05:00"]
    assert [each["capacity"] for each in classes] == [2, 2, None, None]
    gym.enrol(bob, told["meetingIds"][3])
    reply = api.delete("/meet/series", headers=anna.headers, query={**query, "from": since})
    assert reply.json["meetingIds"] == told["meetingIds"][2:]
    assert api.delete("/meet/series", headers=anna.headers, query={**query, "from": since}).json["meetingIds"] == []
    assert gym.upcoming(bob, instructor=anna.user_id) == told["meetingIds"][:2]
    times = {"startTime": classes[3]["startTime"], "endTime": classes[3]["endTime"]}
    assert api.post("/schedule", headers=bob.headers, json=times).status == 200  # the time is free again


def test_what_is_not_changed_stays_from_class_to_class(gym, api, plan, read):
    """A new length moves no class, and a new time leaves each its length, also after an earlier change of some."""
    anna = api.instructor()
    told = plan(anna).json
    query = {"seriesId": told["seriesId"]}

    def change(**fields):
        reply = api.put("/meet/series", headers=anna.headers, query=query, json=fields)
        assert reply.status == 200, reply.content
        classes = read(anna, told["seriesId"])["classes"]
        lengths = [gym.moment(each["endTime"]) - gym.moment(each["startTime"]) for each in classes]
        assert not any(each["moved"] for each in classes)
        return [each["startTime"] for each in classes], [each.seconds // 60 for each in lengths]

    since = read(anna, told["seriesId"])["classes"][2]["recurrenceTime"]
    later = ["2026-03-31T05:00:00Z", "2026-04-07T05:00:00Z"]
    assert change(**{"from": since, "startTime": "07:00", "durationMinutes": 30}) == (
        [*STARTS[:2], *later],
        [45, 45, 30, 30],
    )
    assert change(durationMinutes=60) == ([*STARTS[:2], *later], [60] * 4)
    change(**{"from": since, "durationMinutes": 30})
    moved = ["2026-03-17T19:00:00Z", "2026-03-24T19:00:00Z", "2026-03-31T18:00:00Z", "2026-04-07T18:00:00Z"]
    assert change(startTime="20:00") == (moved, [60, 60, 30, 30])


def test_changes_from_times_between_and_after_its_classes(api, plan, read):
    """One counts from the next class on; after the last one there is nothing to change, however far that is."""
    anna = api.instructor()
    told = plan(anna).json
    query = {"seriesId": told["seriesId"]}
    for since, at in (
        ("2026-03-18T00:00:00Z", "19:00"),
        ("2026-03-19T00:00:00Z", "20:00"),
        ("9999-12-31T23:59:59Z", "21:00"),
    ):
        change = {"from": since, "startTime": at}
        assert api.put("/meet/series", headers=anna.headers, query=query, json=change).status == 200
    assert [each[11:16] for each in starts(read(anna, told["seriesId"]))] == ["17:00", "19:00", "18:00", "18:00"]
    assert len(api.services.series.find(told["seriesId"]).timings) == 1


def test_a_change_that_meets_something_else_changes_nothing(gym, api, plan, read):
    """The classes that meet it are named."""
    anna = api.instructor()
    told = plan(anna).json
    gym.meeting(anna, title="Yoga", startTime="2026-04-07T18:00:00Z")
    query = {"seriesId": told["seriesId"]}
    reply = api.put("/meet/series", headers=anna.headers, query=query, json={"startTime": "20:30"})
    assert (reply.status, reply.code, reply.fields) == (409, "time-taken", ["classes.3"])
    assert starts(read(anna, told["seriesId"])) == STARTS
    assert api.put("/meet/series", headers=anna.headers, query=query, json={"startTime": "18:30"}).status == 200


def test_series_of_others(gym, api, plan, clock):
    """Others read them, blocked people find none, and only the instructor changes them."""
    anna, bob, blocked = api.instructor(), api.customer(), api.customer()
    told = plan(anna).json
    query = {"seriesId": told["seriesId"]}
    gym.block(anna, blocked)
    for person, status in ((bob, 403), (blocked, 404), (api.instructor(), 403)):
        assert api.put("/meet/series", headers=person.headers, query=query, json={"title": "Mine"}).status == status
        assert api.delete("/meet/series", headers=person.headers, query=query).status == status
    assert api.get("/meet/series", headers=blocked.headers, query=query).status == 404
    assert api.post("/meet/enrolment", headers=blocked.headers, json=query).status == 404
    assert api.get("/meet/series", headers=bob.headers, query={"seriesId": "nothing"}).status == 404
    suspended = clock() + timedelta(minutes=5)
    api.services.users.update(api.services.users.get(anna.user_id), suspended_until=suspended)
    assert api.get("/meet/series", headers=bob.headers, query=query).status == 404
