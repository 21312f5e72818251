"""``/schedule/feed``: the calendar that other applications load from a secret address."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream

SLOT = (datetime(2026, 3, 2, 14, tzinfo=UTC), datetime(2026, 3, 2, 15, tzinfo=UTC))


@pytest.fixture
def feed(api):
    """Make the feed of a person: the secret of its address."""

    def make(person) -> str:
        made = api.post("/schedule/feed", headers=person.headers)
        assert made.status == 200, made.content
        url = urlsplit(made.json["url"])
        assert url.path == "/api/schedule/feed.ics"
        (key,) = parse_qs(url.query)["key"]
        return key

    return make


def load(api, key: str) -> Calendar:
    """What a strict parser of somebody else reads at the address."""
    reply = api.get("/schedule/feed.ics", query={"key": key})
    assert (reply.status, reply.headers["content-type"]) == (200, "text/calendar; charset=utf-8"), reply.content
    # RFC 5545, 3.1: lines end with CRLF and are at most 75 octets.
    assert reply.content.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in reply.content.split(b"\r\n"))
    return IcsCalendarStream.calendar_from_ics(reply.content.decode())


def test_a_session_from_request_to_cancellation(office, api, feed):
    """Both read the same event: tentative, confirmed, moved, cancelled; its UID stays, its SEQUENCE grows."""
    coach, bob = office.coach(), api.customer(displayName="Bob; with, marks\\")
    keys = feed(bob), feed(coach)
    event_id = office.session(bob, coach)

    def seen() -> tuple:
        mine, theirs = (load(api, key).events for key in keys)
        (event,), (other,) = mine, theirs
        assert (event.uid, event.start, event.end, event.sequence) == (
            other.uid,
            other.start,
            other.end,
            other.sequence,
        )
        assert event.summary.endswith("· Coach Anna")
        assert other.summary.endswith("· Bob; with, marks\\")
        assert event.url is not None
        assert str(event.url).endswith(f"/calendar/events/{event_id}")
        return event.uid, event.status, event.sequence, event.start

    uid, status, asked, start = seen()
    assert (uid.split("@")[0], status, start) == (event_id, "TENTATIVE", SLOT[0])
    office.step(coach, event_id, "accept")
    same, status, accepted, _ = seen()
    assert (same, status) == (uid, "CONFIRMED")
    times = {"startTime": "2026-03-02T15:00:00Z", "endTime": "2026-03-02T16:00:00Z"}
    assert office.step(bob, event_id, "reschedule", **times).status == 200
    same, status, moved, start = seen()
    assert (same, status, start) == (uid, "CONFIRMED", SLOT[1])
    office.step(coach, event_id, "cancel", reason="Nobody else is told this")
    same, status, cancelled, _ = seen()
    assert (same, status) == (uid, "CANCELLED")
    assert asked < accepted < moved < cancelled


def test_classes_and_personal_events(office, api, feed):
    """What one hosts and what one put in is there; a class that was called off is cancelled."""
    coach = office.coach()
    own = {"startTime": "2026-03-03T10:00:00Z", "endTime": "2026-03-03T10:30:00Z", "title": "Dentist"}
    assert api.post("/schedule", headers=coach.headers, json=own).status == 200
    plan = {"kind": "group_class", "title": "Legs", "startTime": "2026-03-04T10:00:00Z"}
    made = api.post("/meet", headers=coach.headers, json=plan).json["meetingId"]
    key = feed(coach)
    assert sorted((each.summary, each.status) for each in load(api, key).events) == [
        ("Dentist", "CONFIRMED"),
        ("Legs", "CONFIRMED"),
    ]
    assert api.delete("/meet", headers=coach.headers, query={"meetingId": made}).status == 200
    assert [(each.summary, each.status) for each in load(api, key).events if each.summary == "Legs"] == [
        ("Legs", "CANCELLED")
    ]


def test_only_the_newest_address_works_until_it_is_revoked(api, feed):
    """A new address replaces the old one; a revoked one, any other text and a closed account lead nowhere."""
    bob = api.customer()
    state = {"headers": bob.headers}
    assert api.get("/schedule/feed", **state).json == {"createdAt": None}
    old, new = feed(bob), feed(bob)
    assert old != new
    assert api.get("/schedule/feed", **state).json["createdAt"] is not None
    gone = api.get("/schedule/feed.ics", query={"key": old})
    assert (gone.status, gone.code) == (404, "not-found")
    assert load(api, new).events == []
    for _ in range(2):
        assert api.delete("/schedule/feed", **state).status == 200
        assert api.get("/schedule/feed.ics", query={"key": new}).status == 404
    assert api.get("/schedule/feed.ics", query={"key": bob.user_id}).status == 404
    assert api.get("/schedule/feed.ics").status == 400
    last = feed(bob)
    assert api.delete("/user", headers={**bob.headers, "userPassword": bob.password}).status == 200
    assert api.get("/schedule/feed.ics", query={"key": last}).status == 404


def test_a_suspended_person_has_no_feed(api, feed, clock):
    """Whoever is shut out is shut out there, too."""
    bob = api.customer()
    key = feed(bob)
    users = api.services.users
    users.update(users.get(bob.user_id), suspended_until=clock.now + timedelta(days=1))
    assert api.get("/schedule/feed.ics", query={"key": key}).status == 404


def test_the_secret_is_not_kept(api, feed):
    """Neither of the two rows holds what opens the feed."""
    bob = api.customer()
    key = feed(bob)
    found = api.services.calendar_feeds.find(bob.user_id)
    assert key not in repr(found)
    assert api.services.calendar_feeds.opened_by(found.secret_hash) is None
