"""What publishing leaves: manifest, download, storyboard, poster; and that doing it twice is harmless."""

import io
import struct
from dataclasses import replace
from fractions import Fraction

import av
import pytest
from PIL import Image

from neufit.contracts import keys
from neufit.contracts.manifest import Manifest
from neufit.domain.errors import Conflict, Unavailable
from neufit.domain.media import Status
from neufit.domain.publication import Step
from neufit.stores.assembly import MIN_PART, Stored, assemble
from neufit.stores.objects import ObjectStore
from stepfunctions.publish_video.encoding import Encoding
from stepfunctions.publish_video.refusals import Superseded
from stepfunctions.publish_video.tasks import encode_chunk, fail, plan, probe, publish, stitch, thumbnails, verify


@pytest.fixture(scope="module")
def result(module_bench, clip):
    return module_bench.publish(clip("results.mp4", seconds=14, rate=(30000, 1001)))


def top_boxes(content: bytes) -> list[str]:
    at, kinds = 0, []
    while at < len(content):
        size, kind = struct.unpack_from(">I4s", content, at)
        kinds.append(kind.decode())
        at += size
    return kinds


def test_the_download_is_a_plain_mp4_that_begins_with_its_index(result, shown, errors_of_beeps):
    """Every frame and every sample of the best rendition, moov first, shown from 0.0 s, as long as the video."""
    content = result.object(keys.DOWNLOAD)
    assert top_boxes(content) == ["ftyp", "moov", "mdat"]
    pictures = shown(content)
    step = Fraction(1001, 30000)
    assert [number for _, number in pictures] == list(range(result.manifest.frames))
    assert [moment for moment, _ in pictures] == [number * step for number in range(result.manifest.frames)]
    assert max(abs(error) for error in errors_of_beeps(content, 14)) <= 1
    with av.open(io.BytesIO(content)) as container:
        assert abs(container.duration / 1_000_000 - result.manifest.runtime_ms / 1000) < 0.025
        assert container.streams.video[0].start_time == 0
        container.seek(9_000_000)
        frame = next(container.decode(video=0))
        assert 6 < frame.time <= 9
        assert frame.key_frame


def test_the_manifest_says_what_is_there(result):
    """Segments of every track, nothing else, nothing missing; bandwidth covers every segment."""
    manifest = result.manifest
    names = set(result.names())
    tracks = [*(track.name for track in manifest.video), "a"]
    expected = {keys.segment(track, number) for track in tracks for number in range(manifest.segments)}
    expected |= {keys.initialization(track) for track in tracks}
    expected |= {keys.MANIFEST, keys.POSTER, keys.DOWNLOAD, keys.storyboard_sheet(0)}
    assert names == expected
    assert manifest.complete
    for track in manifest.video:
        rates = [
            len(result.object(keys.segment(track.name, number))) * 8 / float(manifest.segment_seconds(number))
            for number in range(manifest.segments - 1)
        ]
        assert track.bandwidth >= max(rates)
        assert 0 < track.average <= track.bandwidth
    published = result.media.published
    assert published.complete
    assert [rendition.name for rendition in published.renditions] == ["v72", "v36"]
    assert (published.runtime_ms, published.has_audio) == (manifest.runtime_ms, True)


def test_every_segment_starts_on_its_own(result):
    """Any segment decodes alone behind its initialization segment: players seek and switch there."""
    manifest = result.manifest
    for track in manifest.video:
        for number in range(manifest.segments):
            content = result.object(keys.initialization(track.name)) + result.object(keys.segment(track.name, number))
            with av.open(io.BytesIO(content)) as container:
                frames = list(container.decode(video=0))
            assert frames[0].key_frame
            assert len(frames) == min(manifest.segment_frames, manifest.frames - number * manifest.segment_frames)


