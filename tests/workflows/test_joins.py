"""Chunks that were encoded apart join without a seam: every frame once, sound in its place to the sample."""

from fractions import Fraction

import pytest

SOURCES = {
    "constant 29.97, open GOPs": {
        "name": "open.mp4",
        "rate": (30000, 1001),
        "audio": 44_100,
        "video": (
            *("-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-g", "75", "-pix_fmt", "yuv420p"),
            *("-x264-params", "open-gop=1:scenecut=0"),
        ),
    },
    "rounded timestamps": {"name": "rounded.mkv", "rate": (30000, 1001), "audio": 44_100},
    "a transport stream that starts late": {"name": "stream.ts", "rate": (25, 1)},
    "VP8 and Opus": {
        "name": "clip.webm",
        "video": ("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "600k", "-g", "75"),
        "sound": ("-c:a", "libopus", "-b:a", "96k"),
    },
    "an AVI": {
        "name": "clip.avi",
        "video": ("-c:v", "mpeg4", "-bf", "2", "-q:v", "3"),
        "sound": ("-c:a", "libmp3lame", "-b:a", "96k"),
    },
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES.keys())
def test_every_frame_once_and_sound_in_place(source, clip, bench, shown, errors_of_beeps):
    """In every rendition the frame codes run from the first to the last; no beep moves by more than one sample."""
    result = bench.publish(clip(**source))
    manifest = result.manifest
    frames = manifest.frames
    assert [track.name for track in manifest.video] == ["v72", "v36"]
    assert len(bench.again(result.media).encoding["chunks"]) == 3
    for track in manifest.video:
        pictures = shown(result.track(track.name))
        assert [number for _, number in pictures] == list(range(frames))
        step = Fraction(manifest.frame_rate[1], manifest.frame_rate[0])
        # libav shifts pictures by the depth of reordering where players do not: their distances are what counts here.
        start = pictures[0][0]
        assert [moment - start for moment, _ in pictures] == [number * step for number in range(frames)]
    errors = errors_of_beeps(result.track("a"), 16)
    assert len(errors) == 9
    assert max(errors) - min(errors) <= 1
