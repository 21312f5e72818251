"""What people of a class find in their inboxes, and that the worker ends what a request left."""

from datetime import timedelta

import pytest

from functions.announcing.handler import compose
from neufit.rosters import AT_ONCE
from neufit.settings import AnnouncingSettings
from neufit.stores.announcements import AnnouncementRow


@pytest.fixture
def deliver(api_settings, services, clock):
    """Tells what is due, until nothing is. Nothing of other tests waits."""
    for row in AnnouncementRow.scan():
        row.delete()
    teller = compose(AnnouncingSettings(**api_settings.model_dump()), clock)

    def work():
        while due := teller.announcements.due(clock(), limit=100):
            for waiting in due:
                teller.work_off(waiting)

    return work


@pytest.fixture
def inbox(api):
    """Kinds of the notices of somebody, the newest first, and what the newest links to."""

    def read(person):
        page = api.get("/user/notices", headers=api.sign_in(person.user_id).headers).json
        return [item["kind"] for item in page["items"]]

    return read


def test_a_large_class_moves_with_everybody_in_it(gym, api, deliver, inbox):
    """The request moves a few; the worker tells everybody and moves the rest, and a lost seat goes to who waits.

    Whose seat was lost before the worker came hears that alone.
    """
    anna = api.instructor()
    people = [api.customer() for _ in range(AT_ONCE + 4)]
    klass = gym.meeting(anna, startTime=gym.at(hours=40), capacity=len(people) - 1)
    for person in people:
        gym.enrol(person, klass)
    *seated, waits = people
    deliver()
    times = {"startTime": gym.at(hours=45), "endTime": gym.at(hours=46)}
    busy = seated[-1]
    assert api.post("/schedule", headers=busy.headers, json=times).status == 200
    assert gym.change(anna, klass, startTime=times["startTime"]).status == 200
    deliver()
    told = gym.read(anna, klass).json
    assert (told["enrolled"], told["waiting"]) == (len(people) - 1, 0)
    for person in seated[:-1]:
        assert inbox(person) == ["class-moved"]
        assert gym.calendar(person) == [(klass, times["startTime"])]
    assert "seat-lost" in inbox(busy)
    assert "seat-given" in inbox(waits)
    assert gym.calendar(waits) == [(klass, times["startTime"])]
    gym.close(anna, klass)
    deliver()
    assert "class-cancelled" in inbox(waits)
    for person in seated[:-1]:
        assert api.post("/schedule", headers=person.headers, json=times).status == 200  # the time is free again


def test_a_large_class_that_only_grows_longer(gym, api, deliver, inbox):
    """Nobody is told of it, and yet its new end takes the time of everybody in it, not only of a few."""
    anna = api.instructor()
    people = [api.customer() for _ in range(AT_ONCE + 2)]
    klass = gym.meeting(anna, startTime=gym.at(hours=40), endTime=gym.at(hours=41))
    for person in people:
        gym.enrol(person, klass)
    deliver()
    assert gym.change(anna, klass, endTime=gym.at(hours=42)).status == 200
    deliver()
    times = {"startTime": gym.at(hours=41), "endTime": gym.at(hours=42)}
    for person in people:
        assert api.post("/schedule", headers=person.headers, json=times).code == "time-taken"
        assert inbox(person) == []


def test_reminders_are_for_those_with_seats(gym, api, deliver, inbox, clock):
    """Who waits has nothing to be reminded of."""
    anna, bob, carl = api.instructor(), api.customer(), api.customer()
    klass = gym.meeting(anna, startTime=gym.at(hours=30), capacity=1)
    for person in (bob, carl):
        gym.enrol(person, klass)
    clock.advance(timedelta(hours=7))
    deliver()
    assert (inbox(bob), inbox(carl)) == (["reminder"], [])
