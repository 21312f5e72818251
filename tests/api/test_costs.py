"""What requests cost in DynamoDB operations: the paths that everybody takes all the time stay cheap."""

from datetime import timedelta

from neufit.domain.session import RENEW_AFTER


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
