"""What the plan task decided: everything that an encode task needs beside its chunk's number."""

import hashlib
from fractions import Fraction

from pydantic import BaseModel, ConfigDict

from neufit.contracts.manifest import Storyboard
from stepfunctions.publish_video.grid import CHUNK_SEGMENTS, RAMP, Chunk, Grid
from stepfunctions.publish_video.ladder import LADDER_VERSION, RUNGS, Encode, Rung, ladder
from stepfunctions.publish_video.source import Source

ENCODER_VERSION = 1
"""Part of a plan's name: raise it when the same source would give other bytes."""
_TILE_SIDE = 160
_SHEET_TILES = 100
_INTERVALS = ((120, 2_000), (600, 5_000), (3600, 10_000))
_LONG_INTERVAL = 20_000


class Shape(BaseModel):
    """What may be chosen of an encoding: rungs, and segments of the first and of the other chunks."""

    model_config = ConfigDict(frozen=True)

    rungs: tuple[Rung, ...] = RUNGS
    ramp: tuple[int, ...] = RAMP
    chunk_segments: int = CHUNK_SEGMENTS


class Encoding(BaseModel):
    """The plan of a publishing run. ``plan`` names it and all that it makes; the bytes depend on ``threads`` too."""

    model_config = ConfigDict(frozen=True)

    plan: str
    source: Source
    grid: Grid
    renditions: tuple[Encode, ...]
    chunks: tuple[Chunk, ...]
    storyboard: Storyboard
    threads: int

    @property
    def tracks(self) -> tuple[str, ...]:
        """Names of all tracks, video from large to small, then audio."""
        video = tuple(rendition.name for rendition in self.renditions)
        return (*video, "a") if self.source.audio else video

    def tile_frames(self, chunk: Chunk) -> list[int]:
        """Numbers of the frames of a chunk that become tiles: tile ``i`` shows the first frame from its moment on."""
        first, count = self.grid.chunk_frames(chunk)
        step = Fraction(self.storyboard.interval_ms, 1000) / self.grid.frame_seconds
        tile = (first - 1) // step + 1
        frames = []
        while (frame := -(-(tile * step).numerator // (tile * step).denominator)) < first + count:
            frames.append(frame)
            tile += 1
        return frames


def plan_name(version: str, attempt: int, threads: int) -> str:
    """Name of a run's results: the same for a run that is repeated, another for everything that gives other bytes."""
    identity = f"{version}/{attempt}/{LADDER_VERSION}/{ENCODER_VERSION}/{threads}"
    return hashlib.sha256(identity.encode()).hexdigest()[:16]


def storyboard(grid: Grid, width: int, height: int) -> Storyboard:
    """Tiles of 160 pixels on the long side, farther apart in long videos, at most 100 on a sheet."""
    seconds = grid.seconds
    interval = next((ms for limit, ms in _INTERVALS if seconds <= limit), _LONG_INTERVAL)
    step = Fraction(interval, 1000) / grid.frame_seconds
    tiles = -(-grid.frames * step.denominator // step.numerator)
    scale = Fraction(_TILE_SIDE, max(width, height))
    columns = min(10, tiles)
    rows = min(_SHEET_TILES // 10, -(-tiles // columns))
    return Storyboard(
        interval_ms=interval,
        tile_width=max(2, round(width * scale / 2) * 2),
        tile_height=max(2, round(height * scale / 2) * 2),
        columns=columns,
        rows=rows,
        sheets=-(-tiles // (columns * rows)),
        tiles=tiles,
    )


def decide(source: Source, *, plan: str, threads: int, shape: Shape) -> Encoding:
    """The encoding of a source."""
    grid = Grid(rate=source.rate, frames=source.frames)
    return Encoding(
        plan=plan,
        source=source,
        grid=grid,
        renditions=ladder(source.width, source.height, shape.rungs),
        chunks=grid.chunks(shape.ramp, shape.chunk_segments),
        storyboard=storyboard(grid, source.width, source.height),
        threads=threads,
    )
