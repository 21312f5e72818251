"""The table of sign-in attempts: what ``neufit.domain.sign_in`` counts, forgotten by TTL.

Accounts and addresses are kept as keyed hashes: the table tells nobody who signs in from where.
"""

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from pynamodb.attributes import NumberAttribute, TTLAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.transactions import TransactGet, TransactWrite

from neufit.domain.sign_in import FORGET_AFTER, KNOWN_FOR, PAIR, Failures, network
from neufit.domain.user import User, user_key
from neufit.stores.tables import ConditionFailed, Table, store_errors
from neufit.stores.transactions import read_together
from neufit.stores.users import UserRow, from_row

if TYPE_CHECKING:
    from pynamodb.expressions.update import Action


class AttemptRow(Table):
    """Failures of one pair, address or account."""

    class Meta:
        """Where the table lives."""

        table_name = "sign-in-attempts"

    subject = UnicodeAttribute(hash_key=True)
    failures = NumberAttribute(default=0)
    last_at = UTCDateTimeAttribute(null=True)
    opens_at = UTCDateTimeAttribute(null=True)
    known_until = UTCDateTimeAttribute(null=True)
    expires_at = TTLAttribute()


class Attempt(NamedTuple):
    """Who tries from where, and what is remembered of both. ``user`` is None when nobody living has this id."""

    user: User | None
    subjects: tuple[str, str, str]
    pair: Failures
    address: Failures
    account: Failures


class AttemptStore:
    """Counts of failed sign-ins."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def _subject(self, *parts: str) -> str:
        return hmac.new(self._secret, "\0".join(parts).encode(), hashlib.sha256).hexdigest()

    def look(self, user_id: str, address: str) -> Attempt:
        """The person and what is remembered of account and address, in one operation."""
        account, place = user_key(user_id), network(address)
        subjects = (
            self._subject("pair", account, place),
            self._subject("address", place),
            self._subject("account", account),
        )

        def fill(reads: TransactGet) -> None:
            futures.append(reads.get(UserRow, account))
            futures.extend(reads.get(AttemptRow, subject) for subject in subjects)

        # pynamodb fills futures when the transaction commits; a repeated transaction makes new ones.
        futures: list[Any] = []
        read_together(AttemptRow, fill)
        person, *records = futures[-4:]
        return Attempt(_person(person), subjects, *map(_failures, records))

    def count(self, attempt: Attempt, now: datetime) -> bool:
        """Count a try of the pair before its password is looked at. False when others tried at the same moment."""
        seen, recent = attempt.pair, attempt.pair.recent(now)
        actions: list[Action] = [
            AttemptRow.last_at.set(now),
            AttemptRow.opens_at.remove(),
            AttemptRow.expires_at.set(self._expiry(recent, now)),
        ]
        if seen == recent and recent.count < PAIR.free:
            # Several free tries may be under way at once; none of them needs to know of the others.
            actions.append(AttemptRow.failures.set((AttemptRow.failures | 0) + 1))
            condition = AttemptRow.failures.does_not_exist() | (AttemptRow.failures < PAIR.free)
        else:
            actions.append(AttemptRow.failures.set(recent.count + 1))
            condition = (AttemptRow.failures == seen.count) & (AttemptRow.last_at == seen.last_at)
        try:
            with store_errors():
                AttemptRow(attempt.subjects[0]).update(actions=actions, condition=condition)
        except ConditionFailed:
            return False
        return True

    def promise(self, attempt: Attempt, opens_at: datetime) -> None:
        """Let a stranger in from ``opens_at`` on, whatever others do until then."""
        actions: list[Action] = [
            AttemptRow.opens_at.set(AttemptRow.opens_at | opens_at),
            AttemptRow.failures.set(AttemptRow.failures | 0),
            AttemptRow.expires_at.set(opens_at + FORGET_AFTER),
        ]
        with store_errors():
            AttemptRow(attempt.subjects[0]).update(actions=actions)

    def failed(self, attempt: Attempt, now: datetime) -> None:
        """The password was wrong, or there is nobody: count that for the address and for the account."""
        for subject, record in zip(attempt.subjects[1:], (attempt.address, attempt.account), strict=True):
            count = (AttemptRow.failures | 0) + 1 if record == record.recent(now) else 1
            actions: list[Action] = [
                AttemptRow.failures.set(count),
                AttemptRow.last_at.set(now),
                AttemptRow.expires_at.set(now + FORGET_AFTER),
            ]
            with store_errors():
                AttemptRow(subject).update(actions=actions)

    def succeeded(self, attempt: Attempt, now: datetime) -> None:
        """The password was right: the pair's failures are forgiven, and it is known from now on."""
        with store_errors():
            self._forgiven(attempt, now).save()

    def succeeding(self, attempt: Attempt, now: datetime) -> Callable[[TransactWrite], None]:
        """The same as part of a transaction."""
        return lambda writes: writes.save(self._forgiven(attempt, now))

    def _forgiven(self, attempt: Attempt, now: datetime) -> AttemptRow:
        known_until = now + KNOWN_FOR
        return AttemptRow(attempt.subjects[0], failures=0, known_until=known_until, expires_at=known_until)

    def _expiry(self, pair: Failures, now: datetime) -> datetime:
        return max(now + FORGET_AFTER, pair.known_until or now) + timedelta(seconds=1)


def _person(future: Any) -> User | None:  # noqa: ANN401  # pynamodb keeps the type of its futures to itself
    try:
        user = from_row(future.get())
    except UserRow.DoesNotExist:
        return None
    return user if user.deleted_at is None else None


def _failures(future: Any) -> Failures:  # noqa: ANN401  # see above
    try:
        row = future.get()
    except AttemptRow.DoesNotExist:
        return Failures()
    return Failures(count=row.failures, last_at=row.last_at, opens_at=row.opens_at, known_until=row.known_until)
