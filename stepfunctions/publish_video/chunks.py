"""Encoding one chunk: run the encoder, check what came out frame by frame, cut it into final segments."""

import hashlib
import logging
import math
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from stepfunctions.publish_video import command, process, sound
from stepfunctions.publish_video.boxes import DamagedBoxes
from stepfunctions.publish_video.encoding import Encoding
from stepfunctions.publish_video.fragments import Segment, first_frame, segments, split
from stepfunctions.publish_video.grid import Chunk
from stepfunctions.publish_video.refusals import Refused

log = logging.getLogger(__name__)

SOUND = "a"
"""Name of the audio track."""
_LEADS = (1.0, 15.0, None)
"""Seconds before a chunk from which it is read. Some containers lead to a place between two keyframes: then more."""
_CPU_PER_SECOND = 120
"""Seconds of processor time that a second of video may cost; the dearest of honest sources need a tenth."""
_OUT_OF_TIME = frozenset({255, -signal.SIGXCPU})
"""How ffmpeg ends when its processor time is used up."""


class SegmentFacts(BaseModel):
    """A segment as it was written: bytes of its samples alone, decode time in ticks, number of samples."""

    model_config = ConfigDict(frozen=True)

    number: int
    payload: int
    decode_time: int
    samples: int


class TrackFacts(BaseModel):
    """A chunk of a track. ``initialization`` is the SHA-256 of its initialization segment, the same in all chunks."""

    model_config = ConfigDict(frozen=True)

    initialization: str
    segments: tuple[SegmentFacts, ...]


class SampleFacts(BaseModel):
    """The samples of a track that the download takes: bytes, ticks from decoding to showing, which begin a GOP."""

    model_config = ConfigDict(frozen=True)

    sizes: tuple[int, ...]
    shifts: tuple[int, ...]
    syncs: tuple[int, ...]


class ChunkFacts(BaseModel):
    """What an encode task leaves for the stitch task: every segment by track, the samples of the download by track."""

    model_config = ConfigDict(frozen=True)

    tracks: Mapping[str, TrackFacts]
    samples: Mapping[str, SampleFacts]
    payload: str
    """SHA-256 of the samples as the download holds them."""


@dataclass(frozen=True, slots=True)
class EncodedTrack:
    """A chunk of a track: the initialization segment and the media segments."""

    initialization: bytes
    segments: Sequence[Segment]


@dataclass(frozen=True, slots=True)
class EncodedChunk:
    """All that comes out of a chunk. ``tiles`` is a strip of the storyboard, ``best`` the track that is downloaded."""

    best: str
    tracks: Mapping[str, EncodedTrack]
    tiles: bytes | None

    @property
    def _downloaded(self) -> list[str]:
        return [self.best, SOUND] if SOUND in self.tracks else [self.best]

    def payload(self) -> bytes:
        """The samples as the download holds them: picture and sound take turns, a segment each."""
        turns = zip(*(self.tracks[name].segments for name in self._downloaded), strict=True)
        return b"".join(segment.payload for turn in turns for segment in turn)

    def facts(self) -> ChunkFacts:
        """What the stitch task needs to know."""
        return ChunkFacts(
            tracks={name: _track_facts(track) for name, track in self.tracks.items()},
            samples={name: _sample_facts(self.tracks[name]) for name in self._downloaded},
            payload=hashlib.sha256(self.payload()).hexdigest(),
        )


def _track_facts(track: EncodedTrack) -> TrackFacts:
    return TrackFacts(
        initialization=hashlib.sha256(track.initialization).hexdigest(),
        segments=tuple(
            SegmentFacts(
                number=segment.number,
                payload=len(segment.payload),
                decode_time=segment.decode_time,
                samples=len(segment.samples),
            )
            for segment in track.segments
        ),
    )


def _sample_facts(track: EncodedTrack) -> SampleFacts:
    samples = [sample for segment in track.segments for sample in segment.samples]
    return SampleFacts(
        sizes=tuple(sample.size for sample in samples),
        shifts=tuple(sample.shift for sample in samples),
        syncs=tuple(number for number, sample in enumerate(samples) if sample.sync),
    )


