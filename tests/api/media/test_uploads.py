"""Uploads in presigned parts: nothing that arrived is lost, nothing wrong is taken."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import requests

from neufit.contracts import keys
from neufit.domain.media import MAX_IMAGE_BYTES, MAX_UPLOAD_BYTES, Status
from neufit.domain.upload import ABANDONED_AFTER, MAX_OPEN_UPLOADS, PART_BYTES, composite_checksum


def test_a_file_arrives_in_parts(studio, api) -> None:
    """Announce, send two parts, complete: the original lies in S3 byte for byte, the item waits for publishing."""
    coach = api.instructor()
    content = studio.film(PART_BYTES + 5)
    reply = studio.announce(coach, content, description="Slow start", topics=["yoga"])
    assert reply.status == 200, reply.content
    upload = reply.json["upload"]
    assert (upload["partSize"], upload["partCount"], upload["uploadedParts"]) == (PART_BYTES, 2, [])
    media_id = reply.json["mediaId"]
    assert reply.json["destination"].endswith(f"/api/media?mediaId={media_id}")

    studio.send(coach, media_id, content)
    done = studio.complete(coach, media_id)

    assert done.status == 200
    assert done.json["status"] == "SUCCESS"
    item = api.services.media.get(media_id)
    assert (item.status, item.uploaded_at, item.topics) == (Status.UPLOADING, api.services.clock(), ("yoga",))
    assert item.checksum == studio.announcement(content)["checksum"]
    assert api.services.objects.get(keys.original(media_id, item.version)) == content
    assert api.get("/media/uploads", headers=coach.headers).json["items"] == []


def test_the_same_file_goes_on_where_it_stopped(studio, api) -> None:
    """Another device that picks the same file gets the same item and the parts that are there."""
    coach = api.instructor()
    content = studio.film(PART_BYTES + 5)
    first = studio.announce(coach, content)
    studio.send(coach, first.json["mediaId"], content, [2])

    again = studio.announce(coach, content, fileName="copy of row.mov", title="Something else")

    assert again.json["mediaId"] == first.json["mediaId"]
    assert again.json["upload"]["uploadedParts"] == [2]
    assert again.json["upload"]["uploadedBytes"] == 5
    studio.send(coach, first.json["mediaId"], content, [1])
    assert studio.complete(coach, first.json["mediaId"]).status == 200


def test_one_file_announced_twice_at_once_is_one_upload(studio, api) -> None:
    """Two tabs that announce the same file at the same moment share one item."""
    coach = api.instructor()
    content = studio.film(mark="twins")
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda _: studio.announce(coach, content), range(4)))
    assert [reply.status for reply in replies] == [200] * 4
    assert len({reply.json["mediaId"] for reply in replies}) == 1
    assert len(api.get("/media/studio", headers=coach.headers).json["items"]) == 1


def test_the_same_file_of_another_person_is_another_upload(studio, api) -> None:
    """Nobody continues the upload of somebody else by knowing the file."""
    content = studio.film(mark="shared")
    one, other = studio.announce(api.instructor(), content), studio.announce(api.instructor(), content)
    assert one.json["mediaId"] != other.json["mediaId"]


def test_unfinished_uploads_are_listed_newest_first(studio, api, clock) -> None:
    """The studio shows what is on its way and how far it is."""
    coach = api.instructor()
    content = studio.film(PART_BYTES + 9)
    older = studio.announce(coach, content, title="Older").json["mediaId"]
    clock.advance(timedelta(minutes=1))
    newer = studio.announce(coach, studio.film(mark="b"), title="Newer").json["mediaId"]
    studio.send(coach, older, content, [1])

    items = api.get("/media/uploads", headers=coach.headers).json["items"]

    assert [item["mediaId"] for item in items] == [newer, older]
    assert items[1]["uploadedParts"] == [1]
    assert items[1]["uploadedBytes"] == PART_BYTES
    assert items[1]["fileName"] == "row.mp4"
    assert api.get("/media/uploads", headers=api.instructor().headers).json["items"] == []


def test_a_part_goes_with_the_checksum_that_was_signed(studio, api) -> None:
    """The address of a part binds its number, its length and its hash."""
    coach = api.instructor()
    content = studio.film(mark="signed")
    media_id = studio.announce(coach, content).json["mediaId"]
    part = studio.address(coach, media_id, content, [1]).json["parts"][0]
    assert "partNumber=1" in part["url"]
    assert "x-amz-checksum-sha256" in part["url"]  # among the signed headers
    assert "content-length" in part["url"]
    assert set(part["headers"]) == {"x-amz-checksum-sha256"}


def test_completing_may_be_repeated(studio, api) -> None:
    """After a lost answer, completing again answers the same and changes nothing."""
    coach = api.instructor()
    media_id = studio.upload(coach)
    before = api.services.media.get(media_id)
    again = studio.complete(coach, media_id)
    assert again.status == 200
    assert again.json["mediaId"] == media_id
    assert api.services.media.get(media_id) == before


def test_completing_at_once_from_two_tabs(studio, api) -> None:
    """Several requests to complete at the same moment all succeed, and the file is there once."""
    coach = api.instructor()
    content = studio.film(mark="rush")
    media_id = studio.announce(coach, content).json["mediaId"]
    studio.send(coach, media_id, content)
    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(lambda _: studio.complete(coach, media_id).status, range(4)))
    assert statuses == [200] * 4
    item = api.services.media.get(media_id)
    assert item.uploaded_at is not None
    assert api.services.objects.get(keys.original(media_id, item.version)) == content


def test_completing_goes_on_after_a_crash_between_store_and_note(studio, api) -> None:
    """A process that died after S3 joined the parts left only the note undone: completing again makes it."""
    coach = api.instructor()
    content = studio.film(mark="crash")
    media_id = studio.announce(coach, content).json["mediaId"]
    studio.send(coach, media_id, content)
    upload = api.services.uploads.find(coach.user_id, media_id)
    key = keys.original(media_id, upload.version)
    objects = api.services.objects
    objects.join_parts(key, upload.upload_id, objects.parts(key, upload.upload_id))

    assert studio.announce(coach, content).json["upload"]["uploadedParts"] == [1]
    assert studio.complete(coach, media_id).status == 200
    assert api.services.uploads.of(coach.user_id) == []


def test_missing_parts_keep_an_upload_open(studio, api) -> None:
    """Completing too early is a conflict that names the parts; what arrived stays."""
    coach = api.instructor()
    content = studio.film(2 * PART_BYTES + 1)
    media_id = studio.announce(coach, content).json["mediaId"]
    studio.send(coach, media_id, content, [2])
    reply = studio.complete(coach, media_id)
    assert (reply.status, reply.code) == (409, "parts-missing")
    assert "1, 3" in reply.json["detail"]
    assert api.get("/media/uploads", headers=coach.headers).json["items"][0]["uploadedParts"] == [2]


def test_parts_that_make_another_file_are_refused(studio, api) -> None:
    """What arrived is compared with what was announced before anything is published."""
    coach = api.instructor()
    content = studio.film(mark="honest")
    wrong = composite_checksum([b"\0" * 32])
    media_id = studio.announce(coach, content, checksum=wrong).json["mediaId"]
    studio.send(coach, media_id, content)
    reply = studio.complete(coach, media_id)
    assert (reply.status, reply.code, reply.fields) == (400, "checksum-mismatch", ["checksum"])
    assert api.services.media.get(media_id).uploaded_at is None


def test_a_part_that_was_damaged_on_the_way_is_refused(studio, api) -> None:
    """S3 compares a part with its signed hash; a damaged one does not count as uploaded."""
    coach = api.instructor()
    content = studio.film(mark="damaged")
    media_id = studio.announce(coach, content).json["mediaId"]
    part = studio.address(coach, media_id, content, [1]).json["parts"][0]
    put = requests.put(part["url"], data=content[:-1] + b"?", headers=part["headers"], timeout=20)
    assert put.status_code == 400
    assert api.get("/media/uploads", headers=coach.headers).json["items"][0]["uploadedParts"] == []


def test_parts_that_the_file_does_not_have_are_refused(studio, api) -> None:
    """A part number beyond the file is named as wrong."""
    coach = api.instructor()
    content = studio.film(mark="small")
    media_id = studio.announce(coach, content).json["mediaId"]
    reply = studio.address(coach, media_id, content, [1, 2])
    assert (reply.status, reply.fields) == (400, ["parts.1.partNumber"])


def test_uploads_of_others_can_not_be_seen(studio, api) -> None:
    """Parts, completion and cancelling of another person's upload: 404, as if there were none."""
    coach, stranger = api.instructor(), api.instructor()
    content = studio.film(mark="private")
    media_id = studio.announce(coach, content).json["mediaId"]
    nothing = "01JD0W6F7MZ5Q8R3T9V2X4Y6ZA"
    for asked in (media_id, nothing):
        for reply in (
            studio.address(stranger, asked, content, [1]),
            studio.complete(stranger, asked),
            api.delete("/media/uploads", headers=stranger.headers, query={"mediaId": asked}),
        ):
            assert (reply.status, reply.code) == (404, "not-found")
    assert len(api.get("/media/uploads", headers=coach.headers).json["items"]) == 1


