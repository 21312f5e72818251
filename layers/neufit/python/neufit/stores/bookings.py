"""Bookings: one row each, the cells that they take, and their entries in people's calendars.

All of it, the meeting of a session too, is written in one transaction at each step, so a booking is whole or not there.
What a transaction can't hold is the move of a long session: its new cells are claimed first, for two minutes; then the
booking moves onto them; then the old ones are let go. A process that dies in between leaves cells that run out, or that
belong to nothing: whoever meets such a cell drops it.

A calendar is a partition of ``calendar-entries``: ``calendar#anna`` holds what is asked for and accepted by start,
``ended#anna`` what was declined or cancelled, by when.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, TTLAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.transactions import TransactWrite

from neufit.domain.calendar.booking import Booking, BookingStatus, Entry, Standing, Step
from neufit.domain.calendar.cells import LONGEST_EVENT
from neufit.domain.calendar.intervals import Interval
from neufit.domain.errors import Conflict, NotFound
from neufit.domain.meeting import Meeting
from neufit.domain.user import user_key
from neufit.stores.blocks import BlockStore, check_together
from neufit.stores.cells import CellRow, Claim, Key, begins_at, claim, drop, free, held
from neufit.stores.meetings import MeetingStore
from neufit.stores.tables import ConditionFailed, Table, store_errors
from neufit.stores.transactions import MAX_WRITES, write_together

if TYPE_CHECKING:
    from pynamodb.expressions.condition import Condition

MOVE_WITHIN = timedelta(minutes=2)
"""A move that takes longer than this has died."""
KEPT = timedelta(days=400)
"""A booking is remembered for so long after its end."""
_TRIES = 4
_PAGE = 1000
_LISTED = {BookingStatus.PENDING, BookingStatus.ACCEPTED}


class BookingRow(Table):
    """One booking."""

    class Meta:
        """Where the table lives."""

        table_name = "bookings"

    booking_id = UnicodeAttribute(hash_key=True)
    owner_id = UnicodeAttribute()
    customer_id = UnicodeAttribute(null=True)
    title = UnicodeAttribute()
    buffer_before = NumberAttribute()
    buffer_after = NumberAttribute()
    standing: JSONAttribute = JSONAttribute()
    created_at = UTCDateTimeAttribute()
    revision = NumberAttribute()
    steps: JSONAttribute = JSONAttribute()
    expires_at = TTLAttribute()


class CalendarEntryRow(Table):
    """One booking in one person's calendar."""

    class Meta:
        """Where the table lives."""

        table_name = "calendar-entries"

    listing = UnicodeAttribute(hash_key=True)
    place = UnicodeAttribute(range_key=True)
    booking_id = UnicodeAttribute()
    owner_id = UnicodeAttribute()
    customer_id = UnicodeAttribute(null=True)
    other_key = UnicodeAttribute(null=True)
    title = UnicodeAttribute()
    buffer_before = NumberAttribute()
    buffer_after = NumberAttribute()
    standing: JSONAttribute = JSONAttribute()
    created_at = UTCDateTimeAttribute()
    revision = NumberAttribute()
    expires_at = TTLAttribute()


