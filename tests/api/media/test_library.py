"""The library: everybody browses and searches what is published."""

from datetime import timedelta

import pytest


def library(api, **query):
    reply = api.get("/media/library", query=query)
    assert reply.status == 200, reply.content
    return reply.json


def titles(api, **query) -> list[str]:
    return [card["title"] for card in library(api, **query)["items"]]


def test_a_card_says_what_a_video_is(studio, api) -> None:
    """Everything that a list shows, with a short-lived picture, and nothing of its owner's private matters."""
    coach = api.instructor(displayName="Anna Berg")
    media_id = studio.publish(coach, title="Slow flow", description="Breathe.", topics=["yoga"], runtime_ms=90_000)
    card = library(api, instructor=coach.user_id)["items"][0]
    assert card.pop("poster").split("?")[0].endswith("/poster.jpg")
    published_at = api.services.media.get(media_id).published_at
    assert card == {
        "mediaId": media_id,
        "kind": "video",
        "title": "Slow flow",
        "description": "Breathe.",
        "topics": ["yoga"],
        "instructor": {"userId": coach.user_id, "displayName": "Anna Berg"},
        "runtimeMs": 90_000,
        "width": 1280,
        "height": 720,
        "publishedAt": published_at.isoformat().replace("+00:00", "Z"),
        "views": 0,
        "status": "available",
    }


def test_searches_combine_words_topic_instructor_and_length(studio, api) -> None:
    """All conditions must hold; words are found whatever their case and accents, by their beginning too."""
    anna, ben = api.instructor(displayName="Ánna"), api.instructor(displayName="Ben")
    studio.publish(anna, title="Zéphyr flow", topics=["yoga"], runtime_ms=5 * 60_000)
    studio.publish(anna, title="Zephyr power", topics=["strength"], runtime_ms=20 * 60_000)
    studio.publish(ben, title="Zephyr rest", topics=["yoga"], runtime_ms=40 * 60_000)
    assert set(titles(api, q="ZEPHYR")) == {"Zéphyr flow", "Zephyr power", "Zephyr rest"}
    assert titles(api, q="zeph pow") == ["Zephyr power"]
    assert set(titles(api, q="zephyr", topic="yoga")) == {"Zéphyr flow", "Zephyr rest"}
    assert titles(api, q="zephyr", topic="yoga", instructor=anna.user_id.upper()) == ["Zéphyr flow"]
    assert titles(api, q="zephyr", length="medium") == ["Zephyr power"]
    assert titles(api, q="zephyr", length="long") == ["Zephyr rest"]
    assert set(titles(api, q="zephyr anna")) == {"Zéphyr flow", "Zephyr power"}
    assert titles(api, q="zephyr kettlebell") == []
    assert titles(api, q="?!") == []


def test_pages_follow_each_other(studio, api, clock) -> None:
    """Newest first, nothing twice, nothing left out, an end."""
    coach = api.instructor()
    for number in range(5):
        clock.advance(timedelta(seconds=1))
        studio.publish(coach, title=f"Page {number}")
    found, cursor = [], None
    for _ in range(3):
        page = library(api, instructor=coach.user_id, limit=2, **({"cursor": cursor} if cursor else {}))
        found += [card["title"] for card in page["items"]]
        cursor = page["cursor"]
    assert found == [f"Page {number}" for number in (4, 3, 2, 1, 0)]
    assert cursor is None


def test_a_changed_cursor_is_refused(studio, api) -> None:
    """A cursor that was changed, or belongs to another search or listing, is a 400."""
    coach = api.instructor()
    for number in range(2):
        studio.publish(coach, title=f"Cursor {number}")
    cursor = library(api, instructor=coach.user_id, limit=1)["cursor"]
    changed = ("B" if cursor[0] != "B" else "C") + cursor[1:]
    for query in (
        {"instructor": coach.user_id, "cursor": changed},
        {"instructor": coach.user_id, "topic": "yoga", "cursor": cursor},
        {"instructor": coach.user_id, "order": "watched", "cursor": cursor},
        {"cursor": "not one of ours"},
    ):
        assert api.get("/media/library", query=query).status == 400
    assert api.get("/media/feed", headers=coach.headers, query={"cursor": cursor}).status == 400


def test_the_most_watched_come_first(studio, api) -> None:
    """Views count once per viewer and day, and move a video up."""
    coach = api.instructor()
    liked = studio.publish(coach, title="Liked")
    studio.publish(coach, title="New")
    for number in range(3):
        api.post("/media/stream", query={"mediaId": liked}, json={}, address=f"198.51.100.{number}")
    assert titles(api, instructor=coach.user_id, order="watched") == ["Liked", "New"]
    assert titles(api, instructor=coach.user_id) == ["New", "Liked"]
    assert library(api, instructor=coach.user_id, order="watched")["items"][0]["views"] == 3


def test_videos_of_a_deleted_account_are_not_shown(studio, api) -> None:
    """Who left takes his videos out of sight."""
    coach, fan = api.instructor(), api.customer()
    media_id = studio.publish(coach, title="Gone with me", subscribers=(fan,))
    headers = {**coach.headers, "userPassword": coach.password}
    assert api.delete("/user", headers=headers).status == 200
    assert titles(api, q="gone with me") == []
    assert api.get("/media/feed", headers=fan.headers).json["items"] == []
    assert api.get("/media/stream", query={"mediaId": media_id}).status == 404


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"q": "x" * 201}, "q"),
        ({"topic": "Not a slug"}, "topic"),
        ({"length": "endless"}, "length"),
        ({"order": "best"}, "order"),
        ({"limit": 0}, "limit"),
        ({"limit": 51}, "limit"),
        ({"cursor": "x" * 2049}, "cursor"),
        ({"colour": "green"}, "colour"),
    ],
)
def test_searches_that_can_not_be_made_name_the_field(api, query, named) -> None:
    """Each is a 400 that says where."""
    reply = api.get("/media/library", query=query)
    assert (reply.status, reply.fields) == (400, [named])
