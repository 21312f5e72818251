"""``/meet``: making, reading, changing and calling off meetings."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from neufit.domain.meeting import MAX_ATTENDEES


def test_an_instructor_starts_a_class_now(gym, api, clock):
    """Kind and title are enough: it runs from this minute for an hour, and everybody who is signed in sees it."""
    clock.advance(timedelta(seconds=42))
    anna = api.instructor(displayName="Anna Berg")
    reply = gym.make(anna, description="Bring a mat.", topics=["yoga", "yoga"])
    assert reply.status == 200, reply.content
    assert (reply.json["relays"], reply.json["iceServers"], reply.json["expiresAt"]) == ([], [], None)
    meeting_id = reply.json["meetingId"]
    told = gym.read(api.customer(), meeting_id).json
    assert told == {
        "meetingId": meeting_id,
        "kind": "group_class",
        "title": "Morning flow",
        "description": "Bring a mat.",
        "topics": ["yoga"],
        "instructor": {"userId": anna.user_id, "displayName": "Anna Berg"},
        "customer": None,
        "role": "customer",
        "startTime": "2026-03-02T09:00:00Z",
        "endTime": "2026-03-02T10:00:00Z",
        "status": "live",
        "joinableFrom": "2026-03-02T08:45:00Z",
        "joinableUntil": "2026-03-02T10:15:00Z",
        "revision": 0,
        "capacity": None,
        "enrolled": 0,
        "waiting": None,
        "myState": "none",
        "seriesId": None,
        "mediaId": None,
        "users": [anna.user_id],
        "attendees": [],
    }
    assert gym.read(anna, meeting_id).json["role"] == "host"


def test_a_class_in_the_future_by_the_words_of_the_public_api(gym, api):
    """Its notation of times is taken; whoever is on the list is named to the host and to those on it only."""
    anna, bob, carl = api.instructor(), api.customer(displayName="Bob"), api.customer()
    meeting_id = gym.meeting(
        anna,
        startTime="03-02-2026 12:00:00 UTC",
        endTime="03-02-2026 12:45:00 UTC",
        users=[anna.user_id, bob.user_id.upper(), bob.user_id],
    )
    for person in (anna, bob):
        told = gym.read(person, meeting_id).json
        assert told["users"] == [anna.user_id, bob.user_id]
        assert told["attendees"] == [{"userId": bob.user_id, "displayName": "Bob"}]
        assert (told["startTime"], told["status"]) == ("2026-03-02T12:00:00Z", "scheduled")
    assert gym.read(carl, meeting_id).json["users"] == [anna.user_id]


def test_a_one_on_one_is_for_the_two(gym, api):
    """The instructor names one customer; for everybody else there is no such meeting, whatever they try."""
    anna, bob = api.instructor(), api.customer(displayName="Bob")
    meeting_id = gym.pair(anna, bob)
    for person in (anna, bob):
        told = gym.read(person, meeting_id).json
        assert told["customer"] == {"userId": bob.user_id, "displayName": "Bob"}
        assert told["users"] == [anna.user_id, bob.user_id]
    for stranger in (api.customer(), api.instructor()):
        for reply in (
            gym.read(stranger, meeting_id),
            gym.join(stranger, meeting_id),
            gym.change(stranger, meeting_id, title="Mine"),
            gym.close(stranger, meeting_id),
        ):
            assert (reply.status, reply.code) == (404, "not-found")
    assert gym.read(bob, meeting_id).json["title"] == "Morning flow"


def test_nobody_without_a_session(gym, api):
    """Every operation needs one."""
    meeting_id = gym.meeting(api.instructor())
    query = {"meetingId": meeting_id}
    assert api.post("/meet", json={"kind": "group_class", "title": "x"}).status == 401
    for reply in (
        gym.read(None, meeting_id),
        gym.join(None, meeting_id),
        api.put("/meet", query=query, json={"title": "x"}),
        api.delete("/meet", query=query),
        api.get("/meet/upcoming"),
    ):
        assert reply.status == 401


def test_only_instructors_make_meetings(gym, api):
    """A customer is told so."""
    reply = gym.make(api.customer())
    assert (reply.status, reply.code) == (403, "forbidden")


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"kind": None}, "kind"),
        ({"title": None}, "title"),
        ({"title": "  "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"kind": "party"}, "kind"),
        ({"callbackUrl": "https://hooks.example.com/"}, "callbackUrl"),
        ({"startTime": "2026-03-02T08:59:00Z"}, "startTime"),
        ({"startTime": "2026-03-02T12:00:00"}, "startTime"),
        ({"startTime": "tomorrow"}, "startTime"),
        ({"startTime": "2026-03-02T12:00:30Z"}, "startTime"),
        ({"startTime": "2027-03-04T12:00:00Z"}, "startTime"),
        ({"startTime": "9999-12-31T23:59:00Z"}, "startTime"),
        ({"endTime": "2026-03-02T09:00:00Z"}, "endTime"),
        ({"endTime": "2026-03-02T09:04:00Z"}, "endTime"),
        ({"endTime": "2026-03-02T13:01:00Z"}, "endTime"),
        ({"endTime": "9999-12-31T23:59:00Z"}, "endTime"),
        ({"topics": ["no_such_topic"]}, "topics.0"),
        ({"topics": ["yoga"] * 9}, "topics"),
        ({"users": ["nobody_there"]}, "users.0"),
        ({"users": ["x"]}, "users.0"),
        ({"users": ["some_body"] * (MAX_ATTENDEES + 1)}, "users"),
        ({"kind": "one_on_one"}, "users"),
        ({"hostId": "somebody_else"}, "hostId"),
        ({"status": "live"}, "status"),
    ],
    ids=str,
)
def test_meetings_that_can_not_be(gym, api, fields, named):
    """Each bad body is a 400 that names the field, and no meeting comes of it."""
    anna = api.instructor()
    reply = gym.make(anna, **fields)
    assert reply.status == 400, reply.content
    assert named in reply.fields
    assert gym.upcoming(anna, mine=True) == []


def test_a_repeated_request_makes_one_meeting(gym, api, clock):
    """The same key of the same host answers the same meeting, also at the same moment; keys of others are theirs."""
    anna, start = api.instructor(), Barrier(4)

    def make(_):
        start.wait()
        return gym.make(anna, key="click-1").json["meetingId"]

    with ThreadPoolExecutor(4) as pool:
        ids = set(pool.map(make, range(4)))
    clock.advance(timedelta(minutes=2))
    ids.add(gym.meeting(anna, key="click-1"))
    assert len(ids) == 1
    assert gym.upcoming(anna, mine=True) == list(ids)
    assert gym.meeting(anna, key="click-2", startTime=gym.at(hours=1)) not in ids
    assert gym.meeting(api.instructor(), key="click-1") not in ids
    assert gym.make(anna, key="x" * 101).status == 400


def test_the_host_extends_moves_renames(gym, api):
    """Any subset; each change is a revision; the length stays when only the start moves."""
    anna, bob = api.instructor(), api.customer()
    meeting_id = gym.meeting(anna, startTime=gym.at(hours=2))
    reply = gym.change(anna, meeting_id, title="Evening flow", topics=["strength"], users=[bob.user_id])
    assert (reply.status, reply.json["revision"]) == (200, 1)
    assert gym.change(anna, meeting_id, startTime=gym.at(hours=3)).json["revision"] == 2
    told = gym.read(bob, meeting_id).json
    assert (told["title"], told["topics"]) == ("Evening flow", ["strength"])
    assert (told["startTime"], told["endTime"]) == (gym.at(hours=3), gym.at(hours=4))
    assert told["users"] == [anna.user_id, bob.user_id]
    assert gym.upcoming(bob, mine=True) == [meeting_id]
    assert gym.change(anna, meeting_id, users=[]).status == 200
    assert gym.upcoming(bob, mine=True) == []
    assert gym.change(anna, meeting_id).json["revision"] == 3


def test_a_class_that_runs_is_extended(gym, api, clock):
    """Its end moves, its start doesn't any more; not beyond the longest, not when it is over."""
    anna = api.instructor()
    meeting_id = gym.meeting(anna)
    clock.advance(timedelta(minutes=65))
    anna = api.sign_in(anna.user_id)
    assert gym.change(anna, meeting_id, endTime="2026-03-02T11:00:00Z").status == 200
    assert gym.read(anna, meeting_id).json["status"] == "live"
    refused = gym.change(anna, meeting_id, startTime=gym.at(hours=1))
    assert (refused.status, refused.code) == (409, "meeting-begun")
    too_long = gym.change(anna, meeting_id, endTime="2026-03-02T13:01:00Z")
    assert (too_long.status, too_long.fields) == (400, ["endTime"])
    clock.advance(timedelta(hours=2))
    anna = api.sign_in(anna.user_id)
    over = gym.change(anna, meeting_id, endTime=gym.at(minutes=30))
    assert (over.status, over.code) == (409, "meeting-ended")


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"endTime": "2026-03-02T08:00:00Z"}, "endTime"),
        ({"startTime": "2026-03-02T08:00:00Z"}, "startTime"),
        ({"title": ""}, "title"),
        ({"topics": ["no_such_topic"]}, "topics.0"),
        ({"users": ["nobody_there"]}, "users.0"),
        ({"kind": "one_on_one"}, "kind"),
        ({"revision": -1}, "revision"),
    ],
    ids=str,
)
def test_changes_that_can_not_be(gym, api, fields, named):
    """A 400 that names the field; the meeting stays as it was."""
    anna = api.instructor()
    meeting_id = gym.meeting(anna, startTime=gym.at(hours=2))
    before = gym.read(anna, meeting_id).json
    reply = gym.change(anna, meeting_id, **fields)
    assert reply.status == 400, reply.content
    assert named in reply.fields
    assert gym.read(anna, meeting_id).json == before


