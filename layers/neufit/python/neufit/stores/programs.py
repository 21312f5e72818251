"""Programs, where they are listed, and who is in them.

A program is one row, which holds its weeks (at most 252 media ids, some 10 kB). Where it is listed are rows of their
own, written in the same transaction: ``own#anna`` in every state; while it is published also ``all``,
``instructor#anna`` and ``topic#yoga``. Memberships are the rows of a person.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.transactions import TransactWrite

from neufit.domain.announcement import Announcement
from neufit.domain.errors import Conflict, NotFound
from neufit.domain.program import MAX_MEMBERSHIPS, Membership, Program, ProgramStatus
from neufit.domain.search import place
from neufit.domain.user import user_key
from neufit.stores.announcements import AnnouncementStore
from neufit.stores.tables import ConditionFailed, Table, store_errors
from neufit.stores.transactions import write_together

ALL = "all"


class ProgramRow(Table):
    """One program."""

    class Meta:
        """Where the table lives."""

        table_name = "programs"

    program_id = UnicodeAttribute(hash_key=True)
    owner_id = UnicodeAttribute()
    title = UnicodeAttribute()
    description = UnicodeAttribute(default="")
    level = UnicodeAttribute()
    topics: JSONAttribute = JSONAttribute(default=list)
    weeks: JSONAttribute = JSONAttribute(default=list)
    status = UnicodeAttribute()
    created_at = UTCDateTimeAttribute()
    published_at = UTCDateTimeAttribute(null=True)
    revision = NumberAttribute(default=0)


class ProgramPlaceRow(Table):
    """Where a program is listed."""

    class Meta:
        """Where the table lives."""

        table_name = "program-places"

    listing = UnicodeAttribute(hash_key=True)
    place = UnicodeAttribute(range_key=True)
    program_id = UnicodeAttribute()


class MembershipRow(Table):
    """That somebody is in a program."""

    class Meta:
        """Where the table lives."""

        table_name = "program-members"

    person = UnicodeAttribute(hash_key=True)
    program_id = UnicodeAttribute(range_key=True)
    user_id = UnicodeAttribute()
    since = UnicodeAttribute()
    joined_at = UTCDateTimeAttribute()


def own(user_id: str) -> str:
    """The listing of somebody's programs in every state."""
    return f"own#{user_key(user_id)}"


def by_instructor(user_id: str) -> str:
    """The listing of what an instructor published."""
    return f"instructor#{user_key(user_id)}"


def on_topic(slug: str) -> str:
    """The listing of what was published on a topic."""
    return f"topic#{slug}"


