"""Words, facets and orders of the library."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neufit.domain.media import Kind, Media, Published, Status
from neufit.domain.search import (
    ALL,
    MAX_QUERY_WORDS,
    MAX_WORD_FACETS,
    Length,
    facets_of,
    findable_words,
    matches,
    media_of,
    place,
    searched_words,
    views_step,
    wanted_facets,
    watched_place,
    words,
)

AT = datetime(2026, 1, 1, tzinfo=UTC)
TITLES = st.text(min_size=1, max_size=120)


def video(title: str = "Row", runtime_ms: int = 60_000, **values: object) -> Media:
    return Media.model_validate(
        {
            "media_id": "m",
            "owner_id": "Coach_Anna",
            "kind": Kind.VIDEO,
            "title": title,
            "status": Status.AVAILABLE,
            "version": "v",
            "created_at": AT,
            "published_at": AT,
            "published": Published(version="v", plan="p", runtime_ms=runtime_ms),
            **values,
        }
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sun Salutation", ["sun", "salutation"]),
        ("  HIIT-20 min! ", ["hiit", "20", "min"]),
        ("Crème brûlée über Ålesund", ["creme", "brulee", "uber", "alesund"]),
        ("STRASSE Straße", ["strasse"]),
        ("İstanbul", ["istanbul"]),
        ("a I 7 x", ["7"]),
        ("ヨガ 朝 yoga", ["ヨカ", "朝", "yoga"]),
        ("ﬁt ½", ["fit", "1", "2"]),
        ("row row row", ["row"]),
        ("x" * 60, ["x" * 24]),
        ("!?", []),
    ],
)
def test_words_are_compared_without_case_accents_and_signs(text: str, expected: list[str]) -> None:
    """What people type and what instructors write meet in one form."""
    assert words(text) == expected


@given(st.text(max_size=300))
def test_normal_words_stay_as_they_are(text: str) -> None:
    """Normalising twice changes nothing, and no word is empty or too long."""
    found = words(text)
    assert words(" ".join(found)) == found
    assert all(0 < len(word) <= 24 for word in found)


@given(TITLES, st.text(max_size=2000), st.text(max_size=80))
def test_a_video_is_found_by_every_word_of_its_title(title: str, description: str, name: str) -> None:
    """Each of the first words of the title, or its beginning, finds the video; facets are distinct and bounded."""
    media = video(title, description=description)
    facets = facets_of(media, name)
    assert len(facets) == len(set(facets)) <= MAX_WORD_FACETS + 12
    for word in words(title)[:20]:
        assert matches(media, name, wanted_facets(text=word, topic=None, instructor=None, length=None))


def test_beginnings_of_words_find_what_is_typed_so_far() -> None:
    """From the second letter on, each beginning of a word of title, topic or instructor is enough."""
    media = video("Salutation", topics=("beginners_yoga",))
    found = findable_words(media, "Anna Berg")
    assert {"sa", "salu", "salutation", "begin", "yo", "yoga", "ann", "berg"} <= set(found)
    assert "s" not in found


def test_conditions_are_facets() -> None:
    """Words, topic, instructor (whatever the case of his id) and length: each narrows what is found."""
    media = video("Sun Salutation", runtime_ms=15 * 60_000, topics=("yoga",))
    wanted = wanted_facets(text="sun sal", topic="yoga", instructor="coach_anna", length=Length.MEDIUM)
    assert len(wanted) == 5
    assert matches(media, "Anna", wanted)
    assert not matches(media, "Anna", wanted_facets(text="moon", topic=None, instructor=None, length=None))
    assert not matches(media, "Anna", wanted_facets(text=None, topic=None, instructor=None, length=Length.LONG))
    assert wanted_facets(text=None, topic=None, instructor=None, length=None) == [ALL]


@pytest.mark.parametrize(
    ("minutes", "length"),
    [(0, Length.SHORT), (9.99, Length.SHORT), (10, Length.MEDIUM), (30, Length.MEDIUM), (30.01, Length.LONG)],
)
def test_lengths(minutes: float, length: Length) -> None:
    """Under 10 minutes, up to 30, over 30."""
    assert Length.of(int(minutes * 60_000)) is length


@given(st.text(max_size=500))
def test_a_search_has_a_bounded_number_of_words(text: str) -> None:
    """Whatever is typed, a search costs at most six lists."""
    assert len(searched_words(text)) <= MAX_QUERY_WORDS


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_places_sort_by_the_moment(before: int, later: int) -> None:
    """Text order is time order, and the id can be read back."""
    one, other = place(AT + timedelta(seconds=before), "m1"), place(AT + timedelta(seconds=later), "m2")
    assert (one < other) == (before <= later)
    assert media_of(one) == "m1"


@given(st.integers(0, 10**9))
def test_steps_of_views_come_seldom_and_close(views: int) -> None:
    """A step is at most an eighth below the number of views, never above, and grows with it."""
    step = views_step(views)
    assert step <= views
    assert (views - step) * 8 <= views
    assert views_step(views + 1) >= step


def test_a_million_views_move_a_video_rarely() -> None:
    """The index is written a hundred-odd times for a million views."""
    assert len({views_step(views) for views in range(1_000_000)}) < 160


@given(st.integers(0, 10**8), st.integers(0, 10**8))
def test_the_most_watched_sort_by_their_step(some: int, more: int) -> None:
    """Text order is the order of the steps; of equals the newer comes later in it, so first when read downwards."""
    where = place(AT, "m")
    assert (watched_place(some, where) < watched_place(more, where)) == (views_step(some) < views_step(more))
