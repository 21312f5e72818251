"""The notices table: a partition for each person's inbox, and in it, behind all notices, one row about the inbox.

A notice is written together with the number of unread ones, on the condition that it is not there, so whoever writes it
again changes nothing. Notices are numbered; "all read" is the number of the last one then, one write however many there
are, and one that comes at that moment is not lost in it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pynamodb.attributes import (
    BooleanAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.transactions import TransactWrite

from neufit.domain.errors import Conflict
from neufit.domain.notice import KEPT, Notice
from neufit.domain.user import user_key
from neufit.stores.tables import ConditionFailed, Table, store_errors
from neufit.stores.transactions import write_together

if TYPE_CHECKING:
    from pynamodb.expressions.condition import Condition

_STATE = "~"
"""Where the row about an inbox stands: behind every id."""
_TRIES = 10
_MAILED_WITHIN = timedelta(minutes=2)
"""Who began to send an e-mail so long ago has died."""


class NoticeRow(Table):
    """One notice; or, at the end of a partition, how many there were, are unread, and up to which all are read."""

    class Meta:
        """Where the table lives."""

        table_name = "notices"

    person = UnicodeAttribute(hash_key=True)
    notice_id = UnicodeAttribute(range_key=True)
    kind = UnicodeAttribute(null=True)
    at = UTCDateTimeAttribute(null=True)
    title = UnicodeAttribute(null=True)
    detail = UnicodeAttribute(default="")
    link = UnicodeAttribute(null=True)
    by = UnicodeAttribute(null=True)
    starts_at = UTCDateTimeAttribute(null=True)
    starts_before = UTCDateTimeAttribute(null=True)
    number = NumberAttribute(default=0)
    read = BooleanAttribute(default=False)
    mail_until = NumberAttribute(default=0)
    mailed = BooleanAttribute(default=False)
    unread = NumberAttribute(default=0)
    read_through = NumberAttribute(default=0)
    expires_at = TTLAttribute(null=True)


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of notices, the newest first, the number of unread ones, and the id to go on after (None at the end)."""

    notices: Sequence[Notice]
    unread: int
    after: str | None


def _state_of(rows: Iterable[NoticeRow], key: str) -> NoticeRow:
    return next((row for row in rows if row.notice_id == _STATE), NoticeRow(key, _STATE))


def _unchanged(state: NoticeRow) -> "Condition":
    """That no notice came, and not all were read, since the row about an inbox was read."""
    if not state.number:
        return NoticeRow.number.does_not_exist()
    condition: Condition = (NoticeRow.number == state.number) & (NoticeRow.read_through == state.read_through)
    return condition


