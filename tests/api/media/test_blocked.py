"""A block between two people hides them from each other, at once, whoever of the two asked for it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from neufit.domain.subscription import Source
from neufit.stores.cards import MAX_CARDS


@pytest.fixture(params=["by the instructor", "by the customer"])
def pair(request, api):
    """An instructor, a customer, and a function that blocks one of them for the other."""
    coach, person = api.instructor(), api.customer()
    asks, other = (coach, person) if request.param == "by the instructor" else (person, coach)

    def block():
        reply = api.post("/community/blocks", headers=asks.headers, json={"userId": other.user_id})
        assert reply.status == 200, reply.content

    def unblock():
        query = {"userId": other.user_id}
        assert api.delete("/community/blocks", headers=asks.headers, query=query).status == 200

    return coach, person, block, unblock


def ids(reply):
    assert reply.status == 200, reply.content
    return [item["mediaId"] for item in reply.json["items"]]


def subscribe(api, person, name):
    return api.post("/user/subscriptions", headers=person.headers, json={"source": name})


def test_library_browse_and_search(studio, api, pair) -> None:
    """Nothing of a blocked instructor is listed, with the same answer as of one who isn't there; others find it."""
    coach, person, block, unblock = pair
    media_id = studio.publish(coach, title="Hidden hop", topics=["yoga"])
    other = api.customer()
    searches = [{"instructor": coach.user_id}, {"q": "hidden hop"}, {"topic": "yoga"}, {}]
    for query in searches:
        assert media_id in ids(api.get("/media/library", headers=person.headers, query=query))
    block()
    for query in searches:
        assert media_id not in ids(api.get("/media/library", headers=person.headers, query=query))
        assert media_id in ids(api.get("/media/library", headers=other.headers, query=query))
    of = {"instructor": coach.user_id}
    nobody = api.get("/media/library", headers=person.headers, query={"instructor": "nobody_there"})
    assert api.get("/media/library", headers=person.headers, query=of).json == nobody.json
    assert media_id in ids(api.get("/media/library", headers=coach.headers, query=of))
    unblock()
    assert ids(api.get("/media/library", headers=person.headers, query=of)) == [media_id]


def test_the_feed(studio, api, pair) -> None:
    """What came into the feed by a topic is hidden too, and is there again when the block ends."""
    coach, person, block, unblock = pair
    media_id = studio.publish(coach, title="Feed me", topics=["strength"], subscribers=(person,))
    assert ids(api.get("/media/feed", headers=person.headers)) == [media_id]
    block()
    assert ids(api.get("/media/feed", headers=person.headers)) == []
    unblock()
    assert ids(api.get("/media/feed", headers=person.headers)) == [media_id]


def test_opening_and_streaming(studio, api, pair) -> None:
    """An item of the other one is as one that there isn't: details, tickets, file."""
    coach, person, block, unblock = pair
    media_id = studio.publish(coach, title="No way in")
    query = {"mediaId": media_id}
    asked = [("GET", "/media/stream"), ("POST", "/media/stream"), ("GET", "/media")]
    for method, path in asked:
        assert api.request(method, path, headers=person.headers, query=query).status in {200, 302}
    block()
    for method, path in asked:
        hidden = api.request(method, path, headers=person.headers, query=query)
        missing = api.request(method, path, headers=person.headers, query={"mediaId": "01JD0W6F7MZ5Q8R3T9V2X4Y6ZA"})
        assert (hidden.status, hidden.json) == (missing.status, missing.json) == (404, hidden.json)
        assert api.request(method, path, headers=coach.headers, query=query).status in {200, 302}
        assert api.request(method, path, query=query).status in {200, 302}  # nobody in particular
    unblock()
    assert api.post("/media/stream", headers=person.headers, query=query).status == 200


def test_the_list_of_instructors(api, pair) -> None:
    """A blocked instructor is missing in it for the other one only."""
    coach, person, block, _ = pair

    def listed(headers):
        return [each["userId"] for each in api.get("/user/instructors", headers=headers).json["items"]]

    assert coach.user_id in listed(person.headers)
    block()
    assert coach.user_id not in listed(person.headers)
    assert coach.user_id in listed({})
    assert coach.user_id in listed(coach.headers)


