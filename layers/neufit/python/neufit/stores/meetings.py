"""Meetings: one row each, and their places in listings.

All of it, the time of its host too (of a session also the other one's), is written in one transaction, so a meeting
that moves is never listed twice or nowhere, and nobody has two things at one time. A place proves nothing about
visibility: whoever reads looks at the meeting.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pynamodb.transactions import TransactWrite

from neufit.domain.announcement import Announcement
from neufit.domain.calendar.intervals import Interval
from neufit.domain.errors import Conflict, NotFound
from neufit.domain.meeting import LONGEST, Meeting
from neufit.domain.room.kinds import MeetingKind
from neufit.domain.user import user_key
from neufit.stores import occupancy
from neufit.stores.announcements import AnnouncementStore
from neufit.stores.cells import Claim
from neufit.stores.meeting_rows import (
    CLASSES,
    MeetingPlaceRow,
    MeetingRow,
    begins,
    changes_of,
    from_row,
    person,
    place_at,
    places_of,
    to_row,
)
from neufit.stores.tables import store_errors

if TYPE_CHECKING:
    from pynamodb.expressions.condition import Condition

__all__ = ["CLASSES", "MeetingStore", "person"]

_PAGE = 100
_FIRST = datetime(2020, 1, 1, tzinfo=UTC)
"""No meeting is older; what is asked for is cut to it, so that its text sorts right."""


class MeetingStore:
    """Reads and conditional writes of meetings."""

    def __init__(self, announcements: AnnouncementStore | None = None) -> None:
        self._announcements = announcements or AnnouncementStore()

    def create(self, meeting: Meeting, now: datetime, announced: Sequence[Announcement] = ()) -> Meeting:
        """Write a new meeting with its places, and take its time. The same id again answers the meeting that there is.

        What is ``announced`` is written with it.

        Raise Conflict (``time-taken``) when one of its people isn't free.
        """
        there = self._write(None, meeting, now, announced)
        return meeting if there is None else there

    def find(self, meeting_id: str) -> Meeting | None:
        """The meeting; None when there is none."""
        try:
            with store_errors():
                return from_row(MeetingRow.get(meeting_id, consistent_read=True))
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
            return {row.meeting_id: from_row(row) for row in MeetingRow.batch_get(list(dict.fromkeys(meeting_ids)))}

    def replace(
        self, before: Meeting, after: Meeting, now: datetime, announced: Sequence[Announcement] = ()
    ) -> Meeting:
        """Write what the host changed of ``before`` as its next revision, and take the time that it needs then.

        What is ``announced`` is written with it.

        Raise Conflict when somebody changed it since ``before`` was read or (``time-taken``) one of its people isn't
        free.
        """
        after = after.model_copy(update={"revision": before.revision + 1})
        if self._write(before, after, now, announced) is not None:
            raise Conflict("Somebody changed this meeting at the same moment. Load it again and repeat.")
        return after

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
        begin = MeetingPlaceRow.place > (after if after is not None else place_at(since - LONGEST))
        with store_errors():
            found = MeetingPlaceRow.query(listing, begin, filter_condition=filters, limit=limit, page_size=_PAGE)
            places = [row.place for row in found]
        return [place.rpartition("#")[2] for place in places], places[-1] if len(places) == limit else None

    def taking(self, listing: str, within: Interval) -> list[tuple[str, Interval]]:
        """Ids and times of the meetings of a listing that take some of a time, by start. One query."""
        first, last = place_at(within.starts_at - LONGEST), place_at(within.ends_at)
        since = MeetingPlaceRow.ends_at > within.starts_at
        with store_errors():
            found = MeetingPlaceRow.query(
                listing, MeetingPlaceRow.place.between(first, last), filter_condition=since, consistent_read=True
            )
            rows = list(found)
        spans = [Interval(begins(row.place), row.ends_at) for row in rows]
        ids = [row.place.rpartition("#")[2] for row in rows]
        return [(each, span) for each, span in zip(ids, spans, strict=True) if span.meets(within)]

    def write(self, writes: TransactWrite, before: Meeting | None, after: Meeting) -> None:
        """Add to a transaction the writes that make ``after`` of ``before`` (None: of nothing), as its next revision.

        It fails when the meeting isn't any more as ``before`` says. What the meeting takes of anybody's time is not
        among it.
        """
        listed = places_of(after)
        if before is None:
            writes.save(to_row(after), condition=MeetingRow.meeting_id.does_not_exist())
        else:
            after = after.model_copy(update={"revision": before.revision + 1})
            row = MeetingRow(after.meeting_id)
            writes.update(row, actions=changes_of(after), condition=MeetingRow.revision == before.revision)
            for key, place in places_of(before).items():
                if key not in listed:
                    writes.delete(place)
        for place in listed.values():
            writes.save(place)

    def _write(
        self, before: Meeting | None, after: Meeting, now: datetime, announced: Sequence[Announcement]
    ) -> Meeting | None:
        """Write a meeting and take its time. Answer the one that is there when it isn't as ``before`` any more."""
        same = before is not None and before.claims() == after.claims()

        def fill(writes: TransactWrite) -> None:
            self.write(writes, before, after)
            self._announcements.write(writes, *announced)

        change = occupancy.Change(
            claim=Claim(after.meeting_id, after.revision, {} if same else after.claims()),
            held=() if before is None or same else Claim(before.meeting_id, before.revision, before.claims()).keys(),
            held_revision=0 if before is None else before.revision,
            rows=fill,
            count=1 + len(announced) + len(places_of(after)) + (0 if before is None else len(places_of(before))),
            by=after.host_id,
        )

        def instead() -> Meeting | None:
            there = self.find(after.meeting_id)
            if (None if there is None else there.revision) == (None if before is None else before.revision):
                return None
            return there or after

        there = occupancy.write(change, now, instead)
        if there is None:
            self._announcements.wake(announced, now)
        return there
