"""Where uploads of a person stand: which live, which parts are there, and the end of those that took too long."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from neufit.clock import Clock
from neufit.contracts import keys
from neufit.domain.errors import NotFound
from neufit.domain.upload import OpenUpload, StoredPart, part_bytes, part_count
from neufit.stores.objects import ObjectStore
from neufit.stores.uploads import ABANDONED, NOT_RECORDED, UploadStore

log = logging.getLogger(__name__)

DIRECT = "direct"
"""Stands in place of S3's id for uploads that come in one piece, as the body of a request."""


@dataclass(frozen=True, slots=True)
class UploadProgress:
    """An unfinished upload and the parts that are there, by number."""

    upload: OpenUpload
    parts: Mapping[int, StoredPart]


def original_of(upload: OpenUpload) -> str:
    """The key under which its file will lie."""
    return keys.original(upload.media_id, upload.version)


def drop_parts(objects: ObjectStore, upload: OpenUpload) -> None:
    """Give the parts of an upload back."""
    if upload.upload_id != DIRECT:
        objects.drop_parts(original_of(upload), upload.upload_id)


def living_uploads(owner_id: str, *, uploads: UploadStore, objects: ObjectStore, clock: Clock) -> list[OpenUpload]:
    """The uploads of a person that may go on, newest first; abandoned ones and recordings that are over end here."""
    now = clock()
    living = []
    for upload in uploads.of(owner_id):
        recorded = upload.meeting_id is not None and objects.exists(original_of(upload))
        if now < upload.expires_at and not recorded:
            living.append(upload)
        else:
            end_abandoned(upload, uploads=uploads, objects=objects, clock=clock)
    return living


def progress_of(upload: OpenUpload, *, uploads: UploadStore, objects: ObjectStore) -> UploadProgress:
    """How far an upload is. When S3 lost its parts it begins anew under the same item."""
    if upload.upload_id == DIRECT:
        return UploadProgress(upload, {})
    key = original_of(upload)
    try:
        return UploadProgress(upload, upload.good_parts(objects.parts(key, upload.upload_id)))
    except NotFound:
        if objects.exists(key):  # whole: completing it again only notes that
            count, size = part_count(upload.claim.size), upload.claim.size
            numbers = range(1, count + 1)
            return UploadProgress(upload, {n: StoredPart(number=n, size=part_bytes(size, n), etag="") for n in numbers})
    return UploadProgress(uploads.renew(upload, objects.begin_parts(key, upload.claim.content_type)), {})


def end_abandoned(upload: OpenUpload, *, uploads: UploadStore, objects: ObjectStore, clock: Clock) -> None:
    """End an upload that took too long, unless its file is whole and only the note of it was lost."""
    if objects.exists(original_of(upload)):
        uploads.finish(upload, clock())
        return
    if upload.meeting_id is not None and _join_recorded(upload, objects=objects):
        uploads.finish(upload, clock())
        return
    uploads.give_up(upload, ABANDONED if upload.meeting_id is None else NOT_RECORDED)
    drop_parts(objects, upload)
    log.info("upload abandoned", extra={"media_id": upload.media_id})


def _join_recorded(upload: OpenUpload, *, objects: ObjectStore) -> bool:
    """Make a file of what a relay that is gone has recorded; whether there was anything.

    Its parts end where a file may end, so what there is can be published.
    """
    key = original_of(upload)
    try:
        parts = objects.parts(key, upload.upload_id)
        if parts:
            objects.join_parts(key, upload.upload_id, parts)
    except NotFound:
        return objects.exists(key)  # another request was first
    return bool(parts)
