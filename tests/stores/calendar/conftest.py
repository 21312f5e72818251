"""Calendars on the locked local cloud, and what must be true of them at every moment."""

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from neufit.domain.calendar.booking import Act, Booking, BookingStatus, requested
from neufit.domain.calendar.cells import cells
from neufit.domain.calendar.intervals import Interval
from neufit.domain.calendar.session import has_meeting, meeting_of
from neufit.domain.user import user_key
from neufit.ids import new_id
from neufit.stores.booking_rows import BookingRow, from_row
from neufit.stores.bookings import BookingStore
from neufit.stores.cells import CellRow
from neufit.stores.meetings import MeetingStore

CELL = timedelta(minutes=5)


class Died(Exception):
    """What a process that dies in the middle of something would have gone on with."""


@dataclass
class Diary:
    """What tests do with calendars. ``now`` is the time of those who act."""

    now: datetime = datetime(2026, 3, 2, 9, tzinfo=UTC)
    store: BookingStore = field(default_factory=BookingStore)
    meetings: MeetingStore = field(default_factory=MeetingStore)
    ids: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)

    def span(self, start: int, length: int) -> Interval:
        """A span in cells from the day after the beginning on."""
        at = datetime(2026, 3, 3, 9, tzinfo=UTC) + start * CELL
        return Interval(at, at + length * CELL)

    def ask(self, customer: str, instructor: str, span: Interval, *, key: str | None = None, **told: Any) -> Booking:
        """A request; raises Conflict when it can't be had."""
        booking = requested(
            key or new_id(self.now),
            Act(customer, self.now),
            instructor_id=instructor,
            title="Session",
            span=span,
            **told,
        )
        return self.add(booking)

    def add(self, booking: Booking) -> Booking:
        """A new booking."""
        self.ids.add(booking.booking_id)
        self.people |= {user_key(who) for who in booking.people}
        return self.store.create(booking, self.now)

    def step(self, booking: Booking, what: Any, by: str, *args: Any) -> Booking:
        """A step as the use case takes it, with its meeting."""
        after = what(booking, Act(by, self.now), *args)
        there = self.meetings.find(booking.booking_id) if has_meeting(booking) else None
        meeting = meeting_of(after, there, self.now)
        changed = None if meeting is None or meeting == there else (there, meeting)
        return self.store.replace(booking, after, self.now, changed)

    def all(self) -> list[Booking]:
        """Every booking that was made here."""
        return [from_row(row) for row in BookingRow.batch_get(list(self.ids), consistent_read=True)]

    def check(self, *, whole: bool = True) -> list[Booking]:
        """The bookings that take time now: nobody's overlap, and each has all of its cells and its meeting."""
        owners = {
            (row.person, row.cell): row.holder
            for person in self.people
            for row in CellRow.query(person, consistent_read=True)
            if row.until > self.now.timestamp()
        }
        active = [booking for booking in self.all() if booking.active(self.now)]
        spans = defaultdict(list)
        for booking in active:
            for who in booking.people:
                spans[user_key(who)].append(booking.claims(who))
                for at in cells(booking.claims(who)):
                    if at + CELL > self.now:
                        assert owners.get((user_key(who), f"{at:%Y-%m-%dT%H:%M}")) == booking.booking_id
            if booking.standing.status is BookingStatus.ACCEPTED and not booking.personal:
                meeting = self.meetings.get(booking.booking_id)
                assert (meeting.starts_at, meeting.ends_at) == booking.standing.span
                assert meeting.closed_at is None
                assert meeting.booked
        for mine in spans.values():
            assert all(one.ends_at <= other.starts_at for one, other in pairwise(sorted(mine)))
        if whole:
            behind = {booking.booking_id for booking in active}
            assert set(owners.values()) <= behind, "cells that belong to nothing"
        return active


@pytest.fixture
def diary(store_settings) -> Diary:
    return Diary()


@pytest.fixture
def dying(diary):
    """A context in which the process dies at the nth transaction: before it reaches the store, or before its answer."""

    @contextmanager
    def die(at: int, *, written: bool):
        made = []
        events = CellRow._get_connection().connection.client.meta.events
        moment = "after-call" if written else "before-call"

        def count(**_):
            made.append(1)
            if len(made) >= at:
                raise Died

        events.register(f"{moment}.dynamodb.TransactWriteItems", count)
        try:
            yield made
        finally:
            events.unregister(f"{moment}.dynamodb.TransactWriteItems", count)

    return die
