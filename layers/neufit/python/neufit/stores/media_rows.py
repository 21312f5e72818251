"""The media table: one row an item."""

from collections.abc import Iterable

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.expressions.update import Action
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from neufit.domain.media import Media
from neufit.stores.tables import Table


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
    checksum = UnicodeAttribute(default="")
    created_at = UTCDateTimeAttribute()
    uploaded_at = UTCDateTimeAttribute(null=True)
    published_at = UTCDateTimeAttribute(null=True)
    archived_at = UTCDateTimeAttribute(null=True)
    published = JSONAttribute(null=True)
    playable = JSONAttribute(null=True)
    replacing = BooleanAttribute(default=False)
    held = BooleanAttribute(default=False)
    views = NumberAttribute(default=0)
    revision = NumberAttribute(default=0)
    changes = NumberAttribute(default=0)
    by_owner = ByOwner()


def to_row(media: Media) -> MediaRow:
    """An item as a row."""
    times = {"created_at", "uploaded_at", "published_at", "archived_at"}
    return MediaRow(
        **media.model_dump(mode="json", exclude=times),
        **{name: getattr(media, name) for name in times},
    )


def from_row(row: MediaRow) -> Media:
    """A row as an item."""
    return Media.model_validate({name: getattr(row, name) for name in Media.model_fields})


def counted(actions: Iterable[Action], *, by_person: bool = False) -> list[Action]:
    """``actions`` of a write and the counters that go with it."""
    counters = [MediaRow.changes.set(MediaRow.changes + 1)]
    if by_person:
        counters.append(MediaRow.revision.set(MediaRow.revision + 1))
    return [*actions, *counters]
