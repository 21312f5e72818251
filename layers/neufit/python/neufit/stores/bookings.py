"""Bookings: one row each, the cells that they take, and their entries in people's calendars.

All of it, the meeting of a session too, is written in one transaction at each step, so a booking is whole or not there.
What a transaction can't hold is the move of a long session (``occupancy.py``).
"""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from pynamodb.transactions import TransactWrite

from neufit.domain.calendar.booking import Booking, Entry
from neufit.domain.calendar.cells import LONGEST_EVENT
from neufit.domain.calendar.intervals import Interval
from neufit.domain.calendar.telling import announcements_of
from neufit.domain.errors import Conflict, NotFound
from neufit.domain.meeting import Meeting
from neufit.domain.user import user_key
from neufit.stores import occupancy
from neufit.stores.announcements import AnnouncementStore
from neufit.stores.blocks import BlockStore, check_together
from neufit.stores.booking_rows import (
    LISTED,
    BookingRow,
    CalendarEntryRow,
    calendar_of,
    ended_of,
    entries_of,
    from_entry,
    from_row,
    moment_of,
    to_row,
)
from neufit.stores.cells import Claim, Key
from neufit.stores.meetings import MeetingStore
from neufit.stores.tables import store_errors

if TYPE_CHECKING:
    from pynamodb.expressions.condition import Condition

_PAGE = 1000


class BookingStore:
    """Reads and conditional writes of bookings. Each step is announced, in its transaction, to those it concerns."""

    def __init__(self, announcements: AnnouncementStore | None = None) -> None:
        self._meetings, self._blocks = MeetingStore(), BlockStore()
        self._announcements = announcements or AnnouncementStore()

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
        first, last = moment_of(within.starts_at - LONGEST_EVENT), moment_of(within.ends_at)
        with store_errors():
            found = CalendarEntryRow.query(
                calendar_of(user_id),
                CalendarEntryRow.place.between(first, last),
                filter_condition=filters,
                consistent_read=True,
                page_size=_PAGE,
            )
            entries = [from_entry(row) for row in found]
        return [each for each in entries if each.standing.span.meets(within)]

    def ended(self, user_id: str, *, limit: int, after: str | None = None) -> tuple[list[Entry], str | None]:
        """What was declined or cancelled, the latest first, and the place to go on after (None at the end)."""
        before = None if after is None else CalendarEntryRow.place < after
        with store_errors():
            found = CalendarEntryRow.query(ended_of(user_id), before, limit=limit, scan_index_forward=False)
            rows = list(found)
        return [from_entry(row) for row in rows], rows[-1].place if len(rows) == limit else None

    def _find(self, booking_id: str) -> Booking | None:
        try:
            with store_errors():
                return from_row(BookingRow.get(booking_id, consistent_read=True))
        except BookingRow.DoesNotExist:
            return None

    def _step(
        self, before: Booking | None, after: Booking, meeting: tuple[Meeting | None, Meeting] | None, now: datetime
    ) -> Booking | None:
        """Write a step. Answer the booking that is there instead when it isn't as ``before`` any more."""
        rows = _Rows(before, after, meeting, self._meetings)
        told = announcements_of(after)

        def write(writes: TransactWrite) -> None:
            rows.write(writes)
            self._announcements.write(writes, *told)

        change = occupancy.Change(
            claim=_claim(after, now),
            held=_held(before, now),
            held_revision=0 if before is None else before.revision,
            rows=write,
            count=rows.count + len(told),
            by=after.steps[-1].by,
        )
        there = occupancy.write(change, now, lambda: self._instead(before, after))
        if there is None:
            self._announcements.wake(told, now)
        return there

    def _instead(self, before: Booking | None, after: Booking) -> Booking | None:
        """Why a step could not be written: the booking that is there instead, or None to try again."""
        there = self._find(after.booking_id)
        if (there is None) != (before is None) or (there and before and there.revision != before.revision):
            return there or after
        self._check_apart(after)
        return None

    def _check_apart(self, booking: Booking) -> None:
        """Two who are apart have no booking: it is answered as one with nobody."""
        if booking.customer_id is not None and self._blocks.apart(booking.owner_id, [booking.customer_id]):
            raise NotFound("There is nobody with this user id.")


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
        self._entries = entries_of(after)
        self._gone = [row for key, row in (entries_of(before) if before else {}).items() if key not in self._entries]
        self._together = after.customer_id if after.standing.status in LISTED else None

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
        writes.save(to_row(self._after), condition=unchanged)
        for row in self._gone:
            writes.delete(row)
        for row in self._entries.values():
            writes.save(row)
        if self._meeting is not None:
            self._meetings.write(writes, *self._meeting)
        if self._together is not None:
            check_together(writes, self._after.owner_id, self._together)


def _claim(booking: Booking, now: datetime) -> Claim:
    """What a booking takes of its people's time: nothing when it is off."""
    spans = {who: booking.claims(who) for who in booking.people} if booking.active(now) else {}
    return Claim(booking.booking_id, booking.revision, spans, booking.standing.held_until)


def _held(booking: Booking | None, now: datetime) -> Collection[Key]:
    """The cells of a booking. Those of a hold that ran out aren't its own any more."""
    return () if booking is None else _claim(booking, now).keys()