class ProgramStore:
    """Reads and conditional writes of programs and memberships. ``announcements`` tells of what changes."""

    def __init__(self, announcements: AnnouncementStore) -> None:
        self._announcements = announcements

    def create(self, program: Program) -> Program:
        """Write a new program, or answer the one that is there by this id: the same request, sent again."""

        def fill(writes: TransactWrite) -> None:
            writes.save(_to_row(program), condition=ProgramRow.program_id.does_not_exist())
            _list(writes, None, program)

        try:
            write_together(ProgramRow, fill)
        except ConditionFailed:
            return self.get(program.program_id)
        return program

    def replace(self, before: Program, after: Program, tell: Sequence[Announcement] = ()) -> Program:
        """Write a program anew, and ``tell``, if nobody changed it since ``before`` was read. Raise Conflict."""
        changed = after.model_copy(update={"revision": before.revision + 1})

        def fill(writes: TransactWrite) -> None:
            writes.save(_to_row(changed), condition=ProgramRow.revision == before.revision)
            _list(writes, before, changed)
            self._announcements.write(writes, *tell)

        try:
            write_together(ProgramRow, fill)
        except ConditionFailed:
            raise Conflict("This program was changed meanwhile. Load it again and repeat.") from None
        for each in tell:
            self._announcements.wake([each], each.due_at)
        return changed

    def get(self, program_id: str) -> Program:
        """The program. Raise NotFound."""
        try:
            with store_errors():
                return _from_row(ProgramRow.get(program_id, consistent_read=True))
        except ProgramRow.DoesNotExist:
            raise NotFound("There is no program with this id.") from None

    def get_many(self, program_ids: Sequence[str]) -> Mapping[str, Program]:
        """The programs that exist, by id, in one batch read."""
        if not program_ids:
            return {}
        with store_errors():
            rows = ProgramRow.batch_get(list(dict.fromkeys(program_ids)), consistent_read=True)
            return {row.program_id: _from_row(row) for row in rows}

    def page(self, listing: str, *, limit: int, after: str | None = None) -> tuple[list[str], str | None]:
        """A page of the ids of a listing, newest first, in one query, and the place to go on after."""
        below = None if after is None else ProgramPlaceRow.place < after
        with store_errors():
            rows = list(
                ProgramPlaceRow.query(listing, below, scan_index_forward=False, limit=limit, consistent_read=True)
            )
        return [row.program_id for row in rows], rows[-1].place if len(rows) == limit else None

    def memberships(self, user_id: str) -> list[Membership]:
        """What somebody is in, the newest first, in one query."""
        with store_errors():
            found = [_membership(row) for row in MembershipRow.query(user_key(user_id), consistent_read=True)]
        return sorted(found, key=lambda each: each.joined_at, reverse=True)

    def membership(self, user_id: str, program_id: str) -> Membership | None:
        """Since when somebody is in a program, if so."""
        try:
            with store_errors():
                return _membership(MembershipRow.get(user_key(user_id), program_id, consistent_read=True))
        except MembershipRow.DoesNotExist:
            return None

    def join(self, wanted: Membership) -> Membership:
        """Be in a program from now on, or since when one is already. May run twice.

        Raise Conflict (``too-many-programs``) when one is in so many already.
        """
        mine = self.memberships(wanted.user_id)
        for each in mine:
            if each.program_id == wanted.program_id:
                return each
        if len(mine) >= MAX_MEMBERSHIPS:
            # Two at the same moment could make one more: it is a limit of good sense, no promise to anybody.
            raise Conflict(
                f"You are in {MAX_MEMBERSHIPS} programs already. Leave one to join another.", code="too-many-programs"
            )
        row = MembershipRow(
            user_key(wanted.user_id),
            wanted.program_id,
            user_id=wanted.user_id,
            since=wanted.since.isoformat(),
            joined_at=wanted.joined_at,
        )
        try:
            with store_errors():
                row.save(condition=MembershipRow.program_id.does_not_exist())
        except ConditionFailed:
            return self.membership(wanted.user_id, wanted.program_id) or wanted
        return wanted

    def leave(self, user_id: str, program_id: str) -> None:
        """Be in a program no longer. May run twice."""
        with store_errors():
            MembershipRow(user_key(user_id), program_id).delete()


def _to_row(program: Program) -> ProgramRow:
    values: dict[str, Any] = program.model_dump(mode="json", exclude={"created_at", "published_at"})
    return ProgramRow(**values, created_at=program.created_at, published_at=program.published_at)


def _from_row(row: ProgramRow) -> Program:
    return Program.model_validate({name: getattr(row, name) for name in Program.model_fields})


def _membership(row: MembershipRow) -> Membership:
    return Membership(
        user_id=row.user_id,
        program_id=row.program_id,
        since=date.fromisoformat(row.since),
        joined_at=row.joined_at,
    )


def _places(program: Program | None) -> dict[str, str]:
    """Where a program stands in which listing."""
    if program is None:
        return {}
    found = {own(program.owner_id): place(program.created_at, program.program_id)}
    if program.status is ProgramStatus.PUBLISHED and program.published_at is not None:
        where = place(program.published_at, program.program_id)
        listings = [ALL, by_instructor(program.owner_id), *(on_topic(topic) for topic in program.topics)]
        found |= dict.fromkeys(listings, where)
    return found


def _list(writes: TransactWrite, before: Program | None, after: Program) -> None:
    there, wanted = _places(before), _places(after)
    for listing, where in wanted.items():
        if there.get(listing) != where:
            writes.save(ProgramPlaceRow(listing, where, program_id=after.program_id))
    for listing, where in there.items():
        if wanted.get(listing) != where:
            writes.delete(ProgramPlaceRow(listing, where))
