"""The manifest of a published video: ``pub/{mediaId}/{plan}/manifest.json``.

Written first by the plan task (``complete`` false) and once more when the last segment is there. Media segments are
CMAF chunks (fragmented MP4, ISO/IEC 23000-19) on one grid for all renditions: segment ``n`` holds the frames from
``n * segment_frames`` on, so every segment lasts the same but the last. Audio segments are cut at the AAC frame (1024
samples) nearest to the same moments.
"""

from fractions import Fraction

from pydantic import BaseModel, ConfigDict, Field

AAC_FRAME = 1024
SAMPLE_RATE = 48_000


class VideoTrack(BaseModel):
    """One rendition. ``name`` is its folder (``v720``), ``bandwidth`` the peak and ``average`` the mean rate, bit/s."""

    model_config = ConfigDict(frozen=True)

    name: str
    width: int
    height: int
    bandwidth: int
    average: int = 0
    codecs: str


class AudioTrack(BaseModel):
    """The audio. AAC-LC, 48 kHz. ``name`` is its folder (``a``)."""

    model_config = ConfigDict(frozen=True)

    name: str = "a"
    bandwidth: int
    channels: int = 2
    codecs: str = "mp4a.40.2"


class Storyboard(BaseModel):
    """Tiles for the seek bar. Tile ``i`` shows the moment ``i * interval_ms``, row by row on each sheet."""

    model_config = ConfigDict(frozen=True)

    interval_ms: int
    tile_width: int
    tile_height: int
    columns: int
    rows: int
    sheets: int
    tiles: int


class Manifest(BaseModel):
    """What a player or a relay needs to know about a published video. Renditions go from large to small."""

    model_config = ConfigDict(frozen=True)

    media_id: str
    plan: str
    runtime_ms: int
    frame_rate: tuple[int, int] = Field(description="frames per second as numerator, denominator")
    frames: int
    segment_frames: int
    segments: int
    video: tuple[VideoTrack, ...]
    audio: AudioTrack | None = None
    storyboard: Storyboard | None = None
    complete: bool

    def segment_start(self, number: int) -> Fraction:
        """Second at which segment ``number`` begins."""
        return Fraction(number * self.segment_frames * self.frame_rate[1], self.frame_rate[0])

    def segment_seconds(self, number: int) -> Fraction:
        """Length of segment ``number`` in seconds; only the last one is shorter."""
        frames = min(self.segment_frames, self.frames - number * self.segment_frames)
        return Fraction(frames * self.frame_rate[1], self.frame_rate[0])

    def segment_at(self, position_ms: int) -> int:
        """The segment that holds this moment; moments past the end give the last one."""
        frame = position_ms * self.frame_rate[0] // (1000 * self.frame_rate[1])
        return max(0, min(self.segments - 1, frame // self.segment_frames))