class BookingStore:
    """Reads and conditional writes of bookings."""

    def __init__(self) -> None:
        self._meetings, self._blocks = MeetingStore(), BlockStore()

    def create(self, booking: Booking, now: datetime) -> Booking:
        """Write a new booking and take its time. The same id again answers the booking that there is.

        Raise Conflict (``time-taken``) when one of its people isn't free, NotFound when the two are apart.
        """
        there = self._step(None, booking, None, now)
        return booking if there is None else there

    def replace(
        self, before: Booking, after: Booking, now: datetime, meeting: tuple[Meeting | None, Meeting] | None = None
    ) -> Booking:
        """Write what a step made of ``before``, and with it its ``meeting``, as it was and as it is to be.

        Raise Conflict when somebody took a step meanwhile or (``time-taken``) one of its people isn't free any more,
        NotFound when the two are apart.
        """
        written = after.model_copy(update={"revision": before.revision + 1})
        if self._step(before, written, meeting, now) is not None:
            raise Conflict("Somebody changed this booking at the same moment. Load it again and repeat.")
        return written

    def get(self, booking_id: str) -> Booking:
        """The booking. Raise NotFound."""
        found = self._find(booking_id)
        if found is None:
            raise NotFound("There is no booking with this id.")
        return found

    def calendar(self, user_id: str, within: Interval, *, with_other: str | None = None) -> list[Entry]:
        """What stands in a person's calendar in some time, by start, at most one query.

        What nobody answered in time is among it. ``with_other`` leaves out what isn't with that person.
        """
        filters: Condition | None = None
        if with_other is not None:
            filters = CalendarEntryRow.other_key == user_key(with_other)
        first, last = _moment(within.starts_at - LONGEST_EVENT), _moment(within.ends_at)
        with store_errors():
            found = CalendarEntryRow.query(
                _calendar(user_id),
                CalendarEntryRow.place.between(first, last),
                filter_condition=filters,
                consistent_read=True,
                page_size=_PAGE,
            )
            entries = [_entry(row) for row in found]
        return [each for each in entries if each.standing.span.meets(within)]

    def ended(self, user_id: str, *, limit: int, after: str | None = None) -> tuple[list[Entry], str | None]:
        """What was declined or cancelled, the latest first, and the place to go on after (None at the end)."""
        before = None if after is None else CalendarEntryRow.place < after
        with store_errors():
            found = CalendarEntryRow.query(_ended(user_id), before, limit=limit, scan_index_forward=False)
            rows = list(found)
        return [_entry(row) for row in rows], rows[-1].place if len(rows) == limit else None

    def _find(self, booking_id: str) -> Booking | None:
        try:
            with store_errors():
                return _booking(BookingRow.get(booking_id, consistent_read=True))
        except BookingRow.DoesNotExist:
            return None

    def _step(
        self, before: Booking | None, after: Booking, meeting: tuple[Meeting | None, Meeting] | None, now: datetime
    ) -> Booking | None:
        """Write a step. Answer the booking that is there instead when it isn't as ``before`` any more."""
        wanted, left = _claim(after, now), _left(before, after, now)
        rows = _Rows(before, after, meeting, self._meetings)
        at_once = len(wanted.keys()) + len(left) + rows.count <= MAX_WRITES

        def claim_first(writes: TransactWrite) -> None:
            moving = Claim(after.booking_id, after.revision, wanted.spans, now + MOVE_WITHIN, moving=True)
            claim(writes, moving, now, but=_held(before, now))  # those stay as they are, should the move die

        def fill(writes: TransactWrite) -> None:
            rows.write(writes)
            claim(writes, wanted, now)
            if at_once and before is not None:
                free(writes, after.booking_id, before.revision, left)

        for _ in range(_TRIES):
            try:
                if not at_once:
                    write_together(CellRow, claim_first)
                write_together(BookingRow, fill)
            except ConditionFailed as failed:
                instead = self._instead(failed, before, after, now)
                if instead is not None:
                    return instead
            else:
                if not at_once and before is not None:
                    _let_go(after.booking_id, before.revision, left)
                return None
        raise Conflict("Others are booking at the same moment. Try again.")

    def _instead(
        self, failed: ConditionFailed, before: Booking | None, after: Booking, now: datetime
    ) -> Booking | None:
        """Why a step could not be written: the booking that is there instead, or None to try again."""
        rows = held(failed.found)
        if rows:
            self._check_free(rows, now)
            return None
        there = self._find(after.booking_id)
        if (there is None) != (before is None) or (there and before and there.revision != before.revision):
            return there or after
        self._check_apart(after)
        return None

    def _check_apart(self, booking: Booking) -> None:
        """Two who are apart have no booking: it is answered as one with nobody."""
        if booking.customer_id is not None and self._blocks.apart(booking.owner_id, [booking.customer_id]):
            raise NotFound("There is nobody with this user id.")

    def _check_free(self, rows: Sequence[CellRow], now: datetime) -> None:
        """Raise Conflict when another booking stands behind one of the cells; drop those behind which none stands."""
        with store_errors():
            ids = list({row.booking_id for row in rows})
            behind = {row.booking_id: _booking(row) for row in BookingRow.batch_get(ids, consistent_read=True)}
        for row in rows:
            booking = behind.get(row.booking_id)
            if row.moving or (booking is not None and _covers(booking, row, now)):
                raise Conflict("This time is taken. Pick another one.", code="time-taken")
            drop(row)