def test_tiles_show_their_moments(result, shown):
    """Tile i of the storyboard shows the first frame at or after i times the interval."""
    board = result.manifest.storyboard
    assert board.tiles == 7
    with Image.open(io.BytesIO(result.object(keys.storyboard_sheet(0)))) as sheet:
        assert sheet.size == (board.columns * board.tile_width, board.rows * board.tile_height)
        for tile in range(board.tiles):
            row, column = divmod(tile, board.columns)
            number = 0
            for bit in range(12):
                x = column * board.tile_width + (2 * (bit % 4) + 1) * board.tile_width // 8
                y = row * board.tile_height + (2 * (bit // 4) + 1) * board.tile_height // 6
                number |= (sheet.convert("L").getpixel((x, y)) > 128) << bit
            moment = Fraction(tile * board.interval_ms, 1000) * Fraction(30000, 1001)
            assert number == -(-moment.numerator // moment.denominator)
    with Image.open(io.BytesIO(result.object(keys.POSTER))) as poster:
        assert poster.size == (128, 72)


def test_the_beginning_can_be_watched_while_the_rest_is_encoded(bench, clip):
    """After the first chunk the item is playable: a manifest that is not complete, segments that are final."""
    media = bench.upload(clip("early.mp4", seconds=14))
    bench.planned(media)
    encode_chunk.encode(bench.services, bench.again(media), 0)
    early = bench.services.media.get(media.media_id)
    assert early.status is Status.PROCESSING
    assert early.playable is not None
    assert not early.playable.complete
    prefix = keys.published(media.media_id, early.playable.plan, "")
    before = {name: bench.services.objects.get(name) for name in bench.services.objects.names(prefix)}
    assert f"{prefix}v72/00000.m4s" in before
    for chunk in Encoding.model_validate(bench.again(media).encoding).chunks[1:]:
        encode_chunk.encode(bench.services, bench.again(media), chunk.number)
    thumbnails.make_poster(bench.services, bench.again(media))
    stitch.stitch(bench.services, bench.again(media))
    publish.publish(bench.services, bench.again(media))
    after = bench.services.media.get(media.media_id)
    assert after.status is Status.AVAILABLE
    assert after.playable is None
    for name, body in before.items():
        assert name.endswith(keys.MANIFEST) or bench.services.objects.get(name) == body


def test_every_task_twice_leaves_the_same(bench, clip):
    """Each task runs again after its work, the chunks even without memory of it: same bytes, published once."""
    services = bench.services
    media = bench.upload(clip("twice.mp4", seconds=10))
    job = bench.begin(media)
    for work in (verify.verify, probe.probe):
        work(services, job)
        work(services, job)
    encoding = plan.plan(services, bench.again(media))
    assert plan.plan(services, bench.again(media)) == encoding
    for _ in range(2):
        thumbnails.make_poster(services, bench.again(media))
        for chunk in encoding.chunks:
            encode_chunk.encode(services, bench.again(media), chunk.number)
    prefix = keys.published(media.media_id, encoding.plan, "")
    before = {name: services.objects.get(name) for name in services.objects.names(prefix)}
    services.publications.forget_chunks(bench.again(media))
    for chunk in encoding.chunks:
        encode_chunk.encode(services, bench.again(media), chunk.number)
    assert {name: services.objects.get(name) for name in services.objects.names(prefix)} == before
    for _ in range(2):
        stitch.stitch(services, bench.again(media))
    published = [publish.publish(services, bench.again(media)) or services.media.get(media.media_id) for _ in range(2)]
    assert published[0] == published[1]
    assert list(services.objects.names(f"work/{media.media_id}/")) == []
    assert services.publications.progress(media.media_id, media.version).percent == 100
    with pytest.raises(Superseded):
        verify.verify(services, bench.begin(bench.upload(b"x")).model_copy(update={"version": "other"}))


def test_two_runs_of_a_chunk_that_give_other_bytes_make_one_video(bench, clip, shown):
    """Where two encoders of one chunk wrote across each other, every picture is there once, in segments and download.

    Facts and samples are those of one run, some of the segments those of the other.
    """

    class Late(ObjectStore):
        """Of the other run's segments only every second one arrives after those of the first."""

        def put(self, key, body, content_type):
            if not (key.endswith(".m4s") and int(key[-5]) % 2):
                super().put(key, body, content_type)

    services = bench.services
    media = bench.upload(clip("twice.mp4", seconds=10))
    encoding = bench.planned(media)
    for chunk in encoding.chunks:
        encode_chunk.encode(services, bench.again(media), chunk.number)
    names = list(services.objects.names(keys.published(media.media_id, encoding.plan, "")))
    before = {name: services.objects.get(name) for name in names}
    smaller = tuple(rendition.model_copy(update={"cap": rendition.cap // 4}) for rendition in encoding.renditions)
    other = encoding.model_copy(update={"renditions": smaller}).model_dump(mode="json")
    services.publications.decided(bench.again(media), encoding.plan, encoding.grid.frames, other)
    services.publications.forget_chunks(bench.again(media))
    late = replace(services, objects=Late(services.objects.client, services.objects.bucket))
    for chunk in encoding.chunks:
        encode_chunk.encode(late, bench.again(media), chunk.number)
    changed = [name for name in names if services.objects.get(name) != before[name]]
    assert {int(name[-5]) % 2 for name in changed if name.endswith(".m4s")} == {0}
    stitch.stitch(services, bench.again(media))
    publish.publish(services, bench.again(media))
    result = bench.result(media)
    assert [number for _, number in shown(result.track("v72"))] == list(range(300))
    assert [number for _, number in shown(result.object(keys.DOWNLOAD))] == list(range(300))


def test_missing_and_empty_segments_are_found(bench, clip):
    """Stitching does not complete a video of which a segment is missing or empty."""
    media = bench.upload(clip("twice.mp4", seconds=10))
    encoding = bench.planned(media)
    for chunk in encoding.chunks:
        encode_chunk.encode(bench.services, bench.again(media), chunk.number)
    objects = bench.services.objects
    key = keys.published(media.media_id, encoding.plan, keys.segment("v36", 1))
    body = objects.get(key)
    objects.delete([key])
    with pytest.raises(stitch.Torn, match="v36/00001"):
        stitch.stitch(bench.services, bench.again(media))
    objects.put(key, b"", "video/iso.segment")
    with pytest.raises(stitch.Torn, match="v36/00001"):
        stitch.stitch(bench.services, bench.again(media))
    objects.put(key, body, "video/iso.segment")
    stitch.stitch(bench.services, bench.again(media))


def test_a_new_version_takes_the_place_of_the_old_when_it_is_ready(bench, clip, result):
    """Players keep what they have until the flip; a run that was overtaken publishes nothing and leaves nothing."""
    services, old = bench.services, result.media
    archived = bench.upload(clip("twice.mp4", seconds=10))
    encoding = bench.planned(archived)
    encode_chunk.encode(services, bench.again(archived), 0)
    services.media.archive(archived.media_id, services.clock())
    with pytest.raises(Superseded):
        encode_chunk.encode(services, bench.again(archived), 1)
    fail.fail(services, bench.again(archived), "Superseded")
    assert services.media.get(archived.media_id).status is Status.ARCHIVED
    assert list(services.objects.names(f"pub/{archived.media_id}/{encoding.plan}")) == []
    # The run of a version that is published already must not take it away again.
    fail.fail(services, bench.again(old), "Superseded")
    assert result.names()
    with pytest.raises(Conflict):
        services.media.publish(archived.media_id, archived.version, old.published, services.clock())


def test_those_who_wait_for_a_video_that_failed_hear_of_it(bench, clip, result):
    """The manifest of the run that failed is gone even when the store refuses to remove the rest, at once.

    The version that can be watched stays, and doing it again removes the rest.
    """

    class Refusing(ObjectStore):
        def names(self, prefix):
            raise Unavailable(f"The store does not list {prefix}.")

    objects = bench.services.objects
    media = bench.upload(clip("twice.mp4", seconds=10))
    encoding = bench.planned(media)
    encode_chunk.encode(bench.services, bench.again(media), 0)
    key = keys.published(media.media_id, encoding.plan, keys.MANIFEST)
    assert not Manifest.model_validate_json(objects.get(key)).complete
    refusing = replace(bench.services, objects=Refusing(objects.client, objects.bucket))
    with pytest.raises(Unavailable):
        fail.fail(refusing, bench.again(media), "Refused")
    assert not objects.exists(key)
    assert list(objects.names(f"pub/{media.media_id}/")) != []
    fail.fail(bench.services, bench.again(media), "Refused")
    assert list(objects.names(f"pub/{media.media_id}/")) == []
    assert bench.services.media.get(media.media_id).status is Status.FAILED
    assert result.names()


def test_progress_goes_up_to_the_end(bench, clip):
    """Each step's percent is there for the studio, and the whole never goes back."""
    services = bench.services
    media = bench.upload(clip("twice.mp4", seconds=10))
    told = []

    def tell():
        progress = services.publications.progress(media.media_id, media.version)
        told.append((progress.percent, progress.step))

    job = bench.begin(media)
    tell()
    verify.verify(services, job)
    tell()
    probe.probe(services, job)
    encoding = plan.plan(services, bench.again(media))
    thumbnails.make_poster(services, bench.again(media))
    tell()
    for chunk in encoding.chunks:
        encode_chunk.encode(services, bench.again(media), chunk.number)
        tell()
    stitch.stitch(services, bench.again(media))
    tell()
    publish.publish(services, bench.again(media))
    tell()
    percents = [percent for percent, _ in told]
    assert percents == sorted(percents)
    assert told[0] == (0, Step.VERIFY)
    assert told[-1] == (100, None)
    assert [step for _, step in told][3:-2] == [Step.ENCODE] * (len(encoding.chunks) - 1) + [Step.STITCH]


@pytest.mark.parametrize(
    "lengths",
    [[3, 4], [MIN_PART + 1, 3 * MIN_PART, 7], [MIN_PART - 1, MIN_PART - 1, 2 * MIN_PART, MIN_PART, 1]],
    ids=["small", "large", "mixed"],
)
def test_an_object_is_assembled_of_others(lengths, bench):
    """Whatever their lengths, the new object is the head and then the others, byte by byte."""
    objects = bench.services.objects
    pieces = []
    for number, length in enumerate(lengths):
        body = bytes([number + 65]) * length
        objects.put(f"work/assembly/{number}", body, "application/octet-stream")
        pieces.append((Stored(f"work/assembly/{number}", length), body))
    percents: list[int] = []
    assemble(
        objects, "pub/assembly/whole", "video/mp4", b"head", [stored for stored, _ in pieces], advance=percents.append
    )
    assert objects.get("pub/assembly/whole") == b"head" + b"".join(body for _, body in pieces)
    assert percents == sorted(percents)
