"""Stitch: prove that everything is there and joins, then make what belongs to the whole video.

Nothing of the segments is rewritten. The final manifest comes last: whoever finds it complete finds all the rest.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

from neufit.contracts import keys
from neufit.contracts.manifest import AAC_FRAME, Manifest
from neufit.contracts.publishing import PlannedJob
from neufit.domain.publication import Job, Step
from neufit.stores.assembly import Stored, assemble, sizes
from neufit.stores.objects import ObjectStore
from stepfunctions.composition import Tasks
from stepfunctions.handling import task
from stepfunctions.publish_video import download
from stepfunctions.publish_video.chunks import SOUND, ChunkFacts
from stepfunctions.publish_video.encoding import Encoding
from stepfunctions.publish_video.manifests import final_manifest, published
from stepfunctions.publish_video.storyboard import sheets
from stepfunctions.publish_video.tasks.encode_chunk import facts_name, payload_name, tiles_name

_READERS = 16


class Torn(Exception):
    """Segments are missing, or don't follow each other."""


def check(encoding: Encoding, chunks: Sequence[ChunkFacts], stored: dict[str, int]) -> None:
    """Raise Torn unless every segment of every track is stored and continues the one before it.

    ``stored`` gives the bytes of each object by its name below the published prefix. They need not be those of the run
    that left the facts: a chunk may have been encoded twice, and any run's segment fits in its place.
    """
    grid = encoding.grid
    for track in encoding.tracks:
        if len({chunk.tracks[track].initialization for chunk in chunks}) != 1:
            raise Torn(f"the chunks of {track} need different initialization segments")
        segments = [segment for chunk in chunks for segment in chunk.tracks[track].segments]
        if [segment.number for segment in segments] != list(range(grid.segments)):
            raise Torn(f"{track} has {len(segments)} of {grid.segments} segments")
        step = AAC_FRAME if track == SOUND else grid.frame_ticks
        expected = 0
        for segment in segments:
            name = keys.segment(track, segment.number)
            if segment.decode_time != expected:
                raise Torn(f"{name} begins at {segment.decode_time}, not {expected}")
            if not stored.get(name):
                raise Torn(f"{name} was not written")
            expected += segment.samples * step
        whole = grid.audio_frames if track == SOUND else grid.frames
        if expected != whole * step:
            raise Torn(f"{track} ends at {Fraction(expected, step)} of {whole}")


def _facts(objects: ObjectStore, job: Job, encoding: Encoding) -> list[ChunkFacts]:
    def read(number: int) -> ChunkFacts:
        return ChunkFacts.model_validate_json(objects.get(keys.work(job.media_id, job.plan, facts_name(number))))

    with ThreadPoolExecutor(_READERS) as readers:
        return list(readers.map(read, range(len(encoding.chunks))))


def _write_storyboard(objects: ObjectStore, job: Job, encoding: Encoding) -> None:
    strips = (
        objects.get(keys.work(job.media_id, job.plan, tiles_name(chunk.number)))
        for chunk in encoding.chunks
        if encoding.tile_frames(chunk)
    )
    for number, sheet in enumerate(sheets(encoding.storyboard, strips)):
        objects.put(keys.published(job.media_id, job.plan, keys.storyboard_sheet(number)), sheet, "image/jpeg")


def _write_download(services: Tasks, job: Job, encoding: Encoding, chunks: Sequence[ChunkFacts]) -> None:
    objects = services.objects
    best = encoding.renditions[0].name
    initialization = objects.get(keys.published(job.media_id, job.plan, keys.initialization(best)))
    pieces = [
        Stored(
            key=keys.work(job.media_id, job.plan, payload_name(number, chunk.payload)),
            size=sum(sum(samples.sizes) for samples in chunk.samples.values()),
        )
        for number, chunk in enumerate(chunks)
    ]
    assemble(
        objects,
        keys.published(job.media_id, job.plan, keys.DOWNLOAD),
        "video/mp4",
        download.header(encoding, initialization, chunks),
        pieces,
        advance=lambda percent: services.publications.advance(job, Step.STITCH, 20 + 70 * percent // 100),
    )


def stitch(services: Tasks, job: Job) -> None:
    """Check and complete the video. Doing it again changes nothing."""
    objects, encoding = services.objects, Encoding.model_validate(job.encoding)
    manifest_key = keys.published(job.media_id, job.plan, keys.MANIFEST)
    manifest = Manifest.model_validate_json(objects.get(manifest_key))
    if not manifest.complete:
        chunks = _facts(objects, job, encoding)
        prefix = keys.published(job.media_id, job.plan, "")
        check(encoding, chunks, {key.removeprefix(prefix): size for key, size in sizes(objects, prefix).items()})
        services.publications.advance(job, Step.STITCH, 10)
        _write_storyboard(objects, job, encoding)
        services.publications.advance(job, Step.STITCH, 20)
        _write_download(services, job, encoding, chunks)
        manifest = final_manifest(job, encoding, manifest, services.publications.chunks(job))
        objects.put(manifest_key, manifest.model_dump_json().encode(), "application/json")
    services.publications.finished(job, published(job.version, manifest))
    objects.delete(list(objects.names(keys.work(job.media_id, job.plan, ""))))


@task(PlannedJob)
def handler(services: Tasks, job: Job, given: PlannedJob) -> None:  # noqa: ARG001  # ids are in the job
    """Answer nothing."""
    stitch(services, job)
