"""Reading meetings: one of them, and those that run now or come next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from functions.meet.visibility import visible
from neufit.clock import Clock
from neufit.domain.enrolment import Enrolment
from neufit.domain.errors import NotFound
from neufit.domain.meeting import Meeting
from neufit.domain.room.kinds import MeetingKind, MeetingRole
from neufit.domain.session import Session
from neufit.domain.user import user_key
from neufit.stores.blocks import BlockStore
from neufit.stores.enrolments import EnrolmentStore
from neufit.stores.meetings import CLASSES, MeetingStore, person
from neufit.stores.tables import Cursors
from neufit.stores.users import UserStore


@dataclass(frozen=True, slots=True)
class Shown:
    """A meeting and what of it is for who asks: the part in it, and ``mine`` in its roster (None: none).

    ``names`` are those of people by ``user_key``, ``attendees`` whom of its list one may see.
    """

    meeting: Meeting
    role: MeetingRole
    names: Mapping[str, str]
    attendees: Sequence[str]
    mine: Enrolment | None = None

    def name_of(self, user_id: str) -> str:
        """The name of a person; the id of one who has left."""
        return self.names.get(user_key(user_id), user_id)


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What is looked for. ``since`` leaves out what was over then; None is now."""

    kind: MeetingKind | None = None
    instructor: str | None = None
    mine: bool = False
    since: datetime | None = None

    @property
    def own(self) -> bool:
        """Whether only one's own meetings are meant: of others, nobody sees anything but classes."""
        return self.mine or self.kind not in {None, MeetingKind.GROUP_CLASS}

    def listing(self, user_id: str) -> str:
        """The name of the listing to which cursors are bound."""
        return f"meetings\0{user_id}\0{self.kind}\0{self.instructor}\0{self.mine}\0{self.since}"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of meetings."""

    items: Sequence[Shown]
    cursor: str | None


def show(
    me: Session,
    meeting_id: str,
    *,
    meetings: MeetingStore,
    enrolments: EnrolmentStore,
    users: UserStore,
    blocks: BlockStore,
    clock: Clock,
) -> Shown:
    """One meeting. Raise NotFound for those that are not for who asks, and when its host has left."""
    meeting, role = visible(me, meeting_id, meetings=meetings, blocks=blocks)
    attendees: Sequence[str] = ()
    if role is MeetingRole.HOST or meeting.attended_by(me.user_id):
        hidden = blocks.apart(me.user_id, meeting.attendees)
        attendees = [user_id for user_id in meeting.attendees if user_key(user_id) not in hidden]
    names = _names([meeting.host_id, *attendees], users=users, clock=clock)
    if user_key(meeting.host_id) not in names:
        raise NotFound("There is no meeting with this id.")
    mine = enrolments.find(meeting_id, me.user_id) if meeting.public and role is not MeetingRole.HOST else None
    return Shown(meeting, role, names, attendees, mine)


def upcoming(
    me: Session,
    wanted: Upcoming,
    *,
    limit: int,
    cursor: str | None,
    meetings: MeetingStore,
    enrolments: EnrolmentStore,
    users: UserStore,
    blocks: BlockStore,
    cursors: Cursors,
    clock: Clock,
) -> Page:
    """Meetings by start, those that run first. What was cancelled is among one's own only.

    Meetings of people who are blocked either way are left out.
    """
    listing = wanted.listing(me.user_id)
    after = cursors.decode(listing, cursor)
    places, last = meetings.listed(
        _partition(me, wanted),
        wanted.since or clock(),
        limit=limit,
        after=None if after is None else str(after["after"]),
        host_id=wanted.instructor,
        # In the list of a person that isn't who asks, only classes are for others.
        kind=MeetingKind.GROUP_CLASS if not wanted.own else wanted.kind,
    )
    found = meetings.get_many(places) if places else {}
    hidden = blocks.apart(me.user_id, (meeting.host_id for meeting in found.values()))
    readable = [
        (meeting, role)
        for meeting in (found[place] for place in places if place in found)
        if (role := meeting.role_of(me.user_id)) is not None
        and user_key(meeting.host_id) not in hidden
        and (wanted.own or meeting.closed_at is None)
    ]
    names = _names((user_id for meeting, _ in readable for user_id in _named(meeting)), users=users, clock=clock)
    others = [meeting.meeting_id for meeting, role in readable if meeting.public and role is not MeetingRole.HOST]
    mine = enrolments.of_person(me.user_id, others)
    shown = [
        Shown(meeting, role, names, meeting.attendees if meeting.pair else (), mine.get(meeting.meeting_id))
        for meeting, role in readable
        if user_key(meeting.host_id) in names
    ]
    return Page(shown, None if last is None else cursors.encode(listing, {"after": last}))


def _partition(me: Session, wanted: Upcoming) -> str:
    if wanted.own:
        return person(me.user_id)
    return CLASSES if wanted.instructor is None else person(wanted.instructor)


def _named(meeting: Meeting) -> list[str]:
    """Whose names a card shows."""
    return [meeting.host_id, *meeting.attendees] if meeting.pair else [meeting.host_id]


def _names(user_ids: Iterable[str], *, users: UserStore, clock: Clock) -> Mapping[str, str]:
    """The names of those who are here and not suspended."""
    people, now = users.get_many(user_ids), clock()
    return {user.key: user.display_name for user in people.values() if not user.suspended(now)}
