"""``/schedule/availability`` and ``/schedule/slots``: hours, and what of them is free, in the zone of who looks."""

from datetime import datetime, timedelta

import pytest

from neufit.domain.calendar.zones import zone_of


def test_hours_come_back_as_they_were_said(office, api):
    """All of it, with a revision; a change needs the one that there is."""
    coach = office.coach(daysOff=[{"first": "2026-03-03", "last": "2026-03-04"}], bufferAfterMinutes=10)
    told = api.get("/schedule/availability", headers=coach.headers).json
    assert told["zone"] == "America/New_York"
    assert told["weekly"][0] == {"weekday": "monday", "start": "09:00", "end": "12:00"}
    assert told["daysOff"] == [{"first": "2026-03-03", "last": "2026-03-04"}]
    assert (told["bufferAfterMinutes"], told["noticeMinutes"], told["revision"]) == (10, 60, 1)
    again = api.put("/schedule/availability", headers=coach.headers, json=told)
    assert (again.status, again.json["revision"]) == (200, 2)
    assert api.put("/schedule/availability", headers=coach.headers, json=told).status == 409


@pytest.mark.parametrize(
    ("hours", "wrong"),
    [
        ({"zone": "Mars/Olympus"}, ["zone"]),
        ({"weekly": [{"weekday": "monday", "start": "12:00", "end": "09:00"}]}, ["weekly.0"]),
        ({"weekly": [{"weekday": "monday", "start": "09:01", "end": "10:00"}]}, ["weekly.0"]),
        ({"weekly": [{"weekday": "monday", "start": "09:00", "end": "25:00"}]}, ["weekly.0.end"]),
        ({"sessionMinutes": 240}, ["sessionMinutes"]),
        ({"extra": [{"day": "2026-02-30", "start": "09:00", "end": "10:00"}]}, ["extra.0.day"]),
    ],
)
def test_hours_that_can_not_be(api, hours, wrong):
    """Each is named."""
    reply = api.put("/schedule/availability", headers=api.instructor().headers, json={"zone": "UTC", **hours})
    assert (reply.status, reply.fields) == (400, wrong)


def test_customers_have_no_hours(api):
    """Neither to read nor to write."""
    bob = api.customer()
    assert api.put("/schedule/availability", headers=bob.headers, json={"zone": "UTC"}).status == 403
    assert api.get("/schedule/availability", headers=bob.headers).status == 404
    for whom in (bob.user_id, "nobody_x"):
        assert api.get("/schedule/slots", headers=bob.headers, query={"instructor": whom}).status == 404


def test_a_customer_in_tokyo_sees_new_york_over_a_change_of_its_clocks(office, api):
    """New York's clocks change on 8 March: nine there is 23:00 in Tokyo before and 22:00 after, the same instants."""
    coach, bob = office.coach(), api.customer()
    query = {"instructor": coach.user_id, "zone": "Asia/Tokyo", "from": "2026-03-04T00:00:00Z", "range": 7}
    told = api.get("/schedule/slots", headers=bob.headers, query=query).json
    assert (told["zone"], told["sessionMinutes"], told["instructor"]["displayName"]) == ("Asia/Tokyo", 60, "Coach Anna")
    first = {day["day"]: day["slots"][0] for day in told["days"]}
    assert first["2026-03-04"] == {
        "startTime": "2026-03-04T14:00:00Z",
        "endTime": "2026-03-04T15:00:00Z",
        "localStart": "2026-03-04T23:00:00+09:00",
    }
    assert first["2026-03-09"]["startTime"] == "2026-03-09T13:00:00Z"
    assert first["2026-03-09"]["localStart"] == "2026-03-09T22:00:00+09:00"
    slots = office.slots(bob, coach, zone="Asia/Tokyo", **{"from": "2026-03-09T00:00:00Z"})
    reply = office.ask(bob, coach, slots[0]["localStart"], slots[1]["localStart"])
    assert reply.status == 200
    times = [(event["startTime"], event["endTime"]) for who in (bob, coach) for event in office.calendar(who)]
    assert times == [("2026-03-09T13:00:00Z", "2026-03-09T14:00:00Z")] * 2


def test_a_suspended_instructor(office, api, clock):
    """Offers nothing and can't be asked, until the suspension ends."""
    coach, bob = office.coach(), api.customer()
    slot = office.slots(bob, coach)[0]
    api.services.users.update(api.services.users.get(coach.user_id), suspended_until=clock() + timedelta(minutes=5))
    assert api.get("/schedule/slots", headers=bob.headers, query={"instructor": coach.user_id}).status == 404
    assert office.ask(bob, coach, slot["startTime"], slot["endTime"]).status == 404
    clock.advance(timedelta(minutes=5))
    assert office.slots(bob, coach)[0] == slot


def test_an_unknown_zone(office, api):
    """It is named."""
    reply = api.get(
        "/schedule/slots",
        headers=api.customer().headers,
        query={"instructor": office.coach().user_id, "zone": "Mars/Olympus"},
    )
    assert (reply.code, reply.fields) == ("unknown-zone", ["zone"])


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns"])
def test_local_times_are_the_same_instants(office, api, zone):
    """What a slot is in the zone of who looks, and its instant, are one."""
    coach, bob = office.coach(), api.customer()
    for slot in office.slots(bob, coach, zone=zone, range=31):
        at, local = (datetime.fromisoformat(slot[name]) for name in ("startTime", "localStart"))
        assert at == local
        assert at.astimezone(zone_of(zone)).replace(tzinfo=None) == local.replace(tzinfo=None)
