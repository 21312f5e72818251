"""Watching stored videos: data, tickets, playlists, storyboards, views, callbacks."""

import re
from datetime import timedelta

import pytest

from neufit.contracts import keys
from neufit.contracts.publishing import PublishingJob
from neufit.domain.media import Failure, Published
from neufit.domain.publication import Chunk
from neufit.signing import PemSigner, Verifier


def describe(api, media_id, person=None):
    return api.get("/media/stream", headers=person.headers if person else None, query={"mediaId": media_id})


def begin(api, media_id, person=None, body=None, **sent):
    headers = person.headers if person else None
    return api.post("/media/stream", headers=headers, query={"mediaId": media_id}, json=body or {}, **sent)


def claims(api, ticket) -> dict:
    """What the relay reads in a ticket. Its clock is that of the test."""
    verifier = Verifier(PemSigner(api.services.settings.signing_key).public_pem)
    return verifier.verify(ticket, audience="relay/on-demand", leeway=10**9)


def early(studio, api, coach, *, chunks=()) -> str:
    """A video that is still being encoded: these chunks, as (number, frames), are there."""
    media_id = studio.upload(coach, title="Early")
    version = studio.process(media_id).version
    manifest = studio.manifest(media_id, "early", complete=False)
    key = keys.published(media_id, "early", keys.MANIFEST)
    api.services.objects.put(key, manifest.model_dump_json().encode(), "application/json")
    playable = Published(version=version, plan="early", runtime_ms=20_000, width=1280, height=720, complete=False)
    api.services.media.mark_playable(media_id, version, playable)
    publications = api.services.publications
    publications.begin(PublishingJob(mediaId=media_id, version=version), api.services.clock())
    publications.decided(publications.job(media_id, version), "early", 600, {})
    for number, frames in chunks:
        publications.encoded(publications.job(media_id, version), Chunk(number=number, frames=frames, rates={}))
    return media_id


def test_a_player_gets_all_that_it_needs(studio, api) -> None:
    """Runtime in ms, metadata, renditions, and URLs of picture, storyboard, playlist and download."""
    coach = api.instructor(displayName="Anna Berg")
    media_id = studio.publish(coach, title="Stream me", topics=["yoga"])
    reply = describe(api, media_id)
    assert reply.status == 200, reply.content
    told = reply.json
    assert (told["mediaId"], told["runtime"], told["complete"]) == (media_id, 20_000, True)
    assert told["metadata"]["title"] == "Stream me"
    assert told["metadata"]["instructor"] == {"userId": coach.user_id, "displayName": "Anna Berg"}
    assert (told["metadata"]["width"], told["metadata"]["height"], told["metadata"]["frameRate"]) == (1280, 720, 30)
    assert [rendition["name"] for rendition in told["renditions"]] == ["v720", "v360"]
    assert "/poster.jpg?" in told["poster"]
    assert told["hls"].startswith("http://127.0.0.1:8000/api/media/stream/playlist?grant=")
    assert told["download"] == f"http://127.0.0.1:8000/api/media?mediaId={media_id}"
    assert studio.call(told["download"]).status == 302


def test_hls_plays_from_signed_playlists(studio, api) -> None:
    """The multivariant playlist leads to tracks, these to presigned segments, all without a session."""
    media_id = studio.publish(api.instructor(), title="HLS")
    hls = describe(api, media_id).json["hls"]
    top = studio.call(hls)
    assert (top.status, top.headers["content-type"]) == (200, "application/vnd.apple.mpegurl")
    links = [line for line in top.content.decode().splitlines() if not line.startswith("#")]
    assert len(links) == 2
    track = studio.call("/api/media/stream/" + links[0])
    assert track.status == 200
    lines = track.content.decode().splitlines()
    segments = [line for line in lines if ".m4s?" in line]
    assert len(segments) == 5
    assert all(f"/pub/{media_id}/" in line and "X-Amz-Signature" in line for line in segments)
    assert lines[-1] == "#EXT-X-ENDLIST"
    sound = re.search(r'URI="([^"]+)"', top.content.decode())[1]
    assert "/a/00000.m4s?" in studio.call("/api/media/stream/" + sound).content.decode()
    grant = hls.partition("grant=")[2]
    assert api.get("/media/stream/playlist", query={"grant": grant, "track": "v4320"}).status == 404


