"""EncodeChunk: every rendition, the sound and the tiles of one chunk, in their final form and place."""

import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

from imageio_ffmpeg import get_ffmpeg_exe

from neufit.contracts import keys
from neufit.contracts.publishing import ChunkJob
from neufit.domain.media import Status
from neufit.domain.publication import Chunk as FinishedChunk
from neufit.domain.publication import Job
from neufit.stores.objects import ObjectStore
from stepfunctions.composition import Tasks
from stepfunctions.handling import task
from stepfunctions.publish_video.chunks import EncodedChunk, encode_chunk, rate
from stepfunctions.publish_video.encoding import Encoding
from stepfunctions.publish_video.manifests import early_manifest, published
from stepfunctions.publish_video.refusals import Superseded

_URL_SECONDS = 3600
_TELL_EVERY = 2.0
"""Seconds between two words about progress."""
_WRITERS = 8


def facts_name(chunk: int) -> str:
    """Name of what a chunk leaves for the stitch task, below the working prefix."""
    return f"facts/{chunk:05d}.json"


def payload_name(chunk: int, digest: str) -> str:
    """Name of the samples of a chunk as the download holds them, below the working prefix, by their SHA-256."""
    return f"payload/{chunk:05d}-{digest}"


def tiles_name(chunk: int) -> str:
    """Name of a chunk's strip of tiles, below the working prefix."""
    return f"tiles/{chunk:05d}.jpg"


def _write(objects: ObjectStore, job: Job, chunk: int, encoded: EncodedChunk) -> None:
    """Put everything where it belongs; what the stitch task goes by, last.

    x264 with a rate limit and threads does not give the same bytes twice, and two runs of a chunk may write at once.
    Segments of either run fit together: every one begins with an IDR picture, at a time and with a length of the grid.
    The samples of the download must be those that the facts describe: they are named by their hash.
    """

    def public(name: str) -> str:
        return keys.published(job.media_id, job.plan, name)

    def working(name: str) -> str:
        return keys.work(job.media_id, job.plan, name)

    writes = [
        (public(keys.segment(name, segment.number)), segment.body, "video/iso.segment")
        for name, track in encoded.tracks.items()
        for segment in track.segments
    ]
    if chunk == 0:
        writes += [
            (public(keys.initialization(name)), track.initialization, "video/mp4")
            for name, track in encoded.tracks.items()
        ]
    if encoded.tiles is not None:
        writes.append((working(tiles_name(chunk)), encoded.tiles, "image/jpeg"))
    facts = encoded.facts()
    writes.append((working(payload_name(chunk, facts.payload)), encoded.payload(), "application/octet-stream"))
    with ThreadPoolExecutor(_WRITERS) as writers:
        list(writers.map(lambda write: objects.put(*write), writes))
    objects.put(working(facts_name(chunk)), facts.model_dump_json().encode(), "application/json")


def _teller(services: Tasks, job: Job, chunk: int) -> Callable[[int], None]:
    told = monotonic()

    def tell(frames: int) -> None:
        nonlocal told
        if monotonic() - told >= _TELL_EVERY:
            told = monotonic()
            services.publications.encoding(job, chunk, frames)

    return tell


def _make_playable(services: Tasks, job: Job, encoding: Encoding, encoded: EncodedChunk) -> None:
    """From now on the beginning can be watched. A video that has an older version to show goes on showing that."""
    manifest = early_manifest(job, encoding, {name: track.initialization for name, track in encoded.tracks.items()})
    services.objects.put(
        keys.published(job.media_id, job.plan, keys.MANIFEST), manifest.model_dump_json().encode(), "application/json"
    )
    media = services.media.get(job.media_id)
    if media.status is Status.PROCESSING:
        services.media.mark_playable(job.media_id, job.version, published(job.version, manifest))


def encode(services: Tasks, job: Job, number: int) -> None:
    """Encode chunk ``number`` unless that was done; mark it as done."""
    if services.publications.chunk(job, number) is not None:
        return
    media = services.media.get(job.media_id)
    if media.version != job.version or media.status is Status.ARCHIVED:
        raise Superseded("nobody waits for it any more")
    encoding = Encoding.model_validate(job.encoding)
    chunk = encoding.chunks[number]
    url = services.objects.url(keys.original(job.media_id, job.version), seconds=_URL_SECONDS, inside=True)
    with tempfile.TemporaryDirectory(prefix="neufit-") as folder:
        encoded = encode_chunk(
            encoding,
            chunk,
            ffmpeg=get_ffmpeg_exe(),
            url=url,
            folder=Path(folder),
            on_frames=_teller(services, job, number),
        )
    _write(services.objects, job, number, encoded)
    if number == 0:
        _make_playable(services, job, encoding, encoded)
    _, frames = encoding.grid.chunk_frames(chunk)
    rates = {name: rate(encoding, track) for name, track in encoded.tracks.items()}
    services.publications.encoded(job, FinishedChunk(number=number, frames=frames, rates=rates))


@task(ChunkJob)
def handler(services: Tasks, job: Job, given: ChunkJob) -> None:
    """Answer nothing."""
    encode(services, job, given.chunk)
