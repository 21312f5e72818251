"""Making, changing and calling off meetings: what hosts do."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from functions.meet.shared import check_number, watchable
from functions.meet.visibility import visible
from functions.topics import check_topics
from neufit.clock import Clock
from neufit.domain.errors import Conflict, FieldError, Forbidden, Invalid
from neufit.domain.meeting import (
    USUAL,
    Changes,
    Meeting,
    attendees_of,
    changed,
    check_capacity,
    closed,
    planned_times,
    usual_length,
)
from neufit.domain.meeting_telling import of_change, of_new
from neufit.domain.room.kinds import MeetingKind, MeetingRole
from neufit.domain.session import Session
from neufit.domain.user import Role, user_key
from neufit.ids import derived_id, new_id
from neufit.rosters import Rosters, unsettled
from neufit.stores.blocks import BlockStore
from neufit.stores.cards import CardStore
from neufit.stores.media import MediaStore
from neufit.stores.meetings import MeetingStore
from neufit.stores.topics import TopicStore
from neufit.stores.users import UserStore

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """What a new meeting is to be. ``key`` names the request, so that it may be repeated."""

    kind: MeetingKind
    title: str
    description: str = ""
    topics: Sequence[str] = ()
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    users: Sequence[str] = ()
    capacity: int | None = None
    media_id: str | None = None
    steering: bool = False
    key: str | None = None


def create(
    me: Session,
    plan: Plan,
    *,
    meetings: MeetingStore,
    users: UserStore,
    blocks: BlockStore,
    topics: TopicStore,
    media: MediaStore,
    cards: CardStore,
    clock: Clock,
) -> Meeting:
    """A new meeting, or the one that an earlier request with the same key made. Everybody can make shared workouts.

    Raise Forbidden for those who are no instructors, Invalid naming what can't be, Conflict (``time-taken``) when one
    of those whose time it takes isn't free.
    """
    now = clock()
    host = users.get(me.user_id)
    if host.role is not Role.INSTRUCTOR and plan.kind is not MeetingKind.SHARED_WORKOUT:
        raise Forbidden("Only instructors can hold classes and sessions.")
    meeting_id = new_id(now) if plan.key is None else derived_id("meeting", user_key(host.user_id), plan.key)
    if plan.key is not None and (there := meetings.find(meeting_id)) is not None:
        return there
    usual = _length(me, plan, media=media, cards=cards)
    starts_at, ends_at = planned_times(plan.kind, plan.starts_at, plan.ends_at, now, usual=usual)
    check_capacity(plan.kind, plan.capacity)
    meeting = Meeting(
        meeting_id=meeting_id,
        kind=plan.kind,
        host_id=host.user_id,
        title=plan.title,
        description=plan.description,
        topics=check_topics(plan.topics, topics=topics),
        starts_at=starts_at,
        ends_at=ends_at,
        attendees=_attendees(plan.kind, host.user_id, plan.users, users=users, blocks=blocks),
        capacity=plan.capacity,
        created_at=now,
        media_id=plan.media_id,
        steering=plan.steering,
    )
    if meeting.shared:
        check_number(me, now, meetings=meetings)
    return meetings.create(meeting, now, of_new(meeting, now))


def change(
    me: Session,
    meeting_id: str,
    changes: Changes,
    *,
    revision: int | None,
    meetings: MeetingStore,
    rosters: Rosters,
    users: UserStore,
    blocks: BlockStore,
    topics: TopicStore,
    clock: Clock,
) -> Meeting:
    """The host's meeting with these changes. Of two who change one revision, one wins.

    Raise NotFound, Forbidden, Invalid naming what can't be, Conflict.
    """
    before = hosted(me, meeting_id, meetings=meetings, blocks=blocks)
    if revision is not None and revision != before.revision:
        raise Conflict("This meeting was changed meanwhile. Load it again and repeat.")
    attendees, named = changes.attendees, changes.topics
    if attendees is not None:
        attendees = _attendees(before.kind, before.host_id, attendees, users=users, blocks=blocks)
    if named is not None:
        named = check_topics(named, topics=topics)
    wanted = replace(changes, topics=named, attendees=attendees)
    now = clock()
    after = changed(before, wanted, now)
    return before if after == before else written(before, after, now, meetings=meetings, rosters=rosters)


def close(
    me: Session, meeting_id: str, *, meetings: MeetingStore, rosters: Rosters, blocks: BlockStore, clock: Clock
) -> Meeting:
    """Call a meeting off: before its start it is cancelled, later it ends now. May run twice.

    Raise NotFound, Forbidden, Conflict.
    """
    for tries_left in reversed(range(_TRIES)):
        before, now = hosted(me, meeting_id, meetings=meetings, blocks=blocks), clock()
        after = closed(before, now)
        if after == before:
            return before
        try:
            return written(before, after, now, meetings=meetings, rosters=rosters)
        except Conflict:
            if not tries_left:
                raise
    raise AssertionError  # the last try returned or raised


def written(before: Meeting, after: Meeting, now: datetime, *, meetings: MeetingStore, rosters: Rosters) -> Meeting:
    """Write a change; its roster follows."""
    numbered = after.model_copy(update={"revision": before.revision + 1})
    announced = of_change(before, numbered, now)
    same = (before.span, before.closed_at, before.capacity) == (after.span, after.closed_at, after.capacity)
    if before.public and not same and not announced:
        # Not only where somebody is seen to be there: people enrol without a new revision.
        announced.append(unsettled(numbered, now))
    changed_one = meetings.replace(before, after, now, announced)
    if not same and (before.enrolled or before.waiting):
        rosters.settle_some(changed_one.meeting_id, now)
    return changed_one


def hosted(me: Session, meeting_id: str, *, meetings: MeetingStore, blocks: BlockStore) -> Meeting:
    """A meeting of one's own. Raise NotFound when it isn't shown to who asks, Forbidden when another hosts it."""
    meeting, role = visible(me, meeting_id, meetings=meetings, blocks=blocks)
    if role is not MeetingRole.HOST:
        raise Forbidden("Only its host can change this meeting.")
    return meeting


def _length(me: Session, plan: Plan, *, media: MediaStore, cards: CardStore) -> timedelta:
    """How long a meeting lasts unless said. Raise Invalid unless a shared workout, and no other, has its video."""
    if plan.kind is not MeetingKind.SHARED_WORKOUT:
        fields = [("mediaId", plan.media_id is not None), ("steering", plan.steering)]
        wrong = [FieldError(name, "belongs to shared workouts") for name, told in fields if told]
        if wrong:
            raise Invalid("Only a shared workout watches a video.", fields=wrong)
        return USUAL
    made = None if plan.media_id is None else watchable(me, plan.media_id, media=media, cards=cards)
    if made is None:
        wrong = [FieldError("mediaId", "must name a published video that you can watch")]
        raise Invalid("Say which video is to be watched.", fields=wrong)
    return usual_length(made.runtime_ms)


def _attendees(
    kind: MeetingKind, host_id: str, wanted: Sequence[str], *, users: UserStore, blocks: BlockStore
) -> tuple[str, ...]:
    """The list of a meeting. Who is blocked from the host is answered as somebody that there isn't."""
    listed = attendees_of(kind, host_id, wanted)
    if not listed:
        return ()
    living = {user_key(user_id): user_id for user_id in users.get_many(listed)}
    hidden = blocks.apart(host_id, listed)
    wrong = [
        FieldError(f"users.{place}", "is nobody who can be put on the list")
        for place, user_id in enumerate(wanted)
        if user_key(user_id) != user_key(host_id) and (user_key(user_id) not in living or user_key(user_id) in hidden)
    ]
    if wrong:
        raise Invalid("There is nobody of this id who can be put on the list.", code="unknown-user", fields=wrong)
    return tuple(living[user_key(user_id)] for user_id in listed)
