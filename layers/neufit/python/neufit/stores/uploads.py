"""The uploads table: what is on its way, one row a file and person, until it is whole or abandoned.

An upload and the item that it belongs to change together, in one transaction: no item waits for parts that nobody
sends, no upload fills an item that is not there.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from neufit.domain.errors import Conflict
from neufit.domain.media import Failure, Media, Status
from neufit.domain.upload import ABANDONED_AFTER, OpenUpload
from neufit.stores.media_rows import MediaRow, counted, to_row
from neufit.stores.tables import ConditionFailed, Table, store_errors
from neufit.stores.transactions import write_together

if TYPE_CHECKING:
    from pynamodb.expressions.update import Action

_KEPT = timedelta(days=1)
"""How long a row outlives its expiry, so that its parts in S3 can still be given back."""

CANCELLED = Failure(code="upload-cancelled", detail="The upload was cancelled. Upload the file again.")
ABANDONED = Failure(
    code="upload-abandoned",
    detail=f"The upload was not finished within {ABANDONED_AFTER.days} days. Upload the file again.",
)

NOT_RECORDED = Failure(
    code="nothing-recorded",
    detail="Nothing was recorded: no picture of your camera arrived. Switch it on before you record.",
)


class UploadRow(Table):
    """One unfinished upload."""

    class Meta:
        """Where the table lives."""

        table_name = "uploads"

    owner_id = UnicodeAttribute(hash_key=True)
    fingerprint = UnicodeAttribute(range_key=True)
    media_id = UnicodeAttribute()
    version = UnicodeAttribute()
    upload_id = UnicodeAttribute()
    title = UnicodeAttribute()
    claim = JSONAttribute()
    replaces = BooleanAttribute(default=False)
    first = BooleanAttribute(default=False)
    meeting_id = UnicodeAttribute(null=True)
    started_at = UTCDateTimeAttribute()
    expires_at = TTLAttribute()


def _to_row(upload: OpenUpload) -> UploadRow:
    values = upload.model_dump(mode="json", exclude={"started_at"})
    return UploadRow(
        **values,
        fingerprint=upload.fingerprint,
        started_at=upload.started_at,
        expires_at=upload.started_at + ABANDONED_AFTER + _KEPT,
    )


def _from_row(row: UploadRow) -> OpenUpload:
    return OpenUpload.model_validate({name: getattr(row, name) for name in OpenUpload.model_fields})


def _same(upload: OpenUpload) -> Condition:
    """The row is still there and of the same try."""
    condition: Condition = UploadRow.upload_id == upload.upload_id
    return condition


def _no_other() -> Condition:
    condition: Condition = UploadRow.owner_id.does_not_exist()
    return condition


class UploadStore:
    """Reads and writes of unfinished uploads."""

    def of(self, owner_id: str) -> list[OpenUpload]:
        """The uploads of a person that did not end, abandoned ones too, newest first; strongly consistent."""
        with store_errors():
            found = [_from_row(row) for row in UploadRow.query(owner_id, consistent_read=True)]
        return sorted(found, key=lambda upload: upload.started_at, reverse=True)

    def find(self, owner_id: str, media_id: str) -> OpenUpload | None:
        """The upload of a person for an item. It may be abandoned."""
        return next((upload for upload in self.of(owner_id) if upload.media_id == media_id), None)

    def begin(self, upload: OpenUpload, media: Media) -> None:
        """Write an upload together with the new item that it is for. Raise Conflict when the same file is under way."""

        def fill(writes: TransactWrite) -> None:
            writes.save(_to_row(upload), condition=_no_other())
            writes.save(to_row(media), condition=MediaRow.media_id.does_not_exist())

        self._write(fill, "This file is being uploaded already.")

    def begin_version(self, upload: OpenUpload, media: Media, superseded: OpenUpload | None) -> None:
        """Write an upload of new content for ``media``; what it supersedes ends.

        Players keep what is published. Raise Conflict when the item changed since it was read.
        """
        actions = [
            MediaRow.version.set(upload.version),
            MediaRow.content_type.set(upload.claim.content_type),
            MediaRow.size.set(upload.claim.size),
            MediaRow.checksum.set(upload.claim.checksum),
            MediaRow.replacing.set(upload.replaces),
            MediaRow.uploaded_at.remove(),
            MediaRow.failure.remove(),
        ]
        if not upload.replaces:
            actions.append(MediaRow.status.set(Status.UPLOADING.value))
        condition = (MediaRow.changes == media.changes) & (MediaRow.status == media.status.value)

        def fill(writes: TransactWrite) -> None:
            writes.update(MediaRow(media.media_id), actions=counted(actions, by_person=True), condition=condition)
            writes.save(_to_row(upload), condition=_no_other())
            if superseded is not None:
                writes.delete(_to_row(superseded), condition=_same(superseded))

        self._write(fill, "Somebody changed this item at the same moment. Load it again and repeat.")

    def renew(self, upload: OpenUpload, upload_id: str) -> OpenUpload:
        """S3 lost the parts: the same upload begins anew under another id. Raise Conflict when another was first."""
        renewed = upload.model_copy(update={"upload_id": upload_id})
        try:
            with store_errors():
                _to_row(renewed).save(condition=_same(upload))
        except ConditionFailed:
            raise Conflict("This upload was changed at the same moment. Repeat.") from None
        return renewed

    def finish(self, upload: OpenUpload, at: datetime) -> None:
        """Its file is whole. Finishing twice changes nothing."""

        def fill(writes: TransactWrite) -> None:
            writes.delete(_to_row(upload), condition=_same(upload))
            writes.update(
                MediaRow(upload.media_id),
                actions=counted([MediaRow.uploaded_at.set(at)]),
                condition=MediaRow.version == upload.version,
            )

        try:
            write_together(UploadRow, fill)
        except ConditionFailed:
            return  # another request finished it, or newer content took its place

    def give_up(self, upload: OpenUpload, why: Failure, *, forget: bool = False) -> None:
        """End an upload whose file will not come.

        The item goes back to what was published and says ``why``. With ``forget``, because its owner wants it so, it
        says nothing, and an item that never had content goes with its upload. Giving up twice changes nothing.
        """
        of_version = MediaRow.version == upload.version

        def fill(writes: TransactWrite) -> None:
            writes.delete(_to_row(upload), condition=_same(upload))
            item = MediaRow(upload.media_id)
            if upload.first and forget:
                writes.delete(item, condition=of_version & (MediaRow.status == Status.UPLOADING.value))
                return
            actions: list[Action] = [MediaRow.replacing.set(False)]
            if not upload.replaces:
                actions.append(MediaRow.status.set(Status.FAILED.value))
            if not (upload.replaces and forget):
                actions.append(MediaRow.failure.set(why.model_dump(mode="json")))
            expected = Status.AVAILABLE if upload.replaces else Status.UPLOADING
            condition = of_version & (MediaRow.status == expected.value)
            writes.update(item, actions=counted(actions), condition=condition)

        try:
            write_together(UploadRow, fill)
        except ConditionFailed:
            # The item went another way meanwhile (archived, newer content): only the row is left to remove.
            self._drop(upload)

    def _drop(self, upload: OpenUpload) -> None:
        try:
            with store_errors():
                _to_row(upload).delete(condition=_same(upload))
        except ConditionFailed:
            return

    def _write(self, fill: Callable[[TransactWrite], None], refusal: str) -> None:
        try:
            write_together(UploadRow, fill)
        except ConditionFailed:
            raise Conflict(refusal) from None
