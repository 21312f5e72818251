"""Blocks: asked for by one, in force for both. Stores and clock come as arguments."""

from collections.abc import Callable, Mapping, Sequence

from functions.feeds import settle_one
from neufit.clock import Clock
from neufit.domain.block import MAX_BLOCKS, Block
from neufit.domain.errors import Conflict, FieldError, Invalid
from neufit.domain.session import Session
from neufit.domain.user import User, user_key
from neufit.stores.blocks import BlockStore
from neufit.stores.feed import FeedStore
from neufit.stores.subscriptions import SubscriptionStore, ending
from neufit.stores.users import UserStore

_TRIES = 8


def listed(me: Session, *, blocks: BlockStore, users: UserStore) -> tuple[Sequence[Block], Mapping[str, str]]:
    """Whom one blocked, the newest first, and the names of those who are still here by ``user_key``."""
    mine = sorted(blocks.blocked(me.user_id), key=lambda block: block.at, reverse=True)
    people = users.get_many(block.user_id for block in mine)
    return mine, {user_key(user_id): user.display_name for user_id, user in people.items()}


def block(
    me: Session,
    user_id: str,
    *,
    blocks: BlockStore,
    users: UserStore,
    subscriptions: SubscriptionStore,
    feed: FeedStore,
    clock: Clock,
) -> User:
    """Block somebody, and end what the two subscribed to of each other; a second time changes nothing.

    Answer the one who is blocked. Raise NotFound for nobody, Invalid for oneself or when there are too many, Conflict.
    """
    if user_key(user_id) == user_key(me.user_id):
        raise Invalid("You can't block yourself.", fields=[FieldError("userId", "is your own")])
    other = users.get(user_id)

    def add(user: User) -> None:
        if other.key in user.blocked:
            return
        if len(user.blocked) >= MAX_BLOCKS:
            raise Invalid(f"You can block {MAX_BLOCKS} people at most.", code="too-many-blocks")
        there = [each for each in subscriptions.between(user.user_id, other.user_id) if each.counts]
        blocks.add(user, other, clock(), ending(there))

    _repeated(me, add, users=users)
    for each in subscriptions.between(me.user_id, other.user_id):
        settle_one(each, subscriptions=subscriptions, feed=feed)
    return other


def unblock(me: Session, user_id: str, *, blocks: BlockStore, users: UserStore) -> None:
    """Let somebody back in; who isn't blocked stays so. What the other asked for stays in force. Raise Conflict."""
    _repeated(me, lambda user: blocks.remove(user, user_id), users=users)


def _repeated(me: Session, change: Callable[[User], None], *, users: UserStore) -> None:
    """Change what depends on the account as it was read, anew when another changed it meanwhile."""
    for tries_left in reversed(range(_TRIES)):
        user = users.get(me.user_id)
        try:
            change(user)
        except Conflict:
            if not tries_left:
                raise
        else:
            return
