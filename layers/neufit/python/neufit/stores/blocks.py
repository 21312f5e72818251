"""The blocks table: each block is two rows, one in the list of either person, written in one transaction.

So both ways of reading are one strongly consistent query of one's own partition. ``counterpart`` says which way it
goes: ``blocked#bob`` stands in the list of who blocked him, ``by#anna`` in his. The same transaction keeps the keys of
those whom somebody blocked in that person's row of the users table, for whoever reads that row anyway.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.transactions import TransactWrite

from neufit.domain.block import Block, Blocks
from neufit.domain.errors import Conflict
from neufit.domain.user import User, user_key
from neufit.stores.tables import ConditionFailed, Table, store_errors
from neufit.stores.transactions import write_together
from neufit.stores.users import UserRow, living

if TYPE_CHECKING:
    from pynamodb.expressions.update import Action

_BLOCKED, _BY = "blocked#", "by#"


class BlockRow(Table):
    """One half of a block: ``user_id`` is the other person."""

    class Meta:
        """Where the table lives."""

        table_name = "blocks"

    party = UnicodeAttribute(hash_key=True)
    counterpart = UnicodeAttribute(range_key=True)
    user_id = UnicodeAttribute()
    at = UTCDateTimeAttribute()


def check_together(writes: TransactWrite, user_id: str, other_id: str) -> None:
    """Make a transaction fail when the two are apart, whoever asked for it."""
    for one, other in ((user_id, other_id), (other_id, user_id)):
        writes.condition_check(
            BlockRow, user_key(one), _BLOCKED + user_key(other), condition=BlockRow.party.does_not_exist()
        )


class BlockStore:
    """Reads and conditional writes of blocks."""

    def of(self, user_id: str) -> Blocks:
        """Whom a person blocked, and who blocked that person, in one query."""
        with store_errors():
            rows = list(BlockRow.query(user_key(user_id), consistent_read=True))
        mine = [Block(row.user_id, row.at) for row in rows if row.counterpart.startswith(_BLOCKED)]
        by = [Block(row.user_id, row.at) for row in rows if row.counterpart.startswith(_BY)]
        return Blocks(tuple(mine), tuple(by))

    def blocked(self, user_id: str) -> list[Block]:
        """Whom a person blocked."""
        with store_errors():
            rows = BlockRow.query(user_key(user_id), BlockRow.counterpart.startswith(_BLOCKED), consistent_read=True)
            return [Block(row.user_id, row.at) for row in rows]

    def apart(self, user_id: str, others: Iterable[str]) -> frozenset[str]:
        """Those among ``others`` (by ``user_key``) who are apart from a person, whoever asked for it.

        One batch read per 50.
        """
        party, keys = user_key(user_id), {user_key(other) for other in others}
        wanted = [(party, prefix + other) for other in sorted(keys) for prefix in (_BLOCKED, _BY)]
        if not wanted:
            return frozenset()
        with store_errors():
            return frozenset(user_key(row.user_id) for row in BlockRow.batch_get(wanted, consistent_read=True))

    def add(self, user: User, other: User, at: datetime, also: Callable[[TransactWrite], None] | None = None) -> None:
        """Block somebody, together with what ``also`` adds.

        Raise Conflict when the account of ``user`` changed since it was read, or a condition of ``also`` doesn't hold:
        read again and repeat. That is what keeps the number of blocks exact.
        """

        def fill(writes: TransactWrite) -> None:
            writes.save(
                BlockRow(user_key(user.user_id), _BLOCKED + user_key(other.user_id), user_id=other.user_id, at=at)
            )
            writes.save(BlockRow(user_key(other.user_id), _BY + user_key(user.user_id), user_id=user.user_id, at=at))
            if also is not None:
                also(writes)

        self._change(user, UserRow.blocked.add({other.key}), fill)

    def remove(self, user: User, other_id: str) -> None:
        """Let somebody back in; who isn't blocked stays so. Raise Conflict as ``add`` does."""

        def fill(writes: TransactWrite) -> None:
            writes.delete(BlockRow(user_key(user.user_id), _BLOCKED + user_key(other_id)))
            writes.delete(BlockRow(user_key(other_id), _BY + user_key(user.user_id)))

        self._change(user, UserRow.blocked.delete({user_key(other_id)}), fill)

    def _change(self, user: User, own: "Action", rows: Callable[[TransactWrite], None]) -> None:
        def fill(writes: TransactWrite) -> None:
            writes.update(
                UserRow(user_key(user.user_id)),
                actions=[UserRow.version.set(user.version + 1), own],
                condition=living() & (UserRow.version == user.version),
            )
            rows(writes)

        try:
            write_together(BlockRow, fill)
        except ConditionFailed:
            raise Conflict("This account changed at the same moment. Try again.") from None