def test_profiles(api) -> None:
    """Who was blocked finds nobody; who blocked finds the profile, which is where to let that person back in."""
    anna, bob = api.customer(), api.customer()
    api.post("/community/blocks", headers=anna.headers, json={"userId": bob.user_id})

    def profile(of, asks):
        return api.get("/user", headers={"userId": of.user_id, "authToken": asks.token})

    assert profile(anna, bob).status == 404
    assert profile(bob, anna).status == 200
    assert profile(anna, anna).status == profile(bob, bob).status == 200


def test_subscriptions_end(studio, api, pair) -> None:
    """Both ways, with what they brought into the feed; topics stay; and none can be made while the block lasts."""
    coach, person, block, unblock = pair
    services = api.services
    media_id = studio.publish(coach, title="Once subscribed")
    assert subscribe(api, person, coach.user_id).status == subscribe(api, person, "beginners_yoga").status == 200
    assert ids(api.get("/media/feed", headers=person.headers)) == [media_id]
    block()
    assert api.get("/user", headers=person.headers).json["subscriptions"] == ["beginners_yoga"]
    assert services.subscriptions.subscribers(Source.instructor(coach.user_id), limit=10)[0] == []
    assert services.feed.page(person.user_id, limit=10)[0] == []
    refused, unknown = subscribe(api, person, coach.user_id), subscribe(api, person, "nobody_there")
    assert (refused.status, refused.json) == (unknown.status, unknown.json) == (400, refused.json)
    every = api.put("/user", headers=person.headers, json={"subscriptions": ["beginners_yoga", coach.user_id]})
    assert (every.status, every.fields) == (400, ["subscriptions.1"])
    block()
    unblock()
    assert api.get("/user", headers=person.headers).json["subscriptions"] == ["beginners_yoga"]
    assert subscribe(api, person, coach.user_id).status == 200


def test_two_instructors_end_each_others_subscriptions(api) -> None:
    """Each was subscribed to the other; one block ends both."""
    anna, ben = api.instructor(), api.instructor()
    for person, other in ((anna, ben), (ben, anna)):
        assert subscribe(api, person, other.user_id).status == 200
    api.post("/community/blocks", headers=anna.headers, json={"userId": ben.user_id})
    for person in (anna, ben):
        assert api.get("/user", headers=person.headers).json["subscriptions"] == []


def test_unsubscribing_and_being_blocked_at_once(api) -> None:
    """Whoever comes first, both are done and neither fails."""
    coach, person, start = api.instructor(), api.customer(), Barrier(2)
    assert subscribe(api, person, coach.user_id).status == 200

    def block():
        start.wait()
        return api.post("/community/blocks", headers=coach.headers, json={"userId": person.user_id}).status

    def leave():
        start.wait()
        return api.delete("/user/subscriptions", headers=person.headers, query={"source": coach.user_id}).status

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.submit(block), pool.submit(leave)
        assert (first.result(), second.result()) == (200, 200)
    assert api.get("/user", headers=person.headers).json["subscriptions"] == []
    assert api.services.blocks.apart(coach.user_id, [person.user_id])


def test_the_largest_page_is_read_whole(api, services) -> None:
    """As many cards as fit, of as many people, and who asks: one row more than one batch may hold."""
    people = [api.services.users.get(api.customer().user_id) for _ in range(3)]
    owners = [person.user_id for person in people] + [f"nobody_{number}" for number in range(MAX_CARDS - 3)]
    reader = api.customer()
    services.blocks.add(people[0], services.users.get(reader.user_id), services.clock())
    data = services.cards.read([f"none{number}" for number in range(MAX_CARDS)], owners, reader=reader.user_id)
    assert {people[1].key, people[2].key} <= data.names.keys()
    assert people[0].key not in data.names
    assert data.media == {}
