"""``/user/history``: workouts marked done, by the day of the person's own calendar."""

from datetime import timedelta

import pytest

ZONE = "Europe/Berlin"


@pytest.fixture
def done(api):
    """Mark something done for somebody."""

    def mark(person, **body):
        return api.post("/user/history", headers=person.headers, json={"zone": ZONE, **body})

    return mark


@pytest.fixture
def later(api, clock):
    """Let hours pass, and have people sign in again, as their sessions end in an hour."""

    def wait(by, *people):
        clock.advance(by)
        return [api.sign_in(person.user_id) for person in people]

    return wait


@pytest.fixture
def summary(api):
    def read(person, zone=ZONE):
        reply = api.get("/user/history/summary", headers=person.headers, query={"zone": zone})
        assert reply.status == 200, reply.content
        return reply.json

    return read


def test_done_counts_once_a_day_and_can_be_taken_back(api, studio, done, summary):
    """Twice the same day is one workout of the video's runtime; taken back, nothing is left of it."""
    coach, person = api.instructor(), api.customer()
    media_id = studio.publish(coach, runtime_ms=90_000)
    first = done(person, mediaId=media_id)
    assert first.status == 200, first.content
    assert done(person, mediaId=media_id).json == first.json
    found = summary(person)
    assert found["all"] == {"workouts": 1, "activeMs": 90_000}
    assert found["dayStreak"] == {"current": 1, "longest": 1}
    assert found["days"] == [{"workouts": 1, "activeMs": 90_000, "day": "2026-03-02"}]
    query = {"mediaId": media_id, "zone": ZONE}
    assert api.get("/user/history/today", headers=person.headers, query=query).json["entry"] == first.json
    entry = {"entryId": first.json["entryId"]}
    for _ in range(2):
        assert api.delete("/user/history", headers=person.headers, query=entry).status == 200
    assert summary(person)["all"] == {"workouts": 0, "activeMs": 0}
    assert api.get("/user/history/today", headers=person.headers, query=query).json["entry"] is None


def test_the_day_is_the_persons_own(api, studio, done, summary, later):
    """What is Monday afternoon in UTC is Tuesday in Auckland, and a streak there goes on in Honolulu."""
    coach, person = api.instructor(), api.customer()
    media_id = studio.publish(coach)
    (person,) = later(timedelta(hours=4), person)
    assert done(person, mediaId=media_id, zone="Pacific/Auckland").json["day"] == "2026-03-03"
    assert summary(person, "Pacific/Auckland")["today"] == "2026-03-03"
    assert summary(person, "Pacific/Honolulu")["dayStreak"]["current"] == 1


def test_a_past_day_can_be_noted_for_two_weeks(api, studio, done, summary):
    """For who trained without a connection; older days and days to come are refused."""
    coach, person = api.instructor(), api.customer()
    media_id = studio.publish(coach)
    assert done(person, mediaId=media_id, day="2026-02-20").status == 200
    assert done(person, mediaId=media_id, day="2026-03-01").status == 200
    assert summary(person)["dayStreak"] == {"current": 1, "longest": 1}
    for day in ("2026-02-10", "2026-03-03"):
        refused = done(person, mediaId=media_id, day=day)
        assert (refused.status, refused.fields) == (400, ["day"])


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"mediaId": "a", "meetingId": "b"},
        {"meetingId": "b", "day": "2026-03-01"},
        {"mediaId": "a", "zone": "Mars/Olympus"},
        {"mediaId": "a", "activeMs": -1},
        {"mediaId": "a", "day": "2026-02-30"},
    ],
)
def test_bad_input(api, done, body):
    """Each says what is wrong."""
    reply = done(api.customer(), **body)
    assert reply.status == 400
    assert reply.fields


def test_nobody_does_what_is_hidden(api, studio, done):
    """Not a stranger's upload, not a video of who is blocked, not a picture."""
    coach, person = api.instructor(), api.customer()
    hidden = studio.upload(coach, title="Not yet")
    assert done(person, mediaId=hidden).status == 404
    shown = studio.publish(coach, title="Shown")
    api.post("/community/blocks", headers=coach.headers, json={"userId": person.user_id})
    assert done(person, mediaId=shown).status == 404
    assert done(person, mediaId="nothing").status == 404
    assert done(coach, mediaId=hidden).code == "not-a-workout"


