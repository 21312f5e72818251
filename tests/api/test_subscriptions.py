"""Subscriptions: rows are the truth, the feed follows, and what one call left half done the next one finishes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from functions.feeds import settle
from functions.user import subscriptions as subscribing
from neufit.domain.media import Kind, Media, Published, Status
from neufit.domain.subscription import Source, SubscriptionState
from neufit.domain.topic import Topic
from neufit.domain.user import MAX_SUBSCRIPTIONS
from neufit.ids import new_id
from neufit.stores.feed import FeedStore
from neufit.stores.subscriptions import CHANGES_AT_ONCE


@pytest.fixture
def topics(services):
    """Three topics."""
    for slug in ("beginners_yoga", "strength", "running"):
        services.topics.put(Topic(slug=slug, name=slug.title(), description="For everybody."))
    return ["beginners_yoga", "running", "strength"]


@pytest.fixture
def published(services, clock):
    """A function that publishes a video as the pipeline does at its end."""

    def publish(owner_id, *slugs):
        at = clock.advance(timedelta(seconds=1))
        media = Media(
            media_id=new_id(at),
            owner_id=owner_id,
            kind=Kind.VIDEO,
            title="Morning flow",
            topics=slugs,
            status=Status.AVAILABLE,
            version="v1",
            created_at=at,
            published_at=at,
            published=Published(version="v1", plan="p1", runtime_ms=60_000),
        )
        services.media.create(media)
        services.catalogue.index(media, "Anna")
        return media.media_id

    return publish


def feed(services, person):
    return [entry.media_id for entry in services.feed.page(person.user_id, limit=50)[0]]


def subscriptions(api, person):
    return api.get("/user", headers=person.headers).json["subscriptions"]


def test_the_topics(api, topics):
    """Everybody can list what there is to subscribe to."""
    items = api.get("/user/topics").json["items"]
    assert [each["slug"] for each in items] == topics
    assert items[0] == {"slug": "beginners_yoga", "name": "Beginners_Yoga", "description": "For everybody."}


def test_subscribing_at_sign_up(api, services, topics, published):
    """Subscriptions that come with the account fill its feed, newest first, each video once."""
    anna = api.instructor()
    old, new = published(anna.user_id, "strength"), published(anna.user_id)
    person = api.customer(subscriptions=[anna.user_id.upper(), "strength", "strength"])
    assert subscriptions(api, person) == sorted([anna.user_id, "strength"])
    assert feed(services, person) == [new, old]
    assert services.subscriptions.subscribers(Source.topic("strength"), limit=10)[0].count(person.user_id) == 1


def test_subscribing_to_one(api, services, topics, published):
    """The newest come at once, a second time changes nothing; unsubscribing takes out what has no other reason."""
    anna, person = api.instructor(), api.customer()
    plain, both = published(anna.user_id), published(anna.user_id, "running")
    for _ in range(2):
        reply = api.post("/user/subscriptions", headers=person.headers, json={"source": anna.user_id})
        assert reply.status == 200
        assert feed(services, person) == [both, plain]
    api.post("/user/subscriptions", headers=person.headers, json={"source": "running"})
    for _ in range(2):
        reply = api.delete("/user/subscriptions", headers=person.headers, query={"source": anna.user_id})
        assert reply.status == 200
        assert feed(services, person) == [both]
    assert subscriptions(api, person) == ["running"]
    assert services.subscriptions.subscribers(Source.instructor(anna.user_id), limit=10)[0] == []


def test_replacing_the_set(api, services, topics, published):
    """PUT replaces: what is new fills the feed, what is gone leaves it, what stays stays."""
    anna, bert = api.instructor(), api.instructor()
    by_anna, by_bert = published(anna.user_id), published(bert.user_id)
    person = api.customer(subscriptions=[anna.user_id])
    assert api.put("/user", headers=person.headers, json={"subscriptions": [bert.user_id, "running"]}).status == 200
    assert subscriptions(api, person) == sorted([bert.user_id, "running"])
    assert by_bert in feed(services, person)
    assert by_anna not in feed(services, person)
    assert api.put("/user", headers=person.headers, json={"bio": "x"}).status == 200
    assert subscriptions(api, person) == sorted([bert.user_id, "running"])
    assert api.put("/user", headers=person.headers, json={"subscriptions": []}).status == 200
    assert subscriptions(api, person) == []
    assert feed(services, person) == []


def test_what_can_not_be_subscribed_to(api, topics):
    """Unknown names, customers and people who left are named by their place; nothing changes then."""
    anna, gone, person = api.instructor(), api.instructor(), api.customer()
    other = api.customer()
    api.delete("/user", headers={**gone.headers, "userPassword": gone.password})
    wanted = [anna.user_id, other.user_id, "no_such_topic", "beginners_yoga", gone.user_id, "ünknown", "instructor#x"]
    reply = api.put("/user", headers=person.headers, json={"subscriptions": wanted, "bio": "changed"})
    assert reply.status == 400
    assert reply.code == "unknown-source"
    assert reply.fields == [f"subscriptions.{place}" for place in (1, 2, 4, 5, 6)]
    mine = api.get("/user", headers=person.headers).json
    assert (mine["subscriptions"], mine["bio"]) == ([], "")
    assert api.post("/user/subscriptions", headers=person.headers, json={"source": "nothing"}).fields == ["source"]
    assert api.post("/user/subscriptions", json={"source": "running"}).status == 401
    assert api.delete("/user/subscriptions", headers=person.headers).fields == ["source"]


def test_a_topic_keeps_its_name(api, topics):
    """Nobody can sign up under the name of a topic: lists of subscriptions hold both."""
    reply = api.post("/user", headers={"userId": "Strength", "userPassword": "somePASSWORD110"})
    assert reply.code == "user-id-taken"


@pytest.fixture
def many_topics(services):
    """More topics than one person can subscribe to."""
    slugs = [f"topic-{number:03d}" for number in range(MAX_SUBSCRIPTIONS + 1)]
    for slug in slugs:
        services.topics.put(Topic(slug=slug, name=slug))
    return slugs


def test_more_than_fits_one_transaction(api, services, many_topics):
    """A set that differs in more places than one transaction takes is replaced in several."""
    person = api.customer()
    wanted = many_topics[: CHANGES_AT_ONCE + 3]
    assert api.put("/user", headers=person.headers, json={"subscriptions": wanted}).status == 200
    assert subscriptions(api, person) == wanted
    assert api.put("/user", headers=person.headers, json={"subscriptions": many_topics[-1:]}).status == 200
    assert subscriptions(api, person) == many_topics[-1:]
    assert services.subscriptions.subscribers(Source.topic(wanted[0]), limit=10)[0] == []


def test_there_is_a_limit(api, services, many_topics):
    """200 subscriptions are the most, in one request and one by one."""
    person = api.customer()
    reply = api.put("/user", headers=person.headers, json={"subscriptions": many_topics})
    assert reply.fields == ["subscriptions"]
    first = [Source.topic(slug) for slug in many_topics[:MAX_SUBSCRIPTIONS]]
    services.subscriptions.change(services.users.get(person.user_id), join=first, leave=[])
    reply = api.post("/user/subscriptions", headers=person.headers, json={"source": many_topics[-1]})
    assert reply.status == 400
    assert reply.code == "too-many-subscriptions"
    assert len(subscriptions(api, person)) == MAX_SUBSCRIPTIONS


def test_two_writers_of_one_set(api, services, topics):
    """Of two who replace the set at once, one comes last whole: never a mixture. Single changes are never lost."""
    person = api.customer()
    start = Barrier(2)

    def put(wanted):
        start.wait()
        return api.put("/user", headers=person.headers, json={"subscriptions": wanted}).status

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(put, [["beginners_yoga", "running"], ["strength"]])) == [200, 200]
    assert subscriptions(api, person) in (["beginners_yoga", "running"], ["strength"])
    api.put("/user", headers=person.headers, json={"subscriptions": []})

    def subscribe(source):
        start.wait()
        return api.post("/user/subscriptions", headers=person.headers, json={"source": source}).status

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(subscribe, ["running", "strength"])) == [200, 200]
    assert subscriptions(api, person) == ["running", "strength"]


class DyingFeed(FeedStore):
    """A process that dies before the feed is written."""

    def backfill(self, user_id, source):
        raise InterruptedError(user_id, source)

    def remove_reason(self, user_id, source):
        raise InterruptedError(user_id, source)


def test_what_a_dead_call_left_is_finished(api, services, topics, published):
    """A call that dies between row and feed is made good by the next one, in both directions."""
    anna, person = api.instructor(), api.customer()
    video = published(anna.user_id)
    stores = {"users": services.users, "subscriptions": services.subscriptions}
    dying = DyingFeed(services.catalogue)
    source = Source.instructor(anna.user_id)

    subscribing.add(services.users.get(person.user_id), source, **stores)
    with pytest.raises(InterruptedError):
        settle(person.user_id, subscriptions=services.subscriptions, feed=dying)
    assert services.subscriptions.find(person.user_id, source).state is SubscriptionState.JOINING
    assert subscriptions(api, person) == [anna.user_id]
    api.post("/user/subscriptions", headers=person.headers, json={"source": "beginners_yoga"})
    assert feed(services, person) == [video]

    subscribing.remove(services.users.get(person.user_id), anna.user_id, **stores)
    with pytest.raises(InterruptedError):
        settle(person.user_id, subscriptions=services.subscriptions, feed=dying)
    assert subscriptions(api, person) == ["beginners_yoga"]
    assert feed(services, person) == [video]
    api.delete("/user/subscriptions", headers=person.headers, query={"source": anna.user_id})
    assert feed(services, person) == []
    assert services.subscriptions.find(person.user_id, source) is None


def test_changing_ones_mind_meanwhile(api, services, topics, published):
    """Who unsubscribes while another call still fills the feed ends without the items."""
    anna, person = api.instructor(), api.customer()
    published(anna.user_id)
    source = Source.instructor(anna.user_id)
    stores = {"users": services.users, "subscriptions": services.subscriptions}

    class ChangedMind(FeedStore):
        """Filling the feed takes so long that the person unsubscribes through another device."""

        def backfill(self, user_id, source):
            super().backfill(user_id, source)
            subscribing.remove(services.users.get(user_id), source.name, **stores)

    subscribing.add(services.users.get(person.user_id), source, **stores)
    settle(person.user_id, subscriptions=services.subscriptions, feed=ChangedMind(services.catalogue))
    assert feed(services, person) == []
    assert services.subscriptions.find(person.user_id, source) is None


def test_leaving_ends_subscriptions(api, services, topics):
    """Who deletes the account is delivered nothing any more."""
    anna = api.instructor()
    person = api.customer(subscriptions=[anna.user_id, "strength"])
    api.delete("/user", headers={**person.headers, "userPassword": person.password})
    assert services.subscriptions.of(person.user_id) == []
    for source in (Source.instructor(anna.user_id), Source.topic("strength")):
        assert person.user_id not in services.subscriptions.subscribers(source, limit=100)[0]
