"""The frame grid, the ladder and the cadence: whole frames, no drift, nothing larger than the source."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import assume, example, given
from hypothesis import strategies as st

from neufit.contracts.manifest import AAC_FRAME, SAMPLE_RATE
from stepfunctions.publish_video.cadence import constant_rate, fits, frame_count
from stepfunctions.publish_video.encoding import Shape, decide, storyboard
from stepfunctions.publish_video.grid import Grid
from stepfunctions.publish_video.ladder import RUNGS, ladder
from stepfunctions.publish_video.source import Source, SourceAudio

RATES = st.sampled_from(
    [(10, 1), (24000, 1001), (24, 1), (25, 1), (30000, 1001), (30, 1), (50, 1), (60, 1), (2997, 100)]
)
FRAMES = st.integers(1, 4 * 3600 * 60)


@given(RATES, FRAMES)
@example((30000, 1001), 1)
def test_chunks_hold_every_segment_frame_and_sample_once(rate, frames):
    """Chunks follow each other without gap or overlap, in segments, in frames and in AAC frames."""
    grid = Grid(rate=rate, frames=frames)
    segment = frame = sound = 0
    chunks = grid.chunks()
    for number, chunk in enumerate(chunks):
        assert chunk.number == number
        assert chunk.first_segment == segment
        assert grid.chunk_frames(chunk)[0] == frame
        assert grid.chunk_audio_frames(chunk)[0] == sound
        segment += chunk.segments
        frame += grid.chunk_frames(chunk)[1]
        sound += grid.chunk_audio_frames(chunk)[1]
    assert (segment, frame, sound) == (grid.segments, frames, grid.audio_frames)
    assert chunks[0].segments == 1
    assert max(chunk.segments for chunk in chunks) <= 11


@given(RATES, FRAMES)
def test_segments_are_whole_gops_of_about_four_seconds(rate, frames):
    """Each segment begins with a keyframe; decode times are whole ticks, so that they never drift."""
    grid = Grid(rate=rate, frames=frames)
    assert grid.segment_frames % grid.gop_frames == 0
    assert 3.4 < float(grid.segment_frames * grid.frame_seconds) < 4.6
    assert Fraction(grid.frame_ticks, grid.timescale) == grid.frame_seconds
    assert grid.timescale >= 10_000
    for number in (0, grid.segments // 2, grid.segments - 1):
        apart = abs(
            grid.first_audio_frame(number) * Fraction(AAC_FRAME, SAMPLE_RATE)
            - grid.first_frame(number) * grid.frame_seconds
        )
        assert apart <= Fraction(AAC_FRAME, 2 * SAMPLE_RATE)
    assert 0 <= grid.audio_frames * Fraction(AAC_FRAME, SAMPLE_RATE) - grid.seconds < Fraction(AAC_FRAME, SAMPLE_RATE)


@given(st.integers(16, 8192), st.integers(16, 4352))
@example(1920, 1080)
@example(1080, 1920)
@example(720, 576)
def test_no_rendition_is_larger_than_the_source(width, height):
    """Even sizes, from large to small, the shape of the source kept, at least one rendition, every name once."""
    renditions = ladder(width, height)
    assert renditions
    assert len({rendition.name for rendition in renditions}) == len(renditions)
    for rendition in renditions:
        assert rendition.width <= width
        assert rendition.height <= height
        assert rendition.width % 2 == rendition.height % 2 == 0
        assert abs(rendition.width * height - rendition.height * width) <= 2 * max(width, height)
    sides = [min(rendition.width, rendition.height) for rendition in renditions]
    assert sides == sorted(sides, reverse=True)
    assert all(later.cap <= earlier.cap for earlier, later in pairwise(renditions))


def test_the_ladder_of_usual_sources():
    """Full HD gets all rungs, upright video by its short side, a size between two rungs its own."""
    assert [(each.name, each.width, each.height) for each in ladder(1920, 1080)] == [
        ("v1080", 1920, 1080),
        ("v720", 1280, 720),
        ("v480", 854, 480),
        ("v360", 640, 360),
    ]
    assert [each.name for each in ladder(1080, 1920)] == ["v1080", "v720", "v480", "v360"]
    assert [each.name for each in ladder(3840, 2160)] == ["v1080", "v720", "v480", "v360"]
    assert [each.name for each in ladder(720, 576)] == ["v576", "v480", "v360"]
    assert [each.name for each in ladder(640, 368)] == ["v360"]
    assert [each.name for each in ladder(320, 180)] == ["v180"]
    assert [(rung.crf, rung.cap) for rung in RUNGS] == [
        (22, 5_000_000),
        (21, 3_000_000),
        (20, 1_600_000),
        (19, 900_000),
    ]


@given(RATES, st.integers(2, 400), st.sampled_from([1, 90_000, 1000, 600]), st.integers(0, 10**6))
def test_a_constant_rate_survives_the_rounding_of_its_container(rate, count, clock, start):
    """Timestamps rounded to the container's clock give the rate back: every frame gets a place of its own."""
    exact = Fraction(*rate)
    assume(clock > 1 or exact.denominator == 1)
    ticks = clock if clock > 1 else rate[0]
    times = [Fraction(round((start + number / exact) * ticks), ticks) for number in range(count)]
    found = constant_rate(times, [exact])
    assert fits(times, found)


