"""Enrolling in classes: seats, turns and rosters."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from functions.meet.visibility import visible
from neufit.clock import Clock
from neufit.domain.enrolment import Enrolment, EnrolmentState, check_enrollable
from neufit.domain.errors import Conflict, NotFound
from neufit.domain.meeting import Meeting
from neufit.domain.room.kinds import MeetingRole
from neufit.domain.session import Session
from neufit.domain.user import user_key
from neufit.rosters import Rosters
from neufit.stores.blocks import BlockStore
from neufit.stores.enrolments import EnrolmentStore
from neufit.stores.meetings import MeetingStore
from neufit.stores.tables import Cursors
from neufit.stores.users import UserStore


@dataclass(frozen=True, slots=True)
class Desk:
    """The stores and the clock that enrolling needs."""

    enrolments: EnrolmentStore
    rosters: Rosters
    meetings: MeetingStore
    users: UserStore
    blocks: BlockStore
    clock: Clock


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands in a meeting (None: nowhere); ``position`` is that of who waits, the first is 1.

    ``refused`` is the code of why that person could not enrol.
    """

    meeting: Meeting
    enrolment: Enrolment | None
    position: int | None = None
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """A page of a roster as its host sees it, with the names by ``user_key``; where who asks stands."""

    standing: Standing
    role: MeetingRole
    people: Sequence[Enrolment] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    cursor: str | None = None


def enrol(me: Session, meeting_id: str, desk: Desk) -> Standing:
    """A seat in a class, or a turn when there is none; who has one keeps it.

    Raise NotFound, Forbidden for its host, Conflict: no class, over or called off, ``time-taken``, ``waitlist-full``.
    """
    meeting, role = visible(me, meeting_id, meetings=desk.meetings, blocks=desk.blocks)
    now = desk.clock()
    host = desk.users.find(meeting.host_id)
    if host is None or host.suspended(now):
        raise NotFound("There is no meeting with this id.")
    check_enrollable(meeting, role, now)
    return _standing(meeting, desk.enrolments.enrol(meeting_id, me.user_id, now), desk)


def enrol_in_all(me: Session, meetings: Iterable[Meeting], desk: Desk) -> list[Standing]:
    """A seat or a turn in each of these classes, where that can be.

    Raise NotFound for those that aren't for who asks, Forbidden for their host.
    """
    found = []
    for meeting in meetings:
        try:
            found.append(enrol(me, meeting.meeting_id, desk))
        except Conflict as conflict:
            found.append(Standing(meeting, None, refused=conflict.code))
    return found


def leave(me: Session, meeting_id: str, desk: Desk) -> Standing:
    """Give up a seat or a turn; the first who waits gets the seat. May run twice.

    Raise NotFound for meetings that aren't for who asks, Conflict when it is over.
    """
    meeting, _ = visible(me, meeting_id, meetings=desk.meetings, blocks=desk.blocks)
    now = desk.clock()
    if now >= meeting.ends_at and meeting.closed_at is None:
        raise Conflict("This meeting is over.", code="meeting-ended")
    desk.rosters.leave(meeting_id, me.user_id, now)
    return Standing(meeting, None)


def show(me: Session, meeting_id: str, *, limit: int, cursor: str | None, desk: Desk, cursors: Cursors) -> Roster:
    """To the host everybody, apart from those who are blocked either way; to others where they stand themselves.

    Raise NotFound for meetings that aren't for who asks.
    """
    meeting, role = visible(me, meeting_id, meetings=desk.meetings, blocks=desk.blocks)
    if role is not MeetingRole.HOST:
        return Roster(_standing(meeting, desk.enrolments.find(meeting_id, me.user_id), desk), role)
    listing = f"roster\0{meeting_id}"
    after = cursors.decode(listing, cursor)
    place = None if after is None else str(after["after"])
    found, last = desk.enrolments.roster(meeting_id, limit=limit, after=place)
    hidden = desk.blocks.apart(me.user_id, [each.user_id for each in found])
    people = [each for each in found if user_key(each.user_id) not in hidden]
    there = desk.users.get_many([each.user_id for each in people]) if people else {}
    names = {user.key: user.display_name for user in there.values()}
    token = None if last is None else cursors.encode(listing, {"after": last})
    return Roster(Standing(meeting, None), role, people, names, token)


def _standing(meeting: Meeting, enrolment: Enrolment | None, desk: Desk) -> Standing:
    waits = enrolment is not None and enrolment.state is EnrolmentState.WAITING
    return Standing(meeting, enrolment, desk.enrolments.position(enrolment) if enrolment and waits else None)
