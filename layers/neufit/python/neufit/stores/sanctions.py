"""What moderators do to accounts: parts of the transaction that decides a report, and lifting a suspension."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from pynamodb.transactions import TransactWrite

from neufit.domain.errors import Conflict
from neufit.domain.user import MAX_WARNINGS, ModeratorWarning, User
from neufit.stores.sessions import ending
from neufit.stores.tables import ConditionFailed, store_errors
from neufit.stores.users import UserRow, living, same_sessions

if TYPE_CHECKING:
    from pynamodb.expressions.update import Action


def suspending(user: User, until: datetime) -> Callable[[TransactWrite], None]:
    """The part that shuts a person out until then and ends every session.

    Its condition: nobody signed in, and the account wasn't closed, since ``user`` was read.
    """

    def fill(writes: TransactWrite) -> None:
        actions: list[Action] = [UserRow.suspended_until.set(until), UserRow.sessions.remove()]
        writes.update(UserRow(user.key), actions=actions, condition=living() & same_sessions(user))
        ending(user.sessions)(writes)

    return fill


def warning(user: User, warned: ModeratorWarning) -> Callable[[TransactWrite], None]:
    """The part that puts a warning into a person's row. Its condition: the account didn't change since it was read."""
    kept = [each.model_dump(mode="json") for each in (*user.warnings, warned)[-MAX_WARNINGS:]]

    def fill(writes: TransactWrite) -> None:
        actions: list[Action] = [UserRow.warnings.set(kept), UserRow.version.set(user.version + 1)]
        writes.update(UserRow(user.key), actions=actions, condition=living() & (UserRow.version == user.version))

    return fill


def lift(user: User) -> None:
    """Let a suspended person sign in again; who isn't suspended stays so. Raise Conflict when it changed meanwhile."""
    if user.suspended_until is None:
        return
    unchanged = living() & (UserRow.suspended_until == user.suspended_until)
    try:
        with store_errors():
            UserRow(user.key).update(actions=[UserRow.suspended_until.remove()], condition=unchanged)
    except ConditionFailed:
        raise Conflict("This account changed at the same moment. Try again.") from None
