"""The rows of bookings: one each, and their entries in people's calendars.

A calendar is a partition of ``calendar-entries``: ``calendar#anna`` holds what is asked for and accepted by start,
``ended#anna`` what was declined or cancelled, by when.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, TTLAttribute, UnicodeAttribute, UTCDateTimeAttribute

from neufit.domain.calendar.booking import Booking, BookingStatus, Entry, Standing, Step
from neufit.domain.user import user_key
from neufit.stores.cells import CellRow, Key, begins_at
from neufit.stores.tables import Table

KEPT = timedelta(days=400)
"""A booking is remembered for so long after its end."""
LISTED = {BookingStatus.PENDING, BookingStatus.ACCEPTED}
"""What stands in calendars."""


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


def calendar_of(user_id: str) -> str:
    """The partition of what is asked for and accepted."""
    return f"calendar#{user_key(user_id)}"


def ended_of(user_id: str) -> str:
    """The partition of what was declined or cancelled."""
    return f"ended#{user_key(user_id)}"


def moment_of(at: datetime) -> str:
    """An instant as it sorts in calendars."""
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


def to_row(booking: Booking) -> BookingRow:
    """The row of a booking."""
    steps = [step.model_dump(mode="json", exclude_none=True) for step in booking.steps]
    return BookingRow(**_values(booking), steps=steps)


def entries_of(booking: Booking) -> Mapping[Key, CalendarEntryRow]:
    """The entries of a booking by their keys."""
    listed = booking.standing.status in LISTED
    at = booking.standing.starts_at if listed else booking.steps[-1].at
    place = f"{moment_of(at)}#{booking.booking_id}"
    rows = {}
    for who in booking.people:
        listing, other = (calendar_of if listed else ended_of)(who), booking.other_than(who)
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


def from_row(row: BookingRow) -> Booking:
    """The booking of a row."""
    return Booking.model_validate({**_read(row), "steps": [Step.model_validate(step) for step in row.steps]})


def from_entry(row: CalendarEntryRow) -> Entry:
    """The entry of a row."""
    return Entry.model_validate(_read(row))


def stands_behind(booking: Booking, row: CellRow, now: datetime) -> bool:
    """Whether a booking takes a cell."""
    at = begins_at(row)
    mine = [who for who in booking.people if user_key(who) == row.person]
    return booking.active(now) and any(
        span.starts_at <= at < span.ends_at for span in (booking.claims(who) for who in mine)
    )
