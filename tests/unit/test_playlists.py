"""HLS playlists and storyboards, read as a player reads them."""

import re
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from functions.media.streaming.playlists import media_playlist, multivariant, segments_of_frames, storyboard
from neufit.contracts.manifest import AudioTrack, Manifest, Storyboard, VideoTrack

RATES = st.sampled_from([(24, 1), (25, 1), (30, 1), (30000, 1001), (60, 1), (24000, 1001), (12, 1)])


def manifest(
    rate: tuple[int, int] = (30, 1),
    frames: int = 600,
    segment_frames: int = 120,
    *,
    complete: bool = True,
    audio: bool = True,
    board: Storyboard | None = None,
) -> Manifest:
    return Manifest(
        media_id="m",
        plan="p",
        runtime_ms=frames * rate[1] * 1000 // rate[0],
        frame_rate=rate,
        frames=frames,
        segment_frames=segment_frames,
        segments=-(-frames // segment_frames),
        video=(
            VideoTrack(
                name="v720", width=1280, height=720, bandwidth=3_000_000, average=2_000_000, codecs="avc1.64001f"
            ),
            VideoTrack(name="v360", width=640, height=360, bandwidth=900_000, codecs="avc1.64001e"),
        ),
        audio=AudioTrack(bandwidth=130_000) if audio else None,
        storyboard=board,
        complete=complete,
    )


def attributes(line: str) -> dict[str, str]:
    return {name: value.strip('"') for name, value in re.findall(r'([A-Z-]+)=("[^"]*"|[^,]*)', line.partition(":")[2])}


def test_the_multivariant_playlist_names_every_rendition() -> None:
    """Each with codecs, resolution, frame rate, peak and mean rate (sound included) and the audio group."""
    lines = multivariant(manifest((30000, 1001)), lambda name: f"list-{name}").splitlines()
    assert lines[:3] == ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    media = attributes(lines[3])
    assert (media["TYPE"], media["GROUP-ID"], media["URI"], media["DEFAULT"]) == ("AUDIO", "audio", "list-a", "YES")
    first = attributes(lines[4])
    assert first == {
        "BANDWIDTH": "3130000",
        "AVERAGE-BANDWIDTH": "2130000",
        "CODECS": "avc1.64001f,mp4a.40.2",
        "RESOLUTION": "1280x720",
        "FRAME-RATE": "29.970",
        "CLOSED-CAPTIONS": "NONE",
        "AUDIO": "audio",
    }
    assert lines[5] == "list-v720"
    assert "AVERAGE-BANDWIDTH" not in attributes(lines[6])
    assert lines[7] == "list-v360"


def test_a_silent_video_has_no_audio_group() -> None:
    """No audio is named where there is none."""
    text = multivariant(manifest(audio=False), lambda name: name)
    assert "AUDIO" not in text
    assert 'CODECS="avc1.64001f"' in text


@given(RATES, st.integers(1, 20_000), st.integers(10, 300), st.booleans())
def test_durations_add_up_and_stay_below_the_target(
    rate: tuple[int, int], frames: int, segment_frames: int, complete: bool
) -> None:
    """The listed segments last as long as the video, none longer than the target says; sound ends with the picture."""
    made = manifest(rate, frames, segment_frames, complete=complete)
    length = Fraction(frames * rate[1], rate[0])
    for track, off in (("v720", 0.00001 * made.segments), ("a", 0.0214 + 0.00001 * made.segments)):
        text = media_playlist(made, track, made.segments, lambda name: name)
        durations = [float(line[8:-1]) for line in text.splitlines() if line.startswith("#EXTINF:")]
        target = int(re.search(r"#EXT-X-TARGETDURATION:(\d+)", text)[1])
        assert len(durations) == made.segments
        assert abs(sum(durations) - float(length)) <= off
        assert all(round(duration) <= target for duration in durations)


def test_a_complete_video_is_on_demand() -> None:
    """Type VOD, an end, an initialization segment, every segment in order."""
    lines = media_playlist(manifest(), "v720", 5, lambda name: f"u/{name}").splitlines()
    assert "#EXT-X-PLAYLIST-TYPE:VOD" in lines
    assert '#EXT-X-MAP:URI="u/v720/init.mp4"' in lines
    assert [line for line in lines if line.endswith(".m4s")] == [f"u/v720/{number:05d}.m4s" for number in range(5)]
    assert lines[-1] == "#EXT-X-ENDLIST"


@given(st.integers(0, 4), st.integers(1, 5))
def test_a_growing_playlist_only_grows_at_its_end(before: int, more: int) -> None:
    """Type EVENT: what a player has read stays, so it can load it again and go on."""
    made = manifest(complete=False)
    first = media_playlist(made, "v720", before, lambda name: name)
    later = media_playlist(made, "v720", min(5, before + more), lambda name: name)
    assert later.startswith(first.rstrip("\n"))
    assert "#EXT-X-PLAYLIST-TYPE:EVENT" in first
    assert "ENDLIST" not in later


@given(st.integers(0, 700))
def test_only_whole_segments_are_listed(frames: int) -> None:
    """A segment is there when all its frames are; the last one may be short."""
    made = manifest(frames=590)
    ready = segments_of_frames(made, frames)
    assert ready == (5 if frames >= 590 else frames // 120)


@given(st.integers(1, 400), st.integers(1, 6), st.integers(1, 6))
def test_every_tile_lies_on_its_sheet(tiles: int, columns: int, rows: int) -> None:
    """Cues follow each other without gaps up to the end; each shows another place of a sheet that exists."""
    board = Storyboard(
        interval_ms=5000,
        tile_width=160,
        tile_height=90,
        columns=columns,
        rows=rows,
        sheets=-(-tiles // (columns * rows)),
        tiles=tiles,
    )
    made = manifest(frames=(tiles * 5000 - 1) * 30 // 1000, board=board)
    cues = storyboard(made, lambda name: name).strip().split("\n\n")
    assert cues[0] == "WEBVTT"
    assert len(cues) == tiles + 1
    places = set()
    before = "00:00:00.000"
    for cue in cues[1:]:
        times, target = cue.splitlines()
        start, end = times.split(" --> ")
        assert start == before < end
        before = end
        sheet, x, y = re.fullmatch(r"storyboard/(\d{3})\.jpg#xywh=(\d+),(\d+),160,90", target).groups()
        assert int(sheet) < board.sheets
        assert int(x) < columns * 160
        assert int(y) < rows * 90
        places.add((sheet, x, y))
    assert len(places) == tiles
