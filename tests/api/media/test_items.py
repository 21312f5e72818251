"""One item: fetch, edit, replace, archive, restore, run again."""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from neufit.contracts import keys
from neufit.domain.media import MAX_DIRECT_BYTES, Failure, Status

NOTHING = "01JD0W6F7MZ5Q8R3T9V2X4Y6ZA"


def fetch(api, media_id, person=None, **query):
    return api.get("/media", headers=person.headers if person else None, query={"mediaId": media_id, **query})


def edit(api, person, media_id, **changes):
    return api.put("/media", headers=person.headers, query={"mediaId": media_id}, json=changes)


def act(api, person, action, media_id):
    return api.post(f"/media/{action}", headers=person.headers, query={"mediaId": media_id})


def archive(api, person, media_id):
    return api.delete("/media", headers=person.headers, query={"mediaId": media_id})


# -- small bodies, as in the public API --------------------------------------------------------------------------------


def test_a_small_image_is_taken_as_the_body(studio, api, photo) -> None:
    """POST image/jpeg: stored byte for byte, waiting for its sizes to be made."""
    customer = api.customer()
    reply = api.post("/media", headers=customer.headers, content=photo, content_type="image/jpeg")
    assert reply.status == 200, reply.content
    assert reply.json["status"] == "SUCCESS"
    item = api.services.media.get(reply.json["mediaId"])
    assert (item.kind, item.content_type, item.size) == ("image", "image/jpeg", len(photo))
    assert item.uploaded_at is not None
    assert api.services.objects.get(keys.original(item.media_id, item.version)) == photo
    assert api.services.uploads.of(customer.user_id) == []


def test_a_small_video_is_taken_from_instructors_only(studio, api) -> None:
    """POST video/mp4: an instructor's is taken, a customer's is refused."""
    coach, customer = api.instructor(), api.customer()
    film = studio.film(mark="body")
    assert api.post("/media", headers=coach.headers, content=film, content_type="video/mp4").status == 200
    refused = api.post("/media", headers=customer.headers, content=film, content_type="video/mp4")
    assert (refused.status, refused.code) == (403, "instructors-only")


def test_a_body_that_is_too_large_is_shown_the_other_way(studio, api) -> None:
    """413 with a problem that names the presigned way."""
    coach = api.instructor()
    film = studio.film(MAX_DIRECT_BYTES + 1)
    reply = api.post("/media", headers=coach.headers, content=film, content_type="video/mp4")
    assert (reply.status, reply.code) == (413, "use-presigned-upload")
    assert "presigned" in reply.json["detail"]
    assert api.get("/media/studio", headers=coach.headers).json["items"] == []


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b"Dear coach, this is a text", "video/mp4", 415),
        (b"#EXTM3U\nfile:///etc/passwd\n", "video/mp4", 415),
        (b"\xff\xd8\xff\xe0 a photo", "video/mp4", 415),
        (b"", "image/png", 400),
        (b"{}", "text/plain", 415),
    ],
)
def test_bodies_that_are_not_what_they_say(studio, api, content, content_type, status) -> None:
    """The first bytes decide, not the header; nothing of it is kept."""
    coach = api.instructor()
    reply = api.post("/media", headers=coach.headers, content=content, content_type=content_type)
    assert reply.status == status, reply.content
    assert api.get("/media/studio", headers=coach.headers).json["items"] == []


# -- fetching ----------------------------------------------------------------------------------------------------------


def test_a_published_video_redirects_to_its_download(studio, api) -> None:
    """Anybody gets a short-lived URL that names the file after its title."""
    coach = api.instructor()
    media_id = studio.publish(coach, title="Row & rest: 20 min")
    reply = fetch(api, media_id)
    assert reply.status == 302
    url = urlsplit(reply.headers["location"])
    assert url.path.endswith(f"/pub/{media_id}/plan-{api.services.media.get(media_id).version}/download.mp4")
    query = parse_qs(url.query)
    assert query["response-content-disposition"] == ['attachment; filename="Row rest 20 min.mp4"']
    assert int(query["X-Amz-Expires"][0]) <= 900


def test_images_come_in_the_wanted_size(studio, api, photo) -> None:
    """The size chooses among those that were made; the largest when none is said."""
    customer = api.customer()
    fields = {"kind": "image", "contentType": "image/jpeg", "fileName": "me.jpg"}
    media_id = studio.publish(customer, content=photo, **fields)
    assert "/medium.jpg?" in fetch(api, media_id, size="medium").headers["location"]
    assert "/small.jpg?" in fetch(api, media_id, size="small").headers["location"]
    for absent in ({}, {"size": "large"}):
        assert "/medium.jpg?" in fetch(api, media_id, **absent).headers["location"]
    assert fetch(api, media_id, size="enormous").status == 400


