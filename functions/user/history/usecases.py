"""Marking workouts done, taking that back, and reading what came of it.

The server believes who says that a workout is done: whether somebody moved can't be known. It checks what it can: that
the video can be seen by that person, that the meeting took place and was for that person, and that no more time counts
than there was.
"""

from datetime import date

from neufit.clock import Clock
from neufit.domain.errors import Conflict, NotFound
from neufit.domain.media import Kind
from neufit.domain.meeting import Meeting
from neufit.domain.session import Session
from neufit.domain.user import user_key
from neufit.domain.workout_log import (
    LoggedWorkout,
    LogKind,
    Summary,
    attended_ms,
    counted_day,
    entry_id,
    kind_of,
    local_day,
    summary,
)
from neufit.stores.blocks import BlockStore
from neufit.stores.cards import CardStore
from neufit.stores.enrolments import EnrolmentStore
from neufit.stores.media import MediaStore
from neufit.stores.meetings import MeetingStore
from neufit.stores.tables import Cursors
from neufit.stores.workout_log import WorkoutLogStore


def mark_video(
    me: Session,
    media_id: str,
    *,
    zone: str,
    day: date | None,
    active_ms: int | None,
    log: WorkoutLogStore,
    media: MediaStore,
    cards: CardStore,
    clock: Clock,
) -> LoggedWorkout:
    """Note a video as done on a local day; the same one on the same day is noted once.

    Raise NotFound for what isn't shown to who asks, Conflict for what is no workout or not ready, Invalid naming zone
    or day.
    """
    now = clock()
    counted = counted_day(day, local_day(now, zone))
    item = media.get(media_id)
    if not item.visible_to(me.user_id) or cards.read([], [item.owner_id], reader=me.user_id).name_of(item) is None:
        raise NotFound("There is no media item with this id.")
    if item.kind is not Kind.VIDEO or item.published is None:
        raise Conflict("Only a published video can be done.", code="not-a-workout")
    whole = item.published.runtime_ms
    return log.mark(
        LoggedWorkout(
            user_id=me.user_id,
            day=counted,
            zone=zone,
            kind=LogKind.VIDEO,
            subject_id=media_id,
            title=item.title,
            instructor_id=item.owner_id,
            ms=whole if active_ms is None else min(active_ms, whole),
            at=now,
        )
    )


def mark_meeting(
    me: Session,
    meeting_id: str,
    *,
    zone: str,
    active_ms: int | None,
    log: WorkoutLogStore,
    meetings: MeetingStore,
    enrolments: EnrolmentStore,
    blocks: BlockStore,
    clock: Clock,
) -> LoggedWorkout:
    """Note a meeting as attended, on the local day of its start, once in whatever zone.

    Raise NotFound for a meeting that isn't for who asks, Conflict when it did not take place, has hardly begun, or has
    seats and none was taken by who asks.
    """
    now = clock()
    meeting = meetings.get(meeting_id)
    if meeting.role_of(me.user_id) is None or blocks.apart(me.user_id, [meeting.host_id]):
        raise NotFound("There is no meeting with this id.")
    counted = local_day(meeting.starts_at, zone)
    ms = attended_ms(meeting, now, active_ms)
    _check_there(me, meeting, enrolments=enrolments)
    return log.mark(
        LoggedWorkout(
            user_id=me.user_id,
            day=counted,
            zone=zone,
            kind=kind_of(meeting.kind),
            subject_id=meeting_id,
            title=meeting.title,
            instructor_id=meeting.host_id,
            ms=ms,
            at=now,
        )
    )


def today(me: Session, media_id: str, *, zone: str, log: WorkoutLogStore, clock: Clock) -> LoggedWorkout | None:
    """Today's entry of a video, if there is one. Raise Invalid for an unknown zone."""
    return log.find(me.user_id, entry_id(local_day(clock(), zone), LogKind.VIDEO, media_id))


def history(
    me: Session, *, limit: int, cursor: str | None, log: WorkoutLogStore, cursors: Cursors
) -> tuple[list[LoggedWorkout], str | None]:
    """A page of what one did, newest day first."""
    listing = f"history\0{user_key(me.user_id)}"
    key = cursors.decode(listing, cursor)
    found, last = log.page(me.user_id, limit=limit, after=None if key is None else str(key["after"]))
    return found, None if last is None else cursors.encode(listing, {"after": last})


def summarise(me: Session, *, zone: str, log: WorkoutLogStore, clock: Clock) -> Summary:
    """Totals, streaks and the days of a year, up to today in ``zone``: one query. Raise Invalid for no such zone."""
    now_there = local_day(clock(), zone)
    return summary(log.days(me.user_id), now_there)


def _check_there(me: Session, meeting: Meeting, *, enrolments: EnrolmentStore) -> None:
    """Where seats are counted, who came has one. Other classes keep no list of who came: those believe who says so."""
    if meeting.capacity is None or user_key(me.user_id) == user_key(meeting.host_id):
        return
    mine = enrolments.find(meeting.meeting_id, me.user_id)
    if (mine is None or mine.arrived_at is None) and not meeting.attended_by(me.user_id):
        raise Conflict("You were not in this class.", code="not-attended")
