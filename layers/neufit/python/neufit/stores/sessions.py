"""The sessions table: one row a signed-in device, found by the hash of its token.

The user's row holds the hashes of all living sessions, changed in the same transactions. So every session of a person
is known without an index that lags behind, and closing an account ends all of them in one write.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from pynamodb.attributes import TTLAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.transactions import TransactWrite

from neufit.domain.errors import Conflict
from neufit.domain.session import Session, expiry, token_hash
from neufit.domain.user import MAX_SESSIONS, User, user_key
from neufit.stores.tables import ConditionFailed, Table, store_errors
from neufit.stores.transactions import write_together
from neufit.stores.users import UserRow, living, same_suspension

if TYPE_CHECKING:
    from pynamodb.expressions.update import Action


class SessionRow(Table):
    """One signed-in device. DynamoDB drops it some time after ``expires_at``."""

    class Meta:
        """Where the table lives."""

        table_name = "sessions"

    token_hash = UnicodeAttribute(hash_key=True)
    session_id = UnicodeAttribute()
    user_id = UnicodeAttribute()
    role = UnicodeAttribute()
    client = UnicodeAttribute(default="")
    created_at = UTCDateTimeAttribute()
    used_at = UTCDateTimeAttribute()
    expires_at = TTLAttribute()


def _from_row(row: SessionRow) -> Session:
    values: dict[str, Any] = {name: getattr(row, name) for name in Session.model_fields}
    return Session.model_validate(values)


def ending(hashes: Iterable[str]) -> Callable[[TransactWrite], None]:
    """The part of a transaction that removes the rows of these sessions."""

    def fill(writes: TransactWrite) -> None:
        for each in hashes:
            writes.delete(SessionRow(each))

    return fill


class SessionStore:
    """Reads and conditional writes of sessions."""

    def open(self, session: Session, user: User, also: Callable[[TransactWrite], None] | None = None) -> None:
        """Write a new session, together with what ``also`` adds.

        Raise Conflict when the account was closed or suspended, or its password changed, since ``user`` was read.
        """
        leaving = self._surplus(user, session.created_at)

        def fill(writes: TransactWrite) -> None:
            row = UserRow(user_key(user.user_id))
            actions: list[Action] = [UserRow.sessions.add({session.token_hash})]
            unchanged = living() & (UserRow.password_hash == user.password_hash) & same_suspension(user)
            if leaving:
                # One update may not add to and take from the same set, so the set is written whole.
                actions = [UserRow.sessions.set((set(user.sessions) - leaving) | {session.token_hash})]
                unchanged &= UserRow.sessions == set(user.sessions)
            writes.update(row, actions=actions, condition=unchanged)
            writes.save(SessionRow(**session.model_dump()))
            ending(leaving)(writes)
            if also is not None:
                also(writes)

        try:
            write_together(SessionRow, fill)
        except ConditionFailed:
            raise Conflict("This account changed at the same moment. Try again.") from None

    def _surplus(self, user: User, now: datetime) -> set[str]:
        """Which sessions go when one more comes: the dead ones, else the one that was not used for longest."""
        if len(user.sessions) < MAX_SESSIONS:
            return set()
        alive = sorted(self.of(user, now), key=lambda each: each.used_at)
        dead = set(user.sessions) - {each.token_hash for each in alive}
        return dead or {alive[0].token_hash}

    def find(self, token: str, now: datetime) -> Session | None:
        """The living session that this token opens, in one consistent read; None for any other token."""
        try:
            with store_errors():
                session = _from_row(SessionRow.get(token_hash(token), consistent_read=True))
        except SessionRow.DoesNotExist:
            return None
        return session if session.alive(now) else None

    def of(self, user: User, now: datetime) -> list[Session]:
        """The living sessions of a person, newest first."""
        if not user.sessions:
            return []
        with store_errors():
            rows = list(SessionRow.batch_get(list(user.sessions), consistent_read=True))
        alive = [session for session in map(_from_row, rows) if session.alive(now)]
        return sorted(alive, key=lambda each: each.created_at, reverse=True)

    def renew(self, session: Session, now: datetime, lifetime: timedelta) -> Session | None:
        """Move the expiry ahead. None when the session ended meanwhile: ending is never undone."""
        row = SessionRow(session.token_hash)
        actions: list[Action] = [SessionRow.used_at.set(now), SessionRow.expires_at.set(expiry(now, lifetime))]
        try:
            with store_errors():
                row.update(actions=actions, condition=SessionRow.token_hash.exists() & (SessionRow.expires_at > now))
        except ConditionFailed:
            return None
        return _from_row(row)

    def end(self, user_id: str, hashes: Iterable[str]) -> None:
        """End these sessions of one person at once. Ending one that has ended changes nothing."""
        leaving = set(hashes)
        if not leaving:
            return

        def fill(writes: TransactWrite) -> None:
            row = UserRow(user_key(user_id))
            writes.update(row, actions=[UserRow.sessions.delete(leaving)], condition=UserRow.key.exists())
            ending(leaving)(writes)

        write_together(SessionRow, fill)
