"""Whatever people upload: every picture of it comes out, upright, in every rendition at the same rate."""

import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from imageio_ffmpeg import get_ffmpeg_exe

X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "50")
X265 = ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error:keyint=50", "-tag:v", "hvc1")
PICTURES = {
    "10 bit HEVC": {"name": "ten.mp4", "video": (*X265, "-pix_fmt", "yuv420p10le")},
    "HDR": {
        "name": "hdr.mp4",
        "video": (
            *(*X265, "-pix_fmt", "yuv420p10le", "-color_primaries", "bt2020", "-color_trc", "smpte2084"),
            *("-colorspace", "bt2020nc"),
        ),
    },
    "4:4:4": {"name": "444.mp4", "video": (*X264, "-pix_fmt", "yuv444p")},
    "full range": {"name": "full.mp4", "video": (*X264, "-pix_fmt", "yuvj420p", "-color_range", "pc")},
    "interlaced": {
        "name": "fields.mp4",
        "video": (*X264, "-pix_fmt", "yuv420p", "-flags", "+ildct+ilme", "-vf", "setfield=tff"),
    },
    "slow": {"name": "slow.mp4", "rate": (12, 1), "video": (*X264, "-pix_fmt", "yuv420p")},
    "film": {"name": "film.mkv", "rate": (24000, 1001), "video": (*X264, "-pix_fmt", "yuv420p")},
    "a clock that starts late": {
        "name": "offset.mkv",
        "video": (*X264, "-pix_fmt", "yuv420p", "-output_ts_offset", "5.3"),
    },
}


def shrink(source: Path, target: str, *arguments: str, before: tuple[str, ...] = ()) -> Path:
    """Another file made of a clip."""
    made = source.with_name(target)
    command = [get_ffmpeg_exe(), "-nostdin", "-v", "error", "-y", *before, "-i", str(source), *arguments, str(made)]
    subprocess.run(command, check=True, timeout=60)
    return made


@pytest.mark.parametrize("source", PICTURES.values(), ids=PICTURES.keys())
def test_pictures_of_every_kind_come_out(source, clip, bench, shown):
    """Each frame of the source once and in order, in both renditions, as 8 bit 4:2:0."""
    file = clip(seconds=6, audio=0, **source)
    before = [number for _, number in shown(file.read_bytes())]
    result = bench.publish(file)
    for track in result.manifest.video:
        assert [number for _, number in shown(result.track(track.name))] == before
        assert track.codecs.startswith("avc1.64")
    assert result.manifest.audio is None


def test_above_60_frames_a_second_every_second_one_is_taken(clip, bench, shown):
    """100 frames a second become 50."""
    result = bench.publish(clip("fast.mp4", seconds=5, rate=(100, 1), audio=0))
    assert result.manifest.frame_rate == (50, 1)
    numbers = [number for _, number in shown(result.track("v36"))]
    assert {later - earlier for earlier, later in pairwise(numbers)} == {2}


def test_variable_rate_loses_no_picture(clip, bench, shown):
    """A phone that left frames out: what is there comes once or is repeated where others are missing."""
    steady = clip("steady.mp4", seconds=6, audio=0)
    missing = "not(eq(mod(n,7),3))*not(between(n,40,55))"
    uneven = shrink(steady, "uneven.mkv", "-vf", f"select='{missing}'", "-fps_mode", "vfr", *X264)
    before = [number for _, number in shown(uneven.read_bytes())]
    result = bench.publish(uneven)
    assert result.manifest.frame_rate == (30, 1)
    numbers = [number for _, number in shown(result.track("v36"))]
    assert list(dict.fromkeys(numbers)) == before
    assert len(numbers) == result.manifest.frames == 180


def test_rotation_is_applied(clip, bench):
    """A film of a phone held upright is published upright, its short side scaled."""
    flat = clip("flat.mp4", seconds=5, audio=0)
    upright = shrink(flat, "upright.mp4", "-c", "copy", before=("-display_rotation", "90"))
    sizes = [(track.name, track.width, track.height) for track in bench.publish(upright).manifest.video]
    assert sizes == [("v72", 72, 128), ("v36", 36, 64)]


def test_odd_sizes_and_oblong_pixels(clip, bench, shown):
    """Sizes become even, pixels square, and nothing becomes larger than the source."""
    flat = clip("plain.mp4", seconds=5, audio=0)
    odd = shrink(flat, "odd.mp4", "-vf", "scale=127:71", "-pix_fmt", "yuv444p", *X264)
    manifest = bench.publish(odd).manifest
    assert [(track.name, track.width, track.height) for track in manifest.video] == [("v71", 126, 70), ("v36", 64, 36)]
    oblong = shrink(flat, "oblong.mp4", "-vf", "scale=96:72,setsar=4/3", *X264)
    result = bench.publish(oblong)
    assert [(track.width, track.height) for track in result.manifest.video] == [(128, 72), (64, 36)]
    assert [number for _, number in shown(result.track("v72"))] == list(range(150))


def test_an_edit_list_is_honoured(clip, bench, shown):
    """What was cut off at the front without encoding anew stays hidden."""
    whole = clip("whole.mp4", seconds=8)
    cut = shrink(whole, "cut.mp4", "-c", "copy", before=("-ss", "3.2"))
    before = [number for _, number in shown(cut.read_bytes())]
    assert before[0] > 0
    numbers = [number for _, number in shown(bench.publish(cut).track("v36"))]
    assert numbers[-1] == before[-1]
    assert numbers == list(range(numbers[0], before[-1] + 1))
    assert abs(numbers[0] - 96) <= 1


@pytest.mark.parametrize(("heard", "beeps"), [(12.0, 5), (4.0, 2)], ids=["longer", "shorter"])
def test_sound_that_is_not_as_long_as_the_picture(heard, beeps, clip, bench, errors_of_beeps):
    """Sound ends with the picture, or goes on as silence; either way the track is as long as the picture."""
    result = bench.publish(clip(f"heard-{heard}.mp4", seconds=9, audio_seconds=heard))
    manifest = result.manifest
    assert manifest.runtime_ms == 9000
    errors = errors_of_beeps(result.track("a"), min(heard, 9) + 0.1)[: beeps - 1]
    assert errors
    assert max(errors) - min(errors) <= 1


def test_surround_sound_becomes_stereo(clip, bench, errors_of_beeps):
    """Six channels are mixed down to two, in place."""
    result = bench.publish(clip("surround.mkv", seconds=9, channels=6, sound=("-c:a", "ac3", "-b:a", "384k")))
    errors = errors_of_beeps(result.track("a"), 9)
    assert len(errors) == 5
    assert max(errors) - min(errors) <= 1


def test_sound_before_the_first_picture_is_cut(clip, bench, errors_of_beeps):
    """The video begins with its first picture; sound keeps its place beside it."""
    late = clip("late.mkv", seconds=9, video=(*X264, "-pix_fmt", "yuv420p", "-vf", "setpts=PTS+0.7/TB"))
    errors = errors_of_beeps(bench.publish(late).track("a"), 9, 0.7)
    assert len(errors) == 5
    assert max(abs(error) for error in errors) <= 24 + 1  # the clock of this container counts whole milliseconds
