"""Beginning uploads, or going on with them: of new items, of new versions, of files that came as the body."""

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
from neufit.contracts import keys
from neufit.domain.content_type import SNIFF_BYTES, sniff
from neufit.domain.errors import Conflict, FieldError, Invalid, TooLarge, TooManyRequests, UnsupportedType
from neufit.domain.media import MAX_DIRECT_BYTES, Kind, Media, Status
from neufit.domain.session import Session
from neufit.domain.upload import MAX_OPEN_UPLOADS, FileClaim, OpenUpload, checksum_of
from neufit.ids import new_id
from neufit.stores.objects import ObjectStore
from neufit.stores.uploads import UploadStore


@dataclass(frozen=True, slots=True)
class NewItem:
    """How an item that begins with an upload will be called."""

    title: str
    description: str = ""
    topics: tuple[str, ...] = ()


def claim_of(content: bytes, content_type: str) -> FileClaim:
    """What can be said of a file that is at hand whole. ``content_type`` is the header of the request.

    Raise TooLarge, Invalid (nothing in it) or UnsupportedType (by its first bytes).
    """
    if len(content) > MAX_DIRECT_BYTES:
        raise TooLarge(
            f"A body may have up to {MAX_DIRECT_BYTES} bytes. Announce bigger files as JSON (kind, title, fileName, "
            "contentType, size, checksum): the answer leads to presigned uploads in parts.",
            code="use-presigned-upload",
        )
    if not content:
        raise Invalid("The file is empty.", fields=[FieldError("body", "is empty")])
    found = sniff(content[:SNIFF_BYTES])
    kind = content_type.split("/", maxsplit=1)[0]
    if found is None or found.split("/")[0] != kind:
        raise UnsupportedType(f"The content is {found or 'of a kind that is not taken here'}, not {content_type}.")
    return FileClaim(
        kind=Kind(kind), file_name="", content_type=found, size=len(content), checksum=checksum_of(content)
    )


def open_upload(
    me: Session,
    claim: FileClaim,
    item: NewItem,
    *,
    uploads: UploadStore,
    objects: ObjectStore,
    clock: Clock,
    direct: bool = False,
) -> UploadProgress:
    """Begin the upload of a new item, or go on with that of the same file.

    Raise Forbidden, TooLarge or Invalid for what may not be uploaded, TooManyRequests with too many unfinished ones.
    """
    claim.check(me.role)
    mine = living_uploads(me.user_id, uploads=uploads, objects=objects, clock=clock)
    same = _by_fingerprint(mine, claim.fingerprint(None))
    if same is not None:
        return progress_of(same, uploads=uploads, objects=objects)
    _check_room(mine)
    now = clock()
    media_id, version = new_id(now), new_id(now)
    upload = OpenUpload(
        owner_id=me.user_id,
        media_id=media_id,
        version=version,
        upload_id=_begin_parts(objects, media_id, version, claim, direct=direct),
        title=item.title,
        claim=claim,
        first=True,
        started_at=now,
    )
    media = Media(
        media_id=media_id,
        owner_id=me.user_id,
        kind=claim.kind,
        title=item.title,
        description=item.description,
        topics=item.topics,
        status=Status.UPLOADING,
        version=version,
        content_type=claim.content_type,
        size=claim.size,
        checksum=claim.checksum,
        created_at=now,
    )
    try:
        uploads.begin(upload, media)
    except Conflict:
        # Another request for the same file was first: this one goes on with that.
        drop_parts(objects, upload)
        winner = _by_fingerprint(uploads.of(me.user_id), upload.fingerprint)
        if winner is None:
            raise
        return progress_of(winner, uploads=uploads, objects=objects)
    return UploadProgress(upload, {})


def open_version(
    me: Session,
    media: Media,
    claim: FileClaim,
    *,
    uploads: UploadStore,
    objects: ObjectStore,
    clock: Clock,
    direct: bool = False,
) -> UploadProgress:
    """Begin the upload of new content for an item of one's own, or go on with it. Players keep what is published.

    An upload of other content for the item ends. Raise as ``open_upload``, and Conflict while the item is processed.
    """
    claim.check(me.role)
    if claim.kind is not media.kind:
        raise UnsupportedType(f"This item is of kind {media.kind}; it can't become a {claim.kind}.")
    mine = living_uploads(me.user_id, uploads=uploads, objects=objects, clock=clock)
    before = next((upload for upload in mine if upload.media_id == media.media_id), None)
    if before is not None and before.claim.fingerprint(None) == claim.fingerprint(None):
        return progress_of(before, uploads=uploads, objects=objects)
    if media.status not in {Status.UPLOADING, Status.FAILED, Status.AVAILABLE}:
        raise Conflict(f"This item is {media.status}; new content can be uploaded when it is available or failed.")
    _check_room(mine)
    now = clock()
    version = new_id(now)
    upload = OpenUpload(
        owner_id=me.user_id,
        media_id=media.media_id,
        version=version,
        upload_id=_begin_parts(objects, media.media_id, version, claim, direct=direct),
        title=media.title,
        claim=claim,
        replaces=media.status is Status.AVAILABLE,
        first=before is not None and before.first,
        started_at=now,
    )
    try:
        uploads.begin_version(upload, media, before)
    except Conflict:
        drop_parts(objects, upload)
        raise
    if before is not None:
        drop_parts(objects, before)
    return UploadProgress(upload, {})


def take_content(
    progress: UploadProgress, content: bytes, *, uploads: UploadStore, objects: ObjectStore, clock: Clock
) -> None:
    """Store a file that came as the body of a request."""
    upload = progress.upload
    objects.put(original_of(upload), content, upload.claim.content_type)
    uploads.finish(upload, clock())
    drop_parts(objects, upload)


def _begin_parts(objects: ObjectStore, media_id: str, version: str, claim: FileClaim, *, direct: bool) -> str:
    return DIRECT if direct else objects.begin_parts(keys.original(media_id, version), claim.content_type)


def _by_fingerprint(among: Sequence[OpenUpload], fingerprint: str) -> OpenUpload | None:
    return next((upload for upload in among if upload.fingerprint == fingerprint), None)


def _check_room(mine: Sequence[OpenUpload]) -> None:
    sent = sum(upload.meeting_id is None for upload in mine)
    if sent >= MAX_OPEN_UPLOADS:
        raise TooManyRequests(f"Finish or cancel some of your {sent} unfinished uploads first.")
