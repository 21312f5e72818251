"""People, sessions and subscriptions as stored: what excludes each other does so in the database."""

from datetime import timedelta

import pytest

from neufit.domain.errors import Conflict, NotFound, Unavailable
from neufit.domain.session import Session, token_hash
from neufit.domain.subscription import Source
from neufit.domain.user import Role, User
from neufit.ids import new_id
from neufit.stores.sessions import SessionStore, ending
from neufit.stores.subscriptions import SubscriptionStore
from neufit.stores.tables import connect
from neufit.stores.users import UserStore

LIFETIME = timedelta(hours=1)


@pytest.fixture
def users(store_settings):
    return UserStore()


@pytest.fixture
def sessions(store_settings):
    return SessionStore()


@pytest.fixture
def anna(users, clock):
    """Somebody new."""
    made = User(
        user_id=f"Anna_{new_id(clock())[-8:]}",
        role=Role.INSTRUCTOR,
        display_name="Anna",
        password_hash="hash 1",
        created_at=clock(),
    )
    users.create(made)
    return made


@pytest.fixture
def session_of(clock):
    """A function that makes a session, not yet written."""

    def make(user, token):
        now = clock()
        return Session(
            session_id=new_id(now),
            token_hash=token_hash(token),
            user_id=user.user_id,
            role=user.role,
            client="phone",
            created_at=now,
            used_at=now,
            expires_at=now + LIFETIME,
        )

    return make


def test_a_person_comes_back_as_stored(users, anna):
    """Reading gives what was written, by the id in any case."""
    assert users.get(anna.user_id) == users.get(anna.user_id.upper()) == anna


def test_many_at_once(users, anna):
    """Living people by their id; those that there are not are left out."""
    assert users.get_many([anna.user_id, anna.user_id.lower(), "nobody_there"]) == {anna.user_id: anna}


def test_what_ended_is_not_renewed(users, sessions, anna, session_of, clock):
    """A renewal that comes after the end of a session does not bring it back."""
    session = session_of(anna, "t1")
    sessions.open(session, anna)
    sessions.end(anna.user_id, [session.token_hash])
    assert sessions.renew(session, clock(), LIFETIME) is None
    assert sessions.find("t1", clock()) is None
    assert users.get(anna.user_id).sessions == frozenset()


def test_what_expired_is_not_renewed(sessions, anna, session_of, clock):
    """Neither does one that comes after the expiry, though the row may still be there."""
    session = session_of(anna, "t2")
    sessions.open(session, anna)
    clock.advance(LIFETIME)
    assert sessions.renew(session, clock(), LIFETIME) is None
    assert sessions.find("t2", clock()) is None


def test_nobody_enters_a_closed_account(users, sessions, anna, session_of, clock):
    """A sign-in that read the account before it was closed and writes after it fails as a whole."""
    users.close(anna, clock(), end=ending([]))
    with pytest.raises(Conflict):
        sessions.open(session_of(anna, "t3"), anna)
    assert sessions.find("t3", clock()) is None
    with pytest.raises(NotFound):
        users.get(anna.user_id)


def test_nobody_enters_with_an_old_password(users, sessions, anna, session_of, clock):
    """Neither does one that checked the password before it changed."""
    mine = session_of(anna, "t4")
    sessions.open(mine, anna)
    users.change_password(users.get(anna.user_id), "hash 2", keep=mine.token_hash, end=ending([]))
    with pytest.raises(Conflict):
        sessions.open(session_of(anna, "t5"), anna)
    assert sessions.find("t5", clock()) is None
    assert sessions.find("t4", clock()) == mine


def test_closing_misses_no_session(users, sessions, anna, session_of, clock):
    """Whoever closes an account without knowing of the newest session must look again."""
    sessions.open(session_of(anna, "t6"), anna)
    with pytest.raises(Conflict):
        users.close(anna, clock(), end=ending(anna.sessions))
    assert sessions.find("t6", clock()) is not None
    now = users.get(anna.user_id)
    users.close(now, clock(), end=ending(now.sessions))
    assert sessions.find("t6", clock()) is None


def test_a_tombstone_is_not_edited(users, anna, clock):
    """A change to somebody who has left finds nobody, and their name leaves the directory."""
    users.close(anna, clock(), end=ending([]))
    with pytest.raises(NotFound):
        users.update(anna, bio="still here")
    listed, _ = users.instructors(limit=100)
    assert anna.user_id not in {each.user_id for each in listed}


def test_subscribers_page_by_page(store_settings, users, anna, clock):
    """All subscribers of a source come in pages, each once, for as long as they are subscribed."""
    store, source, people = SubscriptionStore(), Source.instructor(anna.user_id), []
    for number in range(5):
        user = anna.model_copy(update={"user_id": f"sub_{number}_{new_id(clock())[-8:]}", "role": Role.CUSTOMER})
        users.create(user)
        store.change(user, join=[source], leave=[])
        people.append(user)
    store.change(users.get(people[0].user_id), join=[], leave=[source])
    found, after = [], None
    while True:
        page, after = store.subscribers(source, limit=2, after=after)
        assert len(page) <= 2
        found += page
        if after is None:
            break
    assert sorted(found) == sorted(each.user_id for each in people[1:])


def test_a_change_that_another_one_overtook(store_settings, users, anna):
    """Changes are bound to the account as it was read: nobody overwrites what he has not seen."""
    store = SubscriptionStore()
    store.change(anna, join=[Source.topic("yoga")], leave=[])
    with pytest.raises(Conflict):
        store.change(anna, join=[Source.topic("running")], leave=[Source.topic("yoga")])
    assert [each.source for each in store.of(anna.user_id)] == [Source.topic("yoga")]


def test_a_database_that_does_not_answer(store_settings, users, sessions, clock):
    """What can't be reached is Unavailable with a time to try again, never mistaken for an empty table."""
    connect(store_settings.model_copy(update={"aws_endpoint": "http://127.0.0.1:9"}))
    with pytest.raises(Unavailable) as refused:
        users.find("anybody")
    assert refused.value.retry_after
    with pytest.raises(Unavailable):
        sessions.find("any token", clock())