def test_a_cancelled_upload_leaves_nothing(studio, api) -> None:
    """Cancelling the first upload of an item removes both; its parts are given back."""
    coach = api.instructor()
    content = studio.film(mark="never mind")
    media_id = studio.announce(coach, content).json["mediaId"]
    studio.send(coach, media_id, content)
    reply = api.delete("/media/uploads", headers=coach.headers, query={"mediaId": media_id})
    assert reply.status == 200
    assert api.get("/media/studio", headers=coach.headers).json["items"] == []
    assert studio.complete(coach, media_id).status == 404
    assert studio.announce(coach, content).json["upload"]["uploadedParts"] == []


def test_abandoned_uploads_expire(studio, api, clock) -> None:
    """After a week an unfinished upload is gone; its item says why, and the same file begins anew."""
    coach = api.instructor()
    content = studio.film(mark="forgotten")
    media_id = studio.announce(coach, content).json["mediaId"]
    clock.advance(ABANDONED_AFTER)
    coach = api.sign_in(coach.user_id)

    assert studio.complete(coach, media_id).status in {404, 409}
    assert api.get("/media/uploads", headers=coach.headers).json["items"] == []
    item = api.get("/media/studio", headers=coach.headers).json["items"][0]
    assert (item["status"], item["failure"]["code"]) == ("failed", "upload-abandoned")
    again = studio.announce(coach, content)
    assert again.json["mediaId"] != media_id


