"""Media items. Every change of state is a conditional write."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from neufit.domain.announcement import Announcement
from neufit.domain.errors import Conflict, NotFound
from neufit.domain.media import Failure, Media, Published, Status, sources_of
from neufit.stores.announcements import AnnouncementStore
from neufit.stores.media_rows import MediaRow, counted, from_row, to_row
from neufit.stores.tables import ConditionFailed, store_errors
from neufit.stores.transactions import write_together


class MediaStore:
    """Reads and conditional writes of media items."""

    def create(self, media: Media) -> None:
        """Write a new item. Raise Conflict when the id is taken."""
        try:
            with store_errors():
                to_row(media).save(condition=MediaRow.media_id.does_not_exist())
        except ConditionFailed:
            raise Conflict("There is an item with this id already.") from None

    def get(self, media_id: str) -> Media:
        """The item. Raise NotFound."""
        try:
            with store_errors():
                return from_row(MediaRow.get(media_id, consistent_read=True))
        except MediaRow.DoesNotExist:
            raise NotFound("There is no media item with this id.") from None

    def get_many(self, media_ids: Iterable[str]) -> Mapping[str, Media]:
        """The items that exist among ``media_ids``, by id, in one batch read per 100."""
        with store_errors():
            return {row.media_id: from_row(row) for row in MediaRow.batch_get(list(dict.fromkeys(media_ids)))}

    def by_owner(
        self, owner_id: str, *, limit: int, after: dict[str, Any] | None = None
    ) -> tuple[list[Media], dict[str, Any] | None]:
        """A page of an instructor's items, newest first, and the key to go on after."""
        with store_errors():
            page = MediaRow.by_owner.query(owner_id, scan_index_forward=False, limit=limit, last_evaluated_key=after)
            return [from_row(row) for row in page], page.last_evaluated_key

    def edit(self, media_id: str, revision: int, **values: object) -> Media:
        """Change title, description or topics if the item is still at ``revision``. Raise Conflict when it is not."""
        try:
            return self._update(
                media_id,
                [getattr(MediaRow, name).set(value) for name, value in values.items()],
                MediaRow.revision == revision,
                by_person=True,
            )
        except ConditionFailed:
            raise Conflict("Somebody changed this item at the same moment. Load it again and repeat.") from None

    def hold(self, media_id: str, version: str) -> Media:
        """Let ``version``, which is being uploaded, go to the archive when it is ready. May run twice. Raise Conflict.

        Nothing but its owner's ``restore`` lets it go again.
        """
        condition = (MediaRow.version == version) & (MediaRow.status == Status.UPLOADING.value)
        return self._move(media_id, [MediaRow.held.set(True)], condition)

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

    def publish(
        self, media_id: str, version: str, published: Published, at: datetime, *announcements: Announcement
    ) -> Media:
        """Flip to ``available`` with what players get from now on. May run twice: the second time changes nothing.

        An item that is held goes to the archive instead. The announcements are written with it.

        Raise Conflict when the item was archived, or another version took over, while this one was processed.
        """
        state = (MediaRow.status == Status.PROCESSING.value) | (
            (MediaRow.status == Status.AVAILABLE.value) & (MediaRow.replacing == True)  # noqa: E712  # an expression
        )
        actions = [
            MediaRow.published.set(published.model_dump(mode="json")),
            MediaRow.published_at.set(MediaRow.published_at | at),
            MediaRow.replacing.set(False),
            MediaRow.playable.remove(),
            MediaRow.failure.remove(),
        ]
        if self.get(media_id).held:
            actions += [MediaRow.status.set(Status.ARCHIVED.value), MediaRow.archived_at.set(at)]
        else:
            actions.append(MediaRow.status.set(Status.AVAILABLE.value))
        try:
            if not announcements:
                return self._update(media_id, actions, (MediaRow.version == version) & state)

            def fill(writes: TransactWrite) -> None:
                condition = MediaRow.media_id.exists() & (MediaRow.version == version) & state
                writes.update(MediaRow(media_id), actions=counted(actions), condition=condition)
                AnnouncementStore().write(writes, *announcements)

            write_together(MediaRow, fill)
            return self.get(media_id)
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
                by_person=True,
            )
        except ConditionFailed:
            media = self.get(media_id)
            if media.status is Status.ARCHIVED:
                return media
            raise Conflict(f"This item is {media.status.value}; it can't be archived.") from None

    def restore(self, media_id: str) -> Media:
        """Bring an archived item back. Only what was published once can be available again; else it is ``failed``."""
        media = self.get(media_id)
        actions: list[Action] = [
            MediaRow.archived_at.remove(),
            MediaRow.replacing.set(False),
            MediaRow.held.set(False),
        ]
        if media.published is not None:
            actions.append(MediaRow.status.set(Status.AVAILABLE.value))
        else:
            why = media.failure or Failure(code="interrupted", detail="It was archived before it was published.")
            actions += [
                MediaRow.status.set(Status.FAILED.value),
                MediaRow.failure.set(why.model_dump(mode="json")),
            ]
        return self._move(media_id, actions, MediaRow.status == Status.ARCHIVED.value, by_person=True)

    def run_again(self, media: Media) -> Media:
        """Go from failed back to processing, if nothing happened since ``media`` was read. Raise Conflict else."""
        actions: list[Action] = [MediaRow.failure.remove()]
        if media.status is Status.AVAILABLE:
            actions.append(MediaRow.replacing.set(True))
        else:
            actions.append(MediaRow.status.set(Status.PROCESSING.value))
        condition = (MediaRow.changes == media.changes) & (MediaRow.status == media.status.value)
        return self._move(media.media_id, actions, condition & MediaRow.failure.exists())

    def count_view(self, media_id: str) -> Media:
        """One more person watched it. Raise NotFound."""
        row = MediaRow(media_id)
        try:
            with store_errors():
                row.update(actions=[MediaRow.views.add(1)], condition=MediaRow.media_id.exists())
        except ConditionFailed:
            raise NotFound("There is no media item with this id.") from None
        return from_row(row)

    def _move(
        self, media_id: str, actions: Sequence[Action], condition: Condition, *, by_person: bool = False
    ) -> Media:
        try:
            return self._update(media_id, actions, condition, by_person=by_person)
        except ConditionFailed:
            media = self.get(media_id)
            raise Conflict(f"This item is {media.status.value} by now; load it again.") from None

    def _update(
        self, media_id: str, actions: Sequence[Action], condition: Condition, *, by_person: bool = False
    ) -> Media:
        row = MediaRow(media_id)
        with store_errors():
            row.update(
                actions=counted(actions, by_person=by_person),
                condition=MediaRow.media_id.exists() & condition,
            )
        return from_row(row)
