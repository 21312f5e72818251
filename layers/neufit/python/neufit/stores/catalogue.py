"""The catalogue table: the inverted index of published videos.

Every video has one row under each of its facets, sorted by the moment of publishing and, in a local index, by how much
it is watched; one more row (``entry#{mediaId}``) says under which facets it stands. A row proves nothing: whoever reads
checks the item itself, so that archiving hides at once, whatever rows lie about.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.indexes import IncludeProjection, LocalSecondaryIndex

from neufit.domain.media import Kind, Media
from neufit.domain.search import Order, facets_of, media_of, place, watched_place
from neufit.domain.subscription import Source
from neufit.stores.tables import ConditionFailed, Table, store_errors

MAX_READS = 24
"""Queries that one page of a search may cost. A search that finds little goes on at its cursor."""
_PAGE = 32
_AFTER_ALL = "~"
"""Sorts after every character of a place: ``place + "~"`` lies just above ``place``."""


class ByWatched(LocalSecondaryIndex["CatalogueRow"]):  # type: ignore[no-untyped-call]  # pynamodb leaves it untyped
    """The videos of a facet by how much they are watched."""

    class Meta:
        """Where the index lives."""

        index_name = "by-watched"
        projection = IncludeProjection(["instructor_id"])

    facet = UnicodeAttribute(hash_key=True)
    watched = UnicodeAttribute(range_key=True)


class CatalogueRow(Table):
    """One video under one facet, or the entry that lists its facets."""

    class Meta:
        """Where the table lives."""

        table_name = "catalogue"

    facet = UnicodeAttribute(hash_key=True)
    place = UnicodeAttribute(range_key=True)
    watched = UnicodeAttribute(null=True)
    instructor_id = UnicodeAttribute()
    changes = NumberAttribute()
    facets = UnicodeSetAttribute(null=True)
    by_watched = ByWatched()


@dataclass(frozen=True, slots=True)
class Listed:
    """A video that stands in the catalogue. ``place`` is where it stands in the order that was asked for."""

    media_id: str
    instructor_id: str
    place: str


class CatalogueStore:
    """The index of published videos: writes by publishing and editing, searches by the library.

    A search makes at most ``reads`` queries of ``page`` rows.
    """

    def __init__(self, *, reads: int = MAX_READS, page: int = _PAGE) -> None:
        self._reads = reads
        self._page = page

    def index(self, media: Media, instructor_name: str) -> None:
        """List a published video under all its facets and no other. May run twice, and late: newer state stays."""
        if media.published_at is None or media.kind is not Kind.VIDEO:
            return
        facets = set(facets_of(media, instructor_name))
        before = self._entry(media.media_id)
        known = set(before.facets or ()) if before is not None else set()
        # The entry names old and new facets until the rows are right: whoever dies here leaves nothing unlisted.
        if not self._note(media, facets | known):
            return
        self._put(media, facets)
        for facet in known - facets:
            self._drop(facet, media)
        self._note(media, facets)

    def rank(self, media: Media) -> None:
        """Move a listed video to where its views belong. Cheap to call only when ``views_step`` changed."""
        entry = self._entry(media.media_id)
        if entry is not None and media.published_at is not None:
            self._put(media, entry.facets or ())

    def remove(self, media_id: str) -> None:
        """Take a video out of the index. May run twice."""
        entry = self._entry(media_id)
        if entry is None:
            return
        with store_errors():
            with CatalogueRow.batch_write() as batch:
                for facet in entry.facets or ():
                    batch.delete(CatalogueRow(facet, entry.watched))
            entry.delete()

    def newest(self, source: Source, limit: int) -> list[Listed]:
        """The newest videos of an instructor or a topic."""
        return self.search([source.key], Order.NEWEST, limit=limit)[0]

    def search(
        self, facets: Sequence[str], order: Order, *, limit: int, after: str | None = None
    ) -> tuple[list[Listed], str | None]:
        """Videos that stand under all ``facets``, and the place to go on after (None at the end).

        All facets are sorted alike, so their lists are walked together: the one that is furthest down names the next
        place worth looking at and the others jump there (a leapfrog join). The rarest facet decides what it costs; at
        most so many queries are made as allowed, then the page ends early.
        """
        budget = _Budget(self._reads)
        page = max(limit + 1, self._page) if len(facets) == 1 else self._page
        lists = [_List(facet, order, page, budget) for facet in facets]
        found: list[Listed] = []
        below = after
        while len(found) <= limit:
            bound, heads = below, set[Listed]()
            for walked in lists:
                head = walked.below(bound)
                if head is None:
                    return found, below if budget.spent else None
                heads.add(head)
                bound = head.place + _AFTER_ALL
            if len(heads) == 1:
                found.append(heads.pop())
                below = found[-1].place
            else:
                below = bound
        return found[:limit], found[limit - 1].place

    def _entry(self, media_id: str) -> CatalogueRow | None:
        try:
            with store_errors():
                return CatalogueRow.get(_entry_key(media_id), _ENTRY, consistent_read=True)
        except CatalogueRow.DoesNotExist:
            return None

    def _note(self, media: Media, facets: set[str]) -> bool:
        """Write the entry unless newer state is listed already."""
        entry = CatalogueRow(
            _entry_key(media.media_id),
            _ENTRY,
            watched=_place(media),
            instructor_id=media.owner_id,
            changes=media.changes,
            facets=facets,
        )
        try:
            with store_errors():
                entry.save(condition=CatalogueRow.facet.does_not_exist() | (CatalogueRow.changes <= media.changes))
        except ConditionFailed:
            return False
        return True

    def _put(self, media: Media, facets: Iterable[str]) -> None:
        where = _place(media)
        with store_errors(), CatalogueRow.batch_write() as batch:
            for facet in facets:
                batch.save(
                    CatalogueRow(
                        facet,
                        where,
                        watched=watched_place(media.views, where),
                        instructor_id=media.owner_id,
                        changes=media.changes,
                    )
                )

    def _drop(self, facet: str, media: Media) -> None:
        """Delete a stale row, unless a newer state put it back."""
        try:
            with store_errors():
                CatalogueRow(facet, _place(media)).delete(condition=CatalogueRow.changes < media.changes)
        except ConditionFailed:
            return


_ENTRY = "-"


def _entry_key(media_id: str) -> str:
    return f"entry#{media_id}"


def _place(media: Media) -> str:
    if media.published_at is None:
        raise ValueError("only what was published has a place")
    return place(media.published_at, media.media_id)


class _Budget:
    """Queries that may still be made."""

    def __init__(self, reads: int) -> None:
        self._left = reads
        self.spent = False

    def take(self) -> bool:
        """Whether one more may be made."""
        self.spent = self._left == 0
        self._left -= not self.spent
        return not self.spent


class _List:
    """The videos of one facet, walked downwards, read a page at a time."""

    def __init__(self, facet: str, order: Order, page: int, budget: _Budget) -> None:
        self._facet, self._order, self._page, self._budget = facet, order, page, budget
        self._rows: deque[Listed] = deque()
        self._more = True

    def below(self, bound: str | None) -> Listed | None:
        """The first video below ``bound``; None at the end, or when the budget is spent."""
        if bound is not None:
            while self._rows and self._rows[0].place >= bound:
                self._rows.popleft()
        if not self._rows and self._more:
            if not self._budget.take():
                return None
            self._read(bound)
        return self._rows[0] if self._rows else None

    def _read(self, bound: str | None) -> None:
        watched = self._order is Order.WATCHED
        key = CatalogueRow.watched if watched else CatalogueRow.place
        query = CatalogueRow.by_watched.query if watched else CatalogueRow.query
        with store_errors():
            rows = list(
                query(
                    self._facet,
                    None if bound is None else key < bound,
                    scan_index_forward=False,
                    limit=self._page,
                )
            )
        self._more = len(rows) == self._page
        self._rows.extend(
            Listed(media_of(row.place), row.instructor_id, row.watched if watched else row.place) for row in rows
        )
