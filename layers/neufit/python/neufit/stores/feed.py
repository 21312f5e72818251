"""The feed table: per person one row a video, with the reasons why it is there.

A reason is the key of a subscribed source (``instructor#anna``, ``topic#yoga``). A row goes when its last reason does.
Rows hold no content: whoever reads checks the item itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute

from neufit.domain.media import Media
from neufit.domain.search import media_of, place
from neufit.domain.subscription import Source
from neufit.domain.user import user_key
from neufit.stores.catalogue import CatalogueStore
from neufit.stores.tables import ConditionFailed, Table, store_errors

BACKFILL = 50
"""Videos of a source that come into the feed when somebody subscribes to it."""
_PAGE = 100


class FeedRow(Table):
    """One video in one feed."""

    class Meta:
        """Where the table lives."""

        table_name = "feed"

    user_id = UnicodeAttribute(hash_key=True)
    place = UnicodeAttribute(range_key=True)
    instructor_id = UnicodeAttribute()
    reasons = UnicodeSetAttribute(null=True)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A video in a feed. ``reasons`` are keys of sources."""

    media_id: str
    instructor_id: str
    reasons: frozenset[str]


class FeedStore:
    """Fan-out on write: what people subscribe to lies ready, newest first."""

    def __init__(self, catalogue: CatalogueStore) -> None:
        self._catalogue = catalogue

    def deliver(self, user_ids: Iterable[str], media: Media, source: Source) -> None:
        """Put a published video into the feeds of these people, because of ``source``. May run twice."""
        if media.published_at is None:
            return
        where = place(media.published_at, media.media_id)
        for user_id in user_ids:
            self._add(user_id, where, media.owner_id, source)

    def backfill(self, user_id: str, source: Source) -> None:
        """Put the newest 50 videos of a source into the feed of somebody who subscribed to it. May run twice."""
        for listed in self._catalogue.newest(source, BACKFILL):
            self._add(user_id, listed.place, listed.instructor_id, source)

    def remove_reason(self, user_id: str, source: Source) -> None:
        """Take the videos out of a feed that are there because of ``source`` only. May run twice."""
        with store_errors():
            rows = FeedRow.query(
                user_key(user_id), filter_condition=FeedRow.reasons.contains(source.key), page_size=_PAGE
            )
            for row in rows:
                row.update(actions=[FeedRow.reasons.delete({source.key})])
                if not row.reasons:
                    self._drop(row)

    def page(self, user_id: str, *, limit: int, after: str | None = None) -> tuple[list[FeedEntry], str | None]:
        """A page of a feed, newest first, in one query, and the place to go on after."""
        below = None if after is None else FeedRow.place < after
        with store_errors():
            rows = list(FeedRow.query(user_key(user_id), below, scan_index_forward=False, limit=limit))
        entries = [FeedEntry(media_of(row.place), row.instructor_id, frozenset(row.reasons or ())) for row in rows]
        return entries, rows[-1].place if len(rows) == limit else None

    def _add(self, user_id: str, where: str, instructor_id: str, source: Source) -> None:
        with store_errors():
            FeedRow(user_key(user_id), where).update(
                actions=[FeedRow.instructor_id.set(instructor_id), FeedRow.reasons.add({source.key})]
            )

    def _drop(self, row: FeedRow) -> None:
        """Delete a row without reasons, unless one came back meanwhile."""
        try:
            with store_errors():
                row.delete(condition=FeedRow.reasons.does_not_exist())
        except ConditionFailed:
            return
