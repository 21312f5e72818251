"""``/meet/recording``: the right to record a class."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from functions.http import Access, ApiModel, Call, operation
from functions.meet import recording
from functions.meet.blueprint import TAG, blueprint
from functions.meet.schemas import MeetingId
from functions.parameters import SessionHeaders


class RecordingRequest(ApiModel):
    """Which class, and what becomes of it."""

    meeting_id: MeetingId
    publish: Annotated[
        bool, Field(description="Into the library when it is ready; otherwise it waits in the archive of the studio.")
    ] = True


class RecordingPermission(ApiModel):
    """Send ``grant`` to the relay, in a ``start_recording`` command, before ``expiresAt``."""

    media_id: str
    grant: str
    expires_at: datetime


@operation(
    blueprint,
    "POST",
    "/meet/recording",
    id="recordMeeting",
    summary="Get the right to record a class of one's own",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    body=RecordingRequest,
    answer=RecordingPermission,
    problems=(403, 404, 409),
)
def record_meeting(call: Call) -> RecordingPermission:
    """The item is made, as one that is being uploaded; recording begins when the relay is told."""
    services = call.services
    permission = recording.allow(
        call.me,
        call.body.meeting_id,
        publish=call.body.publish,
        meetings=services.meetings,
        blocks=services.blocks,
        uploads=services.uploads,
        objects=services.objects,
        media=services.media,
        signer=services.signer,
        clock=services.clock,
    )
    return RecordingPermission(media_id=permission.media_id, grant=permission.grant, expires_at=permission.expires_at)