def test_history_in_pages(api, studio, done):
    """Newest day first; what was archived since stays with its title."""
    coach, person = api.instructor(), api.customer()
    titles = ["One", "Two", "Three"]
    for back, title in enumerate(titles):
        media_id = studio.publish(coach, title=title)
        assert done(person, mediaId=media_id, day=f"2026-02-{28 - back}").status == 200
    api.delete("/media", headers=coach.headers, query={"mediaId": media_id})
    query, found = {"limit": 2}, []
    while True:
        page = api.get("/user/history", headers=person.headers, query=query).json
        found += [item["title"] for item in page["items"]]
        if page["cursor"] is None:
            break
        query = {"limit": 2, "cursor": page["cursor"]}
    assert found == titles
    other = api.get("/user/history", headers=api.customer().headers, query=query)
    assert other.status == 400


def test_a_class_that_was_attended_counts(api, done, summary, later):
    """From five minutes after its start, for as long as it went on, once."""
    coach, person = api.instructor(), api.customer()
    times = {"startTime": "2026-03-02T10:00:00Z", "endTime": "2026-03-02T10:45:00Z"}
    made = api.post("/meet", headers=coach.headers, json={"kind": "group_class", "title": "Row", **times})
    meeting_id = made.json["meetingId"]
    assert done(person, meetingId=meeting_id).code == "too-early"
    (person,) = later(timedelta(hours=1, minutes=30), person)
    assert done(person, meetingId=meeting_id).json["activeMs"] == 30 * 60_000
    coach, person = later(timedelta(hours=1), coach, person)
    assert done(person, meetingId=meeting_id, activeMs=60_000).json["activeMs"] == 30 * 60_000
    assert done(coach, meetingId=meeting_id, activeMs=10**7).json["activeMs"] == 45 * 60_000
    assert summary(person)["all"]["workouts"] == 1


def test_sessions_of_others_and_cancelled_classes_do_not(api, done, later):
    """Nobody learns of a session that isn't his or hers; a cancelled class did not take place."""
    coach, person, other = api.instructor(), api.customer(), api.customer()
    session = {"kind": "one_on_one", "title": "Us", "users": [person.user_id], "startTime": "2026-03-02T10:00:00Z"}
    meeting_id = api.post("/meet", headers=coach.headers, json=session).json["meetingId"]
    gone = {"kind": "group_class", "title": "Off", "startTime": "2026-03-02T12:00:00Z"}
    cancelled = api.post("/meet", headers=coach.headers, json=gone).json["meetingId"]
    api.delete("/meet", headers=coach.headers, query={"meetingId": cancelled})
    person, other = later(timedelta(hours=5), person, other)
    assert done(other, meetingId=meeting_id).status == 404
    assert done(person, meetingId=meeting_id).json["kind"] == "one_on_one"
    assert done(person, meetingId=cancelled).code == "meeting-cancelled"


def test_a_class_of_who_is_blocked_is_nowhere(api, done, clock):
    """Neither of the two learns of it, whoever asked for the block."""
    coach, person, other = api.instructor(), api.customer(), api.customer()
    plan = {"kind": "group_class", "title": "Row", "startTime": "2026-03-02T09:10:00Z"}
    meeting_id = api.post("/meet", headers=coach.headers, json=plan).json["meetingId"]
    api.post("/community/blocks", headers=coach.headers, json={"userId": person.user_id})
    api.post("/community/blocks", headers=other.headers, json={"userId": coach.user_id})
    clock.advance(timedelta(minutes=40))
    for one in (person, other):
        assert done(one, meetingId=meeting_id).status == 404
    assert done(coach, meetingId=meeting_id).status == 200


def test_a_class_with_seats_is_attended_by_who_came(api, done, clock):
    """Where seats are counted the service knows who came in."""
    coach, here, absent = api.instructor(), api.customer(), api.customer()
    plan = {"kind": "group_class", "title": "Row", "capacity": 5, "startTime": "2026-03-02T09:10:00Z"}
    meeting_id = api.post("/meet", headers=coach.headers, json=plan).json["meetingId"]
    assert api.post("/meet", headers=here.headers, query={"meetingId": meeting_id}).status == 200
    clock.advance(timedelta(minutes=40))
    assert done(here, meetingId=meeting_id).status == 200
    assert done(absent, meetingId=meeting_id).code == "not-attended"


def test_what_it_costs(api, studio, done, operations):
    """However much somebody did: marking is two reads and one transaction, the whole summary one query."""
    coach, person = api.instructor(), api.customer()
    media_ids = [studio.publish(coach, title=f"Row {number}") for number in range(4)]
    for media_id in media_ids[:3]:
        done(person, mediaId=media_id)
    operations.clear()
    done(person, mediaId=media_ids[3])
    assert operations == ["GetItem", "GetItem", "BatchGetItem", "TransactWriteItems"]
    operations.clear()
    api.get("/user/history/summary", headers=person.headers, query={"zone": ZONE})
    assert operations == ["GetItem", "Query"]