def test_the_storyboard_points_into_signed_sheets(studio, api) -> None:
    """WebVTT with a cue for each tile."""
    media_id = studio.publish(api.instructor(), title="Tiles")
    board = studio.call(describe(api, media_id).json["storyboard"]["vtt"])
    assert (board.status, board.headers["content-type"]) == (200, "text/vtt")
    text = board.content.decode()
    assert text.startswith("WEBVTT\n\n00:00:00.000 --> 00:00:05.000\n")
    assert text.count("#xywh=") == 4
    assert "/storyboard/000.jpg?" in text


def test_grants_end_and_can_not_be_made_up(studio, api, clock) -> None:
    """A changed grant and an old one are refused, for playlist and storyboard alike."""
    media_id = studio.publish(api.instructor(), title="Grants")
    grant = describe(api, media_id).json["hls"].partition("grant=")[2]
    changed = ("A" if grant[0] != "A" else "B") + grant[1:]
    for path in ("/media/stream/playlist", "/media/stream/storyboard"):
        refused = api.get(path, query={"grant": changed})
        assert (refused.status, refused.code) == (403, "grant-refused")
        assert api.get(path, query={"grant": "x"}).status == 403
        assert api.get(path).status == 400
    clock.advance(timedelta(hours=2))
    assert api.get("/media/stream/playlist", query={"grant": grant}).status == 403


def test_archiving_ends_playing_at_the_next_playlist(studio, api) -> None:
    """A grant that was given before shows nothing of what was hidden since; its owner still sees it."""
    coach = api.instructor()
    media_id = studio.publish(coach, title="Hide me")
    others, own = (describe(api, media_id, person).json["hls"] for person in (None, coach))
    api.delete("/media", headers=coach.headers, query={"mediaId": media_id})
    assert studio.call(others).status == 404
    assert studio.call(own).status == 200


def test_a_video_plays_while_it_is_encoded(studio, api) -> None:
    """Its playlist holds the segments that are there without a gap, and grows."""
    coach = api.instructor()
    media_id = early(studio, api, coach, chunks=[(0, 120), (2, 240)])
    told = describe(api, media_id).json
    assert (told["complete"], told["storyboard"], told["download"]) == (False, None, None)
    hls = told["hls"] + "&track=v720"
    first = studio.call(hls).content.decode()
    assert "#EXT-X-PLAYLIST-TYPE:EVENT" in first
    assert first.count(".m4s?") == 1
    publications = api.services.publications
    version = api.services.media.get(media_id).version
    publications.encoded(publications.job(media_id, version), Chunk(number=1, frames=240, rates={}))
    assert studio.call(hls).content.decode().count(".m4s?") == 5
    assert begin(api, media_id).status == 200


def test_a_ticket_opens_the_relay(studio, api, clock) -> None:
    """Signed for the relay, for this video and publishing run, by an opaque name, for a minute."""
    fan = api.customer()
    media_id = studio.publish(api.instructor(), title="Ticket")
    reply = begin(api, media_id, fan)
    assert reply.status == 200, reply.content
    told = reply.json
    assert told["websocketUrl"] == "ws://127.0.0.1:8000/relay/on-demand"
    assert told["message"]
    assert told["expiresAt"] == (clock() + timedelta(seconds=60)).isoformat().replace("+00:00", "Z")
    read = claims(api, told["ticket"])
    assert (read["med"], read["pln"]) == (media_id, api.services.media.get(media_id).published.plan)
    assert read["fam"] == told["family"]
    assert fan.user_id not in str(read)
    assert claims(api, begin(api, media_id, fan).json["ticket"])["jti"] != read["jti"]


