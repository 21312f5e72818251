"""Listings: the library for everybody, the feed of a person, the studio of an instructor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from neufit.clock import Clock
from neufit.contracts.recording import VERSION_PREFIX
from neufit.domain.media import Media, Status
from neufit.domain.publication import Progress
from neufit.domain.search import Length, Order, matches, wanted_facets, words
from neufit.domain.session import Session
from neufit.domain.upload import ABANDONED_AFTER
from neufit.domain.user import user_key
from neufit.ids import made_at
from neufit.stores.cards import CardData, CardStore
from neufit.stores.catalogue import CatalogueStore
from neufit.stores.feed import FeedStore
from neufit.stores.media import MediaStore
from neufit.stores.publications import PublicationStore
from neufit.stores.tables import Cursors
from neufit.stores.uploads import ABANDONED, UploadStore


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for in the library."""

    text: str | None
    topic: str | None
    instructor: str | None
    length: Length | None
    order: Order

    @property
    def listing(self) -> str:
        """The name of the listing to which cursors are bound."""
        return f"library\0{self.text}\0{self.topic}\0{self.instructor}\0{self.length}\0{self.order}"


@dataclass(frozen=True, slots=True)
class Shown:
    """An item that is shown, its owner's name, and the keys of the sources because of which it is in a feed."""

    media: Media
    name: str
    reasons: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a listing."""

    items: Sequence[Shown]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class StudioPage:
    """A page of a person's own items, with how far those are that are being published."""

    items: Sequence[Shown]
    progress: Mapping[str, Progress]
    cursor: str | None


def library(
    user_id: str | None,
    search: Search,
    *,
    limit: int,
    cursor: str | None,
    catalogue: CatalogueStore,
    cards: CardStore,
    cursors: Cursors,
) -> Page:
    """Published videos that fit, of people whom ``user_id`` may meet.

    A page may hold fewer than ``limit``; only the cursor tells the end.
    """
    after = _after(cursors, search.listing, cursor)
    if search.text is not None and search.text.strip() and not words(search.text):
        return Page([], None)
    facets = wanted_facets(text=search.text, topic=search.topic, instructor=search.instructor, length=search.length)
    listed, last = catalogue.search(facets, search.order, limit=limit, after=after)
    data = cards.read((item.media_id for item in listed), (item.instructor_id for item in listed), reader=user_id)
    shown = [
        item
        for item in (_published(data, entry.media_id) for entry in listed)
        if item is not None and matches(item.media, item.name, facets)
    ]
    return Page(shown, _cursor(cursors, search.listing, last))


def feed(me: Session, *, limit: int, cursor: str | None, feeds: FeedStore, cards: CardStore, cursors: Cursors) -> Page:
    """What a person's sources published, newest first: one query, one batch read."""
    listing = f"feed\0{me.user_id}"
    entries, last = feeds.page(me.user_id, limit=limit, after=_after(cursors, listing, cursor))
    data = cards.read(
        (entry.media_id for entry in entries), (entry.instructor_id for entry in entries), reader=me.user_id
    )
    shown = [
        Shown(item.media, item.name, entry.reasons)
        for entry in entries
        if (item := _published(data, entry.media_id)) is not None
    ]
    return Page(shown, _cursor(cursors, listing, last))


def studio(
    me: Session,
    *,
    limit: int,
    cursor: str | None,
    media: MediaStore,
    uploads: UploadStore,
    publications: PublicationStore,
    cards: CardStore,
    cursors: Cursors,
    clock: Clock,
) -> StudioPage:
    """A person's own items in every state, newest first."""
    listing = f"studio\0{me.user_id}"
    items, after = media.by_owner(me.user_id, limit=limit, after=cursors.decode(listing, cursor))
    current = [_end_abandoned(item, media=media, uploads=uploads, clock=clock) for item in items]
    name = cards.read([], [me.user_id]).names.get(user_key(me.user_id), me.user_id)
    shown = [Shown(item, name) for item in current if item.status is not Status.PURGED]
    progress = {
        item.media_id: found
        for item in current
        if item.uploaded_at is not None and (item.replacing or item.status in {Status.UPLOADING, Status.PROCESSING})
        if (found := publications.progress(item.media_id, item.version)) is not None
    }
    return StudioPage(shown, progress, cursors.encode(listing, after))


def _published(data: CardData, media_id: str) -> Shown | None:
    """An item that may be listed: available, and of somebody who is still with us and not hidden from the reader."""
    item = data.media.get(media_id)
    if item is None or item.status is not Status.AVAILABLE or item.published is None:
        return None
    name = data.name_of(item)
    return None if name is None else Shown(item, name)


def _end_abandoned(item: Media, *, media: MediaStore, uploads: UploadStore, clock: Clock) -> Media:
    """An item whose upload expired and was swept away by the database says so from now on."""
    waits = item.uploaded_at is None and (item.status is Status.UPLOADING or item.replacing)
    if not waits or clock() < made_at(item.version.removeprefix(VERSION_PREFIX)) + ABANDONED_AFTER:
        return item
    if uploads.find(item.owner_id, item.media_id) is not None:
        return item
    return media.fail(item.media_id, item.version, ABANDONED)


def _after(cursors: Cursors, listing: str, cursor: str | None) -> str | None:
    key = cursors.decode(listing, cursor)
    return None if key is None else str(key["after"])


def _cursor(cursors: Cursors, listing: str, after: str | None) -> str | None:
    return None if after is None else cursors.encode(listing, {"after": after})
