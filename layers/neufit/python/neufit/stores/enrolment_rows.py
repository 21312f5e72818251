"""The rows of rosters: one for each person who is enrolled in a meeting or waits, and the order of those who wait.

A roster is a partition of ``enrolments``: ``person#anna`` says where Anna stands; who waits has another row,
``waiting#{since}#anna``, by which the waitlist is read in order.
"""

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute

from neufit.domain.calendar.cells import rounded_out
from neufit.domain.calendar.intervals import Interval
from neufit.domain.enrolment import Enrolment, EnrolmentState
from neufit.domain.user import user_key
from neufit.stores.cells import CellRow, begins_at
from neufit.stores.tables import Table

SEATS, QUEUE = "person#", "waiting#"
"""In this order, so that a roster is read from those with seats on to those who wait."""


class EnrolmentRow(Table):
    """One person in one roster. ``starts_at`` and ``ends_at`` are the time that it takes of that person, if any."""

    class Meta:
        """Where the table lives."""

        table_name = "enrolments"

    meeting_id = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    user_id = UnicodeAttribute()
    state = UnicodeAttribute(null=True)
    since = UTCDateTimeAttribute(null=True)
    starts_at = UTCDateTimeAttribute(null=True)
    ends_at = UTCDateTimeAttribute(null=True)
    arrived_at = UTCDateTimeAttribute(null=True)
    counted = BooleanAttribute(default=True)
    revision = NumberAttribute(default=0)


def seat(user_id: str) -> str:
    """The entry that says where a person stands."""
    return SEATS + user_key(user_id)


def turn(enrolment: Enrolment) -> EnrolmentRow:
    """The row of somebody who waits, by which the waitlist is in order."""
    since = f"{enrolment.since:%Y-%m-%dT%H:%M:%S.%f}"
    return EnrolmentRow(
        enrolment.meeting_id,
        f"{QUEUE}{since}#{user_key(enrolment.user_id)}",
        user_id=enrolment.user_id,
        since=enrolment.since,
    )


def to_row(enrolment: Enrolment) -> EnrolmentRow:
    """The row that says where a person stands."""
    told = enrolment.model_dump(exclude={"meeting_id", "state", "span"})
    starts_at, ends_at = enrolment.span or (None, None)
    return EnrolmentRow(
        enrolment.meeting_id,
        seat(enrolment.user_id),
        state=enrolment.state.value,
        starts_at=starts_at,
        ends_at=ends_at,
        **told,
    )


def from_row(row: EnrolmentRow) -> Enrolment:
    """Where a person stands; of who waits both rows say it."""
    return Enrolment(
        meeting_id=row.meeting_id,
        user_id=row.user_id,
        state=EnrolmentState.WAITING if row.state is None else EnrolmentState(row.state),
        since=row.since,
        span=span_of(row),
        arrived_at=row.arrived_at,
        counted=row.counted,
        revision=int(row.revision),
    )


def span_of(row: EnrolmentRow) -> Interval | None:
    """The time of a class that it takes of that person."""
    return None if row.starts_at is None else Interval(row.starts_at, row.ends_at)


def stands_behind(row: EnrolmentRow, cell: CellRow) -> bool:
    """Whether it takes a cell."""
    span = span_of(row)
    if span is None:
        return False
    whole = rounded_out(span)
    return whole.starts_at <= begins_at(cell) < whole.ends_at
