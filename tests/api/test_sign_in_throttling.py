"""Failed sign-ins are slowed per pair, account and address, and nobody is locked out by it."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from neufit.domain.sign_in import ACCOUNT, ADDRESS, PAIR, Failures

WRONG = "not the password"


def try_once(api, user_id, password, address):
    return api.post("/auth", headers={"userId": user_id, "userPassword": password}, address=address)


def fail(api, user_id, address, times):
    return [try_once(api, user_id, WRONG, address).status for _ in range(times)]


@pytest.fixture
def attacked(services, clock):
    """A function that writes what many failures leave behind, without hashing a password for each."""

    def write(user_id, address, *, account=0, place=0):
        attempt = services.attempts.look(user_id, address)
        for _ in range(max(account, place)):
            services.attempts.failed(attempt._replace(address=Failures(), account=Failures()), clock())

    return write


def test_guessing_is_slowed(api, clock):
    """After 8 failures a try is answered by 429 with the seconds to wait, even when the password is right then."""
    person = api.customer()
    assert fail(api, person.user_id, "192.0.2.1", PAIR.free) == [401] * PAIR.free
    blocked = try_once(api, person.user_id, person.password, "192.0.2.1")
    assert blocked.status == 429
    assert blocked.code == "too-many-requests"
    assert blocked.headers["retry-after"] == "1"
    clock.advance(timedelta(seconds=1))
    assert fail(api, person.user_id, "192.0.2.1", 1) == [401]
    assert try_once(api, person.user_id, person.password, "192.0.2.1").headers["retry-after"] == "2"
    clock.advance(timedelta(seconds=2))
    assert try_once(api, person.user_id, person.password, "192.0.2.1").status == 200
    assert fail(api, person.user_id, "192.0.2.1", PAIR.free) == [401] * PAIR.free


def test_an_account_that_does_not_exist_is_slowed_alike(api):
    """Nobody can tell by the slowing whether there is an account."""
    assert fail(api, "nobody_here", "192.0.2.2", PAIR.free + 1) == [*[401] * PAIR.free, 429]


def test_a_burst_gets_no_further(api):
    """Tries sent all at once are counted before any password is looked at: no more than the free ones get through."""
    person = api.customer()
    with ThreadPoolExecutor(12) as pool:
        statuses = list(
            pool.map(lambda _: try_once(api, person.user_id, WRONG, "192.0.2.3").status, range(3 * PAIR.free))
        )
    assert statuses.count(401) <= PAIR.free
    assert set(statuses) == {401, 429}


def test_an_attacker_elsewhere_does_not_lock_out_the_owner(api, attacked):
    """From where one signed in before, an attack on the account from other addresses doesn't matter."""
    person = api.customer()
    attacked(person.user_id, "192.0.2.4", account=40)
    assert try_once(api, person.user_id, person.password, api.address).status == 200
    assert try_once(api, person.user_id, person.password, "203.0.113.9").status == 429


def test_a_stranger_who_waits_as_told_is_let_in(api, clock, attacked):
    """Under attack a new address waits, at most five minutes; more attacks meanwhile don't lengthen that."""
    person = api.customer()
    attacked(person.user_id, "192.0.2.5", account=26)
    told = int(try_once(api, person.user_id, person.password, "203.0.113.10").headers["retry-after"])
    assert 0 < told <= ACCOUNT.cap.total_seconds()
    clock.advance(timedelta(seconds=told - 1))
    attacked(person.user_id, "192.0.2.6", account=15)
    assert try_once(api, person.user_id, person.password, "203.0.113.10").headers["retry-after"] == "1"
    clock.advance(timedelta(seconds=1))
    assert try_once(api, person.user_id, person.password, "203.0.113.10").status == 200
    assert try_once(api, person.user_id, person.password, "203.0.113.10").status == 200


def test_one_address_against_many_accounts(api, attacked):
    """An address that failed a hundred times waits before it may try yet another account; its known people don't."""
    person, victim = api.customer(), api.customer()
    attacked("sprayed_1", api.address, place=ADDRESS.free + 3)
    assert try_once(api, "sprayed_2", WRONG, api.address).status == 429
    assert try_once(api, person.user_id, person.password, api.address).status == 200
    assert try_once(api, victim.user_id, victim.password, "203.0.113.11").status == 200


def test_a_network_is_one_address(api):
    """Moving within a /64 gives no new tries."""
    person = api.customer()
    for number in range(PAIR.free):
        assert try_once(api, person.user_id, WRONG, f"2001:db8:ffff:1::{number:x}").status == 401
    assert try_once(api, person.user_id, WRONG, "2001:db8:ffff:1:1:2:3:4").status == 429


def test_every_proof_by_password_counts(api):
    """Listing and ending sessions, changing the profile and leaving can't be used to guess faster."""
    person = api.customer()
    wrong = {"userId": person.user_id, "userPassword": WRONG}
    with_session = {**wrong, "authToken": person.token}
    address = "192.0.2.7"
    for _ in range(2):
        assert api.get("/auth", headers=wrong, address=address).status == 401
        assert api.delete("/auth", headers=wrong, address=address).status == 401
        assert api.put("/user", headers=with_session, json={}, address=address).status == 401
        assert api.delete("/user", headers=with_session, address=address).status == 401
    assert api.get("/auth", headers=wrong, address=address).status == 429
    assert api.delete("/user", headers=with_session, address=address).status == 429
    assert api.put("/auth", headers=person.headers, address=address).status == 200


def test_unknown_and_wrong_take_the_same_time(api):
    """The medians of both lie close together: nobody's password is looked at as long as somebody's."""
    person = api.customer()
    times = {"wrong": [], "unknown": []}
    for number in range(7):
        for name, user_id in (("wrong", person.user_id), ("unknown", "nobody_at_all")):
            started = time.process_time()
            assert try_once(api, user_id, WRONG, f"198.18.{number}.1").status == 401
            times[name].append(time.process_time() - started)
    wrong, unknown = statistics.median(times["wrong"]), statistics.median(times["unknown"])
    assert 0.5 < wrong / unknown < 2


def test_nothing_personal_is_kept(api, services):
    """The table of attempts holds neither ids nor addresses in clear."""
    person = api.customer()
    fail(api, person.user_id, "192.0.2.77", 1)
    subjects = services.attempts.look(person.user_id, "192.0.2.77").subjects
    assert len(set(subjects)) == 3
    assert not any(person.user_id in subject or "192.0.2.77" in subject for subject in subjects)