def test_the_original_is_its_owners(studio, api) -> None:
    """Only the owner downloads what was uploaded, and no browser shows it as a page of ours."""
    coach = api.instructor()
    film = studio.film(mark="original")
    media_id = studio.publish(coach, content=film)
    assert fetch(api, media_id, size="original").status == 404
    assert fetch(api, media_id, api.customer(), size="original").status == 404
    reply = fetch(api, media_id, coach, size="original")
    got = requests.get(reply.headers["location"], timeout=20)
    assert got.content == film
    assert got.headers["content-type"] == "application/octet-stream"
    assert got.headers["content-disposition"].startswith("attachment")


def test_hidden_items_look_like_none(studio, api) -> None:
    """Uploading, archived and unknown ids give strangers the same answer."""
    coach, stranger = api.instructor(), api.customer()
    uploading = studio.announce(coach, studio.film(mark="hidden")).json["mediaId"]
    archived = studio.publish(coach, title="Archived")
    archive(api, coach, archived)
    bodies = {fetch(api, media_id, stranger).content for media_id in (uploading, archived, NOTHING)}
    assert len(bodies) == 1
    assert fetch(api, uploading, stranger).status == 404
    assert (fetch(api, uploading, coach).status, fetch(api, uploading, coach).code) == (409, "not-ready")


# -- editing -----------------------------------------------------------------------------------------------------------


def test_title_description_and_topics_can_be_edited(studio, api) -> None:
    """What was sent changes, the rest stays, and the library finds it by the new words."""
    coach = api.instructor()
    media_id = studio.publish(coach, title="Plank", topics=["yoga"])
    reply = edit(api, coach, media_id, title="Headstand", topics=["strength", "strength"])
    assert reply.status == 200, reply.content
    item = api.services.media.get(media_id)
    assert (item.title, item.topics, item.description) == ("Headstand", ("strength",), "")
    found = {
        query: [card["mediaId"] for card in api.get("/media/library", query={"q": query}).json["items"]]
        for query in ("headstand", "plank")
    }
    assert found == {"headstand": [media_id], "plank": []}


def test_of_two_edits_of_one_revision_one_wins(studio, api) -> None:
    """The second writer is told, and nothing of his edit is mixed in."""
    coach = api.instructor()
    media_id = studio.publish(coach, title="Start")
    revision = api.services.media.get(media_id).revision
    titles = [f"Writer {number}" for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda title: edit(api, coach, media_id, title=title, revision=revision), titles))
    assert sorted(reply.status for reply in replies) == [200, 409, 409, 409]
    winner = titles[[reply.status for reply in replies].index(200)]
    assert api.services.media.get(media_id).title == winner


def test_publishing_meanwhile_refuses_no_edit(studio, api) -> None:
    """The revision counts what people change: a page that was loaded before publishing ended can still save."""
    coach = api.instructor()
    media_id = studio.upload(coach, title="Early")
    revision = api.get("/media/studio", headers=coach.headers).json["items"][0]["revision"]
    studio.process(media_id)
    studio.finish(media_id)
    assert edit(api, coach, media_id, title="Late", revision=revision).status == 200


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({}, "body"),
        ({"revision": 1}, "body"),
        ({"title": ""}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"description": "x" * 4001}, "description"),
        ({"topics": ["nope"]}, "topics.0"),
        ({"owner": "me"}, "owner"),
        ({"title": "a", "checksum": "A" * 43 + "=-1"}, "body"),
        ({"size": 3}, "body"),
    ],
)
def test_edits_that_can_not_be_taken_name_the_field(studio, api, changes, named) -> None:
    """Each is a 400 that says where; the item stays as it is."""
    coach = api.instructor()
    media_id = studio.upload(coach, title="Same")
    reply = edit(api, coach, media_id, **changes)
    assert reply.status == 400, reply.content
    assert any(field == named or field.startswith(f"{named}.") for field in reply.fields), reply.fields
    assert api.services.media.get(media_id).title == "Same"


def test_items_of_others_can_not_be_touched(studio, api) -> None:
    """Every way to change another person's item: 404, as if there were none."""
    coach, stranger = api.instructor(), api.instructor()
    media_id = studio.publish(coach, title="Mine")
    before = api.services.media.get(media_id)
    for reply in (
        edit(api, stranger, media_id, title="Yours"),
        archive(api, stranger, media_id),
        act(api, stranger, "restore", media_id),
        act(api, stranger, "retry", media_id),
        api.put(
            "/media",
            headers=stranger.headers,
            query={"mediaId": media_id},
            content=studio.film(),
            content_type="video/mp4",
        ),
    ):
        assert (reply.status, reply.code) == (404, "not-found")
    assert api.services.media.get(media_id) == before


