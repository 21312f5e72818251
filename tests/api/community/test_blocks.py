"""``/community/blocks``: who doesn't want to meet whom."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from neufit.domain.block import MAX_BLOCKS
from neufit.stores.blocks import BlockRow
from neufit.stores.users import UserRow


def block(api, person, user_id):
    return api.post("/community/blocks", headers=person.headers, json={"userId": user_id})


def unblock(api, person, user_id):
    return api.delete("/community/blocks", headers=person.headers, query={"userId": user_id})


def blocked(api, person):
    return api.get("/community/blocks", headers=person.headers).json["items"]


def test_blocking_and_letting_back_in(api, clock):
    """The newest first, with name and time; repeating either changes nothing."""
    anna, bob, carl = api.customer(), api.customer(displayName="Bob"), api.customer(displayName="Carl")
    for _ in range(2):
        assert block(api, anna, bob.user_id.upper()).json["message"] == "Bob is blocked."
        clock.advance(timedelta(seconds=1))
    block(api, anna, carl.user_id)
    items = blocked(api, anna)
    assert [each["displayName"] for each in items] == ["Carl", "Bob"]
    assert items[1] == {"userId": bob.user_id, "displayName": "Bob", "blockedAt": "2026-03-02T09:00:00Z"}
    for _ in range(2):
        assert unblock(api, anna, bob.user_id.upper()).status == 200
    assert [each["userId"] for each in blocked(api, anna)] == [carl.user_id]


def test_who_is_blocked_is_not_told(api):
    """The other one's list is empty, and letting in doesn't lift what the other asked for."""
    anna, bob = api.customer(), api.customer()
    block(api, anna, bob.user_id)
    assert blocked(api, bob) == []
    assert unblock(api, bob, anna.user_id).status == 200
    assert api.services.blocks.apart(bob.user_id, [anna.user_id])


def test_whom_nobody_can_block(api):
    """Oneself, nobody, people who left; who leaves after being blocked can still be taken off the list."""
    anna, gone, later = api.customer(), api.customer(), api.customer()
    api.delete("/user", headers={**gone.headers, "userPassword": gone.password})
    own = block(api, anna, anna.user_id.upper())
    assert (own.status, own.fields) == (400, ["userId"])
    assert block(api, anna, "nobody_there").status == block(api, anna, gone.user_id).status == 404
    block(api, anna, later.user_id)
    api.delete("/user", headers={**later.headers, "userPassword": later.password})
    assert blocked(api, anna)[0]["displayName"] is None
    assert unblock(api, anna, later.user_id).status == 200
    assert blocked(api, anna) == []


@pytest.mark.parametrize("body", [{}, {"userId": ""}, {"userId": "x" * 65}, {"userId": None}, {"userIds": ["a"]}, []])
def test_what_is_no_block(api, body):
    """A 400; a session is needed for all three."""
    anna = api.customer()
    assert api.post("/community/blocks", headers=anna.headers, json=body).status == 400
    assert api.delete("/community/blocks", headers=anna.headers).status == 400
    assert api.post("/community/blocks", json={"userId": anna.user_id}).status == 401
    assert api.delete("/community/blocks", query={"userId": anna.user_id}).status == 401
    assert api.get("/community/blocks").status == 401


def test_two_who_block_each_other_at_once(api):
    """Both blocks are whole."""
    anna, bob, start = api.customer(), api.customer(), Barrier(2)

    def both(pair):
        start.wait()
        return block(api, pair[0], pair[1].user_id).status

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(both, [(anna, bob), (bob, anna)])) == [200, 200]
    assert len(blocked(api, anna)) == len(blocked(api, bob)) == 1


def test_two_hundred_at_most(api, clock):
    """One more is refused, and letting somebody in makes room; being blocked by others doesn't count."""
    anna, bob = api.customer(), api.customer()
    key = anna.user_id.lower()
    UserRow(key).update(actions=[UserRow.blocked.set({f"p{number:03}" for number in range(MAX_BLOCKS - 1)})])
    with BlockRow.batch_write() as batch:
        for number in range(MAX_BLOCKS - 1):
            batch.save(BlockRow(key, f"blocked#p{number:03}", user_id=f"p{number:03}", at=clock()))
            batch.save(BlockRow(key, f"by#q{number:03}", user_id=f"q{number:03}", at=clock()))
    assert block(api, anna, bob.user_id).status == 200
    assert block(api, anna, bob.user_id).status == 200
    refused = block(api, anna, api.customer().user_id)
    assert (refused.status, refused.code) == (400, "too-many-blocks")
    unblock(api, anna, "p000")
    assert block(api, anna, api.customer().user_id).status == 200
    assert len(blocked(api, anna)) == MAX_BLOCKS
