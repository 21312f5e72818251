"""Feeds follow subscriptions: rows first, then the feed, so that the next call finishes what a dead one began."""

from neufit.domain.subscription import Subscription, SubscriptionState
from neufit.stores.feed import FeedStore
from neufit.stores.subscriptions import SubscriptionStore

_TRIES = 8


def settle(user_id: str, *, subscriptions: SubscriptionStore, feed: FeedStore) -> None:
    """Bring the feed in line with every subscription that is joining or leaving."""
    for subscription in subscriptions.of(user_id):
        if subscription.state is not SubscriptionState.ACTIVE:
            settle_one(subscription, subscriptions=subscriptions, feed=feed)


def settle_one(subscription: Subscription, *, subscriptions: SubscriptionStore, feed: FeedStore) -> None:
    """Fill or clear the feed, then say so. Who finds the subscription changed meanwhile does what it needs by now."""
    user_id, source = subscription.user_id, subscription.source
    current: Subscription | None = subscription
    for _ in range(_TRIES):
        if current is not None and current.counts:
            feed.backfill(user_id, source)
            done = current.state is SubscriptionState.ACTIVE or subscriptions.activate(current)
        else:
            feed.remove_reason(user_id, source)
            done = current is None or subscriptions.forget(current)
        if done:
            return
        current = subscriptions.find(user_id, source)
