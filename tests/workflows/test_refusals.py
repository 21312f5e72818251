"""What can't be published is refused at once, with a reason that an instructor understands, and opens nothing else."""

import base64
import hashlib
import io
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from imageio_ffmpeg import get_ffmpeg_exe
from PIL import Image

from neufit.contracts import keys
from neufit.domain.media import Kind, Status
from neufit.domain.upload import checksum_of
from stepfunctions.publish_video.refusals import REASONS, Refused
from stepfunctions.publish_video.tasks import encode_chunk, fail, plan, probe, verify


class Canary:
    """A file and a server that nobody may touch."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[str] = []
        self.file = folder / "secret.mp4"
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_error(404)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/secret.ts"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def canary(tmp_path: Path) -> Iterator[Canary]:
    canary = Canary(tmp_path)
    yield canary
    canary.server.shutdown()
    canary.server.server_close()


def run(bench, media):
    """Verify, probe and plan as the state machine does; answers the code of the refusal."""
    job = bench.begin(media)
    for work in (verify.verify, probe.probe):
        try:
            work(bench.services, job)
        except Refused as refusal:
            bench.services.publications.refused(job, refusal.code)
            fail.fail(bench.services, bench.again(media), "Refused")
            return refusal.code
    encoding = plan.plan(bench.services, bench.again(media))
    for chunk in encoding.chunks:
        try:
            encode_chunk.encode(bench.services, bench.again(media), chunk.number)
        except Refused as refusal:
            bench.services.publications.refused(job, refusal.code)
            fail.fail(bench.services, bench.again(media), "Refused")
            return refusal.code
    return None


def expect(bench, content, code, **declared):
    """The item fails with this reason; its original is kept and nothing else is left of it."""
    media = bench.upload(content, **declared)
    began = time.monotonic()
    assert run(bench, media) == code
    assert time.monotonic() - began < 20
    after = bench.services.media.get(media.media_id)
    assert after.status is Status.FAILED
    assert (after.failure.code, after.failure.detail) == (code, REASONS[code])
    objects = bench.services.objects
    assert list(objects.names(f"orig/{media.media_id}/")) != []
    assert [*objects.names(f"pub/{media.media_id}/"), *objects.names(f"work/{media.media_id}/")] == []
    assert (media.media_id, media.version) not in {
        (job.mediaId, job.version) for job in bench.services.publications.open_jobs()
    }


def test_an_empty_file(bench):
    """Zero bytes are nothing to publish."""
    expect(bench, b"", "empty", size=0, checksum="")


def test_text_named_like_a_video(bench):
    """A text stays a text, whatever its name."""
    expect(bench, b"Ten squats, ten push-ups.\n" * 500, "not-a-video")


def test_what_was_declared_is_checked(bench, clip):
    """Another length, another checksum than was announced: not the file that its owner meant."""
    body = clip("good.mp4", seconds=5, audio=0).read_bytes()
    expect(bench, body, "size-mismatch", size=len(body) + 1)
    expect(bench, body, "checksum-mismatch", checksum="AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=-1")


def test_a_file_that_breaks_off(bench, clip, tmp_path):
    """The end is missing, whether its index is in front, at the end, or spread out."""
    body = clip("good.mp4", seconds=5, audio=0).read_bytes()
    expect(bench, body[: len(body) // 2], "unreadable")
    for name, flags in (("front.mp4", ("-movflags", "+faststart")), ("spread.mkv", ())):
        made = tmp_path / name
        command = [get_ffmpeg_exe(), "-v", "error", "-y", "-i", str(clip("good.mp4", seconds=5, audio=0)), "-c", "copy"]
        subprocess.run([*command, *flags, str(made)], check=True, timeout=60)
        whole = made.read_bytes()
        expect(bench, whole[: len(whole) // 2], "truncated")


def test_a_hole_in_the_middle_counts_as_missing_frames(bench, clip, tmp_path):
    """An encoder that ends well with too few frames is not believed: its frames are counted."""
    source = tmp_path / "front.mp4"
    command = [get_ffmpeg_exe(), "-v", "error", "-y", "-i", str(clip("good.mp4", seconds=5, audio=0)), "-c", "copy"]
    subprocess.run([*command, "-movflags", "+faststart", str(source)], check=True, timeout=60)
    media = bench.upload(source)
    encoding = bench.planned(media)
    longer = encoding.model_copy(update={"grid": encoding.grid.model_copy(update={"frames": 400})})
    longer = longer.model_copy(update={"chunks": longer.grid.chunks((1, 1), 2)})
    bench.services.publications.decided(bench.again(media), longer.plan, 400, longer.model_dump(mode="json"))
    with pytest.raises(Refused, match="truncated"):
        encode_chunk.encode(bench.services, bench.again(media), len(longer.chunks) - 1)


def test_sound_only(bench, tmp_path):
    """A song is not a video, with or without a cover."""
    song = tmp_path / "song.mp4"
    subprocess.run(
        [get_ffmpeg_exe(), "-v", "error", "-y", "-f", "lavfi", "-i", "sine=d=3", "-c:a", "aac", str(song)], check=True
    )
    expect(bench, song.read_bytes(), "no-picture")
    cover = tmp_path / "cover.mp4"
    picture = tmp_path / "cover.jpg"
    Image.new("RGB", (64, 64), "red").save(picture)
    command = [get_ffmpeg_exe(), "-v", "error", "-y", "-i", str(song), "-i", str(picture), "-map", "0", "-map", "1"]
    subprocess.run([*command, "-c", "copy", "-disposition:v:0", "attached_pic", str(cover)], check=True)
    expect(bench, cover.read_bytes(), "no-picture")


def playlists(canary: Canary) -> dict[str, bytes]:
    url, file = canary.url, canary.file
    mpd = (
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static">'
        f"<Period><AdaptationSet><Representation id='v' bandwidth='1'><BaseURL>{url}</BaseURL></Representation>"
        "</AdaptationSet></Period></MPD>"
    )
    return {
        "HLS to a URL": f"#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n{url}\n#EXT-X-ENDLIST\n".encode(),
        "HLS to a file": f"#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nfile://{file}\n#EXT-X-ENDLIST\n".encode(),
        "DASH": mpd.encode(),
        "concat": f"ffconcat version 1.0\nfile {file}\nfile {url}\n".encode(),
    }


@pytest.mark.parametrize("kind", ["HLS to a URL", "HLS to a file", "DASH", "concat"])
def test_playlists_open_nothing(kind, bench, canary, clip):
    """A list of other files is refused; nobody asks for what it names, in any step that opens it."""
    canary.file.write_bytes(clip("good.mp4", seconds=5, audio=0).read_bytes())
    before = canary.file.stat().st_atime_ns
    body = playlists(canary)[kind]
    expect(bench, body, "playlist")
    # Were it taken for a video at the door, the next step would not open it either.
    media = bench.upload(body)
    with pytest.raises(Refused):
        probe.probe(bench.services, bench.begin(media))
    assert canary.asked == []
    assert canary.file.stat().st_atime_ns == before


def test_references_inside_a_movie_open_nothing(bench, canary, clip):
    """A QuickTime file may say that its samples lie elsewhere: they are not looked for."""
    body = clip("good.mp4", seconds=5, audio=0).read_bytes()
    at = body.index(b"url \x00\x00\x00\x01") - 4
    reference = canary.url.encode() + b"\0"
    box = struct.pack(">I", 12 + len(reference)) + b"url " + bytes(4) + reference
    grown = bytearray(body[:at] + box + body[at + 12 :])
    for kind in (b"dref", b"dinf", b"minf", b"mdia", b"trak", b"moov"):
        place = grown.rindex(kind, 0, at if kind != b"dref" else at + 1) - 4
        (size,) = struct.unpack_from(">I", grown, place)
        struct.pack_into(">I", grown, place, size + len(box) - 12)
    media = bench.upload(bytes(grown))
    run(bench, media)
    assert canary.asked == []


def test_a_picture_beyond_all_screens(bench, clip):
    """16384 x 16384 is refused by its headers, before anything is decoded."""
    motion = ("-c:v", "mjpeg", "-q:v", "5", "-pix_fmt", "yuvj420p")
    body = bytearray(clip("pictures.mkv", seconds=1, audio=0, video=motion, size=(512, 288)).read_bytes())
    for element in (b"\xb0\x82\x02\x00", b"\xba\x82\x01\x20"):  # PixelWidth 512, PixelHeight 288 of Matroska
        at = body.index(element)
        body[at + 2 : at + 4] = struct.pack(">H", 16384)
    frame = 0
    while (frame := body.find(b"\xff\xc0\x00\x11\x08", frame + 1)) > 0:  # the frame header of JPEG
        struct.pack_into(">HH", body, frame + 5, 16384, 16384)
    expect(bench, bytes(body), "too-large-picture")


def test_a_real_picture_beyond_all_screens(bench, tmp_path):
    """So is one that is really coded in a size that is too large."""
    made = tmp_path / "huge.mkv"
    source = ["-f", "lavfi", "-i", "color=black:s=9000x9000:r=1:d=1"]
    command = [
        get_ffmpeg_exe(),
        "-v",
        "error",
        "-y",
        *source,
        "-frames:v",
        "1",
        "-c:v",
        "mjpeg",
        "-pix_fmt",
        "yuvj420p",
    ]
    subprocess.run([*command, str(made)], check=True, timeout=120)
    expect(bench, made.read_bytes(), "too-large-picture")


def test_a_still_of_twelve_hours(bench, tmp_path):
    """Longer than four hours is refused, however small the file is."""
    made = tmp_path / "still.mp4"
    source = ["-f", "lavfi", "-i", "color=black:s=64x36:r=1/60:d=43200"]
    subprocess.run(
        [get_ffmpeg_exe(), "-v", "error", "-y", *source, "-c:v", "libx264", "-preset", "ultrafast", str(made)],
        check=True,
        timeout=120,
    )
    expect(bench, made.read_bytes(), "too-long")


def test_an_image_in_place_of_a_video_and_the_other_way_round(bench, clip):
    """The kind that was announced counts."""
    content = io.BytesIO()
    Image.new("RGB", (64, 36), "green").save(content, "PNG")
    expect(bench, content.getvalue(), "not-a-video")
    media = bench.upload(clip("good.mp4", seconds=5, audio=0), kind=Kind.IMAGE)
    assert run(bench, media) == "not-an-image"


def test_every_reason_is_a_sentence():
    """Each code has a sentence that ends, and says what to do."""
    for code, sentence in REASONS.items():
        assert code == code.lower()
        assert sentence.endswith(".")
        assert 20 < len(sentence) < 200
    with pytest.raises(ValueError, match="no reason"):
        Refused("nonsense")


def test_a_checksum_that_the_store_computed_is_enough(bench, clip):
    """A file that came in checked parts isn't read again; one whose parts are not those announced is refused."""
    body = clip("good.mp4", seconds=5, audio=0).read_bytes()
    media = bench.upload(b"x", size=len(body), checksum=checksum_of(body))
    objects = bench.services.objects
    key = keys.original(media.media_id, media.version)
    upload = objects.begin_parts(key, "video/mp4")
    where = {"Bucket": objects.bucket, "Key": key, "UploadId": upload, "PartNumber": 1}
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    objects.client.upload_part(**where, Body=body, ChecksumSHA256=digest)
    objects.join_parts(key, upload, objects.parts(key, upload))
    assert media.checksum.startswith(objects.checksum(key))
    read = []
    assert verify.check(objects, media, read.append) == ("video/mp4", len(body))
    assert read == []
    other = media.model_copy(update={"checksum": checksum_of(body[:-1] + b"x")})
    with pytest.raises(Refused, match="checksum-mismatch"):
        verify.check(objects, other, read.append)
    assert read