def test_an_upload_whose_row_was_swept_away_is_told(studio, api, clock) -> None:
    """The database drops expired rows by itself; the item does not wait for ever."""
    coach = api.instructor()
    media_id = studio.announce(coach, studio.film(mark="swept")).json["mediaId"]
    upload = api.services.uploads.find(coach.user_id, media_id)
    api.services.uploads._drop(upload)
    clock.advance(ABANDONED_AFTER)
    coach = api.sign_in(coach.user_id)
    item = api.get("/media/studio", headers=coach.headers).json["items"][0]
    assert (item["status"], item["failure"]["code"]) == ("failed", "upload-abandoned")


def test_parts_that_the_store_lost_are_asked_for_again(studio, api) -> None:
    """When S3 gave the parts up, asking for the upload again begins anew under the same item."""
    coach = api.instructor()
    content = studio.film(mark="lost")
    media_id = studio.announce(coach, content).json["mediaId"]
    studio.send(coach, media_id, content)
    upload = api.services.uploads.find(coach.user_id, media_id)
    api.services.objects.drop_parts(keys.original(media_id, upload.version), upload.upload_id)

    gone = studio.complete(coach, media_id)
    assert (gone.status, gone.code) == (410, "gone")
    again = studio.announce(coach, content)
    assert (again.json["mediaId"], again.json["upload"]["uploadedParts"]) == (media_id, [])
    studio.send(coach, media_id, content)
    assert studio.complete(coach, media_id).status == 200


def test_only_instructors_upload_videos(studio, api) -> None:
    """A customer's video is refused and leaves no trace; nobody uploads without a session."""
    customer = api.customer()
    reply = studio.announce(customer, studio.film(mark="customer"))
    assert (reply.status, reply.code) == (403, "instructors-only")
    assert api.get("/media/studio", headers=customer.headers).json["items"] == []
    assert api.post("/media", json=studio.announcement(studio.film())).status == 401


def test_anyone_uploads_images_up_to_their_limit(studio, api, photo) -> None:
    """Customers upload pictures; more than 25 MiB are too large."""
    customer = api.customer()
    fields = {"kind": "image", "contentType": "image/jpeg", "fileName": "me.jpg", "title": None}
    reply = studio.announce(customer, photo, **fields)
    assert reply.status == 200, reply.content
    assert reply.json["upload"]["title"] == "me"
    size = MAX_IMAGE_BYTES + 1
    checksum = composite_checksum([b"\0" * 32] * 4)
    assert studio.announce(customer, photo, **fields, size=size, checksum=checksum).status == 413


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"size": 0}, "size"),
        ({"size": MAX_UPLOAD_BYTES + 1}, "size"),
        ({"checksum": "abc"}, "checksum"),
        ({"checksum": "A" * 43 + "=-7"}, "checksum"),
        ({"contentType": "text/html"}, "contentType"),
        ({"contentType": "no type"}, "contentType"),
        ({"kind": "podcast"}, "kind"),
        ({"title": "x" * 121}, "title"),
        ({"title": "bell\u0007"}, "title"),
        ({"description": "x" * 4001}, "description"),
        ({"fileName": "x" * 256}, "fileName"),
        ({"topics": ["no_such_topic"]}, "topics.0"),
        ({"topics": ["Not A Slug"]}, "topics.0"),
        ({"topics": ["yoga"] * 9}, "topics"),
        ({"colour": "green"}, "colour"),
    ],
)
def test_announcements_that_can_not_be_taken_name_the_field(studio, api, fields, named) -> None:
    """Each wrong, overlong or unknown field is a 400 that names it."""
    reply = studio.announce(api.instructor(), studio.film(), **fields)
    assert reply.status == 400, reply.content
    assert any(field == named or field.startswith(f"{named}.") for field in reply.fields), reply.fields


def test_a_body_that_is_not_utf8_is_refused(api) -> None:
    """Bytes that are no text are a 400, not a crash."""
    coach = api.instructor()
    reply = api.post("/media", headers=coach.headers, content=b'{"title":"\xff\xfe"}', content_type="application/json")
    assert reply.status == 400


def test_a_person_has_a_bounded_number_of_open_uploads(studio, api) -> None:
    """Nobody fills the tables with uploads that never end."""
    coach = api.instructor()
    for number in range(MAX_OPEN_UPLOADS):
        assert studio.announce(coach, studio.film(mark=str(number))).status == 200
    assert studio.announce(coach, studio.film(mark="one more")).status == 429
