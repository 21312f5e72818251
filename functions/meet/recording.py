"""Recording a class: the item that it will be, the upload that it goes to, and the right to record it there."""

from dataclasses import dataclass
from datetime import datetime

from functions.meet.planning import hosted
from neufit.clock import Clock
from neufit.contracts import keys
from neufit.contracts.recording import LIFETIME, VERSION_PREFIX, RecordingGrant, RecordingTarget
from neufit.domain.errors import Conflict
from neufit.domain.media import Kind, Media, Status
from neufit.domain.meeting import Meeting
from neufit.domain.room.kinds import MeetingKind
from neufit.domain.session import Session
from neufit.domain.upload import FileClaim, OpenUpload
from neufit.ids import new_id
from neufit.signing import Signer
from neufit.stores.blocks import BlockStore
from neufit.stores.media import MediaStore
from neufit.stores.meetings import MeetingStore
from neufit.stores.objects import ObjectStore
from neufit.stores.uploads import UploadStore

CONTENT_TYPE = "video/x-matroska"
LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Permission:
    """The item of a recording, and what the host's client hands to the relay before ``expires_at``."""

    media_id: str
    grant: str
    expires_at: datetime


def allow(
    me: Session,
    meeting_id: str,
    *,
    publish: bool,
    meetings: MeetingStore,
    blocks: BlockStore,
    uploads: UploadStore,
    objects: ObjectStore,
    media: MediaStore,
    signer: Signer,
    clock: Clock,
) -> Permission:
    """Let the host of a class record it now. ``publish``: it goes into the library by itself when it is ready.

    Whoever said once that it doesn't holds it, whatever earlier or later requests for the same recording say.
    What a lost relay has left of an earlier recording becomes a file of its own first. Raise NotFound, Forbidden
    for those who don't host it, Conflict for what can't be recorded, when it is too early, over or cancelled.
    """
    meeting = hosted(me, meeting_id, meetings=meetings, blocks=blocks)
    if meeting.kind is MeetingKind.ONE_ON_ONE:
        raise Conflict(
            "One-on-one sessions are encrypted end to end: they can't be recorded.", code="cannot-be-recorded"
        )
    if meeting.kind is not MeetingKind.GROUP_CLASS:
        raise Conflict("Only classes can be recorded.", code="cannot-be-recorded")
    now = clock()
    meeting.check_joinable(now)
    upload = _begun(me, meeting_id, uploads=uploads, objects=objects, clock=clock)
    if upload is None:
        upload = _begin(me, meeting, now, publish=publish, uploads=uploads, objects=objects)
    if not publish:
        media.hold(upload.media_id, upload.version)
    grant = RecordingGrant(
        meeting_id=meeting_id,
        user_id=me.user_id,
        target=RecordingTarget(media_id=upload.media_id, version=upload.version, upload_id=upload.upload_id),
        issued_at=now,
    )
    return Permission(upload.media_id, grant.sign(signer), now + LIFETIME)


def _begun(
    me: Session, meeting_id: str, *, uploads: UploadStore, objects: ObjectStore, clock: Clock
) -> OpenUpload | None:
    """The recording of this class that was allowed and of which nothing has come: its answer was lost.

    One that has parts is complete: the host's client asks when the room is not being recorded.
    """
    upload = next((upload for upload in uploads.of(me.user_id) if upload.meeting_id == meeting_id), None)
    if upload is None:
        return None
    key = keys.original(upload.media_id, upload.version)
    if not objects.exists(key):
        parts = objects.parts(key, upload.upload_id)
        if not parts:
            return upload
        objects.join_parts(key, upload.upload_id, parts)
    uploads.finish(upload, clock())
    return None


def _begin(
    me: Session, meeting: Meeting, now: datetime, *, publish: bool, uploads: UploadStore, objects: ObjectStore
) -> OpenUpload:
    media_id, version = new_id(now), VERSION_PREFIX + new_id(now)
    key = keys.original(media_id, version)
    title = _title(meeting)
    upload = OpenUpload(
        owner_id=me.user_id,
        media_id=media_id,
        version=version,
        upload_id=objects.begin_parts(key, CONTENT_TYPE),
        title=title,
        claim=FileClaim(kind=Kind.VIDEO, file_name="", content_type=CONTENT_TYPE, size=0, checksum=""),
        first=True,
        meeting_id=meeting.meeting_id,
        started_at=now,
    )
    media = Media(
        media_id=media_id,
        owner_id=me.user_id,
        kind=Kind.VIDEO,
        title=title,
        description=meeting.description,
        topics=meeting.topics,
        status=Status.UPLOADING,
        version=version,
        content_type=CONTENT_TYPE,
        held=not publish,
        created_at=now,
    )
    try:
        uploads.begin(upload, media)
    except Conflict:
        # Another request for the same class was first: this one goes on with that.
        objects.drop_parts(key, upload.upload_id)
        winner = next((one for one in uploads.of(me.user_id) if one.meeting_id == meeting.meeting_id), None)
        if winner is None:
            raise
        return winner
    return upload


def _title(meeting: Meeting) -> str:
    """The class and its day."""
    day = f" · {meeting.starts_at.day} {meeting.starts_at:%B %Y}"
    return meeting.title[: LONGEST_TITLE - len(day)] + day
