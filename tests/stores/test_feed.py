"""The feed: rows with reasons, delivered and taken back any number of times."""

from datetime import UTC, datetime, timedelta

import pytest

from neufit.domain.media import Kind, Media, Published, Status
from neufit.domain.subscription import Source
from neufit.stores.catalogue import CatalogueRow, CatalogueStore
from neufit.stores.feed import BACKFILL, FeedRow, FeedStore

AT = datetime(2026, 1, 1, tzinfo=UTC)
ANNA, YOGA = Source.instructor("anna"), Source.topic("yoga")


def video(number: int) -> Media:
    at = AT + timedelta(minutes=number)
    return Media(
        media_id=f"m{number:03d}",
        owner_id="anna",
        kind=Kind.VIDEO,
        title="Row",
        topics=("yoga",),
        status=Status.AVAILABLE,
        version="v",
        created_at=at,
        published_at=at,
        published=Published(version="v", plan="p", runtime_ms=60_000),
    )


@pytest.fixture
def feed(store_settings) -> FeedStore:
    for table in (FeedRow, CatalogueRow):
        with table.batch_write() as batch:
            for row in table.scan():
                batch.delete(row)
    return FeedStore(CatalogueStore())


def ids(feed: FeedStore, user_id: str = "fan") -> list[str]:
    found, after = [], None
    while True:
        page, after = feed.page(user_id, limit=20, after=after)
        found += [entry.media_id for entry in page]
        if after is None:
            return found


def test_a_video_is_delivered_once_with_all_its_reasons(feed) -> None:
    """Two sources and a repeated delivery make one entry that names both."""
    for source in (ANNA, YOGA, ANNA):
        feed.deliver(["fan", "other"], video(1), source)
    entries, _ = feed.page("fan", limit=10)
    assert [(entry.media_id, entry.instructor_id, entry.reasons) for entry in entries] == [
        ("m001", "anna", {"instructor#anna", "topic#yoga"})
    ]
    assert ids(feed, "other") == ["m001"]
    assert ids(feed, "stranger") == []


def test_the_newest_come_first_over_all_pages(feed) -> None:
    """Pages follow each other without gap or repetition."""
    for number in (3, 1, 4, 15, 9, 2, 6):
        feed.deliver(["fan"], video(number), ANNA)
    first, after = feed.page("fan", limit=3)
    second, after = feed.page("fan", limit=3, after=after)
    third, end = feed.page("fan", limit=3, after=after)
    numbers = [int(entry.media_id[1:]) for entry in [*first, *second, *third]]
    assert numbers == [15, 9, 6, 4, 3, 2, 1]
    assert end is None


def test_an_entry_goes_with_its_last_reason(feed) -> None:
    """Taking a source back leaves what is there for another reason; twice changes nothing."""
    feed.deliver(["fan"], video(1), ANNA)
    feed.deliver(["fan"], video(1), YOGA)
    feed.deliver(["fan"], video(2), ANNA)
    feed.remove_reason("fan", ANNA)
    feed.remove_reason("fan", ANNA)
    entries, _ = feed.page("fan", limit=10)
    assert [(entry.media_id, entry.reasons) for entry in entries] == [("m001", {"topic#yoga"})]
    feed.remove_reason("fan", YOGA)
    assert ids(feed) == []


def test_subscribing_brings_the_newest_of_a_source(feed) -> None:
    """At most so many, the newest, and repeating it changes nothing."""
    catalogue = CatalogueStore()
    with CatalogueRow.batch_write() as batch:
        for number in range(BACKFILL + 5):
            item = video(number)
            where = f"{item.published_at:%Y-%m-%dT%H:%M:%S.%f}#{item.media_id}"
            batch.save(CatalogueRow(YOGA.key, where, watched="0", instructor_id="anna", changes=1))
    catalogue.index(video(BACKFILL + 5), "Anna")
    for _ in range(2):
        feed.backfill("fan", YOGA)
    expected = [f"m{number:03d}" for number in range(BACKFILL + 5, 5, -1)]
    assert ids(feed) == expected
