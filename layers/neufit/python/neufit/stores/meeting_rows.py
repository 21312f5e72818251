"""The rows of meetings: one each, and their places in listings.

A listing is a partition of ``meeting-places``: ``classes`` holds every group class, ``person#anna`` whatever that
person hosts, is on the list of or enrolled in, all sorted by start.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.expressions.update import Action

from neufit.domain.meeting import Meeting
from neufit.domain.user import user_key
from neufit.stores.tables import Table

CLASSES = "classes"
"""The listing of all group classes."""
COUNTS = frozenset({"enrolled", "waiting", "arrived"})
"""What the roster changes of a meeting's row."""
STARTS = "%Y-%m-%dT%H:%M:%S"


class MeetingRow(Table):
    """One meeting."""

    class Meta:
        """Where the table lives."""

        table_name = "meetings"

    meeting_id = UnicodeAttribute(hash_key=True)
    kind = UnicodeAttribute()
    host_id = UnicodeAttribute()
    title = UnicodeAttribute()
    description = UnicodeAttribute(default="")
    topics: JSONAttribute = JSONAttribute(default=list)
    starts_at = UTCDateTimeAttribute()
    ends_at = UTCDateTimeAttribute()
    attendees: JSONAttribute = JSONAttribute(default=list)
    created_at = UTCDateTimeAttribute()
    closed_at = UTCDateTimeAttribute(null=True)
    opened_at = UTCDateTimeAttribute(null=True)
    revision = NumberAttribute(default=0)
    booked = BooleanAttribute(default=False)
    capacity = NumberAttribute(null=True)
    enrolled = NumberAttribute(default=0)
    waiting = NumberAttribute(default=0)
    arrived = NumberAttribute(default=0)
    series_id = UnicodeAttribute(null=True)
    recurrence_id = UTCDateTimeAttribute(null=True)
    media_id = UnicodeAttribute(null=True)
    steering = BooleanAttribute(default=False)


class MeetingPlaceRow(Table):
    """One meeting in one listing. ``ends_at`` is when it is over, early when its host ended it."""

    class Meta:
        """Where the table lives."""

        table_name = "meeting-places"

    listing = UnicodeAttribute(hash_key=True)
    place = UnicodeAttribute(range_key=True)
    host_key = UnicodeAttribute()
    kind = UnicodeAttribute()
    ends_at = UTCDateTimeAttribute()


def person(user_id: str) -> str:
    """The listing of what a person hosts, is on the list of or enrolled in."""
    return f"person#{user_key(user_id)}"


def place_at(starts_at: datetime, meeting_id: str = "") -> str:
    """Where in listings a meeting stands that starts then."""
    return f"{starts_at.strftime(STARTS)}#{meeting_id}"


def begins(place: str) -> datetime:
    """When what stands at a place starts."""
    return datetime.strptime(place.partition("#")[0], STARTS).replace(tzinfo=UTC)


def to_row(meeting: Meeting) -> MeetingRow:
    """The row of a meeting."""
    return MeetingRow(
        **meeting.model_dump(exclude={"topics", "attendees", "kind"}),
        kind=meeting.kind.value,
        topics=list(meeting.topics),
        attendees=list(meeting.attendees),
    )


def from_row(row: MeetingRow) -> Meeting:
    """The meeting of a row."""
    return Meeting.model_validate({name: getattr(row, name) for name in Meeting.model_fields})


def changes_of(meeting: Meeting) -> list[Action]:
    """What sets a row to what its host said, and leaves the counts of the roster alone."""
    told = meeting.model_dump(exclude={"meeting_id", "kind", *COUNTS})
    told |= {"topics": list(meeting.topics), "attendees": list(meeting.attendees), "kind": meeting.kind.value}
    found: list[Action] = []
    for name, value in told.items():
        attribute = getattr(MeetingRow, name)
        found.append(attribute.remove() if value is None else attribute.set(value))
    return found


def ends_of(meeting: Meeting) -> datetime:
    """When it is over: early when its host ended it."""
    if meeting.closed_at is not None and meeting.closed_at >= meeting.starts_at:
        return min(meeting.ends_at, meeting.closed_at)
    return meeting.ends_at


def place_of(listing: str, meeting: Meeting) -> MeetingPlaceRow:
    """The row by which a meeting stands in a listing."""
    return MeetingPlaceRow(
        listing,
        place_at(meeting.starts_at, meeting.meeting_id),
        host_key=user_key(meeting.host_id),
        kind=meeting.kind.value,
        ends_at=ends_of(meeting),
    )


def places_of(meeting: Meeting) -> Mapping[tuple[str, str], MeetingPlaceRow]:
    """The rows by which its host lists a meeting, by their keys. What was called off is in no listing of classes."""
    listings = [person(user_id) for user_id in (meeting.host_id, *meeting.attendees)]
    if meeting.public and meeting.closed_at is None:
        listings.append(CLASSES)
    rows = [place_of(listing, meeting) for listing in listings]
    return {(row.listing, row.place): row for row in rows}