def _run(
    encoding: Encoding, chunk: Chunk, *, ffmpeg: str, url: str, folder: Path, on_frames: Callable[[int], None]
) -> None:
    """Run the encoder, from farther back when it missed the first frames. Raise Refused when frames are missing."""
    first, count = encoding.grid.chunk_frames(chunk)
    limits = process.Limits(cpu_seconds=300 + _CPU_PER_SECOND * int(count * encoding.grid.frame_seconds))
    best = folder / f"{encoding.renditions[0].name}.mp4"
    for lead in _LEADS:
        try:
            process.run(command.encode(ffmpeg, encoding, chunk, url, folder, lead=lead), limits, on_frames)
        except process.EncoderFailed as failed:
            lines = [line.replace(url, "(the original)") for line in failed.lines]
            log.warning("the encoder failed", extra={"code": failed.code, "lines": lines, "chunk": chunk.number})
            if failed.overdue or failed.code in _OUT_OF_TIME:
                raise Refused("too-costly") from failed
            if failed.code < 0 or not first or (best.exists() and split(best.read_bytes())[1]):
                raise
            continue  # there was nothing to decode from there on
        _, fragments = split(best.read_bytes())
        if fragments and first_frame(fragments, encoding.grid) == first:
            if sum(len(fragment.samples) for fragment in fragments) == count:
                return
            break  # it began where it should and ended early: no other way of reading changes that
    raise Refused("truncated")


def _sound_segments(encoding: Encoding, chunk: Chunk, adts: bytes) -> list[Segment]:
    grid = encoding.grid
    begin, count = grid.chunk_audio_frames(chunk)
    drop = command.audio_cut(begin, count).drop
    frames = sound.frames(adts)[drop : drop + count]
    if len(frames) != count:
        raise DamagedBoxes(f"{len(frames)} AAC frames, {count} expected")
    return [
        sound.segment(number, grid.first_audio_frame(number), frames[first - begin : end - begin])
        for number in range(chunk.first_segment, chunk.first_segment + chunk.segments)
        for first, end in [(grid.first_audio_frame(number), grid.first_audio_frame(number + 1))]
    ]


def encode_chunk(
    encoding: Encoding, chunk: Chunk, *, ffmpeg: str, url: str, folder: Path, on_frames: Callable[[int], None]
) -> EncodedChunk:
    """Encode a chunk of the original at ``url``; intermediate files go to ``folder``.

    Raise Refused when frames are missing in the source or it takes far too long, EncoderFailed or DamagedBoxes when the
    encoder failed.
    """
    _run(encoding, chunk, ffmpeg=ffmpeg, url=url, folder=folder, on_frames=on_frames)
    tracks: dict[str, EncodedTrack] = {}
    for rendition in encoding.renditions:
        initialization, fragments = split((folder / f"{rendition.name}.mp4").read_bytes())
        tracks[rendition.name] = EncodedTrack(initialization, segments(fragments, encoding.grid, chunk.first_segment))
    if encoding.source.audio is not None:
        adts = (folder / command.AUDIO).read_bytes()
        tracks[SOUND] = EncodedTrack(sound.initialization(), _sound_segments(encoding, chunk, adts))
    if any(len(track.segments) != chunk.segments for track in tracks.values()):
        raise DamagedBoxes("segments are missing")
    return EncodedChunk(
        best=encoding.renditions[0].name,
        tracks=tracks,
        tiles=(folder / command.TILES).read_bytes() if encoding.tile_frames(chunk) else None,
    )


def rate(encoding: Encoding, track: EncodedTrack) -> tuple[int, int]:
    """(bytes, highest bit/s of a segment) of a chunk of a track. What lasts less than a second is measured over one."""
    grid = encoding.grid
    peak = 0
    for segment in track.segments:
        frames = grid.first_frame(segment.number + 1) - grid.first_frame(segment.number)
        peak = max(peak, math.ceil(len(segment.body) * 8 / max(Fraction(1), frames * grid.frame_seconds)))
    return sum(len(segment.body) for segment in track.segments), peak
