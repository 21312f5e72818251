"""The inverted index: listed once under each facet, walked together, never more reads than allowed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neufit.domain.media import Kind, Media, Published, Status
from neufit.domain.search import ALL, Order, place, watched_place
from neufit.domain.subscription import Source
from neufit.stores.catalogue import CatalogueRow, CatalogueStore

AT = datetime(2026, 1, 1, tzinfo=UTC)


def video(number: int, title: str = "Row", **values: object) -> Media:
    at = AT + timedelta(minutes=number)
    return Media.model_validate(
        {
            "media_id": f"m{number:04d}",
            "owner_id": "coach",
            "kind": Kind.VIDEO,
            "title": title,
            "status": Status.AVAILABLE,
            "version": "v",
            "created_at": at,
            "published_at": at,
            "published": Published(version="v", plan="p", runtime_ms=60_000),
            **values,
        }
    )


@pytest.fixture
def catalogue(store_settings) -> CatalogueStore:
    """An empty catalogue."""
    with CatalogueRow.batch_write() as batch:
        for row in CatalogueRow.scan():
            batch.delete(row)
    return CatalogueStore()


def put(facets: dict[str, set[int]], views: dict[int, int] | None = None) -> None:
    """Rows as indexing writes them, under chosen facets."""
    with CatalogueRow.batch_write() as batch:
        for facet, numbers in facets.items():
            for number in numbers:
                item = video(number, views=(views or {}).get(number, 0))
                where = place(item.published_at, item.media_id)
                watched = watched_place(item.views, where)
                batch.save(CatalogueRow(facet, where, watched=watched, instructor_id="coach", changes=1))


def walk(catalogue: CatalogueStore, facets: list[str], order: Order = Order.NEWEST, limit: int = 7) -> list[str]:
    """All pages of a search, one after the other."""
    found, after = [], None
    for _ in range(200):
        page, after = catalogue.search(facets, order, limit=limit, after=after)
        assert len(page) <= limit
        found += [item.media_id for item in page]
        if after is None:
            return found
    raise AssertionError("the pages have no end")


SETS = st.sets(st.integers(0, 90), max_size=80)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SETS, min_size=1, max_size=3), st.integers(1, 20))
def test_a_search_is_the_intersection_in_order(catalogue, sets: list[set[int]], limit: int) -> None:
    """Whatever stands under the facets: all pages together give what stands under all of them, newest first, once."""
    with CatalogueRow.batch_write() as batch:
        for row in CatalogueRow.scan():
            batch.delete(row)
    facets = [f"word#{number}" for number in range(len(sets))]
    put(dict(zip(facets, sets, strict=True)))
    expected = sorted(set.intersection(*sets), reverse=True)
    assert walk(catalogue, facets, limit=limit) == [f"m{number:04d}" for number in expected]


def test_the_most_watched_come_first(catalogue) -> None:
    """By steps of views; of equals the newer."""
    put({"all": {1, 2, 3, 4}, "word#a": {1, 2, 4}}, views={1: 50, 2: 900, 3: 7, 4: 51})
    assert walk(catalogue, ["all"], Order.WATCHED) == ["m0002", "m0004", "m0001", "m0003"]
    assert walk(catalogue, ["all", "word#a"], Order.WATCHED, limit=2) == ["m0002", "m0004", "m0001"]


def test_a_page_costs_a_bounded_number_of_reads(catalogue) -> None:
    """Lists that never meet end the page early, with a place to go on."""
    frugal = CatalogueStore(reads=6, page=4)
    put({"word#even": set(range(0, 80, 2)) | {1}, "word#odd": set(range(1, 80, 2))})
    page, after = frugal.search(["word#even", "word#odd"], Order.NEWEST, limit=5)
    assert page == []
    assert after is not None
    assert walk(frugal, ["word#even", "word#odd"]) == ["m0001"]


def test_a_video_is_listed_under_its_facets_only(catalogue) -> None:
    """Indexing again after an edit removes what no longer fits; twice changes nothing."""
    before = video(1, "Plank", topics=("yoga", "strength"), changes=3)
    catalogue.index(before, "Anna")
    after = before.model_copy(update={"title": "Headstand", "topics": ("yoga",), "changes": 4})
    catalogue.index(after, "Anna")
    catalogue.index(after, "Anna")
    listed = {facet: len(walk(catalogue, [facet])) for facet in ("word#plank", "word#pl", "topic#strength")}
    assert set(listed.values()) == {0}
    for facet in (ALL, "word#headstand", "word#head", "word#anna", "topic#yoga", "instructor#coach", "length#short"):
        assert walk(catalogue, [facet]) == ["m0001"], facet


def test_a_late_writer_does_not_bring_the_old_back(catalogue) -> None:
    """Indexing an older state after a newer one changes nothing."""
    old = video(1, "Plank", changes=3)
    catalogue.index(old.model_copy(update={"title": "Headstand", "changes": 4}), "Anna")
    catalogue.index(old, "Anna")
    assert walk(catalogue, ["word#plank"]) == []
    assert walk(catalogue, ["word#headstand"]) == ["m0001"]


def test_a_removed_video_is_nowhere(catalogue) -> None:
    """Removing leaves no row behind, and may be repeated."""
    catalogue.index(video(1), "Anna")
    catalogue.index(video(2), "Anna")
    catalogue.remove("m0001")
    catalogue.remove("m0001")
    assert {row.place.rpartition("#")[2] for row in CatalogueRow.scan() if row.place != "-"} == {"m0002"}
    assert walk(catalogue, [ALL]) == ["m0002"]


def test_views_move_a_video_up(catalogue) -> None:
    """Ranking again moves it under every facet, once."""
    catalogue.index(video(1), "Anna")
    catalogue.index(video(2), "Anna")
    catalogue.rank(video(1, views=40))
    catalogue.rank(video(9, views=40))  # never listed: nothing happens
    for facet in (ALL, "word#row"):
        assert walk(catalogue, [facet], Order.WATCHED) == ["m0001", "m0002"]
        assert walk(catalogue, [facet]) == ["m0002", "m0001"]


def test_images_and_unpublished_items_are_not_listed(catalogue) -> None:
    """Only published videos stand in the library."""
    catalogue.index(video(1, kind=Kind.IMAGE), "Anna")
    catalogue.index(video(2, published_at=None), "Anna")
    assert walk(catalogue, [ALL]) == []


def test_the_newest_of_a_source(catalogue) -> None:
    """What a feed is filled with: at most so many, newest first."""
    put({"instructor#coach": set(range(20))})
    found = catalogue.newest(Source.instructor("Coach"), 5)
    assert [item.media_id for item in found] == [f"m{number:04d}" for number in range(19, 14, -1)]
