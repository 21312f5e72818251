"""The media table: one row an item. Every change of state is a conditional write."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from neufit.domain.errors import Conflict, NotFound
from neufit.domain.media import Failure, Media, Published, Status, sources_of
from neufit.stores.tables import ConditionFailed, Table, store_errors


class ByOwner(GlobalSecondaryIndex["MediaRow"]):  # type: ignore[no-untyped-call]  # pynamodb leaves the hook untyped
    """The items of one instructor, by the time they were made."""

    class Meta:
        """Where the index lives."""

        index_name = "by-owner"
        projection = AllProjection()

    owner_id = UnicodeAttribute(hash_key=True)
    created_at = UTCDateTimeAttribute(range_key=True)


class MediaRow(Table):
    """One media item."""

    class Meta:
        """Where the table lives."""

        table_name = "media"

    media_id = UnicodeAttribute(hash_key=True)
    owner_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    title = UnicodeAttribute()
    description = UnicodeAttribute(default="")
    topics: JSONAttribute = JSONAttribute(default=list)
    status = UnicodeAttribute()
    failure = JSONAttribute(null=True)
    version = UnicodeAttribute()
    content_type = UnicodeAttribute(default="")
    size = NumberAttribute(default=0)
    created_at = UTCDateTimeAttribute()
    published_at = UTCDateTimeAttribute(null=True)
    archived_at = UTCDateTimeAttribute(null=True)
    published = JSONAttribute(null=True)
    playable = JSONAttribute(null=True)
    replacing = BooleanAttribute(default=False)
    views = NumberAttribute(default=0)
    revision = NumberAttribute(default=0)
    by_owner = ByOwner()


def _to_row(media: Media) -> MediaRow:
    values = media.model_dump(mode="json", exclude={"created_at", "published_at", "archived_at"})
    return MediaRow(
        **values,
        created_at=media.created_at,
        published_at=media.published_at,
        archived_at=media.archived_at,
    )


def _from_row(row: MediaRow) -> Media:
    return Media.model_validate({name: getattr(row, name) for name in Media.model_fields})


class MediaStore:
    """Reads and conditional writes of media items."""

    def create(self, media: Media) -> None:
        """Write a new item. Raise Conflict when the id is taken."""
        try:
            with store_errors():
                _to_row(media).save(condition=MediaRow.media_id.does_not_exist())
        except ConditionFailed:
            raise Conflict("There is an item with this id already.") from None

    def get(self, media_id: str) -> Media:
        """The item. Raise NotFound."""
        try:
            with store_errors():
                return _from_row(MediaRow.get(media_id, consistent_read=True))
        except MediaRow.DoesNotExist:
            raise NotFound("There is no media item with this id.") from None

    def get_many(self, media_ids: Iterable[str]) -> Mapping[str, Media]:
        """The items that exist among ``media_ids``, by id, in one batch read per 100."""
        with store_errors():
            return {row.media_id: _from_row(row) for row in MediaRow.batch_get(list(dict.fromkeys(media_ids)))}

    def by_owner(
        self, owner_id: str, *, limit: int, after: dict[str, Any] | None = None
    ) -> tuple[list[Media], dict[str, Any] | None]:
        """A page of an instructor's items, newest first, and the key to go on after."""
        with store_errors():
            page = MediaRow.by_owner.query(owner_id, scan_index_forward=False, limit=limit, last_evaluated_key=after)
            return [_from_row(row) for row in page], page.last_evaluated_key

    def edit(self, media_id: str, revision: int, **values: object) -> Media:
        """Change title, description or topics if the item is still at ``revision``. Raise Conflict when it is not."""
        try:
            return self._update(
                media_id,
                [getattr(MediaRow, name).set(value) for name, value in values.items()],
                MediaRow.revision == revision,
            )
        except ConditionFailed:
            raise Conflict("Somebody changed this item at the same moment. Load it again and repeat.") from None

    def begin_upload(self, media_id: str, version: str, *, replacing: bool) -> Media:
        """A new version is on its way; players keep what is published."""
        actions = [MediaRow.version.set(version), MediaRow.replacing.set(replacing)]
        if not replacing:
            actions += [MediaRow.status.set(Status.UPLOADING.value), MediaRow.failure.remove()]
        allowed = [Status.AVAILABLE] if replacing else [Status.UPLOADING, Status.FAILED]
        return self._move(media_id, actions, MediaRow.status.is_in(*allowed))

    def begin_processing(self, media_id: str, version: str, *, content_type: str, size: int) -> Media:
        """The upload of ``version`` is whole and checked. May run twice.

        Raise Conflict when another version took over.
        """
        actions = [MediaRow.content_type.set(content_type), MediaRow.size.set(size), MediaRow.failure.remove()]
        media = self.get(media_id)
        if media.replacing:
            condition = (MediaRow.version == version) & (MediaRow.replacing == True)  # noqa: E712  # an expression
        else:
            actions.append(MediaRow.status.set(Status.PROCESSING.value))
            states = sources_of(Status.PROCESSING) | {Status.PROCESSING}
            condition = (MediaRow.version == version) & MediaRow.status.is_in(*sorted(states))
        return self._move(media_id, actions, condition)

    def mark_playable(self, media_id: str, version: str, playable: Published) -> Media:
        """The first segments of a video that is still being encoded can be watched."""
        return self._move(
            media_id,
            [MediaRow.playable.set(playable.model_dump(mode="json"))],
            (MediaRow.version == version) & MediaRow.status.is_in(Status.PROCESSING.value),
        )

    def publish(self, media_id: str, version: str, published: Published, at: datetime) -> Media:
        """Flip to ``available`` with what players get from now on. May run twice: the second time changes nothing.

        Raise Conflict when the item was archived, or another version took over, while this one was processed.
        """
        state = (MediaRow.status == Status.PROCESSING.value) | (
            (MediaRow.status == Status.AVAILABLE.value) & (MediaRow.replacing == True)  # noqa: E712  # an expression
        )
        actions = [
            MediaRow.status.set(Status.AVAILABLE.value),
            MediaRow.published.set(published.model_dump(mode="json")),
            MediaRow.published_at.set(MediaRow.published_at | at),
            MediaRow.replacing.set(False),
            MediaRow.playable.remove(),
            MediaRow.failure.remove(),
        ]
        try:
            return self._update(media_id, actions, (MediaRow.version == version) & state)
        except ConditionFailed:
            media = self.get(media_id)
            if media.published is not None and media.published.plan == published.plan and media.version == version:
                return media
            raise Conflict("The item changed while it was processed.") from None

    def fail(self, media_id: str, version: str, failure: Failure) -> Media:
        """Say why ``version`` can't be published. What was published before stays. May run twice."""
        media = self.get(media_id)
        actions = [MediaRow.failure.set(failure.model_dump(mode="json")), MediaRow.playable.remove()]
        if media.replacing:
            actions.append(MediaRow.replacing.set(False))
            condition = (MediaRow.version == version) & (MediaRow.status == Status.AVAILABLE.value)
        else:
            actions.append(MediaRow.status.set(Status.FAILED.value))
            states = sources_of(Status.FAILED) | {Status.FAILED}
            condition = (MediaRow.version == version) & MediaRow.status.is_in(*sorted(states))
        return self._move(media_id, actions, condition)

    def archive(self, media_id: str, at: datetime) -> Media:
        """Hide at once everywhere; nothing is deleted. Archiving an archived item changes nothing."""
        try:
            return self._update(
                media_id,
                [MediaRow.status.set(Status.ARCHIVED.value), MediaRow.archived_at.set(at)],
                MediaRow.status.is_in(*sorted(sources_of(Status.ARCHIVED))),
            )
        except ConditionFailed:
            media = self.get(media_id)
            if media.status is Status.ARCHIVED:
                return media
            raise Conflict(f"This item is {media.status.value}; it can't be archived.") from None

    def restore(self, media_id: str) -> Media:
        """Bring an archived item back. Only what was published once can be available again; else it is ``failed``."""
        media = self.get(media_id)
        target = Status.AVAILABLE if media.published is not None else Status.FAILED
        return self._move(
            media_id,
            [MediaRow.status.set(target.value), MediaRow.archived_at.remove(), MediaRow.replacing.set(False)],
            MediaRow.status == Status.ARCHIVED.value,
        )

    def count_view(self, media_id: str) -> Media:
        """One more person watched it."""
        return self._move(media_id, [MediaRow.views.set(MediaRow.views + 1)], MediaRow.media_id.exists(), revise=False)

    def _move(self, media_id: str, actions: Sequence[Action], condition: Condition, *, revise: bool = True) -> Media:
        try:
            return self._update(media_id, actions, condition, revise=revise)
        except ConditionFailed:
            media = self.get(media_id)
            raise Conflict(f"This item is {media.status.value} by now; load it again.") from None

    def _update(self, media_id: str, actions: Sequence[Action], condition: Condition, *, revise: bool = True) -> Media:
        row = MediaRow(media_id)
        if revise:
            actions = [*actions, MediaRow.revision.set(MediaRow.revision + 1)]
        with store_errors():
            row.update(actions=list(actions), condition=MediaRow.media_id.exists() & condition)
        return _from_row(row)