def test_a_viewing_goes_on_for_its_viewer_only(studio, api) -> None:
    """The family continues for the same person; with another's, or any text, a new viewing begins."""
    fan, other = api.customer(), api.customer()
    media_id = studio.publish(api.instructor(), title="Family")
    family = begin(api, media_id, fan).json["family"]
    assert begin(api, media_id, fan, {"family": family}).json["family"] == family
    for stranger, text in ((other, family), (None, family), (fan, "made-up"), (fan, family[:-2] + "xx")):
        assert begin(api, media_id, stranger, {"family": text}).json["family"] != text


def test_a_view_counts_once_per_viewer_and_day(studio, api, clock) -> None:
    """Reloading, or starting anew, adds nothing; another person, address or day does."""
    fan = api.customer()
    media_id = studio.publish(api.instructor(), title="Counted")

    def views() -> int:
        return describe(api, media_id).json["metadata"]["views"]

    for _ in range(3):
        begin(api, media_id, fan)
    assert views() == 1
    begin(api, media_id, address="198.51.100.1")
    begin(api, media_id, address="198.51.100.1")
    begin(api, media_id, address="198.51.100.2")
    assert views() == 3
    clock.advance(timedelta(days=1))
    begin(api, media_id, address="198.51.100.1")
    assert views() == 4


@pytest.mark.parametrize("state", ["uploading", "processing", "failed", "archived", "image", "unknown"])
def test_what_can_not_be_watched_is_not_there(studio, api, photo, state) -> None:
    """Strangers get 404 for everything that isn't a video that plays."""
    coach = api.instructor()
    media_id = "01JD0W6F7MZ5Q8R3T9V2X4Y6ZA"
    if state == "image":
        media_id = studio.publish(coach, content=photo, kind="image", contentType="image/jpeg", fileName="a.jpg")
    elif state == "archived":
        media_id = studio.publish(coach, title="Archived stream")
        api.delete("/media", headers=coach.headers, query={"mediaId": media_id})
    elif state != "unknown":
        media_id = studio.upload(coach, title=f"Not yet {state}")
        if state != "uploading":
            version = studio.process(media_id).version
            if state == "failed":
                api.services.media.fail(media_id, version, Failure(code="x", detail="y"))
    assert describe(api, media_id).status == 404
    assert begin(api, media_id).status == 404


def test_events_for_a_callback_wait_in_the_queue(studio, api) -> None:
    """The address is taken and the event sent by the function behind the queue, not by the request."""
    fan = api.customer()
    media_id = studio.publish(api.instructor(), title="Callback")
    url = "https://neu.fit/stream/f0293jf092j3409fj203jf23904jf"
    reply = begin(api, media_id, fan, {"callbackUrl": url})
    assert reply.status == 200
    (event,) = studio.messages(api.services.callbacks.url)
    assert (event["url"], event["event"], event["media_id"]) == (url, "stream.started", media_id)
    assert event["stream"] == reply.json["family"]


@pytest.mark.parametrize(
    "url",
    [
        "http://neu.fit/",
        "https://127.0.0.1/",
        "https://169.254.169.254/",
        "https://localhost/",
        "x",
        "https://" + "x" * 2000,
    ],
)
def test_a_callback_to_a_wrong_address_is_refused(studio, api, url) -> None:
    """400 that names callbackUrl; nothing is sent, no view counted."""
    media_id = studio.publish(api.instructor(), title="Bad callback")
    reply = begin(api, media_id, body={"callbackUrl": url})
    assert (reply.status, reply.fields) == (400, ["callbackUrl"])
    assert studio.messages(api.services.callbacks.url) == []
    assert describe(api, media_id).json["metadata"]["views"] == 0


def test_starting_a_stream_without_a_body(studio, api) -> None:
    """The body is optional; an unknown field in it is refused."""
    media_id = studio.publish(api.instructor(), title="No body")
    assert api.post("/media/stream", query={"mediaId": media_id}).status == 200
    assert begin(api, media_id, body={"quality": "high"}).fields == ["quality"]
