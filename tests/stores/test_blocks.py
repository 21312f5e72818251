"""Blocks as stored: two rows in one transaction, so that both people read the same."""

import pytest

from neufit.domain.errors import Conflict
from neufit.domain.user import Role, User
from neufit.ids import new_id
from neufit.stores.blocks import BlockRow, BlockStore
from neufit.stores.users import UserStore


@pytest.fixture
def blocks(store_settings):
    return BlockStore()


@pytest.fixture
def people(store_settings, clock):
    """A function that makes somebody new."""

    def make(name):
        user = User(
            user_id=f"{name}_{new_id(clock())[-8:]}",
            role=Role.CUSTOMER,
            display_name=name,
            password_hash="-",
            created_at=clock(),
        )
        UserStore().create(user)
        return user

    return make


def test_a_block_is_in_both_lists(blocks, people, clock):
    """Who asked for it sees the other one; both are apart, in any spelling of their ids."""
    anna, bob, carl = people("Anna"), people("Bob"), people("Carl")
    blocks.add(anna, bob, clock())
    assert [each.user_id for each in blocks.of(anna.user_id).blocked] == [bob.user_id]
    assert blocks.of(anna.user_id).blocked_by == ()
    assert blocks.of(bob.user_id).blocked == ()
    assert [each.user_id for each in blocks.of(bob.user_id).blocked_by] == [anna.user_id]
    others = [carl.user_id, anna.user_id.upper(), bob.user_id]
    assert blocks.apart(bob.user_id.upper(), others) == {anna.user_id.lower()}
    assert blocks.apart(anna.user_id, others) == {bob.user_id.lower()}
    assert blocks.apart(carl.user_id, others) == blocks.apart(anna.user_id, []) == frozenset()


def test_each_lifts_only_what_they_asked_for(blocks, people, clock):
    """When both blocked each other, one's change of mind leaves the other's block in force."""
    anna, bob = people("Anna"), people("Bob")
    blocks.add(anna, bob, clock())
    blocks.add(bob, anna, clock())
    users = UserStore()
    assert (users.get(anna.user_id).blocked, users.get(bob.user_id).blocked) == ({bob.key}, {anna.key})
    blocks.remove(users.get(anna.user_id), bob.user_id)
    assert blocks.blocked(anna.user_id) == []
    assert users.get(anna.user_id).blocked == frozenset()
    assert users.get(anna.user_id).apart_from(users.get(bob.user_id))
    assert blocks.apart(anna.user_id, [bob.user_id])
    blocks.remove(users.get(bob.user_id), anna.user_id)
    assert not blocks.apart(anna.user_id, [bob.user_id])
    blocks.remove(users.get(bob.user_id), anna.user_id)


def test_an_account_that_changed_meanwhile(blocks, people, clock):
    """Nothing is written on a state that no longer holds: neither row."""
    anna, bob = people("Anna"), people("Bob")
    UserStore().update(anna, bio="new")
    with pytest.raises(Conflict):
        blocks.add(anna, bob, clock())
    assert not blocks.apart(anna.user_id, [bob.user_id])
    assert UserStore().get(anna.user_id).blocked == frozenset()


def test_somebody_whom_very_many_blocked(blocks, people, clock):
    """All of it is read, and whether two are apart costs the same as ever."""
    anna, bob = people("Anna"), people("Bob")
    blocks.add(anna, bob, clock())
    with BlockRow.batch_write() as batch:
        for number in range(700):
            batch.save(BlockRow(anna.user_id.lower(), f"by#p{number:04}", user_id=f"p{number:04}", at=clock()))
    read = blocks.of(anna.user_id)
    assert ([each.user_id for each in read.blocked], len(read.blocked_by)) == ([bob.user_id], 700)
    many = [f"P{number:04}" for number in range(600, 800)]
    assert blocks.apart(anna.user_id, many) == {f"p{number:04}" for number in range(600, 700)}