class NoticeStore:
    """Reads and conditional writes of inboxes."""

    def add(self, user_id: str, notice: Notice) -> bool:
        """Put a notice into an inbox, once; False when it is there already. Raise Conflict when others keep coming."""
        key = user_key(user_id)
        for _ in range(_TRIES):
            rows = self._rows(key, [notice.notice_id, _STATE])
            if any(row.notice_id == notice.notice_id for row in rows):
                return False
            state = _state_of(rows, key)
            try:
                write_together(NoticeRow, lambda writes, state=state: self._add(writes, key, notice, state))  # type: ignore[misc]
            except ConditionFailed:
                continue
            return True
        raise Conflict("Others are writing to this person at the same moment. Try again.")

    @staticmethod
    def _add(writes: TransactWrite, key: str, notice: Notice, state: NoticeRow) -> None:
        number = state.number + 1
        row = NoticeRow(
            key,
            number=number,
            expires_at=notice.at + KEPT,
            kind=notice.kind.value,
            **notice.model_dump(exclude={"kind", "number", "read"}),
        )
        writes.save(row, condition=NoticeRow.notice_id.does_not_exist())
        writes.update(
            NoticeRow(key, _STATE),
            actions=[
                NoticeRow.number.set(number),
                NoticeRow.read_through.set(state.read_through),
                NoticeRow.unread.add(1),
            ],
            condition=_unchanged(state),
        )

    def page(self, user_id: str, *, limit: int, after: str | None = None) -> Inbox:
        """A page of an inbox. The first one, and the number of unread notices with it, is one query."""
        key = user_key(user_id)
        below = None if after is None else NoticeRow.notice_id < after
        with store_errors():
            found = NoticeRow.query(
                key, below, limit=limit + (after is None), scan_index_forward=False, consistent_read=True
            )
            rows = list(found)
        state = _state_of(rows if after is None else self._rows(key, [_STATE]), key)
        notices = [_notice(row, state) for row in rows if row.notice_id != _STATE][:limit]
        return Inbox(notices, int(state.unread), notices[-1].notice_id if len(notices) == limit else None)

    def read(self, user_id: str, notice_ids: Sequence[str]) -> int:
        """Mark at most 50 notices as read; what is read, or not there, stays so. Answer how many are unread then."""
        key = user_key(user_id)
        for _ in range(_TRIES):
            rows = self._rows(key, [*dict.fromkeys(notice_ids), _STATE])
            state = _state_of(rows, key)
            unread = [row for row in rows if row.notice_id != _STATE and not _notice(row, state).read]
            if not unread:
                return int(state.unread)

            def fill(writes: TransactWrite, unread: Sequence[NoticeRow] = unread, state: NoticeRow = state) -> None:
                for row in unread:
                    writes.update(row, actions=[NoticeRow.read.set(value=True)], condition=NoticeRow.read == False)  # noqa: E712  # a condition of the database
                writes.update(
                    NoticeRow(key, _STATE),
                    actions=[NoticeRow.unread.add(-len(unread))],
                    condition=NoticeRow.read_through == state.read_through,
                )

            try:
                write_together(NoticeRow, fill)
            except ConditionFailed:
                continue
        raise Conflict("Your inbox is changing at the same moment. Try again.")

    def read_all(self, user_id: str) -> None:
        """Mark every notice as read that is there."""
        key = user_key(user_id)
        for _ in range(_TRIES):
            state = _state_of(self._rows(key, [_STATE]), key)
            if not state.unread:
                return
            try:
                with store_errors():
                    NoticeRow(key, _STATE).update(
                        actions=[NoticeRow.read_through.set(state.number), NoticeRow.unread.set(0)],
                        condition=_unchanged(state) & (NoticeRow.unread == state.unread),
                    )
            except ConditionFailed:
                continue
            return
        raise Conflict("Your inbox is changing at the same moment. Try again.")

    def begin_mail(self, user_id: str, notice_id: str, now: datetime) -> bool:
        """Whether the e-mail about a notice is for the caller to send: nobody sent it, or is about to."""
        mine = NoticeRow.kind.exists() & (NoticeRow.mailed == False) & (NoticeRow.mail_until <= now.timestamp())  # noqa: E712  # a condition of the database
        until = NoticeRow.mail_until.set((now + _MAILED_WITHIN).timestamp())
        return self._mark(user_id, notice_id, until, mine)

    def end_mail(self, user_id: str, notice_id: str, *, sent: bool) -> None:
        """Note that an e-mail was sent, or let another send it."""
        action = NoticeRow.mailed.set(value=True) if sent else NoticeRow.mail_until.set(0)
        self._mark(user_id, notice_id, action, NoticeRow.kind.exists())

    @staticmethod
    def _mark(user_id: str, notice_id: str, action: object, condition: "Condition") -> bool:
        try:
            with store_errors():
                NoticeRow(user_key(user_id), notice_id).update(actions=[action], condition=condition)  # type: ignore[list-item]  # pynamodb names the type only where it is checked
        except ConditionFailed:
            return False
        return True

    @staticmethod
    def _rows(key: str, notice_ids: Iterable[str]) -> list[NoticeRow]:
        with store_errors():
            return list(NoticeRow.batch_get([(key, each) for each in notice_ids], consistent_read=True))


def _notice(row: NoticeRow, state: NoticeRow) -> Notice:
    values = {name: getattr(row, name) for name in Notice.model_fields}
    return Notice.model_validate({**values, "read": row.read or row.number <= state.read_through})
