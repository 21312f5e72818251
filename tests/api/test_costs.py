"""What requests cost in DynamoDB operations: the paths that everybody takes all the time stay cheap."""

from datetime import timedelta

from neufit.domain.search import place
from neufit.domain.session import RENEW_AFTER
from neufit.ids import new_id
from neufit.stores.feed import FeedRow


def test_signing_in(api, operations):
    """One read of account and counts at one moment, one count of the try, one transaction that writes the session."""
    person = api.customer()
    operations.clear()
    api.sign_in(person.user_id)
    assert operations == ["TransactGetItems", "UpdateItem", "TransactWriteItems"]


def test_a_session(api, clock, operations):
    """A session costs one read, and one write more when it was last written some minutes ago."""
    person = api.customer()
    operations.clear()
    assert api.get("/auth", headers=person.headers).status == 200
    with_session = list(operations)
    assert with_session == ["GetItem", "GetItem", "BatchGetItem"]  # the session, its owner, the owner's sessions
    operations.clear()
    clock.advance(RENEW_AFTER)
    assert api.get("/auth", headers=person.headers).status == 200
    assert operations == ["GetItem", "UpdateItem", *with_session[1:]]
    operations.clear()
    clock.advance(RENEW_AFTER - timedelta(seconds=1))
    assert api.get("/auth", headers=person.headers).status == 200
    assert operations == with_session


def test_the_feed(api, operations):
    """Session, one query of the feed, one batch read of what is in it."""
    person = api.customer()
    operations.clear()
    assert api.get("/media/feed", headers=person.headers).status == 200
    assert len(operations) <= 3
    assert operations[:2] == ["GetItem", "Query"]


def test_blocks_cost_no_operation_in_the_feed(api, operations, clock):
    """With something in it: session, query, and one batch of items, owners and who asks, however many are blocked."""
    coach, person = api.instructor(), api.customer()
    for _ in range(3):
        api.post("/community/blocks", headers=person.headers, json={"userId": api.customer().user_id})
    at = clock()
    row = FeedRow(person.user_id, place(at, new_id(at)), instructor_id=coach.user_id, reasons={"topic#yoga"})
    row.save()
    operations.clear()
    assert api.get("/media/feed", headers=person.headers).status == 200
    assert operations == ["GetItem", "Query", "BatchGetItem"]


def test_profiles(api, operations):
    """The public one is one read; one's own is three: session, person, subscriptions."""
    person = api.customer()
    operations.clear()
    api.get("/user", headers={"userId": person.user_id})
    assert operations == ["GetItem"]
    operations.clear()
    api.get("/user", headers=person.headers)
    assert operations == ["GetItem", "GetItem", "Query"]


def test_bad_input_costs_nothing(api, operations):
    """What is refused for its form never reaches the store."""
    operations.clear()
    assert api.post("/auth", headers={"userId": "x"}).status == 400
    assert api.post("/user", headers={"userId": "someone", "userPassword": "short"}).status == 400
    assert api.put("/user", json={"bio": "x"}).status == 401
    assert operations == []
