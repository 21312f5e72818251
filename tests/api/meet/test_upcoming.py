"""``GET /meet/upcoming``: what runs now and comes next."""

from datetime import timedelta

import pytest


def upcoming(api, person, **query):
    return api.get("/meet/upcoming", headers=person.headers, query=query)


def test_those_that_run_come_first(gym, api, clock):
    """By start, whatever the order in which they were made; a card says what a list needs."""
    anna, bob = api.instructor(displayName="Anna"), api.customer()
    later = gym.meeting(anna, startTime=gym.at(hours=4), title="Later")
    live = gym.meeting(anna, title="Live", endTime=gym.at(minutes=20))
    soon = gym.meeting(anna, startTime=gym.at(minutes=20), title="Soon")
    assert gym.upcoming(bob, instructor=anna.user_id) == [live, soon, later]
    item = upcoming(api, bob, instructor=anna.user_id.upper()).json["items"][0]
    assert (item["title"], item["status"], item["role"]) == ("Live", "live", "customer")
    assert item["instructor"] == {"userId": anna.user_id, "displayName": "Anna"}
    assert "attendees" not in item
    clock.advance(timedelta(minutes=21))
    bob = api.sign_in(bob.user_id)
    assert gym.upcoming(bob, instructor=anna.user_id) == [soon, later]


def test_all_classes_page_by_page(gym, api):
    """Each once, in order; a cursor belongs to its listing and its person."""
    bob = api.customer()
    hosts = [api.instructor() for _ in range(5)]
    made = [gym.meeting(host, startTime=gym.at(minutes=30 + place)) for place, host in enumerate(hosts)]
    assert [each for each in gym.upcoming(bob, limit=2) if each in made] == made
    cursor = upcoming(api, bob, limit=2).json["cursor"]
    assert upcoming(api, bob, limit=2, cursor=cursor, mine=True).status == 400
    assert upcoming(api, api.customer(), limit=2, cursor=cursor).status == 400
    assert upcoming(api, bob, limit=2, cursor=cursor[:-2] + "xx").status == 400


def test_one_on_one_sessions_are_listed_for_the_two(gym, api):
    """Asking for the kind, or for one's own, shows one's own; nobody sees those of others."""
    anna, bob, carl = api.instructor(), api.customer(displayName="Bob"), api.customer()
    pair, group = gym.pair(anna, bob), gym.meeting(anna, users=[bob.user_id], startTime=gym.at(hours=1))
    for person in (anna, bob):
        assert gym.upcoming(person, kind="one_on_one") == [pair]
        assert set(gym.upcoming(person, mine=True)) == {pair, group}
        assert gym.upcoming(person, mine=True, kind="group_class") == [group]
        assert upcoming(api, person, kind="one_on_one").json["items"][0]["customer"]["displayName"] == "Bob"
    assert gym.upcoming(carl, kind="one_on_one") == gym.upcoming(carl, mine=True) == []
    assert gym.upcoming(carl, kind="one_on_one", instructor=anna.user_id) == []
    assert gym.upcoming(carl, instructor=anna.user_id) == [group]
    assert gym.upcoming(carl, instructor=bob.user_id) == []


def test_from_another_time_on(gym, api, clock):
    """What was over then is left out: a time of the past shows what one held."""
    anna = api.instructor()
    past = gym.meeting(anna)
    clock.advance(timedelta(hours=2))
    anna = api.sign_in(anna.user_id)
    now = gym.meeting(anna)
    assert gym.upcoming(anna, mine=True) == [now]
    assert gym.upcoming(anna, mine=True, **{"from": gym.at(hours=-2)}) == [past, now]
    assert gym.upcoming(anna, mine=True, **{"from": gym.at(hours=1)}) == []


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"kind": "party"}, "kind"),
        ({"limit": 0}, "limit"),
        ({"limit": 51}, "limit"),
        ({"from": "yesterday"}, "from"),
        ({"mine": "perhaps"}, "mine"),
        ({"from_": "2026-03-02T09:00:00Z"}, "from_"),
        ({"user": "anna"}, "user"),
    ],
    ids=str,
)
def test_what_can_not_be_listed(api, query, named):
    """A 400 that names the parameter."""
    reply = upcoming(api, api.customer(), **query)
    assert (reply.status, reply.fields) == (400, [named])


def test_a_time_at_the_ends_of_the_calendar(api):
    """The first and the last years there are: an answer, no crash."""
    for moment in ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"):
        assert upcoming(api, api.customer(), **{"from": moment}).status == 200
