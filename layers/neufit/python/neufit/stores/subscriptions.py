"""The subscriptions table: each subscription is two rows, one to find it by person and one to find it by source.

Both are written in one transaction, so both ways of reading are strongly consistent: a person sees a change at once,
and publishing misses nobody. ``party`` is whose list a row belongs to, ``counterpart`` what is in it.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.transactions import TransactWrite

from neufit.domain.errors import Conflict
from neufit.domain.subscription import Source, SourceKind, Subscription, SubscriptionState
from neufit.domain.user import User, user_key
from neufit.stores.tables import ConditionFailed, Table, store_errors
from neufit.stores.transactions import MAX_WRITES, write_together
from neufit.stores.users import UserRow, living

CHANGES_AT_ONCE = (MAX_WRITES - 1) // 2
"""Subscriptions that fit one transaction, two rows each, beside the user's row."""


class SubscriptionRow(Table):
    """One half of a subscription. Only the person's half has a ``state``."""

    class Meta:
        """Where the table lives."""

        table_name = "subscriptions"

    party = UnicodeAttribute(hash_key=True)
    counterpart = UnicodeAttribute(range_key=True)
    user_id = UnicodeAttribute()
    source_kind = UnicodeAttribute()
    source_name = UnicodeAttribute()
    state = UnicodeAttribute(null=True)


def _person(user_id: str) -> str:
    return f"user#{user_key(user_id)}"


def _from_row(row: SubscriptionRow) -> Subscription:
    return Subscription(
        user_id=row.user_id,
        source=Source(SourceKind(row.source_kind), row.source_name),
        state=SubscriptionState(str(row.state)),
    )


def joining(user_id: str, sources: Iterable[Source]) -> Callable[[TransactWrite], None]:
    """The part of a transaction that subscribes a person to these sources."""

    def fill(writes: TransactWrite) -> None:
        for source in sources:
            both: dict[str, Any] = {"user_id": user_id, "source_kind": source.kind.value, "source_name": source.name}
            state = SubscriptionState.JOINING.value
            writes.save(SubscriptionRow(_person(user_id), source.key, state=state, **both))
            writes.save(SubscriptionRow(source.key, _person(user_id), **both))

    return fill


def _leaving(user_id: str, sources: Iterable[Source]) -> Callable[[TransactWrite], None]:
    def fill(writes: TransactWrite) -> None:
        for source in sources:
            mine = SubscriptionRow(_person(user_id), source.key)
            left = SubscriptionRow.state.set(SubscriptionState.LEAVING.value)
            writes.update(mine, actions=[left], condition=SubscriptionRow.party.exists())
            writes.delete(SubscriptionRow(source.key, _person(user_id)))

    return fill


def ending(subscriptions: Iterable[Subscription]) -> Callable[[TransactWrite], None]:
    """The part of a transaction that ends these subscriptions, whoever they are of."""

    def fill(writes: TransactWrite) -> None:
        for each in subscriptions:
            _leaving(each.user_id, [each.source])(writes)

    return fill


class SubscriptionStore:
    """Reads and conditional writes of subscriptions."""

    def of(self, user_id: str) -> list[Subscription]:
        """All subscriptions of a person in every state, in one query."""
        with store_errors():
            return [_from_row(row) for row in SubscriptionRow.query(_person(user_id), consistent_read=True)]

    def find(self, user_id: str, source: Source) -> Subscription | None:
        """The subscription of a person to a source in whatever state."""
        try:
            with store_errors():
                return _from_row(SubscriptionRow.get(_person(user_id), source.key, consistent_read=True))
        except SubscriptionRow.DoesNotExist:
            return None

    def between(self, one: str, other: str) -> list[Subscription]:
        """The subscriptions of either of two people to the other, in every state, in one read."""
        keys = [(_person(one), Source.instructor(other).key), (_person(other), Source.instructor(one).key)]
        with store_errors():
            return [_from_row(row) for row in SubscriptionRow.batch_get(keys, consistent_read=True)]

    def subscribers(
        self, source: Source, *, limit: int, after: dict[str, Any] | None = None
    ) -> tuple[list[str], dict[str, Any] | None]:
        """A page of the user ids that are subscribed to a source, and the key to go on after."""
        with store_errors():
            page = SubscriptionRow.query(source.key, consistent_read=True, limit=limit, last_evaluated_key=after)
            return [row.user_id for row in page], page.last_evaluated_key

    def change(self, user: User, *, join: Sequence[Source], leave: Sequence[Source]) -> None:
        """Subscribe and unsubscribe a living person.

        All in one transaction up to 49 changes, else in several that each depend on the one before. Raise Conflict when
        somebody else changed the account since ``user`` was read; read again and repeat what is still missing.
        """
        version = user.version
        changes = [*((source, True) for source in join), *((source, False) for source in leave)]
        for start in range(0, len(changes), CHANGES_AT_ONCE):
            batch = changes[start : start + CHANGES_AT_ONCE]

            def fill(writes: TransactWrite, batch: list[tuple[Source, bool]] = batch, version: int = version) -> None:
                writes.update(
                    UserRow(user_key(user.user_id)),
                    actions=[UserRow.version.set(version + 1)],
                    condition=living() & (UserRow.version == version),
                )
                joining(user.user_id, [source for source, wanted in batch if wanted])(writes)
                _leaving(user.user_id, [source for source, wanted in batch if not wanted])(writes)

            try:
                write_together(SubscriptionRow, fill)
            except ConditionFailed:
                raise Conflict("This account changed at the same moment. Try again.") from None
            version += 1

    def activate(self, subscription: Subscription) -> bool:
        """Joining is done: older items are in the feed. False when the subscription changed meanwhile."""
        row = SubscriptionRow(_person(subscription.user_id), subscription.source.key)
        try:
            with store_errors():
                row.update(
                    actions=[SubscriptionRow.state.set(SubscriptionState.ACTIVE.value)],
                    condition=SubscriptionRow.state == SubscriptionState.JOINING.value,
                )
        except ConditionFailed:
            return False
        return True

    def forget(self, subscription: Subscription) -> bool:
        """Leaving is done: its items are out of the feed. False when the subscription changed meanwhile."""
        row = SubscriptionRow(_person(subscription.user_id), subscription.source.key)
        try:
            with store_errors():
                row.delete(condition=SubscriptionRow.state == SubscriptionState.LEAVING.value)
        except ConditionFailed:
            return False
        return True

    def drop(self, user_id: str) -> None:
        """Remove every subscription of a person who has left. May run twice, may have died in between."""
        there = self.of(user_id)
        for start in range(0, len(there), CHANGES_AT_ONCE):
            batch = there[start : start + CHANGES_AT_ONCE]

            def fill(writes: TransactWrite, batch: list[Subscription] = batch) -> None:
                for each in batch:
                    writes.delete(SubscriptionRow(_person(user_id), each.source.key))
                    writes.delete(SubscriptionRow(each.source.key, _person(user_id)))

            write_together(SubscriptionRow, fill)
