"""Shared workouts: people watch one video in step. Whether this one may be watched is asked at making and joining."""

from datetime import datetime

from neufit.domain.errors import Conflict, NotFound
from neufit.domain.media import Kind, Media, Published, Status
from neufit.domain.meeting import MAX_SHARED
from neufit.domain.room.kinds import MeetingKind
from neufit.domain.session import Session
from neufit.stores.cards import CardStore
from neufit.stores.media import MediaStore
from neufit.stores.meetings import MeetingStore, person


def watchable(me: Session, media_id: str, *, media: MediaStore, cards: CardStore) -> Published | None:
    """What players get of a video that everybody may watch, if who asks may too; else None.

    Two reads: the item; its owner and who asks, neither of whom blocked the other.
    """
    try:
        item = media.get(media_id)
    except NotFound:
        return None
    if not _published(item) or cards.read([], [item.owner_id], reader=me.user_id).name_of(item) is None:
        return None
    return item.published


def watched(me: Session, media_id: str, *, media: MediaStore, cards: CardStore) -> Published:
    """What players get of the video of a shared workout. Raise Conflict (``video-gone``) when it can't be watched.

    A video that was taken away and one that is hidden from who asks are answered alike.
    """
    made = watchable(me, media_id, media=media, cards=cards)
    if made is None:
        raise Conflict("The video of this session can't be watched any more.", code="video-gone")
    return made


def check_number(me: Session, now: datetime, *, meetings: MeetingStore) -> None:
    """Raise Conflict when somebody has as many shared workouts to come as one can have. One query."""
    there, _ = meetings.listed(
        person(me.user_id), now, limit=MAX_SHARED, host_id=me.user_id, kind=MeetingKind.SHARED_WORKOUT
    )
    if len(there) >= MAX_SHARED:
        raise Conflict(
            f"You have {MAX_SHARED} shared workouts to come. Cancel one, or wait until one is over.", code="too-many"
        )


def _published(item: Media) -> bool:
    return item.kind is Kind.VIDEO and item.status is Status.AVAILABLE and item.published is not None