# -- new versions ------------------------------------------------------------------------------------------------------


def test_players_keep_the_old_version_until_the_new_is_published(studio, api) -> None:
    """New content is uploaded and processed beside what is published, and takes its place in one step."""
    coach = api.instructor()
    media_id = studio.publish(coach, title="Versions")
    old = api.services.media.get(media_id).published.plan
    film = studio.film(mark="second take")
    told = {name: studio.announcement(film)[name] for name in ("fileName", "contentType", "size", "checksum")}
    reply = edit(api, coach, media_id, **told)
    assert reply.status == 200, reply.content
    assert reply.json["upload"]["replaces"] is True
    assert reply.json["mediaId"] == media_id
    studio.send(coach, media_id, film)
    assert studio.complete(coach, media_id).status == 200
    studio.process(media_id)
    meanwhile = api.services.media.get(media_id)
    assert (meanwhile.status, meanwhile.replacing, meanwhile.published.plan) == (Status.AVAILABLE, True, old)
    assert fetch(api, media_id).status == 302

    studio.finish(media_id)

    now = api.services.media.get(media_id)
    assert (now.replacing, now.published.version) == (False, now.version)
    assert now.published.plan != old
    assert now.published_at == meanwhile.published_at


def test_a_small_body_replaces_content_too(studio, api) -> None:
    """PUT video/mp4 as in the public API."""
    coach = api.instructor()
    media_id = studio.publish(coach, title="Body")
    film = studio.film(mark="new body")
    reply = api.put(
        "/media", headers=coach.headers, query={"mediaId": media_id}, content=film, content_type="video/mp4"
    )
    assert reply.status == 200, reply.content
    item = api.services.media.get(media_id)
    assert item.replacing
    assert api.services.objects.get(keys.original(media_id, item.version)) == film


def test_a_replacement_of_another_kind_is_refused(studio, api, photo) -> None:
    """A video stays a video."""
    coach = api.instructor()
    media_id = studio.publish(coach, title="Kind")
    reply = api.put(
        "/media", headers=coach.headers, query={"mediaId": media_id}, content=photo, content_type="image/jpeg"
    )
    assert reply.status == 415


def test_a_cancelled_replacement_leaves_what_is_published(studio, api) -> None:
    """Cancelling the upload of a new version ends it; the item is as before."""
    coach = api.instructor()
    media_id = studio.publish(coach, title="Keep")
    film = studio.film(mark="cancelled")
    told = {name: studio.announcement(film)[name] for name in ("fileName", "contentType", "size", "checksum")}
    edit(api, coach, media_id, **told)
    assert api.delete("/media/uploads", headers=coach.headers, query={"mediaId": media_id}).status == 200
    item = api.services.media.get(media_id)
    assert (item.status, item.replacing, item.failure) == (Status.AVAILABLE, False, None)
    assert fetch(api, media_id).status == 302


def test_another_file_takes_the_place_of_an_unfinished_one(studio, api) -> None:
    """Picking another file for the same item ends the upload before; there is one upload of an item."""
    coach = api.instructor()
    first = studio.announce(coach, studio.film(mark="wrong file")).json["mediaId"]
    film = studio.film(mark="right file")
    told = {name: studio.announcement(film)[name] for name in ("fileName", "contentType", "size", "checksum")}
    assert edit(api, coach, first, **told).status == 200
    uploads = api.get("/media/uploads", headers=coach.headers).json["items"]
    assert [upload["checksum"] for upload in uploads] == [told["checksum"]]
    studio.send(coach, first, film)
    assert studio.complete(coach, first).status == 200


def test_no_new_version_while_the_last_is_processed(studio, api) -> None:
    """An item that is being published for the first time must end that first."""
    coach = api.instructor()
    media_id = studio.upload(coach, title="Busy")
    studio.process(media_id)
    film = studio.film(mark="impatient")
    reply = api.put(
        "/media", headers=coach.headers, query={"mediaId": media_id}, content=film, content_type="video/mp4"
    )
    assert reply.status == 409


# -- archive, restore --------------------------------------------------------------------------------------------------


def test_an_archived_item_is_hidden_at_once_everywhere(studio, api) -> None:
    """Library, feed, file and stream forget it; its owner sees it, and nothing of it is deleted."""
    coach, fan = api.instructor(), api.customer()
    media_id = studio.publish(coach, title="Farewell", subscribers=(fan,))
    item = api.services.media.get(media_id)
    assert archive(api, coach, media_id).json["status"] == "SUCCESS"

    assert api.get("/media/library", query={"q": "farewell"}).json["items"] == []
    assert api.get("/media/feed", headers=fan.headers).json["items"] == []
    assert fetch(api, media_id).status == 404
    assert api.get("/media/stream", query={"mediaId": media_id}).status == 404
    assert api.post("/media/stream", query={"mediaId": media_id}, json={}).status == 404
    mine = api.get("/media/studio", headers=coach.headers).json["items"]
    assert [(one["mediaId"], one["status"]) for one in mine] == [(media_id, "archived")]
    assert api.services.objects.exists(keys.original(media_id, item.version))
    assert archive(api, coach, media_id).status == 200