def test_a_one_on_one_stays_one(gym, api):
    """Its customer can be another one, never nobody or two."""
    anna, bob, carl = api.instructor(), api.customer(), api.customer()
    meeting_id = gym.pair(anna, bob)
    for users in ([], [bob.user_id, carl.user_id], [anna.user_id]):
        assert gym.change(anna, meeting_id, users=users).fields == ["users"]
    assert gym.change(anna, meeting_id, users=[carl.user_id]).status == 200
    assert gym.read(bob, meeting_id).status == 404
    assert gym.read(carl, meeting_id).json["customer"]["userId"] == carl.user_id


def test_only_the_host_changes_a_class(gym, api):
    """Others see it, so they are told that it isn't theirs."""
    meeting_id = gym.meeting(api.instructor())
    for other in (api.customer(), api.instructor()):
        assert gym.change(other, meeting_id, title="Mine").status == 403
        assert gym.close(other, meeting_id).status == 403


def test_of_two_tabs_one_wins(gym, api):
    """A revision that is no longer the newest is refused, also when both come at the same moment."""
    anna, start = api.instructor(), Barrier(5)
    meeting_id = gym.meeting(anna)

    def rename(number):
        start.wait()
        return gym.change(anna, meeting_id, title=f"Title {number}", revision=0).status

    with ThreadPoolExecutor(5) as pool:
        statuses = sorted(pool.map(rename, range(5)))
    assert statuses[0] == 200
    assert set(statuses[1:]) <= {409, 503}
    assert gym.read(anna, meeting_id).json["revision"] == 1
    stale = gym.change(anna, meeting_id, title="Late", revision=0)
    assert (stale.status, stale.code) == (409, "conflict")


