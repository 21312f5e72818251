"""Uploads on their way: list, send parts, complete, cancel. Each may be repeated, after a lost answer or at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from functions.media.uploads.progress import (
    DIRECT,
    UploadProgress,
    drop_parts,
    living_uploads,
    original_of,
    progress_of,
)
from neufit.clock import Clock
from neufit.domain.errors import Conflict, FieldError, Gone, Invalid, NotFound, Unavailable
from neufit.domain.media import Media
from neufit.domain.session import Session
from neufit.domain.upload import OpenUpload, part_bytes, part_count
from neufit.stores.media import MediaStore
from neufit.stores.objects import ObjectStore
from neufit.stores.uploads import CANCELLED, UploadStore

PART_URL_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class PartAddress:
    """Where one part goes. ``checksum`` is sent as a header, exactly as it stands here."""

    number: int
    url: str
    checksum: str


def unfinished(me: Session, *, uploads: UploadStore, objects: ObjectStore, clock: Clock) -> list[UploadProgress]:
    """The unfinished uploads of a person, newest first; abandoned ones end here."""
    mine = living_uploads(me.user_id, uploads=uploads, objects=objects, clock=clock)
    return [progress_of(upload, uploads=uploads, objects=objects) for upload in mine if upload.meeting_id is None]


def address_parts(
    me: Session,
    media_id: str,
    parts: Sequence[tuple[int, str]],
    *,
    uploads: UploadStore,
    objects: ObjectStore,
    clock: Clock,
) -> list[PartAddress]:
    """Presigned addresses for parts, each given as (number, base 64 of its SHA-256). Raise NotFound, Invalid."""
    upload = _find(me, media_id, uploads=uploads, clock=clock)
    count, size = part_count(upload.claim.size), upload.claim.size
    wrong = [
        FieldError(f"parts.{place}.partNumber", f"this file has {count} parts")
        for place, (number, _) in enumerate(parts)
        if number > count
    ]
    if wrong:
        raise Invalid("There are no such parts.", fields=wrong)
    key = original_of(upload)
    if upload.upload_id == DIRECT:
        upload = uploads.renew(upload, objects.begin_parts(key, upload.claim.content_type))
    return [
        PartAddress(
            number,
            objects.part_url(
                key,
                upload.upload_id,
                number,
                size=part_bytes(size, number),
                checksum=checksum,
                seconds=PART_URL_SECONDS,
            ),
            checksum,
        )
        for number, checksum in parts
    ]


def complete(
    me: Session, media_id: str, *, uploads: UploadStore, media: MediaStore, objects: ObjectStore, clock: Clock
) -> Media:
    """All parts were sent: make them one object, which sets publishing off.

    May be asked twice, at once or after a lost answer. Raise NotFound for what isn't one's own, Conflict when parts are
    missing, Invalid when they make another file, Gone when the store gave them up.
    """
    upload = uploads.find(me.user_id, media_id)
    if upload is not None and upload.meeting_id is not None:
        raise Conflict("This is being recorded. It is complete when the recording ends.", code="recording")
    if upload is None:
        item = media.get(media_id)
        if item.owner_id != me.user_id or item.uploaded_at is None:
            raise NotFound("There is no media item with this id.")
        return item
    key = original_of(upload)
    try:
        objects.join_parts(key, upload.upload_id, upload.check_whole(objects.parts(key, upload.upload_id)))
    except NotFound:
        # Joined by an earlier request whose answer was lost or which died before it noted this, or given up by S3.
        if not objects.exists(key):
            raise Gone("The parts of this upload are gone. Ask for the upload again and send them anew.") from None
    except Unavailable:
        if not objects.exists(key):
            raise
    uploads.finish(upload, clock())
    return media.get(media_id)


def cancel(me: Session, media_id: str, *, uploads: UploadStore, objects: ObjectStore) -> None:
    """End an upload of one's own and give its parts back. Raise NotFound when there is none."""
    upload = uploads.find(me.user_id, media_id)
    if upload is None:
        raise NotFound("There is no unfinished upload for this item.")
    uploads.give_up(upload, CANCELLED, forget=True)
    drop_parts(objects, upload)


def _find(me: Session, media_id: str, *, uploads: UploadStore, clock: Clock) -> OpenUpload:
    upload = uploads.find(me.user_id, media_id)
    if upload is None or upload.meeting_id is not None or clock() >= upload.expires_at:
        raise NotFound("There is no unfinished upload for this item.")
    return upload
