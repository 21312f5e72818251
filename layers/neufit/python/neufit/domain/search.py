"""How published videos are found: words, facets, orders.

The library is an inverted index. Each video has one row under every facet that it belongs to: ``all``, its instructor,
its topics, its length and the words by which it may be looked for. A search with several conditions is the intersection
of facets that are all sorted alike.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from neufit.domain.media import Media
from neufit.domain.subscription import Source

ALL = "all"
MAX_QUERY_WORDS = 6
MAX_WORD_FACETS = 120
"""Words and beginnings of words by which one video can be found. It bounds what publishing writes."""
_MAX_WORD = 24
_PREFIXES = range(2, 13)
_KEPT_VIEWS_BITS = 4


class Length(StrEnum):
    """How long a video is: under 10 minutes, up to 30, over 30."""

    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"

    @classmethod
    def of(cls, runtime_ms: int) -> "Length":
        """The class of a runtime."""
        minutes = runtime_ms / 60_000
        return cls.SHORT if minutes < 10 else cls.MEDIUM if minutes <= 30 else cls.LONG


class Order(StrEnum):
    """Which videos come first."""

    NEWEST = "newest"
    WATCHED = "watched"


def words(text: str) -> list[str]:
    """The distinct words of a text in its order: lower case, without accents, at most 24 characters each.

    Compatibility decomposition (NFKD, Unicode Annex 15) without combining marks, then full case folding. A single
    letter is no word; a digit, and a sign of a script without spaces, is.
    """
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    # Folding may decompose anew (the folded dotted capital I carries a dot), so marks are dropped once more.
    folded = unicodedata.normalize("NFKD", plain.casefold())
    spaced = "".join(char if char.isalnum() else " " for char in folded if not unicodedata.combining(char))
    return list(dict.fromkeys(word[:_MAX_WORD] for word in spaced.split() if _telling(word)))


def _telling(word: str) -> bool:
    return len(word) > 1 or word.isdigit() or not word.isascii()


def searched_words(text: str) -> list[str]:
    """The words of a search, at most six; of more, the longest count."""
    found = words(text)
    return found if len(found) <= MAX_QUERY_WORDS else sorted(found, key=len, reverse=True)[:MAX_QUERY_WORDS]


def findable_words(media: Media, instructor_name: str) -> list[str]:
    """The words and beginnings of words by which a video is found, the most telling first, at most 120.

    Whole words of title, topics and instructor come first, then those of the description, then beginnings (2 to 12
    characters) of the former.
    """
    telling = words(" ".join([media.title, *(topic.replace("_", " ") for topic in media.topics), instructor_name]))
    beginnings = [word[:length] for length in _PREFIXES for word in telling if length < len(word)]
    described = words(media.description)[: MAX_WORD_FACETS // 3]
    return list(dict.fromkeys([*telling, *described, *beginnings]))[:MAX_WORD_FACETS]


def facets_of(media: Media, instructor_name: str) -> list[str]:
    """Every facet under which a published video is listed."""
    runtime = media.published.runtime_ms if media.published is not None else 0
    return [
        ALL,
        Source.instructor(media.owner_id).key,
        *(Source.topic(topic).key for topic in media.topics),
        length_facet(Length.of(runtime)),
        *(word_facet(word) for word in findable_words(media, instructor_name)),
    ]


def length_facet(length: Length) -> str:
    """The facet of videos of this length."""
    return f"length#{length.value}"


def word_facet(word: str) -> str:
    """The facet of videos that are found by this word."""
    return f"word#{word}"


def wanted_facets(
    *, text: str | None, topic: str | None, instructor: str | None, length: Length | None
) -> Sequence[str]:
    """The facets whose intersection is looked for; ``all`` when there is no condition."""
    found: list[str] = []
    if instructor is not None:
        found.append(Source.instructor(instructor).key)
    if topic is not None:
        found.append(Source.topic(topic).key)
    found += [word_facet(word) for word in searched_words(text or "")]
    if length is not None:
        found.append(length_facet(length))
    return found or [ALL]


def matches(media: Media, instructor_name: str, wanted: Iterable[str]) -> bool:
    """Whether a video really belongs to all wanted facets: the index may lag behind an edit."""
    return set(wanted) <= set(facets_of(media, instructor_name))


def place(published_at: datetime, media_id: str) -> str:
    """Where a video stands among the newest: text that sorts by the moment of publishing, the same under each facet."""
    return f"{published_at:%Y-%m-%dT%H:%M:%S.%f}#{media_id}"


def media_of(place_of_item: str) -> str:
    """The id of the video that stands at a place."""
    return place_of_item.rpartition("#")[2]


def views_step(views: int) -> int:
    """``views`` with only its four leading bits: 0 to 15, then steps of 6 to 13 %.

    Rows of the index are sorted by it, so a video that is watched a million times moves about 140 times, not a million.
    """
    shift = max(0, views.bit_length() - _KEPT_VIEWS_BITS)
    return views >> shift << shift


def watched_place(views: int, place_of_item: str) -> str:
    """Where a video stands among the most watched; of equals the newer comes first."""
    return f"{views_step(views):012d}#{place_of_item}"