def test_cancelling_before_the_start(gym, api):
    """The host calls it off, twice if need be; its people still see that it was cancelled, listings of classes not."""
    anna, bob = api.instructor(), api.customer()
    meeting_id = gym.meeting(anna, startTime=gym.at(hours=2), users=[bob.user_id])
    for _ in range(2):
        reply = gym.close(anna, meeting_id)
        assert (reply.status, reply.json["message"]) == (200, "The meeting is cancelled.")
    assert gym.read(bob, meeting_id).json["status"] == "cancelled"
    assert gym.upcoming(bob, mine=True) == [meeting_id]
    assert meeting_id not in gym.upcoming(bob)
    assert meeting_id not in gym.upcoming(bob, instructor=anna.user_id)
    refused = gym.change(anna, meeting_id, startTime=gym.at(hours=3))
    assert (refused.status, refused.code) == (409, "meeting-cancelled")


def test_ending_while_it_runs(gym, api, clock):
    """What has begun ends now and is over for all listings."""
    anna, bob = api.instructor(), api.customer()
    meeting_id = gym.pair(anna, bob)
    clock.advance(timedelta(minutes=20))
    reply = gym.close(anna, meeting_id)
    assert reply.json["message"] == "The meeting is over."
    assert gym.read(bob, meeting_id).json["status"] == "ended"
    clock.advance(timedelta(seconds=1))
    assert gym.upcoming(bob, mine=True) == []
    clock.advance(timedelta(days=1))
    assert gym.close(api.sign_in(anna.user_id), meeting_id).status == 200


def test_a_meeting_of_nobody(gym, api):
    """Unknown ids and ids of any shape are 404; none at all is 400. Whose host has left isn't there, or is off."""
    anna, bob = api.instructor(), api.customer()
    for meeting_id in ("01JD0W6F7MZ5Q8R3T9V2X4Y6ZA", "x", "person#anna", "a b/ä?"):
        assert gym.read(bob, meeting_id).status == 404
        assert gym.join(bob, meeting_id).status == 404
    assert api.get("/meet", headers=bob.headers).status == 400
    assert gym.read(bob, "x" * 65).status == 400
    meeting_id = gym.meeting(anna)
    api.delete("/user", headers={**anna.headers, "userPassword": anna.password})
    assert gym.read(bob, meeting_id).status == 404
    assert gym.join(bob, meeting_id).status in {404, 409}
    assert meeting_id not in gym.upcoming(bob)
