"""What a relay recorded is published as every other video is."""

from fractions import Fraction

import pytest

from neufit.contracts import keys
from neufit.stores.announcements import AnnouncementStore
from stepfunctions.publish_video.probing import look_into
from stepfunctions.publish_video.refusals import Refused
from stepfunctions.publish_video.tasks import verify
from tests.relay.recording.sender import Bucket, Host, footage, look, recorder


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return footage(tmp_path_factory.mktemp("footage"))


@pytest.fixture(scope="module")
def recorded(clip):
    """A class with a bad network, a larger layer that goes and comes, and the camera off for a while."""
    bucket, host = Bucket(), Host(clip, loss=0.03, repaired=0.8)
    tape = recorder(bucket)
    tape.attach(host)
    host.play(tape, 0.0, 9.0)
    host.layers = ["q", "h"]
    host.play(tape, 9.0, 16.0)
    host.layers = ["q", "h", "f"]
    host.play(tape, 16.0, 30.0)
    host.off = True
    host.play(tape, 30.0, 50.0)
    host.off = False
    host.play(tape, 50.0, 60.0)
    tape.attach(None)
    tape.file.finish()
    return bucket.whole()


def test_a_recording_is_published(recorded, bench, tmp_path):
    """All of its minute, in the shape of its pictures, with its sound in time, though sizes change within it."""
    result = bench.publish(recorded, version="r-1", size=0, checksum="")
    manifest = result.manifest
    assert (manifest.video[0].width, manifest.video[0].height) == (128, 72)
    assert manifest.runtime_ms == pytest.approx(59_000, abs=1500)
    assert manifest.audio is not None
    assert Fraction(*manifest.frame_rate) == pytest.approx(24, rel=0.01)
    download = tmp_path / "download.mp4"
    download.write_bytes(result.object(keys.DOWNLOAD))
    seen = look(download)
    late = [min(seen.beeps, key=lambda beep: abs(beep - flash)) - flash for flash in seen.flashes if flash < 28]
    assert len(late) >= 20
    # The grid of frames moves a picture by up to half of one, which lasts 42 ms.
    assert max(map(abs, late)) <= 0.065
    assert result.media.status == "available"
    (told,) = told_of(bench, result.media)
    assert (told.kind, told.audience.user_ids) == ("recording-ready", ("anna",))
    assert told.link == f"/watch/{result.media.media_id}"


def told_of(bench, media):
    """What waits to be told of an item."""
    store, now = AnnouncementStore(), bench.services.clock()
    found = [store.lease(waiting, now).announcement for waiting in store.due(now, limit=100)]
    return [announcement for announcement in found if announcement.subject.id == media.media_id]


def test_what_is_not_to_be_published_waits_in_the_archive(bench, clip, tmp_path):
    """Its host is told, nobody else sees it, not even while it is being encoded; brought out it is there for all."""
    bucket, host = Bucket(), Host(clip)
    tape = recorder(bucket)
    tape.attach(host)
    host.play(tape, 0.0, 6.0)
    tape.attach(None)
    tape.file.finish()
    media = bench.publish(bucket.whole(), version="r-2", size=0, checksum="", held=True).media
    assert (media.status, media.watchable_by("ben")) == ("archived", False)
    (told,) = told_of(bench, media)
    assert told.link == "/studio"
    assert bench.services.media.restore(media.media_id).watchable_by("ben")


def test_nothing_recorded_says_so(bench):
    """An empty original of a recording is refused with its own reason."""
    media = bench.upload(b"", version="r-3", size=0, checksum="")
    with pytest.raises(Refused) as refused:
        verify.verify(bench.services, bench.begin(media))
    assert refused.value.code == "nothing-recorded"


def test_a_recording_that_begins_small_is_published_as_large_as_it_gets(clip, tmp_path):
    """The first layer that arrived doesn't decide which renditions there are."""
    bucket, host = Bucket(), Host(clip, layers=["q"])
    tape = recorder(bucket)
    tape.attach(host)
    host.play(tape, 0.0, 4.0)
    host.layers = ["q", "h", "f"]
    host.play(tape, 4.0, 12.0)
    tape.attach(None)
    tape.file.finish()
    path = tmp_path / "recording.webm"
    path.write_bytes(bucket.whole())
    source = look_into(str(path))
    assert (source.width, source.height, look(path).sizes[0]) == (640, 360, (160, 90))
