"""Cells: the five minutes of a person that one booking takes, and how long a session can be because of them.

Claims of a booking are written in one transaction of at most 100 items, which bounds its length: at its largest, moving
an accepted session of two people, a transaction holds the cells of both with the instructor's buffers, and ``_ROWS``.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from neufit.domain.calendar.intervals import Interval
from neufit.domain.errors import FieldError, Invalid

CELL = timedelta(minutes=5)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
MAX_BUFFER = timedelta(minutes=30)
"""Before a session, and after it."""
_ITEMS = 100
"""Of one transaction of DynamoDB."""
_ROWS = 13
"""The booking, its places in two calendars as they were and as they are, the meeting and its four places, two looks at
whether the people are apart, and the announcement."""


def longest(people: int) -> timedelta:
    """How long a booking of so many people can be."""
    return (_ITEMS - _ROWS - 2 * (MAX_BUFFER // CELL)) // people * CELL


LONGEST_SESSION = longest(2)
LONGEST_EVENT = longest(1)


def cell_aligned(minutes: int) -> bool:
    """Whether so many minutes are whole cells."""
    return timedelta(minutes=minutes) % CELL == timedelta()


def rounded_out(span: Interval) -> Interval:
    """The whole cells that a span of whole minutes touches."""
    return Interval(span.starts_at - _into(span.starts_at), span.ends_at + (-_into(span.ends_at)) % CELL)


def _into(at: datetime) -> timedelta:
    """How far into its cell an instant is."""
    return (at - _EPOCH) % CELL


def cells(span: Interval) -> Iterator[datetime]:
    """The beginnings of all cells of a span, which begins and ends with one."""
    at = span.starts_at
    while at < span.ends_at:
        yield at
        at += CELL


def check_times(span: Interval, now: datetime, *, people: int, horizon: timedelta) -> None:
    """Raise Invalid naming the times between which nothing can be booked for so many people."""
    wrong = [
        FieldError(field, "must be a whole five minutes")
        for field, at in (("startTime", span.starts_at), ("endTime", span.ends_at))
        if _into(at)
    ]
    most = longest(people)
    if span.starts_at < now:
        wrong.append(FieldError("startTime", "is in the past"))
    elif span.starts_at > now + horizon:
        wrong.append(FieldError("startTime", f"is more than {horizon.days} days ahead"))
    if span.ends_at <= span.starts_at:
        wrong.append(FieldError("endTime", "must be after the start"))
    elif span.ends_at - span.starts_at > most:
        minutes = most // timedelta(minutes=1)
        told = f"must be within {minutes} minutes of the start: each five minutes of each person are booked in one go"
        wrong.append(FieldError("endTime", told))
    if wrong:
        raise Invalid(" ".join(f"{each.field} {each.detail}." for each in wrong), fields=wrong)