@given(st.lists(st.integers(1, 12), min_size=2, max_size=200), RATES)
def test_a_variable_rate_becomes_one_between_the_limits(gaps, rate):
    """Whatever the gaps, the grid has from 10 to 60 frames a second and ends with the last picture."""
    times = [Fraction(0)]
    for gap in gaps:
        times.append(times[-1] + gap / Fraction(*rate))
    found = constant_rate(times)
    assert 10 <= found <= 60
    count = frame_count(times[0], times[-1], Fraction(1, 30), found)
    assert abs(count / found - times[-1]) <= 2 / found + Fraction(1, 30)


def test_rates_beyond_the_limits_keep_their_frames_in_step():
    """Fast sources lose every second frame evenly, slow ones show each several times."""
    assert constant_rate([Fraction(number, 120) for number in range(300)]) == 60
    assert constant_rate([Fraction(number, 100) for number in range(300)]) == 50
    assert constant_rate([Fraction(number, 4) for number in range(30)]) == 12
    assert constant_rate([Fraction(0)], [Fraction(25)]) == 25
    assert constant_rate([Fraction(0)]) == 25


@given(RATES, st.integers(1, 200_000), st.integers(64, 4000), st.integers(64, 4000))
def test_every_tile_of_the_storyboard_belongs_to_one_chunk(rate, frames, width, height):
    """Tile i is the first frame from its moment on; chunks share them out without rest, sheets hold them all."""
    source = Source(
        format="mov",
        index=0,
        codec="h264",
        width=width,
        height=height,
        start=(0, 1),
        rate=rate,
        frames=frames,
        audio=SourceAudio(index=1, sample_rate=44_100, origin=0),
    )
    encoding = decide(source, plan="p", threads=1, shape=Shape())
    board = encoding.storyboard
    found = [frame for chunk in encoding.chunks for frame in encoding.tile_frames(chunk)]
    step = Fraction(board.interval_ms, 1000) / encoding.grid.frame_seconds
    assert found == [-(-(tile * step).numerator // (tile * step).denominator) for tile in range(len(found))]
    assert board.tiles - 1 <= len(found) <= board.tiles
    assert (board.sheets - 1) * board.columns * board.rows < board.tiles <= board.sheets * board.columns * board.rows
    assert board.columns * board.rows <= 100


def test_long_videos_have_tiles_farther_apart():
    """The number of tiles stays small whatever the length."""
    for seconds, interval in ((60, 2000), (600, 5000), (3600, 10_000), (14_400, 20_000)):
        board = storyboard(Grid(rate=(30, 1), frames=seconds * 30), 1920, 1080)
        assert (board.interval_ms, board.tile_width, board.tile_height) == (interval, 160, 90)
        assert board.tiles <= 720
