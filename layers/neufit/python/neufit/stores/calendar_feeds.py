"""Calendar feeds: the secret addresses at which calendar applications read somebody's calendar.

Two rows a person: one by the person, which knows the current secret's hash, and one by that hash. Both change in one
transaction, so an address that was replaced or revoked leads nowhere from the next request on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.transactions import TransactWrite

from neufit.domain.errors import Conflict
from neufit.domain.session import token_hash
from neufit.domain.user import user_key
from neufit.stores.tables import ConditionFailed, Table, store_errors
from neufit.stores.transactions import write_together

if TYPE_CHECKING:
    from pynamodb.expressions.condition import Condition


class CalendarFeedRow(Table):
    """``person#anna``: the feed that she has; ``secret#<hash>``: whose feed this secret opens."""

    class Meta:
        """Where the table lives."""

        table_name = "calendar-feeds"

    key = UnicodeAttribute(hash_key=True)
    user_id = UnicodeAttribute()
    secret_hash = UnicodeAttribute()
    created_at = UTCDateTimeAttribute()


@dataclass(frozen=True, slots=True)
class CalendarFeed:
    """A feed that somebody has. Of its secret only the hash is kept."""

    user_id: str
    secret_hash: str
    created_at: datetime


def _by_person(user_id: str) -> str:
    return f"person#{user_key(user_id)}"


def _by_secret(secret_hash: str) -> str:
    return f"secret#{secret_hash}"


class CalendarFeedStore:
    """Reads and conditional writes of feeds."""

    def find(self, user_id: str) -> CalendarFeed | None:
        """The feed of a person; None when there is none."""
        return self._get(_by_person(user_id))

    def opened_by(self, secret: str) -> CalendarFeed | None:
        """The feed that a secret opens, in one consistent read; None for any other text."""
        return self._get(_by_secret(token_hash(secret)))

    def replace(self, before: CalendarFeed | None, user_id: str, secret: str, now: datetime) -> CalendarFeed:
        """Give a person a feed with this secret instead of ``before``. Raise Conflict when another one is there."""
        feed = CalendarFeed(user_id, token_hash(secret), now)

        def fill(writes: TransactWrite) -> None:
            for key, condition in (
                (_by_person(user_id), _unchanged(before)),
                (_by_secret(feed.secret_hash), CalendarFeedRow.key.does_not_exist()),
            ):
                row = CalendarFeedRow(key, user_id=user_id, secret_hash=feed.secret_hash, created_at=now)
                writes.save(row, condition=condition)
            if before is not None:
                writes.delete(CalendarFeedRow(_by_secret(before.secret_hash)))

        self._together(fill)
        return feed

    def revoke(self, before: CalendarFeed) -> None:
        """Take a feed away. Raise Conflict when it was replaced or revoked since ``before`` was read."""

        def fill(writes: TransactWrite) -> None:
            writes.delete(CalendarFeedRow(_by_person(before.user_id)), condition=_unchanged(before))
            writes.delete(CalendarFeedRow(_by_secret(before.secret_hash)))

        self._together(fill)

    def _get(self, key: str) -> CalendarFeed | None:
        try:
            with store_errors():
                row = CalendarFeedRow.get(key, consistent_read=True)
        except CalendarFeedRow.DoesNotExist:
            return None
        return CalendarFeed(row.user_id, row.secret_hash, row.created_at)

    def _together(self, fill: Callable[[TransactWrite], None]) -> None:
        try:
            write_together(CalendarFeedRow, fill)
        except ConditionFailed:
            raise Conflict("Your calendar feed changed at the same moment. Look at it again and repeat.") from None


def _unchanged(before: CalendarFeed | None) -> "Condition":
    if before is None:
        return CalendarFeedRow.key.does_not_exist()
    return CalendarFeedRow.secret_hash == before.secret_hash
