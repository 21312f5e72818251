"""The frame grid: which frames and which samples belong to which segment and which chunk.

Everything is counted in whole frames of one constant rate, so that chunks that are encoded apart join without a seam.
Segment ``n`` holds the frames from ``n * segment_frames`` on. Its audio is cut at the AAC frames nearest to its ends.
"""

from collections.abc import Sequence
from fractions import Fraction

from pydantic import BaseModel, ConfigDict

from neufit.contracts.manifest import AAC_FRAME, SAMPLE_RATE

SEGMENT_SECONDS = 4
GOP_SECONDS = 2
MIN_TIMESCALE = 10_000
RAMP = (1, 3)
"""Segments of the first chunks: the first one makes the video watchable whatever its length, the next keeps ahead of a
viewer when few encoders run. Each further step would cost an encoder's start."""
CHUNK_SEGMENTS, LONGEST_CHUNK = 6, 10
"""Segments of the other chunks (24 to 40 s): what starting an encoder costs is below 1 % of such a chunk."""
ENCODERS = 96
"""How many encoders one video is shared out to before its chunks grow: more chunks than encoders would need a second
wave."""
_MIN_LAST = 2


class Chunk(BaseModel):
    """A run of whole segments that one task encodes."""

    model_config = ConfigDict(frozen=True)

    number: int
    first_segment: int
    segments: int


class Grid(BaseModel):
    """The grid of a video: ``rate`` frames per second (numerator, denominator), ``frames`` in all."""

    model_config = ConfigDict(frozen=True)

    rate: tuple[int, int]
    frames: int

    @property
    def frame_seconds(self) -> Fraction:
        """How long a frame lasts."""
        return Fraction(self.rate[1], self.rate[0])

    @property
    def seconds(self) -> Fraction:
        """How long the video lasts."""
        return self.frames * self.frame_seconds

    @property
    def gop_frames(self) -> int:
        """Frames from one keyframe to the next, about 2 s; every segment is a whole number of them."""
        return max(1, round(GOP_SECONDS / self.frame_seconds))

    @property
    def segment_frames(self) -> int:
        """Frames of every segment but the last."""
        return self.gop_frames * (SEGMENT_SECONDS // GOP_SECONDS)

    @property
    def segments(self) -> int:
        """How many segments there are."""
        return -(-self.frames // self.segment_frames)

    @property
    def timescale(self) -> int:
        """Units per second of the decode times in video tracks."""
        return self.rate[0] * self._multiple

    @property
    def frame_ticks(self) -> int:
        """Length of a frame in units of the timescale; whole, so that decode times never drift."""
        return self.rate[1] * self._multiple

    @property
    def _multiple(self) -> int:
        return -(-MIN_TIMESCALE // self.rate[0])

    @property
    def audio_frames(self) -> int:
        """AAC frames of the whole video; the last one may reach past the last picture."""
        samples = self.seconds * SAMPLE_RATE
        return -(-samples.numerator // (samples.denominator * AAC_FRAME))

    def first_frame(self, segment: int) -> int:
        """Number of the first frame of a segment; of the one after the last, the number of all frames."""
        return min(self.frames, segment * self.segment_frames)

    def first_audio_frame(self, segment: int) -> int:
        """Number of the first AAC frame of a segment; of the one after the last, the number of all of them."""
        if segment >= self.segments:
            return self.audio_frames
        return round(self.first_frame(segment) * self.frame_seconds * SAMPLE_RATE / AAC_FRAME)

    def chunks(self, ramp: Sequence[int] = RAMP, size: int = CHUNK_SEGMENTS) -> tuple[Chunk, ...]:
        """The chunks, in order: a ramp of short ones, then all of one size; a short rest joins the one before it.

        ``size`` segments or, in long videos, as many more (two thirds more at most) as keep all encoders busy once.
        """
        most = size * LONGEST_CHUNK // CHUNK_SEGMENTS
        size = max(size, min(most, -(-self.segments // ENCODERS)))
        sizes: list[int] = []
        left = self.segments
        while left:
            take = ramp[len(sizes)] if len(sizes) < len(ramp) else size
            if left - take < _MIN_LAST and len(sizes) >= len(ramp):
                take = left
            sizes.append(min(take, left))
            left -= sizes[-1]
        starts = [sum(sizes[:number]) for number in range(len(sizes))]
        return tuple(
            Chunk(number=number, first_segment=start, segments=count)
            for number, (start, count) in enumerate(zip(starts, sizes, strict=True))
        )

    def chunk_frames(self, chunk: Chunk) -> tuple[int, int]:
        """(first frame, number of frames) of a chunk."""
        first = self.first_frame(chunk.first_segment)
        return first, self.first_frame(chunk.first_segment + chunk.segments) - first

    def chunk_audio_frames(self, chunk: Chunk) -> tuple[int, int]:
        """(first AAC frame, number of AAC frames) of a chunk."""
        first = self.first_audio_frame(chunk.first_segment)
        return first, self.first_audio_frame(chunk.first_segment + chunk.segments) - first
