"""To whom a meeting shows itself. Nobody learns of meetings that are not for them, nor of those of who blocked them."""

from neufit.domain.errors import NotFound
from neufit.domain.meeting import Meeting
from neufit.domain.room.kinds import MeetingRole
from neufit.domain.session import Session
from neufit.stores.blocks import BlockStore
from neufit.stores.meetings import MeetingStore

_HIDDEN = "There is no meeting with this id."


def visible(me: Session, meeting_id: str, *, meetings: MeetingStore, blocks: BlockStore) -> tuple[Meeting, MeetingRole]:
    """A meeting that may be seen by who asks, and his or her part in it. Raise NotFound for all others."""
    meeting = meetings.get(meeting_id)
    role = meeting.role_of(me.user_id)
    if role is None or (role is MeetingRole.CUSTOMER and blocks.apart(me.user_id, [meeting.host_id])):
        raise NotFound(_HIDDEN)
    return meeting, role
