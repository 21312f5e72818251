"""The segment grid of a manifest."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from neufit.contracts.manifest import Manifest

RATES = st.sampled_from([(24, 1), (25, 1), (30, 1), (30000, 1001), (60, 1), (24000, 1001)])


def manifest(rate: tuple[int, int], frames: int, segment_frames: int) -> Manifest:
    return Manifest(
        media_id="m",
        plan="p",
        runtime_ms=frames * rate[1] * 1000 // rate[0],
        frame_rate=rate,
        frames=frames,
        segment_frames=segment_frames,
        segments=-(-frames // segment_frames),
        video=(),
        complete=True,
    )


@given(RATES, st.integers(1, 500_000), st.integers(1, 300))
def test_segments_cover_every_frame_once(rate: tuple[int, int], frames: int, segment_frames: int) -> None:
    """Segments follow each other without gap or overlap and add up to the length of the video."""
    grid = manifest(rate, frames, segment_frames)
    for number in (0, grid.segments // 2, grid.segments - 2):
        if 0 <= number < grid.segments - 1:
            assert grid.segment_start(number) + grid.segment_seconds(number) == grid.segment_start(number + 1)
    end = grid.segment_start(grid.segments - 1) + grid.segment_seconds(grid.segments - 1)
    assert end == Fraction(frames * rate[1], rate[0])


@given(RATES, st.integers(1, 500_000), st.integers(1, 300), st.integers(0, 2**40))
def test_a_position_lies_in_its_segment(rate: tuple[int, int], frames: int, segment_frames: int, ms: int) -> None:
    """The segment found for a moment holds it; moments past the end give the last segment."""
    grid = manifest(rate, frames, segment_frames)
    number = grid.segment_at(ms)
    assert 0 <= number < grid.segments
    assert grid.segment_start(number) <= Fraction(ms, 1000)
    if number < grid.segments - 1:
        assert Fraction(ms, 1000) < grid.segment_start(number + 1)