def test_an_archived_item_comes_back_everywhere(studio, api) -> None:
    """Restoring, once or twice, shows it again where it was."""
    coach, fan = api.instructor(), api.customer()
    media_id = studio.publish(coach, title="Comeback", subscribers=(fan,))
    archive(api, coach, media_id)
    assert act(api, coach, "restore", media_id).status == 200
    assert act(api, coach, "restore", media_id).status == 200
    assert [card["mediaId"] for card in api.get("/media/library", query={"q": "comeback"}).json["items"]] == [media_id]
    assert [card["mediaId"] for card in api.get("/media/feed", headers=fan.headers).json["items"]] == [media_id]
    assert fetch(api, media_id).status == 302


def test_archiving_ends_an_upload_on_its_way(studio, api) -> None:
    """An item that never had content can be archived; restored it says that it must be uploaded."""
    coach = api.instructor()
    content = studio.film(mark="dropped")
    media_id = studio.announce(coach, content).json["mediaId"]
    assert archive(api, coach, media_id).status == 200
    assert api.get("/media/uploads", headers=coach.headers).json["items"] == []
    act(api, coach, "restore", media_id)
    assert api.services.media.get(media_id).status is Status.FAILED
    assert act(api, coach, "retry", media_id).code == "original-missing"


# -- run again ---------------------------------------------------------------------------------------------------------


def test_a_failed_item_runs_again(studio, api) -> None:
    """The job goes to the queue in front of publishing, with a number of its own, and the item is processed."""
    coach = api.instructor()
    media_id = studio.upload(coach, title="Unlucky")
    item = studio.process(media_id)
    api.services.media.fail(media_id, item.version, Failure(code="truncated", detail="The file ends early."))

    assert act(api, coach, "retry", media_id).status == 200

    jobs = studio.messages(api.services.jobs.url)
    failed = api.services.media.get(media_id)
    assert [(job["mediaId"], job["version"]) for job in jobs] == [(media_id, item.version)]
    assert jobs[0]["attempt"] > 0
    assert (failed.status, failed.failure) == (Status.PROCESSING, None)

    api.services.media.fail(media_id, item.version, Failure(code="truncated", detail="The file ends early."))
    act(api, coach, "retry", media_id)
    assert studio.messages(api.services.jobs.url)[0]["attempt"] > jobs[0]["attempt"]


def test_running_again_twice_at_once_is_one_run(studio, api) -> None:
    """Every request succeeds; the jobs that were sent name the same execution."""
    coach = api.instructor()
    media_id = studio.upload(coach, title="Double")
    item = studio.process(media_id)
    api.services.media.fail(media_id, item.version, Failure(code="truncated", detail="The file ends early."))
    with ThreadPoolExecutor(3) as pool:
        statuses = list(pool.map(lambda _: act(api, coach, "retry", media_id).status, range(3)))
    assert statuses == [200] * 3
    assert len({job["attempt"] for job in studio.messages(api.services.jobs.url)}) == 1


def test_a_failed_replacement_runs_again_while_the_old_stays(studio, api) -> None:
    """What is published stays available through failure and second try."""
    coach = api.instructor()
    media_id = studio.publish(coach, title="Second life")
    film = studio.film(mark="broken take")
    api.put("/media", headers=coach.headers, query={"mediaId": media_id}, content=film, content_type="video/mp4")
    version = api.services.media.get(media_id).version
    api.services.media.fail(media_id, version, Failure(code="truncated", detail="The file ends early."))
    assert act(api, coach, "retry", media_id).status == 200
    item = api.services.media.get(media_id)
    assert (item.status, item.replacing, item.failure) == (Status.AVAILABLE, True, None)
    assert studio.messages(api.services.jobs.url)[0]["version"] == version


def test_only_what_failed_runs_again(studio, api) -> None:
    """An available item is refused, one that is being processed is left to itself; no job is sent."""
    coach = api.instructor()
    assert act(api, coach, "retry", studio.publish(coach, title="Fine")).status == 409
    busy = studio.upload(coach, title="Busy")
    studio.process(busy)
    assert act(api, coach, "retry", busy).status == 200
    assert studio.messages(api.services.jobs.url) == []
