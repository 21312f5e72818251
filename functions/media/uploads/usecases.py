"""Uploads: begin or go on, send parts, complete, cancel. Each may be repeated, after a lost answer or at once."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from neufit.clock import Clock
from neufit.contracts import keys
from neufit.domain.content_type import SNIFF_BYTES, sniff
from neufit.domain.errors import (
    Conflict,
    FieldError,
    Gone,
    Invalid,
    NotFound,
    TooLarge,
    TooManyRequests,
    Unavailable,
    UnsupportedType,
)
from neufit.domain.media import MAX_DIRECT_BYTES, Kind, Media, Status
from neufit.domain.session import Session
from neufit.domain.upload import (
    MAX_OPEN_UPLOADS,
    FileClaim,
    OpenUpload,
    StoredPart,
    checksum_of,
    part_bytes,
    part_count,
)
from neufit.ids import new_id
from neufit.stores.media import MediaStore
from neufit.stores.objects import ObjectStore
from neufit.stores.uploads import ABANDONED, CANCELLED, UploadStore

log = logging.getLogger(__name__)

PART_URL_SECONDS = 3600

_DIRECT = "direct"
"""Stands in place of S3's id for uploads that come in one piece, as the body of a request."""


@dataclass(frozen=True, slots=True)
class UploadProgress:
    """An unfinished upload and the parts that are there, by number."""

    upload: OpenUpload
    parts: Mapping[int, StoredPart]


@dataclass(frozen=True, slots=True)
class PartAddress:
    """Where one part goes. ``checksum`` is sent as a header, exactly as it stands here."""

    number: int
    url: str
    checksum: str


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
    mine = _living(me.user_id, uploads=uploads, objects=objects, clock=clock)
    same = _by_fingerprint(mine, claim.fingerprint(None))
    if same is not None:
        return _progress(same, uploads=uploads, objects=objects)
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
        _drop_parts(objects, upload)
        winner = _by_fingerprint(uploads.of(me.user_id), upload.fingerprint)
        if winner is None:
            raise
        return _progress(winner, uploads=uploads, objects=objects)
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
    mine = _living(me.user_id, uploads=uploads, objects=objects, clock=clock)
    before = next((upload for upload in mine if upload.media_id == media.media_id), None)
    if before is not None and before.claim.fingerprint(None) == claim.fingerprint(None):
        return _progress(before, uploads=uploads, objects=objects)
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
        _drop_parts(objects, upload)
        raise
    if before is not None:
        _drop_parts(objects, before)
    return UploadProgress(upload, {})


def take_content(
    progress: UploadProgress, content: bytes, *, uploads: UploadStore, objects: ObjectStore, clock: Clock
) -> None:
    """Store a file that came as the body of a request."""
    upload = progress.upload
    objects.put(_key(upload), content, upload.claim.content_type)
    uploads.finish(upload, clock())
    _drop_parts(objects, upload)


def unfinished(me: Session, *, uploads: UploadStore, objects: ObjectStore, clock: Clock) -> list[UploadProgress]:
    """The unfinished uploads of a person, newest first; abandoned ones end here."""
    mine = _living(me.user_id, uploads=uploads, objects=objects, clock=clock)
    return [_progress(upload, uploads=uploads, objects=objects) for upload in mine]


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
    key = _key(upload)
    if upload.upload_id == _DIRECT:
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
    if upload is None:
        item = media.get(media_id)
        if item.owner_id != me.user_id or item.uploaded_at is None:
            raise NotFound("There is no media item with this id.")
        return item
    key = _key(upload)
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
    _drop_parts(objects, upload)


def end_abandoned(upload: OpenUpload, *, uploads: UploadStore, objects: ObjectStore, clock: Clock) -> None:
    """End an upload that took too long, unless its file is whole and only the note of it was lost."""
    if objects.exists(_key(upload)):
        uploads.finish(upload, clock())
        return
    uploads.give_up(upload, ABANDONED)
    _drop_parts(objects, upload)
    log.info("upload abandoned", extra={"media_id": upload.media_id})


def _key(upload: OpenUpload) -> str:
    return keys.original(upload.media_id, upload.version)


def _begin_parts(objects: ObjectStore, media_id: str, version: str, claim: FileClaim, *, direct: bool) -> str:
    return _DIRECT if direct else objects.begin_parts(keys.original(media_id, version), claim.content_type)


def _drop_parts(objects: ObjectStore, upload: OpenUpload) -> None:
    if upload.upload_id != _DIRECT:
        objects.drop_parts(_key(upload), upload.upload_id)


def _by_fingerprint(among: Sequence[OpenUpload], fingerprint: str) -> OpenUpload | None:
    return next((upload for upload in among if upload.fingerprint == fingerprint), None)


def _check_room(mine: Sequence[OpenUpload]) -> None:
    if len(mine) >= MAX_OPEN_UPLOADS:
        raise TooManyRequests(f"Finish or cancel some of your {len(mine)} unfinished uploads first.")


def _living(owner_id: str, *, uploads: UploadStore, objects: ObjectStore, clock: Clock) -> list[OpenUpload]:
    now = clock()
    living = []
    for upload in uploads.of(owner_id):
        if now < upload.expires_at:
            living.append(upload)
        else:
            end_abandoned(upload, uploads=uploads, objects=objects, clock=clock)
    return living


def _find(me: Session, media_id: str, *, uploads: UploadStore, clock: Clock) -> OpenUpload:
    upload = uploads.find(me.user_id, media_id)
    if upload is None or clock() >= upload.expires_at:
        raise NotFound("There is no unfinished upload for this item.")
    return upload


def _progress(upload: OpenUpload, *, uploads: UploadStore, objects: ObjectStore) -> UploadProgress:
    """How far an upload is. When S3 lost its parts it begins anew under the same item."""
    if upload.upload_id == _DIRECT:
        return UploadProgress(upload, {})
    key = _key(upload)
    try:
        return UploadProgress(upload, upload.good_parts(objects.parts(key, upload.upload_id)))
    except NotFound:
        if objects.exists(key):  # whole: completing it again only notes that
            count, size = part_count(upload.claim.size), upload.claim.size
            numbers = range(1, count + 1)
            return UploadProgress(upload, {n: StoredPart(number=n, size=part_bytes(size, n), etag="") for n in numbers})
    return UploadProgress(uploads.renew(upload, objects.begin_parts(key, upload.claim.content_type)), {})