class _Rows:
    """What a step writes beside cells: the booking, its entries, its meeting; and what it looks at."""

    def __init__(
        self,
        before: Booking | None,
        after: Booking,
        meeting: tuple[Meeting | None, Meeting] | None,
        meetings: MeetingStore,
    ) -> None:
        self._before, self._after, self._meeting, self._meetings = before, after, meeting, meetings
        self._entries = _entries(after)
        self._gone = [row for key, row in (_entries(before) if before else {}).items() if key not in self._entries]
        self._together = after.customer_id if after.standing.status in _LISTED else None

    @property
    def count(self) -> int:
        """How many items of the transaction they are at most."""
        meeting = 0 if self._meeting is None else 5  # with both places of both people
        return 1 + len(self._entries) + len(self._gone) + meeting + (2 if self._together else 0)

    def write(self, writes: TransactWrite) -> None:
        """Add them to a transaction."""
        unchanged: Condition = BookingRow.booking_id.does_not_exist()
        if self._before is not None:
            unchanged = BookingRow.revision == self._before.revision
        writes.save(_row(self._after), condition=unchanged)
        for row in self._gone:
            writes.delete(row)
        for row in self._entries.values():
            writes.save(row)
        if self._meeting is not None:
            self._meetings.write(writes, *self._meeting)
        if self._together is not None:
            check_together(writes, self._after.owner_id, self._together)


def _let_go(booking_id: str, revision: int, keys: Sequence[Key]) -> None:
    """Let the old cells of a long booking go. Where that fails, whoever meets one of them drops it."""
    try:
        write_together(CellRow, lambda writes: free(writes, booking_id, revision, keys))
    except ConditionFailed:
        return


def _claim(booking: Booking, now: datetime) -> Claim:
    """What a booking takes of its people's time: nothing when it is off."""
    spans = {who: booking.claims(who) for who in booking.people} if booking.active(now) else {}
    return Claim(booking.booking_id, booking.revision, spans, booking.standing.held_until)


def _left(before: Booking | None, after: Booking, now: datetime) -> list[Key]:
    """The cells that a step lets go. Those of a hold that ran out aren't its own any more."""
    kept = _claim(after, now).keys()
    return [key for key in _held(before, now) if key not in kept]


def _held(booking: Booking | None, now: datetime) -> Collection[Key]:
    return () if booking is None else _claim(booking, now).keys()


def _covers(booking: Booking, row: CellRow, now: datetime) -> bool:
    at = begins_at(row)
    mine = [who for who in booking.people if user_key(who) == row.person]
    return booking.active(now) and any(
        span.starts_at <= at < span.ends_at for span in (booking.claims(who) for who in mine)
    )


def _calendar(user_id: str) -> str:
    return f"calendar#{user_key(user_id)}"


def _ended(user_id: str) -> str:
    return f"ended#{user_key(user_id)}"


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S.%f}"


_MINUTE = timedelta(minutes=1)


def _values(entry: Entry) -> dict[str, Any]:
    """What the rows of a booking have in common."""
    return {
        "booking_id": entry.booking_id,
        "owner_id": entry.owner_id,
        "customer_id": entry.customer_id,
        "title": entry.title,
        "buffer_before": entry.buffer_before // _MINUTE,
        "buffer_after": entry.buffer_after // _MINUTE,
        "standing": entry.standing.model_dump(mode="json", exclude_none=True),
        "created_at": entry.created_at,
        "revision": entry.revision,
        "expires_at": entry.standing.ends_at + KEPT,
    }


def _row(booking: Booking) -> BookingRow:
    steps = [step.model_dump(mode="json", exclude_none=True) for step in booking.steps]
    return BookingRow(**_values(booking), steps=steps)


def _entries(booking: Booking) -> Mapping[Key, CalendarEntryRow]:
    """The entries of a booking by their keys."""
    listed = booking.standing.status in _LISTED
    at = booking.standing.starts_at if listed else booking.steps[-1].at
    place = f"{_moment(at)}#{booking.booking_id}"
    rows = {}
    for who in booking.people:
        listing, other = (_calendar if listed else _ended)(who), booking.other_than(who)
        rows[listing, place] = CalendarEntryRow(
            listing, place, other_key=None if other is None else user_key(other), **_values(booking)
        )
    return rows


def _read(row: BookingRow | CalendarEntryRow) -> dict[str, object]:
    return {
        "booking_id": row.booking_id,
        "owner_id": row.owner_id,
        "customer_id": row.customer_id,
        "title": row.title,
        "buffer_before": row.buffer_before * _MINUTE,
        "buffer_after": row.buffer_after * _MINUTE,
        "standing": Standing.model_validate(row.standing),
        "created_at": row.created_at,
        "revision": row.revision,
    }


def _booking(row: BookingRow) -> Booking:
    return Booking.model_validate({**_read(row), "steps": [Step.model_validate(step) for step in row.steps]})


def _entry(row: CalendarEntryRow) -> Entry:
    return Entry.model_validate(_read(row))
