"""Meetings: one row each, and their places in listings.

A listing is a partition of ``meeting-places``: ``classes`` holds every group class, ``person#anna`` whatever that
person hosts or is on the list of, all sorted by start. Both tables are written in one transaction, so a meeting that
moves is never listed twice or nowhere. A place proves nothing about visibility: whoever reads looks at the meeting.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.transactions import TransactWrite

from neufit.domain.calendar.intervals import Interval
from neufit.domain.errors import Conflict, NotFound
from neufit.domain.meeting import LONGEST, Meeting
from neufit.domain.room.kinds import MeetingKind
from neufit.domain.user import user_key
from neufit.stores.tables import ConditionFailed, Table, store_errors
from neufit.stores.transactions import write_together

if TYPE_CHECKING:
    from pynamodb.expressions.condition import Condition

CLASSES = "classes"
"""The listing of all group classes."""
_PAGE = 100
_STARTS = "%Y-%m-%dT%H:%M:%S"
_FIRST = datetime(2020, 1, 1, tzinfo=UTC)
"""No meeting is older; what is asked for is cut to it, so that its text sorts right."""


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
    """The listing of what a person hosts or is on the list of."""
    return f"person#{user_key(user_id)}"


def _place(starts_at: datetime, meeting_id: str = "") -> str:
    return f"{starts_at.strftime(_STARTS)}#{meeting_id}"


def _begins(place: str) -> datetime:
    return datetime.strptime(place.partition("#")[0], _STARTS).replace(tzinfo=UTC)


def _to_row(meeting: Meeting) -> MeetingRow:
    return MeetingRow(
        **meeting.model_dump(exclude={"topics", "attendees", "kind"}),
        kind=meeting.kind.value,
        topics=list(meeting.topics),
        attendees=list(meeting.attendees),
    )


def _from_row(row: MeetingRow) -> Meeting:
    return Meeting.model_validate({name: getattr(row, name) for name in Meeting.model_fields})


def _places(meeting: Meeting) -> Mapping[tuple[str, str], MeetingPlaceRow]:
    """The rows by which a meeting is listed, by their keys. What was called off is in no listing of classes."""
    listings = [person(user_id) for user_id in (meeting.host_id, *meeting.attendees)]
    if meeting.public and meeting.closed_at is None:
        listings.append(CLASSES)
    ends_at = meeting.ends_at
    if meeting.closed_at is not None and meeting.closed_at >= meeting.starts_at:
        ends_at = min(ends_at, meeting.closed_at)
    where = _place(meeting.starts_at, meeting.meeting_id)
    return {
        (listing, where): MeetingPlaceRow(
            listing, where, host_key=user_key(meeting.host_id), kind=meeting.kind.value, ends_at=ends_at
        )
        for listing in listings
    }


class MeetingStore:
    """Reads and conditional writes of meetings."""

    def create(self, meeting: Meeting) -> None:
        """Write a new meeting with its places. Raise Conflict when the id is taken."""
        try:
            write_together(MeetingRow, lambda writes: self.write(writes, None, meeting))
        except ConditionFailed:
            raise Conflict("There is a meeting with this id already.") from None

    def find(self, meeting_id: str) -> Meeting | None:
        """The meeting; None when there is none."""
        try:
            with store_errors():
                return _from_row(MeetingRow.get(meeting_id, consistent_read=True))
        except MeetingRow.DoesNotExist:
            return None

    def get(self, meeting_id: str) -> Meeting:
        """The meeting. Raise NotFound."""
        meeting = self.find(meeting_id)
        if meeting is None:
            raise NotFound("There is no meeting with this id.")
        return meeting

    def get_many(self, meeting_ids: Sequence[str]) -> Mapping[str, Meeting]:
        """The meetings that exist among ``meeting_ids`` by id, in one batch read per 100."""
        with store_errors():
            return {row.meeting_id: _from_row(row) for row in MeetingRow.batch_get(list(dict.fromkeys(meeting_ids)))}

    def replace(self, before: Meeting, after: Meeting) -> Meeting:
        """Write what the host changed of ``before`` as its next revision.

        Raise Conflict when somebody changed it since ``before`` was read.
        """
        try:
            write_together(MeetingRow, lambda writes: self.write(writes, before, after))
        except ConditionFailed:
            raise Conflict("Somebody changed this meeting at the same moment. Load it again and repeat.") from None
        return after.model_copy(update={"revision": before.revision + 1})

    def listed(
        self,
        listing: str,
        since: datetime,
        *,
        limit: int,
        after: str | None = None,
        host_id: str | None = None,
        kind: MeetingKind | None = None,
    ) -> tuple[list[str], str | None]:
        """Ids of meetings that are not over at ``since``, by start, and the place to go on after (None at the end).

        Those that run at ``since`` began at most ``LONGEST`` before, which bounds what is read in vain.
        """
        since = max(since, _FIRST)
        filters: Condition = MeetingPlaceRow.ends_at > since
        if host_id is not None:
            filters &= MeetingPlaceRow.host_key == user_key(host_id)
        if kind is not None:
            filters &= MeetingPlaceRow.kind == kind.value
        begin = MeetingPlaceRow.place > (after if after is not None else _place(since - LONGEST))
        with store_errors():
            found = MeetingPlaceRow.query(listing, begin, filter_condition=filters, limit=limit, page_size=_PAGE)
            places = [row.place for row in found]
        return [place.rpartition("#")[2] for place in places], places[-1] if len(places) == limit else None

    def taking(self, listing: str, within: Interval) -> list[tuple[str, Interval]]:
        """Ids and times of the meetings of a listing that take some of a time, by start. One query."""
        first, last = _place(within.starts_at - LONGEST), _place(within.ends_at)
        since = MeetingPlaceRow.ends_at > within.starts_at
        with store_errors():
            found = MeetingPlaceRow.query(
                listing, MeetingPlaceRow.place.between(first, last), filter_condition=since, consistent_read=True
            )
            rows = list(found)
        spans = [Interval(_begins(row.place), row.ends_at) for row in rows]
        ids = [row.place.rpartition("#")[2] for row in rows]
        return [(each, span) for each, span in zip(ids, spans, strict=True) if span.meets(within)]

    def write(self, writes: TransactWrite, before: Meeting | None, after: Meeting) -> None:
        """Add to a transaction the writes that make ``after`` of ``before`` (None: of nothing), as its next revision.

        It fails when the meeting isn't any more as ``before`` says.
        """
        places: Mapping[tuple[str, str], MeetingPlaceRow] = {}
        condition: Condition = MeetingRow.meeting_id.does_not_exist()
        if before is not None:
            after = after.model_copy(update={"revision": before.revision + 1})
            places, condition = _places(before), MeetingRow.revision == before.revision
        listed = _places(after)
        writes.save(_to_row(after), condition=condition)
        for key, row in places.items():
            if key not in listed:
                writes.delete(row)
        for row in listed.values():
            writes.save(row)
