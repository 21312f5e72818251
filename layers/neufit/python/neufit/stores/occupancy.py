"""People's time: taken and let go together with what takes it, and what stands behind a cell that isn't free.

A change writes its rows, claims the cells that it needs and lets go those that it doesn't, in one transaction. What a
transaction can't hold is the move of something long: its new cells are claimed first, for two minutes; then it moves
onto them; then the old ones are let go. A process that dies in between leaves cells that run out, or that belong to
nothing: whoever meets such a cell drops it.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from pynamodb.transactions import TransactWrite

from neufit.domain.calendar.intervals import Interval
from neufit.domain.errors import Conflict
from neufit.domain.user import user_key
from neufit.stores import booking_rows, enrolment_rows, meeting_rows
from neufit.stores.cells import CellRow, Claim, Key, begins_at, claim, drop, free, held
from neufit.stores.tables import ConditionFailed, store_errors
from neufit.stores.transactions import MAX_WRITES, write_together

T = TypeVar("T")

MOVE_WITHIN = timedelta(minutes=2)
"""A move that takes longer than this has died."""
_TRIES = 4


@dataclass(frozen=True, slots=True)
class Change:
    """A change of what people's time goes to.

    ``claim`` is what it takes then, ``held`` are the cells that were its own before, written at ``held_revision`` at
    the latest. ``rows`` adds whatever else is written, at most ``count`` items. ``by`` is who makes the change: to that
    person a refusal says what takes the time.
    """

    claim: Claim
    held: Collection[Key]
    held_revision: int
    rows: Callable[[TransactWrite], None]
    count: int
    by: str | None = None


def write(change: Change, now: datetime, instead: Callable[[], T | None]) -> T | None:
    """Write a change; None when it is written.

    ``instead`` is asked when a condition of its ``rows`` failed: what it gives is answered, None means to try again.
    Raise Conflict: ``time-taken`` when something else takes one of the cells.
    """
    wanted, keys = change.claim, change.claim.keys()
    left = [key for key in change.held if key not in keys]
    at_once = len(keys) + len(left) + change.count <= MAX_WRITES

    def claim_first(writes: TransactWrite) -> None:
        moving = Claim(wanted.holder, wanted.revision, wanted.spans, now + MOVE_WITHIN, moving=True)
        claim(writes, moving, now, but=change.held)  # those stay as they are, should the move die

    def fill(writes: TransactWrite) -> None:
        change.rows(writes)
        claim(writes, wanted, now)
        if at_once:
            free(writes, wanted.holder, change.held_revision, left)

    def commit() -> None:
        if at_once:
            write_together(CellRow, fill)
            return
        write_together(CellRow, claim_first)
        write_together(CellRow, fill)
        _let_go(wanted.holder, change.held_revision, left)

    for _ in range(_TRIES):
        try:
            commit()
        except ConditionFailed as failed:
            rows = held(failed.found)
            check_free(rows, now, change.by)
            there = None if rows else instead()
            if there is not None:
                return there
        else:
            return None
    raise Conflict("Others are booking at the same moment. Try again.")


def _let_go(holder: str, revision: int, keys: Sequence[Key]) -> None:
    """Let the old cells of something long go. Where that fails, whoever meets one of them drops it."""
    try:
        write_together(CellRow, lambda writes: free(writes, holder, revision, keys))
    except ConditionFailed:
        return


@dataclass(frozen=True, slots=True)
class Taken:
    """What takes some of a person's time (by ``user_key``): its id, and what and when it is, as far as it is known."""

    person: str
    holder: str
    title: str | None = None
    span: Interval | None = None


def check_free(rows: Iterable[CellRow], now: datetime, by: str | None = None) -> None:
    """Raise Conflict when something stands behind one of the cells; drop those behind which nothing stands."""
    found = behind(rows, now)
    if found:
        raise Conflict(f"This time is taken{_told(found, by)}. Pick another one.", code="time-taken")


def _told(found: Sequence[Taken], by: str | None) -> str:
    """What takes one's own time; of others nothing is told."""
    for each in found:
        if by is not None and each.person == user_key(by) and each.title is not None and each.span is not None:
            begins, ends = (f"{at:{shape}}" for at, shape in zip(each.span, ("%Y-%m-%d %H:%M", "%H:%M"), strict=True))
            return f": you have “{each.title}” from {begins} to {ends} UTC"
    return ""


def behind(rows: Iterable[CellRow], now: datetime) -> list[Taken]:
    """What stands behind cells. Those behind which nothing stands are dropped."""
    rows = list(rows)
    if not rows:
        return []
    ids = list({row.holder for row in rows})
    with store_errors():
        bookings = {
            row.booking_id: booking_rows.from_row(row)
            for row in booking_rows.BookingRow.batch_get(ids, consistent_read=True)
        }
        others = [each for each in ids if each not in bookings]
        meetings = {
            row.meeting_id: meeting_rows.from_row(row)
            for row in meeting_rows.MeetingRow.batch_get(others, consistent_read=True)
        }
        seats = {
            (row.meeting_id, user_key(row.user_id)): row
            for row in enrolment_rows.EnrolmentRow.batch_get(
                list({(row.holder, enrolment_rows.seat(row.person)) for row in rows if row.holder in meetings}),
                consistent_read=True,
            )
        }
    found = []
    for row in rows:
        booking, meeting, seat = bookings.get(row.holder), meetings.get(row.holder), seats.get((row.holder, row.person))
        if row.moving:
            found.append(Taken(row.person, row.holder))
        elif booking is not None and booking_rows.stands_behind(booking, row, now):
            found.append(Taken(row.person, row.holder, booking.title, booking.standing.span))
        elif meeting is not None and any(
            user_key(who) == row.person and span.starts_at <= begins_at(row) < span.ends_at
            for who, span in meeting.claims().items()
        ):
            found.append(Taken(row.person, row.holder, meeting.title, meeting.span))
        elif meeting is not None and seat is not None and enrolment_rows.stands_behind(seat, row):
            found.append(Taken(row.person, row.holder, meeting.title, enrolment_rows.span_of(seat)))
        else:
            drop(row)
    return found
