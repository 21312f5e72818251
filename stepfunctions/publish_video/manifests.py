"""The manifest of a publishing run: an early one from the plan, the final one from what was measured."""

from collections.abc import Mapping, Sequence

from neufit.contracts.manifest import AudioTrack, Manifest, VideoTrack
from neufit.domain.media import Published, Rendition
from neufit.domain.publication import Chunk, Job
from stepfunctions.publish_video.command import AUDIO_RATE
from stepfunctions.publish_video.encoding import Encoding
from stepfunctions.publish_video.fragments import codecs

_OVERHEAD = 1.1
"""What boxes and the slack of the encoder's rate control add to a cap, until it is measured."""


def early_manifest(job: Job, encoding: Encoding, initializations: Mapping[str, bytes]) -> Manifest:
    """What can be said once the first chunk is there: bandwidths are the caps."""
    video = tuple(
        VideoTrack(
            name=rendition.name,
            width=rendition.width,
            height=rendition.height,
            bandwidth=round(rendition.cap * _OVERHEAD),
            codecs=codecs(initializations[rendition.name]),
        )
        for rendition in encoding.renditions
    )
    audio = AudioTrack(bandwidth=round(AUDIO_RATE * _OVERHEAD)) if encoding.source.audio else None
    return _manifest(job, encoding, video, audio, complete=False)


def final_manifest(job: Job, encoding: Encoding, early: Manifest, chunks: Sequence[Chunk]) -> Manifest:
    """The manifest with measured bandwidths: the highest of any segment and the mean of all."""
    seconds = encoding.grid.seconds

    def measured(track: str) -> tuple[int, int]:
        peak = max(chunk.rates[track][1] for chunk in chunks)
        return peak, round(sum(chunk.rates[track][0] for chunk in chunks) * 8 / seconds)

    video = []
    for track in early.video:
        peak, average = measured(track.name)
        video.append(track.model_copy(update={"bandwidth": peak, "average": average}))
    audio = early.audio
    if audio is not None:
        audio = audio.model_copy(update={"bandwidth": measured(audio.name)[0]})
    return _manifest(job, encoding, tuple(video), audio, complete=True)


def _manifest(
    job: Job, encoding: Encoding, video: tuple[VideoTrack, ...], audio: AudioTrack | None, *, complete: bool
) -> Manifest:
    grid = encoding.grid
    return Manifest(
        media_id=job.media_id,
        plan=job.plan,
        runtime_ms=round(grid.seconds * 1000),
        frame_rate=grid.rate,
        frames=grid.frames,
        segment_frames=grid.segment_frames,
        segments=grid.segments,
        video=video,
        audio=audio,
        storyboard=encoding.storyboard if complete else None,
        complete=complete,
    )


def published(version: str, manifest: Manifest) -> Published:
    """What the item says about this result."""
    best = manifest.video[0]
    return Published(
        version=version,
        plan=manifest.plan,
        runtime_ms=manifest.runtime_ms,
        width=best.width,
        height=best.height,
        frame_rate=round(manifest.frame_rate[0] / manifest.frame_rate[1], 3),
        renditions=tuple(
            Rendition(name=track.name, width=track.width, height=track.height, bandwidth=track.bandwidth)
            for track in manifest.video
        ),
        has_audio=manifest.audio is not None,
        complete=manifest.complete,
    )
